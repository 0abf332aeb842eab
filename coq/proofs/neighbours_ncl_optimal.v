(** neighbours.ncl-optimal: phi factorises the graph. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem value (R : rcfType) : ncl_optimal_value_printed R.
Proof.
move=> C N P law; have := law_factor (phi P) law.
by rewrite phi_residual // => /eqP; rewrite eq_sym addr_eq0 => /eqP.
Qed.
Theorem minimum (R : rcfType) : ncl_optimal_minimum_printed R.
Proof. by move=> C N P f law _; rewrite value // law_least. Qed.
