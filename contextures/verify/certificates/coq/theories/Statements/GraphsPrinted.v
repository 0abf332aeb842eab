(** Chapter 7, graphs and what is learned on them: printed forms that certificates decide. *)
From Contextures Require Import Library Contextures Risks Graphs Difficult Samples.
From Contextures.Statements Require Export Neighbours NeighboursPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Random graphs in which each object points to another: the list of what the objects point to, its weight the product
    of their relations pi; the mean of a function of the graph; whether i points to j. *)
Section RandomGraphs.
Variables (R : rcfType) (n : nat) (pi : 'I_n -> 'I_n -> R).
Fixpoint picked (objects targets : seq 'I_n) : R :=
  match objects, targets with
  | i :: objects', j :: targets' => (if j == i then 0 else pi i j) * picked objects' targets'
  | _, _ => 1
  end.
Definition graph_weight (targets : seq 'I_n) : R := picked (ords n) targets.
Definition over_graphs (f : seq 'I_n -> R) : R :=
  over_lists n (fun targets => graph_weight targets * f targets) / over_lists n graph_weight.
Fixpoint points (objects targets : seq 'I_n) (i j : 'I_n) : bool :=
  match objects, targets with
  | o :: objects', t :: targets' => if o == i then t == j else points objects' targets' i j
  | _, _ => false
  end.
Definition edge (targets : seq 'I_n) i j : R := if points (ords n) targets i j then 1 else 0.
Definition edge_probability i j : R := over_graphs (fun targets => edge targets i j).

(** tr(Z^T L Z), and -log k(Z_i - Z_j) of the Gaussian kernel. *)
Definition placed_energy q (L : 'I_n -> 'I_n -> R) (Z : 'I_n -> 'I_q -> R) : R :=
  \sum_k \sum_i \sum_j Z i k * L i j * Z j k.
Definition half_square q (Z : 'I_n -> 'I_q -> R) i j : R := 2%:R^-1 * \sum_k (Z i k - Z j k) ^+ 2.

(** H(Z) less tr(Z^T L(pi) Z) + log R(Z): log R(Z) stands in both. *)
Definition objectives_apart q (Z : 'I_n -> 'I_q -> R) : R :=
  over_graphs (fun targets => \sum_i \sum_j edge targets i j * half_square Z i j) - placed_energy (laplacian pi) Z.
Definition related := (forall i j, 0 <= pi i j) /\ forall i : 'I_n, 0 < \sum_(j | j != i) pi i j.
End RandomGraphs.

(** neighbours.clustering-multinomial, Lemma 1. *)
Definition clustering_multinomial_probabilities_printed (R : rcfType) : Prop :=
  forall n (pi : 'I_n -> 'I_n -> R), related pi -> forall i j, edge_probability pi i j = pi i j / \sum_k pi i k.

(** neighbours.clustering-gaussian-free: L* is the mean of the Laplacians. *)
Definition clustering_gaussian_free_identity_printed (R : rcfType) : Prop :=
  forall n q (pi : 'I_n -> 'I_n -> R) (Z : 'I_n -> 'I_q -> R), related pi ->
    \sum_i \sum_j edge_probability pi i j * half_square Z i j
      = placed_energy (fun i j => over_graphs pi (fun targets => laplacian (edge R targets) i j)) Z.

(** neighbours.clustering-main, Theorem 1: the two objectives differ by a constant in Z. *)
Definition clustering_main_difference_printed (R : rcfType) : Prop :=
  forall n q (pi : 'I_n -> 'I_n -> R) (Z Z' : 'I_n -> 'I_q -> R), related pi -> (forall i j, pi i j = pi j i) ->
    (forall i, is_pmf (pi i)) -> (forall i, \sum_k Z i k ^+ 2 = 1) -> (forall i, \sum_k Z' i k ^+ 2 = 1) ->
    objectives_apart pi Z = objectives_apart pi Z'.

(** The similarity of points p and q of r + 1 classes of n points, counted through; of each class the first n_d are
    difficult.  Abar and the operator of the graph have the same eigenvalues. *)
Definition similarity (R : rcfType) n n_d (alpha beta gamma : R) (p q : nat) : R :=
  if p == q then 1 else if (p %/ n == q %/ n)%N then alpha
  else if ((p %% n < n_d) && (q %% n < n_d))%N then gamma else beta.
Definition graph_spectrum (R : rcfType) m (w : 'I_m -> 'I_m -> R) (theta : nat -> R) :=
  exists e, eigensystem (degree w) (along w) theta e.

(** neighbours.difficult-eigenvalue-norange: Theorem 3.3 at every width; without difficult pairs beta stands for gamma. *)
Definition difficult_eigenvalue_norange_value_printed (R : rcfType) : Prop :=
  forall n n_d r k (alpha beta : R) (w : 'I_(r.+1 * n) -> 'I_(r.+1 * n) -> R) theta,
    (0 < n_d < n)%N -> (0 < r)%N -> (0 < k < r.+1 * n)%N -> 0 <= beta < alpha -> alpha < 1 ->
    (forall p q, w p q = similarity n n_d alpha beta beta p q) -> graph_spectrum w theta ->
    theta k = q_3 n r alpha beta.

(** neighbours.difficult-eigenvalue-with: Theorem 3.4; the graph has eigenvalues, and the one in the place k + 1 is small. *)
Definition difficult_eigenvalue_with_eigenvalue_printed (R : rcfType) : Prop :=
  forall n n_d r k (alpha beta gamma : R) (w : 'I_(r.+1 * n) -> 'I_(r.+1 * n) -> R), usual n n_d r alpha beta gamma 1 ->
    (r < k < n_d + r.+1)%N -> (forall p q, w p q = similarity n n_d alpha beta gamma p q) ->
    exists2 theta, graph_spectrum w theta & theta k <= q_4 n n_d r alpha beta gamma.

(** Heads with two labels on features f: the second label where its score is larger, of equal scores where [ties]; the
    vote of the views of an item, which P(x, .) weighs; the probability under m that it is not the label y. *)
Section Heads.
Variable R : rcfType.
Definition beats (ties : bool) (s t : R) : bool := (s < t) || (ties && (s == t)).
Definition second n k (f : 'I_k -> 'I_n -> R) ties (B : 'I_k -> 'I_2 -> R) (b : 'I_2 -> R) (a : 'I_n) : bool :=
  beats ties ((\sum_l f l a * B l ord0) + b ord0) ((\sum_l f l a * B l (lift ord0 ord0)) + b (lift ord0 ord0)).
Definition votes_second N n (P : 'I_N -> 'I_n -> R) ties (told : 'I_n -> bool) x : bool :=
  beats ties (\sum_a (if told a then 0 else P x a)) (\sum_a (if told a then P x a else 0)).
Definition vote_error N n (m : 'I_N -> R) (P : 'I_N -> 'I_n -> R) (y : 'I_N -> bool) ties (told : 'I_n -> bool) : R :=
  \sum_x (if y x then (if votes_second P ties told x then 0 else m x)
           else if votes_second P ties told x then m x else 0).

(** The error of a head without a bias, of equal scores the first label; the least one of all heads. *)
Definition head_error N n k (P : 'I_N -> 'I_n -> R) (y : 'I_N -> bool) (f : 'I_k -> 'I_n -> R) B : R :=
  vote_error (pX P) P y false (second f false B (fun=> 0)).
Definition is_least_error N n k (P : 'I_N -> 'I_n -> R) (y : 'I_N -> bool) (f : 'I_k -> 'I_n -> R) (t : R) :=
  (exists B, head_error P y f B = t) /\ forall B, t <= head_error P y f B.

(** f spans k top eigenfunctions of a graph, as the minimisers of the spectral loss do; a head sees their span alone. *)
Definition learned n k (w : 'I_n -> 'I_n -> R) theta (f : 'I_k -> 'I_n -> R) := extracts (degree w) (along w) theta f.

(** Views tell the labels apart, alpha = 0: inputs of different labels share none. *)
Definition recoverable N n (P : 'I_N -> 'I_n -> R) (y : 'I_N -> bool) :=
  forall x x' a, y x (+) y x' -> P x a * P x' a = 0.
End Heads.

(** neighbours.haochen-any-matrix, sentence before Lemma 3.1: FQ for any matrix Q, and DF for any diagonal D. *)
Definition haochen_any_matrix_right_printed (R : rcfType) : Prop :=
  forall N n k (P : 'I_N -> 'I_n -> R) y (f : 'I_k -> 'I_n -> R) (Q : 'I_k -> 'I_k -> R) t t', is_law P ->
    is_least_error P y f t -> is_least_error P y (fun l a => \sum_j f j a * Q j l) t' -> t' = t.
Definition haochen_any_matrix_left_printed (R : rcfType) : Prop :=
  forall N n k (P : 'I_N -> 'I_n -> R) y (f : 'I_k -> 'I_n -> R) (D : 'I_n -> R) t t', is_law P ->
    is_least_error P y f t -> is_least_error P y (fun l a => D a * f l a) t' -> t' = t.

(** neighbours.haochen-exact: two labels, k >= 4. *)
Definition haochen_exact_recovery_printed (R : rcfType) : Prop :=
  forall N n k (P : 'I_N -> 'I_n -> R) y theta (f : 'I_k -> 'I_n -> R), is_law P -> recoverable P y -> (4 <= k)%N ->
    learned (pair P) theta f -> exists B, head_error P y f B = 0.
Definition haochen_exact_any_head_printed (R : rcfType) : Prop :=
  forall N n k (P : 'I_N -> 'I_n -> R) y theta (f : 'I_k -> 'I_n -> R), is_law P -> recoverable P y -> (4 <= k)%N ->
    learned (pair P) theta f -> exists ties, exists B, exists b, vote_error (pX P) P y ties (second f ties B b) = 0.

(** neighbours.adainf-inflated-error, Theorem 2: z labels the views; items of the labels y are real or generated. *)
Definition inflated (R : rcfType) n beta (real generated : 'I_n -> R) i : R := beta * real i + (1 - beta) * generated i.
Definition labelling_error (R : rcfType) n m (p : 'I_n -> R) (views : 'I_n -> 'I_m -> R) y z : R :=
  \sum_i p i * \sum_a (if y i == z a :> bool then 0 else views i a).
Definition adainf_inflated_error_bound_printed (R : rcfType) : Prop :=
  forall n m k (real generated : 'I_n -> R) beta (views : 'I_n -> 'I_m -> R) y z lambda (f : 'I_k -> 'I_m -> R),
    is_pmf real -> is_pmf generated -> 0 < beta <= 1 -> is_channel views -> (0 < k)%N ->
    let w := affinity (inflated beta real generated) views in
    (forall a, 0 < degree w a) -> learned w (fun i => 1 - lambda i) f -> 0 < lambda k ->
    exists ties, exists B, exists b, vote_error real views y ties (second f ties B b)
      <= 8%:R * labelling_error real views y z / lambda k + 16%:R * labelling_error real views y z
         + 2%:R * (1 - beta) * total_variation real generated.

(** neighbours.ncl-narrow, footnote to Theorem 3: a lower loss at another number of coordinates. *)
Definition is_least_loss (R : rcfType) C N (P : 'I_C -> 'I_N -> R) k (t : R) :=
  (exists2 f : 'I_k -> 'I_N -> R, forall l x, 0 <= f l x & spectral_loss (pair P) (pA P) f = t) /\
  forall f : 'I_k -> 'I_N -> R, (forall l x, 0 <= f l x) -> t <= spectral_loss (pair P) (pA P) f.
Definition ncl_narrow_lower_printed (R : rcfType) : Prop :=
  forall C N (P : 'I_C -> 'I_N -> R) k t, is_law P -> (k < C)%N -> is_least_loss P k t ->
    exists2 k', (k < k')%N & exists2 f : 'I_k' -> 'I_N -> R, forall l x, 0 <= f l x & spectral_loss (pair P) (pA P) f < t.

(** neighbours.ncl-unique-wide: every minimiser over f >= 0 is phi, padded with zeros, up to permutation and scaling; each
    class has a point of its own. *)
Definition anchored (R : rcfType) C N (P : 'I_C -> 'I_N -> R) :=
  forall c, exists x, 0 < P c x /\ forall c', c' != c -> P c' x = 0.
Definition ncl_unique_wide_unique_printed (R : rcfType) : Prop :=
  forall C N r (P : 'I_C -> 'I_N -> R) (f : 'I_(C + r) -> 'I_N -> R), is_law P -> anchored P -> (0 < r)%N ->
    (forall l x, 0 <= f l x) ->
    (forall g : 'I_(C + r) -> 'I_N -> R, (forall l x, 0 <= g l x) ->
      spectral_loss (pair P) (pA P) f <= spectral_loss (pair P) (pA P) g) ->
    exists2 pi : 'I_(C + r) -> 'I_(C + r), injective pi
      & exists s : 'I_(C + r) -> R, forall l x, f l x = s l * padded P (pi l) x.
