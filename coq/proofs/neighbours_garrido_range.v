(** neighbours.garrido-range: sums of squares of the norms against the square of their sum. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import neighbours_garrido_duality neighbours_garrido_normalised.

Section Proofs.
Variable R : rcfType.

Lemma norm_ge0 n (c : 'I_n -> R) : 0 <= \sum_i c i ^+ 2.
Proof. by apply: sumr_ge0 => i _; exact: sqr_ge0. Qed.
Theorem lower : garrido_range_lower_printed R.
Proof.
move=> n d K n0 d0; rewrite /penalty_difference identity /frobenius mulNr mulrBl mul1r opprB mul1r mulrC.
apply: ler_sub; last by apply: squares_of_sum => i; exact: norm_ge0.
by rewrite -columns_sum; exact: mean_of_squares.
Qed.
Theorem upper : garrido_range_upper_printed R.
Proof.
move=> n d K n0 d0; rewrite /penalty_difference identity /frobenius mulrBl !mul1r [n%:R^-1 * _]mulrC.
apply: ler_sub; last exact: mean_of_squares.
by rewrite -columns_sum; apply: squares_of_sum => i; exact: norm_ge0.
Qed.
End Proofs.
