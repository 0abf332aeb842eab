(** Chapter 7: graphs with the weights w and the degrees m, and encoders of their vertices; latent classes. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** w(a) = sum_b w(a, b). *)
Definition degree (R : rcfType) n (w : 'I_n -> 'I_n -> R) a : R := \sum_b w a b.

Section Graph.
Variables (R : rcfType) (n : nat) (w : 'I_n -> 'I_n -> R) (m : 'I_n -> R).

(** f(a).f(b), the spectral contrastive loss, Abar, |Abar|^2, and |Abar - FF^T|^2 for the rows sqrt(m(a)) f(a) of F. *)
Definition product d (f : 'I_d -> 'I_n -> R) a b : R := \sum_k f k a * f k b.
Definition spectral_loss d (f : 'I_d -> 'I_n -> R) : R :=
  - (2%:R * (\sum_a \sum_b w a b * product f a b)) + \sum_a \sum_b m a * m b * product f a b ^+ 2.
Definition normalised a b : R := w a b / (Num.sqrt (m a) * Num.sqrt (m b)).
Definition graph_size : R := \sum_a \sum_b normalised a b ^+ 2.
Definition factor_residual d (f : 'I_d -> 'I_n -> R) : R :=
  \sum_a \sum_b (normalised a b - product (fun k a => Num.sqrt (m a) * f k a) a b) ^+ 2.
End Graph.

Section Latent.
Variables (R : rcfType) (C N : nat) (P : 'I_C -> 'I_N -> R).

(** P(c|x), P(c, c') = E P(c|X)P(c'|X), and phi_c(x) = P(c|x)/sqrt P(c); the classes stand first. *)
Definition posterior c x : R := P c x / pA P x.
Definition overlap c c' : R := \sum_x pA P x * (posterior c x * posterior c' x).
Definition phi c x : R := posterior c x / Num.sqrt (pX P c).
End Latent.
