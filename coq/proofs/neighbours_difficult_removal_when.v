(** neighbours.difficult-removal-when (corrected): an affine function of gamma, negative at beta. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem hard_if : difficult_removal_when_hard_if_corrected R.
Proof.
move=> n n_d r alpha beta delta sizes r0 /andP[b0 ba] a1 d0; rewrite /removal_gains /removal_costs.
set left := (n%:R - n_d%:R) * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha); set costs := n_d%:R * _ * _ => helps.
have costs0 : 0 < costs by rewrite /costs !mulr_gt0 ?(hard_gt0 R sizes) ?near_gt0 ?own_gt0.
have step0 : 0 < r%:R * (alpha - beta) by rewrite mulr_gt0 ?ltr0n ?subr_gt0.
have left0 : 0 < left by rewrite -(pmulr_rgt0 _ step0) (lt_trans costs0).
have scale0 : 0 < r%:R * left by rewrite mulr_gt0 ?ltr0n.
have half0 : 0 < 2%:R :> R by rewrite ltr0n.
pose least := costs / (r%:R * left).
have least0 : 0 < least by rewrite divr_gt0.
have least1 : least < alpha - beta by rewrite ltr_pdivr_mulr // mulrC mulrAC.
have middle : least < (least + (alpha - beta)) / 2%:R < alpha - beta.
  by rewrite ltr_pdivl_mulr // ltr_pdivr_mulr // !mulr_natr !mulr2n ltr_add2l ltr_add2r least1.
case/andP: middle => low high; exists (beta + (least + (alpha - beta)) / 2%:R).
  by rewrite ltr_addl (lt_trans least0 low) -ltr_subr_addl.
move=> gamma /andP[from upto]; rewrite -ler_subr_addl in from.
have far : least < gamma - beta := lt_le_trans low from.
have bg : beta < gamma by rewrite -subr_gt0 (lt_trans least0).
rewrite removal_helps // -/costs -/left; move: far; rewrite /least ltr_pdivr_mulr //.
by rewrite mulrC mulrAC.
Qed.
Theorem hard_only_if : difficult_removal_when_hard_only_if_corrected R.
Proof.
move=> n n_d r alpha beta delta sizes r0 /andP[b0 ba] a1 d0; rewrite /removal_gains /removal_costs => costs.
move=> gamma /andP[bg ga]; rewrite leNgt removal_helps // -leNgt.
set left := (n%:R - n_d%:R) * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha) in costs *.
have step : r%:R * (gamma - beta) <= r%:R * (alpha - beta) by rewrite ler_wpmul2l ?ler0n // ler_add2r.
have [pos|neg] := lerP 0 left; first by apply: le_trans costs; rewrite ler_wpmul2r.
apply: (@le_trans _ _ 0); first by apply: mulr_ge0_le0 (ltW neg); rewrite mulr_ge0 ?ler0n // subr_ge0 ltW.
by rewrite !mulr_ge0 ?ler0n // ltW ?own_gt0 // near_gt0.
Qed.
Lemma few n r (alpha beta gamma : R) : (1 < n)%N -> (0 < r)%N -> 0 < alpha + r%:R * beta ->
  ((1 - alpha) / (r%:R * (n%:R - 1)) < gamma - beta)
  = (1%:R * (1 - alpha) * (alpha + r%:R * beta)
    < r%:R * (gamma - beta) * ((n%:R - 1%:R) * (alpha + r%:R * beta) - (1%:R - 1) * (1 - alpha))).
Proof.
move=> n1 r0 near; rewrite subrr mul0r subr0 mul1r mulrA ltr_pmul2r //.
by rewrite ltr_pdivr_mulr ?mulr_gt0 ?ltr0n ?subr_gt0 ?ltr1n // mulrC mulrAC.
Qed.
Theorem few_if : difficult_removal_when_few_if_corrected R.
Proof.
move=> n r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite removal_helps // -few ?near_gt0 //; case/andP: sizes.
Qed.
Theorem few_only_if : difficult_removal_when_few_only_if_corrected R.
Proof.
move=> n r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite !leNgt removal_helps // -few ?near_gt0 //; case/andP: sizes.
Qed.
End Proofs.
