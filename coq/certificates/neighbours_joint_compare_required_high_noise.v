(** neighbours.joint-compare-required (printed), part high-noise: 0 < 0 fails here.
    Written by `contextures export`, certificate ca2d4c12a25cf2f7. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation signal := (vector R 2 [:: 10; 30]).
Notation theta := (vector R 2 [:: 0; 0]).
Notation noise := (vector R 2 [:: 15; 15]).
Notation spread := (vector R 2 [:: 32; 42]).
Notation delta := (q R 1).
Notation eta2 := (q R 10).
Notation je := (q R (-32#15)).
Notation rc := (q R (-49#30)).

Lemma share : is_least (signal_share signal theta) delta. Proof. by split; [check | by exists (@Ordinal 2 0 isT); check]. Qed.
Lemma energy : is_least (signal_energy signal theta) eta2. Proof. by split; [check | by exists (@Ordinal 2 0 isT); check]. Qed.
Lemma joint : joint_threshold noise spread delta je. Proof. by split; [check | by exists (@Ordinal 2 0 isT); check]. Qed.
Lemma reconstruction : reconstruction_threshold noise spread eta2 rc. Proof. by split; [check | by exists (@Ordinal 2 0 isT); check]. Qed.
Lemma lhs : Num.max 0%R je = (q R 0). Proof. by check. Qed.
Lemma rhs : Num.max 0%R rc = (q R 0). Proof. by check. Qed.

Theorem refuted : ~ joint_compare_required_high_noise_printed R.
Proof.
move=> claim.
refute (claim _ _ signal theta noise spread delta eta2 je rc ltac:(check) ltac:(check)
  ltac:(check) ltac:(check) share energy joint reconstruction) lhs rhs.
Qed.
End Instance.
