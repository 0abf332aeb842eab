(** classical.hoeffding: Hoeffding's lemma for each draw, and Markov's inequality for the product. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Exponentials.
From Contextures.Proofs Require classical_markov classical_hoeffding_lemma.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : realType.

Lemma expR_sum (I : finType) (f : I -> R) : expR (\sum_i f i) = \prod_i expR (f i).
Proof. by rewrite (big_morph (@expR R) (@expRD R) (@expR0 R)). Qed.
Lemma independent n m (P f : 'I_n -> R) :
  \sum_(z : {ffun 'I_m -> 'I_n}) (\prod_k P (z k)) * \prod_k f (z k) = (\sum_i P i * f i) ^+ m.
Proof.
rewrite -[in RHS](card_ord m) -prodr_const bigA_distr_bigA; apply: eq_bigr => z _.
by rewrite big_split.
Qed.
Lemma chance_ge0 n m (P : 'I_n -> R) (E : pred {ffun 'I_m -> 'I_n}) : is_pmf P -> 0 <= chance P E.
Proof. by move=> [P0 _]; apply: sumr_ge0 => z _; exact: prodr_ge0. Qed.
Lemma chance_mono n m (P : 'I_n -> R) (E F : pred {ffun 'I_m -> 'I_n}) : is_pmf P -> (forall z, E z -> F z) ->
  chance P E <= chance P F.
Proof.
move=> [P0 _] sub; rewrite /chance big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => z _.
by case: ifP => [/sub -> //|_]; case: ifP => // _; exact: prodr_ge0.
Qed.
Lemma chance_or n m (P : 'I_n -> R) (E F : pred {ffun 'I_m -> 'I_n}) : is_pmf P ->
  chance P (fun z => E z || F z) <= chance P E + chance P F.
Proof.
move=> [P0 _]; rewrite /chance big_mkcond [X in _ <= X + _]big_mkcond [X in _ <= _ + X]big_mkcond -big_split.
apply: ler_sum => z _ /=; have p0 : 0 <= \prod_k P (z k) by exact: prodr_ge0.
by case: (E z); case: (F z); rewrite /= ?addr0 ?add0r // ler_addl.
Qed.

Lemma sum_tail n m (P Z : 'I_n -> R) t : is_pmf P -> (forall i, 0 <= Z i <= 1) -> 0 < t ->
  chance P (fun z : {ffun 'I_m -> 'I_n} => m%:R * t <= \sum_k (Z (z k) - mean P Z)) <= expR (- (2%:R * m%:R * t ^+ 2)).
Proof.
move=> pmf between t0; have [P0 _] := pmf; pose s := 4%:R * t; have s0 : 0 < s by rewrite mulr_gt0 ?ltr0n.
pose f (z : {ffun 'I_m -> 'I_n}) := \prod_k expR (s * (Z (z k) - mean P Z)).
have above (z : {ffun 'I_m -> 'I_n}) : m%:R * t <= \sum_k (Z (z k) - mean P Z) -> expR (s * (m%:R * t)) <= f z.
  by move=> le; rewrite /f -expR_sum ler_expR -mulr_sumr ler_pmul2l.
have f0 (z : {ffun 'I_m -> 'I_n}) : 0 <= f z by apply: prodr_ge0 => k _; rewrite ltW // expR_gt0.
have p0 (z : {ffun 'I_m -> 'I_n}) : 0 <= \prod_k P (z k) by exact: prodr_ge0.
apply: le_trans (classical_markov.event p0 f0 (expR_gt0 _) above) _.
rewrite (@independent n m P (fun i => expR (s * (Z i - mean P Z)))) ler_pdivr_mulr ?expR_gt0 // -expRD.
have -> : - (2%:R * m%:R * t ^+ 2) + s * (m%:R * t) = m%:R * (s ^+ 2 * (1 - 0) ^+ 2 / 8%:R) by rewrite /s; field.
rewrite expRMm; apply: ler_expn2r; rewrite ?nnegrE.
- by apply: sumr_ge0 => i _; rewrite mulr_ge0 // ltW // expR_gt0.
- by rewrite ltW // expR_gt0.
exact: classical_hoeffding_lemma.lemma.
Qed.
Lemma deviation n m (P Z : 'I_n -> R) (z : {ffun 'I_m -> 'I_n}) : (0 < m)%N ->
  m%:R * (average Z z - mean P Z) = \sum_k (Z (z k) - mean P Z).
Proof.
move=> m0; have mz : m%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
by rewrite mulrBr sumrB sumr_const card_ord -[in RHS]mulr_natl /average; congr (_ - _); rewrite mulrCA mulfV // mulr1.
Qed.
Lemma tail_right n m (P Z : 'I_n -> R) t : is_pmf P -> (forall i, 0 <= Z i <= 1) -> (0 < m)%N -> 0 < t ->
  chance P (fun z : {ffun 'I_m -> 'I_n} => t <= average Z z - mean P Z) <= expR (- (2%:R * m%:R * t ^+ 2)).
Proof.
move=> pmf between m0 t0; apply: le_trans (sum_tail m pmf between t0); apply: chance_mono => // z le.
by rewrite -deviation // ler_pmul2l // ltr0n.
Qed.
Theorem tail : hoeffding_tail_printed R.
Proof.
move=> n m P Z t pmf between m0 t0; have [P0 one] := pmf.
have meanN : mean P (fun i => 1 - Z i) = 1 - mean P Z.
  by rewrite /mean -[in RHS]one -sumrB; apply: eq_bigr => i _; rewrite mulrBr mulr1.
have between' (i : 'I_n) : 0 <= 1 - Z i <= 1.
  by rewrite subr_ge0 ler_subl_addr ler_addl andbC.
apply: le_trans (tail_right pmf between' m0 t0); apply: chance_mono => // z.
rewrite meanN /average sumrB sumr_const card_ord mulrBl divff ?pnatr_eq0 -?lt0n //.
by congr (_ <= _); ring.
Qed.

Lemma radius_gt0 m (delta : R) : (0 < m)%N -> 0 < delta < 1 -> 0 < radius m delta.
Proof.
move=> m0 /andP[d0 d1]; rewrite sqrtr_gt0 divr_gt0 ?mulr_gt0 ?ltr0n //.
by rewrite ln_gt0 // mul1r invf_gt1.
Qed.
Lemma at_radius m (delta : R) : (0 < m)%N -> 0 < delta < 1 -> expR (- (2%:R * m%:R * radius m delta ^+ 2)) = delta.
Proof.
move=> m0 d01; have /andP[d0 d1] := d01.
have mz : 2%:R * m%:R != 0 :> R by rewrite mulf_neq0 ?pnatr_eq0 // -lt0n.
rewrite sqr_sqrtr; first by rewrite mulrCA mulfV // mulr1 mul1r lnV ?posrE // opprK lnK ?posrE.
by rewrite divr_ge0 ?mulr_ge0 ?ler0n // ln_ge0 // mul1r invf_ge1 // ltW.
Qed.
Theorem limit : hoeffding_limit_printed R.
Proof.
move=> n m P Z delta pmf between m0 d01; rewrite -[X in _ <= X](at_radius m0 d01).
apply: le_trans (tail pmf between m0 (radius_gt0 m0 d01)); apply: chance_mono => // z lt.
by rewrite ler_subr_addl ltW.
Qed.
Theorem two_sided : hoeffding_two_sided_printed R.
Proof.
move=> n m P Z delta pmf between m0 /andP[d0 d1].
have half : 0 < delta / 2%:R < 1.
  by rewrite divr_gt0 ?ltr0n //= ltr_pdivr_mulr ?ltr0n // mul1r (lt_trans d1) // ltr1n.
have t0 := radius_gt0 m0 half.
have := ler_add (tail_right pmf between m0 t0) (tail pmf between m0 t0).
rewrite !at_radius // (_ : delta / 2%:R + delta / 2%:R = delta); last by field.
apply: le_trans; apply: le_trans (chance_or _ _ pmf); apply: chance_mono => // z.
by rewrite ltr_normr opprB => /orP[/ltW -> //|/ltW ->]; rewrite orbT.
Qed.
End Proofs.
