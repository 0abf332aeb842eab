(** shift.covariate, all parts. *)
From Contextures Require Import Library Contextures Risks Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Shift.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Theorem reused : covariate_reused_printed R.
Proof.
move=> n d P Q f Phi C wp bp _ _ dense _; rewrite /probe_error mulr_sumr; apply: ler_sum => x _.
by rewrite mulrA ler_wpmul2r ?sqr_ge0.
Qed.
Theorem order : covariate_order_printed R.
Proof. by move=> n d P Q f Phi wp bp wq bq _ _ _; apply. Qed.
Theorem refitted : covariate_refitted_printed R.
Proof.
move=> n d P Q f Phi C wp bp wq bq P1 Q1 dense fitted best; exact: le_trans (best wp bp) (reused P1 Q1 dense fitted).
Qed.
End Proofs.
