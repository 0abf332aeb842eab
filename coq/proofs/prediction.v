(** The loss of a prediction is what is left of T t, up to a constant; a bias takes off the means. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import optimality_ratio_trace best_approximation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Functions without a relation are independent, and conversely. *)
Lemma independent_is_free (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (F : 'I_d -> 'I_N -> R) : independent P F -> free F.
Proof. by move=> indep c zero k; exact: independent_free indep zero. Qed.
Lemma free_is_independent (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (F : 'I_d -> 'I_N -> R) :
  is_law P -> free F -> independent P F.
Proof.
move=> law no_relation; have [r [u [_ orth same rd]]] := orthonormal_basis (pX_gt0 law) F.
have {}rd := rd no_relation; subst r.
have /fin_all_exists[B BE] k := (same _).1 (spanned_own u k).
pose G : 'M[R]_d := \matrix_(k, l) B k l.
have uE k x : u k x = \sum_l G k l * F l x by rewrite BE; apply: eq_bigr => l _; rewrite mxE.
have one : gram P u = 1%:M by apply/matrixP => k l; rewrite !mxE orth.
have : G *m gram P F *m G^T \in unitmx by rewrite -(gram_map P uE) one unitmx1.
by rewrite !unitmx_mul => /andP[/andP[]].
Qed.

Section Prediction.
Variables (R : rcfType) (N M p : nat) (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R).
Hypothesis law : is_law P.
Definition explained j := T P (t j).
Local Notation loss := (prediction_loss P (@alike R M) t).
Local Notation second_moment := (\sum_j dot (pA P) (t j) (t j)).

Lemma operatorE f x : TLambdaTs P t f x = scatter (pX P) explained f x.
Proof.
have LE a : Lambda P t (Ts P f) a = \sum_j dot (pX P) (explained j) f * t j a.
  rewrite /Lambda; under eq_bigr => b _ do rewrite -mulrA mulr_suml.
  rewrite exchange_big; apply: eq_bigr => j _ /=; rewrite [dot _ _ f]dotC /explained adjoint // mulr_suml.
  by apply: eq_bigr => b _; ring.
by rewrite /TLambdaTs (T_linear P x LE).
Qed.
Lemma plainE d (Phi : 'I_d -> 'I_N -> R) W :
  loss Phi W (fun=> 0) = second_moment - size_of (pX P) explained + left_over (pX P) explained Phi W.
Proof.
rewrite /prediction_loss; under eq_bigr => x _ do under eq_bigr => a _ do rewrite /alike mulr1 mulr_sumr.
under eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big /size_of /left_over -sumrB -big_split; apply: eq_bigr => j _ /=.
set g := fun x => \sum_k W j k * Phi k x.
have gg : dot (pX P) g g = \sum_x \sum_a P x a * g x ^+ 2.
  by apply: eq_bigr => x _; rewrite -mulrA -expr2 mulr_suml.
have tt : dot (pA P) (t j) (t j) = \sum_x \sum_a P x a * t j a ^+ 2.
  by rewrite exchange_big; apply: eq_bigr => a _; rewrite -mulrA -expr2 mulr_suml.
have rest : dot (pX P) (fun x => g x - explained j x) (fun x => g x - explained j x)
    = dot (pX P) g g - 2%:R * dot (pX P) g (explained j) + dot (pX P) (explained j) (explained j).
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=; ring.
rewrite rest; transitivity (dot (pX P) g g - 2%:R * dot (pX P) g (explained j) + dot (pA P) (t j) (t j)); last by ring.
rewrite gg tt /explained (dot_T law) mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=.
rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; rewrite -/(g x) addr0; ring.
Qed.

Section System.
Variables (theta : nat -> R) (e : nat -> 'I_N -> R).
Hypothesis system : eigensystem (pX P) (TLambdaTs P t) theta e.
Let X := pX_gt0 law.

Lemma plain_least d (Phi : 'I_d -> 'I_N -> R) W : (d <= N)%N ->
  second_moment - \sum_(i < d) theta i <= loss Phi W (fun=> 0).
Proof.
move=> dN; rewrite plainE -[X in X <= _](subrK (size_of (pX P) explained)) -addrA [X in _ <= X]addrC.
have := least X operatorE system Phi W dN => le.
by rewrite [X in X <= _](_ : _ = (second_moment - size_of (pX P) explained) + (size_of (pX P) explained - \sum_(i < d) theta i));
  [rewrite [X in _ <= X]addrC ler_add2l | ring].
Qed.
Lemma plain_attained d (Phi : 'I_d -> 'I_N -> R) : (d <= N)%N -> extracts (pX P) (TLambdaTs P t) theta Phi ->
  exists W, loss Phi W (fun=> 0) = second_moment - \sum_(i < d) theta i.
Proof.
move=> dN ext; have [W WE] := attained X operatorE dN ext; exists W.
by rewrite plainE WE; ring.
Qed.
Lemma plain_only d (Phi : 'I_d -> 'I_N -> R) W : (d <= N)%N ->
  loss Phi W (fun=> 0) <= second_moment - \sum_(i < d) theta i ->
  free Phi \/ 0 < theta d.-1 -> extracts (pX P) (TLambdaTs P t) theta Phi.
Proof.
move=> dN; rewrite plainE => le; apply: (only_these X operatorE system dN (W := W)).
by move: le; rewrite -ler_subr_addl; congr (_ <= _); ring.
Qed.
(** The first d eigenfunctions extract. *)
Lemma first_extract d : (d <= N)%N -> extracts (pX P) (TLambdaTs P t) theta (fun k : 'I_d => e k).
Proof. by move=> dN; exists e. Qed.
Lemma minimisers_attain d (Phi : 'I_d -> 'I_N -> R) : (d <= N)%N -> minimises_plain P (@alike R M) t Phi ->
  exists W, loss Phi W (fun=> 0) <= second_moment - \sum_(i < d) theta i.
Proof.
move=> dN best; have [W' W'E] := plain_attained dN (first_extract dN).
by have [W le] := best (fun k : 'I_d => e k) W'; exists W; rewrite -W'E.
Qed.
End System.
End Prediction.

(** With a bias: less the means, and the square of what the bias misses. *)
Section Bias.
Variables (R : rcfType) (N M p : nat) (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R).
Hypothesis law : is_law P.
Let t' j := centred (pA P) (t j).
Lemma biasedE d (Phi : 'I_d -> 'I_N -> R) W b :
  prediction_loss P (@alike R M) t Phi W b =
    prediction_loss P (@alike R M) t' (fun k => centred (pX P) (Phi k)) W (fun=> 0)
      + \sum_j (\sum_k W j k * mean (pX P) (Phi k) + b j - mean (pA P) (t j)) ^+ 2.
Proof.
rewrite /prediction_loss.
under eq_bigr => x _ do under eq_bigr => a _ do rewrite /alike mulr1 mulr_sumr.
under [in RHS]eq_bigr => x _ do under eq_bigr => a _ do rewrite mulr1 mulr_sumr.
under eq_bigr => x _ do rewrite exchange_big.
under [in RHS]eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big [X in _ = X + _]exchange_big -big_split; apply: eq_bigr => j _ /=.
set c := \sum_k _ + _ - _; set g := fun x => \sum_k W j k * centred (pX P) (Phi k) x.
have split_ x a : \sum_k W j k * Phi k x + b j - t j a = (g x - t' j a) + c.
  rewrite /g /t' /c /centred; under [X in _ = (X - _) + _]eq_bigr do rewrite mulrBr; rewrite sumrB; ring.
have zero : \sum_x \sum_a P x a * (g x - t' j a) = 0.
  have -> : \sum_x \sum_a P x a * (g x - t' j a) = mean (pX P) g - mean (pA P) (t' j).
    rewrite /mean [X in _ = _ - X](_ : _ = \sum_x \sum_a P x a * t' j a); last first.
      by rewrite exchange_big; apply: eq_bigr => a _; rewrite mulr_suml.
    rewrite -sumrB; apply: eq_bigr => x _; rewrite /pX mulr_suml -sumrB; apply: eq_bigr => a _; ring.
  rewrite mean_centred ?pA_sum // subr0 /mean; under eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big big1 // => k _; transitivity (W j k * mean (pX P) (centred (pX P) (Phi k))).
    by rewrite /mean mulr_sumr; apply: eq_bigr => x _; ring.
  by rewrite mean_centred ?pX_sum // mulr0.
have one : \sum_x \sum_a P x a = 1 by case: law.
transitivity (\sum_x \sum_a P x a * (g x - t' j a) ^+ 2 + 2%:R * c * (\sum_x \sum_a P x a * (g x - t' j a))
    + c ^+ 2 * \sum_x \sum_a P x a).
  rewrite !mulr_sumr -!big_split; apply: eq_bigr => x _ /=; rewrite !mulr_sumr -!big_split.
  by apply: eq_bigr => a _ /=; rewrite split_; ring.
rewrite zero one mulr0 mulr1 addr0; congr (_ + _); apply: eq_bigr => x _; apply: eq_bigr => a _.
by rewrite addr0.
Qed.
Lemma biased_least d (Phi : 'I_d -> 'I_N -> R) W b :
  prediction_loss P (@alike R M) t' (fun k => centred (pX P) (Phi k)) W (fun=> 0) <= prediction_loss P (@alike R M) t Phi W b.
Proof. by rewrite biasedE ler_addl; apply: sumr_ge0 => j _; exact: sqr_ge0. Qed.
Lemma biased_best d (Phi : 'I_d -> 'I_N -> R) W : exists b,
  prediction_loss P (@alike R M) t Phi W b = prediction_loss P (@alike R M) t' (fun k => centred (pX P) (Phi k)) W (fun=> 0).
Proof.
exists (fun j => mean (pA P) (t j) - \sum_k W j k * mean (pX P) (Phi k)).
rewrite biasedE [X in _ + X]big1 ?addr0 // => j _; rewrite [X in X ^+ 2](_ : _ = 0) ?expr0n //; ring.
Qed.
(** Functions as they are do no worse than less their means. *)
Lemma centred_least d (Phi : 'I_d -> 'I_N -> R) W :
  prediction_loss P (@alike R M) t' (fun k => centred (pX P) (Phi k)) W (fun=> 0)
    <= prediction_loss P (@alike R M) t' Phi W (fun=> 0).
Proof.
rewrite [X in _ <= X](_ : _ = prediction_loss P (@alike R M) t' (fun k => centred (pX P) (Phi k)) W (fun=> 0)
    + \sum_j (\sum_k W j k * mean (pX P) (Phi k)) ^+ 2).
  by rewrite ler_addl; apply: sumr_ge0 => j _; exact: sqr_ge0.
pose b j := - mean (pA P) (t j).
have -> : prediction_loss P (@alike R M) t' Phi W (fun=> 0) = prediction_loss P (@alike R M) t Phi W (fun j => mean (pA P) (t j)).
  apply: eq_bigr => x _; apply: eq_bigr => a _; congr (_ * _); apply: eq_bigr => j _; congr (_ ^+ 2).
  by rewrite /t' /centred; ring.
by rewrite biasedE; congr (_ + _); apply: eq_bigr => j _; congr (_ ^+ 2); ring.
Qed.
End Bias.
