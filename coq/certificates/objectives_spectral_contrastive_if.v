(** objectives.spectral-contrastive (printed), part if: -5/162 <= -1/32 fails here.
    Written by `contextures export`, certificate 5474c2f873155e4d. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#3; 0]; [:: 1#3; 1#3]]).
Notation Psi := (table R 1 2 [:: [:: 0; 1]]).
Notation better := (table R 1 2 [:: [:: -7#20; 7#10]]).
Notation s := (numbers R [:: 1; 1#2]).
Notation mu := (functions R 2 [:: [:: 1; 1]; [:: -1#3; 1#6]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma learned : learns P (fun k => T P (centred (pA P) (Psi k))) s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.
Lemma lhs : contrastive_loss P Psi = (q R (-5#162)). Proof. by check. Qed.
Lemma rhs : (contrastive_loss P better < (q R (-5#162)))%R. Proof. by check. Qed.

Theorem refuted : ~ spectral_contrastive_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Psi s mu is_a_law are_singular isT learned better.
by rewrite lhs leNgt rhs.
Qed.
End Instance.
