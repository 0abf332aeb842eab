(** neighbours.difficult-larger (corrected): the ratios over one denominator. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem if_ (R : rcfType) : difficult_larger_if_corrected R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite harder_than_none.
Qed.
Theorem only_if (R : rcfType) : difficult_larger_only_if_corrected R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite !leNgt harder_than_none.
Qed.
