(** objectives.spectral-noncontrastive (printed), part only-if: 1 <= 0 fails here.
    Written by `contextures export`, certificate 020f5b1a7a11c8c7. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 0; 0; 1#6]; [:: 1#6; 1#6; 0]; [:: 1#6; 1#6; 1#6]]).
Notation raw_Psi := (table R 2 3 [:: [:: -1#3; -1#3; 2#3]; [:: -1#2; 1#2; 0]]).
Notation length_Psi := (vector R 2 [:: 2#9; 1#6]).
Notation Psi := (unit_length raw_Psi length_Psi).
Notation s := (roots R [:: 1; 1#2; 0]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -2#1; 1; 0]; [:: 1#2; 1#2; -1#2]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma positive_Psi k : (0 < length_Psi k)%R. Proof. by move: k; check. Qed.
Lemma white_Psi : white (pA P) Psi. Proof. by apply: unit_white; check. Qed.
Lemma loses : noncontrastive_loss P Psi = (q R 3).
Proof. by rewrite (unit_noncontrastive _ _ positive_Psi); check. Qed.
Lemma minimal : minimises_noncontrastive P Psi.
Proof.
move=> Psi' feasible; apply: le_trans (noncontrastive_loss_at_least is_a_law feasible).
by rewrite loses /inertia; check.
Qed.

Theorem refuted : ~ spectral_noncontrastive_only_if_printed R.
Proof.
move/(_ _ _ _ P Psi s mu is_a_law are_singular isT white_Psi minimal).
move/(unit_learned P _ _ positive_Psi) => H.
have := top_free (c := (vector R 2 [:: 0; 1])) (@Ordinal 2 1 isT) (isT : (2 < 3)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
