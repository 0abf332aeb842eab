(** Gibbs' inequality: a gain less its divergence is at most the free energy. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Logs Basics.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Gibbs.
Variable R : rcfType.

Lemma partition_gt0 n (pi e : 'I_n -> R) : is_pmf pi -> (forall h, 0 < e h) -> 0 < \sum_h pi h * e h.
Proof.
move=> [pi0 one] e0; rewrite lt_def sumr_ge0 ?andbT => [|h _]; last by rewrite mulr_ge0 // ltW.
apply/eqP => zero; have := oner_neq0 R; rewrite -one big1 ?eqxx // => h _.
apply: (mulIf (lt0r_neq0 (e0 h))); rewrite mul0r; apply/eqP; rewrite eq_le mulr_ge0 ?(ltW (e0 h)) // andbT.
by rewrite -zero (bigD1 h) //= ler_addl sumr_ge0 // => k _; rewrite mulr_ge0 // ltW.
Qed.
Lemma gibbs : change_of_measure_bound_printed R.
Proof.
move=> ln n pi rho e law prior [rho0 one] absolute e0; have [pi0 _] := prior.
rewrite /gain_less_divergence /free_energy /divergence; set Z := \sum_h pi h * e h.
have Z0 : 0 < Z by exact: partition_gt0.
have Zz := lt0r_neq0 Z0.
have zero : \sum_h (pi h * e h / Z - rho h) = 0 by rewrite sumrB -mulr_suml -/Z divff // one subrr.
rewrite -subr_le0 -[X in _ - X]mul1r -one mulr_suml -!sumrB -[X in _ <= X]zero; apply: ler_sum => h _.
have [->|nz] := eqVneq (rho h) 0.
  by rewrite !mul0r !subr0 divr_ge0 ?(ltW Z0) // mulr_ge0 // ltW.
have r0 : 0 < rho h by rewrite lt_def nz rho0.
have p0 : 0 < pi h by rewrite lt_def pi0 andbT; apply: contra nz => /eqP /absolute ->.
have pz := lt0r_neq0 p0; have ez := lt0r_neq0 (e0 h).
have quotient x y : 0 < x -> 0 < y -> ln (x / y) = ln x - ln y.
  by move=> x0 y0; rewrite (ln_mul law) ?invr_gt0 // (ln_inv law).
have pos : 0 < pi h * e h / (rho h * Z) by rewrite divr_gt0 // mulr_gt0.
have le := ler_wpmul2l (rho0 h) (ln_le law pos).
rewrite quotient ?mulr_gt0 // !(ln_mul law) // in le; rewrite quotient //.
rewrite -subr_ge0 in le; rewrite -subr_ge0; apply: ge0_eq le _; field.
by rewrite nz Zz.
Qed.
End Gibbs.
