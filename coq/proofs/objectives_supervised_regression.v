(** objectives.supervised-regression (corrected), all parts. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import best_approximation prediction.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem plain_minimum : supervised_regression_plain_minimum_corrected R.
Proof. by move=> N M p d P t Phi W theta e law dN system; exact: (plain_least law system). Qed.
Theorem plain_if : supervised_regression_plain_if_corrected R.
Proof. by move=> N M p d P t Phi theta e law dN system; exact: (plain_attained law dN). Qed.
Theorem plain_only_if : supervised_regression_plain_only_if_corrected R.
Proof.
move=> N M p d P t Phi theta e law dN system pos best; have [W le] := minimisers_attain law system dN best.
by apply: (plain_only law system dN le); right.
Qed.
Theorem plain_only_if_independent : supervised_regression_plain_only_if_independent_corrected R.
Proof.
move=> N M p d P t Phi theta e law dN system indep best; have [W le] := minimisers_attain law system dN best.
by apply: (plain_only law system dN le); left; exact: independent_is_free indep.
Qed.

(** With a bias. *)
Lemma biased_minimisers N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e :
  is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (fun j => centred (pA P) (t j))) theta e ->
  minimises_biased P (@alike R M) t Phi ->
  exists W, prediction_loss P (@alike R M) (fun j => centred (pA P) (t j)) (fun k => centred (pX P) (Phi k)) W (fun=> 0)
    <= target_variance P t - \sum_(i < d) theta i.
Proof.
move=> law dN system best; have [W' W'E] := plain_attained law dN (first_extract system dN).
have [b' b'E] := biased_best t law (fun k : 'I_d => e k) W'.
have [W [b le]] := best (fun k : 'I_d => e k) W' b'; exists W.
apply: le_trans (biased_least t law Phi W b) _; apply: le_trans le _; rewrite b'E.
by apply: le_trans (centred_least t law _ _) _; rewrite W'E.
Qed.
Theorem bias_minimum : supervised_regression_bias_minimum_corrected R.
Proof.
move=> N M p d P t Phi W b theta e law dN system; apply: le_trans (biased_least t law Phi W b).
exact: (plain_least law system).
Qed.
Theorem bias_if : supervised_regression_bias_if_corrected R.
Proof.
move=> N M p d P t Phi theta e law dN L system ext; have [W WE] := plain_attained law dN ext.
by have [b bE] := biased_best t law Phi W; exists W, b; rewrite bE WE.
Qed.
Theorem bias_only_if : supervised_regression_bias_only_if_corrected R.
Proof.
move=> N M p d P t Phi theta e law dN L system pos best; have [W le] := biased_minimisers law dN system best.
by apply: (plain_only law system dN le); right.
Qed.
Theorem bias_only_if_independent : supervised_regression_bias_only_if_independent_corrected R.
Proof.
move=> N M p d P t Phi theta e law dN L system indep best; have [W le] := biased_minimisers law dN system best.
by apply: (plain_only law system dN le); left; exact: independent_is_free indep.
Qed.
End Proofs.
