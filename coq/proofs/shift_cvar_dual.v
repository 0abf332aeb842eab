(** shift.cvar-dual, both parts: at a quantile a law of the ball and the dual have one value. *)
From Contextures Require Import Library Contextures Risks Basics Duals.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Shift.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Quantile.
Variables (R : rcfType) (n : nat) (P l : 'I_n -> R) (alpha : R).
Hypotheses (pmf : is_pmf P) (alpha_gt0 : 0 < alpha) (alpha_le1 : alpha <= 1).
Let P0 i : 0 <= P i. Proof. by case: pmf. Qed.
Let P1 : \sum_i P i = 1. Proof. by case: pmf. Qed.
Local Notation above q := (mass P (fun i => q < l i)).

(** The least loss that no more than alpha exceeds. *)
Lemma quantile : exists i0 : 'I_n, above (l i0) <= alpha /\ forall j, above (l j) <= alpha -> l i0 <= l j.
Proof.
have [k _] : exists k : 'I_n, true.
  case: (n) P P1 => [|m] Q Q1; last by exists ord0.
  by move: Q1; rewrite big_ord0 => /esym/eqP; rewrite oner_eq0.
pose top := [arg max_(i > k) l i]%O.
have top_in : above (l top) <= alpha.
  rewrite /mass big_pred0 ?ltW // => i; apply/negbTE; rewrite -leNgt /top; case: arg_maxP => // j _; exact.
by exists [arg min_(i < top | above (l i) <= alpha) l i]%O; case: arg_minP.
Qed.
Variable i0 : 'I_n.
Hypotheses (in0 : above (l i0) <= alpha) (least0 : forall j, above (l j) <= alpha -> l i0 <= l j).
Local Notation t := (l i0).
Let m := above t.
Let a := mass P (fun i => l i == t).

(** Below it more than alpha exceeds, or everything. *)
Lemma below_quantile q : q < t -> alpha < above q \/ above q = 1.
Proof.
move=> qt; have [/existsP[k kq]|none] := boolP [exists k, l k <= q]; last first.
  right; rewrite -P1 /mass; apply: eq_bigl => i; rewrite ltNge.
  by move: none; rewrite negb_exists => /forallP/(_ i) ->.
pose j := [arg max_(i > k | l i <= q) l i]%O.
have [jq most] : l j <= q /\ forall i, l i <= q -> l i <= l j by rewrite /j; case: arg_maxP.
have -> : above q = above (l j).
  apply: eq_bigl => i; apply/idP/idP => [|lt]; first exact: le_lt_trans.
  by rewrite ltNge; apply/negP => le; move: lt; rewrite ltNge most.
left; rewrite ltNge; apply/negP => le; have := least0 le; rewrite leNgt => /negP; apply.
exact: le_lt_trans jq qt.
Qed.
Lemma enough : alpha <= m + a.
Proof.
have whole : m + a = mass P (fun i => t <= l i).
  rewrite /m /a /mass [RHS](bigID (fun i => t < l i)) /=; congr (_ + _); apply: eq_bigl => i.
    by rewrite andb_idl // => /ltW.
  by rewrite -leNgt eq_le andbC.
rewrite whole; have [/existsP[k kt]|none] := boolP [exists k, l k < t]; last first.
  rewrite [X in _ <= X](_ : _ = 1) // -P1; apply: eq_bigl => i; rewrite leNgt.
  by move: none; rewrite negb_exists => /forallP/(_ i) ->.
pose j := [arg max_(i > k | l i < t) l i]%O.
have [jt most] : l j < t /\ forall i, l i < t -> l i <= l j by rewrite /j; case: arg_maxP.
have -> : mass P (fun i => t <= l i) = above (l j).
  apply: eq_bigl => i; apply/idP/idP => [|lt]; first exact: lt_le_trans.
  by rewrite leNgt; apply/negP => le; move: lt; rewrite ltNge most.
by have [lt|->] := below_quantile jt; first exact: ltW.
Qed.

(** The law of the ball: all above the quantile, a share c of what is at it. *)
Let c := (alpha - m) / a.
Let a0 : 0 <= a. Proof. by apply: sumr_ge0. Qed.
Let c0 : 0 <= c. Proof. by rewrite divr_ge0 // subr_ge0. Qed.
Let c1 : c <= 1.
Proof.
have [z|nz] := eqVneq a 0; first by rewrite /c z invr0 mulr0 ler01.
by rewrite /c ler_pdivr_mulr ?lt_def ?nz // mul1r ler_subl_addl enough.
Qed.
Let mca : m + c * a = alpha.
Proof.
have [z|nz] := eqVneq a 0; last by rewrite /c divfK // addrC subrK.
rewrite z mulr0 addr0; apply/eqP; rewrite eq_le in0; by have := enough; rewrite z addr0.
Qed.
Let share i : R := if t < l i then 1 else if l i == t then c else 0.
Let Q i := share i * P i / alpha.
Lemma sum_share (f : 'I_n -> R) : \sum_i share i * P i * f i = \sum_(i | t < l i) P i * f i + c * \sum_(i | l i == t) P i * f i.
Proof.
rewrite [X in _ = X + _]big_mkcond mulr_sumr [X in _ = _ + X]big_mkcond -big_split; apply: eq_bigr => i _ /=.
rewrite /share; case: ltgtP => _; rewrite ?(mul1r, mul0r, addr0, add0r) // mulrA //.
Qed.
Lemma in_ball : cvar_ball P alpha Q.
Proof.
have s01 i : 0 <= share i <= 1.
  by rewrite /share; case: ltP => _; rewrite ?ler01 ?lexx //; case: eqP => _; rewrite ?c0 ?c1 ?lexx ?ler01.
split; first split=> [i|].
- by have /andP[s_ge _] := s01 i; rewrite divr_ge0 ?(ltW alpha_gt0) // mulr_ge0.
- rewrite -mulr_suml; have := sum_share (fun=> 1); under eq_bigr do rewrite mulr1.
  move=> ->; under eq_bigr do rewrite mulr1; under [X in _ + _ * X]eq_bigr do rewrite mulr1.
  by rewrite -/(mass P (fun i => t < l i)) -/m -/(mass P (fun i => l i == t)) -/a mca divff // lt0r_neq0.
- move=> i; have /andP[_ s_le] := s01 i; rewrite /Q.
  have -> : alpha * (share i * P i / alpha) = share i * P i by field; rewrite lt0r_neq0.
  by rewrite ler_pimull.
Qed.
Lemma same_value : mean Q l = cvar_dual_at P l alpha t.
Proof.
have -> : mean Q l = (\sum_i share i * P i * l i) / alpha.
  by rewrite /mean mulr_suml; apply: eq_bigr => i _; rewrite /Q mulrAC.
rewrite sum_share.
have -> : \sum_(i | l i == t) P i * l i = t * a.
  by rewrite /a /mass mulr_sumr; apply: eq_bigr => i /eqP ->; rewrite mulrC.
rewrite /cvar_dual_at; have -> : \sum_i P i * Num.max (l i - t) 0 = \sum_(i | t < l i) P i * l i - t * m.
  rewrite /m /mass mulr_sumr -sumrB [RHS]big_mkcond; apply: eq_bigr => i _.
  case: ltP => [lt|le]; first by rewrite (max_idPl _) ?subr_ge0 ?(ltW lt) //; ring.
  by rewrite (max_idPr _) ?subr_le0 // mulr0.
have nz := lt0r_neq0 alpha_gt0; rewrite -[X in _ = X + _](mulfK nz t) -mulrDl; congr (_ / _).
move: mca; move: (\sum_(i | t < l i) P i * l i) => S <-; ring.
Qed.
Lemma worst : is_worst_risk (cvar_ball P alpha) l (cvar_dual_at P l alpha t).
Proof. exact: (cvar_by (eta := t) alpha_gt0 in_ball same_value). Qed.
Lemma dual : is_cvar_dual P l alpha (cvar_dual_at P l alpha t).
Proof.
split=> [_ [eta ->]|u low]; last by apply: low; exists t.
rewrite -same_value; have [[Q0 Q1] ball] := in_ball.
apply: le_trans (mean_above l eta (conj Q0 Q1)) _; rewrite /cvar_dual_at ler_add2l ler_pdivl_mulr // mulr_suml.
apply: ler_sum => i _; rewrite mulrAC ler_wpmul2r //; first by rewrite le_maxr lexx orbT.
by rewrite mulrC.
Qed.
End Quantile.

Section Proofs.
Variable R : rcfType.
Theorem value : cvar_dual_value_printed R.
Proof.
move=> n P l alpha r pmf /andP[a0 a1]; have [i0 [in0 least0]] := quantile l pmf a0.
have [up least] := worst pmf a0 a1 in0 least0; have [low most] := dual pmf a0 a1 in0 least0.
set v := cvar_dual_at P l alpha (l i0) in up least low most.
split=> [[up' least']|[low' most']].
  have -> : r = v by apply/eqP; rewrite eq_le (least' _ up) (least _ up').
  by split.
have -> : r = v by apply/eqP; rewrite eq_le (most _ low') (most' _ low).
by split.
Qed.
Theorem minimiser : cvar_dual_minimiser_printed R.
Proof.
move=> n P l alpha eta pmf /andP[a0 a1] [low most]; have [i0 [in0 least0]] := quantile l pmf a0.
have -> : eta = l i0.
  apply/eqP; rewrite eq_le (low _ in0) /=; apply: most => q few; rewrite leNgt; apply/negP => lt.
  have [gt|one] := below_quantile pmf least0 lt; first by move: few; rewrite leNgt gt.
  by move: few; rewrite one leNgt a1.
exact: (dual pmf a0 (ltW a1) in0 least0).
Qed.
End Proofs.
