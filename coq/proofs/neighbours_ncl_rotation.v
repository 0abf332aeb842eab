(** neighbours.ncl-rotation: the columns of R are orthonormal. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem inner_products (R : rcfType) : ncl_rotation_inner_products_printed R.
Proof.
move=> n d U f a b orthogonal; rewrite /product /turned.
under eq_bigr do rewrite big_distrlr /=.
rewrite exchange_big; apply: eq_bigr => k _ /=; rewrite exchange_big (bigD1 k) //=.
have entry l : \sum_i U i k * f k a * (U i l * f l b) = (k == l)%:R * (f k a * f l b).
  by rewrite -orthogonal mulr_suml; apply: eq_bigr => i _; ring.
rewrite entry eqxx mul1r big1 ?addr0 // => l; rewrite eq_sym => /negPf other.
by rewrite entry other mul0r.
Qed.
Theorem loss (R : rcfType) : ncl_rotation_loss_printed R.
Proof. by move=> C N d P U f _ orthogonal; apply: same_products => a b; exact: inner_products. Qed.
