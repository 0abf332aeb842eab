(** Chapter 3: the statements. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** optimality.minimax-value, C25 Theorem 16, part lower. *)
Definition minimax_value_lower_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps t,
    is_law P -> left_singular P s mu -> 1 - s 1%N <= eps ->
    eps <= 1 - Num.sqrt ((s 1%N ^+ 2 + s 2%N ^+ 2) / 2%:R) ->
    worst_error_at_most P Phi eps t -> (s 1%N ^+ 2 - (1 - eps) ^+ 2) / (s 1%N ^+ 2 - s d.+1 ^+ 2) <= t.

(** optimality.trace-gap, C25 Theorem 24. *)
Definition trace_gap_bound_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps tg,
    is_law P -> left_singular P s mu -> is_trace_gap P Phi s tg ->
    tg < s 1%N ^+ 2 -> 1 - s 1%N < eps -> eps <= 1 ->
    worst_error_at_most P Phi eps ((s 1%N ^+ 2 - (1 - eps) ^+ 2 + s 1%N * tg) / (s 1%N ^+ 2 - tg ^+ 2)).

(** optimality.trace-gap-of-contexture, C25, remark after Theorem 24. *)
Definition trace_gap_of_contexture_value_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu tg,
    is_law P -> left_singular P s mu -> learns P Phi s -> is_trace_gap P Phi s tg -> tg = s d.+1.

Definition trace_gap_of_contexture_value_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu tg,
    is_law P -> left_singular P s mu -> learns P Phi s -> is_trace_gap P Phi s tg -> tg = s d.+1 ^+ 2.

(** optimality.ratio-trace, C25 Lemma 22, part bound. *)
Definition ratio_trace_bound_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (F : 'I_d -> 'I_N -> R) s mu,
    is_law P -> left_singular P s mu -> (forall k, mean (pX P) (F k) = 0) -> independent P F ->
    ratio_trace P F <= \sum_(i < d) s i.+1 ^+ 2.

(** optimality.minimax-only-if, C25 Theorem 16. With d at most N - 1 the claim is weaker than as printed, and its
    refutation the stronger one. *)
Definition minimax_only_if_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps,
    is_law P -> left_singular P s mu -> 1 - s 1%N <= eps ->
    eps <= 1 - Num.sqrt ((s 1%N ^+ 2 + s 2%N ^+ 2) / 2%:R) -> (d <= N.-1)%N ->
    worst_error_at_most P Phi eps ((s 1%N ^+ 2 - (1 - eps) ^+ 2) / (s 1%N ^+ 2 - s d.+1 ^+ 2)) ->
    learns P Phi s.

