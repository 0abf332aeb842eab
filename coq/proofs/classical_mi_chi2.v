(** classical.mi-chi2: Jensen's inequality; the squared singular values add up to the inertia. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Logs Basics.
From Contextures.Statements Require Import Contexts Classical.
From Contextures.Proofs Require contexts_chi_square.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma one_inertia N M (P : 'I_N -> 'I_M -> R) s mu : is_law P -> left_singular P s mu ->
  1 + \sum_(i < N.-1) s i.+1 ^+ 2 = \sum_x \sum_a P x a ^+ 2 / (pX P x * pA P a).
Proof.
move=> law singular; rewrite (contexts_chi_square.inertia law singular) contexts_chi_square.inertiaE //.
by rewrite addrC subrK.
Qed.
Theorem log : mi_chi2_log_printed R.
Proof.
move=> ln N M P s mu is_log law singular; have A := pA_gt0 law; have X := pX_gt0 law; have [P0 one _ _] := law.
rewrite (one_inertia law singular); set t := \sum_x _.
have term0 x a : 0 <= P x a ^+ 2 / (pX P x * pA P a).
  by rewrite divr_ge0 ?sqr_ge0 // ltW // mulr_gt0.
have t1 : 1 <= t by rewrite /t -(one_inertia law singular) ler_addl sumr_ge0 // => i _; exact: sqr_ge0.
have t0 : 0 < t := lt_le_trans ltr01 t1.
have zero : \sum_x \sum_a (P x a ^+ 2 / (pX P x * pA P a) / t - P x a) = 0.
  under eq_bigr => x _ do rewrite sumrB -mulr_suml.
  by rewrite sumrB -mulr_suml -/t divff ?lt0r_neq0 // one subrr.
have -> : ln t = \sum_x \sum_a P x a * ln t.
  by under eq_bigr => x _ do rewrite -mulr_suml; rewrite -mulr_suml one mul1r.
rewrite -subr_le0 -sumrB -[X in _ <= X]zero; apply: ler_sum => x _; rewrite -sumrB; apply: ler_sum => a _.
have [->|nz] := eqVneq (P x a) 0; first by rewrite !mul0r !subr0 expr0n !mul0r.
have Pp : 0 < P x a by rewrite lt_def nz P0.
have up : 0 < P x a / (pX P x * pA P a) by rewrite divr_gt0 // mulr_gt0.
rewrite -mulrBr; have -> : ln (P x a / (pX P x * pA P a)) - ln t = ln (P x a / (pX P x * pA P a) / t).
  by rewrite (ln_mul is_log up) ?invr_gt0 // (ln_inv is_log).
apply: le_trans (ler_wpmul2l (P0 x a) (ln_le is_log _)) _; first by rewrite divr_gt0.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; field; rewrite !lt0r_neq0 ?A ?X ?t0.
Qed.
Theorem linear : mi_chi2_linear_printed R.
Proof.
move=> ln N M P s mu is_log law singular; set t := \sum_i _.
have t0 : 0 <= t by apply: sumr_ge0 => i _; exact: sqr_ge0.
by apply: le_trans (ln_le is_log _) _; [rewrite ltr_paddr ?ltr01 | rewrite addrAC subrr add0r].
Qed.
End Proofs.
