(** Chapter 7: the statements. *)
From Contextures Require Import Library Contextures Risks Graphs Difficult.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** neighbours.haochen-spectral-loss, Lemma 3.2: w(a, b) is the law of two views of one input. *)
Definition haochen_spectral_loss_identity_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R), is_law P ->
    let w := pair P in
    factor_residual w (degree w) f = spectral_loss w (degree w) f + graph_size w (degree w).

(** neighbours.difficult-factorisation, (2): for weights of sum 1, and for weights as they are. *)
Definition is_graph (R : rcfType) n (w : 'I_n -> 'I_n -> R) := forall a b, 0 <= w a b /\ w a b = w b a.
Definition difficult_factorisation_shares_printed (R : rcfType) : Prop :=
  forall n d (w : 'I_n -> 'I_n -> R) (f : 'I_d -> 'I_n -> R), is_graph w -> 0 < \sum_a \sum_b w a b ->
    let v a b := w a b / \sum_a \sum_b w a b in
    factor_residual v (degree v) f = spectral_loss v (degree v) f + graph_size w (degree w).
Definition difficult_factorisation_plain_printed (R : rcfType) : Prop :=
  forall n d (w : 'I_n -> 'I_n -> R) (f : 'I_d -> 'I_n -> R), is_graph w ->
    factor_residual w (degree w) f = spectral_loss w (degree w) f + graph_size w (degree w).

(** neighbours.ncl-rotation, Theorem 1: (Rf)(x) = R f(x). *)
Definition turned (R : rcfType) n d (U : 'I_d -> 'I_d -> R) (f : 'I_d -> 'I_n -> R) : 'I_d -> 'I_n -> R :=
  fun k x => \sum_l U k l * f l x.
Definition is_orthogonal (R : rcfType) d (U : 'I_d -> 'I_d -> R) := forall k l, \sum_i U i k * U i l = (k == l)%:R.
Definition ncl_rotation_inner_products_printed (R : rcfType) : Prop :=
  forall n d (U : 'I_d -> 'I_d -> R) (f : 'I_d -> 'I_n -> R) a b, is_orthogonal U ->
    product (turned U f) a b = product f a b.
Definition ncl_rotation_loss_printed (R : rcfType) : Prop :=
  forall C N d (P : 'I_C -> 'I_N -> R) (U : 'I_d -> 'I_d -> R) (f : 'I_d -> 'I_N -> R), is_law P -> is_orthogonal U ->
    spectral_loss (pair P) (pA P) (turned U f) = spectral_loss (pair P) (pA P) f.

(** neighbours.ncl-factorisation, (3): pair P is the law of two points of one class. *)
Definition ncl_factorisation_identity_printed (R : rcfType) : Prop :=
  forall C N d (P : 'I_C -> 'I_N -> R) (f : 'I_d -> 'I_N -> R), is_law P ->
    spectral_loss (pair P) (pA P) f = factor_residual (pair P) (pA P) f - graph_size (pair P) (pA P).

(** neighbours.ncl-equivalence, Theorem 2. *)
Definition ncl_equivalence_constant_printed (R : rcfType) : Prop :=
  forall C N d (P : 'I_C -> 'I_N -> R) (f g : 'I_d -> 'I_N -> R), is_law P ->
    (forall k x, 0 <= f k x) -> (forall k x, 0 <= g k x) ->
    factor_residual (pair P) (pA P) f - spectral_loss (pair P) (pA P) f
      = factor_residual (pair P) (pA P) g - spectral_loss (pair P) (pA P) g.

(** neighbours.ncl-optimal, Theorem 3. *)
Definition ncl_optimal_minimum_printed (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) (f : 'I_C -> 'I_N -> R), is_law P -> (forall k x, 0 <= f k x) ->
    spectral_loss (pair P) (pA P) (phi P) <= spectral_loss (pair P) (pA P) f.
Definition ncl_optimal_value_printed (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R), is_law P ->
    spectral_loss (pair P) (pA P) (phi P) = - graph_size (pair P) (pA P).

