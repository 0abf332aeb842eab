(** objectives.next-token (printed), part only-if: 1 <= 0 fails here.
    Written by `contextures export`, certificate ab3ae35501487729. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 1#3; 0]; [:: 0; 1#3]; [:: 0; 1#3]]).
Notation Phi := (table R 3 3 [:: [:: 0; 0; 0]; [:: 1; 0; 0]; [:: 0; 1; 1]]).
Notation theta := (numbers R [:: 2#3; 1#3; 0]).
Notation e := (functions R 3 [:: [:: 0; 1; 1]; [:: 1; 0; 0]; [:: 0; -1#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_eigenfunctions : eigensystem (pX P) (TLambdaTs P (@one_hot R 2)) theta e. Proof. by check. Qed.
Lemma lhs : prediction_loss P (@alike R 2) (@one_hot R 2) Phi (table R 2 3 [:: [:: 0; 1; 0]; [:: 0; 0; 1]]) (fun=> 0%R) = (q R 0). Proof. by check. Qed.
Lemma minimal : minimises_plain P (@alike R 2) (@one_hot R 2) Phi.
Proof. by apply: (minimises_plain_by (W := (table R 2 3 [:: [:: 0; 1; 0]; [:: 0; 0; 1]])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ next_token_only_if_printed R.
Proof.
move/(_ _ _ _ P Phi theta e is_a_law isT are_eigenfunctions minimal) => H.
have := extracted_free (c := (vector R 3 [:: 1; 0; 0])) (@Ordinal 3 0 isT) (isT : (3 <= 3)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
