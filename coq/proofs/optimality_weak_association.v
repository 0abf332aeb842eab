(** optimality.weak-association: the sum is the mean of k_X(x, x) - 1. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts Optimality.
From Contextures.Proofs Require Import spectrum contexts_chi_square.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem sum (R : rcfType) : weak_association_sum_printed R.
Proof.
move=> N M P s mu eps law singular near.
rewrite (contexts_chi_square.inertia law singular) inertiaE //.
have X := pX_gt0 law.
have -> : \sum_x \sum_a P x a ^+ 2 / (pX P x * pA P a) = \sum_x pX P x * kernel_X P x x.
  apply: eq_bigr => x _; rewrite /kernel_X mulrC -mulrA mulr_suml; apply: eq_bigr => a _.
  by have := lt0r_neq0 (X x); have := lt0r_neq0 (pA_gt0 law a) => u v; field; rewrite u v.
rewrite -(pX_sum law) -sumrB.
have N0 := N_gt0 law.
apply: (@lt_le_trans _ _ (\sum_x pX P x * eps)); last by rewrite -mulr_suml pX_sum // mul1r.
have less x : pX P x * kernel_X P x x - pX P x < pX P x * eps.
  rewrite -{2}[pX P x]mulr1 -mulrBr ltr_pmul2l //; apply: le_lt_trans (near x x); exact: ler_norm.
rewrite (bigD1 (Ordinal N0)) //= [X in _ < X](bigD1 (Ordinal N0)) //=.
by apply: ltr_le_add => //; apply: ler_sum => x _; exact: ltW.
Qed.
