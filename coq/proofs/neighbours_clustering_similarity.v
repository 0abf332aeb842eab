(** neighbours.clustering-similarity: |u - v|^2 = 2 - 2 u.v. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem identity (R : rcfType) : clustering_similarity_identity_printed R.
Proof.
move=> n q Z i j unit.
have -> : \sum_k (Z i k - Z j k) ^+ 2 = \sum_k Z i k ^+ 2 + \sum_k Z j k ^+ 2 - 2%:R * \sum_k Z i k * Z j k.
  by rewrite mulr_sumr -big_split -sumrB; apply: eq_bigr => k _ /=; ring.
by rewrite !unit; field.
Qed.
