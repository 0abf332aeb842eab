(** neighbours.difficult-removal-exact: the ratios over one denominator. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import neighbours_difficult_removal.

Theorem if_ (R : rcfType) : difficult_removal_exact_if_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite removal_helps.
Qed.
Theorem only_if (R : rcfType) : difficult_removal_exact_only_if_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite !leNgt removal_helps.
Qed.
Theorem corollary_only_if (R : rcfType) : difficult_removal_exact_corollary_only_if_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite !leNgt removal_helps // gap_exact ?without_gt0.
Qed.
