(** classical.binomial-pvalue-losses (printed), part ceil: 25/24 <= 1 fails here.
    Written by `contextures export`, certificate 439cc154055a49d1. *)
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
Notation n := 2%N.
Notation u := (q R (24#25)).

Lemma lhs : ((probability law n (fun drawn => (binomial_tail_up n alpha (total losses drawn) <= u)%R) / u) = (q R (25#24)))%R. Proof. by check. Qed.
Lemma rhs : ((1) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ binomial_pvalue_losses_ceil_printed R.
Proof. by move=> claim; refute (claim _ n law losses alpha u) lhs rhs. Qed.
End Instance.
