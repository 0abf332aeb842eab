(** contexts.spectral-decomposition. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem decomposition (R : rcfType) : spectral_decomposition_decomposition_printed R.
Proof.
move=> N M P s mu nu x a law [_ _ orth _ _] unit_ image.
have orthonormal i : (i < N)%N -> forall j, (j < N)%N -> dot (pX P) (mu i) (mu j) = (i == j)%:R.
  by move=> iN j jN; have [<-|ne] := eqVneq i j; [exact: unit_ | exact: orth].
have A := lt0r_neq0 (pA_gt0 law a); have X := lt0r_neq0 (pX_gt0 law x).
transitivity (\sum_y P y a * ((x == y)%:R * (pX P x / pX P y))).
  rewrite (bigD1 x) //= eqxx mul1r divff // mulr1 big1 ?addr0 // => y.
  by rewrite eq_sym => /negPf ->; rewrite mul0r mulr0.
transitivity (\sum_y P y a * ((\sum_(i < N) mu i x * mu i y * pX P y) * (pX P x / pX P y))).
  by apply: eq_bigr => y _; rewrite (complete orthonormal).
under eq_bigr => y _ do rewrite mulr_suml mulr_sumr.
rewrite exchange_big; apply: eq_bigr => i _ /=.
have -> : s i * mu i x * nu i a * (pX P x * pA P a) = mu i x * (s i * nu i a) * (pX P x * pA P a) by ring.
rewrite image // /Ts.
transitivity (pX P x * mu i x * \sum_y P y a * mu i y); last by field.
rewrite mulr_sumr; apply: eq_bigr => y _; have := lt0r_neq0 (pX_gt0 law y) => Y; field.
by rewrite Y.
Qed.
