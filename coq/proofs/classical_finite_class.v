(** classical.finite-class: Hoeffding's limits and the union bound. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Exponentials.
From Contextures.Proofs Require Import classical_hoeffding.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : realType.

Lemma union n m K (P : 'I_n -> R) (E : 'I_K -> pred {ffun 'I_m -> 'I_n}) : is_pmf P ->
  chance P (fun z => [exists h, E h z]) <= \sum_h chance P (E h).
Proof.
move=> [P0 _]; rewrite /chance big_mkcond; under [X in _ <= X]eq_bigr do rewrite big_mkcond.
rewrite exchange_big; apply: ler_sum => z _; have p0 : 0 <= \prod_k P (z k) by exact: prodr_ge0.
case: existsP => [[h Eh]|_]; last by apply: sumr_ge0 => h _; case: ifP.
by rewrite (bigD1 h) //= Eh ler_addl sumr_ge0 // => h' _; case: ifP.
Qed.
Lemma radius_width m (x : R) : radius m x = width m (1 / x). Proof. by []. Qed.
Lemma same_share K (delta : R) : (0 < K)%N -> \sum_(h < K) delta / K%:R = delta.
Proof. by move=> K0; rewrite sumr_const card_ord -mulr_natr divfK // pnatr_eq0 -lt0n. Qed.
Lemma share01 K (delta : R) : (0 < K)%N -> 0 < delta < 1 -> 0 < delta / K%:R < 1.
Proof.
move=> K0 /andP[d0 d1]; rewrite divr_gt0 ?ltr0n //= ltr_pdivr_mulr ?ltr0n // mul1r (lt_le_trans d1) // ler1n.
exact: K0.
Qed.
Theorem one_sided : finite_class_one_sided_printed R.
Proof.
move=> n m K P l delta [pmf l01 m0 K0 d01]; rewrite -[X in _ <= X](same_share _ K0).
apply: le_trans (union _ pmf) _; apply: ler_sum => h _.
have := limit pmf (l01 h) m0 (share01 K0 d01); rewrite radius_width.
by rewrite div1r invf_div.
Qed.
Theorem two_sided : finite_class_two_sided_printed R.
Proof.
move=> n m K P l delta [pmf l01 m0 K0 d01]; rewrite -[X in _ <= X](same_share _ K0).
apply: le_trans (union _ pmf) _; apply: ler_sum => h _.
have := classical_hoeffding.two_sided pmf (l01 h) m0 (share01 K0 d01); rewrite radius_width.
have -> : 1 / (delta / K%:R / 2%:R) = 2%:R * K%:R / delta by rewrite div1r !invf_div mulrA.
by [].
Qed.
Theorem erm : finite_class_erm_printed R.
Proof.
move=> n m K P l delta class; apply: le_trans (two_sided class); have [pmf _ _ _ _] := class.
apply: chance_mono => // z /existsP[h /andP[/forallP least /existsP[h' worse]]]; apply: contraT.
rewrite negb_exists => /forallP close; have := close h; have := close h'; rewrite -!leNgt.
rewrite !ler_norml => /andP[_ high] /andP[low _]; move: worse; rewrite ltNge; case/negP.
have := ler_add (ler_add high low) (least h').
set t := width _ _; set a := average (l h) z; set a' := average (l h') z => le.
by apply: le_gap le _; ring.
Qed.
Theorem occam : finite_class_occam_printed R.
Proof.
move=> n m K P l delta w [pmf l01 m0 K0 /andP[d0 d1]] w0 w1.
apply: (@le_trans _ _ (\sum_h w h * delta)); last by rewrite -mulr_suml ler_pimull // ltW.
apply: le_trans (union _ pmf) _; apply: ler_sum => h _.
have wh1 : w h <= 1.
  by apply: le_trans w1; rewrite (bigD1 h) //= ler_addl sumr_ge0 // => h' _; exact: ltW.
have share : 0 < w h * delta < 1.
  rewrite mulr_gt0 //=; apply: le_lt_trans d1; exact: ler_pimull (ltW d0) wh1.
exact: limit pmf (l01 h) m0 share.
Qed.
End Proofs.
