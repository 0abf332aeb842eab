(** Chapter 8: printed forms that certificates decide.  ln is a natural logarithm: see [is_ln]; over the real numbers there is
    one. *)
From Contextures Require Import Library Contextures Risks Samples Logs.
From mathcomp Require Export binomial.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable R : rcfType.
Implicit Types (delta p t : R) (n o : nat).

(** Values in [0, 1], their mean and the variance of a sample. *)
Definition in_unit o (value : 'I_o -> R) := forall z, 0 <= value z <= 1.
Definition spread o (value : 'I_o -> R) (drawn : seq 'I_o) : R :=
  total (fun z => (value z - average value drawn) ^+ 2) drawn / ((size drawn)%:R - 1).

(** P(Bin(n, p) <= t), and with t rounded up. *)
Definition binomial_tail n p t : R :=
  \sum_(k < n.+1) (if k%:R <= t then 'C(n, k)%:R * p ^+ k * (1 - p) ^+ (n - k) else 0).
Definition binomial_tail_up n p t : R :=
  \sum_(k < n.+1) (if k%:R < t + 1 then 'C(n, k)%:R * p ^+ k * (1 - p) ^+ (n - k) else 0).

(** The relative entropy kl(q || p) for a logarithm. *)
Definition relative_entropy (ln : R -> R) (q p : R) : R := q * ln (q / p) + (1 - q) * ln ((1 - q) / (1 - p)).

(** The largest of n values that are at least 0; of |sum_i sigma_i t_i| over vectors; the mean over all signs. *)
Definition largest n (f : 'I_n -> R) : R := foldr (fun i m => Num.max (f i) m) 0 (ords n).
Definition sign (b : 'I_2) : R := 1 - 2%:R * b%:R.
Definition mean_over_signs n (f : seq 'I_2 -> R) : R := expectation (fun=> 2%:R^-1) n f.
Definition signed n (t : 'I_n -> R) (sigma : seq 'I_2) : R :=
  foldr (fun (i : 'I_n) s => sign (nth ord0 sigma i) * t i + s) 0 (ords n).
Definition largest_size a n (t : 'I_a -> 'I_n -> R) : R :=
  mean_over_signs n (fun sigma => largest (fun k => `|signed (t k) sigma|)).

(** How many draws are below a score, or at most it; the k-th smallest score of a sample. *)
Definition count_below o (score : 'I_o -> R) (x : 'I_o) (drawn : seq 'I_o) : R :=
  total (fun z => if score z < score x then 1 else 0) drawn.
Definition count_up_to o (score : 'I_o -> R) (x : 'I_o) (drawn : seq 'I_o) : R :=
  total (fun z => if score z <= score x then 1 else 0) drawn.
Definition largest_score o (score : 'I_o -> R) (drawn : seq 'I_o) : R := foldr (fun z m => Num.max (score z) m) 0 drawn.
Definition order_statistic o (score : 'I_o -> R) (k : nat) (drawn : seq 'I_o) : R :=
  foldr (fun z m => if k%:R <= count_up_to score z drawn then Num.min (score z) m else m) (largest_score score drawn) drawn.
End Definitions.

(** classical.one-log: one ln(1/delta) for both sides. *)
Definition one_log_hoeffding_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta, is_pmf law -> in_unit value -> 0 < delta < 1 ->
    probability law n (fun drawn => ln (1 / delta) < 2%:R * n%:R * (average value drawn - mean law value) ^+ 2) <= delta.
Definition one_log_kl_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta, is_pmf law -> in_unit value -> 0 < delta < 1 ->
    probability law n (fun drawn =>
      ln (1 / delta) <= n%:R * relative_entropy ln (average value drawn) (mean law value)) <= delta.

(** classical.bernstein-plug-in: the variance of the sample in place of that of the law. *)
Definition beyond_plug_in (R : rcfType) o n (law value : 'I_o -> R) (level : R) (drawn : seq 'I_o) : bool :=
  let gap := mean law value - average value drawn - level / (3%:R * n%:R) in
  (0 < gap) && (2%:R * spread value drawn * level / n%:R < gap ^+ 2).
Definition bernstein_plug_in_limit_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta, is_pmf law -> in_unit value -> 0 < delta < 1 -> (1 < n)%N ->
    probability law n (beyond_plug_in n law value (ln (1 / delta))) <= delta.

(** classical.kl-as-printed: the limits U (or L) of each sample, with >= in place of >. *)
Definition kl_as_printed_upper_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta U, is_pmf law -> in_unit value -> 0 < delta < 1 -> (0 < n)%N ->
    (forall drawn, size drawn = n -> is_sup (fun u => average value drawn <= u <= 1
      /\ n%:R * relative_entropy ln (average value drawn) u <= ln (1 / delta)) (U drawn)) ->
    probability law n (fun drawn => U drawn <= mean law value) <= delta.
Definition kl_as_printed_lower_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta L, is_pmf law -> in_unit value -> 0 < delta < 1 -> (0 < n)%N ->
    (forall drawn, size drawn = n -> is_inf (fun u => 0 <= u <= average value drawn
      /\ n%:R * relative_entropy ln (average value drawn) u <= ln (1 / delta)) (L drawn)) ->
    probability law n (fun drawn => mean law value <= L drawn) <= delta.

(** classical.median-of-means, k blocks of m draws, here one block: |mean - p| > sqrt(32 v L/n). *)
Definition median_of_means_delta_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta, is_pmf law -> 0 < delta < 1 -> (0 < n)%N ->
    8%:R * ln (1 / delta) <= 1 -> 1 - 1 < 8%:R * ln (1 / delta) ->
    probability law n (fun drawn => 32%:R * mean law (fun z => (value z - mean law value) ^+ 2) * ln (1 / delta) / n%:R
      < (average value drawn - mean law value) ^+ 2) <= delta.

(** classical.betting-halves: stakes in [0, 1] that are decided before the data; the largest capital of a gambler against
    the mean in the first half, times that in the second half. *)
Definition factor (R : rcfType) o (law value : 'I_o -> R) (stake : R) z : R := 1 - stake * (value z - mean law value).
Fixpoint peak (R : rcfType) (capital : R) (factors : seq R) : R :=
  if factors is f :: others then Num.max (capital * f) (peak (capital * f) others) else 0.
Definition betting_halves_product_printed (R : rcfType) : Prop :=
  forall o m (law value : 'I_o -> R) (stake : nat -> R) delta, is_pmf law -> in_unit value -> (forall j, (j < m + m)%N -> 0 <= stake j <= 1) ->
    0 < delta < 1 -> (1 < m)%N ->
    probability law (m + m) (fun drawn =>
      let factors := [seq factor law value (stake jz.1) jz.2 | jz <- zip (iota 0 (m + m)) drawn] in
      1 / delta <= peak 1 (take m factors) * peak 1 (drop m factors)) <= delta.

(** classical.binomial-pvalue-losses: P(p-value <= u)/u where the mean is at least alpha. *)
Definition binomial_pvalue_losses_floor_printed (R : rcfType) : Prop :=
  forall o n (law losses : 'I_o -> R) alpha u, is_pmf law -> in_unit losses -> 0 < alpha < 1 -> alpha <= mean law losses ->
    0 < u -> probability law n (fun drawn => binomial_tail n alpha (total losses drawn) <= u) / u <= 1.
Definition binomial_pvalue_losses_ceil_printed (R : rcfType) : Prop :=
  forall o n (law losses : 'I_o -> R) alpha u, is_pmf law -> in_unit losses -> 0 < alpha < 1 -> alpha <= mean law losses ->
    0 < u -> probability law n (fun drawn => binomial_tail_up n alpha (total losses drawn) <= u) / u <= 1.

(** classical.clopper-pearson-losses: p is above the limit U(k) iff k < n and P(Bin(n, p) <= k) < delta. *)
Definition clopper_pearson_losses_floor_printed (R : rcfType) : Prop :=
  forall o n (law value : 'I_o -> R) delta, is_pmf law -> in_unit value -> 0 < delta < 1 ->
    probability law n (fun drawn => binomial_tail n (mean law value) (total value drawn) < delta) <= delta.

(** classical.conformal-uncorrected: the score of a new point is at most the k-th smallest, k = ceil(n(1 - alpha)); and at
    most the quantile between two order statistics. *)
Definition conformal_uncorrected_order_printed (R : rcfType) : Prop :=
  forall o n k (law score : 'I_o -> R) alpha, is_pmf law -> 0 < alpha < 1 ->
    k%:R - 1 < n%:R * (1 - alpha) -> n%:R * (1 - alpha) <= k%:R ->
    1 - alpha <= \sum_x law x * probability law n (fun drawn => count_below score x drawn < k%:R).
Definition conformal_uncorrected_interpolated_printed (R : rcfType) : Prop :=
  forall o n k (law score : 'I_o -> R) alpha, is_pmf law -> (forall x, 0 <= score x) -> 0 < alpha < 1 ->
    k%:R <= n.-1%:R * (1 - alpha) -> n.-1%:R * (1 - alpha) < k%:R + 1 ->
    1 - alpha <= \sum_x law x * probability law n (fun drawn =>
      let low := order_statistic score k.+1 drawn in let high := order_statistic score (minn k.+2 n) drawn in
      score x <= low + (n.-1%:R * (1 - alpha) - k%:R) * (high - low)).

(** classical.contraction-absolute: image k i is phi_i(t k i), phi_i(0) = 0, and phi_i is L-Lipschitz on these points. *)
Definition contraction_absolute_one_printed (R : rcfType) : Prop :=
  forall a n (t image : 'I_a -> 'I_n -> R) L,
    (forall k i, `|image k i| <= L * `|t k i|) ->
    (forall k l i, `|image k i - image l i| <= L * `|t k i - t l i|) -> largest_size image <= largest_size t * L.

(** classical.massart-absolute, squared: vectors whose squared lengths are at most norm2. *)
Definition massart_absolute_one_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall a n (t : 'I_a -> 'I_n -> R) norm2, (0 < n)%N -> (forall k, \sum_i t k i ^+ 2 <= norm2) ->
    (largest_size t / n%:R) ^+ 2 <= 2%:R * norm2 * ln a%:R / n%:R ^+ 2.

(** classical.desymmetrisation, without a centred class. *)
Definition signed_total (R : rcfType) o (f : 'I_o -> R) (drawn : seq 'I_o) (sigma : seq 'I_2) : R :=
  foldr (fun zb s => sign R zb.2 * f zb.1 + s) 0 (zip drawn sigma).
Definition symmetrised (R : rcfType) o h (law : 'I_o -> R) n (f : 'I_h -> 'I_o -> R) : R :=
  expectation law n (fun drawn => mean_over_signs n (fun sigma => largest (fun k => `|signed_total (f k) drawn sigma / n%:R|))).
Definition uniform_deviation (R : rcfType) o h (law : 'I_o -> R) n (f : 'I_h -> 'I_o -> R) : R :=
  expectation law n (fun drawn => largest (fun k => `|mean law (f k) - average (f k) drawn|)).
Definition desymmetrisation_free_printed (R : rcfType) : Prop :=
  forall o h n (law : 'I_o -> R) (f : 'I_h -> 'I_o -> R), is_pmf law -> (0 < n)%N ->
    symmetrised law n f / 2%:R <= uniform_deviation law n f.

(** classical.ridge-loo-average: the residual of the first point, left out, at the penalty (n - 1) c, and the corrected one of
    the whole fit at n c; w, w' and v solve the normal equations. *)
Definition fits (R : rcfType) n q (on : 'I_n -> bool) (x : 'I_n -> 'I_q -> R) (y : 'I_n -> R) (c : R) (w : 'I_q -> R) :=
  forall j, (\sum_(i | on i) x i j * \sum_k x i k * w k) + c * w j = \sum_(i | on i) x i j * y i.
Definition only n (i j : 'I_n) (R : rcfType) : R := if i == j then 1 else 0.
Definition ridge_loo_average_residual_printed (R : rcfType) : Prop :=
  forall n q (x : 'I_n.+2 -> 'I_q -> R) (y : 'I_n.+2 -> R) c (w w' v : 'I_q -> R), 0 < c ->
    fits (fun i => i != ord0) x y (n.+1%:R * c) w -> fits (fun=> true) x y (n.+2%:R * c) w' ->
    fits (fun=> true) x (fun i => only i ord0 R) (n.+2%:R * c) v ->
    y ord0 - \sum_k x ord0 k * w k = (y ord0 - \sum_k x ord0 k * w' k) / (1 - \sum_k x ord0 k * v k).

(** classical.folk-intervals, Wald's: the printed number z is the normal quantile of delta; no other would do. *)
Definition folk_intervals_wald_printed (R : rcfType) : Prop :=
  forall delta : R, 0 < delta < 1 -> exists z, forall n p, (0 < n)%N -> 0 < p < 1 ->
    \sum_(k < n.+1) (if z ^+ 2 * (k%:R / n%:R) * (1 - k%:R / n%:R) / n%:R < (k%:R / n%:R - p) ^+ 2
      then 'C(n, k)%:R * p ^+ k * (1 - p) ^+ (n - k) else 0) <= delta.

(** classical.serfling-fraction, in logarithms: n draws without replacement. *)
Definition without_replacement (R : rcfType) m (event : seq 'I_m -> bool) n : R :=
  over_lists n (fun drawn : seq 'I_m => if uniq drawn && event drawn then 1 else 0)
    / over_lists n (fun drawn : seq 'I_m => if uniq drawn then 1 else 0).
Definition serfling_fraction_fraction_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall m n (value : 'I_m -> R) gap, in_unit value -> 0 < gap -> (0 < n < m)%N ->
    let tail := without_replacement R (fun drawn => n%:R * ((\sum_i value i) / m%:R + gap) <= total value drawn) n in
    0 < tail -> ln tail <= - 2%:R * n%:R * gap ^+ 2 / (1 - n%:R / m%:R).

(** Mutual information of a joint law; chi-square, total variation and what a channel makes of laws. *)
Definition mutual_information (R : rcfType) (ln : R -> R) X Y (P : 'I_X -> 'I_Y -> R) : R :=
  \sum_x \sum_y P x y * ln (P x y / (pX P x * pA P y)).
Definition chi_square_from (R : rcfType) n (p q : 'I_n -> R) : R := (\sum_i p i ^+ 2 / q i) - 1.
Definition sent (R : rcfType) n m (p : 'I_n -> R) (W : 'I_n -> 'I_m -> R) y : R := \sum_x p x * W x y.
Definition through (R : rcfType) u n m (P : 'I_u -> 'I_n -> R) (W : 'I_n -> 'I_m -> R) i y : R := \sum_x P i x * W x y.

(** classical.renyi-contraction: eta is at least the distance of any two rows. *)
Definition renyi_contraction_renyi_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall n m (p q : 'I_n -> R) (W : 'I_n -> 'I_m -> R) eta, is_pmf p -> is_pmf q -> (forall i, is_pmf (W i)) ->
    (forall i, 0 < q i) -> (forall y, 0 < sent q W y) -> (forall i j, total_variation (W i) (W j) <= eta) ->
    ln (chi_square_from (sent p W) (sent q W) + 1) <= eta * ln (chi_square_from p q + 1).

(** classical.gaussian-mi: s 1 is the maximal correlation. *)
Definition gaussian_mi_lower_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R) s mu, is_law P -> left_singular P s mu -> s 1%N ^+ 2 < 1 ->
    - ln (1 - s 1%N ^+ 2) / 2%:R <= mutual_information ln P.
Definition gaussian_mi_upper_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R) s mu, is_law P -> left_singular P s mu -> s 1%N ^+ 2 < 1 ->
    mutual_information ln P <= - ln (1 - s 1%N ^+ 2) / 2%:R.

(** classical.erkip-cover: U - X - Y, the maximal correlation of X and Y. *)
Definition erkip_cover_bound_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall u n m (P : 'I_u -> 'I_n -> R) (W : 'I_n -> 'I_m -> R) s mu, is_law P -> (forall i, is_pmf (W i)) ->
    left_singular (fun x y => pA P x * W x y) s mu ->
    mutual_information ln (through P W) <= mutual_information ln P * s 1%N ^+ 2.

(** classical.split-kl: a value is mu and what it is above it, less what it is below; the limits U and L of both parts. *)
Definition split_kl_limit_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall o n (law value : 'I_o -> R) delta mu U L, is_pmf law -> in_unit value -> 0 < delta < 1 -> 0 < mu < 1 -> (0 < n)%N ->
    let up drawn := average (fun z => Num.max 0 (value z - mu)) drawn / (1 - mu) in
    let down drawn := average (fun z => Num.max 0 (mu - value z)) drawn / mu in
    (forall drawn, size drawn = n -> is_sup (fun u => up drawn <= u <= 1
      /\ n%:R * relative_entropy ln (up drawn) u <= ln (2%:R / delta)) (U drawn)) ->
    (forall drawn, size drawn = n -> is_inf (fun u => 0 <= u <= down drawn
      /\ n%:R * relative_entropy ln (down drawn) u <= ln (2%:R / delta)) (L drawn)) ->
    probability law n (fun drawn => mu + (1 - mu) * U drawn - mu * L drawn <= mean law value) <= delta.
