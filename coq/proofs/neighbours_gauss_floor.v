(** neighbours.gauss-floor: the mean of squares is at least the square of the mean. *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma alignmentE N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) : is_law P ->
  alignment P f = \sum_k dot (pX P) (T P (f k)) (T P (f k)).
Proof.
move=> law; under [RHS]eq_bigr => k _ do rewrite -pair_product //.
rewrite exchange_big; apply: eq_bigr => a _ /=; rewrite exchange_big; apply: eq_bigr => b _ /=.
by rewrite /product mulr_sumr.
Qed.
Lemma mean_T N M (P : 'I_N -> 'I_M -> R) g : is_law P -> mean (pX P) (T P g) = mean (pA P) g.
Proof.
move=> law; have := dot_T law (fun=> 1) g; rewrite dotC dot_one => ->.
by rewrite exchange_big; apply: eq_bigr => a _; rewrite mulr_suml; apply: eq_bigr => x _; rewrite mulr1.
Qed.
Theorem bound : gauss_floor_bound_printed R.
Proof.
move=> N M d P f law _; rewrite alignmentE //; apply: ler_sum => k _; rewrite -mean_T //.
have := cauchy_schwarz (pX_ge0 law) (T P (f k)) (fun=> 1); rewrite !dot_one => /le_trans; apply.
by rewrite /mean; under eq_bigr do rewrite mulr1; rewrite pX_sum // mulr1.
Qed.
End Proofs.
