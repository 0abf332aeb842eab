(** neighbours.difficult-larger (printed), part bound: 56/5 < 56/5 fails here.
    Written by `contextures export`, certificate a7290e2f7e8c22b2. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 25%N.
Notation n_d := 3%N.
Notation r := 6%N.
Notation alpha := (q R (1#54)).
Notation beta := (q R (1#100)).
Notation gamma := (q R (1#55)).
Notation delta := (q R (4#5)).

Lemma lhs : (error_bound delta (q_3 n r alpha beta) = (q R (56#5)))%R. Proof. by check. Qed.
Lemma rhs : (error_bound delta (q_4 n n_d r alpha beta gamma) = (q R (56#5)))%R. Proof. by check. Qed.

Theorem refuted : ~ difficult_larger_bound_printed R.
Proof. by move=> claim; refute (claim n n_d r alpha beta gamma delta) lhs rhs. Qed.
End Instance.
