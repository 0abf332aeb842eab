(** neighbours.haochen-spectral-loss: each entry of the difference completes a square. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem identity (R : rcfType) : haochen_spectral_loss_identity_printed R.
Proof.
move=> N M d P f law w; have ge0 a b : 0 <= w a b.
  by apply: sumr_ge0 => x _; rewrite divr_ge0 ?mulr_ge0 ?pX_ge0 //; case: law.
have degrees a : degree w a = pA P a by exact: pair_marginal.
apply: factor_loss => [a|a b]; first by rewrite degrees pA_ge0.
by rewrite !degrees; case=> zero; have := pA_gt0 law; [move/(_ a) | move/(_ b)]; rewrite zero ltxx.
Qed.
