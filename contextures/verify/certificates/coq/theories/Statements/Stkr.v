(** Chapter 5.2: the statements. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Contextures Kernels.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** stkr.kernel-metric, S24 section 2. *)
Definition kernel_metric_metric_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi p x y, base_kernel w K lam psi -> (0 < p)%N ->
    let Kp := transformed_kernel w (fun i => lam i ^+ p) psi in
    Num.sqrt (space_norm w (fun i => lam i ^+ p) psi (fun z => Kp x z - Kp y z))
      = \sum_(i < n) lam i ^+ p * (psi i x - psi i y) ^+ 2 / dot w (psi i) (psi i).
Definition kernel_metric_metric_corrected (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi p x y, base_kernel w K lam psi -> (0 < p)%N ->
    let Kp := transformed_kernel w (fun i => lam i ^+ p) psi in
    space_norm w (fun i => lam i ^+ p) psi (fun z => Kp x z - Kp y z)
      = \sum_(i < n) lam i ^+ p * (psi i x - psi i y) ^+ 2 / dot w (psi i) (psi i).

(** stkr.universality, S24 Theorem 1: r_t is any functional that keeps the order of all r_{K^p}. *)
Definition universality_form_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi (r_t : ('I_n -> R) -> R), base_kernel w K lam psi ->
    let H f := in_space w lam psi f /\ 0 < dot w f f in
    let r p := smoothness w (fun i => lam i ^+ p) psi in
    (forall f g, H f -> H g -> (forall p, (0 < p)%N -> r p g <= r p f) -> r_t g <= r_t f) ->
    exists s : nat -> R, forall f, H f -> r_t f = smoothness w s psi f.
