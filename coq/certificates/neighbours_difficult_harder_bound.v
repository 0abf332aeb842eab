(** neighbours.difficult-harder (printed), part bound: 15558/1939 < 24656/3073 fails here.
    Written by `contextures export`, certificate 2fc73e56d0cbede5. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 14%N.
Notation n_d := 2%N.
Notation r := 2%N.
Notation alpha := (q R (1#35)).
Notation beta := (q R (1#50)).
Notation gamma := (q R (1#46)).
Notation higher := (q R (1#36)).
Notation delta := (q R (1#2)).

Lemma lhs : (error_bound delta (q_4 n n_d r alpha beta gamma) = (q R (15558#1939)))%R. Proof. by check. Qed.
Lemma rhs : (error_bound delta (q_4 n n_d r alpha beta higher) = (q R (24656#3073)))%R. Proof. by check. Qed.

Theorem refuted : ~ difficult_harder_bound_printed R.
Proof. by move=> claim; refute (claim n n_d r alpha beta gamma higher delta) lhs rhs. Qed.
End Instance.
