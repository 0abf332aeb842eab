(** neighbours.difficult-temperature-entry: c_2 exceeds n_d r beta. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem entry : difficult_temperature_entry_entry_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]] _.
have c2 : c_2 n r alpha beta != 0 by rewrite lt0r_neq0 ?c_2_gt0.
have c1 : c_1 n n_d r alpha beta gamma != 0 by rewrite lt0r_neq0 ?c_1_gt0 // ltW.
have g0 : gamma != 0 by rewrite lt0r_neq0 // (le_lt_trans b0).
by rewrite /temperature; move: (c_1 _ _ _ _ _ _) (c_2 _ _ _ _) c1 c2 => x y x0 y0; field; rewrite x0 y0 g0.
Qed.
Theorem below_one : difficult_temperature_entry_below_one_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]] _.
have g0 : 0 < gamma := le_lt_trans b0 bg.
rewrite /temperature mulf_div ltr_pdivr_mulr ?mulr_gt0 ?c_2_gt0 // mul1r -subr_gt0.
rewrite (_ : _ - _ = (gamma - beta) * c_0 n n_d r alpha beta); last by rewrite /c_1 /c_0 /c_2; ring.
by rewrite mulr_gt0 ?subr_gt0 ?c_0_gt0.
Qed.
End Proofs.
