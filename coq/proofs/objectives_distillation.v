(** objectives.distillation (corrected): a regression on the features of the teacher. *)
From Contextures Require Import Library.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import objectives_supervised_regression.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Theorem minimum : distillation_minimum_corrected R. Proof. exact: bias_minimum. Qed.
Theorem if_ : distillation_if_corrected R. Proof. exact: bias_if. Qed.
Theorem recovers : distillation_recovers_corrected R. Proof. exact: bias_only_if. Qed.
Theorem recovers_independent : distillation_recovers_independent_corrected R.
Proof. exact: bias_only_if_independent. Qed.
End Proofs.
