(** shift.doro-worst-group: whatever is kept of a contaminated law is near it, and its CVaR lacks at most the noise. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Shift.
From Contextures.Proofs Require Import shift_doro_tv shift_cvar_chi2 shift_cvar_dual shift_cvar_third.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem cvar : doro_worst_group_cvar_corrected R.
Proof.
move=> n K P Pbad l D alpha eps r v given bad [_ greatest]; have [[pmf _] small _ _ _] := given.
rewrite -ler_subl_addr; apply: greatest => e [P' keeps worst]; have [pmf' _] := keeps.
apply: (difference given (P' := P')); split=> //; exact: kept_near pmf bad small keeps.
Qed.
Theorem cvar_printed : doro_worst_group_cvar_printed R.
Proof.
move=> n K P Pbad l D alpha eps r v given bad doro; have := cvar given bad doro.
have [_ _ _ a0 _] := given; have := noise_ge0 P l eps a0; set u := noise _ _ _ _ => u0 le.
rewrite le_maxr; have [vu|/ltW uv] := leP v u.
  apply/orP; right; apply: le_trans le _; apply: le_trans (ler_add vu (lexx u)) _.
  by apply: le_gap u0 _; ring.
apply/orP; left; apply: le_trans le _; apply: le_trans (ler_add (lexx v) uv) _.
by apply: le_gap (le_trans u0 uv) _; ring.
Qed.
Theorem chi_square : doro_worst_group_chi_square_corrected R.
Proof.
move=> n K P Pbad l D alpha eps rho r v w given bad radius [below _] [_ greatest].
have [[pmf _] _ _ a0 _] := given; have [k _ heavy] := worst_group given.
have a1 : alpha <= 1 := le_trans heavy (m_le1 _ pmf).
apply: greatest => e [P' keeps [upper _]]; have [pmf' _] := keeps.
have [i0 [in0 least0]] := quantile l pmf' a0; have risk := worst pmf' a0 a1 in0 least0.
apply: le_trans (below _ (ex_intro2 _ _ P' keeps risk)) _; case: risk => _; apply=> _ [Q inside ->].
by apply: upper; exists Q => //; exact: cvar_in_chi_square inside.
Qed.

Lemma risk_square n (P l : 'I_n -> R) D alpha : is_pmf P -> 0 < alpha -> alpha <= mass P D ->
  group_risk P l D ^+ 2 <= square_loss P l / alpha.
Proof.
move=> [P0 _] a0 heavy; have m0 := lt_le_trans a0 heavy.
have w0 i : 0 <= whole P D i by rewrite /whole; case: (D i); rewrite // divr_ge0 // ltW.
have := cauchy_schwarz w0 (fun=> 1) l.
have -> : dot (whole P D) (fun=> 1) l = group_risk P l D by rewrite riskE; apply: eq_bigr => i _; rewrite mulr1.
have -> : dot (whole P D) (fun=> 1) (fun=> 1) = 1.
  by rewrite -[RHS](whole_sum a0 heavy); apply: eq_bigr => i _; rewrite !mulr1.
rewrite mul1r => le; apply: le_trans le _; rewrite /square_loss mulr_suml; apply: ler_sum => i _.
rewrite -mulrA -expr2 mulrAC ler_wpmul2r ?sqr_ge0 // /whole.
by case: (D i); [rewrite ler_wpmul2l // lef_pinv ?posrE | rewrite divr_ge0 // ltW].
Qed.
(** What is kept, solved for the risk of the group. *)
Lemma solved (q M T r v : R) : 0 <= q < 1 -> 0 <= T -> T ^+ 2 = M -> 0 <= r -> r ^+ 2 <= M ->
  (1 - q) * r - Num.sqrt (q * (1 - q) * Num.max 0 (M - r ^+ 2)) <= v ->
  let d := Num.min v ((1 - q) * T) in r <= d + Num.sqrt (q * Num.max 0 (M - d ^+ 2 / (1 - q))).
Proof.
move=> /andP[q0 q1] T0 TM r0 rM keeps; have p0 : 0 < 1 - q by rewrite subr_gt0.
have pz := lt0r_neq0 p0; have rT : r <= T by rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE // TM.
have enough d : (d <= r -> (r - d) ^+ 2 <= q * (M - d ^+ 2 / (1 - q))) ->
    r <= d + Num.sqrt (q * Num.max 0 (M - d ^+ 2 / (1 - q))).
  have [le|/ltW le _] := leP d r; last by apply: le_trans le _; rewrite ler_addl sqrtr_ge0.
  move=> /(_ isT) square; rewrite -ler_subl_addl; apply: le_trans (ler_norm _) _; rewrite -sqrtr_sqr ler_wsqrtr //.
  by apply: le_trans square _; rewrite ler_wpmul2l // le_maxr lexx orbT.
have squares (x y : R) : 0 <= x -> x <= y -> x ^+ 2 <= y ^+ 2.
  by move=> x0 xy; rewrite ler_pexpn2r ?nnegrE // (le_trans x0).
rewrite /=; apply: enough; have [large|/ltW small] := leP ((1 - q) * T) v.
  move=> dr; apply: (@le_trans _ _ ((q * T) ^+ 2)).
    apply: squares; first by rewrite subr_ge0.
    by apply: le_gap rT _; ring.
  by rewrite -TM le_eqVlt; apply/orP; left; apply/eqP; field.
move=> vr; have [above|/ltW below] := leP v ((1 - q) * r).
  have square : ((1 - q) * r - v) ^+ 2 <= q * (1 - q) * (M - r ^+ 2).
    have X0 : 0 <= q * (1 - q) * (M - r ^+ 2) by rewrite mulr_ge0 ?subr_ge0 // mulr_ge0 // ltW.
    rewrite -(sqr_sqrtr X0); apply: squares; first by rewrite subr_ge0.
    move: keeps; rewrite (max_r (_ : 0 <= M - r ^+ 2)) ?subr_ge0 // => keeps.
    by apply: le_gap keeps _; ring.
  by apply: le_gap (ler_wpmul2l (ltW (_ : 0 < (1 - q)^-1)) square) _; [rewrite invr_gt0 | field].
have v0 : 0 <= v by apply: le_trans below; rewrite mulr_ge0 // ltW.
apply: (@le_trans _ _ ((q * v / (1 - q)) ^+ 2)).
  apply: squares; first by rewrite subr_ge0.
  have r_le : r <= v / (1 - q) by rewrite ler_pdivl_mulr // mulrC.
  by apply: le_gap r_le _; field.
have vT : v ^+ 2 / (1 - q) ^+ 2 <= M.
  by rewrite ler_pdivr_mulr ?exprn_gt0 // -TM mulrC -exprMn; exact: squares.
by apply: le_gap (ler_wpmul2l q0 vT) _; field.
Qed.
Theorem sharp : doro_worst_group_sharp_corrected R.
Proof.
move=> n K P Pbad l D alpha eps r v given bad doro q q1; have [_ greatest] := doro.
have [[pmf l0] small _ a0 _] := given; have [k e heavy] := worst_group given.
have /andP[e0 e2] := small; have room : 0 < 1 - eps by rewrite subr_gt0 (lt_le_trans e2) // invf_le1 ?ltr0n // ler1n.
have q0 : 0 <= q by rewrite !divr_ge0 // ltW.
have S0 : 0 <= square_loss P l by apply: sumr_ge0 => i _; case: pmf => P0 _; rewrite mulr_ge0 ?sqr_ge0.
have r0 : 0 <= r.
  rewrite e; apply: divr_ge0; last exact: le_trans (ltW a0) heavy.
  by apply: sumr_ge0 => i _; case: pmf => P0 _; exact: mulr_ge0.
have rM : r ^+ 2 <= square_loss P l / alpha by rewrite e; exact: risk_square.
have keeps : (1 - q) * r - Num.sqrt (q * (1 - q) * Num.max 0 (square_loss P l / alpha - r ^+ 2)) <= v.
  apply: greatest => c [P' kp worst]; have [pmf' _] := kp.
  apply: (kept given (P' := P')) (ltW q1); split=> //; exact: kept_near pmf bad small kp.
rewrite -mulrA; apply: (solved _ _ _ r0 rM keeps); first by rewrite q0 q1.
  by rewrite divr_ge0 ?sqrtr_ge0.
by rewrite exprMn exprVn !sqr_sqrtr // ltW.
Qed.
End Proofs.
