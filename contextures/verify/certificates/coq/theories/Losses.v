(** Chapter 2: the losses of encoders. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Prediction.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).

(** The squared error of W Phi(X) + b as a prediction of t(A) in R^p, a of A weighed by v(a). *)
Definition prediction_loss d p (v : 'I_M -> R) (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R)
    (W : 'I_p -> 'I_d -> R) (b : 'I_p -> R) : R :=
  \sum_x \sum_a P x a * v a * \sum_j (\sum_k W j k * Phi k x + b j - t j a) ^+ 2.

(** Phi minimises it, W (and b) minimised out: no encoder of its dimension does better. *)
Definition minimises_plain d p v (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) :=
  forall (Phi' : 'I_d -> 'I_N -> R) W', exists W,
    prediction_loss v t Phi W (fun=> 0) <= prediction_loss v t Phi' W' (fun=> 0).
Definition minimises_biased d p v (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) :=
  forall (Phi' : 'I_d -> 'I_N -> R) W' b', exists W, exists b,
    prediction_loss v t Phi W b <= prediction_loss v t Phi' W' b'.

(** One-hot targets; weights 1 and 1/sqrt P_A; (Lambda g)(a) = sum_b <t(a), t(b)> g(b) P_A(b), and T Lambda T*. *)
Definition one_hot (j a : 'I_M) : R := (a == j)%:R.
Definition alike (a : 'I_M) : R := 1.
Definition by_root (a : 'I_M) : R := (Num.sqrt (pA P a))^-1.
Definition Lambda p (t : 'I_p -> 'I_M -> R) (g : 'I_M -> R) : 'I_M -> R :=
  fun a => \sum_b (\sum_j t j a * t j b) * g b * pA P b.
Definition TLambdaTs p (t : 'I_p -> 'I_M -> R) (f : 'I_N -> R) : 'I_N -> R := T P (Lambda t (Ts P f)).
End Prediction.

Section Contrast.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Local Notation pA := (pA P). Local Notation pair := (pair P).

(** The spectral contrastive loss, and ||B - D||^2 - ||D||^2 in the coefficients of Psi less its means. *)
Definition inner d (Psi : 'I_d -> 'I_M -> R) a b : R := \sum_k centred pA (Psi k) a * centred pA (Psi k) b.
Definition contrastive_loss d (Psi : 'I_d -> 'I_M -> R) : R :=
  - (\sum_a \sum_b pair a b * inner Psi a b) + 2%:R^-1 * \sum_a \sum_b pA a * pA b * inner Psi a b ^+ 2.
Definition coefficient d (Psi : 'I_d -> 'I_M -> R) (nu : nat -> 'I_M -> R) k j : R :=
  dot pA (centred pA (Psi k)) (nu j).
Definition coefficient_form d (Psi : 'I_d -> 'I_M -> R) s (nu : nat -> 'I_M -> R) : R :=
  let B i j := \sum_k coefficient Psi nu k i * coefficient Psi nu k j in
  let D i j := (i == j)%:R * s i ^+ 2 in
  \sum_(1 <= i < M) \sum_(1 <= j < M) (B i j - D i j) ^+ 2 - \sum_(1 <= i < M) \sum_(1 <= j < M) D i j ^+ 2.

(** E|Psi(A) - Psi(A+)|^2 for two A of one X, and mean zero with covariance I under weights w. *)
Definition noncontrastive_loss d (Psi : 'I_d -> 'I_M -> R) : R :=
  \sum_a \sum_b pair a b * \sum_k (Psi k a - Psi k b) ^+ 2.
Definition white n d (w : 'I_n -> R) (F : 'I_d -> 'I_n -> R) :=
  (forall k, mean w (F k) = 0) /\ forall k l, dot w (F k) (F l) = (k == l)%:R.
End Contrast.

(** Half of E|Phi(u) - Phi(v)|^2 over the edges of a graph. *)
Definition graph_loss (R : rcfType) N (P : 'I_N -> 'I_N -> R) d (Phi : 'I_d -> 'I_N -> R) : R :=
  2%:R^-1 * \sum_u \sum_v P u v * \sum_k (Phi k u - Phi k v) ^+ 2.

(** SVME: E|Phi(X) - Psi(A)|^2. *)
Definition svme_loss (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) (Psi : 'I_d -> 'I_M -> R) : R :=
  \sum_x \sum_a P x a * \sum_k (Phi k x - Psi k a) ^+ 2.
