(** Chapter 8: the statements. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Contextures Risks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** classical.markov: Markov, Chebyshev, Cantelli; z k is the k-th of m independent draws. *)
Definition variance (R : rcfType) n (P Z : 'I_n -> R) : R := \sum_i P i * (Z i - mean P Z) ^+ 2.
Definition markov_markov_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) t, is_pmf P -> (forall i, 0 <= Z i) -> 0 < t ->
    mass P (fun i => t <= Z i) <= mean P Z / t.
Definition markov_chebyshev_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) t, is_pmf P -> 0 < t ->
    mass P (fun i => t <= `|Z i - mean P Z|) <= variance P Z / t ^+ 2.
Definition markov_mean_printed (R : rcfType) : Prop :=
  forall n m (P Z : 'I_n -> R) t, is_pmf P -> 0 < t -> (0 < m)%N ->
    \sum_(z : {ffun 'I_m -> 'I_n} | t <= `|m%:R^-1 * (\sum_k Z (z k)) - mean P Z|) \prod_k P (z k)
      <= variance P Z / (m%:R * t ^+ 2).
Definition markov_cantelli_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) t, is_pmf P -> 0 < t ->
    mass P (fun i => t <= Z i - mean P Z) <= variance P Z / (variance P Z + t ^+ 2).
Definition markov_cantelli_two_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) t, is_pmf P -> 0 < t ->
    mass P (fun i => t <= `|Z i - mean P Z|) <= 2%:R * variance P Z / (variance P Z + t ^+ 2).

(** classical.paley-zygmund: theta is a share of the mean. *)
Definition paley_zygmund_printed_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) theta, is_pmf P -> (forall i, 0 <= Z i) -> 0 <= theta <= 1 -> 0 < mean P Z ->
    (1 - theta) ^+ 2 * mean P Z ^+ 2 / mean P (fun i => Z i ^+ 2) <= mass P (fun i => theta * mean P Z < Z i).
Definition paley_zygmund_variance_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) theta, is_pmf P -> (forall i, 0 <= Z i) -> 0 <= theta <= 1 -> 0 < mean P Z ->
    (1 - theta) ^+ 2 * mean P Z ^+ 2 / (variance P Z + (1 - theta) ^+ 2 * mean P Z ^+ 2)
      <= mass P (fun i => theta * mean P Z < Z i).
Definition paley_zygmund_any_sign_printed (R : rcfType) : Prop :=
  forall n (P Z : 'I_n -> R) theta, is_pmf P -> 0 <= theta <= 1 -> 0 < mean P Z ->
    (1 - theta) ^+ 2 * mean P Z ^+ 2 / mean P (fun i => Z i ^+ 2) <= mass P (fun i => theta * mean P Z < Z i).
