(** objectives.spectral-contrastive (printed), part if: -130/6561 <= -1/32 fails here.
    Written by `contextures export`, certificate fa9278dc72235112. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 2#9; 1#9; 0]; [:: 1#9; 2#9; 0]; [:: 1#9; 1#9; 1#9]]).
Notation Psi := (table R 1 3 [:: [:: 0; 0; 1]]).
Notation better := (table R 1 3 [:: [:: -3#16; -3#16; 3#2]]).
Notation s := (roots R [:: 1; 1#4; 1#12]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#9; -1#9; 2#9]; [:: -1#1; 1; 0]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma learned : learns P (fun k => T P (centred (pA P) (Psi k))) s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.
Lemma lhs : contrastive_loss P Psi = (q R (-130#6561)). Proof. by check. Qed.
Lemma rhs : (contrastive_loss P better < (q R (-130#6561)))%R. Proof. by check. Qed.

Theorem refuted : ~ spectral_contrastive_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Psi s mu is_a_law are_singular isT learned better.
by rewrite lhs leNgt rhs.
Qed.
End Instance.
