(** Finite contexts: what the statements speak of.  [R] is any real closed field, for example the real numbers;
    a function on N inputs is a function on ['I_N], which holds 0, ..., N - 1. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Rational.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Functions.
Variable R : rcfType.

(** Under weights w: inner product, norm, mean, and a function less its mean. *)
Definition dot n (w f g : 'I_n -> R) : R := \sum_i w i * f i * g i.
Definition norm n (w f : 'I_n -> R) : R := Num.sqrt (dot w f f).
Definition mean n (w f : 'I_n -> R) : R := \sum_i w i * f i.
Definition centred n (w f : 'I_n -> R) : 'I_n -> R := fun i => f i - mean w f.

(** f is a linear combination of d functions. *)
Definition spanned n d (F : 'I_d -> 'I_n -> R) (f : 'I_n -> R) :=
  exists c : 'I_d -> R, forall x, f x = \sum_k c k * F k x.

(** Numbers theta_0 >= theta_1 >= ... and orthogonal eigenfunctions of an operator L on functions, under weights w;
    functions that span a choice of the top-d eigenspace of L. *)
Definition eigensystem n (w : 'I_n -> R) (L : ('I_n -> R) -> 'I_n -> R) (theta : nat -> R) (e : nat -> 'I_n -> R) :=
  [/\ forall i, (i < n)%N -> 0 < dot w (e i) (e i),
      forall i, (i < n)%N -> forall j, (j < n)%N -> i != j -> dot w (e i) (e j) = 0,
      forall i, (i < n)%N -> forall x, L (e i) x = theta i * e i x
    & forall i, (i.+1 < n)%N -> theta i.+1 <= theta i].
Definition extracts n d (w : 'I_n -> R) L theta (Phi : 'I_d -> 'I_n -> R) :=
  exists2 e, eigensystem w L theta e & forall f, spanned Phi f <-> spanned (fun k : 'I_d => e k) f.

(** Infima and suprema of sets of numbers. *)
Definition is_inf (S : R -> Prop) (t : R) :=
  (forall r, S r -> t <= r) /\ (forall u, (forall r, S r -> u <= r) -> u <= t).
Definition is_sup (S : R -> Prop) (t : R) :=
  (forall r, S r -> r <= t) /\ (forall u, (forall r, S r -> r <= u) -> t <= u).
End Functions.

(** The law with A and X exchanged: its T is T*. *)
Definition flip (R : Type) N M (P : 'I_N -> 'I_M -> R) : 'I_M -> 'I_N -> R := fun a x => P x a.

Section Context.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).

(** The joint law of X and A, its marginals, the operator T and its adjoint T*, the law of two A of one X. *)
Definition pX x : R := \sum_a P x a.
Definition pA a : R := \sum_x P x a.
Definition is_law :=
  [/\ forall x a, 0 <= P x a, \sum_x \sum_a P x a = 1, forall x, 0 < pX x & forall a, 0 < pA a].
Definition T (g : 'I_M -> R) : 'I_N -> R := fun x => (\sum_a P x a * g a) / pX x.
Definition Ts (f : 'I_N -> R) : 'I_M -> R := fun a => (\sum_x P x a * f x) / pA a.
Definition pair a b : R := \sum_x P x a * P x b / pX x.

(** Singular values s_0 = 1 >= s_1 >= ... with singular functions, of X up to their lengths, and of A orthonormal. *)
Definition left_singular (s : nat -> R) (mu : nat -> 'I_N -> R) :=
  [/\ forall x, mu 0%N x = 1,
      forall i, (i < N)%N -> 0 < dot pX (mu i) (mu i),
      forall i, (i < N)%N -> forall j, (j < N)%N -> i != j -> dot pX (mu i) (mu j) = 0,
      forall i, (i < N)%N -> forall x, T (Ts (mu i)) x = s i ^+ 2 * mu i x
    & (forall i, 0 <= s i.+1 <= s i) /\ forall i, (N <= i)%N -> s i = 0].
Definition right_singular (s : nat -> R) (nu : nat -> 'I_M -> R) :=
  [/\ forall a, nu 0%N a = 1,
      forall i, (i < M)%N -> forall j, (j < M)%N -> dot pA (nu i) (nu j) = (i == j)%:R,
      forall i, (i < M)%N -> forall a, Ts (T (nu i)) a = s i ^+ 2 * nu i a
    & (forall i, 0 <= s i.+1 <= s i) /\ forall i, (M <= i)%N -> s i = 0].

(** The functions span the top-d singular functions of X (some choice; the constant excluded); the encoder learns the
    contexture: less its means it spans them. *)
Definition spans_top d (Phi : 'I_d -> 'I_N -> R) s :=
  exists2 mu, left_singular s mu & forall f, spanned Phi f <-> spanned (fun k : 'I_d => mu k.+1) f.
Definition learns d (Phi : 'I_d -> 'I_N -> R) s := spans_top (fun k => centred pX (Phi k)) s.

(** Tr(C^-1 B) of functions F with C = <F_i, F_j> and B = <T*F_i, T*F_j>, and the trace gap. *)
Definition gram d (F : 'I_d -> 'I_N -> R) : 'M[R]_d := \matrix_(i, j) dot pX (F i) (F j).
Definition image_gram d (F : 'I_d -> 'I_N -> R) : 'M[R]_d := \matrix_(i, j) dot pA (Ts (F i)) (Ts (F j)).
Definition ratio_trace d (F : 'I_d -> 'I_N -> R) : R := \tr (invmx (gram F) *m image_gram F).
Definition independent d (F : 'I_d -> 'I_N -> R) := gram F \in unitmx.
Definition is_trace_gap d (Phi : 'I_d -> 'I_N -> R) (s : nat -> R) :=
  is_inf (fun r => exists d', exists F : 'I_d' -> 'I_N -> R,
    [/\ (d' <= d)%N, forall j, spanned (fun k => centred pX (Phi k)) (F j), independent F
      & r = \sum_(i < d'.+1) s i.+1 ^+ 2 - ratio_trace F]).

(** Tasks that some g predicts with correlation 1 - eps, and the error of the best probe w.Phi + b on all of them. *)
Definition compatible eps (f : 'I_N -> R) :=
  mean pX f = 0 /\ exists2 g, 0 < norm pA g & (1 - eps) * norm pX f * norm pA g <= dot pX f (T g).
Definition worst_error_at_most d (Phi : 'I_d -> 'I_N -> R) eps (t : R) :=
  forall f, compatible eps f -> exists w : 'I_d -> R, exists b : R,
    \sum_x pX x * (f x - \sum_k w k * Phi k x - b) ^+ 2 <= t * dot pX f f.

(** The range of T* as a space: |h|^2 = sum of <h, nu_i>^2 / s_i^2 over s_i > 0, for functions nu_i of any lengths (in Coq
    x / 0 = 0, which leaves out s_i = 0). *)
Definition range_norm (s : nat -> R) (nu : nat -> 'I_M -> R) (h : 'I_M -> R) : R :=
  \sum_(i < M) dot pA h (nu i) ^+ 2 / (dot pA (nu i) (nu i) * s i ^+ 2).

(** k_X(x, y) with respect to P_X, and k_A. *)
Definition kernel_X x y : R := (\sum_a P x a * P y a / pA a) / (pX x * pX y).
Definition kernel_A a b : R := pair a b / (pA a * pA b).

(** E (g(A) - g(A'))^2 for two A of one X. *)
Definition pair_variance (g : 'I_M -> R) : R := \sum_a \sum_b pair a b * (g a - g b) ^+ 2.


(** Chapter 5: functions Tg with 1/2 E (g(A) - g(A'))^2 <= eps |g|^2 and length at most B, and encoders with an error of
    at most t on all of them (no bias); the span of mu_0, ..., mu_{d-1}, the constant counted. *)
Definition invariant_task eps B (f : 'I_N -> R) :=
  dot pX f f <= B ^+ 2 /\ exists2 g, (forall x, f x = T g x) & pair_variance g / 2%:R <= eps * dot pA g g.
Definition invariant_error_at_most d (Phi : 'I_d -> 'I_N -> R) eps B (t : R) :=
  forall f, invariant_task eps B f -> exists w : 'I_d -> R, \sum_x pX x * (f x - \sum_k w k * Phi k x) ^+ 2 <= t.
Definition spans_top_counted d (Phi : 'I_d -> 'I_N -> R) s :=
  exists2 mu, left_singular s mu & forall f, spanned Phi f <-> spanned (fun k : 'I_d => mu k) f.
End Context.

(** Chapter 4: a law on the first M numbers, and the convex combination of two: A = (j, a), counted through. *)
Definition upto (R : rcfType) N (P : 'I_N -> nat -> R) (M : nat) : 'I_N -> 'I_M -> R := fun x a => P x a.
Arguments upto {R N} P M x a /.
Definition combination (R : rcfType) N (w : R) (P1 P2 : 'I_N -> nat -> R) M1 : 'I_N -> nat -> R :=
  fun x c => if (c < M1)%N then w * P1 x c else (1 - w) * P2 x (c - M1)%N.

(** tau_d of a context of N inputs with eigenvalues lam_i = s_i^2 (beta = 1; d_0 is at least N), and that every tau_d
    which is defined exceeds t. *)
Definition tau_at (R : rcfType) N (lam : nat -> R) d : R :=
  1 / (1 - lam d.+1) + (\sum_(i < d) lam i.+1) / \sum_(i < N.-1) lam i.+1.
Definition tau_above (R : rcfType) N (lam : nat -> R) t := forall d, lam d.+2 < 1 -> t < tau_at N lam d.+1.

(** Numbers, functions and tables written out. *)
Definition numbers (R : realFieldType) (v : seq Q) : nat -> R := fun i => q R (nth 0%bin v i).
Definition vector (R : realFieldType) n (v : seq Q) : 'I_n -> R := fun i => q R (nth 0%bin v i).
Definition table (R : realFieldType) n m (v : seq (seq Q)) : 'I_n -> 'I_m -> R :=
  fun i j => q R (nth 0%bin (nth [::] v i) j).
Definition functions (R : realFieldType) n (v : seq (seq Q)) : nat -> 'I_n -> R :=
  fun i x => q R (nth 0%bin (nth [::] v i) x).
Arguments numbers : clear implicits. Arguments vector : clear implicits.
Arguments table : clear implicits. Arguments functions : clear implicits.
Arguments numbers R v%bin i%nat /. Arguments vector R n%nat v%bin i /.
Arguments table R n%nat m%nat v%bin i j /. Arguments functions R n%nat v%bin i%nat x /.

