(** Chapter 5.2: a kernel on n points under weights, its powers and transforms, and the norms of their spaces. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Kernel.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R).

(** The integral operator of K; a centred positive semi-definite kernel with eigenvalues lam_i and eigenfunctions psi_i. *)
Definition integral (K : 'I_n -> 'I_n -> R) (f : 'I_n -> R) : 'I_n -> R := fun x => \sum_y K x y * f y * w y.
Definition base_kernel K (lam : nat -> R) (psi : nat -> 'I_n -> R) :=
  [/\ forall x, 0 < w x, \sum_x w x = 1, eigensystem w (integral K) lam psi, forall i, (i < n)%N -> 0 <= lam i
    & forall x, integral K (fun=> 1) x = 0].

(** The kernel with eigenvalues s_i (s_i = lam_i^p for K^p), and |f|^2 in its space: the sum of <f, psi_i>^2 / s_i over
    s_i > 0, for eigenfunctions of any lengths (in Coq x / 0 = 0). *)
Definition transformed_kernel (s : nat -> R) (psi : nat -> 'I_n -> R) x y : R :=
  \sum_(i < n) s i * psi i x * psi i y / dot w (psi i) (psi i).
Definition space_norm (s : nat -> R) (psi : nat -> 'I_n -> R) (f : 'I_n -> R) : R :=
  \sum_(i < n) dot w f (psi i) ^+ 2 / (dot w (psi i) (psi i) * s i).

(** What lies in the space of K, and the ratio r of smoothness. *)
Definition in_space (lam : nat -> R) (psi : nat -> 'I_n -> R) (f : 'I_n -> R) :=
  forall i, (i < n)%N -> lam i = 0 -> dot w f (psi i) = 0.
Definition smoothness s psi f : R := dot w f f / space_norm s psi f.
End Kernel.
