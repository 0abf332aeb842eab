(** objectives.supervised-onehot (corrected), all parts. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import best_approximation prediction objectives_supervised_regression.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma one_hot_moment N M (P : 'I_N -> 'I_M -> R) : is_law P ->
  \sum_j dot (pA P) (@one_hot R M j) (@one_hot R M j) = 1.
Proof.
move=> law; rewrite -(pA_sum law); apply: eq_bigr => j _; rewrite /dot (bigD1 j) //= /one_hot eqxx !mulr1.
by rewrite big1 ?addr0 // => a /negPf ->; rewrite !mulr0.
Qed.
Theorem minimum : supervised_onehot_minimum_corrected R.
Proof.
by move=> N M d P Phi W theta e law dN system; rewrite -(one_hot_moment law); exact: (plain_least law system).
Qed.
Theorem if_ : supervised_onehot_if_corrected R.
Proof.
by move=> N M d P Phi theta e law dN system; rewrite -(one_hot_moment law); exact: (plain_attained law dN).
Qed.
Theorem only_if : supervised_onehot_only_if_corrected R.
Proof. by move=> N M d P Phi theta e law dN system; exact: (plain_only_if law dN system). Qed.
Theorem only_if_independent : supervised_onehot_only_if_independent_corrected R.
Proof. by move=> N M d P Phi theta e law dN system; exact: (plain_only_if_independent law dN system). Qed.
Theorem equal_classes : supervised_onehot_equal_classes_corrected R.
Proof.
move=> N M P f x law equal; rewrite /TLambdaTs.
have M0 : M%:R != 0 :> R.
  apply/eqP => M0; have := pA_sum law; rewrite (eq_bigr (fun=> M%:R^-1)) => [|a _]; last exact: equal.
  by rewrite M0 invr0 big1 // => /esym/eqP; rewrite oner_eq0.
have LE a : Lambda P (@one_hot R M) (Ts P f) a = M%:R^-1 * Ts P f a.
  have inner b : \sum_j one_hot R j a * one_hot R j b = (a == b)%:R.
    rewrite (bigD1 a) //= /one_hot eqxx mul1r big1 ?addr0 // => [|j /negPf ne]; first by rewrite eq_sym.
    by rewrite [a == j]eq_sym ne mul0r.
  rewrite /Lambda (bigD1 a) //= inner eqxx mul1r equal mulrC big1 ?addr0 // => b ne.
  by rewrite inner eq_sym (negPf ne) !mul0r.
have -> : T P (Lambda P (@one_hot R M) (Ts P f)) x = M%:R^-1 * T P (Ts P f) x.
  rewrite /T mulrA mulr_sumr; congr (_ / _); apply: eq_bigr => a _; rewrite LE; ring.
by rewrite mulrA divff // mul1r.
Qed.
End Proofs.
