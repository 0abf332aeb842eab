(** Chapter 2: the statements. *)
From Contextures Require Import Library Contextures Losses.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** objectives.spectral-contrastive, C25 Theorem 10 (L_C). *)
Definition spectral_contrastive_identity_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s nu,
    is_law P -> right_singular P s nu -> contrastive_loss P Psi = coefficient_form P Psi s nu.
Definition spectral_contrastive_identity_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s nu,
    is_law P -> right_singular P s nu -> contrastive_loss P Psi = coefficient_form P Psi s nu / 2%:R.

Definition spectral_contrastive_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N ->
    learns P (fun k => T P (centred (pA P) (Psi k))) s ->
    forall Psi' : 'I_d -> 'I_M -> R, contrastive_loss P Psi <= contrastive_loss P Psi'.

Definition spectral_contrastive_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N ->
    (forall Psi' : 'I_d -> 'I_M -> R, contrastive_loss P Psi <= contrastive_loss P Psi') ->
    learns P (fun k => T P (centred (pA P) (Psi k))) s.

(** objectives.spectral-noncontrastive, C25 Theorem 10 (L_N). *)
Definition minimises_noncontrastive (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) :=
  forall Psi' : 'I_d -> 'I_M -> R, white (pA P) Psi' -> noncontrastive_loss P Psi <= noncontrastive_loss P Psi'.
Definition spectral_noncontrastive_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> white (pA P) Psi ->
    learns P (fun k => T P (centred (pA P) (Psi k))) s -> minimises_noncontrastive P Psi.
Definition spectral_noncontrastive_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> white (pA P) Psi ->
    minimises_noncontrastive P Psi -> learns P (fun k => T P (centred (pA P) (Psi k))) s.

(** objectives.supervised-onehot, C25 Theorem 6. *)
Definition supervised_onehot_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e ->
    minimises_plain P (@alike R M) (@one_hot R M) Phi -> extracts (pX P) (TLambdaTs P (@one_hot R M)) theta Phi.

(** objectives.supervised-balanced, C25 Theorem 7. *)
Definition supervised_balanced_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N ->
    learns P Phi s -> minimises_biased P (by_root P) (@one_hot R M) Phi.
Definition supervised_balanced_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N ->
    minimises_biased P (by_root P) (@one_hot R M) Phi -> learns P Phi s.

(** objectives.supervised-regression, C25 Theorem 8; what is extracted is read for the encoder as it stands. *)
Definition supervised_regression_plain_only_if_printed (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P t) theta e ->
    minimises_plain P (@alike R M) t Phi -> extracts (pX P) (TLambdaTs P t) theta Phi.