(** neighbours.ncl-wide, footnote to Theorem 3: phi and r coordinates of zeros. *)
Definition padded (R : rcfType) C N (P : 'I_C -> 'I_N -> R) r : 'I_(C + r) -> 'I_N -> R :=
  fun k x => match split k with inl c => phi P c x | inr _ => 0 end.
Definition ncl_wide_minimum_printed (R : rcfType) : Prop :=
  forall C N r (P : 'I_C -> 'I_N -> R) (f : 'I_(C + r) -> 'I_N -> R), is_law P -> (0 < r)%N ->
    (forall k x, 0 <= f k x) ->
    spectral_loss (pair P) (pA P) (padded P (r := r)) <= spectral_loss (pair P) (pA P) f.
Definition ncl_wide_value_printed (R : rcfType) : Prop :=
  forall C N r (P : 'I_C -> 'I_N -> R), is_law P -> (0 < r)%N ->
    spectral_loss (pair P) (pA P) (padded P (r := r)) = - graph_size (pair P) (pA P).

(** neighbours.difficult-larger, discussion of Theorems 3.3 and 3.4. *)
Definition difficult_larger_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    (n_d%:R - 1) * (1 - alpha) < n%:R * (alpha + r%:R * beta) ->
    error_bound delta (q_3 n r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma).
Definition difficult_larger_only_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    n%:R * (alpha + r%:R * beta) <= (n_d%:R - 1) * (1 - alpha) ->
    error_bound delta (q_4 n n_d r alpha beta gamma) <= error_bound delta (q_3 n r alpha beta).

(** neighbours.difficult-harder, the same: gamma' in place of gamma. *)
Definition difficult_harder_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' delta : R), usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
    (n_d%:R - 1) * (1 - alpha) < n%:R * (alpha + r%:R * beta) ->
    error_bound delta (q_4 n n_d r alpha beta gamma) < error_bound delta (q_4 n n_d r alpha beta gamma').
Definition difficult_harder_only_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' delta : R), usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
    n%:R * (alpha + r%:R * beta) <= (n_d%:R - 1) * (1 - alpha) ->
    error_bound delta (q_4 n n_d r alpha beta gamma') <= error_bound delta (q_4 n n_d r alpha beta gamma).

(** neighbours.difficult-reduces, the same. *)
Definition difficult_reduces_same_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), (0 < n_d < n)%N -> 0 <= beta -> gamma = beta -> gamma < alpha < 1 ->
    error_bound delta (q_4 n n_d r alpha beta gamma) = error_bound delta (q_3 n r alpha beta).

(** neighbours.difficult-removal, Corollary 4.1. *)
Definition removal_gap (R : rcfType) n n_d r (alpha beta gamma : R) : R :=
  n_d%:R * (1 - alpha) * (alpha + r%:R * gamma) / (r%:R * (1 - alpha + (n%:R - n_d%:R) * (alpha + r%:R * beta))).
Definition difficult_removal_better_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    removal_gap n n_d r alpha beta gamma < gamma - beta ->
    error_bound delta (q_5 n n_d r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma).

(** neighbours.difficult-removal-exact. *)
Definition removal_costs (R : rcfType) n_d r (alpha beta : R) : R := n_d%:R * (1 - alpha) * (alpha + r%:R * beta).
Definition removal_gains (R : rcfType) n n_d r (alpha beta gamma : R) : R :=
  r%:R * (gamma - beta) * ((n%:R - n_d%:R) * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha)).
Definition difficult_removal_exact_if_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    removal_costs n_d r alpha beta < removal_gains n n_d r alpha beta gamma ->
    error_bound delta (q_5 n n_d r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma).
Definition difficult_removal_exact_only_if_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    removal_gains n n_d r alpha beta gamma <= removal_costs n_d r alpha beta ->
    error_bound delta (q_4 n n_d r alpha beta gamma) <= error_bound delta (q_5 n n_d r alpha beta).
Definition difficult_removal_exact_corollary_only_if_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    error_bound delta (q_4 n n_d r alpha beta gamma) <= error_bound delta (q_5 n n_d r alpha beta) ->
    gamma - beta <= removal_gap n n_d r alpha beta gamma.

(** neighbours.difficult-removal-when, text after Corollary 4.1: removal helps from some gamma_0 < alpha on, alpha
    itself counted, or for no gamma; with one difficult example it helps exactly beyond a gap. *)
Definition difficult_removal_when_hard_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta delta : R), (0 < n_d < n)%N -> (0 < r)%N -> 0 <= beta < alpha -> alpha < 1 -> 0 < delta ->
    removal_costs n_d r alpha beta < removal_gains n n_d r alpha beta alpha ->
    exists2 gamma_0, beta < gamma_0 < alpha & forall gamma, gamma_0 <= gamma <= alpha ->
      error_bound delta (q_5 n n_d r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma).
