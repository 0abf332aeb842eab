(** neighbours.joint-tikhonov: a miss less its mean, and the mean. *)
From Contextures Require Import Library Contextures Risks.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma about_mean o (m g : 'I_o -> R) c : is_pmf m -> \sum_t m t * g t = 0 ->
  \sum_t m t * (c - g t) ^+ 2 = \sum_t m t * g t ^+ 2 + c ^+ 2.
Proof.
move=> [_ one] zero; have -> : c ^+ 2 = \sum_t m t * c ^+ 2 - 2%:R * c * \sum_t m t * g t.
  by rewrite -mulr_suml one zero; ring.
by rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => t _ /=; ring.
Qed.
Theorem identity : joint_tikhonov_identity_printed R.
Proof.
move=> n o p q m views y V pmf; rewrite /view_covariance; move: (n%:R^-1) => c.
pose xb := view_mean m views; pose g i j t := \sum_k V j k * (views i t k - xb i k).
have zero i j : \sum_t m t * g i j t = 0.
  rewrite /g; under eq_bigr do rewrite mulr_sumr; rewrite exchange_big big1 // => k _ /=.
  have -> : \sum_t m t * (V j k * (views i t k - xb i k))
    = V j k * (\sum_t m t * views i t k - (\sum_t m t) * xb i k).
    by rewrite mulr_suml -sumrB mulr_sumr; apply: eq_bigr => t _; ring.
  by case: pmf => _ ->; rewrite mul1r subrr mulr0.
have -> : \tr (V *m (\matrix_(k, l) (c * \sum_i \sum_t m t * (views i t k - view_mean m views i k)
    * (views i t l - view_mean m views i l))) *m V^T) = c * \sum_i \sum_t m t * \sum_j g i j t ^+ 2.
  pose F j l k i t := c * (V j k * V j l * (m t * (views i t k - xb i k) * (views i t l - xb i l))).
  transitivity (\sum_j \sum_l \sum_k \sum_i \sum_t F j l k i t).
    apply: eq_bigr => j _; rewrite mxE; apply: eq_bigr => l _; rewrite !mxE mulr_suml.
    apply: eq_bigr => k _; rewrite !mxE.
    have key (a b S : R) : a * (c * S) * b = c * (a * b) * S by ring.
    rewrite key mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => t _; by rewrite /F /xb -!mulrA.
  under eq_bigr => j _ do under eq_bigr => l _ do rewrite exchange_big /=.
  under eq_bigr => j _ do rewrite exchange_big /=.
  rewrite exchange_big mulr_sumr; apply: eq_bigr => i _ /=.
  under eq_bigr => j _ do under eq_bigr => l _ do rewrite exchange_big /=.
  under eq_bigr => j _ do rewrite exchange_big /=.
  rewrite exchange_big mulr_sumr; apply: eq_bigr => t _ /=.
  rewrite !mulr_sumr; apply: eq_bigr => j _; rewrite /g expr2 big_distrlr /= exchange_big !mulr_sumr.
  by apply: eq_bigr => l _; rewrite !mulr_sumr; apply: eq_bigr => k _; rewrite /F; ring.
rewrite -mulrDr; congr (_ * _); rewrite -big_split; apply: eq_bigr => i _ /=.
have swap (h : 'I_q -> 'I_o -> R) : \sum_t m t * (\sum_j h j t) = \sum_j \sum_t m t * h j t.
  by under eq_bigr do rewrite mulr_sumr; rewrite exchange_big.
rewrite !swap -big_split; apply: eq_bigr => j _ /=.
rewrite -(about_mean _ pmf (zero i j)); apply: eq_bigr => t _; congr (_ * _ ^+ 2).
rewrite /g; have -> : \sum_k V j k * (views i t k - xb i k) = \sum_k V j k * views i t k - \sum_k V j k * xb i k.
  by rewrite -sumrB; apply: eq_bigr => k _; rewrite mulrBr.
by rewrite opprB addrA subrK.
Qed.
End Proofs.
