(** neighbours.tang-price-order (printed), part per-law: 0 < 0 fails here.
    Written by `contextures export`, certificate 4a269f2841df77d6. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation d := 2%N.
Notation s := (numbers R [:: 1#3; 1#3; 1#6; 1#6]).

Lemma lhs : ((0) = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : ((linear_rate (fall d s)) = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_price_order_per_law_printed R.
Proof. by move=> claim; refute (claim d s) lhs rhs. Qed.
End Instance.
