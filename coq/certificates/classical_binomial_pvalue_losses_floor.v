(** classical.binomial-pvalue-losses (printed), part floor: 5/4 <= 1 fails here.
    Written by `contextures export`, certificate 502a09731ba4befa. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation losses := (vector R 2 [:: 1#2; 0]).
Notation alpha := (q R (1#5)).
Notation n := 1%N.
Notation u := (q R (4#5)).

Lemma lhs : ((probability law n (fun drawn => (binomial_tail n alpha (total losses drawn) <= u)%R) / u) = (q R (5#4)))%R. Proof. by check. Qed.
Lemma rhs : ((1) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ binomial_pvalue_losses_floor_printed R.
Proof. by move=> claim; refute (claim _ n law losses alpha u) lhs rhs. Qed.
End Instance.
