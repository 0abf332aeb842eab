(** classical.witsenhausen: T* keeps at most s_1 of a function less its mean; Cauchy's inequality. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Logs Basics.
From Contextures.Statements Require Import Classical.
From Contextures.Proofs Require Import spectrum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Definition ind n (f : pred 'I_n) : 'I_n -> R := fun x => (f x)%:R.
Lemma mean_ind n (w : 'I_n -> R) f : mean w (ind f) = mass w f.
Proof. by rewrite /mean /mass [RHS]big_mkcond; apply: eq_bigr => x _; rewrite /ind; case: (f x); rewrite ?mulr1 ?mulr0. Qed.
Lemma square_ind n (w : 'I_n -> R) f : \sum_i w i = 1 ->
  dot w (centred w (ind f)) (centred w (ind f)) = mass w f * (1 - mass w f).
Proof.
move=> one; rewrite -mean_ind; set p := mean w (ind f).
have -> : dot w (centred w (ind f)) (centred w (ind f)) = \sum_i (w i * ind f i * (1 - 2%:R * p) + w i * p ^+ 2).
  by apply: eq_bigr => i _; rewrite /centred -/p /ind; case: (f i); rewrite /=; ring.
by rewrite big_split -!mulr_suml /= one -/(mean w (ind f)) -/p; ring.
Qed.
Lemma kept N M (P : 'I_N -> 'I_M -> R) s mu f : is_law P -> left_singular P s mu -> mean (pX P) f = 0 ->
  dot (pA P) (Ts P f) (Ts P f) <= s 1%N ^+ 2 * dot (pX P) f f.
Proof.
move=> law singular zero; rewrite (image_expand law singular) (expand law singular) mulr_sumr; apply: ler_sum => i _.
have square0 : 0 <= dot (pX P) f (unit_mode P mu i) * dot (pX P) f (unit_mode P mu i) by rewrite -expr2 sqr_ge0.
have [i0|] := posnP i; first by rewrite i0 (first_mode law singular) zero !mulr0.
by move=> i1; rewrite ler_wpmul2r // (square_falls law singular).
Qed.
Lemma gaps_product N M (P : 'I_N -> 'I_M -> R) F G u v : \sum_x \sum_a P x a * (F x - u) * (G a - v)
  = (\sum_x \sum_a P x a * F x * G a) - u * (\sum_x \sum_a P x a * G a) - v * (\sum_x \sum_a P x a * F x)
    + u * v * \sum_x \sum_a P x a.
Proof.
rewrite !mulr_sumr -!sumrB -big_split; apply: eq_bigr => x _ /=.
by rewrite !mulr_sumr -!sumrB -big_split; apply: eq_bigr => a _ /=; ring.
Qed.
Theorem bound : witsenhausen_bound_printed R.
Proof.
move=> N M P s mu f g law singular /=; set p := mass (pX P) f; set q := mass (pA P) g; have A := pA_ge0 law.
pose f0 := centred (pX P) (ind f); pose g0 := centred (pA P) (ind g).
have f00 : mean (pX P) f0 = 0 := mean_centred _ (pX_sum law).
have -> : (\sum_(x | f x) \sum_(y | g y) P x y) - p * q = dot (pA P) (Ts P f0) g0.
  have law1 := pX_sum law.
  have -> : dot (pA P) (Ts P f0) g0 = \sum_x \sum_a P x a * ind f x * ind g a - p * q.
    rewrite dot_Ts // -[p]mean_ind -[q]mean_ind /f0 /g0 /centred; set u := mean _ _; set v := mean _ _.
    rewrite gaps_product.
    have -> : \sum_x \sum_a P x a * ind g a = v.
      by rewrite exchange_big; apply: eq_bigr => a _; rewrite -mulr_suml.
    have -> : \sum_x \sum_a P x a * ind f x = u by apply: eq_bigr => x _; rewrite -mulr_suml.
    have -> : \sum_x \sum_a P x a = 1 by case: law.
    ring.
  congr (_ - _); rewrite big_mkcond; apply: eq_bigr => x _; rewrite /ind; case: (f x).
    by rewrite big_mkcond; apply: eq_bigr => a _; case: (g a); rewrite ?mulr1 ?mulr0.
  by rewrite big1 // => a _; rewrite mulr0 mul0r.
rewrite -sqrtr_sqr -[s 1%N]ger0_norm ?(s_ge0 law singular) // -sqrtr_sqr -sqrtrM ?sqr_ge0 // ler_wsqrtr //.
apply: le_trans (cauchy_schwarz A _ _) _.
rewrite (square_ind g (pA_sum law)) -/q.
have -> : s 1%N ^+ 2 * (p * (1 - p) * q * (1 - q)) = s 1%N ^+ 2 * (p * (1 - p)) * (q * (1 - q)) by ring.
apply: ler_wpmul2r.
  by rewrite -(square_ind g (pA_sum law)) dot_ge0.
by apply: le_trans (kept law singular f00) _; rewrite (square_ind f (pX_sum law)).
Qed.
End Proofs.
