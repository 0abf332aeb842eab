(** objectives.spectral-contrastive (printed), part only-if: 1 <= 0 fails here.
    Written by `contextures export`, certificate 9fa9acfbecedc38a. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 3#8; 1#8]; [:: 3#32; 9#32]; [:: 1#32; 3#32]]).
Notation Psi := (table R 2 2 [:: [:: 0; 1]; [:: -1#1; -1#1]]).
Notation s := (numbers R [:: 1; 1#2; 0]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#1; 1; 1]; [:: 0; 1#4; -3#4]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma loses : contrastive_loss P Psi = (q R (-1#32)). Proof. by check. Qed.
Lemma minimal d (Psi' : 'I_d -> _) : (contrastive_loss P Psi <= contrastive_loss P Psi')%R.
Proof.
by apply: le_trans (contrastive_loss_at_least is_a_law Psi'); rewrite loses /excess; check.
Qed.

Theorem refuted : ~ spectral_contrastive_only_if_printed R.
Proof.
move/(_ _ _ _ P Psi s mu is_a_law are_singular isT (@minimal _)) => H.
have := top_free (c := (vector R 2 [:: 0; 1])) (@Ordinal 2 1 isT) (isT : (2 < 3)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
