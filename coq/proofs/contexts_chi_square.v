(** contexts.chi-square: the trace of TT* in two bases. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts.
From Contextures.Proofs Require Import spectrum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma all_squares N M (P : 'I_N -> 'I_M -> R) s mu : is_law P -> left_singular P s mu ->
  \sum_(i < N) s i ^+ 2 = \sum_x \sum_a P x a ^+ 2 / (pX P x * pA P a).
Proof.
move=> law singular; have A := pA_gt0 law; have X := pX_gt0 law.
set e := unit_mode P mu; pose h a x := P x a / (pX P x * pA P a).
have Ts_h i a : Ts P (e i) a = dot (pX P) (h a) (e i).
  rewrite /Ts /dot mulr_suml; apply: eq_bigr => x _; rewrite /h.
  by field; rewrite !lt0r_neq0 ?A ?X.
transitivity (\sum_(i < N) dot (pA P) (Ts P (e i)) (Ts P (e i))).
  apply: eq_bigr => i _; rewrite (image_mode law singular) ?ltn_ord // (unit_orthonormal law singular) ?ltn_ord //.
  by rewrite eqxx mulr1.
rewrite exchange_big [RHS]exchange_big; apply: eq_bigr => a _ /=.
under eq_bigr => i _ do rewrite Ts_h -mulrA.
rewrite -mulr_sumr -(expand law singular) /dot mulr_sumr; apply: eq_bigr => x _; rewrite /h.
by field; rewrite !lt0r_neq0 ?A ?X.
Qed.
Lemma inertiaE N M (P : 'I_N -> 'I_M -> R) : is_law P ->
  inertia P = \sum_x \sum_a P x a ^+ 2 / (pX P x * pA P a) - 1.
Proof.
move=> law; have A := pA_gt0 law; have X := pX_gt0 law.
have one : \sum_x \sum_a P x a = 1 by case: law.
have product : \sum_x \sum_a pX P x * pA P a = 1.
  by under eq_bigr do rewrite -mulr_sumr pA_sum // mulr1; exact: pX_sum.
have -> : inertia P = \sum_x \sum_a P x a ^+ 2 / (pX P x * pA P a)
    - 2%:R * (\sum_x \sum_a P x a) + \sum_x \sum_a pX P x * pA P a.
  rewrite /inertia mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=.
  rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=.
  by field; rewrite !lt0r_neq0 ?A ?X.
by rewrite one product; ring.
Qed.
Theorem inertia : chi_square_inertia_printed R.
Proof.
move=> N M P s mu law singular; rewrite inertiaE // -(all_squares law singular).
have := first_apart law (fun i => s i ^+ 2); rewrite /= (s0 law singular) expr1n => ->.
by rewrite addrAC subrr add0r.
Qed.
End Proofs.
