(** neighbours.haochen-singleton (printed), part singleton: 0 == 1 fails here.
    Written by `contextures export`, certificate f5adcb4a5c0ec5f6. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).

Lemma lhs : (conductance (pair P) (alone (@Ordinal 2 0 isT)) = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : (1 = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ haochen_singleton_singleton_printed R.
Proof. by move=> claim; refute (claim _ _ P (@Ordinal 2 0 isT)) lhs rhs. Qed.
End Instance.
