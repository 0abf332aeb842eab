(** Chapter 7: the statements. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Contextures Risks Graphs Difficult.
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
