(** neighbours.difficult-margin-sign (printed), part increasing: 23/65533 < 23/65598 fails here.
    Written by `contextures export`, certificate cfd9e841b419967a. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 9%N.
Notation n_d := 8%N.
Notation r := 4%N.
Notation alpha := (q R (3#4)).
Notation beta := (q R (1#6)).
Notation gamma := (q R (1#2)).
Notation higher := (q R (2#3)).

Lemma lhs : (margin n n_d r alpha beta gamma = (q R (23#65533)))%R. Proof. by check. Qed.
Lemma rhs : (margin n n_d r alpha beta higher = (q R (23#65598)))%R. Proof. by check. Qed.

Theorem refuted : ~ difficult_margin_sign_increasing_printed R.
Proof. by move=> claim; refute (claim n n_d r alpha beta gamma higher) lhs rhs. Qed.
End Instance.
