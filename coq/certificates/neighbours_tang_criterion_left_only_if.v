(** neighbours.tang-criterion (printed), part left-only-if: 1 < 1 fails here.
    Written by `contextures export`, certificate 0f5b062f4e8444be. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation d := 2%N.
Notation s := (numbers R [:: 1#2; 1#2]).
Notation high := (q R 2).
Notation low := (q R 1).

Lemma lhs : ((criterion d high low) = (q R 1))%R. Proof. by check. Qed.
Lemma rhs : ((gap d s) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_criterion_left_only_if_printed R.
Proof. by move=> claim; refute (claim d s high low) lhs rhs. Qed.
End Instance.
