(** Chapter 6: the statements. *)
From Contextures Require Import Library Contextures Risks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** shift.cvar-chi2, D21 Corollary 2. *)
Definition cvar_chi2_ball_printed (R : rcfType) : Prop :=
  forall n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha rho c r,
    is_pmf P -> is_smallest_mass P D alpha -> 0 < alpha -> 2%:R^-1 * (1 / alpha - 1) ^+ 2 <= rho ->
    is_worst_risk (cvar_ball P alpha) l c -> is_worst_risk (chi_square_ball P rho) l r -> c <= r.
Definition cvar_chi2_ball_corrected (R : rcfType) : Prop :=
  forall n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha rho c r,
    is_pmf P -> is_smallest_mass P D alpha -> 0 < alpha -> 2%:R^-1 * (1 / alpha - 1) <= rho ->
    is_worst_risk (cvar_ball P alpha) l c -> is_worst_risk (chi_square_ball P rho) l r -> c <= r.
Definition cvar_chi2_group_corrected (R : rcfType) : Prop :=
  forall n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha c k,
    is_pmf P -> is_smallest_mass P D alpha -> 0 < alpha ->
    is_worst_risk (cvar_ball P alpha) l c -> group_risk P l (D k) <= c.

Definition cvar_chi2_group_printed (R : rcfType) : Prop := cvar_chi2_group_corrected R.

(** shift.doro-worst-group, D21 Theorem 7, the second inequality: whatever c bounds the left DORO from below and r
    the right one from above. *)
