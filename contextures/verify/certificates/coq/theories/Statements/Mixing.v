(** Chapter 4: the statements. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** mixing.moderate: a context with every lambda_i above the sum of all of a second one, which is not 0, and a mixture
    with a smaller tau than either, by more than a factor c. *)
Definition smaller_mixture (R : rcfType) (c : R) : Prop :=
  exists N M1 M2 (P1 P2 : 'I_N -> nat -> R) (w : R) s1 mu1 s2 mu2 s mu,
    let P := combination w P1 P2 M1 in
    [/\ [/\ is_law (upto P1 M1), is_law (upto P2 M2), is_law (upto P (M1 + M2)), 0 <= w <= 1
          & forall x, pX (upto P1 M1) x = pX (upto P2 M2) x],
        [/\ left_singular (upto P1 M1) s1 mu1, left_singular (upto P2 M2) s2 mu2
          & left_singular (upto P (M1 + M2)) s mu],
        0 < s2 1%N ^+ 2, \sum_(i < N.-1) s2 i.+1 ^+ 2 < s1 N.-1 ^+ 2
      & exists d, s d.+2 ^+ 2 < 1 /\ let t := tau_at N (fun i => s i ^+ 2) d.+1 in
          tau_above N (fun i => s1 i ^+ 2) (c * t) /\ tau_above N (fun i => s2 i ^+ 2) (c * t)].
Definition moderate_smaller_printed (R : rcfType) : Prop := smaller_mixture (1 : R).
Definition moderate_clearly_smaller_printed (R : rcfType) : Prop := smaller_mixture (3%:R / 2%:R : R).

(** The convex combination of J contexts of one input law: A = (j, a) has the probability w_j P_j(x, a).  All weights are
    positive: a context of weight 0 is left out. *)
Definition combined (R : rcfType) J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) :
    'I_N -> 'I_#|{: {j : 'I_J & 'I_(M j)}}| -> R :=
  fun x c => let p := enum_val c in w (tag p) * P (tag p) x (tagged p).
Definition are_combined (R : rcfType) J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) :=
  [/\ forall j, 0 < w j, \sum_j w j = 1, forall j, is_law (P j) & forall j k x, pX (P j) x = pX (P k) x].

(** mixing.compatibility, C25 section 6. *)
Definition rho_square_of (R : rcfType) N M (P : 'I_N -> 'I_M -> R) f : R :=
  dot (pA P) (Ts P f) (Ts P f) / dot (pX P) f f.
Definition compatibility_mean_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) f, are_combined w P ->
    rho_square_of (combined w P) f = \sum_j w j * rho_square_of (P j) f.
Definition compatibility_every_task_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) f g, are_combined w P ->
    let Q := combined w P in
    dot (pA Q) (Ts Q f) (Ts Q g) = \sum_j w j * dot (pA (P j)) (Ts (P j) f) (Ts (P j) g).
Definition compatibility_union_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) f eps, are_combined w P ->
    eps <= 1 -> compatible (combined w P) eps f -> exists j, compatible (P j) eps f.
Definition compatibility_intersection_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) f eps, are_combined w P ->
    eps <= 1 -> (forall j, compatible (P j) eps f) -> compatible (combined w P) eps f.

(** mixing.convex-kernel, C25 section 6: lambda_i = s_i^2 for i >= 1, the constant excluded; part weyl for two contexts. *)
Definition convex_kernel_operator_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) f x, are_combined w P ->
    T (combined w P) (Ts (combined w P) f) x = \sum_j w j * T (P j) (Ts (P j) f) x.
Definition convex_kernel_ky_fan_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) s mu (t : 'I_J -> nat -> R) nu d,
    are_combined w P -> left_singular (combined w P) s mu -> (forall j, left_singular (P j) (t j) (nu j)) ->
    \sum_(i < d) s i.+1 ^+ 2 <= \sum_j w j * \sum_(i < d) t j i.+1 ^+ 2.
Definition convex_kernel_weyl_printed (R : rcfType) : Prop :=
  forall N (M : 'I_2 -> nat) (w : 'I_2 -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) s mu (t : 'I_2 -> nat -> R) nu i k,
    are_combined w P -> left_singular (combined w P) s mu -> (forall j, left_singular (P j) (t j) (nu j)) ->
    s (i + k).+1 ^+ 2 <= w ord0 * t ord0 i.+1 ^+ 2 + w ord_max * t ord_max k.+1 ^+ 2.
Definition convex_kernel_trace_printed (R : rcfType) : Prop :=
  forall J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) s mu (t : 'I_J -> nat -> R) nu,
    are_combined w P -> left_singular (combined w P) s mu -> (forall j, left_singular (P j) (t j) (nu j)) ->
    \sum_(i < N.-1) s i.+1 ^+ 2 = \sum_j w j * \sum_(i < N.-1) t j i.+1 ^+ 2.
