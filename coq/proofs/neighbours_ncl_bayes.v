(** neighbours.ncl-bayes: the roots cancel. *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem scores : ncl_bayes_scores_printed R.
Proof.
move=> C N L P y l x law; rewrite /head_score /label_posterior [in RHS]big_mkcond mulr_suml; apply: eq_bigr => c _.
rewrite /phi /posterior; case: (y c == l); last by rewrite !mul0r.
by rewrite mul1r mulrC mulfVK // lt0r_neq0 // sqrtr_gt0 pX_gt0.
Qed.
Theorem argmax : ncl_bayes_argmax_printed R.
Proof. by move=> C N L P y l x law; split=> best l'; have := best l'; rewrite !scores. Qed.
End Proofs.
