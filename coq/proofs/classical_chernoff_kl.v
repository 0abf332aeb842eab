(** classical.chernoff-kl: Chernoff's method with the chord of the exponential; Pinsker's inequality for two coins. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Logs Basics.
From Contextures.Statements Require Import Classical Exponentials.
From Contextures.Proofs Require Import exponential_moments classical_hoeffding_lemma.
From Contextures.Proofs Require classical_markov classical_hoeffding classical_pinsker.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : realType.
Import classical_hoeffding.

Section Draws.
Variables (n m : nat) (P Z : 'I_n -> R).
Hypotheses (pmf : is_pmf P) (between : forall i, 0 <= Z i <= 1) (m0 : (0 < m)%N).
Notation p := (mean P Z).

Lemma mean01 : 0 <= p <= 1.
Proof.
have [P0 one] := pmf; apply/andP; split; first by apply: sumr_ge0 => i _; rewrite mulr_ge0 //; case/andP: (between i).
by rewrite -one; apply: ler_sum => i _; rewrite ler_pimulr //; case/andP: (between i).
Qed.
Lemma m_gt0 : 0 < m%:R :> R. Proof. by rewrite ltr0n. Qed.
Lemma average01 (z : {ffun 'I_m -> 'I_n}) : 0 <= average Z z <= 1.
Proof.
apply/andP; split; first by rewrite divr_ge0 ?ler0n // sumr_ge0 // => k _; case/andP: (between (z k)).
rewrite ler_pdivr_mulr ?m_gt0 // mul1r -[X in _ <= X%:R](card_ord m) -sumr_const.
by apply: ler_sum => k _; case/andP: (between (z k)).
Qed.
Lemma certain : \sum_(z : {ffun 'I_m -> 'I_n}) \prod_k P (z k) = 1.
Proof.
have [_ one] := pmf; have unit : (\sum_i P i * 1) ^+ m = 1.
  by rewrite (eq_bigr P) ?one ?expr1n // => i _; rewrite mulr1.
by rewrite -[RHS]unit -(@independent R n m P (fun=> 1)); apply: eq_bigr => z _; rewrite [X in _ = _ * X]big1 ?mulr1.
Qed.
Lemma chance_le1 (E : pred {ffun 'I_m -> 'I_n}) : chance P E <= 1.
Proof.
have [P0 _] := pmf; rewrite -certain /chance big_mkcond; apply: ler_sum => z _.
by case: ifP => // _; exact: prodr_ge0.
Qed.
(** An event where a product of factors is at least 1. *)
Lemma by_factors (E : pred {ffun 'I_m -> 'I_n}) (f : 'I_n -> R) : (forall i, 0 <= f i) ->
  (forall z : {ffun 'I_m -> 'I_n}, E z -> 1 <= \prod_k f (z k)) -> chance P E <= (\sum_i P i * f i) ^+ m.
Proof.
move=> f0 above; have [P0 _] := pmf; rewrite -independent -[X in _ <= X]divr1.
apply: (classical_markov.event (f := fun z : {ffun 'I_m -> 'I_n} => \prod_k f (z k)) _ _ ltr01 above) => z; exact: prodr_ge0.
Qed.

Lemma finite_self (x : R) : infinite_kl x x = false.
Proof. by rewrite /infinite_kl !andbN. Qed.
Lemma coin_kl_self (x : R) : coin_kl x x = 0.
Proof.
have zero (y : R) : y * ln (y / y) = 0.
  by have [->|nz] := eqVneq y 0; [rewrite mul0r | rewrite divff // exp.ln1 mulr0].
by rewrite /coin_kl !zero addr0.
Qed.
Lemma surely_one (z : {ffun 'I_m -> 'I_n}) : p = 1 -> \prod_k P (z k) != 0 -> average Z z = 1.
Proof.
move=> p1; have [P0 one] := pmf => /prodf_neq0 nz.
have zero : \sum_i P i * (1 - Z i) = 0.
  by under eq_bigr do rewrite mulrBr mulr1; rewrite sumrB one -[X in _ - X]/p p1 subrr.
have ones k : Z (z k) = 1.
  move/eqP: zero; rewrite psumr_eq0 => [/allP/(_ (z k) (mem_index_enum _))|i _]; last first.
    by rewrite mulr_ge0 // subr_ge0; case/andP: (between i).
  by rewrite /= mulf_eq0 (negPf (nz k isT)) subr_eq0 => /eqP.
rewrite /average; under eq_bigr do rewrite ones.
by rewrite sumr_const card_ord divff // lt0r_neq0 // m_gt0.
Qed.
Lemma none (z : {ffun 'I_m -> 'I_n}) k : average Z z <= 0 -> Z (z k) = 0.
Proof.
rewrite /average ler_pdivr_mulr ?m_gt0 // mul0r => le; have Z0 i : 0 <= Z i by case/andP: (between i).
have : \sum_k Z (z k) == 0 by rewrite eq_le le sumr_ge0.
by rewrite psumr_eq0 // => /allP/(_ k (mem_index_enum _))/eqP.
Qed.
Lemma below_chord s : 0 <= s -> \sum_i P i * expR (- (s * Z i)) <= 1 - p + p * expR (- s).
Proof.
have [P0 one] := pmf => s0; have -> : 1 - p + p * expR (- s) = \sum_i P i * ((1 - Z i) + Z i * expR (- s)).
  by under eq_bigr do rewrite mulrDr mulrBr mulr1 mulrA; rewrite big_split sumrB -mulr_suml one.
apply: ler_sum => i _; rewrite ler_wpmul2l //; have := chord 0 (- s) (between i).
by rewrite mulr0 add0r mulrN mulrC expR0 mulr1.
Qed.
Lemma inside x : 0 < x -> x < p -> p < 1 ->
  chance P (fun z : {ffun 'I_m -> 'I_n} => average Z z <= x) <= expR (- (m%:R * coin_kl x p)).
Proof.
move=> x0 xp p1; have [P0 one] := pmf; have p0 := lt_trans x0 xp; have x1 := lt_trans xp p1.
have x1' : 0 < 1 - x by rewrite subr_gt0.
have p1' : 0 < 1 - p by rewrite subr_gt0.
pose odds := (p * (1 - x)) / (x * (1 - p)); pose s := ln odds.
have odds_gt0 : 0 < odds by rewrite divr_gt0 ?mulr_gt0.
have s0 : 0 <= s.
  rewrite ln_ge0 // ler_pdivl_mulr ?mulr_gt0 // mul1r !mulrBr !mulr1 [x * p]mulrC ler_add2r; exact: ltW.
have expS : expR (- s) = (x * (1 - p)) / (p * (1 - x)) by rewrite expRN lnK ?posrE // invf_div.
have := @by_factors (fun z => average Z z <= x) (fun i => expR (s * (x - Z i))) (fun i => ltW (expR_gt0 _)).
move=> bound; apply: le_trans (bound _) _ => [z le|].
  rewrite -expR_sum -expR0 ler_expR -mulr_sumr mulr_ge0 // sumrB sumr_const card_ord subr_ge0 -mulr_natr.
  by rewrite -ler_pdivr_mulr ?m_gt0.
have -> : - (m%:R * coin_kl x p) = m%:R * - coin_kl x p by rewrite mulrN.
rewrite expRMm; apply: ler_expn2r; rewrite ?nnegrE ?(ltW (expR_gt0 _)) //.
  by apply: sumr_ge0 => i _; rewrite mulr_ge0 // ltW // expR_gt0.
have -> : \sum_i P i * expR (s * (x - Z i)) = expR (s * x) * \sum_i P i * expR (- (s * Z i)).
  by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulrBr expRD mulrCA.
apply: le_trans (ler_wpmul2l (ltW (expR_gt0 _)) (below_chord s0)) _.
have -> : 1 - p + p * expR (- s) = expR (ln ((1 - p) / (1 - x))).
  rewrite lnK ?posrE ?divr_gt0 // expS; field.
  by rewrite !lt0r_neq0.
rewrite -expRD ler_expR le_eqVlt /coin_kl /s /odds !ln_div ?posrE ?mulr_gt0 // !lnM ?posrE //.
apply/orP; left; apply/eqP.
by move: (ln x) (ln p) (ln (1 - x)) (ln (1 - p)) => a b c d; ring.
Qed.
Lemma low_tail x : 0 <= x <= p -> chance P (fun z : {ffun 'I_m -> 'I_n} => average Z z <= x)
  <= if infinite_kl x p then 0 else expR (- (m%:R * coin_kl x p)).
Proof.
move=> /andP[x0 xp]; have [P0 one] := pmf; have /andP[p0 p1] := mean01.
have [e|ne] := eqVneq x p; first by rewrite e finite_self coin_kl_self mulr0 oppr0 expR0 chance_le1.
have x_lt : x < p by rewrite lt_def eq_sym ne.
have p_gt0 : 0 < p := le_lt_trans x0 x_lt.
have x_lt1 : x < 1 := lt_le_trans x_lt p1.
rewrite /infinite_kl (gt_eqF p_gt0) (lt_eqF x_lt1) andbT /=; case: eqP => [e1|/eqP n1].
  rewrite /chance big1 // => z le; apply/eqP; apply: contraT => nz.
  by move: le; rewrite (surely_one e1 nz) leNgt x_lt1.
have p_lt1 : p < 1 by rewrite lt_def eq_sym n1.
have [e|n0] := eqVneq x 0; last by apply: inside; rewrite // lt_def n0.
have p1' : 0 < 1 - p by rewrite subr_gt0.
have -> : - (m%:R * coin_kl x p) = m%:R * ln (1 - p).
  by rewrite /coin_kl e mul0r add0r !subr0 mul1r div1r lnV ?posrE // mulrN opprK.
rewrite expRMm lnK ?posrE //.
have -> : 1 - p = \sum_i P i * (1 - Z i) by under eq_bigr do rewrite mulrBr mulr1; rewrite sumrB one.
rewrite e; apply: by_factors => [i|z le]; first by rewrite subr_ge0; case/andP: (between i).
by rewrite big1 // => k _; rewrite none // subr0.
Qed.

(** A low event on which kl is at least c. *)
Lemma low_event (E : pred {ffun 'I_m -> 'I_n}) c :
  (forall z, E z -> average Z z <= p /\ (infinite_kl (average Z z) p || (c <= coin_kl (average Z z) p))) ->
  chance P E <= expR (- (m%:R * c)).
Proof.
move=> low; have [z0 Ez0|none] := pickP E; last first.
  by rewrite /chance big_pred0 // ltW // expR_gt0.
have [z Ez largest] := @arg_maxP _ _ _ z0 E (average Z) Ez0.
apply: (@le_trans _ _ (chance P (fun z' : {ffun 'I_m -> 'I_n} => average Z z' <= average Z z))).
  by apply: chance_mono => // z' /largest.
have [below far] := low z Ez; have /andP[a0 _] := average01 z.
have range : 0 <= average Z z <= p by rewrite a0.
apply: le_trans (low_tail range) _; case: ifP => [_|finite]; first by rewrite ltW // expR_gt0.
by rewrite ler_expR ler_opp2 ler_wpmul2l ?ler0n //; move: far; rewrite finite.
Qed.
End Draws.

Section Flipped.
Variables (n m : nat) (P Z : 'I_n -> R).
Hypotheses (pmf : is_pmf P) (between : forall i, 0 <= Z i <= 1) (m0 : (0 < m)%N).
Notation p := (mean P Z).
Definition flipped (i : 'I_n) : R := 1 - Z i.

Lemma flipped01 i : 0 <= flipped i <= 1.
Proof. by rewrite /flipped subr_ge0 ler_subl_addr ler_addl andbC. Qed.
Lemma flipped_mean : mean P flipped = 1 - p.
Proof. by have [_ one] := pmf; rewrite /mean -[in RHS]one -sumrB; apply: eq_bigr => i _; rewrite mulrBr mulr1. Qed.
Lemma flipped_average (z : {ffun 'I_m -> 'I_n}) : average flipped z = 1 - average Z z.
Proof. by rewrite /average sumrB sumr_const card_ord mulrBl divff // lt0r_neq0 // ltr0n. Qed.
Lemma flipped_infinite (x q : R) : infinite_kl (1 - x) (1 - q) = infinite_kl x q.
Proof.
have zero (y : R) : (1 - y == 0) = (y == 1) by rewrite subr_eq0 eq_sym.
have one (y : R) : (1 - y == 1) = (y == 0) by rewrite -subr_eq0 addrAC subrr add0r oppr_eq0.
by rewrite /infinite_kl !zero !one orbC.
Qed.
Lemma flipped_kl (x q : R) : coin_kl (1 - x) (1 - q) = coin_kl x q.
Proof.
have back (y : R) : 1 - (1 - y) = y by rewrite opprB addrC subrK.
by rewrite /coin_kl !back addrC.
Qed.
Lemma high_event (E : pred {ffun 'I_m -> 'I_n}) c :
  (forall z, E z -> p <= average Z z /\ (infinite_kl (average Z z) p || (c <= coin_kl (average Z z) p))) ->
  chance P E <= expR (- (m%:R * c)).
Proof.
move=> high; apply: (low_event pmf flipped01 m0) => z /high[above far].
by rewrite flipped_average flipped_mean flipped_infinite flipped_kl ler_add2l ler_opp2.
Qed.
End Flipped.

Lemma at_level m (delta : R) : (0 < m)%N -> 0 < delta -> expR (- (m%:R * (ln (1 / delta) / m%:R))) = delta.
Proof.
move=> m0 d0; rewrite mulrCA divff ?lt0r_neq0 ?ltr0n // mulr1 div1r lnV ?posrE // opprK lnK ?posrE //.
Qed.
Lemma level_ge0 m (delta : R) : 0 < delta < 1 -> 0 <= ln (1 / delta) / m%:R.
Proof. by move=> /andP[d0 d1]; rewrite divr_ge0 ?ler0n // ln_ge0 // mul1r invf_ge1 // ltW. Qed.
Lemma beyond_upper (x c u p : R) : 0 <= x <= 1 -> 0 <= c -> kl_upper x c u -> u < p -> p <= 1 ->
  x <= p /\ (infinite_kl x p || (c <= coin_kl x p)).
Proof.
move=> /andP[x0 x1] c0 [upper _] up p1; have xu : x <= u.
  by apply: upper; rewrite lexx x1 finite_self coin_kl_self c0.
have xp : x <= p := le_trans xu (ltW up); split=> //.
apply: contraT; rewrite negb_or -ltNge => /andP[finite small].
suff : p <= u by rewrite leNgt up.
by apply: upper; rewrite xp p1 finite ltW.
Qed.
Lemma beyond_lower (x c u p : R) : 0 <= x <= 1 -> 0 <= c -> kl_lower x c u -> p < u -> 0 <= p ->
  p <= x /\ (infinite_kl x p || (c <= coin_kl x p)).
Proof.
move=> /andP[x0 x1] c0 [lower _] up p0; have xu : u <= x.
  by apply: lower; rewrite lexx x0 finite_self coin_kl_self c0.
have xp : p <= x := le_trans (ltW up) xu; split=> //.
apply: contraT; rewrite negb_or -ltNge => /andP[finite small].
suff : u <= p by rewrite leNgt up.
by apply: lower; rewrite xp p0 finite ltW.
Qed.
Theorem limit : chernoff_kl_limit_printed R.
Proof.
move=> n m P Z delta U pmf between m0 d01 limits; have /andP[d0 d1] := d01.
rewrite -[X in _ <= X](at_level m0 d0); apply: (low_event pmf between m0) => z lt.
have /andP[_ p1] := mean01 pmf between.
exact: beyond_upper (average01 between m0 z) (level_ge0 m d01) (limits z) lt p1.
Qed.
Theorem lower : chernoff_kl_lower_printed R.
Proof.
move=> n m P Z delta U pmf between m0 d01 limits; have /andP[d0 d1] := d01.
rewrite -[X in _ <= X](at_level m0 d0); apply: (high_event pmf between m0) => z lt.
have /andP[p0 _] := mean01 pmf between.
exact: beyond_lower (average01 between m0 z) (level_ge0 m d01) (limits z) lt p0.
Qed.
Theorem two_sided : chernoff_kl_two_sided_printed R.
Proof.
move=> n m P Z delta pmf between m0 /andP[d0 d1]; have h0 : 0 < delta / 2%:R by rewrite divr_gt0 ?ltr0n.
have -> : 2%:R / delta = 1 / (delta / 2%:R) by rewrite div1r invf_div.
set c := ln _ / _; pose far := (kl_reaches P Z c : pred {ffun 'I_m -> 'I_n}).
pose low (z : {ffun 'I_m -> 'I_n}) := (average Z z <= mean P Z) && far z.
pose high (z : {ffun 'I_m -> 'I_n}) := (mean P Z <= average Z z) && far z.
have small1 : chance P low <= expR (- (m%:R * c)) by apply: (low_event pmf between m0) => z /andP[].
have small2 : chance P high <= expR (- (m%:R * c)) by apply: (high_event pmf between m0) => z /andP[].
have := ler_add small1 small2; rewrite (at_level m0 h0) (_ : delta / 2%:R + delta / 2%:R = delta); last by field.
apply: le_trans; apply: le_trans (chance_or _ _ pmf); apply: chance_mono => // z Ez.
by rewrite /low /high /far Ez !andbT le_total.
Qed.

(** Pinsker's inequality for two coins. *)
Definition two_points (q : R) (i : 'I_2) : R := if i == ord0 then q else 1 - q.
Lemma two_points_pmf (q : R) : 0 <= q <= 1 -> is_pmf (two_points q).
Proof.
move=> /andP[q0 q1]; split=> [i|]; first by rewrite /two_points; case: ifP => _; rewrite ?subr_ge0.
by rewrite !big_ord_recl big_ord0 /two_points /= addr0 addrC subrK.
Qed.
Lemma coin_pinsker (x q : R) : 0 <= x <= 1 -> 0 <= q <= 1 -> ~~ infinite_kl x q -> 2%:R * (q - x) ^+ 2 <= coin_kl x q.
Proof.
move=> x01 q01 finite; have absolute i : two_points q i = 0 -> two_points x i = 0.
  move: finite; rewrite /infinite_kl negb_or !negb_and !negbK /two_points => /andP[zero one].
  case: ifP => _ => [e|/eqP]; first by move: zero; rewrite e eqxx => /eqP.
  by rewrite subr_eq0 => /eqP/esym e; move: one; rewrite e eqxx => /eqP ->; rewrite subrr.
have := classical_pinsker.square (two_points_pmf q01) (two_points_pmf x01) absolute.
rewrite /divergence /total_variation !big_ord_recl !big_ord0 /two_points /= !addr0 -/(coin_kl x q).
have -> : 1 - x - (1 - q) = - (x - q) by ring.
have -> : 2%:R^-1 * (`|x - q| + `|- (x - q)|) = `|x - q| by rewrite normrN; field.
by rewrite real_normK ?num_real // -sqrrN opprB.
Qed.
Theorem sharper : chernoff_kl_sharper_printed R.
Proof.
move=> m x delta u x01 m0 d01 [_ least]; have /andP[x0 _] := x01; apply: least => q [/andP[xq q1] /andP[finite small]].
have q01 : 0 <= q <= 1 by rewrite (le_trans x0 xq).
rewrite -ler_subl_addl -[q - x]ger0_norm ?subr_ge0 // -sqrtr_sqr ler_wsqrtr //.
have := le_trans (coin_pinsker x01 q01 finite) small.
by rewrite mulrC -ler_pdivl_mulr ?ltr0n // -mulrA -invfM [m%:R * _]mulrC.
Qed.
Theorem tail : chernoff_kl_tail_printed R.
Proof. by move=> n m P Z x pmf between m0; exact: low_tail. Qed.
End Proofs.
