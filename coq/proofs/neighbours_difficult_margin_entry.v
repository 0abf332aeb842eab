(** neighbours.difficult-margin-entry: c_2 - c_0 is what easy points give to the difficult ones. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem entry (R : rcfType) : difficult_margin_entry_entry_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
have c2 : c_2 n r alpha beta != 0 by rewrite lt0r_neq0 ?c_2_gt0.
have c1 : c_1 n n_d r alpha beta gamma != 0 by rewrite lt0r_neq0 ?c_1_gt0 // ltW.
have c0 : c_0 n n_d r alpha beta = c_2 n r alpha beta - n_d%:R * r%:R * beta by rewrite /c_0 /c_2; ring.
rewrite /margin c0; move: c1; rewrite /c_1; move: (c_2 _ _ _ _) c2 => c c2 c1.
by field; rewrite c2 c1.
Qed.
