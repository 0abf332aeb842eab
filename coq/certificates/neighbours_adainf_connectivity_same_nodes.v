(** neighbours.adainf-connectivity (printed), part same-nodes: 1/3 <= 0 fails here.
    Written by `contextures export`, certificate 78e3d2ba59843ecb. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation views := (table R 2 2 [:: [:: 0; 1]; [:: 1#2; 1#2]]).
Notation kept := (vector R 2 [:: 0; 1]).
Notation lambda := (numbers R [:: 0; 1]).
Notation lambda' := (numbers R [:: 0; 2#3]).

Lemma raw : laplacian_spectrum (affinity kept views) lambda.
Proof. by exists (functions R 2 [:: [:: 1; 1]; [:: -1#1; 1]]); check. Qed.
Lemma inflated : laplacian_spectrum (affinity (fun=> 1%R) views) lambda'.
Proof. by exists (functions R 2 [:: [:: 1; 1]; [:: -3#1; 1]]); check. Qed.
Lemma lhs : (lambda 1%N - lambda' 1%N = (q R (1#3)))%R. Proof. by check. Qed.
Lemma rhs : 0%R = q R 0. Proof. by check. Qed.

Theorem refuted : ~ adainf_connectivity_same_nodes_printed R.
Proof.
move=> claim; refute (claim _ _ kept views lambda lambda' ltac:(premise) ltac:(premise) ltac:(premise) raw inflated 1%N) lhs rhs.
Qed.
End Instance.