Definition supervised_regression_bias_only_if_printed (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> let L := TLambdaTs P (fun j => centred (pA P) (t j)) in
    eigensystem (pX P) L theta e -> minimises_biased P (@alike R M) t Phi -> extracts (pX P) L theta Phi.

(** objectives.next-token, D25 Table 1.1: the token after the window is A. *)
Definition next_token_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e ->
    minimises_plain P (@alike R M) (@one_hot R M) Phi -> extracts (pX P) (TLambdaTs P (@one_hot R M)) theta Phi.

(** objectives.distillation, C25 section 2.1: t are the features of the teacher, Phi is the student, less its means.
    With d at most N the claim is weaker than as printed, and its refutation the stronger one. *)
Definition distillation_recovers_printed (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> let L := TLambdaTs P (fun j => centred (pA P) (t j)) in
    eigensystem (pX P) L theta e -> minimises_biased P (@alike R M) t Phi ->
    extracts (pX P) L theta (fun k => centred (pX P) (Phi k)).

(** objectives.denoising-autoencoder, C25 Theorem 11: X in R^p is predicted from A; T* Lambda T is T Lambda T* of the
    law with A and X exchanged.  Part image: T Psi, less its mean, spans d dimensions, those of eigenfunctions of TT*
    Lambda for the d largest eigenvalues, which are those of T* Lambda T. *)
Definition denoising_autoencoder_bias_printed (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) theta e,
    is_law P -> (d <= M)%N -> let L := TLambdaTs (flip P) (fun j => centred (pX P) (t j)) in
    eigensystem (pA P) L theta e -> minimises_biased (flip P) (@alike R N) t Psi ->
    extracts (pA P) L theta (fun k => centred (pA P) (Psi k)).
Definition denoising_autoencoder_plain_printed (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) theta e,
    is_law P -> (d <= M)%N -> let L := TLambdaTs (flip P) t in
    eigensystem (pA P) L theta e -> minimises_plain (flip P) (@alike R N) t Psi ->
    extracts (pA P) L theta (fun k => centred (pA P) (Psi k)).
Definition denoising_autoencoder_image_printed (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R),
    is_law P -> (d <= M)%N -> minimises_biased (flip P) (@alike R N) t Psi ->
    let Phi k := T P (centred (pA P) (Psi k)) in let L f := T P (Ts P (Lambda (flip P) (fun j => centred (pX P) (t j)) f)) in
    independent P Phi /\ forall theta e', eigensystem (pA P) (TLambdaTs (flip P) (fun j => centred (pX P) (t j))) theta e' ->
      exists2 e : 'I_d -> 'I_N -> R, (forall k x, L (e k) x = theta k * e k x) & forall f, spanned Phi f <-> spanned e f.

(** objectives.neural-collapse, C25 section 3.1: deterministic labels, equal classes, as many functions as classes. *)
Definition neural_collapse_span_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) theta e,
    is_law P -> (forall x a b, P x a != 0 -> P x b != 0 -> a = b) -> (forall a, pA P a = M%:R^-1) ->
    eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e ->
    extracts (pX P) (TLambdaTs P (@one_hot R M)) theta (fun a x => P x a / pX P x - M%:R^-1).

(** objectives.average-encoder, C25 Corollary 9: the functions of A are those of X of the law with A and X exchanged. *)
Definition average_encoder_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s mu nu,
    is_law P -> left_singular P s mu -> left_singular (flip P) s nu -> 0 < s d ->
    spans_top P (fun k => T P (Psi k)) s -> spans_top (flip P) Psi s.

(** objectives.graph-nodes, C25 Theorem 12. *)
Definition minimises_graph (R : rcfType) N d (P : 'I_N -> 'I_N -> R) (Phi : 'I_d -> 'I_N -> R) :=
  forall Phi' : 'I_d -> 'I_N -> R, white (pX P) Phi' -> graph_loss P Phi <= graph_loss P Phi'.
Definition graph_nodes_learns_printed (R : rcfType) : Prop :=
  forall N d (P : 'I_N -> 'I_N -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> (forall u v, P u v = P v u) -> left_singular P s mu -> (d <= N.-1)%N -> white (pX P) Phi ->
    minimises_graph P Phi -> learns P Phi s.

(** objectives.svme, D25 chapter 2: Phi has mean zero and covariance I. *)
Definition svme_minimum_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) Psi s mu,
    is_law P -> left_singular P s mu -> white (pX P) Phi -> d%:R - \sum_(i < d) s i.+1 ^+ 2 <= svme_loss P Phi Psi.
Definition svme_psi_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) Psi,
    is_law P -> svme_loss P Phi (fun k => Ts P (Phi k)) <= svme_loss P Phi Psi.

