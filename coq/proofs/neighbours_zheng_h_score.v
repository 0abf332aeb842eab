(** neighbours.zheng-h-score: a square of a difference, summed under the product of the marginals. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variables (R : rcfType) (X Y d : nat) (P : 'I_X -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R).
Hypothesis law : is_law P.

Lemma linear_term : \sum_i ((\sum_x \sum_y P x y * f i x * g i y) - mean (pX P) (f i) * mean (pA P) (g i))
  = \sum_x \sum_y pX P x * pA P y * dependence P x y * (\sum_i f i x * g i y).
Proof.
transitivity (\sum_i \sum_x \sum_y pX P x * pA P y * dependence P x y * (f i x * g i y)).
  apply: eq_bigr => i _; rewrite /mean big_distrlr /= -sumrB; apply: eq_bigr => x _.
  rewrite -sumrB; apply: eq_bigr => y _; rewrite /dependence.
  have nx : pX P x != 0 by rewrite lt0r_neq0 // pX_gt0.
  have ny : pA P y != 0 by rewrite lt0r_neq0 // pA_gt0.
  by field; rewrite nx ny.
rewrite exchange_big; apply: eq_bigr => x _ /=; rewrite exchange_big; apply: eq_bigr => y _ /=.
by symmetry; exact: mulr_sumr.
Qed.
Lemma square_term : \sum_i \sum_j dot (pX P) (f i) (f j) * dot (pA P) (g j) (g i)
  = \sum_x \sum_y pX P x * pA P y * (\sum_i f i x * g i y) ^+ 2.
Proof.
transitivity (\sum_i \sum_j \sum_x \sum_y pX P x * pA P y * (f i x * g i y * (f j x * g j y))).
  apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite /dot big_distrlr /=.
  by apply: eq_bigr => x _; apply: eq_bigr => y _; ring.
under eq_bigr => i _ do rewrite exchange_big /=.
rewrite exchange_big; apply: eq_bigr => x _ /=.
under eq_bigr => i _ do rewrite exchange_big /=.
rewrite exchange_big; apply: eq_bigr => y _ /=.
move: (pX P x * pA P y) => c; rewrite expr2 big_distrlr /=.
by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr.
Qed.
End Proofs.

Theorem identity (R : rcfType) : zheng_h_score_identity_printed R.
Proof.
move=> X Y d P f g law; rewrite /h_score linear_term // square_term /pair_norm.
have two : 2%:R != 0 :> R by rewrite pnatr_eq0.
apply: (mulfI two); rewrite mulrA divff // mul1r mulrBr mulrA divff // mul1r.
rewrite mulr_sumr -!sumrB; apply: eq_bigr => x _; rewrite mulr_sumr -!sumrB; apply: eq_bigr => y _ /=.
by move: (\sum_i f i x * g i y) (dependence P x y) (pX P x) (pA P y) => s b p q; ring.
Qed.
