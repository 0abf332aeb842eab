(** neighbours.adainf-tv: P_t - P_d = (1 - beta)(P_g - P_d). *)
From Contextures Require Import Library Contextures Risks.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem distance (R : rcfType) : adainf_tv_distance_printed R.
Proof.
move=> n real generated beta _ _ /andP[_ b1]; rewrite /total_variation [RHS]mulrCA; congr (_ * _); rewrite mulr_sumr.
apply: eq_bigr => i _; rewrite -{2}(ger0_norm (_ : 0 <= 1 - beta)) ?subr_ge0 // -normrM.
by congr (`|_|); ring.
Qed.