(** objectives.laplacian-eigenmaps: eigenvalues of the normalised Laplacian of a graph, and those of its random walk. *)
Definition laplacian (R : rcfType) N (P : 'I_N -> 'I_N -> R) (f : 'I_N -> R) : 'I_N -> R :=
  fun u => f u - \sum_v P u v / (Num.sqrt (pX P u) * Num.sqrt (pX P v)) * f v.
Definition laplacian_eigenmaps_spectrum_printed (R : rcfType) : Prop :=
  forall N (P : 'I_N -> 'I_N -> R) lam e i, is_law P -> (forall u v, P u v = P v u) ->
    eigensystem (pX P) (T P) lam e -> (i < N)%N ->
    let g j u := Num.sqrt (pX P u) * e j u in
    (forall u, laplacian P (g i) u = (1 - lam i) * g i u) /\
    (forall j, (j < N)%N -> \sum_u g i u * g j u = dot (pX P) (e i) (e j)).
Definition laplacian_eigenmaps_constant_printed (R : rcfType) : Prop :=
  forall N (P : 'I_N -> 'I_N -> R) u, is_law P -> (forall u v, P u v = P v u) ->
    laplacian P (fun v => Num.sqrt (pX P v)) u = 0.

(** objectives.svme: who learns the contexture attains the minimum, and nobody else. *)
Definition svme_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> white (pX P) Phi -> learns P Phi s ->
    svme_loss P Phi (fun k => Ts P (Phi k)) = d%:R - \sum_(i < d) s i.+1 ^+ 2.
Definition svme_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) Psi s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> white (pX P) Phi ->
    (forall (Phi' : 'I_d -> 'I_N -> R) Psi', white (pX P) Phi' -> svme_loss P Phi Psi <= svme_loss P Phi' Psi') ->
    learns P Phi s.

(** objectives.kise, D25 chapter 2; pairs that share a context are those of the law with A and X exchanged. *)
Definition kise_value (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) : R :=
  \sum_x \sum_y pX P x * pX P y * (kernel_X P x y * \sum_k centred (pX P) (Phi k) x * centred (pX P) (Phi k) y).
Definition kise_maximum_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> white (pX P) Phi -> kise_value P Phi <= \sum_(i < d) s i.+1 ^+ 2.
Definition kise_equivalent_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R),
    is_law P -> white (pX P) Phi -> noncontrastive_loss (flip P) Phi = 2%:R * d%:R - 2%:R * kise_value P Phi.
Definition kise_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> white (pX P) Phi -> learns P Phi s ->
    kise_value P Phi = \sum_(i < d) s i.+1 ^+ 2.
Definition kise_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> white (pX P) Phi ->
    (forall Phi' : 'I_d -> 'I_N -> R, white (pX P) Phi' -> kise_value P Phi' <= kise_value P Phi) -> learns P Phi s.

(** objectives.spectral-noncontrastive, C25 Theorem 10 (L_N), corrected: in the functions of A; its minimum as printed. *)
Definition spectral_noncontrastive_minimum_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s nu,
    is_law P -> left_singular (flip P) s nu -> (d <= M.-1)%N -> white (pA P) Psi ->
    2%:R * d%:R - 2%:R * (\sum_(i < d) s i.+1 ^+ 2) <= noncontrastive_loss P Psi.
Definition spectral_noncontrastive_spans_if_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s nu,
    is_law P -> left_singular (flip P) s nu -> (d <= M.-1)%N -> white (pA P) Psi -> learns (flip P) Psi s ->
    minimises_noncontrastive P Psi.
Definition spectral_noncontrastive_spans_only_if_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) s nu,
    is_law P -> left_singular (flip P) s nu -> (d <= M.-1)%N -> white (pA P) Psi -> minimises_noncontrastive P Psi ->
    learns (flip P) Psi s.

(** objectives.supervised-regression, corrected; "minimises" is "no encoder of this dimension does better", which is to
    attain the minimum: an encoder that does exists. *)
Definition supervised_regression_plain_minimum_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) W theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P t) theta e ->
    (\sum_j dot (pA P) (t j) (t j)) - \sum_(i < d) theta i <= prediction_loss P (@alike R M) t Phi W (fun=> 0).
