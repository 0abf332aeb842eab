(** neighbours.difficult-larger (printed), part ratio: 3875/7714 < 148483/295778 fails here.
    Written by `contextures export`, certificate 7a9bb2d06d5341dd. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 11%N.
Notation n_d := 2%N.
Notation r := 7%N.
Notation alpha := (q R (1#32)).
Notation beta := (q R (1#125)).
Notation gamma := (q R (1#33)).

Lemma lhs : (q_3 n r alpha beta = (q R (3875#7714)))%R. Proof. by check. Qed.
Lemma rhs : (q_4 n n_d r alpha beta gamma = (q R (148483#295778)))%R. Proof. by check. Qed.

Theorem refuted : ~ difficult_larger_ratio_printed R.
Proof. by move=> claim; refute (claim n n_d r alpha beta gamma) lhs rhs. Qed.
End Instance.
