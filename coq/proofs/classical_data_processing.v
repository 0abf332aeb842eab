(** classical.data-processing, parts chi2 and tv. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

(** What is sent adds up over the outputs. *)
Lemma all_outputs n m (F : 'I_n -> R) (W : 'I_n -> 'I_m -> R) : (forall a, is_pmf (W a)) ->
  \sum_b \sum_a F a * W a b = \sum_a F a.
Proof.
move=> channel; rewrite exchange_big; apply: eq_bigr => a _ /=.
by rewrite -mulr_sumr; case: (channel a) => _ ->; rewrite mulr1.
Qed.
Theorem tv : data_processing_tv_printed R.
Proof.
move=> n m P Q W [P0 _] [Q0 _] channel; rewrite ler_wpmul2l ?invr_ge0 ?ler0n //.
rewrite -(all_outputs (fun a => `|P a - Q a|) channel); apply: ler_sum => b _.
rewrite /sent -sumrB; apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => a _.
by rewrite -mulrBl normrM [`|W a b|]ger0_norm //; case: (channel a).
Qed.
Theorem chi2 : data_processing_chi2_printed R.
Proof.
move=> n m P Q W [P0 _] _ channel absolute.
rewrite /pearson -(all_outputs (fun a => (Q a - P a) ^+ 2 / P a) channel); apply: ler_sum => b _.
have W0 a : 0 <= W a b by case: (channel a).
pose w a := P a * W a b; have w0 a : 0 <= w a by rewrite mulr_ge0.
pose r a := (Q a - P a) / P a.
have difference : sent Q W b - sent P W b = dot w r (fun=> 1).
  rewrite /sent -sumrB; apply: eq_bigr => a _; rewrite /w /r mulr1.
  have [z|nz] := eqVneq (P a) 0; first by rewrite absolute // z !mul0r subr0.
  by field.
have square : dot w r r = \sum_a (Q a - P a) ^+ 2 / P a * W a b.
  apply: eq_bigr => a _; rewrite /w /r; have [->|nz] := eqVneq (P a) 0; first by rewrite invr0 !(mul0r, mulr0).
  by field.
have total : dot w (fun=> 1) (fun=> 1) = sent P W b by apply: eq_bigr => a _; rewrite !mulr1.
have := cauchy_schwarz w0 r (fun=> 1); rewrite -difference square total.
have s0 : 0 <= sent P W b by apply: sumr_ge0 => a _; exact: w0.
have [-> _|nz] := eqVneq (sent P W b) 0; last by rewrite ler_pdivr_mulr // lt_def nz.
rewrite invr0 mulr0; apply: sumr_ge0 => a _; rewrite mulr_ge0 // divr_ge0 ?sqr_ge0 //.
Qed.
End Proofs.
