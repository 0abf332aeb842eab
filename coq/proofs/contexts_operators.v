(** contexts.operators, all parts. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem adjoint : operators_adjoint_printed R.
Proof. by move=> N M P f g law; exact: Basics.adjoint. Qed.

Theorem kernel_x : operators_kernel_x_printed R.
Proof.
move=> N M P f x law; transitivity (\sum_y \sum_a P x a * P y a / pA P a * f y / pX P x).
  apply: eq_bigr => y _; rewrite /kernel_X -!mulrA mulr_suml; apply: eq_bigr => a _.
  have := lt0r_neq0 (pX_gt0 law x); have := lt0r_neq0 (pX_gt0 law y); have := lt0r_neq0 (pA_gt0 law a) => u v w.
  by field; rewrite u v w.
rewrite exchange_big /T mulr_suml; apply: eq_bigr => a _ /=; rewrite /Ts.
rewrite mulr_suml mulr_sumr mulr_suml; apply: eq_bigr => y _.
by have := lt0r_neq0 (pX_gt0 law x); have := lt0r_neq0 (pA_gt0 law a) => u w; field; rewrite u w.
Qed.

Theorem kernel_a : operators_kernel_a_printed R.
Proof.
move=> N M P g a law; transitivity (\sum_b \sum_x P x a * P x b / pX P x * g b / pA P a).
  apply: eq_bigr => b _; rewrite /kernel_A /pair -!mulrA mulr_suml; apply: eq_bigr => x _.
  have := lt0r_neq0 (pA_gt0 law a); have := lt0r_neq0 (pA_gt0 law b); have := lt0r_neq0 (pX_gt0 law x) => u v w.
  by field; rewrite u v w.
rewrite exchange_big /Ts mulr_suml; apply: eq_bigr => x _ /=; rewrite /T.
rewrite mulr_suml mulr_sumr mulr_suml; apply: eq_bigr => b _.
by have := lt0r_neq0 (pA_gt0 law a); have := lt0r_neq0 (pX_gt0 law x) => u w; field; rewrite u w.
Qed.
End Proofs.
