(** neighbours.tang-criterion (printed), part left: 0 < 0 fails here.
    Written by `contextures export`, certificate e87a78ef913b19c3. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation d := 2%N.
Notation s := (numbers R [:: 1#2; 1#2]).
Notation high := (q R 1).
Notation low := (q R 1).

Lemma lhs : ((energy_rate d s high low) = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : ((flat_rate high low) = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_criterion_left_printed R.
Proof. by move=> claim; refute (claim d s high low) lhs rhs. Qed.
End Instance.
