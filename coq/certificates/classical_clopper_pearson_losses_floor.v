(** classical.clopper-pearson-losses (printed), part floor: 2/3 <= 1/2 fails here.
    Written by `contextures export`, certificate 8994f561c113cabb. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 2#3; 1#3]).
Notation value := (vector R 2 [:: 1#2; 1]).
Notation delta := (q R (1#2)).
Notation n := 1%N.

Lemma lhs : (probability law n (fun drawn => (binomial_tail n (mean law value) (total value drawn) < delta)%R) = (q R (2#3)))%R. Proof. by check. Qed.
Lemma rhs : (delta = (q R (1#2)))%R. Proof. by check. Qed.

Theorem refuted : ~ clopper_pearson_losses_floor_printed R.
Proof. by move=> claim; refute (claim _ n law value delta) lhs rhs. Qed.
End Instance.
