(** Chapter 5.2: the statements. *)
From Contextures Require Import Library Contextures Kernels.
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

(** stkr.lipschitz-norm, S24 Proposition 1: xi is a difference of measures. *)
Definition measure_norm (R : rcfType) n (w : 'I_n -> R) s psi (xi : 'I_n -> R) : R :=
  \sum_x \sum_y transformed_kernel w s psi x y * xi x * xi y.
Definition lipschitz_norm_bound_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi p f xi, base_kernel w K lam psi -> (0 < p)%N -> in_space w lam psi f ->
    (\sum_x f x * xi x) ^+ 2 <= measure_norm w (fun i => lam i ^+ p) psi xi * space_norm w (fun i => lam i ^+ p) psi f.
Definition lipschitz_norm_attained_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi p f, base_kernel w K lam psi -> (0 < p)%N -> in_space w lam psi f ->
    exists xi, measure_norm w (fun i => lam i ^+ p) psi xi = space_norm w (fun i => lam i ^+ p) psi f /\
      \sum_x f x * xi x = space_norm w (fun i => lam i ^+ p) psi f.

(** stkr.inverse-laplacian, S24 Example 1. *)
Definition inverse_laplacian_series_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi eta p i, base_kernel w K lam psi -> 0 < eta -> eta * lam 0%N < 1 -> (i < n)%N ->
    lam i / (1 - eta * lam i)
      = \sum_(k < p) eta ^+ k * lam i ^+ k.+1 + eta ^+ p * lam i ^+ p.+1 / (1 - eta * lam i).
Definition inverse_laplacian_rest_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi eta i, base_kernel w K lam psi -> 0 < eta -> eta * lam 0%N < 1 -> (i < n)%N ->
    eta * lam i < 1.
Definition inverse_laplacian_norm_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> R) K lam psi eta f, base_kernel w K lam psi -> 0 < eta -> eta * lam 0%N < 1 ->
    in_space w lam psi f ->
    space_norm w (fun i => lam i / (1 - eta * lam i)) psi f = space_norm w lam psi f - eta * dot w f f.

(** stkr.wrong-transform, S24 Proposition 2, its part well-posed: where eta times the largest eigenvalue of the kernel on
    the m points of a sample, labelled or not, over m, is 1 or more, there is no inverse Laplacian of it.  Different
    samples of this kind have no more than probability delta together. *)
Definition ill_posed (R : rcfType) n m (K : 'I_n -> 'I_n -> R) eta (z : m.-tuple 'I_n) :=
  exists2 v : 'I_m -> R, 0 < \sum_i v i ^+ 2
    & m%:R * (\sum_i v i ^+ 2) <= eta * \sum_i \sum_j K (tnth z i) (tnth z j) * v i * v j.
Definition wrong_transform_well_posed_printed (R : rcfType) : Prop :=
  forall n m (w : 'I_n -> R) K lam psi eta delta (samples : seq (m.-tuple 'I_n)),
    base_kernel w K lam psi -> 0 < lam 0%N -> 0 < eta -> eta * lam 0%N < 1 -> 0 < delta -> delta < 1 -> (1 < m)%N ->
    uniq samples -> (forall z, z \in samples -> ill_posed K eta z) ->
    \sum_(z <- samples) \prod_(i < m) w (tnth z i) <= delta.
