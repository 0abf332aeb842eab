(** Chapter 5: the statements. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** bounds.minimax-lower, after Z24; lambda_i is s_{i-1}^2, the constant counted.  Part only-if. *)
Definition minimax_lower_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d.+1 -> 'I_M -> R) s mu eps B,
    is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 -> 0 < B ->
    let beta := s d.+1 ^+ 2 / (1 - s d.+1 ^+ 2) * (eps / (1 - eps)) in
    beta <= 2%:R^-1 -> s d.+1 < s d -> invariant_error_at_most P (fun k => T P (Phi k)) eps B (beta * B ^+ 2) ->
    spans_top_counted P (fun k => T P (Phi k)) s.

(** bounds.isometry, after Z24: f = Tg, and the space of the range of T. *)
Definition isometry_lower_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g eps, is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 ->
    pair_variance P g / 2%:R <= eps * dot (pA P) g g ->
    (1 - eps) * range_norm (flip P) s mu (T P g) <= dot (pX P) (T P g) (T P g).
Definition isometry_upper_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g, is_law P -> left_singular P s mu ->
    dot (pX P) (T P g) (T P g) <= range_norm (flip P) s mu (T P g).
Definition isometry_least_norm_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g, is_law P -> left_singular P s mu -> let f := T P g in
    (exists2 g', (forall x, T P g' x = f x) & dot (pA P) g' g' = range_norm (flip P) s mu f) /\
    forall g', (forall x, T P g' x = f x) -> range_norm (flip P) s mu f <= dot (pA P) g' g'.
Definition isometry_preimage_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g g' eps, is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 ->
    pair_variance P g / 2%:R <= eps * dot (pA P) g g -> (forall x, T P g' x = T P g x) ->
    dot (pA P) g' g' = range_norm (flip P) s mu (T P g) -> pair_variance P g' / 2%:R <= eps * dot (pA P) g' g'.
Definition range_product_X (R : rcfType) N M (P : 'I_N -> 'I_M -> R) s (mu : nat -> 'I_N -> R) f f' : R :=
  \sum_(i < N) dot (pX P) f (mu i) * dot (pX P) f' (mu i) / (dot (pX P) (mu i) (mu i) * s i ^+ 2).
Definition isometry_reproducing_printed (R : rcfType) : Prop :=
  forall N M (P : 'I_N -> 'I_M -> R) s mu g x, is_law P -> left_singular P s mu ->
    (exists h, forall y, kernel_X P x y = T P h y) /\ range_product_X P s mu (T P g) (kernel_X P x) = T P g x.
