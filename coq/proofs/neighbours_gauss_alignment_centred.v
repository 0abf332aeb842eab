(** neighbours.gauss-alignment-centred: the mean is 0. *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import neighbours_gauss_alignment.

Theorem bound (R : rcfType) : gauss_alignment_centred_bound_printed R.
Proof.
move=> N M d P f s nu law singular sphere centred_.
have := neighbours_gauss_alignment.bound law singular sphere; rewrite [X in _ + _ * X]big1 ?mulr0 ?addr0 // => k _.
by rewrite centred_ expr0n.
Qed.
