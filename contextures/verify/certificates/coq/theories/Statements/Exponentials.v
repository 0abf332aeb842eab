(** Chapter 8: statements with the exponential and the logarithm of mathcomp-analysis. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From Contextures Require Import Contextures Risks.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** classical.hoeffding-lemma: Z lies between a and b. *)
Definition hoeffding_lemma_lemma_printed (R : realType) : Prop :=
  forall n (P Z : 'I_n -> R) (a b s : R), is_pmf P -> (forall i, a <= Z i <= b) ->
    mean P (fun i => expR (s * (Z i - mean P Z))) <= expR (s ^+ 2 * (b - a) ^+ 2 / 8%:R).

(** classical.hoeffding: z k is the k-th of m independent draws. *)
Definition chance (R : realType) n m (P : 'I_n -> R) (event : pred {ffun 'I_m -> 'I_n}) : R :=
  \sum_(z | event z) \prod_k P (z k).
Definition average (R : realType) n m (Z : 'I_n -> R) (z : {ffun 'I_m -> 'I_n}) : R := (\sum_k Z (z k)) / m%:R.
Definition radius (R : realType) m (delta : R) : R := Num.sqrt (ln (1 / delta) / (2%:R * m%:R)).
Definition hoeffding_tail_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) t, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < t ->
    chance P (fun z : {ffun 'I_m -> 'I_n} => t <= mean P Z - average Z z) <= expR (- (2%:R * m%:R * t ^+ 2)).
Definition hoeffding_limit_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    chance P (fun z : {ffun 'I_m -> 'I_n} => average Z z + radius m delta < mean P Z) <= delta.
Definition hoeffding_two_sided_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    chance P (fun z : {ffun 'I_m -> 'I_n} => radius m (delta / 2%:R) < `|average Z z - mean P Z|) <= delta.

(** classical.pinsker: what has mass under Q has it under P; elsewhere the divergences are infinite.  m is the smallest mass. *)
Definition pinsker_pinsker_printed (R : realType) : Prop :=
  forall n (P Q : 'I_n -> R), is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
    total_variation Q P <= Num.sqrt (divergence (@ln R) Q P / 2%:R).
Definition pinsker_huber_printed (R : realType) : Prop :=
  forall n (P Q : 'I_n -> R), is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
    total_variation Q P <= Num.sqrt (1 - expR (- divergence (@ln R) Q P)).
Definition pinsker_huber_simple_printed (R : realType) : Prop :=
  forall n (P Q : 'I_n -> R), is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
    Num.sqrt (1 - expR (- divergence (@ln R) Q P)) <= 1 - expR (- divergence (@ln R) Q P) / 2%:R.
Definition pinsker_chi2_printed (R : realType) : Prop :=
  forall n (P Q : 'I_n -> R), is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
    divergence (@ln R) Q P <= ln (1 + pearson P Q).
Definition pinsker_chi2_simple_printed (R : realType) : Prop :=
  forall n (P Q : 'I_n -> R), is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) -> ln (1 + pearson P Q) <= pearson P Q.
Definition pinsker_reverse_printed (R : realType) : Prop :=
  forall n (P Q : 'I_n -> R) m, is_pmf P -> is_pmf Q -> 0 < m -> (forall a, m <= P a) -> (exists a, P a = m) ->
    divergence (@ln R) Q P <= ln (1 + 2%:R * total_variation Q P ^+ 2 / m).

(** classical.change-of-measure: what is missing to the maximum is twice the square of a distance at least. *)
Definition change_of_measure_only_there_printed (R : realType) : Prop :=
  forall n (pi rho phi : 'I_n -> R), is_pmf pi -> is_pmf rho -> (forall h, pi h = 0 -> rho h = 0) ->
    2%:R * total_variation rho (tilted pi (fun h => expR (phi h))) ^+ 2
      <= free_energy (@ln R) pi (fun h => expR (phi h)) - (\sum_h rho h * phi h - divergence (@ln R) rho pi).

(** classical.chernoff-kl: kl(x|p) of two coins; e^{-m kl} is 0 where kl is infinite.  The limits are a supremum and an infimum. *)
Definition coin_kl (R : realType) (x p : R) : R := x * ln (x / p) + (1 - x) * ln ((1 - x) / (1 - p)).
Definition infinite_kl (R : realType) (x p : R) : bool := ((p == 0) && (x != 0)) || ((p == 1) && (x != 1)).
Definition kl_upper (R : realType) (x c : R) (u : R) : Prop :=
  is_sup (fun q => x <= q <= 1 /\ ~~ infinite_kl x q && (coin_kl x q <= c)) u.
Definition kl_lower (R : realType) (x c : R) (u : R) : Prop :=
  is_inf (fun q => 0 <= q <= x /\ ~~ infinite_kl x q && (coin_kl x q <= c)) u.
Definition chernoff_kl_tail_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) x, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 <= x <= mean P Z ->
    chance P (fun z : {ffun 'I_m -> 'I_n} => average Z z <= x)
      <= if infinite_kl x (mean P Z) then 0 else expR (- (m%:R * coin_kl x (mean P Z))).
Definition chernoff_kl_limit_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta U, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    (forall z : {ffun 'I_m -> 'I_n}, kl_upper (average Z z) (ln (1 / delta) / m%:R) (U z)) ->
    chance P (fun z => U z < mean P Z) <= delta.
Definition chernoff_kl_lower_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta U, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    (forall z : {ffun 'I_m -> 'I_n}, kl_lower (average Z z) (ln (1 / delta) / m%:R) (U z)) ->
    chance P (fun z => mean P Z < U z) <= delta.
Definition kl_reaches (R : realType) n m (P Z : 'I_n -> R) c : pred {ffun 'I_m -> 'I_n} :=
  fun z => infinite_kl (average Z z) (mean P Z) || (c <= coin_kl (average Z z) (mean P Z)).
Definition chernoff_kl_two_sided_printed (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    chance P (kl_reaches P Z (ln (2%:R / delta) / m%:R) : pred {ffun 'I_m -> 'I_n}) <= delta.
Definition chernoff_kl_sharper_printed (R : realType) : Prop :=
  forall m (x delta u : R), 0 <= x <= 1 -> (0 < m)%N -> 0 < delta < 1 -> kl_upper x (ln (1 / delta) / m%:R) u ->
    u <= x + radius m delta.

(** classical.kl-as-printed, corrected *)
Definition kl_as_printed_upper_corrected (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta U, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    mean P Z < 1 -> (forall z : {ffun 'I_m -> 'I_n}, kl_upper (average Z z) (ln (1 / delta) / m%:R) (U z)) ->
    chance P (fun z => U z <= mean P Z) <= delta.
Definition kl_as_printed_lower_corrected (R : realType) : Prop :=
  forall n m (P Z : 'I_n -> R) delta U, is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < delta < 1 ->
    0 < mean P Z -> (forall z : {ffun 'I_m -> 'I_n}, kl_lower (average Z z) (ln (1 / delta) / m%:R) (U z)) ->
    chance P (fun z => mean P Z <= U z) <= delta.

(** classical.one-log, corrected: the logarithm of 2/delta *)
Definition one_log_hoeffding_corrected (R : realType) : Prop := hoeffding_two_sided_printed R.
Definition one_log_kl_corrected (R : realType) : Prop := chernoff_kl_two_sided_printed R.

(** classical.finite-class: K hypotheses with losses l h in [0, 1]; K, m > 0. *)
Definition width (R : realType) m (x : R) : R := Num.sqrt (ln x / (2%:R * m%:R)).
Definition finite_class (R : realType) n m K (P : 'I_n -> R) (l : 'I_K -> 'I_n -> R) (delta : R) :=
  [/\ is_pmf P, forall h i, 0 <= l h i <= 1, (0 < m)%N, (0 < K)%N & 0 < delta < 1].
Definition finite_class_one_sided_printed (R : realType) : Prop :=
  forall n m K (P : 'I_n -> R) (l : 'I_K -> 'I_n -> R) delta, finite_class m P l delta ->
    chance P (fun z : {ffun 'I_m -> 'I_n} => [exists h, average (l h) z + width m (K%:R / delta) < mean P (l h)]) <= delta.
Definition finite_class_two_sided_printed (R : realType) : Prop :=
  forall n m K (P : 'I_n -> R) (l : 'I_K -> 'I_n -> R) delta, finite_class m P l delta ->
    chance P (fun z : {ffun 'I_m -> 'I_n} =>
      [exists h, width m (2%:R * K%:R / delta) < `|average (l h) z - mean P (l h)|]) <= delta.
Definition finite_class_erm_printed (R : realType) : Prop :=
  forall n m K (P : 'I_n -> R) (l : 'I_K -> 'I_n -> R) delta, finite_class m P l delta ->
    chance P (fun z : {ffun 'I_m -> 'I_n} => [exists h, [forall h', average (l h) z <= average (l h') z]
      && [exists h', mean P (l h') + 2%:R * width m (2%:R * K%:R / delta) < mean P (l h)]]) <= delta.
Definition finite_class_occam_printed (R : realType) : Prop :=
  forall n m K (P : 'I_n -> R) (l : 'I_K -> 'I_n -> R) delta (w : 'I_K -> R), finite_class m P l delta ->
    (forall h, 0 < w h) -> \sum_h w h <= 1 ->
    chance P (fun z : {ffun 'I_m -> 'I_n} =>
      [exists h, average (l h) z + width m (1 / (w h * delta)) < mean P (l h)]) <= delta.

(** classical.realisable: wrong h i says that the hypothesis h errs on i. *)
Definition realisable_bound_printed (R : realType) : Prop :=
  forall n m K (P : 'I_n -> R) (wrong : 'I_K -> pred 'I_n) delta eps, is_pmf P -> (0 < m)%N -> (0 < K)%N ->
    0 < delta < 1 -> 0 < eps < 1 -> ln (K%:R / delta) <= m%:R * eps ->
    chance P (fun z : {ffun 'I_m -> 'I_n} =>
      [exists h, [forall k, ~~ wrong h (z k)] && (eps < mass P (wrong h))]) <= delta.
