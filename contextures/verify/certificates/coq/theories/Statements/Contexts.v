(** Chapter 1: the statements. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** contexts.operators, C25 Definitions 1-2. *)
Definition operators_kernel_a_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) g a, is_law P ->
    \sum_b kernel_A P a b * g b * pA P b = Ts P (T P g) a.
Definition operators_kernel_x_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) f x, is_law P ->
    \sum_y kernel_X P x y * f y * pX P y = T P (Ts P f) x.
Definition operators_adjoint_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) f g, is_law P -> dot (pX P) f (T P g) = dot (pA P) (Ts P f) g.

(** contexts.unit-interval, C25 section 2.2. *)
Definition unit_interval_lower_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i, is_law P -> left_singular P s mu -> 0 <= s i.
Definition unit_interval_upper_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i, is_law P -> left_singular P s mu -> s i <= 1.
Definition unit_interval_constant_x_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) x, is_law P -> T P (fun=> 1) x = 1.
Definition unit_interval_constant_a_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) a, is_law P -> Ts P (fun=> 1) a = 1.
Definition unit_interval_top_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu, is_law P -> left_singular P s mu -> s 0%N = 1.

(** contexts.spectral-decomposition, C25 Lemma 4: mu_i of length 1, s_i nu_i = T* mu_i. *)
Definition spectral_decomposition_decomposition_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu (nu : nat -> 'I_M -> R) x a,
    is_law P -> left_singular P s mu -> (forall i, (i < N)%N -> dot (pX P) (mu i) (mu i) = 1) ->
    (forall i, (i < N)%N -> forall a, s i * nu i a = Ts P (mu i) a) ->
    P x a = \sum_(i < N) s i * mu i x * nu i a * (pX P x * pA P a).

(** contexts.loss-kernel, C25 Lemma 18; the kernel need not be symmetric. *)
Definition loss_kernel_kernel_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) (K : 'I_M -> 'I_M -> R) f x, is_law P ->
    let Lambda g a := \sum_b K a b * g b * pA P b in
    let k y z := \sum_a \sum_b K a b * (P y a / pX P y) * (P z b / pX P z) in
    T P (Lambda (Ts P f)) x = \sum_z k x z * f z * pX P z.

(** contexts.chi-square: the squared singular values, the constant excluded, add up to the inertia. *)
Definition inertia (R : rcfType) N M (P : 'I_N -> 'I_M -> R) : R :=
  \sum_x \sum_a (P x a - pX P x * pA P a) ^+ 2 / (pX P x * pA P a).
Definition chi_square_inertia_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu, is_law P -> left_singular P s mu ->
    \sum_(i < N.-1) s i.+1 ^+ 2 = inertia P.

(** contexts.duality, C25 Lemma 3: lambda_i = s_i^2; where it is positive a mode of either side gives one of the other. *)
Definition duality_eigenvalues_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu s' nu, is_law P -> left_singular P s mu -> left_singular (flip P) s' nu ->
    forall i, s' i ^+ 2 = s i ^+ 2.
Definition duality_range_lower_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i, is_law P -> left_singular P s mu -> 0 <= s i ^+ 2.
Definition duality_range_upper_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i, is_law P -> left_singular P s mu -> s i ^+ 2 <= 1.
Definition duality_left_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i, is_law P -> left_singular P s mu -> (i < N)%N -> 0 < s i ->
    let nu a := Ts P (mu i) a / s i in
    (forall a, Ts P (T P nu) a = s i ^+ 2 * nu a) /\ forall x, mu i x = T P nu x / s i.
Definition duality_right_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s nu i, is_law P -> left_singular (flip P) s nu -> (i < M)%N -> 0 < s i ->
    let mu x := T P (nu i) x / s i in
    (forall x, T P (Ts P mu) x = s i ^+ 2 * mu x) /\ forall a, nu i a = Ts P mu a / s i.
Definition duality_orthonormal_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i j, is_law P -> left_singular P s mu -> (i < N)%N -> (j < N)%N ->
    0 < s i -> 0 < s j -> dot (pX P) (mu i) (mu i) = 1 -> dot (pX P) (mu j) (mu j) = 1 ->
    dot (pX P) (mu i) (mu j) = (i == j)%:R /\
    dot (pA P) (fun a => Ts P (mu i) a / s i) (fun a => Ts P (mu j) a / s j) = (i == j)%:R.
