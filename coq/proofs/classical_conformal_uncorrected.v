(** classical.conformal-uncorrected (corrected), both parts. *)
From mathcomp Require Import all_ssreflect all_algebra perm.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks.
From Contextures.Statements Require Import Classical.
From Contextures.Proofs Require Import classical_conformal.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma iid_exchangeable n m (p : 'I_m -> R) : is_pmf p -> exchangeable (@iid R n m p).
Proof.
case=> p0 p1; split=> [f||pi f]; first by apply: prodr_ge0.
  by rewrite -(bigA_distr_bigA (fun _ => p)) /= big1 // => i _.
rewrite /iid [RHS](reindex_inj (perm_inj (s := pi))).
by apply: eq_bigr => i _; rewrite ffunE.
Qed.
(** At least k / (n + 1) of the mass lies where the last score is at most the k-th smallest of the others. *)
Lemma coverage_at_least n m (p : 'I_m -> R) (v : 'I_m -> R) k : is_pmf p -> (0 < k <= n)%N ->
  k%:R / n.+1%:R <= \sum_(f : {ffun 'I_n.+1 -> 'I_m} | v (f ord_max) <= order_statistic v f k.-1) iid p f.
Proof.
move=> pmf /andP[k0 kn]; have exchange := @iid_exchangeable n m p pmf; have [P0 P1 _] := exchange.
rewrite ler_pdivr_mulr ?ltr0n // [X in _ <= X]mulrC.
have -> : \sum_(f : {ffun 'I_n.+1 -> 'I_m} | v (f ord_max) <= order_statistic v f k.-1) iid p f
    = \sum_(f : {ffun 'I_n.+1 -> 'I_m} | covers v k f) iid p f by apply: eq_bigl => f; rewrite /covers ltnNge kn.
rewrite (coverageE v exchange k0); have -> : k%:R = \sum_(f : {ffun 'I_n.+1 -> 'I_m}) iid p f * k%:R :> R by rewrite -mulr_suml P1 mul1r.
by apply: ler_sum => f _; rewrite ler_wpmul2l // ler_nat low_at_least // leqW.
Qed.
Theorem order : conformal_uncorrected_order_corrected R.
Proof.
move=> n m p v alpha k pmf /andP[a0 a1] /andP[low_ high]; have [->|k0] := posnP k.
  by rewrite mul0r; apply: sumr_ge0 => f _; apply: prodr_ge0 => i _; case: pmf.
apply: coverage_at_least => //; rewrite k0 -ltnS -(ltr_nat R) -[n.+1]addn1 natrD; apply: lt_le_trans high _.
by rewrite ler_add2r ler_pimulr ?ler0n // ler_subl_addl ler_addr ltW.
Qed.
Theorem interpolated : conformal_uncorrected_interpolated_corrected R.
Proof.
move=> n m p v alpha j pmf /andP[a0 a1] n0 h /andP[low_ high].
pose q (f : {ffun 'I_n.+1 -> 'I_m}) :=
  order_statistic v f j + (h - j%:R) * (order_statistic v f j.+1 - order_statistic v f j).
change (j.+1%:R / n.+1%:R <= \sum_(f : {ffun 'I_n.+1 -> 'I_m} | v (f ord_max) <= q f) iid p f).
have hn : h <= n%:R - 1.
  by rewrite /h ler_pimulr ?subr_ge0 ?ler1n // ler_subl_addl ler_addr ltW.
have jn : (j < n)%N.
  rewrite -(ltr_nat R); apply: (le_lt_trans low_); apply: (le_lt_trans hn).
  by rewrite ltr_subl_addl ltr_addr ltr01.
apply: (le_trans (coverage_at_least v pmf (_ : 0 < j.+1 <= n)%N)); first by rewrite jn.
rewrite [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => f _ /=.
have f0 : 0 <= iid p f by apply: prodr_ge0 => i _; case: pmf.
have below_q : order_statistic v f j <= q f.
  rewrite /q ler_addl; have [lt|ge] := ltnP j.+1 n.
    have trans : transitive (fun a b : R => a <= b) by move=> x y z; exact: le_trans.
    have total : total (fun a b : R => a <= b) by move=> x y; exact: le_total.
    have refl : reflexive (fun a b : R => a <= b) by move=> x; exact: lexx.
    have len : size (sort (fun a b : R => a <= b) (first_scores v f)) = n by rewrite size_sort size_map size_enum_ord.
    rewrite mulr_ge0 ?subr_ge0 //; apply: (sorted_leq_nth trans refl 0 (sort_sorted total _)); rewrite ?inE ?len //.
  have -> : h = j%:R; last by rewrite subrr mul0r.
  apply/eqP; rewrite eq_le low_ andbT; apply: le_trans hn _.
  by rewrite ler_subl_addr -[1]/(1%:R) -natrD addn1 ler_nat.
by case: ifP => [cov|_]; [rewrite (le_trans cov below_q) | case: ifP].
Qed.
End Proofs.
