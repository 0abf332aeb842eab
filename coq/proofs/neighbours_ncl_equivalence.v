(** neighbours.ncl-equivalence: both differences are the size of the graph. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem constant (R : rcfType) : ncl_equivalence_constant_printed R.
Proof. by move=> C N d P f g law _ _; rewrite !law_factor // ![_ + graph_size _ _]addrC !addrK. Qed.
