(** neighbours.clustering-main (printed), part difference: 1 == -1 fails here.
    Written by `contextures export`, certificate 74b9b95c1a569911. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation pi := (table R 2 2 [:: [:: 1#2; 1#2]; [:: 1#2; 1#2]]).
Notation Z := (table R 2 2 [:: [:: 1; 0]; [:: -1#1; 0]]).
Notation Z' := (table R 2 2 [:: [:: 1; 0]; [:: 1; 0]]).
Lemma are_related : related pi. Proof. by split; check. Qed.

Lemma lhs : (objectives_apart pi Z = (q R 1))%R. Proof. by check. Qed.
Lemma rhs : (objectives_apart pi Z' = (q R (-1#1)))%R. Proof. by check. Qed.

Theorem refuted : ~ clustering_main_difference_printed R.
Proof. by move=> claim; refute (claim _ _ pi Z Z' are_related ltac:(check) ltac:(premise) ltac:(check) ltac:(check)) lhs rhs. Qed.
End Instance.
