(** Chapter 8: the statements. *)
From mathcomp Require Import perm.
From Contextures Require Import Library Contextures Risks Logs.
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

(** classical.conformal: a law of n + 1 scores, each one of the numbers v; f i is the i-th of them.  The threshold is the
    k-th smallest of the first n scores, infinity where k > n, with k = (n + 1)(1 - alpha) rounded up. *)
Definition exchangeable (R : rcfType) n m (P : {ffun 'I_n.+1 -> 'I_m} -> R) :=
  [/\ forall f, 0 <= P f, \sum_f P f = 1 & forall (pi : 'S_n.+1) (f : {ffun 'I_n.+1 -> 'I_m}), P [ffun i => f (pi i)] = P f].
Definition first_scores (R : rcfType) n m (v : 'I_m -> R) (f : {ffun 'I_n.+1 -> 'I_m}) : seq R :=
  [seq v (f (widen_ord (leqnSn n) i)) | i <- enum 'I_n].
Definition covers (R : rcfType) n m (v : 'I_m -> R) k (f : {ffun 'I_n.+1 -> 'I_m}) : bool :=
  (n < k)%N || (v (f ord_max) <= nth 0 (sort (fun a b => a <= b) (first_scores v f)) k.-1).
Definition is_rank (R : rcfType) n (alpha : R) k := n.+1%:R * (1 - alpha) <= k%:R < n.+1%:R * (1 - alpha) + 1.
Definition conformal_lower_printed (R : rcfType) : Prop :=
  forall n m (P : {ffun 'I_n.+1 -> 'I_m} -> R) (v : 'I_m -> R) alpha k, exchangeable P -> 0 < alpha < 1 ->
    is_rank n alpha k -> 1 - alpha <= \sum_(f | covers v k f) P f.
Definition conformal_upper_printed (R : rcfType) : Prop :=
  forall n m (P : {ffun 'I_n.+1 -> 'I_m} -> R) (v : 'I_m -> R) alpha k, exchangeable P -> 0 < alpha < 1 ->
    is_rank n alpha k -> (forall f i j, P f != 0 -> i != j -> v (f i) != v (f j)) ->
    \sum_(f | covers v k f) P f <= 1 - alpha + 1 / n.+1%:R.

(** classical.conformal-uncorrected, corrected: iid scores; the k-th smallest of n with k = n(1 - alpha) rounded up, and
    the linear interpolation between order statistics at the position (n - 1)(1 - alpha), counted from 0. *)
Definition iid (R : rcfType) n m (p : 'I_m -> R) (f : {ffun 'I_n.+1 -> 'I_m}) : R := \prod_i p (f i).
Definition order_statistic (R : rcfType) n m (v : 'I_m -> R) (f : {ffun 'I_n.+1 -> 'I_m}) k : R :=
  nth 0 (sort (fun a b => a <= b) (first_scores v f)) k.
Definition conformal_uncorrected_order_corrected (R : rcfType) : Prop :=
  forall n m (p : 'I_m -> R) (v : 'I_m -> R) (alpha : R) k, is_pmf p -> 0 < alpha < 1 ->
    n%:R * (1 - alpha) <= k%:R < n%:R * (1 - alpha) + 1 ->
    k%:R / n.+1%:R <= \sum_(f : {ffun 'I_n.+1 -> 'I_m} | v (f ord_max) <= order_statistic v f k.-1) iid p f.
Definition conformal_uncorrected_interpolated_corrected (R : rcfType) : Prop :=
  forall n m (p : 'I_m -> R) (v : 'I_m -> R) (alpha : R) j, is_pmf p -> 0 < alpha < 1 -> (0 < n)%N ->
    let h := (n%:R - 1) * (1 - alpha) in j%:R <= h < j%:R + 1 ->
    let q (f : {ffun 'I_n.+1 -> 'I_m}) :=
      order_statistic v f j + (h - j%:R) * (order_statistic v f j.+1 - order_statistic v f j) in
    j.+1%:R / n.+1%:R <= \sum_(f : {ffun 'I_n.+1 -> 'I_m} | v (f ord_max) <= q f) iid p f.

(** classical.data-processing, the parts without a logarithm: laws P and Q before and after a channel W. *)
Definition sent (R : rcfType) n m (P : 'I_n -> R) (W : 'I_n -> 'I_m -> R) : 'I_m -> R := fun b => \sum_a P a * W a b.
Definition pearson (R : rcfType) n (P Q : 'I_n -> R) : R := \sum_a (Q a - P a) ^+ 2 / P a.
Definition data_processing_chi2_printed (R : rcfType) : Prop :=
  forall n m (P Q : 'I_n -> R) (W : 'I_n -> 'I_m -> R), is_pmf P -> is_pmf Q -> (forall a, is_pmf (W a)) ->
    (forall a, P a = 0 -> Q a = 0) -> pearson (sent P W) (sent Q W) <= pearson P Q.
Definition data_processing_tv_printed (R : rcfType) : Prop :=
  forall n m (P Q : 'I_n -> R) (W : 'I_n -> 'I_m -> R), is_pmf P -> is_pmf Q -> (forall a, is_pmf (W a)) ->
    total_variation (sent P W) (sent Q W) <= total_variation P Q.

(** classical.data-processing, the parts with a logarithm: ln is a natural logarithm, see [is_ln]; over the real numbers there
    is one.  What has mass under Q has it under P; U, X, Y is a Markov chain. *)
Definition divergence (R : rcfType) (ln : R -> R) n (Q P : 'I_n -> R) : R := \sum_a Q a * ln (Q a / P a).
Definition information (R : rcfType) (ln : R -> R) n m (P : 'I_n -> 'I_m -> R) : R :=
  \sum_u \sum_x P u x * ln (P u x / (pX P u * pA P x)).
Definition data_processing_kl_printed (R : rcfType) : Prop :=
  forall ln n m (P Q : 'I_n -> R) (W : 'I_n -> 'I_m -> R), is_ln ln -> is_pmf P -> is_pmf Q -> (forall a, is_pmf (W a)) ->
    (forall a, P a = 0 -> Q a = 0) -> divergence ln (sent Q W) (sent P W) <= divergence ln Q P.
Definition data_processing_mi_printed (R : rcfType) : Prop :=
  forall ln n m k (P : 'I_n -> 'I_m -> R) (W : 'I_m -> 'I_k -> R), is_ln ln -> (forall u x, 0 <= P u x) ->
    \sum_u \sum_x P u x = 1 -> (forall x, is_pmf (W x)) ->
    information ln (fun u => sent (P u) W) <= information ln P.

(** classical.change-of-measure: e h is exp(phi_h), any positive number, and so phi_h = ln (e h). *)
Definition free_energy (R : rcfType) (ln : R -> R) n (pi e : 'I_n -> R) : R := ln (\sum_h pi h * e h).
Definition gain_less_divergence (R : rcfType) (ln : R -> R) n (pi e rho : 'I_n -> R) : R :=
  \sum_h rho h * ln (e h) - divergence ln rho pi.
Definition tilted (R : rcfType) n (pi e : 'I_n -> R) : 'I_n -> R := fun h => pi h * e h / \sum_k pi k * e k.
Definition change_of_measure_bound_printed (R : rcfType) : Prop :=
  forall ln n (pi rho e : 'I_n -> R), is_ln ln -> is_pmf pi -> is_pmf rho -> (forall h, pi h = 0 -> rho h = 0) ->
    (forall h, 0 < e h) -> gain_less_divergence ln pi e rho <= free_energy ln pi e.
Definition change_of_measure_attained_printed (R : rcfType) : Prop :=
  forall ln n (pi e : 'I_n -> R), is_ln ln -> is_pmf pi -> (forall h, 0 < e h) ->
    gain_less_divergence ln pi e (tilted pi e) = free_energy ln pi e.

(** classical.fano: X is on n values, and a guess of it is drawn from guess y; 0 ln 0 = 0. *)
Definition conditional_entropy (R : rcfType) (ln : R -> R) n m (P : 'I_n -> 'I_m -> R) : R :=
  (\sum_y pA P y * ln (pA P y)) - \sum_x \sum_y P x y * ln (P x y).
Definition mistaken (R : rcfType) n m (P : 'I_n -> 'I_m -> R) (guess : 'I_m -> 'I_n -> R) : R :=
  1 - \sum_x \sum_y P x y * guess y x.
Definition coin_entropy (R : rcfType) (ln : R -> R) (p : R) : R := - (p * ln p) - (1 - p) * ln (1 - p).
Definition fano_fano_printed (R : rcfType) : Prop :=
  forall ln n m (P : 'I_n -> 'I_m -> R) guess, is_ln ln -> (forall x y, 0 <= P x y) -> \sum_x \sum_y P x y = 1 ->
    (forall y, is_pmf (guess y)) -> (1 < n)%N ->
    conditional_entropy ln P <= coin_entropy ln (mistaken P guess) + mistaken P guess * ln (n%:R - 1).
Definition fano_weak_printed (R : rcfType) : Prop :=
  forall ln n m (P : 'I_n -> 'I_m -> R) guess, is_ln ln -> (forall x y, 0 <= P x y) -> \sum_x \sum_y P x y = 1 ->
    (forall y, is_pmf (guess y)) -> (1 < n)%N -> (conditional_entropy ln P - ln 2%:R) / ln n%:R <= mistaken P guess.

(** classical.mi-chi2 *)
Definition mi_chi2_log_printed (R : rcfType) : Prop :=
  forall ln N M (P : 'I_N -> 'I_M -> R) s mu, is_ln ln -> is_law P -> left_singular P s mu ->
    information ln P <= ln (1 + \sum_(i < N.-1) s i.+1 ^+ 2).
Definition mi_chi2_linear_printed (R : rcfType) : Prop :=
  forall ln N M (P : 'I_N -> 'I_M -> R) s mu, is_ln ln -> is_law P -> left_singular P s mu ->
    ln (1 + \sum_(i < N.-1) s i.+1 ^+ 2) <= \sum_(i < N.-1) s i.+1 ^+ 2.

(** classical.witsenhausen: f and g have the values 0 and 1 *)
Definition witsenhausen_bound_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu (f : pred 'I_N) (g : pred 'I_M), is_law P -> left_singular P s mu ->
    let p := mass (pX P) f in let q := mass (pA P) g in
    `|(\sum_(x | f x) \sum_(y | g y) P x y) - p * q| <= s 1%N * Num.sqrt (p * (1 - p) * q * (1 - q)).