Definition difficult_removal_when_hard_only_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta delta : R), (0 < n_d < n)%N -> (0 < r)%N -> 0 <= beta < alpha -> alpha < 1 -> 0 < delta ->
    removal_gains n n_d r alpha beta alpha <= removal_costs n_d r alpha beta ->
    forall gamma, beta < gamma <= alpha ->
      error_bound delta (q_4 n n_d r alpha beta gamma) <= error_bound delta (q_5 n n_d r alpha beta).
Definition difficult_removal_when_few_if_corrected (R : rcfType) : Prop :=
  forall n r (alpha beta gamma delta : R), usual n 1 r alpha beta gamma delta ->
    (1 - alpha) / (r%:R * (n%:R - 1)) < gamma - beta ->
    error_bound delta (q_5 n 1 r alpha beta) < error_bound delta (q_4 n 1 r alpha beta gamma).
Definition difficult_removal_when_few_only_if_corrected (R : rcfType) : Prop :=
  forall n r (alpha beta gamma delta : R), usual n 1 r alpha beta gamma delta ->
    gamma - beta <= (1 - alpha) / (r%:R * (n%:R - 1)) ->
    error_bound delta (q_4 n 1 r alpha beta gamma) <= error_bound delta (q_5 n 1 r alpha beta).

(** neighbours.difficult-margin-entry, Theorem 4.3 (7). *)
Definition difficult_margin_entry_entry_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    gamma / c_1 n n_d r alpha beta gamma - c_1 n n_d r alpha beta gamma * margin n n_d r alpha beta gamma
      = beta / c_2 n r alpha beta.

