(** Ritz values: every encoder has them, and what a function that it does not see keeps above the threshold s_{k+1}^2 is
    at most what the first k of them lack. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectral_theorem spectrum best_approximation minimax_error.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Bessel's inequality for orthogonal functions, some of which may be zero. *)
Lemma bessel (R : rcfType) n (w : 'I_n -> R) k (u : 'I_k -> 'I_n -> R) f : (forall x, 0 <= w x) ->
  (forall i j, i != j -> dot w (u i) (u j) = 0) -> \sum_j dot w f (u j) ^+ 2 / dot w (u j) (u j) <= dot w f f.
Proof.
move=> w0 orth; pose c j := dot w f (u j) / dot w (u j) (u j); pose p x := \sum_j c j * u j x.
have pf : dot w p f = \sum_j dot w f (u j) ^+ 2 / dot w (u j) (u j).
  by rewrite dot_suml; apply: eq_bigr => j _; rewrite [dot w _ f]dotC /c mulrAC -expr2.
have pu j : dot w p (u j) = c j * dot w (u j) (u j).
  by rewrite dot_suml (bigD1 j) //= big1 ?addr0 // => i ne; rewrite orth // mulr0.
have pp : dot w p p = \sum_j dot w f (u j) ^+ 2 / dot w (u j) (u j).
  rewrite {1}/p dot_suml; apply: eq_bigr => j _; rewrite dotC pu /c.
  have [->|nz] := eqVneq (dot w (u j) (u j)) 0; first by rewrite invr0 !mulr0.
  by rewrite divfK // mulrAC -expr2.
have := dot_ge0 w0 (fun x => f x - p x).
have -> : dot w (fun x => f x - p x) (fun x => f x - p x) = dot w f f - 2%:R * dot w p f + dot w p p.
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=; ring.
by rewrite pf pp -subr_ge0 => le; rewrite -subr_ge0; apply: ge0_eq le _; ring.
Qed.

Section Law.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypothesis law : is_law P.
Hypothesis singular : left_singular P s mu.
Local Notation e := (unit_mode P mu).
Local Notation dotX := (dot (pX P)).
Local Notation dotA := (dot (pA P)).
Let X x : 0 <= pX P x. Proof. exact: pX_ge0. Qed.

(** Combinations of the encoder's functions. *)
Lemma span_mean d (Phi : 'I_d -> 'I_N -> R) g : spanned (fun k => centred (pX P) (Phi k)) g -> mean (pX P) g = 0.
Proof.
move=> [c cE]; rewrite -dot_one (eq_dot _ cE (frefl _)) dot_suml big1 // => k _.
by rewrite dot_one mean_centred ?mulr0 // pX_sum.
Qed.
Lemma span_beside d (F : 'I_d -> 'I_N -> R) g h : spanned F g -> (forall k, dotX (F k) h = 0) -> dotX g h = 0.
Proof.
by move=> [c cE] zero; rewrite (eq_dot _ cE (frefl h)) dot_suml big1 // => k _; rewrite zero mulr0.
Qed.

(** Every encoder has Ritz values: no statement about them is empty. *)
Theorem ritz_values_exist d (Phi : 'I_d -> 'I_N -> R) : exists kappa, ritz_values P Phi kappa.
Proof.
have [r [v [rd orth same _]]] := orthonormal_basis (pX_gt0 law) (fun k => centred (pX P) (Phi k)).
pose B : 'M[R]_r := \matrix_(i, j) dotA (Ts P (v i)) (Ts P (v j)).
have [|U [l [UU BE falls]]] := @spectral _ _ B; first by apply/matrixP => i j; rewrite !mxE dotC.
have diagonal : U *m B *m U^T = diag_mx (\row_i l i) by rewrite BE !mulmxA UU mul1mx -mulmxA UU mulmx1.
pose f i x := \sum_j U i j * v j x.
have ff i j : dotX (f i) (f j) = (i == j)%:R.
  have := congr1 (fun A : 'M_r => A i j) UU; rewrite !mxE => <-; rewrite dot_suml; apply: eq_bigr => k _.
  rewrite !mxE dotC dot_suml (bigD1 k) //= orth eqxx mulr1 big1 ?addr0 // => k' /negPf ne; by rewrite orth ne mulr0.
have images i j : dotA (Ts P (f i)) (Ts P (f j)) = l i * (i == j)%:R.
  have TE k a : Ts P (f k) a = \sum_m U k m * Ts P (v m) a by exact: Ts_linear.
  have := congr1 (fun A : 'M_r => A i j) diagonal; rewrite -mulmxA !mxE mulr_natr => <-.
  rewrite (eq_dot _ (TE i) (frefl _)) dot_suml; apply: eq_bigr => k _; rewrite !mxE dotC; congr (_ * _).
  by rewrite (eq_dot _ (TE j) (frefl _)) dot_suml; apply: eq_bigr => m _; rewrite !mxE mulrC dotC.
have l0 i : 0 <= l i by have := images i i; rewrite eqxx mulr1 => <-; apply: dot_ge0 => a; exact: pA_ge0.
pose u (i : nat) := if insub i is Some k then f k else fun=> 0.
exists (fun i => if insub i.-1 is Some k then l k else 0), u.
  move=> g; apply: iff_trans (iff_sym (same g)) _; split; apply: spanned_trans => k; last first.
    by rewrite /u; case: insub => [i|]; [exists (U i) | exists (fun=> 0) => x; rewrite big1 // => j _; rewrite mul0r].
  apply: (@spanned_trans _ _ r d f); last first.
    exists (fun i => U i k) => x; under eq_bigr do rewrite mulr_sumr.
    rewrite exchange_big (bigD1 k) //= [X in _ + X]big1 ?addr0.
      under eq_bigr do rewrite mulrA.
      by rewrite -mulr_suml; have := congr1 (fun A : 'M_r => A k k) (mulmx1C UU); rewrite !mxE eqxx;
        under eq_bigr do rewrite mxE; move=> ->; rewrite mul1r.
    move=> j /negPf ne; under eq_bigr do rewrite mulrA.
    by rewrite -mulr_suml; have := congr1 (fun A : 'M_r => A k j) (mulmx1C UU); rewrite !mxE eq_sym ne;
      under eq_bigr do rewrite mxE; move=> ->; rewrite mul0r.
  move=> i; have -> : f i = u i by rewrite /u valK.
  exact: (spanned_own (fun k : 'I_d => u k) (widen_ord rd i)).
have zero (g : 'I_N -> R) : dotX (fun=> 0) g = 0 by rewrite /dot big1 // => x _; rewrite mulr0 mul0r.
split=> [i _ j _ ne|i _ j _|i _|i _] /=; rewrite /u.
- case: insubP => [k _ ki|_]; last exact: zero.
  case: insubP => [m _ mj|_]; last by rewrite dotC zero.
  by rewrite ff -val_eqE /= ki mj (negPf ne).
- have image0 a : Ts P (fun=> 0) a = 0 by rewrite /Ts big1 ?mul0r // => x _; rewrite mulr0.
  have images0 g : dotA (Ts P (fun=> 0)) g = 0 by rewrite /dot big1 // => a _; rewrite image0 mulr0 mul0r.
  case: insubP => [k _ ki|_]; last by rewrite zero mulr0 images0.
  by case: insubP => [m _ mj|_]; [rewrite images ff | rewrite dotC [dotX _ _]dotC zero mulr0 images0].
- by case: insubP => // k _ _; rewrite ff eqxx => /eqP; rewrite oner_eq0.
case: insubP => [m _ mi|_]; case: insubP => [k _ ki|] //; first by apply: falls; rewrite ki mi.
by rewrite -leqNgt => le; have := ltn_ord m; rewrite mi ltnNge ltnW.
Qed.

(** The weights (s_i^2 - t)_+ of the modes. *)
Definition above t (i : nat) : R := if (0 < i)%N then Num.max (s i ^+ 2 - t) 0 else 0.
Lemma above_ge0 t i : 0 <= above t i.
Proof. by rewrite /above; case: ifP => // _; rewrite le_maxr lexx orbT. Qed.
Lemma above_kept t g : mean (pX P) g = 0 ->
  dotA (Ts P g) (Ts P g) - t * dotX g g <= \sum_(i < N) above t i * dotX g (e i) ^+ 2.
Proof.
move=> mean0; rewrite (image_by_modes law singular) (square_by_modes law singular) mulr_sumr -sumrB.
apply: ler_sum => i _; rewrite -mulrBl /above; case: (posnP i) => [->|_].
  by rewrite (first_mode law singular) mean0 expr0n !mulr0.
by rewrite ler_wpmul2r ?sqr_ge0 // le_maxr lexx.
Qed.
Lemma sum_above k : \sum_(i < N) above (s k.+1 ^+ 2) i <= \sum_(i < k) (s i.+1 ^+ 2 - s k.+1 ^+ 2).
Proof.
have falls := square_falls law singular.
rewrite (first_apart law) {1}/above add0r; set F := fun i => above (s k.+1 ^+ 2) i.+1.
have F0 i : 0 <= F i by exact: above_ge0.
have -> : \sum_(i < k) (s i.+1 ^+ 2 - s k.+1 ^+ 2) = \sum_(i < k) F i.
  apply: eq_bigr => i _; rewrite /F /above; apply/esym/max_idPl.
  by rewrite subr_ge0 falls // ltnS ltnW.
have beyond i : (k <= i)%N -> F i = 0.
  by move=> ki; apply/max_idPr; rewrite subr_le0 falls.
rewrite (big_ord_widen (maxn N.-1 k) F (leq_maxl _ _)) (big_ord_widen (maxn N.-1 k) F (leq_maxr _ _)).
rewrite big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => i _ /=.
by case: ifP => _; case: ifP => // /negbT; rewrite -leqNgt => /beyond ->.
Qed.

Lemma unseen_above d (Phi : 'I_d -> 'I_N -> R) kappa k h : ritz_values P Phi kappa -> (k <= d)%N ->
  (forall l, dotX (centred (pX P) (Phi l)) h = 0) ->
  \sum_(i < N) above (s k.+1 ^+ 2) i * dotX h (e i) ^+ 2 <= (\sum_(i < k) (s i.+1 ^+ 2 - kappa i.+1)) * dotX h h.
Proof.
move=> [u same [orth images zero _]] kd unseen; set t := s k.+1 ^+ 2.
have small (j : 'I_k) : (j < d)%N by exact: leq_trans kd.
have inside (j : 'I_k) : spanned (fun l => centred (pX P) (Phi l)) (u j).
  by apply/same; exact: (spanned_own (fun l : 'I_d => u l) (Ordinal (small j))).
have uh (j : 'I_k) : dotX (u j) h = 0 := span_beside (inside j) unseen.
have q0 (j : 'I_k) : 0 <= dotX (u j) (u j) by exact: dot_ge0.
have h0 : 0 <= dotX h h by exact: dot_ge0.
have [z|hn0] := eqVneq (dotX h h) 0.
  rewrite z mulr0 big1 // => i _.
  have : dotX h (e i) ^+ 2 <= 0 by have := cauchy_schwarz X h (e i); rewrite z mul0r.
  by rewrite le_eqVlt ltNge sqr_ge0 orbF => /eqP ->; rewrite mulr0.
rewrite -ler_pdivr_mulr ?lt_def ?hn0 // mulr_suml.
(* Each mode has at most its length in the span of u and h. *)
have share (i : 'I_N) : \sum_(j < k) dotX (u j) (e i) ^+ 2 / dotX (u j) (u j) + dotX h (e i) ^+ 2 / dotX h h <= 1.
  pose b := dotX h (e i) / dotX h h; pose r x := 1 * e i x + (- b) * h x.
  have rr : dotX r r = 1 - dotX h (e i) ^+ 2 / dotX h h.
    rewrite dot_two ![dotX _ r]dotC !dot_two [dotX (e i) h]dotC (unit_orthonormal law singular) // eqxx mulr1n /b.
    by move: hn0; move: (dotX h h) (dotX h (e i)) => y z nz; field.
  have ur (j : 'I_k) : dotX r (u j) = dotX (u j) (e i).
    by rewrite dot_two [dotX h _]dotC uh mulr0 addr0 mul1r dotC.
  rewrite -ler_subr_addr -rr.
  have := @bessel _ _ (pX P) k (fun j => u j) r X; under eq_bigr do rewrite ur; apply=> j l ne.
  by apply: orth.
have kept (j : 'I_k) : kappa j.+1 - t <= \sum_(i < N) above t i * (dotX (u j) (e i) ^+ 2 / dotX (u j) (u j)).
  have [z|nz] := eqVneq (dotX (u j) (u j)) 0.
    rewrite zero // big1 ?sub0r ?oppr_le0 ?sqr_ge0 // => i _; by rewrite z invr0 !mulr0.
  have pos : 0 < dotX (u j) (u j) by rewrite lt_def nz q0.
  have := above_kept t (span_mean (inside j)); rewrite images // -mulrBl -ler_pdivl_mulr // mulr_suml => le.
  by apply: le_trans le _; apply: ler_sum => i _; rewrite mulrA.
have -> : \sum_(i < k) (s i.+1 ^+ 2 - kappa i.+1) = \sum_(i < k) (s i.+1 ^+ 2 - t) - \sum_(i < k) (kappa i.+1 - t).
  by rewrite -sumrB; apply: eq_bigr => i _; ring.
rewrite ler_subr_addr; apply: le_trans (sum_above k).
apply: (@le_trans _ _ (\sum_(i < N) above t i * (\sum_(j < k) dotX (u j) (e i) ^+ 2 / dotX (u j) (u j)
    + dotX h (e i) ^+ 2 / dotX h h))); last first.
  by apply: ler_sum => i _; rewrite ler_pimulr ?above_ge0.
under [X in _ <= X]eq_bigr do rewrite mulrDr mulr_sumr.
rewrite [X in _ <= X]big_split /= addrC; apply: ler_add; last by apply: ler_sum => i _; rewrite mulrA.
by rewrite exchange_big; apply: ler_sum => j _; exact: kept.
Qed.
End Law.
