(** objectives.denoising-autoencoder (corrected): a regression of the law with A and X exchanged; its image under T. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import best_approximation prediction objectives_supervised_regression objectives_kise.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem bias_minimum : denoising_autoencoder_bias_minimum_corrected R.
Proof.
move=> N M p d P t Psi W b theta e law dM system.
exact: (objectives_supervised_regression.bias_minimum Psi W b (flip_law law) dM system).
Qed.
Theorem bias : denoising_autoencoder_bias_corrected R.
Proof.
move=> N M p d P t Psi theta e law dM L system pos best.
exact: (bias_only_if (flip_law law) dM system pos best).
Qed.
Theorem plain : denoising_autoencoder_plain_corrected R.
Proof.
move=> N M p d P t Psi theta e law dM L system pos best.
exact: (plain_only_if (flip_law law) dM system pos best).
Qed.
Theorem image : denoising_autoencoder_image_corrected R.
Proof.
move=> N M p d P t Psi theta e law dM system pos best Phi L.
have ext := bias law dM system pos best; have [e' [len orth eigen desc] same] := ext.
set S := TLambdaTs (flip P) _ in system ext eigen.
have small (k : 'I_d) : (k < M)%N by rewrite (leq_trans (ltn_ord k)).
have falls i j : (j < M)%N -> (i <= j)%N -> theta j <= theta i.
  elim: j => [|j IH] jM; first by rewrite leqn0 => /eqP ->.
  rewrite leq_eqVlt => /predU1P[->|] //; rewrite ltnS => /(IH (ltnW jM)); apply: le_trans; exact: desc.
have theta_gt0 (k : 'I_d) : 0 < theta k.
  have kd : (k <= d.-1)%N by rewrite -ltnS prednK // (leq_ltn_trans _ (ltn_ord k)).
  apply: lt_le_trans pos _; apply: falls => //.
  by apply: leq_trans dM; rewrite prednK // (leq_ltn_trans _ (ltn_ord k)).
split; last first.
  exists (fun k => T P (e' k)); last exact: image_span (T_linear P) same.
  move=> k x; rewrite /L.
  have step y : Ts P (Lambda (flip P) (fun j => centred (pX P) (t j)) (T P (e' k))) y = \sum_(l < 1) theta k * e' k y.
    by rewrite big_ord1; exact: eigen.
  by rewrite (T_linear P x step) big_ord1.
apply: (free_is_independent law) => c zero k; apply: (extracted_free _ dM ext) => a.
set g := fun a => \sum_k c k * centred (pA P) (Psi k) a.
have Tg x : T P g x = 0 by rewrite (T_linear P x (fun y => erefl)) zero.
have [b gE] : spanned (fun k : 'I_d => e' k) g by apply/same; exists c.
have Sg y : S g y = 0.
  have none (f : 'I_N -> R) : f =1 (fun=> 0) -> forall y, Lambda (flip P) (fun j => centred (pX P) (t j)) f y = 0.
    by move=> f0 z; rewrite /Lambda big1 // => x _; rewrite f0 mulr0 mul0r.
  by rewrite /S /TLambdaTs /T big1 ?mul0r // => x _; rewrite none ?mulr0.
have b0 l : b l = 0.
  have S_linear : linear S by exact: TLambdaTs_linear.
  have : dot (pA P) (S g) (e' l) = 0 by rewrite /dot big1 // => y _; rewrite Sg mulr0 mul0r.
  rewrite (eq_dot _ (fun y => S_linear _ _ _ _ y gE) (frefl _)) dot_suml (bigD1 l) //= big1 ?addr0 => [|m ne].
    rewrite (eq_dot _ (fun y => eigen l (small l) y) (frefl _)).
    have -> : dot (pA P) (fun y => theta l * e' l y) (e' l) = theta l * dot (pA P) (e' l) (e' l).
      by rewrite /dot mulr_sumr; apply: eq_bigr => y _; ring.
    move/eqP; rewrite !mulf_eq0 => /or3P[/eqP //||]; first by rewrite gt_eqF.
    by rewrite gt_eqF // len.
  rewrite (eq_dot _ (fun y => eigen m (small m) y) (frefl _)).
  have -> : dot (pA P) (fun y => theta m * e' m y) (e' l) = theta m * dot (pA P) (e' m) (e' l).
    by rewrite /dot mulr_sumr; apply: eq_bigr => y _; ring.
  by rewrite orth // !mulr0.
by rewrite -/(g a) gE big1 // => l _; rewrite b0 mul0r.
Qed.
End Proofs.