Definition doro_worst_group_chi_square_printed (R : rcfType) : Prop :=
  forall n K (P Pbad l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps rho c r,
    is_pmf P -> is_pmf Pbad -> (forall i, 0 <= l i) -> 0 <= eps < 2%:R^-1 ->
    is_smallest_mass P D alpha -> 0 < alpha -> 2%:R^-1 * (1 / alpha - 1) ^+ 2 <= rho ->
    let Ptrain i := (1 - eps) * P i + eps * Pbad i in
    let noise := 3%:R * Num.sqrt (mean P (fun i => l i ^+ 2)) * Num.sqrt (eps / (1 - eps)) / alpha in
    doro_at_least (fun P' => cvar_ball P' alpha) Ptrain eps l c ->
    doro_at_most (fun P' => chi_square_ball P' rho) Ptrain eps l r ->
    Num.max (3%:R * c) noise <= Num.max (3%:R * r) noise.

(** shift.group-in-ball, D21 Proposition 1, for whole orders. *)
Definition group_in_ball_bound_printed (R : rcfType) : Prop :=
  forall n K beta (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha rho r k,
    (1 < beta)%N -> is_pmf P -> is_smallest_mass P D alpha -> 0 < alpha -> cressie_read beta (1 / alpha) <= rho ->
    is_worst_risk (cressie_ball P beta rho) l r -> group_risk P l (D k) <= r.

(** shift.doro-formula, D21 Proposition 3, at order 2, where c = sqrt(1 + 2 rho): the half "DORO is at most the formula".
    A finite law stands for one of intervals on which the loss is constant. *)
Definition exceeded (R : rcfType) n (Ptrain l : 'I_n -> R) eps i : bool := eps <= \sum_(j | l i < l j) Ptrain j.
Definition doro_formula_formula_printed (R : rcfType) : Prop :=
  forall n (Ptrain l : 'I_n -> R) eps rho c eta,
    is_pmf Ptrain -> (forall i, 0 <= l i) -> 0 < eps < 2%:R^-1 -> 0 <= rho ->
    let E := exceeded Ptrain l eps in 0 < mass Ptrain E ->
    doro_at_least (fun P' => chi_square_ball P' rho) Ptrain eps l c ->
    c <= Num.sqrt (1 + 2%:R * rho) * Num.sqrt ((\sum_(i | E i) Ptrain i * Num.max (l i - eta) 0 ^+ 2) / mass Ptrain E)
         + eta.

(** shift.boosted-cvar, B21: a mixture of 0/1 classifiers can be strictly better than each, under equal weights. *)
Definition boosted_cvar_strictly_better_printed (R : rcfType) : Prop :=
  exists n K (l : 'I_K -> 'I_n.+1 -> R) (w : 'I_K -> R) alpha c,
    let uniform := fun _ : 'I_n.+1 => n.+1%:R^-1 in
    [/\ forall k i, l k i = 0 \/ l k i = 1, 0 < alpha <= 1, is_pmf w,
        is_worst_risk (cvar_ball uniform alpha) (fun i => \sum_k w k * l k i) c
      & forall k r, is_worst_risk (cvar_ball uniform alpha) (l k) r -> c < r].

(** shift.doro-tv, D21 Lemma 4: whatever is kept lies in the ball, and so an infimum over it, of whatever risk, is no
    less than over the ball; for the CVaR; for divergences see Powers.v. *)
Definition doro_tv_any_divergence_printed (R : rcfType) : Prop :=
  forall n (P Pbad : 'I_n -> R) eps, is_pmf P -> is_pmf Pbad -> 0 <= eps < 2%:R^-1 ->
    let keeps := kept (fun i => (1 - eps) * P i + eps * Pbad i) eps in
    (forall P', keeps P' -> total_variation P P' <= eps / (1 - eps)) /\
    forall (risk : ('I_n -> R) -> R -> Prop) c v,
      is_inf (fun r => exists2 P', is_pmf P' /\ total_variation P P' <= eps / (1 - eps) & risk P' r) c ->
      is_inf (fun r => exists2 P', keeps P' & risk P' r) v -> c <= v.
Definition doro_tv_cvar_printed (R : rcfType) : Prop :=
  forall n (P Pbad l : 'I_n -> R) alpha eps c v,
    is_pmf P -> is_pmf Pbad -> 0 < alpha <= 1 -> 0 <= eps < 2%:R^-1 ->
    is_inf (fun r => exists2 P', is_pmf P' /\ total_variation P P' <= eps / (1 - eps)
      & is_worst_risk (cvar_ball P' alpha) l r) c ->
    is_inf (fun r => exists2 P', kept (fun i => (1 - eps) * P i + eps * Pbad i) eps P'
      & is_worst_risk (cvar_ball P' alpha) l r) v ->
    c <= v.

(** shift.cvar-zero-one, B21 Proposition 1. *)
Definition cvar_zero_one_value_printed (R : rcfType) : Prop :=
  forall n (P l : 'I_n -> R) alpha, is_pmf P -> (forall i, l i = 0 \/ l i = 1) -> 0 < alpha <= 1 ->
    is_worst_risk (cvar_ball P alpha) l (Num.min 1 (mean P l / alpha)).
Definition cvar_zero_one_erm_printed (R : rcfType) : Prop :=
  forall n (Theta : Type) (P : 'I_n -> R) (l : Theta -> 'I_n -> R) alpha theta,
    is_pmf P -> (forall t i, l t i = 0 \/ l t i = 1) -> 0 < alpha <= 1 ->
    (forall t, mean P (l theta) <= mean P (l t)) ->
    forall t c c', is_worst_risk (cvar_ball P alpha) (l theta) c -> is_worst_risk (cvar_ball P alpha) (l t) c' -> c <= c'.

(** shift.covariate: the error of a probe w, b under a law of X, and the least one. *)
Definition probe_error (R : rcfType) n d (P f : 'I_n -> R) (Phi : 'I_d -> 'I_n -> R) w b : R :=
  \sum_x P x * (f x - \sum_k w k * Phi k x - b) ^+ 2.
Definition is_fitted (R : rcfType) n d (P f : 'I_n -> R) (Phi : 'I_d -> 'I_n -> R) w b :=
  forall w' b', probe_error P f Phi w b <= probe_error P f Phi w' b'.
Definition covariate_refitted_printed (R : rcfType) : Prop :=
  forall n d (P Q f : 'I_n -> R) (Phi : 'I_d -> 'I_n -> R) C wp bp wq bq, is_pmf P -> is_pmf Q ->
    (forall x, Q x <= C * P x) -> is_fitted P f Phi wp bp -> is_fitted Q f Phi wq bq ->
    probe_error Q f Phi wq bq <= C * probe_error P f Phi wp bp.
Definition covariate_reused_printed (R : rcfType) : Prop :=
  forall n d (P Q f : 'I_n -> R) (Phi : 'I_d -> 'I_n -> R) C wp bp, is_pmf P -> is_pmf Q ->
    (forall x, Q x <= C * P x) -> is_fitted P f Phi wp bp ->
    probe_error Q f Phi wp bp <= C * probe_error P f Phi wp bp.
Definition covariate_order_printed (R : rcfType) : Prop :=
  forall n d (P Q f : 'I_n -> R) (Phi : 'I_d -> 'I_n -> R) wp bp wq bq, is_pmf P -> is_pmf Q ->
    is_fitted P f Phi wp bp -> is_fitted Q f Phi wq bq -> probe_error Q f Phi wq bq <= probe_error Q f Phi wp bp.

(** shift.cvar-dual: E(l - eta)_+ / alpha + eta, the least over eta, is the CVaR, and a quantile attains it. *)
Definition cvar_dual_at (R : rcfType) n (P l : 'I_n -> R) alpha eta : R :=
  eta + (\sum_i P i * Num.max (l i - eta) 0) / alpha.
Definition is_cvar_dual (R : rcfType) n (P l : 'I_n -> R) alpha r :=
  is_inf (fun e => exists eta, e = cvar_dual_at P l alpha eta) r.
Definition cvar_dual_value_printed (R : rcfType) : Prop :=
  forall n (P l : 'I_n -> R) alpha r, is_pmf P -> 0 < alpha <= 1 ->
    is_worst_risk (cvar_ball P alpha) l r <-> is_cvar_dual P l alpha r.
Definition cvar_dual_minimiser_printed (R : rcfType) : Prop :=
  forall n (P l : 'I_n -> R) alpha eta, is_pmf P -> 0 < alpha < 1 ->
    is_inf (fun q => mass P (fun i => q < l i) <= alpha) eta -> is_cvar_dual P l alpha (cvar_dual_at P l alpha eta).

(** shift.cvar-third: P' is near P, r the risk of the worst group, c the CVaR near P'; noise is sigma sqrt(delta) / alpha. *)
Definition is_worst_group (R : rcfType) n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) r :=
  (forall k, group_risk P l (D k) <= r) /\ exists k, r = group_risk P l (D k).
Definition square_loss (R : rcfType) n (P l : 'I_n -> R) : R := mean P (fun i => l i ^+ 2).
Definition noise (R : rcfType) n (P l : 'I_n -> R) (alpha eps : R) : R :=
  Num.sqrt (square_loss P l) * Num.sqrt (eps / (1 - eps)) / alpha.
Definition contaminated (R : rcfType) n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) (alpha eps r : R) :=
  [/\ is_pmf P /\ (forall i, 0 <= l i), 0 <= eps < 2%:R^-1, is_smallest_mass P D alpha, 0 < alpha
    & is_worst_group P l D r].
Definition near_risk (R : rcfType) n (P P' l : 'I_n -> R) (alpha eps c : R) :=
  [/\ is_pmf P', total_variation P P' <= eps / (1 - eps) & is_worst_risk (cvar_ball P' alpha) l c].
Definition cvar_third_third_printed (R : rcfType) : Prop :=
  forall n K (P P' l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r c, contaminated P l D alpha eps r ->
    near_risk P P' l alpha eps c -> 3%:R * noise P l alpha eps < r -> r / 3%:R <= c.
Definition cvar_third_kept_corrected (R : rcfType) : Prop :=
  forall n K (P P' l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r c, contaminated P l D alpha eps r ->
    near_risk P P' l alpha eps c -> let q := eps / (1 - eps) / alpha in q <= 1 ->
    (1 - q) * r - Num.sqrt (q * (1 - q) * Num.max 0 (square_loss P l / alpha - r ^+ 2)) <= c.
Definition cvar_third_difference_corrected (R : rcfType) : Prop :=
  forall n K (P P' l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r c, contaminated P l D alpha eps r ->
    near_risk P P' l alpha eps c -> r - noise P l alpha eps <= c.
Definition cvar_third_two_thirds_corrected (R : rcfType) : Prop :=
  forall n K (P P' l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r c, contaminated P l D alpha eps r ->
    near_risk P P' l alpha eps c -> 3%:R * noise P l alpha eps < r -> 2%:R * r / 3%:R <= c.
Definition cvar_third_third_corrected (R : rcfType) : Prop :=
  forall n K (P P' l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r c, contaminated P l D alpha eps r ->
    near_risk P P' l alpha eps c -> let q := eps / (1 - eps) / alpha in q <= 2%:R / 3%:R ->
    9%:R * q * (1 - q) * (square_loss P l / alpha) <= (4%:R - 3%:R * q) * r ^+ 2 -> r / 3%:R <= c.

(** shift.doro-worst-group: v is the DORO of the CVaR, or of the chi-square risk, of a contaminated P. *)
Definition is_doro (R : rcfType) n (near : ('I_n -> R) -> ('I_n -> R) -> Prop) (P Pbad l : 'I_n -> R) (eps v : R) :=
  is_inf (fun e => exists2 P', kept (fun i => (1 - eps) * P i + eps * Pbad i) eps P' & is_worst_risk (near P') l e) v.
Definition doro_worst_group_cvar_printed (R : rcfType) : Prop :=
  forall n K (P Pbad l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r v, contaminated P l D alpha eps r ->
    is_pmf Pbad -> is_doro (fun P' => cvar_ball P' alpha) P Pbad l eps v ->
    r <= Num.max (3%:R * v) (3%:R * noise P l alpha eps).
Definition doro_worst_group_cvar_corrected (R : rcfType) : Prop :=
  forall n K (P Pbad l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r v, contaminated P l D alpha eps r ->
    is_pmf Pbad -> is_doro (fun P' => cvar_ball P' alpha) P Pbad l eps v -> r <= v + noise P l alpha eps.
Definition doro_worst_group_chi_square_corrected (R : rcfType) : Prop :=
  forall n K (P Pbad l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps rho r v w, contaminated P l D alpha eps r ->
    is_pmf Pbad -> 2%:R^-1 * (1 / alpha - 1) <= rho -> is_doro (fun P' => cvar_ball P' alpha) P Pbad l eps v ->
    is_doro (fun P' => chi_square_ball P' rho) P Pbad l eps w -> v <= w.
Definition doro_worst_group_sharp_corrected (R : rcfType) : Prop :=
  forall n K (P Pbad l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r v, contaminated P l D alpha eps r ->
    is_pmf Pbad -> is_doro (fun P' => cvar_ball P' alpha) P Pbad l eps v -> let q := eps / (1 - eps) / alpha in q < 1 ->
    let d := Num.min v ((1 - q) * Num.sqrt (square_loss P l) / Num.sqrt alpha) in
    r <= d + Num.sqrt (q * Num.max 0 (square_loss P l / alpha - d ^+ 2 / (1 - q))).
