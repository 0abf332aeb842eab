(** Singular values one by one: in n dimensions some direction meets fewer than n conditions, and what T* keeps of it lies
    between the singular values of the modes that it has. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp Require Import mxalgebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import spectrum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma free_direction (R : fieldType) n m (A : 'M[R]_(n, m)) : (m < n)%N -> exists2 c : 'rV[R]_n, c != 0 & c *m A = 0.
Proof.
move=> lt; have : kermx A != 0.
  rewrite -mxrank_eq0 mxrank_ker subn_eq0 -ltnNge; exact: leq_ltn_trans (rank_leq_col A) lt.
by case/rowV0Pn => c /sub_kermxP zero nz; exists c.
Qed.

Section Modes.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypotheses (law : is_law P) (singular : left_singular P s mu).
Local Notation e := (unit_mode P mu).

Lemma kept_at_most n f : (forall i, (i < n)%N -> (i < N)%N -> dot (pX P) f (e i) = 0) ->
  dot (pA P) (Ts P f) (Ts P f) <= s n ^+ 2 * dot (pX P) f f.
Proof.
move=> without; rewrite (image_expand law singular) (expand law singular f f) mulr_sumr; apply: ler_sum => i _.
have [lt|ge] := ltnP i n; first by rewrite without // !mul0r !mulr0.
by rewrite ler_wpmul2r ?(square_falls law singular) // -expr2 sqr_ge0.
Qed.
Lemma kept_at_least n f : (forall i, (n < i)%N -> (i < N)%N -> dot (pX P) f (e i) = 0) ->
  s n ^+ 2 * dot (pX P) f f <= dot (pA P) (Ts P f) (Ts P f).
Proof.
move=> only; rewrite (image_expand law singular) (expand law singular f f) mulr_sumr; apply: ler_sum => i _.
have [lt|ge] := ltnP n i; first by rewrite only // !mul0r !mulr0.
by rewrite ler_wpmul2r ?(square_falls law singular) // -expr2 sqr_ge0.
Qed.

(** A function of the modes 1, ..., n, not 0, that is orthogonal to m < n given functions. *)
Lemma direction n m (g : 'I_m -> 'I_N -> R) : (m < n)%N -> (n < N)%N -> exists f,
  [/\ 0 < dot (pX P) f f, mean (pX P) f = 0, forall i, (n < i)%N -> (i < N)%N -> dot (pX P) f (e i) = 0
    & forall l, dot (pX P) f (g l) = 0].
Proof.
move=> mn nN; pose A : 'M[R]_(n, m) := \matrix_(k, l) dot (pX P) (e k.+1) (g l).
have small (k : 'I_n) : (k.+1 < N)%N by rewrite (leq_ltn_trans _ nN).
have [c nz zero] := free_direction A mn; pose f x := \sum_(k < n) c 0 k * e k.+1 x.
have fE j : (j < N)%N -> dot (pX P) f (e j) = \sum_(k < n) c 0 k * (k.+1 == j)%:R.
  by move=> jN; rewrite dot_suml; apply: eq_bigr => k _; rewrite (unit_orthonormal law singular).
exists f; split.
- have [k ck] : exists k, c 0 k != 0.
    by apply/existsP; apply: contraR nz; rewrite negb_exists => /forallP all0; apply/eqP/rowP => k;
      rewrite mxE; apply/eqP; have := all0 k; rewrite negbK.
  rewrite (expand law singular) (bigD1 (Ordinal (small k))) //= ltr_paddr ?sumr_ge0 //.
    by move=> i _; rewrite -expr2 sqr_ge0.
  rewrite fE // (bigD1 k) //= eqxx mulr1 big1 ?addr0 => [|l ne]; first by rewrite -expr2 lt_def sqrf_eq0 ck sqr_ge0.
  by rewrite eqSS (_ : (l == k :> nat) = false) ?mulr0 //; apply/negbTE; move: ne; rewrite -val_eqE.
- by rewrite -(first_mode law singular) fE ?(N_gt0 law) // big1 // => k _; rewrite mulr0.
- move=> i ni iN; rewrite fE // big1 // => k _; rewrite (_ : (k.+1 == i) = false) ?mulr0 //.
  by apply/negbTE; rewrite neq_ltn (leq_ltn_trans (ltn_ord k) ni).
- move=> l; rewrite dot_suml; have := congr1 (fun B : 'rV_m => B 0 l) zero; rewrite mxE [RHS]mxE => zl.
  by rewrite -[RHS]zl; apply: eq_bigr => k _; rewrite mxE.
Qed.
End Modes.

(** Two laws of one input law: who keeps less of every function has the smaller singular values. *)
Lemma smaller_spectrum (R : rcfType) N M K (P : 'I_N -> 'I_M -> R) (Q : 'I_N -> 'I_K -> R) s mu t nu i :
  is_law P -> left_singular P s mu -> is_law Q -> left_singular Q t nu -> (forall x, pX P x = pX Q x) ->
  (forall f, dot (pA P) (Ts P f) (Ts P f) <= dot (pA Q) (Ts Q f) (Ts Q f)) -> s i ^+ 2 <= t i ^+ 2.
Proof.
move=> lawP singularP lawQ singularQ same less.
have eq_w f g : dot (pX P) f g = dot (pX Q) f g by apply: eq_bigr => x _; rewrite same.
case: i => [|i]; first by rewrite (s0 lawP singularP) (s0 lawQ singularQ).
have [lt|ge] := ltnP i.+1 N; last by rewrite (s_end singularP ge) expr0n sqr_ge0.
have [f [f0 mean0 only zero]] := direction lawP singularP (fun l : 'I_i => unit_mode Q nu l.+1) (ltnSn i) lt.
rewrite -(ler_pmul2r f0); apply: le_trans (kept_at_least lawP singularP only) _; apply: le_trans (less f) _.
rewrite eq_w; apply: (kept_at_most lawQ singularQ) => -[|j] ji jN.
  by rewrite (first_mode lawQ singularQ) -mean0; apply: eq_bigr => x _; rewrite same.
by have := zero (Ordinal (ji : (j < i)%N)); rewrite eq_w.
Qed.
