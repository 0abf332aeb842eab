(** neighbours.difficult-temperature-threshold (printed), part better: 3050831987/507510784 < 29630/4929 fails here.
    Written by `contextures export`, certificate 8d24ce9337f199e6. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 64%N.
Notation n_d := 3%N.
Notation r := 1%N.
Notation alpha := (q R (2#3)).
Notation beta := (q R (4#15)).
Notation gamma := (q R (3#11)).
Notation delta := (q R (1#2)).

Lemma lhs : (scaled_bound n n_d r alpha beta gamma delta = (q R (3050831987#507510784)))%R. Proof. by check. Qed.
Lemma rhs : (error_bound delta (q_4 n n_d r alpha beta gamma) = (q R (29630#4929)))%R. Proof. by check. Qed.

Theorem refuted : ~ difficult_temperature_threshold_better_printed R.
Proof. by move=> claim; refute (claim n n_d r alpha beta gamma delta) lhs rhs. Qed.
End Instance.
