(** Chapter 7, On the price of a fixed rule: printed forms that certificates decide.  A law by its singular values
    s_1 >= s_2 >= ... (s 0, s 1, ... here) and a task covariance Lambda in its singular functions, n of them. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable R : rcfType.
Implicit Types (n d r : nat) (s lam top theta : nat -> R) (Lam : nat -> nat -> R).

(** The eigenvalues, in descending order, of the first r rows and columns of a symmetric matrix. *)
Definition spectrum r Lam lam :=
  exists e : nat -> 'I_r -> R, eigensystem (fun=> 1) (fun f i => \sum_(j < r) Lam i j * f j) lam e.

(** T Lambda T*, J of the spectral encoder, J* from the eigenvalues theta of T Lambda T*, and the regret rho. *)
Definition image s Lam i j : R := s i * Lam i j * s j.
Definition gain d s Lam : R := \sum_(i < d) s i ^+ 2 * Lam i i.
Definition best_gain d theta : R := \sum_(i < d) theta i.
Definition regret d s Lam theta : R := 1 - gain d s Lam / best_gain d theta.

(** The rows and columns up to 2d; the gap delta, S; the alignment, from the eigenvalues lam of Lambda. *)
Definition half n d := minn (2 * d) n.
Definition gap d s : R := (s d.-1 ^+ 2 - s d ^+ 2) / s 0%N ^+ 2.
Definition energy d s : R := \sum_(i < d) s i ^+ 2.
Definition aligned_gain d s lam : R := \sum_(i < d) s i ^+ 2 * lam i.
Definition alignment d s Lam lam : R := gain d s Lam / aligned_gain d s lam.
Definition top_max top : R := top 0%N.
Definition top_min n d top : R := top (half n d).-1.

(** A law, a covariance with its eigenvalues lam, those of its first block and those of T Lambda T*. *)
Definition problem n d s Lam lam top theta :=
  [/\ (0 < d <= n)%N, (forall i, 0 <= s i.+1 <= s i) /\ (forall i, (n <= i)%N -> s i = 0),
      spectrum n Lam lam /\ (forall i, (i < n)%N -> 0 <= lam i), spectrum (half n d) Lam top
    & spectrum n (image s Lam) theta].

(** The bounds, from the ends of a spectrum: linear in the anisotropy, quadratic, and quadratic with the energy. *)
Definition flat_rate (high low : R) : R := low * (high / low - 1) / high.
Definition fast_rate d s (high low : R) : R := d%:R * (high / low - 1) ^+ 2 / (4%:R * gap d s).
Definition energy_rate d s (high low : R) : R :=
  d%:R * s 0%N ^+ 2 * (high / low - 1) ^+ 2 / (4%:R * energy d s * gap d s).
Definition criterion d (high low : R) : R := d%:R * high * (high / low - 1) / (4%:R * low).

(** q = s_{d+1}^2/s_d^2, 1 where s_d = 0, and the bound W(q, kappa), inverse = 1/kappa. *)
Definition fall d s : R := if s d.-1 == 0 then 1 else (s d / s d.-1) ^+ 2.
Definition largest_regret (q inverse : R) : R :=
  if (1 + inverse) * q <= 2%:R * inverse then
    (if q < 1 then (1 - inverse) ^+ 2 / inverse * q / (4%:R * (1 - q)) else 0)
  else 1 - inverse / q.
Definition linear_rate (q : R) : R := if q < 1 then 0 else 1.

(** How far Lambda may move before the spectral encoder is not the best one: the ends of its two blocks. *)
Definition radius d s (first_min second_max second_min : R) : R :=
  Num.min ((s d.-1 ^+ 2 * first_min - s d ^+ 2 * second_max) / (s d.-1 ^+ 2 + s d ^+ 2)) (Num.min first_min second_min).
Definition second_block d Lam i j : R := Lam (d + i)%N (d + j)%N.
End Definitions.

(** neighbours.tang-algorithm-gap. *)
Definition tang_algorithm_gap_regret_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta -> 0 < top_min n d top ->
    criterion d (top_max top) (top_min n d top) < gap d s ->
    regret d s Lam theta <= fast_rate d s (top_max top) (top_min n d top).

(** neighbours.tang-chain. *)
Definition tang_chain_middle_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta -> 0 < aligned_gain d s lam ->
    s (2 * d)%N = 0 -> 0 < gap d s -> 0 < top_min n d top ->
    1 - alignment d s Lam lam
      <= Num.min (fast_rate d s (top_max top) (top_min n d top)) (flat_rate (top_max top) (top_min n d top)).

(** neighbours.tang-cone-geometry. *)
Definition tang_cone_geometry_open_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta first second, problem n d s Lam lam top theta ->
    spectrum d Lam first -> spectrum (n - d) (second_block d Lam) second -> (d < n)%N -> 0 < s d ->
    (forall i, (i < n)%N -> forall j, (j < n)%N -> (i < d <= j)%N -> Lam i j = 0) -> 0 < first d.-1 ->
    s d ^+ 2 * second 0%N <= first d.-1 * s d.-1 ^+ 2 ->
    0 < radius d s (first d.-1) (second 0%N) (second (n - d).-1).
Definition tang_cone_geometry_open_positive_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta first second, problem n d s Lam lam top theta ->
    spectrum d Lam first -> spectrum (n - d) (second_block d Lam) second -> (d < n)%N -> 0 < s d ->
    (forall i, (i < n)%N -> forall j, (j < n)%N -> (i < d <= j)%N -> Lam i j = 0) -> 0 < first d.-1 ->
    s d ^+ 2 * second 0%N <= first d.-1 * s d.-1 ^+ 2 -> 0 < second (n - d).-1 ->
    0 < radius d s (first d.-1) (second 0%N) (second (n - d).-1).

(** neighbours.tang-criterion: the extreme eigenvalues high and low of Lambda. *)
Definition tang_criterion_right_printed (R : rcfType) : Prop :=
  forall d (s : nat -> R) high low, (0 < d)%N -> (forall i, 0 <= s i.+1 <= s i) -> 0 < low -> low <= high -> 0 < gap d s ->
    criterion d high low < gap d s -> fast_rate d s high low < flat_rate high low.
Definition tang_criterion_left_printed (R : rcfType) : Prop :=
  forall d (s : nat -> R) high low, (0 < d)%N -> (forall i, 0 <= s i.+1 <= s i) -> 0 < low -> low <= high -> 0 < gap d s ->
    criterion d high low < gap d s -> energy_rate d s high low < flat_rate high low.
Definition tang_criterion_left_only_if_printed (R : rcfType) : Prop :=
  forall d (s : nat -> R) high low, (0 < d)%N -> (forall i, 0 <= s i.+1 <= s i) -> 0 < low -> low <= high -> 0 < gap d s ->
    energy_rate d s high low < flat_rate high low -> criterion d high low < gap d s.

(** neighbours.tang-fast-rate-sharp: the regret of the worst covariance of two values is no smaller than the rate. *)
Definition tang_fast_rate_sharp_attained_printed (R : rcfType) : Prop :=
  forall d (s : nat -> R) high low, (0 < d)%N -> (forall i, 0 <= s i.+1 <= s i) -> 0 < low -> low < high -> 0 < gap d s ->
    energy_rate d s high low
      <= low * s d ^+ 2 * (high / low - 1) ^+ 2 / (4%:R * high * s d.-1 ^+ 2 * (1 - s d ^+ 2 / s d.-1 ^+ 2)).

(** neighbours.tang-fast-rate-tail-product: t is Theta, the tail. *)
Definition tang_fast_rate_tail_product_bound_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta t, problem n d s Lam lam top theta -> 0 < gap d s -> 0 < top_min n d top ->
    0 <= t -> t ^+ 2 = s (2 * d)%N ^+ 2 * d%:R * lam 0%N / (top_max top * energy d s) ->
    regret d s Lam theta
      <= 1 - (1 - Num.min (flat_rate (top_max top) (top_min n d top)) (energy_rate d s (top_max top) (top_min n d top)))
             / (1 + t) ^+ 2.

(** neighbours.tang-localised-alignment. *)
Definition tang_localised_alignment_aligned_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta -> 0 < top_max top ->
    0 < aligned_gain d s lam -> top_max top = top_min n d top ->
    d%:R * lam 0%N * s (2 * d)%N ^+ 2 / (energy d s * top_max top) = 0 ->
    alignment d s Lam lam = 1.

(** neighbours.tang-localised-verbatim. *)
Definition tang_localised_verbatim_fast_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta -> 0 < gap d s -> 0 < top_min n d top ->
    regret d s Lam theta
      <= Num.min (flat_rate (top_max top) (top_min n d top)) (energy_rate d s (top_max top) (top_min n d top)).
Definition tang_localised_verbatim_alignment_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta -> 0 < top_max top ->
    0 < aligned_gain d s lam -> 1 - alignment d s Lam lam <= 1 - top_min n d top / top_max top.
Definition tang_localised_verbatim_regret_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta -> 0 < top_max top ->
    0 < best_gain d theta -> regret d s Lam theta <= 1 - top_min n d top / top_max top.

(** neighbours.tang-only-top-block: two covariances that agree up to 2d. *)
Definition tang_only_top_block_same_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta Lam' lam' top' theta', problem n d s Lam lam top theta ->
    problem n d s Lam' lam' top' theta' ->
    (forall i, (i < half n d)%N -> forall j, (j < half n d)%N -> Lam i j = Lam' i j) -> 0 < best_gain d theta ->
    regret d s Lam theta = regret d s Lam' theta'.

(** neighbours.tang-tail-free: Lambda is a multiple of the identity on the first 2d functions. *)
Definition tang_tail_free_free_printed (R : rcfType) : Prop :=
  forall n d (s : nat -> R) Lam lam top theta, problem n d s Lam lam top theta ->
    (forall i, (i < n)%N -> forall j, (j < half n d)%N -> Lam i j = (if i == j then Lam 0%N 0%N else 0)) ->
    0 < Lam 0%N 0%N -> 0 < best_gain d theta -> regret d s Lam theta = 0.

(** neighbours.tang-price-attained: inverse is 1/kappa. *)
Definition tang_price_attained_attained_printed (R : rcfType) : Prop :=
  forall d (s : nat -> R) inverse, (0 < d)%N -> (forall i, 0 <= s i.+1 <= s i) -> 0 < inverse <= 1 ->
    0 < s (2 * d).-1 -> 1 - inverse <= largest_regret (fall d s) inverse.

(** neighbours.tang-price-order: the order of the price in the anisotropy is one for each law. *)
Definition tang_price_order_per_law_printed (R : rcfType) : Prop :=
  forall d (s : nat -> R), (0 < d)%N -> (forall i, 0 <= s i.+1 <= s i) -> 0 < s (2 * d).-1 -> 0 < linear_rate (fall d s).

(** neighbours.tang-coherent: Lambda is the partial trace of c Id + sum of gamma_r w_r w_r^T for w_r = a (x) b_r. *)
Definition coherent (R : rcfType) r u c (gamma : 'I_r -> R) (a : nat -> R) (b : 'I_r -> 'I_u -> R) i j : R :=
  \sum_k ((if i == j then c else 0) + \sum_t gamma t * (a i * b t k) * (a j * b t k)).
Definition tang_coherent_exact_printed (R : rcfType) : Prop :=
  forall r m u c (gamma : 'I_r -> R) (a : nat -> R) (b : 'I_r -> 'I_u -> R) lam, (0 < m)%N -> 0 < c -> (forall t, 0 < gamma t) ->
    \sum_(i < m) a i ^+ 2 = 1 -> (forall t, \sum_k b t k ^+ 2 = 1) -> spectrum m (coherent c gamma a b) lam ->
    lam 0%N / lam m.-1 - 1 = (\sum_t gamma t) / (c * u%:R).
