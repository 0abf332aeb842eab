(** neighbours.difficult-reduces: what difficult pairs add vanishes. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem same (R : rcfType) : difficult_reduces_same_printed R.
Proof.
move=> n n_d r alpha beta gamma delta _ _ -> _.
by rewrite /error_bound /q_4 /q_3 /c_1 subrr !mulr0 !addr0.
Qed.
