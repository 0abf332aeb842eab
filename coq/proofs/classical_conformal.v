(** classical.conformal, both parts: at least k of n + 1 scores have fewer than k below them, without ties exactly k. *)
From mathcomp Require Import all_ssreflect all_algebra perm.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Ranks.
Variables (R : rcfType) (n : nat) (s : 'I_n.+1 -> R).

(** How many scores lie below the j-th; who has fewer than k below. *)
Definition below j := #|[pred i | s i < s j]|.
Definition low k := [set j | (below j < k)%N].
Lemma low_at_least k : (k <= n.+1)%N -> (k <= #|low k|)%N.
Proof.
move=> kn; have [high0|[j0 high_j0]] := set_0Vmem (~: low k).
  by rewrite -(setCK (low k)) high0 setC0 cardsT card_ord.
pose j := [arg min_(j < j0 in ~: low k) s j]%O.
have [jh least] : j \in ~: low k /\ forall i, i \in ~: low k -> s j <= s i by rewrite /j; case: arg_minP.
have kj : (k <= below j)%N by move: jh; rewrite !inE -leqNgt.
apply: leq_trans kj _; apply/subset_leq_card/subsetP => i; rewrite !inE => lt.
by rewrite ltnNge; apply/negP => ge; have := least i; rewrite !inE -leqNgt ge leNgt lt => /(_ isT).
Qed.
Lemma low_at_most k : injective s -> (#|low k| <= k)%N.
Proof.
move=> inj; have [->|[j0 low_j0]] := set_0Vmem (low k); first by rewrite cards0.
pose j := [arg max_(j > j0 in low k) s j]%O.
have [jl most] : j \in low k /\ forall i, i \in low k -> s i <= s j by rewrite /j; case: arg_maxP.
rewrite (cardsD1 j) jl add1n; apply: leq_trans (_ : below j < k)%N; last by move: jl; rewrite inE.
rewrite ltnS; apply/subset_leq_card/subsetP => i; rewrite !inE => /andP[ne il].
by rewrite lt_neqAle most ?inE // andbT; apply: contra ne => /eqP/inj ->.
Qed.
End Ranks.

(** The k-th smallest of a list is at least x where fewer than k of it lie below x. *)
Lemma kth_at_least (R : rcfType) (t : seq R) (x : R) k : (0 < k <= size t)%N ->
  (x <= nth 0 (sort (fun a b => a <= b) t) k.-1) = (count (fun y => (y < x)%R) t < k)%N.
Proof.
move=> /andP[k0 kt]; have trans : transitive (fun a b : R => a <= b) by move=> a b c; exact: le_trans.
have total : total (fun a b : R => a <= b) by move=> a b; exact: le_total.
have refl : reflexive (fun a b : R => a <= b) by move=> a; exact: lexx.
set u := sort _ t; have <- : count (fun y => y < x) u = count (fun y => y < x) t.
  by apply/seq.permP; exact: permEl (perm_sort _ t).
have su : size u = size t by rewrite size_sort.
have asc i j : (i < size u)%N -> (j < size u)%N -> (i <= j)%N -> nth 0 u i <= nth 0 u j.
  by move=> iu ju; apply: (sorted_leq_nth trans refl 0 (sort_sorted total t)).
rewrite -{2}(cat_take_drop k.-1 u) count_cat; apply/idP/idP => [le|].
  rewrite [X in (_ + X < _)%N](_ : _ = 0%N) ?addn0.
    by apply: leq_ltn_trans (count_size _ _) _; rewrite size_take_min; rewrite (leq_ltn_trans (geq_minl _ _)) // prednK.
  apply/eqP; rewrite -leqn0 leqNgt -has_count; apply/hasPn => y /(nthP 0)[i]; rewrite size_drop => iu <-.
  rewrite nth_drop -leNgt; apply: le_trans le _; apply: asc; rewrite ?leq_addr //.
    by rewrite su; apply: leq_trans kt; rewrite prednK.
  by rewrite -ltn_subRL.
apply: contraTT; rewrite -ltNge -leqNgt => lt.
have ku : (k.-1 < size u)%N by rewrite su prednK.
rewrite -count_cat cat_take_drop; apply: (@leq_trans (count (fun y => (y < x)%R) (take k u))); last first.
  by rewrite -[X in (_ <= count _ X)%N](cat_take_drop k u) count_cat leq_addr.
rewrite leqNgt; apply/negP => few.
have : has (fun y => ~~ (y < x)) (take k u).
  by rewrite has_predC all_count; apply/eqP => e; move: few; rewrite e size_take_min (minn_idPl _) ?su // ltnn.
case/hasP => y /(nthP 0)[i]; rewrite size_take_min (minn_idPl _) ?su // => ik <-.
rewrite nth_take // => /negP; apply; apply: le_lt_trans lt; apply: asc => //; first by rewrite su (leq_trans ik).
by rewrite -ltnS prednK.
Qed.

Section Coverage.
Variables (R : rcfType) (n m : nat) (P : {ffun 'I_n.+1 -> 'I_m} -> R) (v : 'I_m -> R) (k : nat).
Hypotheses (exchange : exchangeable P) (k0 : (0 < k)%N).
Let scores (f : {ffun 'I_n.+1 -> 'I_m}) i := v (f i).

Lemma coversE f : covers v k f = (ord_max \in low (scores f) k).
Proof.
have counts : count (fun y => y < v (f ord_max)) (first_scores v f) = below (scores f) ord_max.
  rewrite /first_scores /below -sum1_count big_map big_enum_cond -sum1_card.
  by rewrite [RHS]big_mkcond big_ord_recr /= inE ltxx addn0 [LHS]big_mkcond.
have len : size (first_scores v f) = n by rewrite size_map size_enum_ord.
rewrite inE -counts /covers; case: ltnP => [lt|ge] /=.
  by symmetry; apply: leq_ltn_trans (count_size _ _) _; rewrite len.
by apply: kth_at_least; rewrite k0 len.
Qed.

(** By exchangeability every index is as often low as the last. *)
Lemma every_index j : \sum_(f | j \in low (scores f) k) P f = \sum_(f | covers v k f) P f.
Proof.
have [_ _ same] := exchange; pose pi := tperm j ord_max.
pose turn (f : {ffun 'I_n.+1 -> 'I_m}) := [ffun i => f (pi i)].
have turnK : involutive turn by move=> f; apply/ffunP => i; rewrite !ffunE tpermK.
rewrite [RHS](reindex_inj (inv_inj turnK)); apply: eq_big => [f|f _]; last by rewrite same.
rewrite coversE !inE; congr (_ < k)%N; rewrite /below.
rewrite -(card_imset (mem [pred i | scores f i < scores f j]) (perm_inj (s := pi))); apply: eq_card => i.
rewrite !inE /scores !ffunE tpermR; apply/imsetP/idP => [[l]|lt].
  by rewrite inE => lt ->; rewrite tpermK.
by exists (pi i); rewrite ?tpermK // inE.
Qed.
Lemma coverageE : n.+1%:R * (\sum_(f | covers v k f) P f) = \sum_f P f * #|low (scores f) k|%:R.
Proof.
have -> : n.+1%:R = \sum_(j < n.+1) 1 :> R by rewrite sumr_const card_ord.
rewrite mulr_suml.
transitivity (\sum_(j < n.+1) \sum_f (if j \in low (scores f) k then P f else 0)).
  by apply: eq_bigr => j _; rewrite mul1r -(every_index j) big_mkcond.
rewrite exchange_big; apply: eq_bigr => f _; rewrite -big_mkcond /= sumr_const mulr_natr.
by congr (_ *+ _); apply: eq_card => j.
Qed.
End Coverage.

Section Proofs.
Variable R : rcfType.
Lemma rank_positive n (alpha : R) k : 0 < alpha < 1 -> is_rank n alpha k -> (0 < k <= n.+1)%N.
Proof.
move=> /andP[a0 a1] /andP[low_ high]; apply/andP; split.
  by rewrite -(ltr_nat R); apply: lt_le_trans low_; rewrite mulr_gt0 ?ltr0n // subr_gt0.
rewrite -ltnS -(ltr_nat R) -[n.+2]addn1 natrD; apply: lt_le_trans high _.
by rewrite ler_add2r ler_pimulr ?ler0n // ler_subl_addl ler_addr ltW.
Qed.
Theorem lower : conformal_lower_printed R.
Proof.
move=> n m P v alpha k exchange level rank; have /andP[k0 kn] := rank_positive level rank.
have n0 : 0 < n.+1%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l n0) (coverageE v exchange k0).
have [P0 P1 _] := exchange; case/andP: rank => low_ _; apply: le_trans low_ _.
have -> : k%:R = \sum_f P f * k%:R :> R by rewrite -mulr_suml P1 mul1r.
apply: ler_sum => f _.
by rewrite ler_wpmul2l // ler_nat low_at_least.
Qed.
Theorem upper : conformal_upper_printed R.
Proof.
move=> n m P v alpha k exchange level rank no_ties; have /andP[k0 kn] := rank_positive level rank.
have n0 : 0 < n.+1%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l n0) (coverageE v exchange k0).
have [P0 P1 _] := exchange; case/andP: rank => _ high; apply: (@le_trans _ _ k%:R); last first.
  by rewrite mulrDr mul1r divff ?lt0r_neq0 // ltW.
have -> : k%:R = \sum_f P f * k%:R :> R by rewrite -mulr_suml P1 mul1r.
apply: ler_sum => f _.
have [->|nz] := eqVneq (P f) 0; first by rewrite !mul0r.
rewrite ler_wpmul2l // ler_nat low_at_most // => i j e; apply/eqP; apply: contraT => ne.
by have := no_ties f i j nz ne; rewrite -/(v (f i)) e eqxx.
Qed.
End Proofs.
