(** neighbours.difficult-removal-when (printed), part few: 22/3 < 61/9 fails here.
    Written by `contextures export`, certificate f0cef56992da701d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 2%N.
Notation n_d := 1%N.
Notation r := 1%N.
Notation alpha := (q R (1#2)).
Notation beta := (q R (1#4)).
Notation gamma := (q R (1#3)).
Notation delta := (q R (1#2)).

Lemma lhs : (error_bound delta (q_5 n n_d r alpha beta) = (q R (22#3)))%R. Proof. by check. Qed.
Lemma rhs : (error_bound delta (q_4 n n_d r alpha beta gamma) = (q R (61#9)))%R. Proof. by check. Qed.

Theorem refuted : ~ difficult_removal_when_few_printed R.
Proof. by move=> claim; refute (claim n n_d r alpha beta gamma delta) lhs rhs. Qed.
End Instance.
