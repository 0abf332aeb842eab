(** objectives.spectral-noncontrastive (printed), part if: 44/25 <= 33/20 fails here.
    Written by `contextures export`, certificate b4c86f54a6df2c76. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 4 [:: [:: 2#11; 1#11; 0; 1#11]; [:: 1#11; 2#11; 1#11; 1#11]; [:: 1#11; 1#11; 0; 0]]).
Notation raw_Psi := (table R 1 4 [:: [:: -1#11; -1#11; 10#11; -1#11]]).
Notation length_Psi := (vector R 1 [:: 10#121]).
Notation Psi := (unit_length raw_Psi length_Psi).
Notation raw_better := (table R 1 4 [:: [:: -9#2; 1; 12; 1]]).
Notation length_better := (vector R 1 [:: 21]).
Notation better := (unit_length raw_better length_better).
Notation s := (roots R [:: 1; 7#40; 1#16]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#11; 6#55; -1#11]; [:: -1#2; 0; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma positive_Psi k : (0 < length_Psi k)%R. Proof. by move: k; check. Qed.
Lemma white_Psi : white (pA P) Psi. Proof. by apply: unit_white; check. Qed.
Lemma positive_better k : (0 < length_better k)%R. Proof. by move: k; check. Qed.
Lemma white_better : white (pA P) better. Proof. by apply: unit_white; check. Qed.
Lemma raw_learned : learns P (fun k => T P (centred (pA P) (raw_Psi k))) s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.
Lemma learned : learns P (fun k => T P (centred (pA P) (Psi k))) s.
Proof. exact: (unit_learned P _ _ positive_Psi).2 raw_learned. Qed.
Lemma lhs : noncontrastive_loss P Psi = (q R (44#25)).
Proof. by rewrite (unit_noncontrastive _ _ positive_Psi); check. Qed.
Lemma rhs : (noncontrastive_loss P better < (q R (44#25)))%R.
Proof. by rewrite (unit_noncontrastive _ _ positive_better); check. Qed.

Theorem refuted : ~ spectral_noncontrastive_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Psi s mu is_a_law are_singular isT white_Psi learned better white_better.
by rewrite lhs leNgt rhs.
Qed.
End Instance.
