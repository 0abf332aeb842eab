(** classical.pinsker: Hoeffding's lemma and Gibbs' inequality for the event where Q exceeds P; Jensen and Cauchy. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics Logs.
From Contextures.Statements Require Import Classical Exponentials.
From Contextures.Proofs Require Import exponential_moments gibbs.
From Contextures.Proofs Require classical_hoeffding_lemma.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : realType.
Notation is_ln_ln := (is_ln_ln R).

Lemma jensen n (Q v : 'I_n -> R) : is_pmf Q -> (forall a, Q a != 0 -> 0 < v a) ->
  \sum_a Q a * ln (v a) <= ln (\sum_a Q a * v a).
Proof.
move=> [Q0 one] pos; set t := \sum_a Q a * v a.
have term0 a : 0 <= Q a * v a.
  by have [->|/pos/ltW v0] := eqVneq (Q a) 0; [rewrite mul0r | rewrite mulr_ge0].
have t0 : 0 < t.
  rewrite lt_def sumr_ge0 // andbT; apply/eqP => zero; have /eqP[] := oner_neq0 R.
  rewrite -one big1 // => a _; apply/eqP; apply: contraT => nz.
  have : Q a * v a == 0 by rewrite eq_le term0 andbT -zero /t (bigD1 a) //= ler_addl sumr_ge0.
  by rewrite mulf_eq0 (negPf nz) (gt_eqF (pos _ nz)).
rewrite -[ln t]mul1r -one mulr_suml -subr_le0 -sumrB.
have zero : \sum_a (Q a * v a / t - Q a) = 0 by rewrite sumrB -mulr_suml -/t divff ?lt0r_neq0 // one subrr.
rewrite -[X in _ <= X]zero; apply: ler_sum => a _; have [->|nz] := eqVneq (Q a) 0; first by rewrite !mul0r.
have va := pos _ nz; rewrite -mulrBr -ln_div ?posrE // -mulrA -[X in _ <= _ - X]mulr1 -mulrBr.
by rewrite ler_wpmul2l // (ln_le is_ln_ln) // divr_gt0.
Qed.

Lemma half_sum n (d : 'I_n -> R) : \sum_a d a = 0 -> (2%:R : R)^-1 * (\sum_a `|d a|) = \sum_(a | 0 <= d a) d a.
Proof.
move=> zero; have -> : \sum_a `|d a| = (\sum_(a | 0 <= d a) d a) - \sum_(a | ~~ (0 <= d a)) d a.
  rewrite (bigID (fun a => 0 <= d a)) /= -sumrN; congr (_ + _); apply: eq_bigr => a; first exact: ger0_norm.
  by rewrite -ltNge => /ltW; exact: ler0_norm.
move: zero; rewrite (bigID (fun a => 0 <= d a)) /= => /eqP; rewrite addrC addr_eq0 => /eqP ->.
by rewrite opprK; field.
Qed.
Lemma variation_event n (P Q : 'I_n -> R) : is_pmf P -> is_pmf Q ->
  total_variation Q P = \sum_(a | 0 <= Q a - P a) (Q a - P a).
Proof. by move=> [_ oneP] [_ oneQ]; apply: half_sum; rewrite sumrB oneP oneQ subrr. Qed.

Lemma square n (P Q : 'I_n -> R) : is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
  2%:R * total_variation Q P ^+ 2 <= divergence (@ln R) Q P.
Proof.
move=> pmfP pmfQ absolute; have [P0 one] := pmfP; set tv := total_variation Q P; pose s := 4%:R * tv.
pose g (a : 'I_n) : R := if 0 <= Q a - P a then 1 else 0.
have g01 (a : 'I_n) : 0 <= g a <= 1 by rewrite /g; case: (0 <= Q a - P a); rewrite ?lexx ?ler01.
pose e (a : 'I_n) := expR (s * g a).
have gap : \sum_a Q a * g a = mean P g + tv.
  apply/eqP; rewrite addrC -subr_eq -sumrB /tv variation_event //; apply/eqP.
  rewrite [RHS]big_mkcond; apply: eq_bigr => a _; rewrite /g.
  by case: (0 <= Q a - P a); rewrite ?mulr1 // !mulr0 subrr.
have e0 (a : 'I_n) : 0 < e a := expR_gt0 _.
have := gibbs is_ln_ln pmfP pmfQ absolute e0.
rewrite /gain_less_divergence /free_energy.
have -> : \sum_a Q a * ln (e a) = s * (mean P g + tv).
  by rewrite -gap mulr_sumr; apply: eq_bigr => a _; rewrite /e expK mulrCA.
have Z : ln (\sum_a P a * e a) <= s * mean P g + s ^+ 2 / 8%:R.
  rewrite -ler_expR lnK ?posrE ?partition_gt0 // expRD mulrC -ler_pdivr_mulr ?expR_gt0 //.
  have := classical_hoeffding_lemma.lemma s pmfP g01; rewrite subr0 expr1n mulr1; congr (_ <= _).
  rewrite /mean mulr_suml; apply: eq_bigr => a _.
  by rewrite mulrBr expRB /e mulrA.
by move=> le; apply: le_gap (le_trans le Z) _; rewrite /s; field.
Qed.
Theorem pinsker : pinsker_pinsker_printed R.
Proof.
move=> n P Q pmfP pmfQ absolute; have tv0 : 0 <= total_variation Q P.
  by rewrite /total_variation mulr_ge0 ?invr_ge0 ?ler0n // sumr_ge0.
rewrite -[X in X <= _]ger0_norm // -sqrtr_sqr ler_wsqrtr // ler_pdivl_mulr ?ltr0n // mulrC; exact: square.
Qed.

(** With the affinity of Bhattacharyya. *)
Definition affinity n (P Q : 'I_n -> R) := \sum_a Num.sqrt (P a) * Num.sqrt (Q a).
Lemma affinity_le n (P Q : 'I_n -> R) : is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
  expR (- divergence (@ln R) Q P) <= affinity P Q ^+ 2.
Proof.
move=> [P0 _] pmfQ absolute; have [Q0 _] := pmfQ.
have pos (a : 'I_n) : Q a != 0 -> 0 < Q a /\ 0 < P a.
  by move=> nz; rewrite !lt_def nz Q0 P0 !andbT; split=> //; apply: contra nz => /eqP/absolute ->.
pose v (a : 'I_n) := Num.sqrt (P a) / Num.sqrt (Q a).
have v0 (a : 'I_n) : Q a != 0 -> 0 < v a by move=> /pos[q p]; rewrite divr_gt0 ?sqrtr_gt0.
have := jensen pmfQ v0.
have -> : \sum_a Q a * v a = affinity P Q.
  apply: eq_bigr => a _; rewrite /v; have [->|nz] := eqVneq (Q a) 0; first by rewrite sqrtr0 mul0r mulr0.
  have [q _] := pos a nz; rewrite -{1}(sqr_sqrtr (Q0 a)); have := sqrtr_gt0 (Q a); rewrite q => /lt0r_neq0 sz.
  by field.
have -> : \sum_a Q a * ln (v a) = - (divergence (@ln R) Q P / 2%:R).
  rewrite /divergence mulr_suml -sumrN; apply: eq_bigr => a _; have [->|nz] := eqVneq (Q a) 0; first by rewrite !mul0r oppr0.
  have [q p] := pos a nz.
  have double : ln (v a) *+ 2 = ln (P a / Q a).
    by rewrite -lnX ?v0 // /v exprMn exprVn !sqr_sqrtr ?ltW.
  have -> : ln (Q a / P a) = - (ln (v a) *+ 2) by rewrite double -lnV ?posrE ?divr_gt0 // invf_div.
  by rewrite mulr2n; field.
have b0 : 0 <= affinity P Q by apply: sumr_ge0 => a _; rewrite mulr_ge0 ?sqrtr_ge0.
move=> le; have [z|nz] := eqVneq (affinity P Q) 0.
  have [a na] : exists a, Q a != 0.
    apply/existsP; apply: contraT => /existsPn all0; have [_ one] := pmfQ; have := oner_neq0 R.
    by rewrite -one big1 ?eqxx // => a _; apply/eqP; rewrite -[_ == _]negbK all0.
  have [q p] := pos a na; have : affinity P Q == 0 by rewrite z.
  rewrite psumr_eq0 => [/allP/(_ a (mem_index_enum _))|b _]; last by rewrite mulr_ge0 ?sqrtr_ge0.
  by rewrite mulf_eq0 !sqrtr_eq0 !leNgt p q.
have bp : 0 < affinity P Q by rewrite lt_def nz.
rewrite -[X in _ <= X]lnK ?posrE ?exprn_gt0 // ler_expR lnX // mulr2n.
by apply: le_gap (ler_add le le) _; field.
Qed.
Lemma variation_affinity n (P Q : 'I_n -> R) : is_pmf P -> is_pmf Q -> total_variation Q P ^+ 2 <= 1 - affinity P Q ^+ 2.
Proof.
move=> [P0 oneP] [Q0 oneQ].
pose u (a : 'I_n) := `|Num.sqrt (Q a) - Num.sqrt (P a)|; pose v (a : 'I_n) := Num.sqrt (Q a) + Num.sqrt (P a).
have := @cauchy_schwarz R n (fun=> 1) (fun=> @ler01 R) u v.
have -> : dot (fun=> 1) u v = \sum_a `|Q a - P a|.
  apply: eq_bigr => a _; rewrite mul1r /u /v -[X in _ * X]ger0_norm ?addr_ge0 ?sqrtr_ge0 // -normrM.
  by rewrite -subr_sqr !sqr_sqrtr.
have two b : \sum_a (Q a + P a + b * (Num.sqrt (P a) * Num.sqrt (Q a))) = 2%:R + b * affinity P Q.
  by rewrite !big_split /= oneP oneQ -mulr_sumr.
have -> : dot (fun=> 1) u u = 2%:R + - 2%:R * affinity P Q.
  rewrite -two; apply: eq_bigr => a _; rewrite mul1r /u -expr2 real_normK ?num_real // sqrrB !sqr_sqrtr //; ring.
have -> : dot (fun=> 1) v v = 2%:R + 2%:R * affinity P Q.
  rewrite -two; apply: eq_bigr => a _; rewrite mul1r /v -expr2 sqrrD !sqr_sqrtr //; ring.
rewrite /total_variation; move: (\sum_a _) => t; move: (affinity P Q) => b le.
by apply: le_gap (ler_wpmul2l (divr_ge0 ler01 (ler0n R 4)) le) _; field.
Qed.
Theorem huber : pinsker_huber_printed R.
Proof.
move=> n P Q pmfP pmfQ absolute; have tv0 : 0 <= total_variation Q P.
  by rewrite /total_variation mulr_ge0 ?invr_ge0 ?ler0n // sumr_ge0.
rewrite -[X in X <= _]ger0_norm // -sqrtr_sqr ler_wsqrtr //; apply: le_trans (variation_affinity pmfP pmfQ) _.
by rewrite ler_add2l ler_opp2 affinity_le.
Qed.
Lemma divergence_ge0 n (P Q : 'I_n -> R) : is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) -> 0 <= divergence (@ln R) Q P.
Proof. by move=> p q a; apply: le_trans (square p q a); rewrite mulr_ge0 ?ler0n ?sqr_ge0. Qed.
Theorem huber_simple : pinsker_huber_simple_printed R.
Proof.
move=> n P Q pmfP pmfQ absolute; set u := expR _.
have u1 : u <= 1 by rewrite -expR0 ler_expR oppr_le0 divergence_ge0.
have h0 : 0 <= 1 - u / 2%:R by rewrite subr_ge0 ler_pdivr_mulr ?ltr0n // mul1r (le_trans u1) // ler1n.
rewrite -[X in _ <= X]ger0_norm // -sqrtr_sqr ler_wsqrtr //.
by apply: le_gap (sqr_ge0 (u / 2%:R)) _; field.
Qed.

Lemma pearson_square n (P Q : 'I_n -> R) : is_pmf P -> is_pmf Q -> (forall a, P a = 0 -> Q a = 0) ->
  \sum_a Q a * (Q a / P a) = 1 + pearson P Q.
Proof.
move=> [P0 oneP] [Q0 oneQ] absolute; apply/eqP; rewrite addrC -subr_eq; apply/eqP.
have -> : 1 = \sum_a (Q a + (Q a - P a)) by rewrite !big_split sumrN /= oneP oneQ subrr addr0.
rewrite -sumrB; apply: eq_bigr => a _; have [z|nz] := eqVneq (P a) 0.
  by rewrite absolute // z invr0 !mulr0 !subr0 addr0 subrr.
by field.
Qed.
Lemma pearson_ge0 n (P Q : 'I_n -> R) : is_pmf P -> 0 <= pearson P Q.
Proof. by move=> [P0 _]; apply: sumr_ge0 => a _; rewrite divr_ge0 ?sqr_ge0. Qed.
Theorem chi2 : pinsker_chi2_printed R.
Proof.
move=> n P Q pmfP pmfQ absolute; have [P0 _] := pmfP; have [Q0 _] := pmfQ; rewrite -pearson_square //; apply: jensen => // a nz.
have q : 0 < Q a by rewrite lt_def nz Q0.
by rewrite divr_gt0 // lt_def P0 andbT; apply: contra nz => /eqP/absolute ->.
Qed.
Theorem chi2_simple : pinsker_chi2_simple_printed R.
Proof. by move=> n P Q pmfP _ _; exact: (le_ln1Dx (pearson_ge0 Q pmfP)). Qed.
Theorem reverse : pinsker_reverse_printed R.
Proof.
move=> n P Q m pmfP pmfQ m0 least _; have P0 a : 0 < P a := lt_le_trans m0 (least a).
have absolute a : P a = 0 -> Q a = 0 by move=> z; move: (P0 a); rewrite z ltxx.
apply: le_trans (chi2 pmfP pmfQ absolute) _.
have one : 0 < 1 + pearson P Q by rewrite ltr_paddr ?ltr01 // pearson_ge0.
have tv0 : 0 <= 2%:R * total_variation Q P ^+ 2 / m by rewrite divr_ge0 ?(ltW m0) // mulr_ge0 ?ler0n ?sqr_ge0.
rewrite ler_ln ?posrE // ?ltr_paddr ?ltr01 // ler_add2l.
have one_point a : `|Q a - P a| <= total_variation Q P.
  have flip : total_variation Q P = \sum_(b | 0 <= P b - Q b) (P b - Q b).
    rewrite -variation_event // /total_variation; congr (_ * _); apply: eq_bigr => b _; exact: distrC.
  have [le|lt] := leP 0 (Q a - P a).
    by rewrite variation_event // (ger0_norm le) (bigD1 a) //= ler_addl sumr_ge0 // => b /andP[].
  have le : 0 <= P a - Q a by rewrite -opprB oppr_ge0 ltW.
  by rewrite flip distrC (ger0_norm le) (bigD1 a) //= ler_addl sumr_ge0 // => b /andP[].
have -> : 2%:R * total_variation Q P ^+ 2 / m = \sum_a `|Q a - P a| * total_variation Q P / m.
  have twice : \sum_a `|Q a - P a| = 2%:R * total_variation Q P by rewrite mulrA divff ?mul1r ?pnatr_eq0.
  by rewrite -!mulr_suml twice expr2 mulrA.
apply: ler_sum => a _; move: (total_variation Q P) (one_point a) => tv le.
rewrite -real_normK ?num_real // expr2 -!mulrA ler_wpmul2l //.
by apply: ler_pmul; rewrite ?normr_ge0 ?invr_ge0 ?(ltW (P0 a)) ?lef_pinv ?posrE.
Qed.
End Proofs.
