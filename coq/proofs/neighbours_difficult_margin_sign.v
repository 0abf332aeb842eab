(** neighbours.difficult-margin-sign (corrected): the margins over one denominator. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem positive : difficult_margin_sign_positive_corrected R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite /margin divr_gt0 ?mulr_gt0 ?exprn_gt0 ?c_0_gt0 ?c_1_gt0 ?c_2_gt0 ?subr_gt0 // ltW.
Qed.
Lemma grows n n_d r (alpha beta gamma gamma' delta : R) : usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
  (margin n n_d r alpha beta gamma < margin n n_d r alpha beta gamma')
    = (n_d%:R ^+ 2 * r%:R ^+ 2 * (gamma - beta) * (gamma' - beta) < c_2 n r alpha beta ^+ 2).
Proof.
move=> /usually[[sizes r0] b0 bg [ga ba] [a1 d0]] /andP[harder _].
have below := ltW bg; have below' := ltW (lt_trans bg harder).
rewrite /margin ratio_lt ?mulr_gt0 ?exprn_gt0 ?c_1_gt0 ?c_2_gt0 // -[RHS]subr_gt0.
have := c_2_gt0 n r b0 ba a1; have := c_0_gt0 r sizes b0 ba a1; rewrite /c_1.
move: (c_0 _ _ _ _ _) (c_2 _ _ _ _) => c0 c2 c00 c20.
have scale : 0 < c0 * c2 * (gamma' - gamma) by rewrite !mulr_gt0 ?subr_gt0.
rewrite -[RHS](pmulr_rgt0 _ scale); congr (0 < _); ring.
Qed.
Theorem increasing_if : difficult_margin_sign_increasing_if_corrected R.
Proof. by move=> n n_d r alpha beta gamma gamma' delta usual_ harder; rewrite (grows usual_ harder). Qed.
Theorem increasing_only_if : difficult_margin_sign_increasing_only_if_corrected R.
Proof. by move=> n n_d r alpha beta gamma gamma' delta usual_ harder; rewrite !leNgt (grows usual_ harder). Qed.
End Proofs.
