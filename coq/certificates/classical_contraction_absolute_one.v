(** classical.contraction-absolute (printed), part one: 3/2 <= 1 fails here.
    Written by `contextures export`, certificate d61dc54d858240e1. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation vectors := (table R 2 2 [:: [:: 1#2; -1#2]; [:: -1#2; 1#2]]).
Notation images := (table R 2 2 [:: [:: 0; 1]; [:: 1; 1]]).
Notation steepest := (q R 2).

Lemma lhs : ((largest_size images) = (q R (3#2)))%R. Proof. by check. Qed.
Lemma rhs : ((largest_size vectors * steepest) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ contraction_absolute_one_printed R.
Proof. by move=> claim; refute (claim _ _ vectors images steepest) lhs rhs. Qed.
End Instance.
