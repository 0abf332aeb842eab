(** neighbours.tang-price-attained (printed), part attained: 1/2 <= 1/24 fails here.
    Written by `contextures export`, certificate aff2ad8d633a3a09. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation d := 2%N.
Notation s := (numbers R [:: 1#3; 1#3; 1#6; 1#6]).
Notation inverse := (q R (1#2)).

Lemma lhs : ((1 - inverse) = (q R (1#2)))%R. Proof. by check. Qed.
Lemma rhs : ((largest_regret (fall d s) inverse) = (q R (1#24)))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_price_attained_attained_printed R.
Proof. by move=> claim; refute (claim d s inverse) lhs rhs. Qed.
End Instance.
