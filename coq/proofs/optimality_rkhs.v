(** optimality.rkhs (corrected), all parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum range_space objectives_kise.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** A task is compatible where |T*f| is at least (1 - eps) |f|. *)
Lemma compatible_by_image (R : rcfType) N M (P : 'I_N -> 'I_M -> R) eps f : is_law P -> eps <= 1 -> mean (pX P) f = 0 ->
  (1 - eps) ^+ 2 * dot (pX P) f f <= dot (pA P) (Ts P f) (Ts P f) -> compatible P eps f.
Proof.
move=> law e1 mean0 large; have X := pX_ge0 law; have A := pA_ge0 law; have room : 0 <= 1 - eps by rewrite subr_ge0.
split=> //; have [z|nz] := eqVneq (dot (pA P) (Ts P f) (Ts P f)) 0.
  exists (fun=> 1); first by rewrite /norm dot_one /mean; under eq_bigr do rewrite mulr1; rewrite pA_sum // sqrtr1 ltr01.
  have zero : (1 - eps) * norm (pX P) f = 0.
    apply/eqP; rewrite -sqrf_eq0 exprMn norm_sqr // eq_le mulr_ge0 ?sqr_ge0 ?dot_ge0 // andbT.
    by move: large; rewrite z.
  rewrite zero mul0r adjoint // /dot; rewrite big1 // => a _.
  by rewrite (dot_eq0 (pA_gt0 law) z) mulr0 mul0r.
exists (Ts P f); first by rewrite sqrtr_gt0 lt_def nz dot_ge0.
rewrite adjoint // -[X in _ <= X]norm_sqr // expr2 ler_wpmul2r ?norm_ge0 //.
by rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?norm_ge0 // exprMn !norm_sqr.
Qed.

Section Proofs.
Variable R : rcfType.
Theorem i : rkhs_i_corrected R.
Proof.
move=> N M P s nu f a law singular; have law' := flip_law law; split.
  have [g gE] : exists g, forall b, kernel_X (flip P) a b = T (flip P) g b by eexists => b; exact: kernel_in_range.
  by exists g => b; rewrite -[RHS]gE.
have := reproduces law' singular f a; rewrite -(productE law' singular) => same; apply: etrans same.
by apply: eq_bigr => k _; congr (_ * _ / _); apply: eq_bigr => b _; congr (_ * _ * _).
Qed.
Theorem iii_upper : rkhs_iii_upper_corrected R.
Proof. by move=> N M P s nu f law singular; exact: (norm_at_least (flip_law law) singular). Qed.
Theorem ii : rkhs_ii_corrected R.
Proof.
move=> N M P s mu nu f law singular singular'; have law' := flip_law law.
have X := pX_ge0 law; set e := unit_mode P mu.
have -> : \sum_(i < N | 0 < s i) dot (pX P) f (mu i) ^+ 2 / dot (pX P) (mu i) (mu i)
    = \sum_(i < N | 0 < s i) dot (pX P) f (e i) ^+ 2.
  by apply: eq_bigr => k _; rewrite unit_coordinate exprMn exprVn norm_sqr.
pose kept_ k : R := (0 < s k)%R%:R; pose p x := \sum_(i < N) (kept_ i * dot (pX P) f (e i)) * e i x.
have pE k : (k < N)%N -> dot (pX P) p (e k) = kept_ k * dot (pX P) f (e k).
  move=> kN; rewrite dot_suml (bigD1 (Ordinal kN)) //= (unit_orthonormal law singular) // eqxx mulr1.
  rewrite big1 ?addr0 // => l ne; rewrite (unit_orthonormal law singular) //.
  by rewrite (_ : (l == k :> nat) = false) ?mulr0 //; apply/negbTE; move: ne; rewrite -val_eqE.
have pp : dot (pX P) p p = \sum_(i < N | 0 < s i) dot (pX P) f (e i) ^+ 2.
  rewrite (expand law singular) [RHS]big_mkcond; apply: eq_bigr => k _ /=; rewrite !pE // /kept_.
  by case: (0 < s k)%R; rewrite ?mul1r ?mul0r // expr2.
have Tp a : Ts P p a = Ts P f a.
  rewrite (Ts_linear P a (fun x => erefl)) (Ts_linear P a (expansion law singular f)).
  apply: eq_bigr => k _; rewrite /kept_; have [pos|neg] := boolP (0 < s k)%R; first by rewrite mul1r.
  rewrite (null_image law singular) ?mulr0 //; apply/eqP; rewrite eq_le (s_ge0 law singular) andbT leNgt neg //.
apply/eqP; rewrite eq_le; apply/andP; split.
  by rewrite -pp; exact: (least_norm law' singular' Tp).
set f0 := shortest (flip P) s nu (Ts P f).
have f0_image a : Ts P f0 a = Ts P f a := shortest_image law' singular' f a.
have f0_norm : dot (pX P) f0 f0 = range_norm P s nu (Ts P f) := shortest_norm law' singular' f.
rewrite -f0_norm (expand law singular) [X in X <= _]big_mkcond; apply: ler_sum => k _ /=.
case: ifP => [pos|_]; last by rewrite -expr2 sqr_ge0.
suff -> : dot (pX P) f0 (e k) = dot (pX P) f (e k) by rewrite expr2.
apply: (mulfI (_ : s k ^+ 2 != 0)); first by rewrite expf_neq0 // lt0r_neq0.
by rewrite -!(image_mode law singular) // (eq_dot _ f0_image (frefl _)).
Qed.
(** The shortest preimage is no longer than f. *)
Lemma norm_at_most N M (P : 'I_N -> 'I_M -> R) s nu f : is_law P -> left_singular (flip P) s nu ->
  range_norm P s nu (Ts P f) <= dot (pX P) f f.
Proof. by move=> law singular; exact: (least_norm (flip_law law) singular). Qed.
Theorem iii_only_if : rkhs_iii_only_if_corrected R.
Proof.
move=> N M P s nu f eps law singular e0 e1 fits; apply: le_trans (compatible_image law e1 fits).
by rewrite ler_wpmul2l ?sqr_ge0 // norm_at_most.
Qed.
Theorem iii_if : rkhs_iii_if_corrected R.
Proof.
move=> N M P s mu nu f eps law singular singular' e0 e1 mean0 inside h large.
apply: compatible_by_image => //; apply: le_trans large; rewrite ler_wpmul2l ?sqr_ge0 //.
rewrite (ii f law singular singular') (expand law singular) [X in _ <= X]big_mkcond; apply: ler_sum => k _ /=.
rewrite -expr2; case: ifP => [_|neg]; first by rewrite unit_coordinate exprMn exprVn norm_sqr // => x; exact: pX_ge0.
have z : s k = 0 by apply/eqP; rewrite eq_le (s_ge0 law singular) andbT leNgt neg.
by rewrite unit_coordinate inside // mul0r expr0n.
Qed.
End Proofs.
