(** Chapter 6: statements about divergences of every real order, with the powers of mathcomp-analysis. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From Contextures Require Import Contextures Risks.
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
End CressieRead.
