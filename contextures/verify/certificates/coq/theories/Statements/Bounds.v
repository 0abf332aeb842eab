(** Chapter 5: the statements. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** bounds.minimax-lower, after Z24; lambda_i is s_{i-1}^2, the constant counted.  Part only-if. *)
Definition minimax_lower_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d.+1 -> 'I_M -> R) s mu eps B,
    is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 -> 0 < B ->
    let beta := s d.+1 ^+ 2 / (1 - s d.+1 ^+ 2) * (eps / (1 - eps)) in
    beta <= 2%:R^-1 -> s d.+1 < s d -> invariant_error_at_most P (fun k => T P (Phi k)) eps B (beta * B ^+ 2) ->
    spans_top_counted P (fun k => T P (Phi k)) s.

(** bounds.isometry, after Z24: f = Tg, and the space of the range of T. *)
Definition isometry_lower_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g eps, is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 ->
    pair_variance P g / 2%:R <= eps * dot (pA P) g g ->
    (1 - eps) * range_norm (flip P) s mu (T P g) <= dot (pX P) (T P g) (T P g).
Definition isometry_upper_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g, is_law P -> left_singular P s mu ->
    dot (pX P) (T P g) (T P g) <= range_norm (flip P) s mu (T P g).
Definition isometry_least_norm_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g, is_law P -> left_singular P s mu -> let f := T P g in
    (exists2 g', (forall x, T P g' x = f x) & dot (pA P) g' g' = range_norm (flip P) s mu f) /\
    forall g', (forall x, T P g' x = f x) -> range_norm (flip P) s mu f <= dot (pA P) g' g'.
Definition isometry_preimage_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g g' eps, is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 ->
    pair_variance P g / 2%:R <= eps * dot (pA P) g g -> (forall x, T P g' x = T P g x) ->
    dot (pA P) g' g' = range_norm (flip P) s mu (T P g) -> pair_variance P g' / 2%:R <= eps * dot (pA P) g' g'.
Definition range_product_X (R : rcfType) N M (P : 'I_N -> 'I_M -> R) s (mu : nat -> 'I_N -> R) f f' : R :=
  \sum_(i < N) dot (pX P) f (mu i) * dot (pX P) f' (mu i) / (dot (pX P) (mu i) (mu i) * s i ^+ 2).
Definition isometry_reproducing_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g x, is_law P -> left_singular P s mu ->
    (exists h, forall y, kernel_X P x y = T P h y) /\ range_product_X P s mu (T P g) (kernel_X P x) = T P g x.

(** bounds.context-complexity: kappa^2 is the largest k_X(x, x); lambda_i is s_{i-1}^2, the constant counted. *)
Definition is_largest (R : rcfType) N (F : 'I_N -> R) k := (exists x, k = F x) /\ forall x, F x <= k.
Definition is_kappa_square (R : rcfType) N M (P : 'I_N -> 'I_M -> R) k := is_largest (fun x => kernel_X P x x) k.
Definition divergence_at (R : rcfType) N M (P : 'I_N -> 'I_M -> R) x : R :=
  \sum_a (P x a / pX P x - pA P a) ^+ 2 / pA P a.
Definition chi_square_of (R : rcfType) N M (P : 'I_N -> 'I_M -> R) : R :=
  \sum_x \sum_a (P x a - pX P x * pA P a) ^+ 2 / (pX P x * pA P a).
Definition processed (R : rcfType) N M K (P : 'I_N -> 'I_M -> R) (W : 'I_M -> 'I_K -> R) : 'I_N -> 'I_K -> R :=
  fun x b => \sum_a P x a * W a b.
Definition is_channel (R : rcfType) M K (W : 'I_M -> 'I_K -> R) := (forall a b, 0 <= W a b) /\ forall a, \sum_b W a b = 1.
Definition context_complexity_spectral_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu k, is_law P -> left_singular P s mu ->
    is_kappa_square P k <->
    is_largest (fun x => \sum_(i < N) s i ^+ 2 * mu i x ^+ 2 / dot (pX P) (mu i) (mu i)) k.
Definition context_complexity_divergence_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) k, is_law P -> is_kappa_square P k <-> is_largest (fun x => 1 + divergence_at P x) k.
Definition context_complexity_trace_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu, is_law P -> left_singular P s mu ->
    \sum_(i < N) s i ^+ 2 = \sum_x pX P x * kernel_X P x x.
Definition context_complexity_inertia_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu, is_law P -> left_singular P s mu ->
    \sum_(i < N) s i ^+ 2 = 1 + chi_square_of P.
Definition context_complexity_mean_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu k, is_law P -> left_singular P s mu -> is_kappa_square P k ->
    \sum_(i < N) s i ^+ 2 <= k.
Definition context_complexity_partial_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu k d, is_law P -> left_singular P s mu -> is_kappa_square P k ->
    \sum_(i < d) s i ^+ 2 <= Num.min d%:R k.
Definition context_complexity_sup_norm_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu k g x, is_law P -> left_singular P s mu -> is_kappa_square P k ->
    T P g x ^+ 2 <= k * range_norm (flip P) s mu (T P g).
Definition context_complexity_at_least_one_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) k, is_law P -> is_kappa_square P k -> 1 <= k.
Definition context_complexity_independent_if_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) k, is_law P -> is_kappa_square P k -> (forall x a, P x a = pX P x * pA P a) -> k = 1.
Definition context_complexity_independent_only_if_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) k, is_law P -> is_kappa_square P k -> k = 1 -> forall x a, P x a = pX P x * pA P a.
Definition context_complexity_processing_printed (R : rcfType) : Prop :=
  forall N M K (P : 'I_N -> 'I_M -> R) (W : 'I_M -> 'I_K -> R) k k', is_law P -> is_channel W ->
    is_law (processed P W) -> is_kappa_square P k -> is_kappa_square (processed P W) k' -> k' <= k.
Definition context_complexity_processing_spectrum_printed (R : rcfType) : Prop :=
  forall N M K (P : 'I_N -> 'I_M -> R) (W : 'I_M -> 'I_K -> R) s mu s' mu' i, is_law P -> is_channel W ->
    is_law (processed P W) -> left_singular P s mu -> left_singular (processed P W) s' mu' -> s' i ^+ 2 <= s i ^+ 2.
