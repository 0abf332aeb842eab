(** objectives.supervised-regression (printed), part plain-only-if: 1 <= 0 fails here.
    Written by `contextures export`, certificate 5003b89c29dfcd1c. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation Phi := (table R 2 2 [:: [:: 0; 1]; [:: 0; 1]]).
Notation t := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).
Notation theta := (numbers R [:: 1#2; 0]).
Notation e := (functions R 2 [:: [:: 0; 1]; [:: 1; 0]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_eigenfunctions : eigensystem (pX P) (TLambdaTs P t) theta e. Proof. by check. Qed.
Lemma lhs : prediction_loss P (@alike R 2) t Phi (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]) (fun=> 0%R) = (q R 0). Proof. by check. Qed.
Lemma minimal : minimises_plain P (@alike R 2) t Phi.
Proof. by apply: (minimises_plain_by (W := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ supervised_regression_plain_only_if_printed R.
Proof.
move/(_ _ _ _ _ P t Phi theta e is_a_law isT are_eigenfunctions minimal) => H.
have := extracted_free (c := (vector R 2 [:: -1#1; 1])) (@Ordinal 2 0 isT) (isT : (2 <= 2)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
