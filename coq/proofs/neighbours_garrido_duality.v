(** neighbours.garrido-duality: |KK^T|^2 = |K^TK|^2. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma all_products n d (K : 'I_n -> 'I_d -> R) :
  \sum_i \sum_j row_product K i j ^+ 2 = \sum_a \sum_b row_product (fun a i => K i a) a b ^+ 2.
Proof.
transitivity (\sum_i \sum_j \sum_a \sum_b K i a * K j a * (K i b * K j b)).
  by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite expr2 big_distrlr.
transitivity (\sum_a \sum_b \sum_i \sum_j K i a * K j a * (K i b * K j b)).
  under eq_bigr => i _ do rewrite exchange_big /=.
  rewrite exchange_big; apply: eq_bigr => a _ /=.
  under eq_bigr => i _ do rewrite exchange_big /=.
  by rewrite exchange_big.
apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite expr2 big_distrlr /=.
by apply: eq_bigr => i _; apply: eq_bigr => j _; ring.
Qed.
Lemma off_diagonalE n d (K : 'I_n -> 'I_d -> R) : off_diagonal (row_product K)
  = \sum_i \sum_j row_product K i j ^+ 2 - \sum_i (\sum_a K i a ^+ 2) ^+ 2.
Proof.
rewrite -sumrB; apply: eq_bigr => i _; rewrite [in RHS](bigD1 i) //=.
have -> : row_product K i i = \sum_a K i a ^+ 2 by apply: eq_bigr => a _; rewrite expr2.
by rewrite addrAC subrr add0r.
Qed.
Theorem identity : garrido_duality_identity_printed R.
Proof. by move=> n d K; rewrite !off_diagonalE all_products; ring. Qed.
End Proofs.
