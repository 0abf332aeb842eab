(** objectives.spectral-contrastive (printed), part if: -281/285610 <= -2401/320000 fails here.
    Written by `contextures export`, certificate 85d00418d7e88e38. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 3#13; 1#13; 1#13]; [:: 1#13; 2#13; 1#13]; [:: 1#13; 1#13; 2#13]]).
Notation Psi := (table R 1 3 [:: [:: 1; 0; 0]]).
Notation better := (table R 1 3 [:: [:: -2#5; 1#4; 1#4]]).
Notation s := (numbers R [:: 1; 7#20; 1#4]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: 14#65; -7#52; -7#52]; [:: 0; -1#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma learned : learns P (fun k => T P (centred (pA P) (Psi k))) s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.
Lemma lhs : contrastive_loss P Psi = (q R (-281#285610)). Proof. by check. Qed.
Lemma rhs : (contrastive_loss P better < (q R (-281#285610)))%R. Proof. by check. Qed.

Theorem refuted : ~ spectral_contrastive_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Psi s mu is_a_law are_singular isT learned better.
by rewrite lhs leNgt rhs.
Qed.
End Instance.