(** neighbours.difficult-margin-sign, text after Theorem 4.3. *)
Definition difficult_margin_sign_positive_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    0 < margin n n_d r alpha beta gamma.
Definition difficult_margin_sign_increasing_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' delta : R), usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
    n_d%:R ^+ 2 * r%:R ^+ 2 * (gamma - beta) * (gamma' - beta) < c_2 n r alpha beta ^+ 2 ->
    margin n n_d r alpha beta gamma < margin n n_d r alpha beta gamma'.
Definition difficult_margin_sign_increasing_only_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' delta : R), usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
    c_2 n r alpha beta ^+ 2 <= n_d%:R ^+ 2 * r%:R ^+ 2 * (gamma - beta) * (gamma' - beta) ->
    margin n n_d r alpha beta gamma' <= margin n n_d r alpha beta gamma.

(** neighbours.difficult-temperature-entry, Theorem 4.5 (10). *)
Definition difficult_temperature_entry_entry_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta -> 0 < beta ->
    temperature n n_d r alpha beta gamma * gamma / c_1 n n_d r alpha beta gamma = beta / c_2 n r alpha beta.
Definition difficult_temperature_entry_below_one_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta -> 0 < beta ->
    temperature n n_d r alpha beta gamma < 1.

(** neighbours.difficult-temperature-order, text after Theorem 4.5. *)
Definition difficult_temperature_order_smaller_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' delta : R), usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
    0 < beta -> temperature n n_d r alpha beta gamma' < temperature n n_d r alpha beta gamma.

(** neighbours.difficult-temperature-threshold, the same: the bound (11), and when it is below (4). *)
Definition scaled_bound (R : rcfType) n n_d r (alpha beta gamma delta : R) : R :=
  let share := (n_d%:R / n%:R) ^+ 2 in
  4%:R * (1 - share + (gamma / beta) ^+ 2 * share) * delta / (1 - q_3 n r alpha beta) + 8%:R * delta.
Definition repaid_costs (R : rcfType) n n_d r (alpha beta gamma : R) : R :=
  n_d%:R ^+ 2 * (gamma + beta) * (1 - alpha + n%:R * (alpha + r%:R * beta))
    * (n%:R * (alpha + r%:R * beta) + (n_d%:R - 1) * r%:R * (gamma - beta)).
Definition repaid_gains (R : rcfType) n n_d r (alpha beta : R) : R :=
  r%:R * n%:R ^+ 2 * beta ^+ 2 * (n%:R * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha)).
Definition difficult_temperature_threshold_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta -> 0 < beta ->
    repaid_costs n n_d r alpha beta gamma < repaid_gains n n_d r alpha beta ->
    scaled_bound n n_d r alpha beta gamma delta < error_bound delta (q_4 n n_d r alpha beta gamma).
Definition difficult_temperature_threshold_only_if_corrected (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta -> 0 < beta ->
    repaid_gains n n_d r alpha beta <= repaid_costs n n_d r alpha beta gamma ->
    error_bound delta (q_4 n n_d r alpha beta gamma) <= scaled_bound n n_d r alpha beta gamma delta.

(** neighbours.garrido-duality, Theorem 3.3: inner products of different rows, and of different columns. *)
Definition row_product (R : rcfType) n d (K : 'I_n -> 'I_d -> R) i j : R := \sum_a K i a * K j a.
Definition off_diagonal (R : rcfType) n (G : 'I_n -> 'I_n -> R) : R := \sum_i \sum_(j | j != i) G i j ^+ 2.
Definition penalty_difference (R : rcfType) n d (K : 'I_n -> 'I_d -> R) : R :=
  off_diagonal (row_product K) - off_diagonal (row_product (fun a i => K i a)).
Definition garrido_duality_identity_printed (R : rcfType) : Prop :=
  forall n d (K : 'I_n -> 'I_d -> R),
    off_diagonal (row_product K) - off_diagonal (row_product (fun a i => K i a))
      = \sum_a (\sum_i K i a ^+ 2) ^+ 2 - \sum_i (\sum_a K i a ^+ 2) ^+ 2.

(** neighbours.garrido-normalised, text after Theorem 3.3: r2 is the square of the norm of the rows. *)
Definition garrido_normalised_both_corrected (R : rcfType) : Prop :=
  forall n d (K : 'I_n -> 'I_d -> R) r2 c2, (0 < n)%N -> (0 < d)%N ->
    (forall i, \sum_a K i a ^+ 2 = r2) -> (forall a, \sum_i K i a ^+ 2 = c2) ->
    penalty_difference K = n%:R * (n%:R - d%:R) * r2 ^+ 2 / d%:R.
Definition garrido_normalised_least_corrected (R : rcfType) : Prop :=
  forall n d (K : 'I_n -> 'I_d -> R), (0 < n)%N -> (0 < d)%N -> (forall i, \sum_a K i a ^+ 2 = 1) ->
    n%:R ^+ 2 / d%:R - n%:R <= penalty_difference K.
Definition garrido_normalised_largest_corrected (R : rcfType) : Prop :=
  forall n d (K : 'I_n -> 'I_d -> R), (0 < n)%N -> (0 < d)%N -> (forall i, \sum_a K i a ^+ 2 = 1) ->
    penalty_difference K <= n%:R ^+ 2 - n%:R.

(** neighbours.garrido-range. *)
Definition frobenius (R : rcfType) n d (K : 'I_n -> 'I_d -> R) : R := \sum_i \sum_a K i a ^+ 2.
Definition garrido_range_lower_printed (R : rcfType) : Prop :=
  forall n d (K : 'I_n -> 'I_d -> R), (0 < n)%N -> (0 < d)%N ->
    - (1 - 1 / d%:R) * frobenius K ^+ 2 <= penalty_difference K.
Definition garrido_range_upper_printed (R : rcfType) : Prop :=
  forall n d (K : 'I_n -> 'I_d -> R), (0 < n)%N -> (0 < d)%N ->
    penalty_difference K <= (1 - 1 / n%:R) * frobenius K ^+ 2.

(** neighbours.adainf-tv, Theorem 1. *)
Definition adainf_tv_distance_printed (R : rcfType) : Prop :=
  forall n (real generated : 'I_n -> R) beta, is_pmf real -> is_pmf generated -> 0 < beta <= 1 ->
    total_variation (fun i => beta * real i + (1 - beta) * generated i) real
      = (1 - beta) * total_variation generated real.

(** neighbours.clustering-similarity, section 2.1. *)
Definition clustering_similarity_identity_printed (R : rcfType) : Prop :=
  forall n q (Z : 'I_n -> 'I_q -> R) i j, (forall i, \sum_k Z i k ^+ 2 = 1) ->
    - (2%:R^-1 * \sum_k (Z i k - Z j k) ^+ 2) = (\sum_k Z i k * Z j k) - 1.

(** neighbours.joint-tikhonov, (1): views i t is the value of the t-th random map, of probability m t, at the i-th sample;
    Sigma is the mean of the covariances of the samples. *)
Definition view_mean (R : rcfType) n o p (m : 'I_o -> R) (views : 'I_n -> 'I_o -> 'I_p -> R) i k : R :=
  \sum_t m t * views i t k.
Definition view_covariance (R : rcfType) n o p (m : 'I_o -> R) (views : 'I_n -> 'I_o -> 'I_p -> R) : 'M[R]_p :=
  \matrix_(k, l) (n%:R^-1 * \sum_i \sum_t m t * (views i t k - view_mean m views i k) * (views i t l - view_mean m views i l)).
Definition joint_tikhonov_identity_printed (R : rcfType) : Prop :=
  forall n o p q (m : 'I_o -> R) (views : 'I_n -> 'I_o -> 'I_p -> R) (y : 'I_n -> 'I_q -> R) (V : 'M[R]_(q, p)),
    is_pmf m ->
    n%:R^-1 * (\sum_i \sum_t m t * \sum_j (y i j - \sum_k V j k * views i t k) ^+ 2)
      = \tr (V *m view_covariance m views *m V^T)
        + n%:R^-1 * \sum_i \sum_j (y i j - \sum_k V j k * view_mean m views i k) ^+ 2.

(** neighbours.gauss-floor: two views of an item, at f(a) and f(b). *)
Definition alignment (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) : R :=
  \sum_a \sum_b pair P a b * product f a b.
Definition mean_square (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) : R :=
  \sum_k mean (pA P) (f k) ^+ 2.
Definition on_sphere (R : rcfType) M d (f : 'I_d -> 'I_M -> R) := forall a, product f a a = 1.
Definition gauss_floor_bound_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R), is_law P -> on_sphere f ->
    mean_square P f <= alignment P f.

(** neighbours.gauss-alignment, Proposition 1: s and nu are the singular functions of views. *)
Definition gauss_alignment_bound_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) s nu, is_law P -> left_singular (flip P) s nu ->
    on_sphere f -> alignment P f <= s 1%N ^+ 2 + (1 - s 1%N ^+ 2) * mean_square P f.

(** neighbours.gauss-alignment-centred, section 4.3. *)
Definition gauss_alignment_centred_bound_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) s nu, is_law P -> left_singular (flip P) s nu ->
    on_sphere f -> (forall k, mean (pA P) (f k) = 0) -> alignment P f <= s 1%N ^+ 2.

(** neighbours.ncl-general, remark to Assumption 1: a raw item without probability is no class. *)
Definition ncl_general_graph_printed (R : rcfType) : Prop :=
  forall C N (raw : 'I_C -> R) (views : 'I_C -> 'I_N -> R), is_pmf raw -> (forall c, is_pmf (views c)) ->
    forall x y, \sum_c raw c * views c x * views c y = pair (fun c x => raw c * views c x) x y.
Definition ncl_general_overlap_printed (R : rcfType) : Prop :=
  forall C N (raw : 'I_C -> R) (views : 'I_C -> 'I_N -> R), is_pmf raw -> (forall c, is_pmf (views c)) ->
    (forall x c c', 0 < raw c * views c x -> 0 < raw c' * views c' x -> c = c') ->
    forall c c', c != c' -> overlap (fun c x => raw c * views c x) c c' = 0.

(** neighbours.ncl-orthogonality, section 4.2: eps is at least every overlap, p at most every P(c). *)
Definition ncl_orthogonality_value_printed (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) i j, is_law P -> i != j ->
    dot (pA P) (phi P i) (phi P j) = overlap P i j / Num.sqrt (pX P i * pX P j).
Definition ncl_orthogonality_bound_printed (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) i j eps p, is_law P -> i != j ->
    (forall c c', c != c' -> overlap P c c' <= eps) -> 0 < p -> (forall c, p <= pX P c) ->
    dot (pA P) (phi P i) (phi P j) <= eps / p.

(** neighbours.ncl-one-hot, Theorem 4: one x - the class of x - is the only one with P(c, x) > 0. *)
Definition one_class (R : rcfType) C N (P : 'I_C -> 'I_N -> R) (one : 'I_N -> 'I_C) :=
  forall c x, (0 < P c x) = (c == one x).
Definition ncl_one_hot_indicator_corrected (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) one c x, is_law P -> one_class P one ->
    phi P c x = (c == one x)%:R / Num.sqrt (pX P c).
Definition ncl_one_hot_sparse_corrected (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) one x, is_law P -> one_class P one -> (#|[pred c | phi P c x != 0%R]| <= 1)%N.
Definition ncl_one_hot_sparse_all_corrected (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) one x, is_law P -> one_class P one -> #|[pred c | phi P c x != 0]| = 1%N.
Definition ncl_one_hot_orthogonal_corrected (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) one i j, is_law P -> one_class P one ->
    dot (pA P) (phi P i) (phi P j) = (i == j)%:R.

(** neighbours.ncl-bayes, Theorem 6: the label is a function y of the class. *)
Definition head_score (R : rcfType) C N L (P : 'I_C -> 'I_N -> R) (y : 'I_C -> 'I_L) l x : R :=
  \sum_c (y c == l)%:R * Num.sqrt (pX P c) * phi P c x.
Definition label_posterior (R : rcfType) C N L (P : 'I_C -> 'I_N -> R) (y : 'I_C -> 'I_L) l x : R :=
  (\sum_(c | y c == l) P c x) / pA P x.
Definition ncl_bayes_scores_printed (R : rcfType) : Prop :=
  forall C N L (P : 'I_C -> 'I_N -> R) (y : 'I_C -> 'I_L) l x, is_law P ->
    head_score P y l x = label_posterior P y l x.
Definition ncl_bayes_argmax_printed (R : rcfType) : Prop :=
  forall C N L (P : 'I_C -> 'I_N -> R) (y : 'I_C -> 'I_L) l x, is_law P ->
    (forall l', head_score P y l' x <= head_score P y l x) <->
    (forall l', label_posterior P y l' x <= label_posterior P y l x).

(** neighbours.ncl-axes, section 3.1. *)
Definition ncl_axes_permutation_printed (R : rcfType) : Prop :=
  forall d (U : 'I_d -> 'I_d -> R), is_orthogonal U -> (forall i j, 0 <= U i j) ->
    exists2 pi : 'I_d -> 'I_d, injective pi & forall i j, U i j = (i == pi j)%:R.

(** neighbours.tang-width-factor, text after Proposition 10. *)
Definition effective_width (R : rcfType) d (s : nat -> R) : R := d%:R * s 1%N ^+ 2 / \sum_(i < d) s i.+1 ^+ 2.
Definition tang_width_factor_lower_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) s mu, is_law P -> left_singular P s mu -> (0 < d)%N -> 0 < s 1%N ->
    1 <= effective_width d s.
Definition tang_width_factor_upper_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) s mu, is_law P -> left_singular P s mu -> (0 < d)%N -> 0 < s 1%N ->
    effective_width d s <= d%:R.

(** neighbours.tosh-redundancy: two views x, z and a target of the values t; expectations under P(x, z). *)
Definition views_law (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) x z : R := \sum_y P x z y.
Definition by_both (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) x z : R :=
  (\sum_y P x z y * t y) / views_law P x z.
Definition by_first (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) x : R :=
  (\sum_z \sum_y P x z y * t y) / pX (views_law P) x.
Definition by_second (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) z : R :=
  (\sum_x \sum_y P x z y * t y) / pA (views_law P) z.
Definition squared_difference (R : rcfType) X Z (p g h : 'I_X -> 'I_Z -> R) : R :=
  \sum_x \sum_z p x z * (g x z - h x z) ^+ 2.
Definition is_target_law (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) :=
  is_law (views_law P) /\ forall x z y, 0 <= P x z y.
Definition first_error (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) : R :=
  squared_difference (views_law P) (fun x z => by_first P t x) (by_both P t).
Definition second_error (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) : R :=
  squared_difference (views_law P) (fun x z => by_second P t z) (by_both P t).
Definition through_error (R : rcfType) X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) : R :=
  squared_difference (views_law P) (fun x z => T (views_law P) (by_second P t) x) (by_both P t).
Definition tosh_redundancy_bound_printed (R : rcfType) : Prop :=
  forall X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R), is_target_law P ->
    through_error P t
      <= first_error P t + 2%:R * Num.sqrt (first_error P t * second_error P t) + second_error P t.

(** neighbours.zheng-operator, Modal Decomposition, Property 1 (corrected): P(x, y)/(P(x)P(y)) - 1, as an operator. *)
Definition dependence (R : rcfType) X Y (P : 'I_X -> 'I_Y -> R) x y : R := P x y / (pX P x * pA P y) - 1.
Definition zheng_operator_operator_corrected (R : rcfType) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R) (a : 'I_X -> R) y, is_law P ->
    \sum_x dependence P x y * pX P x * a x = Ts P a y - mean (pX P) a.

(** neighbours.zheng-h-score, The Nested H-Score Network: tr cov(f, g) - tr(E ff^T E gg^T)/2, under P_X P_Y. *)
Definition pair_norm (R : rcfType) X Y (P : 'I_X -> 'I_Y -> R) (B : 'I_X -> 'I_Y -> R) : R :=
  \sum_x \sum_y pX P x * pA P y * B x y ^+ 2.
Definition h_score (R : rcfType) X Y d (P : 'I_X -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R) : R :=
  \sum_i ((\sum_x \sum_y P x y * f i x * g i y) - mean (pX P) (f i) * mean (pA P) (g i))
    - 2%:R^-1 * \sum_i \sum_j dot (pX P) (f i) (f j) * dot (pA P) (g j) (g i).
Definition zheng_h_score_identity_printed (R : rcfType) : Prop :=
  forall X Y d (P : 'I_X -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R), is_law P ->
    h_score P f g = 2%:R^-1 * (pair_norm P (dependence P)
      - pair_norm P (fun x y => dependence P x y - \sum_i f i x * g i y)).

(** neighbours.tosh-orthogonal: the cross term vanishes; s_{N-1} is the least singular value of the law of the views. *)
Definition tosh_orthogonal_sum_printed (R : rcfType) : Prop :=
  forall X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R), is_target_law P ->
    through_error P t <= first_error P t + second_error P t.
Definition tosh_orthogonal_spectral_printed (R : rcfType) : Prop :=
  forall X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) s mu, is_target_law P ->
    left_singular (views_law P) s mu ->
    through_error P t <= first_error P t + second_error P t * (1 - s X.-1 ^+ 2).
