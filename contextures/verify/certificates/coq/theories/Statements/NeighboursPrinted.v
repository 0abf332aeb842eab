(** Chapter 7: printed forms that certificates decide. *)
From Contextures Require Import Library Contextures Risks Graphs Difficult Samples.
From Contextures.Statements Require Export Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** neighbours.difficult-larger, discussion of Theorems 3.3 and 3.4. *)
Definition difficult_larger_ratio_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma : R), usual n n_d r alpha beta gamma 1 ->
    q_3 n r alpha beta < q_4 n n_d r alpha beta gamma.
Definition difficult_larger_bound_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    error_bound delta (q_3 n r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma).

(** neighbours.difficult-harder, the same: gamma' in place of gamma. *)
Definition difficult_harder_bound_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' delta : R), usual n n_d r alpha beta gamma delta -> gamma < gamma' < alpha ->
    error_bound delta (q_4 n n_d r alpha beta gamma) < error_bound delta (q_4 n n_d r alpha beta gamma').

(** neighbours.difficult-margin-sign, text after Theorem 4.3. *)
Definition difficult_margin_sign_increasing_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma gamma' : R), usual n n_d r alpha beta gamma 1 -> gamma < gamma' < alpha ->
    margin n n_d r alpha beta gamma < margin n n_d r alpha beta gamma'.

(** neighbours.difficult-removal-when, text after Corollary 4.1: for gamma = alpha, and for one difficult example. *)
Definition difficult_removal_when_hard_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta ->
    error_bound delta (q_5 n n_d r alpha beta) < error_bound delta (q_4 n n_d r alpha beta alpha).
Definition difficult_removal_when_few_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta -> n_d = 1%N ->
    error_bound delta (q_5 n n_d r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma).

(** neighbours.difficult-temperature-threshold, text after Theorem 4.5: the bound with scaled temperatures. *)
Definition difficult_temperature_threshold_better_printed (R : rcfType) : Prop :=
  forall n n_d r (alpha beta gamma delta : R), usual n n_d r alpha beta gamma delta -> 0 < beta ->
    n_d%:R ^+ 2 < n%:R * r%:R * beta ^+ 2 / ((alpha + r%:R * beta) * (beta + gamma)) ->
    scaled_bound n n_d r alpha beta gamma delta < error_bound delta (q_4 n n_d r alpha beta gamma).

(** neighbours.garrido-normalised, text after Theorem 3.3: two matrices of one shape with unit rows. *)
Definition garrido_normalised_rows_printed (R : rcfType) : Prop :=
  forall n d (K K' : 'I_n -> 'I_d -> R), (forall i, \sum_a K i a ^+ 2 = 1) -> (forall i, \sum_a K' i a ^+ 2 = 1) ->
    penalty_difference K = penalty_difference K'.

(** neighbours.ncl-one-hot, Theorem 4: phi_c(x)^2 is 1 for the class of x and 0 for the others. *)
Definition ncl_one_hot_indicator_printed (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R), is_law P ->
    (forall c c' x, 0 < P c x -> 0 < P c' x -> c = c') ->
    forall c x, posterior P c x ^+ 2 / pX P c = if 0 < P c x then 1 else 0.

(** neighbours.haochen-singleton, section 3.2: w(S, rest)/w(S) of a set of views; the largest of the parts. *)
Definition conductance (R : rcfType) n (w : 'I_n -> 'I_n -> R) (S : 'I_n -> bool) : R :=
  (\sum_(a | S a) \sum_(b | ~~ S b) w a b) / \sum_(a | S a) degree w a.
Definition alone n (a : 'I_n) : 'I_n -> bool := fun b => b == a.
Definition haochen_singleton_singleton_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) a, is_law P -> conductance (pair P) (alone a) = 1.
Definition haochen_singleton_partition_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) t, is_law P -> (1 < M)%N ->
    (forall a, conductance (pair P) (alone a) <= t) ->
    (exists a, conductance (pair P) (alone a) = t) -> t = 1.

(** neighbours.adainf-connectivity, Theorem 2: kept counts the items of a set (1) among those of a larger one; Laplacian
    eigenvalues ascend. *)
Definition affinity (R : rcfType) n m (kept : 'I_n -> R) (views : 'I_n -> 'I_m -> R) a b : R :=
  \sum_i kept i * views i a * views i b.
Definition along (R : rcfType) m (w : 'I_m -> 'I_m -> R) (f : 'I_m -> R) a : R := (\sum_b w a b * f b) / degree w a.
Definition laplacian_spectrum (R : rcfType) m (w : 'I_m -> 'I_m -> R) (lambda : nat -> R) :=
  exists e, eigensystem (degree w) (along w) (fun i => 1 - lambda i) e.
Definition is_channel (R : rcfType) n m (views : 'I_n -> 'I_m -> R) := forall i, is_pmf (views i).
Definition adainf_connectivity_all_printed (R : rcfType) : Prop :=
  forall n m (kept : 'I_n -> R) (views : 'I_n -> 'I_m -> R) lambda lambda', (forall i, kept i = 0 \/ kept i = 1) ->
    is_channel views -> (forall a, 0 < degree (affinity kept views) a) ->
    laplacian_spectrum (affinity kept views) lambda -> laplacian_spectrum (affinity (fun=> 1) views) lambda' ->
    forall i, (i < m)%N -> lambda i - lambda' i <= 0.
Definition adainf_connectivity_same_nodes_printed (R : rcfType) : Prop := adainf_connectivity_all_printed R.

(** neighbours.clustering-laplacian, section 2.1: L(W), the row sums with W_ii on the diagonal. *)
Definition laplacian (R : rcfType) n (w : 'I_n -> 'I_n -> R) i j : R := if i == j then \sum_k w i k else - w i j.
Definition clustering_laplacian_semidefinite_printed (R : rcfType) : Prop :=
  forall n (w : 'I_n -> 'I_n -> R) (v : 'I_n -> R), (forall i j, 0 <= w i j) ->
    0 <= \sum_i \sum_j v i * laplacian w i j * v j.

(** neighbours.clustering-clip, section 4: objects of two kinds, the edges between them, and pi, 1/(edges of i) on them. *)
Definition clip_relation (R : rcfType) a b (edges : 'I_a -> 'I_b -> bool) (i j : 'I_a + 'I_b) : R :=
  match i, j with
  | inl k, inr l => (edges k l)%:R / \sum_m (edges k m)%:R
  | inr l, inl k => (edges k l)%:R / \sum_m (edges m l)%:R
  | _, _ => 0
  end.
Definition clustering_clip_asymmetric_printed (R : rcfType) : Prop :=
  exists a b (edges : 'I_a -> 'I_b -> bool), [/\ forall k, exists l, edges k l, forall l, exists k, edges k l
    & exists i j, clip_relation R edges i j != clip_relation R edges j i].

(** neighbours.joint-compare-required, Corollary 1: signals a_i with spread theta_i, noise g_i; the least alpha^2 of the
    joint embedding and of the reconstruction, 0 where any will do. *)
Section Thresholds.
Variables (R : rcfType) (k m : nat) (a theta : 'I_k.+1 -> R) (g spread : 'I_m.+1 -> R).
Definition signal_share i : R := a i / (a i + theta i).
Definition signal_energy i : R := a i ^+ 2 / (a i + theta i).
Definition is_least n (f : 'I_n -> R) t := (forall i, t <= f i) /\ exists i, f i = t.
Definition is_largest n (f : 'I_n -> R) t := (forall i, f i <= t) /\ exists i, f i = t.
Definition joint_threshold delta (t : R) :=
  is_largest (fun i => (1 - delta) / delta - spread i / g i) t.
Definition reconstruction_threshold eta2 (t : R) := is_largest (fun i => g i / eta2 - spread i / g i - 1) t.
End Thresholds.
Definition joint_compare_required_low_noise_printed (R : rcfType) : Prop :=
  forall k m (a theta : 'I_k.+1 -> R) (g spread : 'I_m.+1 -> R) delta eta2 je rc,
    (forall i, 0 < a i) -> (forall i, 0 <= theta i) -> (forall i, 0 < g i) -> (forall i, 0 <= spread i) ->
    is_least (signal_share a theta) delta -> is_least (signal_energy a theta) eta2 ->
    joint_threshold g spread delta je -> reconstruction_threshold g spread eta2 rc ->
    (forall i, g i < eta2 / delta) -> Num.max 0 rc < Num.max 0 je.
Definition joint_compare_required_high_noise_printed (R : rcfType) : Prop :=
  forall k m (a theta : 'I_k.+1 -> R) (g spread : 'I_m.+1 -> R) delta eta2 je rc,
    (forall i, 0 < a i) -> (forall i, 0 <= theta i) -> (forall i, 0 < g i) -> (forall i, 0 <= spread i) ->
    is_least (signal_share a theta) delta -> is_least (signal_energy a theta) eta2 ->
    joint_threshold g spread delta je -> reconstruction_threshold g spread eta2 rc ->
    (forall i, eta2 / delta < g i) -> Num.max 0 je < Num.max 0 rc.

(** neighbours.head-matrix-information: Gram matrices of unit vectors, and the mean square of the entries, e^-H_2. *)
Definition rows_product (R : rcfType) n p (a : 'I_n -> 'I_p -> R) i j : R := \sum_k a i k * a j k.
Definition purity (R : rcfType) n (K : 'I_n -> 'I_n -> R) : R := (\sum_i \sum_j K i j ^+ 2) / n%:R ^+ 2.
Definition head_matrix_information_nonnegative_printed (R : rcfType) : Prop :=
  forall n p q (a : 'I_n -> 'I_p -> R) (b : 'I_n -> 'I_q -> R),
    (forall i, rows_product a i i = 1) -> (forall i, rows_product b i i = 1) ->
    (forall i j, 0 <= rows_product a i j) -> (forall i j, 0 <= rows_product b i j) ->
    purity (rows_product a) * purity (rows_product b)
      <= purity (fun i j => rows_product a i j * rows_product b i j).

(** neighbours.zheng-operator, Modal Decomposition, Property 1: E[a(X)|Y] as an operator. *)
Definition zheng_operator_operator_printed (R : rcfType) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R) (a : 'I_X -> R) y, is_law P ->
    \sum_x dependence P x y * pX P x * a x = Ts P a y.
