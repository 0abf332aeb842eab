(** neighbours.difficult-temperature-order: the temperatures over one denominator. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem smaller (R : rcfType) : difficult_temperature_order_smaller_printed R.
Proof.
move=> n n_d r alpha beta gamma gamma' delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]] /andP[harder _] beta0.
have g0 : 0 < gamma := le_lt_trans b0 bg; have g1 := lt_trans g0 harder.
rewrite /temperature !mulf_div ratio_lt ?mulr_gt0 ?c_2_gt0 //.
rewrite (_ : _ - _ = beta * c_2 n r alpha beta * (gamma' - gamma) * c_0 n n_d r alpha beta).
  by rewrite !mulr_gt0 ?subr_gt0 ?c_0_gt0 ?c_2_gt0.
by rewrite /c_1 /c_0 /c_2; ring.
Qed.
