(** contexts.unit-interval, all parts. *)
From Contextures Require Import Library Contextures Basics.
From Contextures.Statements Require Import Contexts.
From Contextures.Proofs Require Import spectrum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem constant_x : unit_interval_constant_x_printed R.
Proof.
by move=> N M P x law; rewrite /T; under eq_bigr do rewrite mulr1; exact: divff (lt0r_neq0 (pX_gt0 law x)).
Qed.
Theorem constant_a : unit_interval_constant_a_printed R.
Proof.
by move=> N M P a law; rewrite /Ts; under eq_bigr do rewrite mulr1; exact: divff (lt0r_neq0 (pA_gt0 law a)).
Qed.
Theorem top : unit_interval_top_printed R.
Proof. by move=> N M P s mu law singular; exact: s0 law singular. Qed.
Theorem lower : unit_interval_lower_printed R.
Proof. by move=> N M P s mu i law singular; exact: s_ge0 law singular i. Qed.
Theorem upper : unit_interval_upper_printed R.
Proof. by move=> N M P s mu i law singular; rewrite -(s0 law singular); exact: (s_falls singular (leq0n i)). Qed.
End Proofs.
