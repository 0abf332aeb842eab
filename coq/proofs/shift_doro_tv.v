(** shift.doro-tv: what is kept of P_train lies within the total variation of P. *)
From Contextures Require Import Library Contextures Risks Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Shift.
From mathcomp Require Import reals.
From Contextures.Statements Require Import Powers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma kept_near (R : rcfType) n (P Pbad P' : 'I_n -> R) eps : is_pmf P -> is_pmf Pbad -> 0 <= eps < 2%:R^-1 ->
  kept (fun i => (1 - eps) * P i + eps * Pbad i) eps P' -> total_variation P P' <= eps / (1 - eps).
Proof.
move=> [P0 P1] [B0 B1] /andP[e0 e2] [[K0 K1] le].
have room : 0 < 1 - eps.
  by rewrite subr_gt0 (lt_le_trans e2) // invf_le1 ?ltr0n // ler1n.
(* |P - P'| = 2 (P' - P)_+ + P - P', and (P' - P)_+ is at most eps/(1 - eps) of what is left out. *)
have absE i : `|P i - P' i| = 2%:R * Num.max (P' i - P i) 0 + (P i - P' i).
  have [le_|lt] := lerP (P i) (P' i).
    rewrite max_l ?subr_ge0 //; ring.
  by rewrite max_r ?mulr0 ?add0r // subr_le0 ltW.
have -> : total_variation P P' = \sum_i Num.max (P' i - P i) 0.
  rewrite /total_variation; under eq_bigr do rewrite absE.
  rewrite big_split /= sumrB P1 K1 subrr addr0 -mulr_sumr mulrA mulVf ?mul1r // pnatr_eq0 //.
rewrite -[X in _ <= X]mulr1 -[X in _ <= _ * X]B1 mulr_sumr; apply: ler_sum => i _.
rewrite le_maxl; apply/andP; split; last by apply: mulr_ge0; [apply: divr_ge0 => //; exact: ltW room | exact: B0].
rewrite mulrAC ler_pdivl_mulr //; have := le i; rewrite -subr_ge0 => h; rewrite -subr_ge0; apply: ge0_eq h _; ring.
Qed.
Lemma infima (R : rcfType) n (near kept_ : ('I_n -> R) -> Prop) (risk : ('I_n -> R) -> R -> Prop) c v :
  (forall P', kept_ P' -> near P') -> is_inf (fun r => exists2 P', near P' & risk P' r) c ->
  is_inf (fun r => exists2 P', kept_ P' & risk P' r) v -> c <= v.
Proof. by move=> sub [below _] [_ greatest]; apply: greatest => r [P' k rr]; apply: below; exists P' => //; exact: sub. Qed.
Theorem any_divergence (R : rcfType) : doro_tv_any_divergence_printed R.
Proof.
move=> n P Pbad eps P1 B1 small keeps; split=> [P' k|risk c v]; first exact: kept_near small k.
by apply: infima => P' k; split; [case: k | exact: kept_near small k].
Qed.
Theorem cvar (R : rcfType) : doro_tv_cvar_printed R.
Proof.
move=> n P Pbad l alpha eps c v P1 B1 _ small; apply: infima => P' k; split; first by case: k.
exact: kept_near small k.
Qed.
Theorem divergence (R : reals.Real.type) : doro_tv_divergence_printed R.
Proof.
move=> n P Pbad l beta rho eps c v P1 B1 _ small; apply: infima => P' k; split; first by case: k.
exact: kept_near small k.
Qed.
