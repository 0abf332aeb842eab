(** Chapter 7, isotropy: printed forms that certificates decide. *)
From Contextures Require Import Library Contextures Risks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** A random matrix A of p rows and q columns: E (u^T A v)^2 over unit vectors, its supremum and infimum; E A A^T. *)
Section Moments.
Variables (R : rcfType) (k p q : nat) (law : 'I_k -> R) (A : 'I_k -> 'I_p -> 'I_q -> R).
Definition has_length_one n (u : 'I_n -> R) := \sum_i u i ^+ 2 = 1.
Definition moment (u : 'I_p -> R) (v : 'I_q -> R) : R := \sum_c law c * (\sum_i \sum_j A c i j * (u i * v j)) ^+ 2.
Definition moment_on_units (r : R) :=
  exists u, exists v, [/\ has_length_one u, has_length_one v & r = moment u v].
Definition second_moments i j : R := \sum_c law c * \sum_l A c i l * A c j l.
End Moments.

(** The eigenvalues of a symmetric matrix, in descending order. *)
Definition eigenvalues_of (R : rcfType) p (S : 'I_p -> 'I_p -> R) lam :=
  exists e, eigensystem (fun=> 1) (fun f i => \sum_j S i j * f j) lam e.

(** neighbours.tang-isotropy-flatness, Proposition 20. *)
Definition tang_isotropy_flatness_bound_printed (R : rcfType) : Prop :=
  forall k p q law (A : 'I_k -> 'I_p -> 'I_q -> R) zeta high low lam, is_pmf law -> (0 < p)%N ->
    is_sup (moment_on_units law A) high -> is_inf (moment_on_units law A) low -> 0 <= zeta -> high - low <= zeta ->
    eigenvalues_of (second_moments law A) lam -> 0 < lam 0%N ->
    lam 0%N / lam p.-1 - 1 <= zeta / ((high + low) / 2%:R - zeta / 2%:R).

(** neighbours.tang-propagation, Lemma 22: equality occurs, tau_i the singular values of C. *)
Definition passed (R : rcfType) k p q (C : 'I_p -> 'I_p -> R) (A : 'I_k -> 'I_p -> 'I_q -> R) c i j : R :=
  \sum_l C i l * A c l j.
Definition tang_propagation_equality_printed (R : rcfType) : Prop :=
  exists k p q law, exists A : 'I_k -> 'I_p -> 'I_q -> R, exists C zeta high low, exists tau : nat -> R,
    exists high' low', [/\ is_pmf law /\ (0 < p)%N,
      is_sup (moment_on_units law A) high /\ is_inf (moment_on_units law A) low, high - low <= zeta /\ 0 < low,
      eigenvalues_of (fun i j => \sum_l C i l * C j l) (fun i => tau i ^+ 2) /\ 0 < tau p.-1
    & [/\ is_sup (moment_on_units law (passed C A)) high', is_inf (moment_on_units law (passed C A)) low'
      & (high + low) / 2%:R * (tau 0%N ^+ 2 - tau p.-1 ^+ 2) + zeta / 2%:R * (tau 0%N ^+ 2 + tau p.-1 ^+ 2) <= high' - low']].
