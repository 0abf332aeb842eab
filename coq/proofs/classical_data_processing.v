(** classical.data-processing, all parts. *)
From Contextures Require Import Library Contextures Risks Logs Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

(** What is sent adds up over the outputs. *)
Lemma all_outputs n m (F : 'I_n -> R) (W : 'I_n -> 'I_m -> R) : (forall a, is_pmf (W a)) ->
  \sum_b \sum_a F a * W a b = \sum_a F a.
Proof.
move=> channel; rewrite exchange_big; apply: eq_bigr => a _ /=.
by rewrite -mulr_sumr; case: (channel a) => _ ->; rewrite mulr1.
Qed.
Theorem tv : data_processing_tv_printed R.
Proof.
move=> n m P Q W [P0 _] [Q0 _] channel; rewrite ler_wpmul2l ?invr_ge0 ?ler0n //.
rewrite -(all_outputs (fun a => `|P a - Q a|) channel); apply: ler_sum => b _.
rewrite /sent -sumrB; apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => a _.
by rewrite -mulrBl normrM [`|W a b|]ger0_norm //; case: (channel a).
Qed.
Theorem chi2 : data_processing_chi2_printed R.
Proof.
move=> n m P Q W [P0 _] _ channel absolute.
rewrite /pearson -(all_outputs (fun a => (Q a - P a) ^+ 2 / P a) channel); apply: ler_sum => b _.
have W0 a : 0 <= W a b by case: (channel a).
pose w a := P a * W a b; have w0 a : 0 <= w a by rewrite mulr_ge0.
pose r a := (Q a - P a) / P a.
have difference : sent Q W b - sent P W b = dot w r (fun=> 1).
  rewrite /sent -sumrB; apply: eq_bigr => a _; rewrite /w /r mulr1.
  have [z|nz] := eqVneq (P a) 0; first by rewrite absolute // z !mul0r subr0.
  by field.
have square : dot w r r = \sum_a (Q a - P a) ^+ 2 / P a * W a b.
  apply: eq_bigr => a _; rewrite /w /r; have [->|nz] := eqVneq (P a) 0; first by rewrite invr0 !(mul0r, mulr0).
  by field.
have total : dot w (fun=> 1) (fun=> 1) = sent P W b by apply: eq_bigr => a _; rewrite !mulr1.
have := cauchy_schwarz w0 r (fun=> 1); rewrite -difference square total.
have s0 : 0 <= sent P W b by apply: sumr_ge0 => a _; exact: w0.
have [-> _|nz] := eqVneq (sent P W b) 0; last by rewrite ler_pdivr_mulr // lt_def nz.
rewrite invr0 mulr0; apply: sumr_ge0 => a _; rewrite mulr_ge0 // divr_ge0 ?sqr_ge0 //.
Qed.

(** The log-sum inequality, of weighed terms. *)
Lemma log_sum ln n (F G w : 'I_n -> R) : is_ln ln -> (forall a, 0 <= F a) -> (forall a, 0 <= G a) -> (forall a, 0 <= w a) ->
  (forall a, G a = 0 -> F a = 0) ->
  (\sum_a F a * w a) * ln ((\sum_a F a * w a) / \sum_a G a * w a) <= \sum_a F a * ln (F a / G a) * w a.
Proof.
move=> law F0 G0 w0 absolute; set f := \sum_a F a * w a; set g := \sum_a G a * w a.
have [f0|fn0] := eqVneq f 0.
  rewrite f0 mul0r big1 // => a _.
  have : F a * w a = 0.
    by apply/eqP; rewrite eq_le mulr_ge0 // andbT -f0 /f (bigD1 a) //= ler_addl sumr_ge0 // => b _; rewrite mulr_ge0.
  by move=> z; rewrite mulrAC z mul0r.
have fpos : 0 < f by rewrite lt_def fn0 sumr_ge0 // => a _; rewrite mulr_ge0.
have gpos : 0 < g.
  rewrite lt_def sumr_ge0 ?andbT => [|a _]; last by rewrite mulr_ge0.
  apply: contra fn0 => /eqP g0; apply/eqP; rewrite /f big1 // => a _.
  have : G a * w a = 0.
    by apply/eqP; rewrite eq_le mulr_ge0 // andbT -g0 /g (bigD1 a) //= ler_addl sumr_ge0 // => b _; rewrite mulr_ge0.
  by move=> /eqP; rewrite mulf_eq0 => /orP[/eqP /absolute ->|/eqP ->]; rewrite ?mul0r ?mulr0.
have gz := lt0r_neq0 gpos.
rewrite -subr_ge0 {1}/f mulr_suml -sumrB.
have zero : \sum_a (F a * w a - G a * w a * (f / g)) = 0.
  by rewrite sumrB -mulr_suml -/f -/g mulrCA divff // mulr1 subrr.
rewrite -[X in X <= _]zero; apply: ler_sum => a _.
have [Fa|Fa] := eqVneq (F a) 0.
  by rewrite Fa !mul0r subrr sub0r oppr_le0 !mulr_ge0 // ?invr_ge0 ltW.
have Fpos : 0 < F a by rewrite lt_def Fa F0.
have Gpos : 0 < G a by rewrite lt_def G0 andbT; apply: contra Fa => /eqP /absolute ->.
have Gz := lt0r_neq0 Gpos.
have step : ln (f / g) <= ln (F a / G a) + (f / g * (G a / F a) - 1).
  have {1}-> : f / g = F a / G a * (f / g * (G a / F a)) by field; rewrite Fa gz Gz.
  rewrite (ln_mul law) ?mulr_gt0 ?invr_gt0 // ler_add2l.
  by apply: (ln_le law); rewrite !mulr_gt0 ?invr_gt0.
have := ler_wpmul2l (mulr_ge0 (F0 a) (w0 a)) step.
by rewrite -subr_ge0 => le; rewrite -subr_ge0; apply: ge0_eq le _; field; rewrite gz Fa.
Qed.
Theorem kl : data_processing_kl_printed R.
Proof.
move=> ln n m P Q W law [P0 _] [Q0 _] channel absolute.
rewrite /divergence -(all_outputs (fun a => Q a * ln (Q a / P a)) channel); apply: ler_sum => b _.
by apply: log_sum => // a; case: (channel a).
Qed.
Theorem mi : data_processing_mi_printed R.
Proof.
move=> ln n m k P W law P0 _ channel; apply: ler_sum => u _.
rewrite -(all_outputs (fun x => P u x * ln (P u x / (pX P u * pA P x))) channel); apply: ler_sum => y _.
have mX : pX (fun u => sent (P u) W) u = pX P u by rewrite /pX /sent all_outputs.
have mA : pA (fun u => sent (P u) W) y = \sum_x pA P x * W x y.
  by rewrite /pA /sent exchange_big; apply: eq_bigr => x _; rewrite mulr_suml.
have -> : pX (fun u => sent (P u) W) u * pA (fun u => sent (P u) W) y = \sum_x (pX P u * pA P x) * W x y.
  by rewrite mX mA mulr_sumr; apply: eq_bigr => x _; rewrite mulrA.
have row_ge0 : 0 <= pX P u by apply: sumr_ge0 => x _.
apply: (@log_sum ln _ (P u) (fun x => pX P u * pA P x) (fun x => W x y)) => // x.
- by rewrite mulr_ge0 // sumr_ge0.
- by case: (channel x).
move=> /eqP; rewrite mulf_eq0 => zero; apply/eqP; rewrite eq_le P0 andbT.
case/orP: zero => /eqP <-; first by rewrite /pX (bigD1 x) //= ler_addl sumr_ge0.
by rewrite /pA (bigD1 u) //= ler_addl sumr_ge0.
Qed.
End Proofs.
