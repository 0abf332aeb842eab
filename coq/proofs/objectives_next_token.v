(** objectives.next-token (corrected): the case of one-hot targets. *)
From Contextures Require Import Library.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require objectives_supervised_onehot.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Theorem minimum : next_token_minimum_corrected R. Proof. exact: objectives_supervised_onehot.minimum. Qed.
Theorem if_ : next_token_if_corrected R. Proof. exact: objectives_supervised_onehot.if_. Qed.
Theorem only_if : next_token_only_if_corrected R. Proof. exact: objectives_supervised_onehot.only_if. Qed.
Theorem only_if_independent : next_token_only_if_independent_corrected R.
Proof. exact: objectives_supervised_onehot.only_if_independent. Qed.
End Proofs.
