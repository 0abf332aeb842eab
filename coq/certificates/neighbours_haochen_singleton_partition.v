(** neighbours.haochen-singleton (printed), part partition: 0 == 1 fails here.
    Written by `contextures export`, certificate 395809e651e093b8. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).

Lemma lhs : (conductance (pair P) (alone (@Ordinal 2 0 isT)) = (q R 0))%R. Proof. by check. Qed.
Lemma largest a : (conductance (pair P) (alone a) <= (q R 0))%R. Proof. by move: a; check. Qed.

Theorem refuted : ~ haochen_singleton_partition_printed R.
Proof.
move=> claim.
have := claim _ _ P (q R 0) ltac:(check) isT largest (ex_intro _ _ lhs).
by apply/eqP; check.
Qed.
End Instance.
