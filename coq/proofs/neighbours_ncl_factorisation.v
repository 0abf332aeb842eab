(** neighbours.ncl-factorisation: each entry of the difference completes a square. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem identity (R : rcfType) : ncl_factorisation_identity_printed R.
Proof. by move=> C N d P f law; rewrite law_factor // addrK. Qed.
