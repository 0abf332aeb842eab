(** classical.folk-intervals (printed), part wald: 1 <= 1/2 fails here.
    Written by `contextures export`, certificate 4a6a010562ae6bc6. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation p := (q R (1#2)).
Notation delta := (q R (1#2)).

Lemma lhs z : (\sum_(k < 2) (if z ^+ 2 * (k%:R / 1%:R) * (1 - k%:R / 1%:R) / 1%:R < (k%:R / 1%:R - p) ^+ 2
  then 'C(1, k)%:R * p ^+ k * (1 - p) ^+ (1 - k) else 0) = q R 1)%R.
Proof.
rewrite !big_ord_recl big_ord0 /= !(mulr0, mul0r, subrr, divr1, mul0r) ifT; last by check.
by rewrite ifT; check.
Qed.
Lemma rhs : delta = (q R (1#2)). Proof. by []. Qed.

Theorem refuted : ~ folk_intervals_wald_printed R.
Proof.
move=> claim; have [z bound] := claim delta ltac:(check).
by have := bound 1%N p isT ltac:(check); rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
