(** Chapter 6: statements about divergences of every real order, with the powers of mathcomp-analysis. *)
From mathcomp Require Import reals sequences exp.
From Contextures Require Import Library Contextures Risks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section CressieRead.
Variable R : realType.

(** t^beta for t >= 0, and the divergence of Cressie and Read. *)
Definition power (t beta : R) : R := if t == 0 then 0 else t `^ beta.
Definition cressie_read beta (t : R) := (power t beta - beta * t + beta - 1) / (beta * (beta - 1)).
Definition divergence n beta (P Q : 'I_n -> R) := \sum_i P i * cressie_read beta (Q i / P i).
Definition ball n (P : 'I_n -> R) beta rho Q :=
  [/\ is_pmf Q, forall i, P i = 0 -> Q i = 0 & divergence beta P Q <= rho].

(** shift.group-in-ball, D21 Proposition 1. *)
Definition group_in_ball_bound_corrected : Prop :=
  forall n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha beta rho r k,
    is_pmf P -> is_smallest_mass P D alpha -> 0 < alpha -> 1 < beta ->
    (power alpha (1 - beta) - 1) / (beta * (beta - 1)) <= rho ->
    is_worst_risk (ball P beta rho) l r -> group_risk P l (D k) <= r.

(** shift.doro-tv, D21 Lemma 4, for divergences. *)
Definition doro_tv_divergence_printed : Prop :=
  forall n (P Pbad l : 'I_n -> R) beta rho eps c v,
    is_pmf P -> is_pmf Pbad -> 1 < beta -> 0 <= eps < 2%:R^-1 ->
    is_inf (fun r => exists2 P', is_pmf P' /\ total_variation P P' <= eps / (1 - eps)
      & is_worst_risk (ball P' beta rho) l r) c ->
    is_inf (fun r => exists2 P', kept (fun i => (1 - eps) * P i + eps * Pbad i) eps P'
      & is_worst_risk (ball P' beta rho) l r) v ->
    c <= v.
End CressieRead.