Definition supervised_regression_plain_if_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P t) theta e -> extracts (pX P) (TLambdaTs P t) theta Phi ->
    exists W, prediction_loss P (@alike R M) t Phi W (fun=> 0) = (\sum_j dot (pA P) (t j) (t j)) - \sum_(i < d) theta i.
Definition supervised_regression_plain_only_if_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P t) theta e -> 0 < theta d.-1 ->
    minimises_plain P (@alike R M) t Phi -> extracts (pX P) (TLambdaTs P t) theta Phi.
Definition supervised_regression_plain_only_if_independent_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P t) theta e -> independent P Phi ->
    minimises_plain P (@alike R M) t Phi -> extracts (pX P) (TLambdaTs P t) theta Phi.
Definition target_variance (R : rcfType) N M p (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) : R :=
  \sum_j dot (pA P) (centred (pA P) (t j)) (centred (pA P) (t j)).
Definition supervised_regression_bias_minimum_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) W b theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (fun j => centred (pA P) (t j))) theta e ->
    target_variance P t - \sum_(i < d) theta i <= prediction_loss P (@alike R M) t Phi W b.
Definition supervised_regression_bias_if_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> let L := TLambdaTs P (fun j => centred (pA P) (t j)) in
    eigensystem (pX P) L theta e -> extracts (pX P) L theta (fun k => centred (pX P) (Phi k)) ->
    exists W, exists b, prediction_loss P (@alike R M) t Phi W b = target_variance P t - \sum_(i < d) theta i.
Definition supervised_regression_bias_only_if_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> let L := TLambdaTs P (fun j => centred (pA P) (t j)) in
    eigensystem (pX P) L theta e -> 0 < theta d.-1 -> minimises_biased P (@alike R M) t Phi ->
    extracts (pX P) L theta (fun k => centred (pX P) (Phi k)).
Definition supervised_regression_bias_only_if_independent_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> let L := TLambdaTs P (fun j => centred (pA P) (t j)) in
    eigensystem (pX P) L theta e -> independent P (fun k => centred (pX P) (Phi k)) ->
    minimises_biased P (@alike R M) t Phi -> extracts (pX P) L theta (fun k => centred (pX P) (Phi k)).

(** objectives.distillation, corrected: the teacher's features are the targets, the student is less its means. *)
Definition distillation_minimum_corrected (R : rcfType) : Prop := supervised_regression_bias_minimum_corrected R.
Definition distillation_if_corrected (R : rcfType) : Prop := supervised_regression_bias_if_corrected R.
Definition distillation_recovers_corrected (R : rcfType) : Prop := supervised_regression_bias_only_if_corrected R.
Definition distillation_recovers_independent_corrected (R : rcfType) : Prop :=
  supervised_regression_bias_only_if_independent_corrected R.

(** objectives.supervised-onehot, corrected. *)
Definition supervised_onehot_minimum_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) W theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e ->
    1 - \sum_(i < d) theta i <= prediction_loss P (@alike R M) (@one_hot R M) Phi W (fun=> 0).
Definition supervised_onehot_if_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e ->
    extracts (pX P) (TLambdaTs P (@one_hot R M)) theta Phi ->
    exists W, prediction_loss P (@alike R M) (@one_hot R M) Phi W (fun=> 0) = 1 - \sum_(i < d) theta i.
Definition supervised_onehot_only_if_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e -> 0 < theta d.-1 ->
    minimises_plain P (@alike R M) (@one_hot R M) Phi -> extracts (pX P) (TLambdaTs P (@one_hot R M)) theta Phi.
Definition supervised_onehot_only_if_independent_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) theta e,
    is_law P -> (d <= N)%N -> eigensystem (pX P) (TLambdaTs P (@one_hot R M)) theta e -> independent P Phi ->
    minimises_plain P (@alike R M) (@one_hot R M) Phi -> extracts (pX P) (TLambdaTs P (@one_hot R M)) theta Phi.
