(** contexts.loss-kernel. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem kernel (R : rcfType) : loss_kernel_kernel_printed R.
Proof.
move=> N M P K f x law Lambda k; rewrite /T /Lambda /k /Ts mulr_suml.
under [RHS]eq_bigr => z _ do rewrite !mulr_suml.
rewrite [RHS]exchange_big; apply: eq_bigr => a _ /=; rewrite mulr_sumr mulr_suml.
under [RHS]eq_bigr => z _ do rewrite !mulr_suml.
rewrite [RHS]exchange_big; apply: eq_bigr => b _ /=.
have A := lt0r_neq0 (pA_gt0 law b).
have -> : P x a * (K a b * ((\sum_z P z b * f z) / pA P b) * pA P b) / pX P x
    = K a b * (P x a / pX P x) * \sum_z P z b * f z.
  by have X := lt0r_neq0 (pX_gt0 law x); field; rewrite A X.
rewrite mulr_sumr; apply: eq_bigr => z _; have Z := lt0r_neq0 (pX_gt0 law z).
by have X := lt0r_neq0 (pX_gt0 law x); field; rewrite Z X.
Qed.
