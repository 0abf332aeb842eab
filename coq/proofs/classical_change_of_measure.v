(** classical.change-of-measure: Gibbs' inequality, its equality, and Pinsker's for what is missing. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Logs Basics.
From Contextures.Statements Require Import Classical Exponentials.
From Contextures.Proofs Require Import gibbs classical_pinsker.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem bound : change_of_measure_bound_printed R.
Proof. exact: gibbs. Qed.
Theorem attained : change_of_measure_attained_printed R.
Proof.
move=> ln n pi e law prior e0; have [pi0 _] := prior.
rewrite /gain_less_divergence /free_energy /divergence; set Z := \sum_h pi h * e h.
have Z0 : 0 < Z by exact: partition_gt0.
have one : \sum_h tilted pi e h = 1 by rewrite /tilted -mulr_suml -/Z divff // lt0r_neq0.
rewrite -[RHS]mul1r -one mulr_suml -sumrB; apply: eq_bigr => h _; rewrite /tilted -/Z.
have [->|pz] := eqVneq (pi h) 0; first by rewrite !mul0r subrr.
have -> : pi h * e h / Z / pi h = e h / Z by rewrite mulrAC [pi h * _]mulrC mulfK.
by rewrite (ln_mul law) ?invr_gt0 // (ln_inv law) //; ring.
Qed.
End Proofs.

Theorem only_there (R : realType) : change_of_measure_only_there_printed R.
Proof.
move=> n pi rho phi prior [rho0 one] absolute; have [pi0 _] := prior.
pose e (h : 'I_n) := expR (phi h); have e0 (h : 'I_n) : 0 < e h := expR_gt0 _.
rewrite -/e; set Z := \sum_h pi h * e h.
have Z0 : 0 < Z by exact: partition_gt0.
have Zz := lt0r_neq0 Z0.
have pmf : is_pmf (tilted pi e).
  split=> [h|]; first by rewrite divr_ge0 ?(ltW Z0) // mulr_ge0 // ltW.
  by rewrite /tilted -mulr_suml -/Z divff.
have there (h : 'I_n) : tilted pi e h = 0 -> rho h = 0.
  move=> /eqP; rewrite /tilted -/Z !mulf_eq0 invr_eq0 (negPf Zz) orbF (gt_eqF (e0 h)) orbF => /eqP; exact: absolute.
have -> : free_energy (@ln R) pi e - (\sum_h rho h * phi h - divergence (@ln R) rho pi) = divergence (@ln R) rho (tilted pi e).
  rewrite /free_energy -/Z -[ln Z]mul1r -one mulr_suml opprB addrCA -sumrB addrC /divergence -big_split.
  apply: eq_bigr => h _; rewrite /= /tilted -/Z; have [->|nz] := eqVneq (rho h) 0; first by rewrite !mul0r subrr addr0.
  have p0 : 0 < pi h by rewrite lt_def pi0 andbT; apply: contra nz => /eqP/absolute ->.
  have r0 : 0 < rho h by rewrite lt_def nz rho0.
  by rewrite !ln_div ?posrE ?divr_gt0 ?mulr_gt0 // lnM ?posrE // expK; ring.
exact: square.
Qed.
