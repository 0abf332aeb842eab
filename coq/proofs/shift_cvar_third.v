(** shift.cvar-third: what P and P' share of the worst group is within the CVaR near P'; Cauchy and Schwarz for the rest. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Shift.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Group.
Variables (R : rcfType) (n : nat) (P P' l : 'I_n -> R) (D : pred 'I_n) (alpha delta c : R).
Hypotheses (pmf : is_pmf P) (pmf' : is_pmf P') (l0 : forall i, 0 <= l i) (alpha0 : 0 < alpha) (heavy : alpha <= mass P D).
Hypotheses (near : total_variation P P' <= delta) (worst : is_worst_risk (cvar_ball P' alpha) l c).
Notation m := (mass P D).
Notation r := (group_risk P l D).

(** The group, what P' lacks of it, and what is left. *)
Definition whole i : R := if D i then P i / m else 0.
Definition lost i : R := if D i then Num.max 0 (P i - P' i) / m else 0.

Lemma m_gt0 : 0 < m. Proof. exact: lt_le_trans heavy. Qed.
Lemma m_le1 : m <= 1.
Proof. by have [P0 <-] := pmf; rewrite [X in _ <= X](bigID D) /= ler_addl sumr_ge0. Qed.
Lemma whole_sum : \sum_i whole i = 1.
Proof. by rewrite -big_mkcond -mulr_suml divff // lt0r_neq0 // m_gt0. Qed.
Lemma riskE : r = \sum_i whole i * l i.
Proof.
rewrite /group_risk mulr_suml big_mkcond; apply: eq_bigr => i _; rewrite /whole.
by case: (D i); rewrite ?mul0r // mulrAC.
Qed.
Lemma lost_ge0 i : 0 <= lost i.
Proof. by rewrite /lost; case: (D i); rewrite // divr_ge0 ?(ltW m_gt0) // le_maxr lexx. Qed.
Lemma lost_le i : lost i <= whole i.
Proof.
have [P0 _] := pmf; have [P'0 _] := pmf'; rewrite /lost /whole; case: (D i) => //.
by rewrite ler_wpmul2r ?invr_ge0 ?(ltW m_gt0) // le_maxl P0 ler_subl_addr ler_addl P'0.
Qed.
Lemma lost_sum : \sum_i lost i <= delta / m.
Proof.
apply: le_trans (_ : (total_variation P P') / m <= _); last by rewrite ler_wpmul2r ?invr_ge0 ?(ltW m_gt0).
have [P0 one] := pmf; have [_ one'] := pmf'.
have -> : total_variation P P' = \sum_i Num.max 0 (P i - P' i).
  have absE i : `|P i - P' i| = 2%:R * Num.max 0 (P i - P' i) - (P i - P' i).
    have [le_|/ltW le_] := lerP 0 (P i - P' i).
      by rewrite ?(ger0_norm le_) ?(max_r le_); ring.
    by rewrite ?(ler0_norm le_) ?(max_l le_) mulr0 add0r.
  rewrite /total_variation; under eq_bigr do rewrite absE.
  by rewrite sumrB sumrB one one' subrr subr0 -mulr_sumr mulKf // pnatr_eq0.
rewrite mulr_suml; apply: ler_sum => i _; rewrite /lost; case: (D i) => //.
by rewrite divr_ge0 ?(ltW m_gt0) // le_maxr lexx.
Qed.
Lemma left_ge0 i : 0 <= whole i - lost i. Proof. by rewrite subr_ge0 lost_le. Qed.
Lemma left_within i : alpha * (whole i - lost i) <= P' i.
Proof.
have [P0 _] := pmf; have [P'0 _] := pmf'.
apply: (@le_trans _ _ (m * (whole i - lost i))); first by rewrite ler_wpmul2r ?left_ge0.
rewrite /whole /lost; case: (D i); last by rewrite subr0 mulr0.
rewrite -mulrBl mulrCA divff ?mulr1 ?lt0r_neq0 ?m_gt0 //.
by rewrite ler_subl_addr -ler_subl_addl le_maxr lexx orbT.
Qed.
(** Laws within the CVaR may hold all that is left. *)
Lemma kept_risk : \sum_i (whole i - lost i) * l i <= c.
Proof.
have [P'0 one'] := pmf'; pose b i := whole i - lost i; pose s := \sum_i b i.
have s1 : s <= 1 by rewrite /s sumrB whole_sum ler_subl_addr ler_addl sumr_ge0 // => i _; exact: lost_ge0.
have a1 : 1 <= alpha^-1 by rewrite invf_ge1 // (le_trans heavy m_le1).
pose t := (1 - s) / (alpha^-1 - s).
have gap0 : 0 <= alpha^-1 - s by rewrite subr_ge0 (le_trans s1).
have t0 : 0 <= t by rewrite divr_ge0 // subr_ge0.
have t1 : t <= 1.
  have [e|ne] := eqVneq (alpha^-1 - s) 0; first by rewrite /t e invr0 mulr0 ler01.
  by rewrite ler_pdivr_mulr ?lt_def ?ne // mul1r ler_add2r.
have full : s + t * (alpha^-1 - s) = 1.
  have [e|ne] := eqVneq (alpha^-1 - s) 0; last by rewrite divfK // addrC subrK.
  by rewrite e mulr0 addr0; apply/eqP; rewrite eq_le s1 /=; move/eqP: e; rewrite subr_eq0 => /eqP <-.
have room i : 0 <= alpha^-1 * P' i - b i by rewrite subr_ge0 mulrC ler_pdivl_mulr // mulrC left_within.
pose Q i := b i + t * (alpha^-1 * P' i - b i).
have ball : cvar_ball P' alpha Q.
  split=> [|i]; first split=> [i|].
  - by rewrite addr_ge0 ?left_ge0 // mulr_ge0.
  - rewrite -full -[alpha^-1]mulr1 -one' /s mulrBr !mulr_sumr -sumrB -big_split; apply: eq_bigr => i _.
    by rewrite /Q /=; ring.
  have : Q i <= alpha^-1 * P' i.
    by rewrite /Q -ler_subr_addl ler_pimull.
  by rewrite -(ler_pmul2l alpha0) mulrA divff ?mul1r // lt0r_neq0.
case: worst => above _; apply: le_trans (above _ (ex_intro2 _ _ Q ball erefl)).
by apply: ler_sum => i _; rewrite ler_wpmul2r // ler_addl mulr_ge0.
Qed.
Lemma difference_bound : r - Num.sqrt (square_loss P l) * Num.sqrt delta / alpha <= c.
Proof.
apply: le_trans kept_risk; under [X in _ <= X]eq_bigr do rewrite mulrBl.
rewrite sumrB -riskE ler_add2l ler_opp2.
have d0 : 0 <= delta.
  by apply: le_trans near; rewrite mulr_ge0 ?invr_ge0 ?ler0n ?sumr_ge0.
have m0 := ltW m_gt0; have [P0 _] := pmf.
have S0 : 0 <= square_loss P l by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?sqr_ge0.
apply: (@le_trans _ _ (Num.sqrt (square_loss P l) * Num.sqrt delta / m)); last first.
  by rewrite ler_wpmul2l ?mulr_ge0 ?sqrtr_ge0 // lef_pinv ?posrE ?m_gt0.
have e0 : 0 <= \sum_i lost i * l i by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?lost_ge0.
rewrite -[X in X <= _]ger0_norm // -sqrtr_sqr -[m]ger0_norm // -[X in _ / X]sqrtr_sqr -sqrtrM // -sqrtrV ?sqr_ge0 //.
rewrite -sqrtrM ?mulr_ge0 // ler_wsqrtr //.
have := cauchy_schwarz lost_ge0 (fun=> 1) l.
have -> : dot lost (fun=> 1) l = \sum_i lost i * l i by apply: eq_bigr => i _; rewrite mulr1.
have -> : dot lost (fun=> 1) (fun=> 1) = \sum_i lost i by apply: eq_bigr => i _; rewrite !mulr1.
move=> le; apply: le_trans le _.
have second : dot lost l l <= square_loss P l / m.
  rewrite /square_loss mulr_suml; apply: ler_sum => i _; rewrite -mulrA -expr2 mulrAC ler_wpmul2r ?sqr_ge0 //.
  apply: le_trans (lost_le i) _; rewrite /whole; case: (D i) => //; exact: divr_ge0.
have first0 : 0 <= \sum_i lost i by apply: sumr_ge0 => i _; exact: lost_ge0.
have second0 : 0 <= dot lost l l by apply: sumr_ge0 => i _; rewrite -mulrA mulr_ge0 ?lost_ge0 // -expr2 sqr_ge0.
apply: le_trans (ler_pmul first0 second0 lost_sum second) _.
rewrite le_eqVlt; apply/orP; left; apply/eqP; move: m_gt0 => /lt0r_neq0; move: (square_loss P l) (mass P D) => S M mz.
by field.
Qed.
Lemma kept_bound : let q := delta / alpha in q <= 1 ->
  (1 - q) * r - Num.sqrt (q * (1 - q) * Num.max 0 (square_loss P l / alpha - r ^+ 2)) <= c.
Proof.
move=> q q1; apply: le_trans kept_risk.
have d0 : 0 <= delta.
  by apply: le_trans near; rewrite mulr_ge0 ?invr_ge0 ?ler0n ?sumr_ge0.
have [P0 _] := pmf; pose s := \sum_i lost i.
have s0 : 0 <= s by apply: sumr_ge0 => i _; exact: lost_ge0.
have inverse : m^-1 <= alpha^-1 by rewrite lef_pinv ?posrE ?m_gt0.
have sq : s <= q by apply: le_trans lost_sum _; rewrite ler_wpmul2l.
have q0 : 0 <= q := le_trans s0 sq.
have s1 : 0 <= 1 - s by rewrite subr_ge0 (le_trans sq).
pose t := (q - s) / (1 - s).
have t0 : 0 <= t by rewrite divr_ge0 // subr_ge0.
have t1 : t <= 1.
  have [e|ne] := eqVneq (1 - s) 0; first by rewrite /t e invr0 mulr0 ler01.
  by rewrite ler_pdivr_mulr ?lt_def ?ne // mul1r ler_add2r.
have fill : s + t * (1 - s) = q.
  have [e|ne] := eqVneq (1 - s) 0; last by rewrite divfK // addrC subrK.
  by rewrite e mulr0 addr0; apply/eqP; rewrite eq_le sq /=; move/eqP: e; rewrite subr_eq0 => /eqP <-.
pose h i := lost i + t * (whole i - lost i); pose g i := l i - r; pose k i := whole i - h i.
have h0 i : 0 <= h i by rewrite addr_ge0 ?lost_ge0 // mulr_ge0 ?left_ge0.
have k0 i : 0 <= k i by rewrite subr_ge0 -ler_subr_addl ler_pimull ?left_ge0.
have hsum : \sum_i h i = q.
  rewrite -fill -whole_sum /s mulrBr !mulr_sumr -sumrB -big_split; apply: eq_bigr => i _.
  by rewrite /h /=; ring.
have ksum : \sum_i k i = 1 - q by rewrite -hsum -whole_sum -sumrB.
pose x := dot h (fun=> 1) g.
have whole_g : \sum_i whole i * g i = 0.
  by under eq_bigr do rewrite mulrBr; rewrite sumrB -riskE -mulr_suml whole_sum mul1r subrr.
have other : dot k (fun=> 1) g = - x.
  rewrite /x -[RHS]add0r -whole_g -sumrB; apply: eq_bigr => i _; rewrite /k; ring.
have first : x ^+ 2 <= q * dot h g g.
  have := cauchy_schwarz h0 (fun=> 1) g; congr (_ <= _ * _); rewrite -hsum.
  by apply: eq_bigr => i _; rewrite !mulr1.
have second : x ^+ 2 <= (1 - q) * dot k g g.
  have := cauchy_schwarz k0 (fun=> 1) g; rewrite other sqrrN; congr (_ <= _ * _); rewrite -ksum.
  by apply: eq_bigr => i _; rewrite !mulr1.
have both : dot h g g + dot k g g = (\sum_i whole i * l i ^+ 2) - r ^+ 2.
  have -> : r ^+ 2 = \sum_i (2%:R * r * (whole i * l i) - r ^+ 2 * whole i).
    by rewrite sumrB -!mulr_sumr -riskE whole_sum; ring.
  by rewrite -big_split -sumrB; apply: eq_bigr => i _; rewrite /k /g /=; ring.
have spread : (\sum_i whole i * l i ^+ 2) <= square_loss P l / alpha.
  rewrite /square_loss mulr_suml; apply: ler_sum => i _; rewrite mulrAC ler_wpmul2r ?sqr_ge0 // /whole.
  by case: (D i); [rewrite ler_wpmul2l | rewrite divr_ge0 // ltW].
have q1' : 0 <= 1 - q by rewrite subr_ge0.
have square_x : x ^+ 2 <= q * (1 - q) * Num.max 0 (square_loss P l / alpha - r ^+ 2).
  apply: (@le_trans _ _ (q * (1 - q) * (dot h g g + dot k g g))).
    by apply: le_gap (ler_add (ler_wpmul2l q1' first) (ler_wpmul2l q0 second)) _; ring.
  rewrite both; apply: ler_wpmul2l; first by rewrite mulr_ge0.
  by rewrite le_maxr ler_add2r spread orbT.
have x_le : x <= Num.sqrt (q * (1 - q) * Num.max 0 (square_loss P l / alpha - r ^+ 2)).
  by apply: le_trans (ler_norm x) _; rewrite -sqrtr_sqr ler_wsqrtr.
apply: (@le_trans _ _ ((1 - q) * r - x)); first by rewrite ler_add2l ler_opp2.
have -> : (1 - q) * r - x = \sum_i k i * l i.
  have -> : \sum_i k i * l i = dot k (fun=> 1) g + r * \sum_i k i.
    by rewrite mulr_sumr -big_split; apply: eq_bigr => i _; rewrite /g /=; ring.
  by rewrite other ksum; ring.
by apply: ler_sum => i _; rewrite ler_wpmul2r // ler_add2l ler_opp2 ler_addl mulr_ge0 ?left_ge0.
Qed.
End Group.

Section Proofs.
Variable R : rcfType.

Lemma worst_group n K (P l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r : contaminated P l D alpha eps r ->
  exists2 k, r = group_risk P l (D k) & alpha <= mass P (D k).
Proof. by move=> [_ _ [heavy _] _ [_ [k e]]]; exists k. Qed.
Lemma noise_ge0 n (P l : 'I_n -> R) alpha eps : 0 < alpha -> 0 <= noise P l alpha eps.
Proof. by move=> a0; rewrite divr_ge0 ?(ltW a0) // mulr_ge0 ?sqrtr_ge0. Qed.
Theorem difference : cvar_third_difference_corrected R.
Proof.
move=> n K P P' l D alpha eps r c given [pmf' near worst]; have [k -> heavy] := worst_group given.
have [[pmf l0] _ _ a0 _] := given; exact: difference_bound worst.
Qed.
Theorem kept : cvar_third_kept_corrected R.
Proof.
move=> n K P P' l D alpha eps r c given [pmf' near worst]; have [k -> heavy] := worst_group given.
have [[pmf l0] _ _ a0 _] := given; exact: kept_bound worst.
Qed.
Theorem two_thirds : cvar_third_two_thirds_corrected R.
Proof.
move=> n K P P' l D alpha eps r c given near large; apply: le_trans (difference given near).
have := ltW large; set u := noise _ _ _ _ => le.
by apply: le_gap (ler_wpmul2l (_ : 0 <= 3%:R^-1) le) _; [rewrite invr_ge0 ler0n | field].
Qed.
Lemma third_of_risk n K (P P' l : 'I_n -> R) (D : 'I_K -> pred 'I_n) alpha eps r c : contaminated P l D alpha eps r ->
  near_risk P P' l alpha eps c -> 3%:R * noise P l alpha eps < r -> r / 3%:R <= c.
Proof.
move=> given near large; apply: le_trans (two_thirds given near large).
have [_ _ _ a0 _] := given; have r0 : 0 <= r by rewrite (le_trans _ (ltW large)) // mulr_ge0 ?ler0n ?noise_ge0.
by rewrite ler_pmul2r ?invr_gt0 ?ltr0n // ler_pemull // ler1n.
Qed.
Theorem third_printed : cvar_third_third_printed R.
Proof. by move=> n K P P' l D alpha eps r c; exact: third_of_risk. Qed.
Theorem third : cvar_third_third_corrected R.
Proof.
move=> n K P P' l D alpha eps r c given near q part large; apply: le_trans (kept given near _); last first.
  by apply: le_trans part _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler_nat.
have [k e _] := worst_group given; have [[[P0 _] l0] /andP[e0 e2] _ a0 _] := given.
have r0 : 0 <= r.
  by rewrite e divr_ge0 ?sumr_ge0 // => i _; rewrite mulr_ge0.
have room : 0 < 1 - eps by rewrite subr_gt0 (lt_le_trans e2) // invf_le1 ?ltr0n // ler1n.
have q0 : 0 <= q by rewrite !divr_ge0 // ltW.
rewrite -/q; set S := square_loss P l / alpha in large *.
have gap : 0 <= (2%:R / 3%:R - q) * r by rewrite mulr_ge0 // subr_ge0.
suff : Num.sqrt (q * (1 - q) * Num.max 0 (S - r ^+ 2)) <= (2%:R / 3%:R - q) * r.
  by move=> le; apply: le_gap le _; field.
rewrite -[X in _ <= X]ger0_norm // -sqrtr_sqr ler_wsqrtr //.
have [le|/ltW le] := lerP 0 (S - r ^+ 2).
  rewrite ?(max_r le); apply: le_gap (ler_wpmul2l (_ : 0 <= 9%:R^-1) large) _; first by rewrite invr_ge0 ler0n.
  by move: S large le => S _ _; field.
by rewrite ?(max_l le) mulr0 sqr_ge0.
Qed.
End Proofs.
