(** objectives.spectral-contrastive (printed), part identity: -7/32 == -7/16 fails here.
    Written by `contextures export`, certificate d4832cac8993c885. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation Psi := (table R 1 2 [:: [:: 0; 1]]).
Notation s := (numbers R [:: 1; 1]).
Notation nu := (functions R 2 [:: [:: 1; 1]; [:: -1#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : right_singular P s nu. Proof. by check. Qed.
Lemma lhs : contrastive_loss P Psi = (q R (-7#32)). Proof. by check. Qed.
Lemma rhs : coefficient_form P Psi s nu = (q R (-7#16)). Proof. by check. Qed.

Theorem refuted : ~ spectral_contrastive_identity_printed R.
Proof.
by move/(_ _ _ _ P Psi s nu is_a_law are_singular); rewrite lhs rhs; apply/eqP; rational.
Qed.
End Instance.