(** optimality.converse, C25 Theorem 16. *)
Definition converse_exists_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps,
    is_law P -> left_singular P s mu -> 0 < eps -> eps <= 1 -> s d.+1 != s 1%N ->
    exists f, [/\ mean (pX P) f = 0, dot (pX P) f f = 1, dot (pA P) (Ts P f) (Ts P f) = (1 - eps) ^+ 2
      & forall (w : 'I_d -> R) b, (s 1%N ^+ 2 - (1 - eps) ^+ 2) / (s 1%N ^+ 2 - s d.+1 ^+ 2)
          <= \sum_x pX P x * (f x - \sum_k w k * Phi k x - b) ^+ 2].

(** optimality.rkhs, C25 Proposition 20: the two forms of the norm, and part (iii). *)
Definition rkhs_definition_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s nu (f : 'I_N -> R),
    is_law P -> left_singular (flip P) s nu -> mean (pX P) f = 0 -> range_norm P s nu (Ts P f) = dot (pX P) f f.
Definition rkhs_iii_if_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s nu eps (f : 'I_N -> R),
    is_law P -> left_singular (flip P) s nu -> 0 <= eps -> eps <= 1 -> mean (pX P) f = 0 ->
    (1 - eps) ^+ 2 * range_norm P s nu (Ts P f) <= dot (pA P) (Ts P f) (Ts P f) ->
    dot (pA P) (Ts P f) (Ts P f) <= range_norm P s nu (Ts P f) -> compatible P eps f.

(** optimality.lipschitz, C25 Lemma 25: c and L bound the singular functions, made unit, and their Lipschitz constants. *)
Definition distance (R : rcfType) N p (pos : 'I_p -> 'I_N -> R) x y : R :=
  Num.sqrt (\sum_j (pos j x - pos j y) ^+ 2).
Definition lipschitz_bound_printed (R : rcfType) : Prop :=
  forall N M p (P : 'I_N -> 'I_M -> R) (pos : 'I_p -> 'I_N -> R) s mu c L,
    is_law P -> left_singular P s mu -> 0 <= L ->
    (forall i, (i.+1 < N)%N -> forall x, mu i.+1 x <= c * norm (pX P) (mu i.+1)) ->
    (forall i, (i.+1 < N)%N -> forall x y,
      `|mu i.+1 x - mu i.+1 y| <= L * distance pos x y * norm (pX P) (mu i.+1)) ->
    forall x y z, `|kernel_X P z x - kernel_X P z y| <= c * L * (\sum_(i < N.-1) s i.+1 ^+ 2) * distance pos x y.

(** optimality.low-variance, C25 Theorem 14; the part preimage, and the whole claim. *)
Definition low_variance_preimage_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) eps (f : 'I_N -> R),
    is_law P -> 0 <= eps -> eps <= 1 -> compatible P eps f -> exists g, forall x, f x = T P g x.
Definition low_variance_variance_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) eps (f : 'I_N -> R),
    is_law P -> 0 <= eps -> eps <= 1 -> compatible P eps f ->
    exists2 g, (forall x, f x = T P g x) & pair_variance P g <= 4%:R * eps * dot (pA P) g g.
Definition low_variance_variance_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) eps (f : 'I_N -> R),
    is_law P -> 0 <= eps -> eps <= 1 -> compatible P eps f ->
    let g := Ts P f in pair_variance P g <= 2%:R * eps * (2%:R - eps) * dot (pA P) g g.
Definition low_variance_aligned_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu eps (f : 'I_N -> R),
    is_law P -> left_singular P s mu -> 0 <= eps -> eps <= 1 -> compatible P eps f -> 0 < dot (pX P) f f ->
    forall h, h = T P (Ts P f) ->
    (1 - eps) ^+ 2 <= s 1%N ^+ 2 * (dot (pX P) f h ^+ 2 / (dot (pX P) f f * dot (pX P) h h)).
Definition low_variance_close_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu eps (f : 'I_N -> R),
    is_law P -> left_singular P s mu -> 0 <= eps -> eps <= 1 -> compatible P eps f -> let h := T P (Ts P f) in
    exists c, s 1%N ^+ 2 * (\sum_x pX P x * (f x - c * h x) ^+ 2) <= (s 1%N ^+ 2 - (1 - eps) ^+ 2) * dot (pX P) f f.
Definition low_variance_image_compatible_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) eps (g : 'I_M -> R),
    is_law P -> 0 <= eps -> eps <= 1 -> mean (pA P) g = 0 -> (1 - eps) ^+ 2 * dot (pA P) g g <= dot (pX P) (T P g) (T P g) ->
    (1 - eps) ^+ 2 * dot (pX P) (T P g) (T P g) <= dot (pA P) (Ts P (T P g)) (Ts P (T P g)).
Definition low_variance_image_variance_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) eps (g : 'I_M -> R),
    is_law P -> 0 <= eps -> eps <= 1 -> mean (pA P) g = 0 -> (1 - eps) ^+ 2 * dot (pA P) g g <= dot (pX P) (T P g) (T P g) ->
    pair_variance P g <= 2%:R * eps * (2%:R - eps) * dot (pA P) g g.

(** optimality.compatibility, C25 Definition 13; squared, f of mean zero and not 0. *)
Definition rho_square (R : rcfType) N M (P : 'I_N -> 'I_M -> R) (f : 'I_N -> R) : R :=
  dot (pA P) (Ts P f) (Ts P f) / dot (pX P) f f.
Definition compatibility_spectral_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu (f : 'I_N -> R),
    is_law P -> left_singular P s mu -> (forall i, (i < N)%N -> dot (pX P) (mu i) (mu i) = 1) ->
    mean (pX P) f = 0 -> 0 < dot (pX P) f f ->
    let u i := dot (pX P) f (mu i) in
    rho_square P f = (\sum_(i < N.-1) s i.+1 ^+ 2 * u i.+1 ^+ 2) / \sum_(i < N.-1) u i.+1 ^+ 2.
Definition compatibility_range_lower_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) (f : 'I_N -> R), is_law P -> 0 < dot (pX P) f f -> 0 <= rho_square P f.
Definition compatibility_range_upper_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) (f : 'I_N -> R), is_law P -> 0 < dot (pX P) f f -> rho_square P f <= 1.
Definition compatibility_bound_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) f g, is_law P -> 0 < dot (pX P) f f -> 0 < dot (pA P) g g ->
    dot (pX P) f (T P g) ^+ 2 / (dot (pX P) f f * dot (pA P) g g) <= rho_square P f.
Definition compatibility_attained_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) f, is_law P -> 0 < dot (pX P) f f ->
    let g := Ts P f in
    (0 < dot (pA P) g g -> dot (pX P) f (T P g) ^+ 2 / (dot (pX P) f f * dot (pA P) g g) = rho_square P f) /\
    (dot (pA P) g g = 0 -> forall h, dot (pX P) f (T P h) = 0).

(** optimality.weak-association, C25 Lemma 17. *)
Definition weak_association_sum_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu eps, is_law P -> left_singular P s mu ->
    (forall x y, `|kernel_X P x y - 1| < eps) -> \sum_(i < N.-1) s i.+1 ^+ 2 < eps.

(** optimality.extremes, C25 section 5.1: A independent of X, and A = X. *)
Definition extremes_independent_spectrum_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu i, is_law P -> left_singular P s mu ->
    (forall x a, P x a = pX P x * pA P a) -> s i.+1 = 0.
Definition extremes_independent_tasks_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) eps f, is_law P -> (forall x a, P x a = pX P x * pA P a) ->
    eps < 1 -> compatible P eps f -> forall x, f x = 0.
Definition extremes_identity_spectrum_printed (R : rcfType) : Prop :=
  forall N (P : 'I_N -> 'I_N -> R) s mu i, is_law P -> left_singular P s mu ->
    (forall x a, x != a -> P x a = 0) -> (i < N)%N -> s i = 1.
Definition extremes_identity_tasks_printed (R : rcfType) : Prop :=
  forall N (P : 'I_N -> 'I_N -> R) f, is_law P -> (forall x a, x != a -> P x a = 0) ->
    dot (pA P) (Ts P f) (Ts P f) = dot (pX P) f f.
Definition extremes_identity_error_printed (R : rcfType) : Prop :=
  forall N d (P : 'I_N -> 'I_N -> R) (Phi : 'I_d -> 'I_N -> R) eps t, is_law P -> (forall x a, x != a -> P x a = 0) ->
    (d.+1 < N)%N -> 0 <= eps -> eps <= 1 -> worst_error_at_most P Phi eps t -> 1 <= t.

(** optimality.ratio-trace, C25 Lemma 22: invariance under invertible maps, and equality for the contexture. *)
Definition ratio_trace_invariance_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (F : 'I_d -> 'I_N -> R) (G : 'M[R]_d),
    is_law P -> independent P F -> G \in unitmx ->
    ratio_trace P (fun k x => \sum_l G k l * F l x) = ratio_trace P F.
Definition ratio_trace_equality_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s,
    is_law P -> (d <= N.-1)%N -> learns P Phi s ->
    ratio_trace P (fun k => centred (pX P) (Phi k)) = \sum_(i < d) s i.+1 ^+ 2.

(** optimality.rkhs, C25 Proposition 15, corrected: the norm of the range of T* is that of range_norm; h = T*f for f of
    mean zero. *)
Definition range_product (R : rcfType) N M (P : 'I_N -> 'I_M -> R) s (nu : nat -> 'I_M -> R) h h' : R :=
  \sum_(i < M) dot (pA P) h (nu i) * dot (pA P) h' (nu i) / (dot (pA P) (nu i) (nu i) * s i ^+ 2).
Definition rkhs_i_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s nu f a, is_law P -> left_singular (flip P) s nu ->
    (exists g, forall b, kernel_A P a b = Ts P g b) /\ range_product P s nu (Ts P f) (kernel_A P a) = Ts P f a.
Definition rkhs_ii_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu nu f, is_law P -> left_singular P s mu -> left_singular (flip P) s nu ->
    range_norm P s nu (Ts P f) = \sum_(i < N | 0 < s i) dot (pX P) f (mu i) ^+ 2 / dot (pX P) (mu i) (mu i).
Definition rkhs_iii_only_if_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s nu f eps, is_law P -> left_singular (flip P) s nu -> 0 <= eps -> eps <= 1 ->
    compatible P eps f -> (1 - eps) ^+ 2 * range_norm P s nu (Ts P f) <= dot (pA P) (Ts P f) (Ts P f).
Definition rkhs_iii_upper_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s nu f, is_law P -> left_singular (flip P) s nu ->
    dot (pA P) (Ts P f) (Ts P f) <= range_norm P s nu (Ts P f).
Definition rkhs_iii_if_corrected (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu nu f eps, is_law P -> left_singular P s mu -> left_singular (flip P) s nu ->
    0 <= eps -> eps <= 1 -> mean (pX P) f = 0 ->
    (forall i, (i < N)%N -> s i = 0 -> dot (pX P) f (mu i) = 0) ->
    let h := Ts P f in (1 - eps) ^+ 2 * range_norm P s nu h <= dot (pA P) h h -> compatible P eps f.

(** optimality.minimax-value, C25 Theorem 16, corrected.  The value is a number where s_{d+1} < s_1; elsewhere eps = 1 - s_1. *)
Definition minimax_at (R : rcfType) (s : nat -> R) d eps : R :=
  (s 1%N ^+ 2 - (1 - eps) ^+ 2) / (s 1%N ^+ 2 - s d.+1 ^+ 2).
Definition minimax_value_lower_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps t,
    is_law P -> left_singular P s mu -> 1 - s 1%N <= eps -> eps <= 1 - s d.+1 -> (d.+1 < N)%N ->
    worst_error_at_most P Phi eps t -> minimax_at s d eps <= t.
Definition minimax_value_attained_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) s mu eps,
    is_law P -> left_singular P s mu -> 1 - s 1%N <= eps -> eps <= 1 - s d.+1 -> (d.+1 < N)%N -> s d.+1 < s 1%N ->
    worst_error_at_most P (fun k : 'I_d => mu k.+1) eps (minimax_at s d eps).

(** optimality.minimax-if, C25 Theorem 16: the errors are compared by whatever bounds them. *)
Definition half_way (R : rcfType) (s : nat -> R) eps :=
  1 - s 1%N <= eps /\ eps <= 1 - Num.sqrt ((s 1%N ^+ 2 + s 2%N ^+ 2) / 2%:R).
Definition minimax_if_no_better_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps t,
    is_law P -> left_singular P s mu -> (0 < d)%N -> half_way s eps ->
    worst_error_at_most P Phi eps t -> worst_error_at_most P (fun k : 'I_d => mu k.+1) eps t.
Definition minimax_if_every_learner_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps t,
    is_law P -> left_singular P s mu -> (0 < d)%N -> half_way s eps -> learns P Phi s ->
    worst_error_at_most P (fun k : 'I_d => mu k.+1) eps t -> worst_error_at_most P Phi eps t.

(** optimality.trace-gap, C25 Theorem 24, corrected. *)
Definition trace_gap_bound_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps tg,
    is_law P -> left_singular P s mu -> is_trace_gap P Phi s tg -> tg < s 1%N ^+ 2 -> 1 - s 1%N <= eps -> eps <= 1 ->
    let c := (1 - eps) ^+ 2 in
    worst_error_at_most P Phi eps (if tg <= c then
      ((Num.sqrt tg * (1 - eps) + Num.sqrt ((s 1%N ^+ 2 - tg) * (s 1%N ^+ 2 - c))) / s 1%N ^+ 2) ^+ 2 else 1).
Definition trace_gap_square_root_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu eps tg,
    is_law P -> left_singular P s mu -> is_trace_gap P Phi s tg -> tg < s 1%N ^+ 2 -> 1 - s 1%N <= eps -> eps <= 1 ->
    worst_error_at_most P Phi eps
      ((s 1%N ^+ 2 - (1 - eps) ^+ 2 + Num.sqrt tg * s 1%N) / (s 1%N ^+ 2 - tg)).

(** Ritz values kappa_1 >= kappa_2 >= ... of TT* on the span of the encoder less its means: orthogonal functions that span
    it and have orthogonal images, |T*u|^2 = kappa |u|^2; those beyond its dimension are zero, and so are their values. *)
Definition ritz_values (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) (kappa : nat -> R) :=
  exists2 u : nat -> 'I_N -> R,
    forall f, spanned (fun k => centred (pX P) (Phi k)) f <-> spanned (fun k : 'I_d => u k) f
  & [/\ forall i, (i < d)%N -> forall j, (j < d)%N -> i != j -> dot (pX P) (u i) (u j) = 0,
        forall i, (i < d)%N -> forall j, (j < d)%N ->
          dot (pA P) (Ts P (u i)) (Ts P (u j)) = kappa i.+1 * dot (pX P) (u i) (u j),
        forall i, (i < d)%N -> dot (pX P) (u i) (u i) = 0 -> kappa i.+1 = 0
      & forall i, (i.+1 < d)%N -> kappa i.+2 <= kappa i.+1].
Definition trace_gap_subfamily_corrected (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu kappa eps k,
    is_law P -> left_singular P s mu -> ritz_values P Phi kappa -> 1 - s 1%N <= eps -> eps <= 1 -> (0 < k <= d)%N ->
    let c := (1 - eps) ^+ 2 in let S := s k.+1 ^+ 2 in let g := \sum_(i < k) (s i.+1 ^+ 2 - kappa i.+1) in
    worst_error_at_most P Phi eps (if (S < s 1%N ^+ 2) && (S + g <= c) then
      ((Num.sqrt ((s 1%N ^+ 2 - c) * (s 1%N ^+ 2 - S - g)) + Num.sqrt (g * (c - S))) / (s 1%N ^+ 2 - S)) ^+ 2 else 1).
