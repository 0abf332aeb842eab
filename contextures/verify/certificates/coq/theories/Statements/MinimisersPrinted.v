(** Chapter 7, what minimises a loss or maximises a score: printed forms that certificates decide. *)
From Contextures Require Import Library Contextures Risks.
From Contextures.Statements Require Export Neighbours NeighboursPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** neighbours.tang-contrastive-loss-free, (10): f and g are not centred; the density of the law, less 1, is that of Q. *)
Definition cross_loss (R : rcfType) X Y d (P : 'I_X -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R) : R :=
  - (2%:R * \sum_i \sum_x \sum_y P x y * f i x * g i y)
    + \sum_i \sum_j dot (pX P) (f i) (f j) * dot (pA P) (g i) (g j).
Definition tang_contrastive_loss_free_identity_printed (R : rcfType) : Prop :=
  forall X Y d (P : 'I_X -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R), is_law P ->
    cross_loss P f g
      = pair_norm P (fun x y => dependence P x y - \sum_i f i x * g i y) - pair_norm P (dependence P).
Definition tang_contrastive_loss_free_minimiser_printed (R : rcfType) : Prop :=
  forall X Y d (P : 'I_X -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R) s, is_law P -> (0 < d < minn X Y)%N ->
    (exists mu, left_singular P s mu) -> (forall f' g', cross_loss P f g <= @cross_loss R X Y d P f' g') -> spans_top P f s.

(** A matrix M of p rows and q columns: |M - N|^2, matrices of rank at most k, the nearest of them, and the squares of
    the singular values, with zeros behind them. *)
Section Truncation.
Variables (R : rcfType) (p q : nat) (M : 'I_p -> 'I_q -> R).
Definition distance (N : 'I_p -> 'I_q -> R) : R := \sum_i \sum_j (M i j - N i j) ^+ 2.
Definition of_rank k (N : 'I_p -> 'I_q -> R) :=
  exists heads : 'I_k -> 'I_p -> R, exists tails : 'I_k -> 'I_q -> R, forall i j, N i j = \sum_l heads l i * tails l j.
Definition nearest k N := of_rank k N /\ forall N', of_rank k N' -> distance N <= distance N'.
Definition times_transpose (f : 'I_p -> R) : 'I_p -> R := fun i => \sum_j M i j * \sum_l M l j * f l.
Definition squares_of theta := (exists e, eigensystem (fun=> 1) times_transpose theta e) /\ forall i, (p <= i)%N -> theta i = 0.
End Truncation.

(** neighbours.tang-eckart-young, Fact 5: the columns of a minimiser span a top-k left singular subspace; the minimiser
    is unique only if sigma_k > sigma_{k+1}. *)
Definition tang_eckart_young_column_space_printed (R : rcfType) : Prop :=
  forall p q k (M N : 'I_p -> 'I_q -> R) theta, (0 < k <= minn p q)%N -> squares_of M theta -> nearest M k N ->
    exists2 e, eigensystem (fun=> 1) (times_transpose M) theta e
      & forall f, spanned (fun j i => N i j) f <-> spanned (fun l : 'I_k => e l) f.
Definition tang_eckart_young_unique_only_if_printed (R : rcfType) : Prop :=
  forall p q k (M : 'I_p -> 'I_q -> R) theta, (0 < k <= minn p q)%N -> squares_of M theta ->
    (forall N N', nearest M k N -> nearest M k N' -> forall i j, N i j = N' i j) -> theta k < theta k.-1.

(** neighbours.tang-corrected-loss-free, Proposition 14: Lambda^(1/2) is the sum of c_j h_j (x) h_j over centred h_j; the
    loss, and L = T Lambda T*. *)
Section TaskLoss.
Variables (R : rcfType) (X Y m : nat) (P : 'I_X -> 'I_Y -> R) (c : 'I_m -> R) (h : 'I_m -> 'I_Y -> R).
Definition root_of_prior (g : 'I_Y -> R) : 'I_Y -> R :=
  fun a => \sum_j c j * dot (pA P) (centred (pA P) (h j)) g * centred (pA P) (h j) a.
Definition task_loss d (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R) : R :=
  - (2%:R * \sum_i \sum_x \sum_a P x a * f i x * root_of_prior (centred (pA P) (g i)) a)
    + \sum_i \sum_j dot (pX P) (f i) (f j) * dot (pA P) (g i) (g j).
Definition task_operator (f : 'I_X -> R) : 'I_X -> R := T P (root_of_prior (root_of_prior (Ts P f))).
End TaskLoss.
Definition tang_corrected_loss_free_span_printed (R : rcfType) : Prop :=
  forall X Y m d (P : 'I_X -> 'I_Y -> R) c (h : 'I_m -> 'I_Y -> R) (f : 'I_d -> 'I_X -> R) g theta, is_law P ->
    (forall j, 0 <= c j) -> (0 < d < minn X Y)%N -> (exists e, eigensystem (pX P) (task_operator P c h) theta e) ->
    (forall f' g', task_loss P c h f g <= @task_loss R X Y m P c h d f' g') ->
    extracts (pX P) (task_operator P c h) theta f.

(** neighbours.tang-posthoc-trained, section 5: tasks t U with values u given A, E[f(X)|U_t = u] - E f(X) and the matrix
    of these means over n eps^2; Lambda, the mean of Delta_t Delta_t^T over eps^2, and the gain of orthogonal functions. *)
Section Directions.
Variables (R : rcfType) (X Y n u : nat) (P : 'I_X -> 'I_Y -> R) (task : 'I_n -> 'I_Y -> 'I_u -> R) (eps : R).
Definition task_mass t v : R := \sum_a pA P a * task t a v.
Definition task_mean (f : 'I_X -> R) t v : R :=
  (\sum_x \sum_a P x a * task t a v * f x) / task_mass t v - mean (pX P) f.
Definition means_matrix e (f : 'I_e -> 'I_X -> R) i j : R :=
  (\sum_t \sum_v task_mass t v * task_mean (f i) t v * task_mean (f j) t v) / (n%:R * eps ^+ 2).
Definition task_shift t v a : R := task t a v / task_mass t v - 1.
Definition prior (g : 'I_Y -> R) : 'I_Y -> R := fun a =>
  (\sum_t \sum_v task_mass t v * dot (pA P) (task_shift t v) g * task_shift t v a) / (n%:R * eps ^+ 2).
Definition orthogonal_family d (G : 'I_d -> 'I_X -> R) :=
  (forall k, 0 < dot (pX P) (G k) (G k)) /\ forall k l : 'I_d, k != l :> nat -> dot (pX P) (G k) (G l) = 0.
Definition gain_of d (G : 'I_d -> 'I_X -> R) : R :=
  \sum_k dot (pX P) (G k) (T P (prior (Ts P (G k)))) / dot (pX P) (G k) (G k).

(** The columns of W are orthonormal and span a top-d eigenspace of the matrix; the functions w_j.f have the largest gain
    of d dimensions in the span of f - E f. *)
Definition top_directions e d (f : 'I_e -> 'I_X -> R) (W : 'I_d -> 'I_e -> R) :=
  (forall k l, \sum_i W k i * W l i = (k == l)%:R)
  /\ exists theta, extracts (fun=> 1) (fun w i => \sum_j means_matrix f i j * w j) theta W.
Definition along_directions e d (f : 'I_e -> 'I_X -> R) (W : 'I_d -> 'I_e -> R) k x : R :=
  \sum_i W k i * centred (pX P) (f i) x.
Definition most_gain e d (f : 'I_e -> 'I_X -> R) (W : 'I_d -> 'I_e -> R) :=
  forall G G' : 'I_d -> 'I_X -> R, orthogonal_family G -> orthogonal_family G' ->
    (forall h, spanned G h <-> spanned (along_directions f W) h) ->
    (forall k, spanned (fun i => centred (pX P) (f i)) (G' k)) -> gain_of G' <= gain_of G.
Definition independent_components e (f : 'I_e -> 'I_X -> R) :=
  forall w : 'I_e -> R, (forall x, \sum_i w i * centred (pX P) (f i) x = 0) -> forall i, w i = 0.
End Directions.
Definition tang_posthoc_trained_any_printed (R : rcfType) : Prop :=
  forall X Y n u e d (P : 'I_X -> 'I_Y -> R) (task : 'I_n -> 'I_Y -> 'I_u -> R) eps (f : 'I_e -> 'I_X -> R)
      (W : 'I_d -> 'I_e -> R), is_law P -> (forall t, is_channel (task t)) -> 0 < eps -> (0 < d <= e)%N ->
    independent_components P f -> top_directions P task eps f W -> most_gain P task eps f W.
Definition tang_posthoc_trained_minimiser_printed (R : rcfType) : Prop :=
  forall X Y n u e d (P : 'I_X -> 'I_Y -> R) (task : 'I_n -> 'I_Y -> 'I_u -> R) eps (f : 'I_e -> 'I_X -> R) g
      (W : 'I_d -> 'I_e -> R), is_law P -> (forall t, is_channel (task t)) -> 0 < eps -> (0 < d <= e)%N ->
    independent_components P f -> top_directions P task eps f W ->
    (forall f' g', cross_loss P (fun i => centred (pX P) (f i)) g <= @cross_loss R X Y e P (fun i => centred (pX P) (f' i)) g') ->
    most_gain P task eps f W.

(** neighbours.zheng-nested, remarks 1 and 2: the H-scores of f, g and of two functions each. *)
Definition alone_as (R : rcfType) X (f : 'I_X -> R) : 'I_1 -> 'I_X -> R := fun=> f.
Definition both_as (R : rcfType) X (f f' : 'I_X -> R) : 'I_2 -> 'I_X -> R := fun k x => if k == 0%N :> nat then f x else f' x.
Definition zheng_nested_simultaneous_printed (R : rcfType) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R) base image f g, is_law P ->
    (forall image' f' g', h_score P (alone_as base) (alone_as image') + h_score P (both_as base f') (both_as image' g')
      <= h_score P (alone_as base) (alone_as image) + h_score P (both_as base f) (both_as image g)) ->
    dot (pX P) base f = 0.
Definition zheng_nested_sequential_printed (R : rcfType) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R) base image f g, is_law P ->
    (forall image', h_score P (alone_as base) (alone_as image') <= h_score P (alone_as base) (alone_as image)) ->
    (forall f' g', h_score P (both_as base f') (both_as image g') <= h_score P (both_as base f) (both_as image g)) ->
    dot (pX P) base f = 0.

(** neighbours.zheng-orthogonal, after "Rank-1 Approximation": sigma f(x) g(y), f and g of mean 0 and variance 1. *)
Definition standard (R : rcfType) n (w f : 'I_n -> R) := mean w f = 0 /\ dot w f f = 1.
Definition rank_one (R : rcfType) X Y (P B : 'I_X -> 'I_Y -> R) sigma f g :=
  [/\ standard (pX P) f, standard (pA P) g
    & forall sigma' f' g', standard (pX P) f' -> standard (pA P) g' ->
      pair_norm P (fun x y => B x y - sigma * f x * g y) <= pair_norm P (fun x y => B x y - sigma' * f' x * g' y)].
Definition zheng_orthogonal_any_printed (R : rcfType) : Prop :=
  forall X Y (P B : 'I_X -> 'I_Y -> R) sigma f g y, is_law P -> rank_one P B sigma f g ->
    \sum_x pX P x * (B x y - sigma * f x * g y) * f x = 0.
