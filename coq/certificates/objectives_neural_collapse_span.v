(** objectives.neural-collapse (printed), part span: 3/2 == 0 fails here.
    Written by `contextures export`, certificate 229c6f59841b11c1. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 0; 1#2]; [:: 1#2; 0]]).
Notation theta := (numbers R [:: 1#2; 1#2]).
Notation e := (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_eigenfunctions : eigensystem (pX P) (TLambdaTs P (@one_hot R 2)) theta e. Proof. by check. Qed.
Lemma deterministic : forall x a b, (P x a != 0 -> P x b != 0 -> a = b)%R.
Proof. by check. Qed.
Lemma equal_classes : forall a, (pA P a = 2%:R^-1)%R. Proof. by check. Qed.

Theorem refuted : ~ neural_collapse_span_printed R.
Proof.
move/(_ _ _ P theta e is_a_law deterministic equal_classes are_eigenfunctions) => H.
have := extracted_free (c := (vector R 2 [:: 1; 1])) (@Ordinal 2 0 isT) (isT : (2 <= 2)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
