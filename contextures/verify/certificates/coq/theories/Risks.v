(** Chapter 6: laws near a law on n points, and the worst expected loss over them. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variables (R : rcfType) (n : nat).
Implicit Types (P Q l : 'I_n -> R) (D : pred 'I_n).

Definition is_pmf P := (forall i, 0 <= P i) /\ \sum_i P i = 1.
Definition mass P D : R := \sum_(i | D i) P i.
Definition group_risk P l D : R := (\sum_(i | D i) P i * l i) / mass P D.

(** The laws within the CVaR at level alpha, and those in the chi-square ball of radius rho. *)
Definition cvar_ball P alpha Q := is_pmf Q /\ forall i, alpha * Q i <= P i.
Definition chi_square P Q : R := 2%:R^-1 * \sum_i P i * (Q i / P i - 1) ^+ 2.
Definition chi_square_ball P rho Q := [/\ is_pmf Q, forall i, P i = 0 -> Q i = 0 & chi_square P Q <= rho].

(** The divergence of Cressie and Read for a whole order beta, its ball, and total variation. *)
Definition cressie_read beta (t : R) : R := (t ^+ beta - beta%:R * t + beta%:R - 1) / (beta%:R * (beta%:R - 1)).
Definition cressie_ball P beta rho Q :=
  [/\ is_pmf Q, forall i, P i = 0 -> Q i = 0 & \sum_i P i * cressie_read beta (Q i / P i) <= rho].
Definition total_variation P Q : R := 2%:R^-1 * \sum_i `|P i - Q i|.

(** The supremum of E_Q l over a set of laws. *)
Definition is_worst_risk (ball : ('I_n -> R) -> Prop) l r :=
  is_sup (fun e => exists2 Q, ball Q & e = mean Q l) r.

(** alpha is the mass of the smallest of K groups. *)
Definition is_smallest_mass P K (D : 'I_K -> pred 'I_n) (alpha : R) :=
  (forall k, alpha <= mass P (D k)) /\ exists k, alpha = mass P (D k).
End Definitions.

(** DORO: the infimum, over the laws P' that leave an eps of P_train, of the worst risk near P'; as bounds on it. *)
Definition kept (R : rcfType) n (Ptrain : 'I_n -> R) eps P' := is_pmf P' /\ forall i, (1 - eps) * P' i <= Ptrain i.
Definition doro_at_most (R : rcfType) n (near : ('I_n -> R) -> ('I_n -> R) -> Prop) Ptrain eps l (v : R) :=
  exists2 P', kept Ptrain eps P' & forall Q, near P' Q -> mean Q l <= v.
Definition doro_at_least (R : rcfType) n (near : ('I_n -> R) -> ('I_n -> R) -> Prop) Ptrain eps l (v : R) :=
  forall P', kept Ptrain eps P' -> exists2 Q, near P' Q & v <= mean Q l.

