(** neighbours.difficult-removal: the condition, times its denominator, is that of removal-exact. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma gap_exact (R : rcfType) n n_d r (alpha beta gamma : R) : (0 < r)%N ->
  0 < 1 - alpha + (n%:R - n_d%:R) * (alpha + r%:R * beta) ->
  (removal_gap n n_d r alpha beta gamma < gamma - beta)
    = (removal_costs n_d r alpha beta < removal_gains n n_d r alpha beta gamma).
Proof.
move=> r0 left; rewrite /removal_gap ltr_pdivr_mulr ?mulr_gt0 ?ltr0n // -subr_gt0 -[RHS]subr_gt0.
by congr (0 < _); rewrite /removal_gains /removal_costs; ring.
Qed.
Theorem better (R : rcfType) : difficult_removal_better_printed R.
Proof.
move=> n n_d r alpha beta gamma delta /usually[[sizes r0] b0 bg [ga ba] [a1 d0]].
by rewrite gap_exact ?without_gt0 // removal_helps.
Qed.
