(** neighbours.tang-fast-rate-sharp (printed), part attained: 1/4 <= 0 fails here.
    Written by `contextures export`, certificate b2a0d087e8906f5f. *)
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

Lemma lhs : ((energy_rate d s high low) = (q R (1#4)))%R. Proof. by check. Qed.
Lemma rhs : ((low * s d ^+ 2 * (high / low - 1) ^+ 2 / (4%:R * high * s d.-1 ^+ 2 * (1 - s d ^+ 2 / s d.-1 ^+ 2))) = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_fast_rate_sharp_attained_printed R.
Proof. by move=> claim; refute (claim d s high low) lhs rhs. Qed.
End Instance.