Definition supervised_onehot_equal_classes_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) f x, is_law P -> (forall a, pA P a = M%:R^-1) ->
    M%:R * TLambdaTs P (@one_hot R M) f x = T P (Ts P f) x.

(** objectives.next-token, corrected: the token after the window is A. *)
Definition next_token_minimum_corrected (R : rcfType) : Prop := supervised_onehot_minimum_corrected R.
Definition next_token_if_corrected (R : rcfType) : Prop := supervised_onehot_if_corrected R.
Definition next_token_only_if_corrected (R : rcfType) : Prop := supervised_onehot_only_if_corrected R.
Definition next_token_only_if_independent_corrected (R : rcfType) : Prop := supervised_onehot_only_if_independent_corrected R.

(** objectives.supervised-balanced, corrected: the targets are A / sqrt P_A(A). *)
Definition scaled_one_hot (R : rcfType) N M (P : 'I_N -> 'I_M -> R) (j a : 'I_M) : R := (a == j)%:R / Num.sqrt (pA P a).
Definition supervised_balanced_minimum_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) W b s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N ->
    M%:R - 1 - \sum_(i < d) s i.+1 ^+ 2 <= prediction_loss P (@alike R M) (scaled_one_hot P) Phi W b.
Definition supervised_balanced_if_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> learns P Phi s ->
    exists W, exists b,
      prediction_loss P (@alike R M) (scaled_one_hot P) Phi W b = M%:R - 1 - \sum_(i < d) s i.+1 ^+ 2.
Definition supervised_balanced_only_if_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> 0 < s d ->
    minimises_biased P (@alike R M) (scaled_one_hot P) Phi -> learns P Phi s.
Definition supervised_balanced_only_if_independent_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (d <= N.-1)%N -> independent P (fun k => centred (pX P) (Phi k)) ->
    minimises_biased P (@alike R M) (scaled_one_hot P) Phi -> learns P Phi s.

(** objectives.denoising-autoencoder, corrected; part image as printed. *)
Definition denoising_autoencoder_bias_minimum_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) W b theta e,
    is_law P -> (d <= M)%N -> eigensystem (pA P) (TLambdaTs (flip P) (fun j => centred (pX P) (t j))) theta e ->
    target_variance (flip P) t - \sum_(i < d) theta i <= prediction_loss (flip P) (@alike R N) t Psi W b.
Definition denoising_autoencoder_bias_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) theta e,
    is_law P -> (d <= M)%N -> let L := TLambdaTs (flip P) (fun j => centred (pX P) (t j)) in
    eigensystem (pA P) L theta e -> 0 < theta d.-1 -> minimises_biased (flip P) (@alike R N) t Psi ->
    extracts (pA P) L theta (fun k => centred (pA P) (Psi k)).
Definition denoising_autoencoder_plain_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) theta e,
    is_law P -> (d <= M)%N -> let L := TLambdaTs (flip P) t in
    eigensystem (pA P) L theta e -> 0 < theta d.-1 -> minimises_plain (flip P) (@alike R N) t Psi ->
    extracts (pA P) L theta Psi.
Definition denoising_autoencoder_image_corrected (R : rcfType) : Prop :=
  forall N M p d (P : 'I_N -> 'I_M -> R) (t : 'I_p -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) theta e,
    is_law P -> (d <= M)%N -> eigensystem (pA P) (TLambdaTs (flip P) (fun j => centred (pX P) (t j))) theta e ->
    0 < theta d.-1 -> minimises_biased (flip P) (@alike R N) t Psi ->
    let Phi k := T P (centred (pA P) (Psi k)) in let L f := T P (Ts P (Lambda (flip P) (fun j => centred (pX P) (t j)) f)) in
    independent P Phi /\
    exists2 e' : 'I_d -> 'I_N -> R, (forall k x, L (e' k) x = theta k * e' k x) & forall f, spanned Phi f <-> spanned e' f.
