(** neighbours.zheng-operator (corrected): the density gives the conditional mean, its 1 the mean. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem operator (R : rcfType) : zheng_operator_operator_corrected R.
Proof.
move=> X Y P a y law; have nx x : pX P x != 0 by rewrite lt0r_neq0 // pX_gt0.
have ny : pA P y != 0 by rewrite lt0r_neq0 // pA_gt0.
rewrite /Ts /mean mulr_suml -sumrB; apply: eq_bigr => x _; rewrite /dependence.
by field; rewrite nx ny.
Qed.
