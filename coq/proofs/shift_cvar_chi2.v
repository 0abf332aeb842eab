(** shift.cvar-chi2 (corrected), both parts, for every finite law, loss and family of groups. *)
From Contextures Require Import Library Contextures Risks Basics Duals.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Shift.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** A density t <= 1/alpha has E t^2 <= E t / alpha: the ball of the CVaR lies in that of chi-square. *)
Lemma cvar_in_chi_square (R : rcfType) n (P : 'I_n -> R) alpha rho Q :
  is_pmf P -> 0 < alpha -> 2%:R^-1 * (1 / alpha - 1) <= rho ->
  cvar_ball P alpha Q -> chi_square_ball P rho Q.
Proof.
move=> P_pmf a_gt0 radius [Q_pmf Q_le]; have [Q_ge0 Q1] := Q_pmf; have [P_ge0 P1] := P_pmf.
have abs i : P i = 0 -> Q i = 0.
  move=> P0; apply/eqP; rewrite eq_le Q_ge0 andbT -(ler_pmul2l a_gt0) mulr0 -P0; exact: Q_le.
split=> //; apply: le_trans radius.
suff : 1 + 2%:R * chi_square P Q <= 1 / alpha.
  by rewrite -ler_subr_addl -ler_pdivl_mull ?ltr0n.
rewrite -chi_square_second //.
have -> : 1 / alpha = \sum_i Q i / alpha by rewrite -mulr_suml Q1.
apply: ler_sum => i _; have [P0|Pn0] := eqVneq (P i) 0.
  by rewrite P0 mul0r mulr_ge0 ?Q_ge0 // invr_ge0 ltW.
have P_gt0 : 0 < P i by rewrite lt_def Pn0 P_ge0.
have -> : P i * (Q i / P i) ^+ 2 = Q i * (Q i / P i) by field.
by rewrite ler_wpmul2l // ler_pdivr_mulr // mulrC ler_pdivl_mulr // mulrC.
Qed.

Theorem ball (R : rcfType) : cvar_chi2_ball_corrected R.
Proof.
move=> n K P l D alpha rho c r P_pmf _ a_gt0 radius [_ least] [upper _].
apply: least => _ [Q inside ->]; apply: upper; exists Q => //; exact: cvar_in_chi_square inside.
Qed.

Theorem group (R : rcfType) : cvar_chi2_group_corrected R.
Proof.
move=> n K P l D alpha c k [P_ge0 P1] [alpha_le _] a_gt0 [upper _]; apply: upper.
set m := mass P (D k); have m_gt0 : 0 < m := lt_le_trans a_gt0 (alpha_le k).
exists (fun i => if D k i then P i / m else 0); last first.
  rewrite /group_risk mulr_suml big_mkcond; apply: eq_bigr => i _.
  by case: ifP => _; rewrite ?mul0r // mulrAC.
split; first split=> [i|].
- by case: ifP => _ //; rewrite divr_ge0 // ltW.
- by rewrite -big_mkcond -mulr_suml divff ?lt0r_neq0.
move=> i; case: ifP => _; last by rewrite mulr0.
by rewrite mulrA ler_pdivr_mulr // mulrC ler_wpmul2l // alpha_le.
Qed.
