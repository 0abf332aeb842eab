(** mixing.convex-kernel, all parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From Contextures Require Import Losses.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts Mixing.
From Contextures.Proofs Require Import spectrum convex_combination white_encoders courant_fischer contexts_chi_square.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Theorem operator : convex_kernel_operator_printed R.
Proof. by move=> J N M w P f x combination; exact: combined_operator. Qed.

(** Beyond the number of modes nothing is added. *)
Lemma first_modes N M (P : 'I_N -> 'I_M -> R) s mu d : is_law P -> left_singular P s mu ->
  \sum_(i < d) s i.+1 ^+ 2 = \sum_(i < minn d N.-1) s i.+1 ^+ 2.
Proof.
move=> law singular; rewrite (big_ord_widen d (fun i => s i.+1 ^+ 2) (geq_minl d N.-1)) [RHS]big_mkcond.
apply: eq_bigr => i _; case: ifP => //; rewrite leq_min ltn_ord /= => /negbT; rewrite -leqNgt => ge.
by rewrite (s_end singular) ?expr0n // -(prednK (N_gt0 law)) ltnS.
Qed.
Theorem ky_fan : convex_kernel_ky_fan_printed R.
Proof.
move=> J N M w P s mu t nu d combination singular each; have law := combined_law combination.
have [w0 _ laws _] := combination; set m := minn d N.-1.
rewrite (first_modes d law singular) -/m.
have [Phi feasible <-] := kept_attained law singular (geq_minr d N.-1).
have -> : kept_by (combined w P) Phi = \sum_j w j * kept_by (P j) Phi.
  rewrite /kept_by; under eq_bigr do rewrite combined_images //.
  by rewrite exchange_big; apply: eq_bigr => j _; rewrite mulr_sumr.
apply: ler_sum => j _; rewrite ler_wpmul2l ?(ltW (w0 j)) //.
have feasible_j : white (pX (P j)) Phi.
  case: feasible => mean0 orth; split=> [k|k l]; last by rewrite -(combined_dot combination) orth.
  by rewrite -(mean0 k); apply: eq_bigr => x _; rewrite (combined_pX combination j).
by rewrite (first_modes d (laws j) (each j)); exact: (kept_bound (laws j) (each j)).
Qed.
Theorem weyl : convex_kernel_weyl_printed R.
Proof.
move=> N M w P s mu t nu i k combination singular each; have law := combined_law combination.
have [w0 _ laws _] := combination.
have [lt|ge] := ltnP (i + k).+1 N; last first.
  by rewrite (s_end singular ge) expr0n addr_ge0 // mulr_ge0 ?sqr_ge0 // ltW.
pose g (l : 'I_(i + k)) := match split l with
  | inl a => unit_mode (P ord0) (nu ord0) a.+1 | inr b => unit_mode (P ord_max) (nu ord_max) b.+1 end.
have [f [f0 mean0 only zero]] := direction law singular g (ltnSn _) lt.
have dotE j h : dot (pX (P j)) f h = dot (pX (combined w P)) f h by rewrite (combined_dot combination j).
have mean_j j : Contextures.mean (pX (P j)) f = 0.
  by rewrite -mean0; apply: eq_bigr => x _; rewrite (combined_pX combination j).
rewrite -(ler_pmul2r f0); apply: le_trans (kept_at_least law singular only) _.
rewrite combined_images // (bigD1 ord0) //= (bigD1 ord_max) //= big1 ?addr0 => [|j]; last first.
  by case: j => [[|[|j]] jlt] // /andP[].
rewrite mulrDl -[w ord0 * _ * _]mulrA -[w ord_max * _ * _]mulrA; apply: ler_add; rewrite ler_wpmul2l ?(ltW (w0 _)) //.
  rewrite -(dotE ord0); apply: (kept_at_most (laws ord0) (each ord0)) => -[|j] ji jN.
    by rewrite (first_mode (laws ord0) (each ord0)).
  have := zero (lshift k (Ordinal (ji : (j < i)%N))); rewrite /g.
  by case: splitP => [l' /= el|l' /= el]; [rewrite dotE -el | move: ji; rewrite el ltnS leqNgt ltnS leq_addr].
rewrite -(dotE ord_max); apply: (kept_at_most (laws ord_max) (each ord_max)) => -[|j] ji jN.
  by rewrite (first_mode (laws ord_max) (each ord_max)).
have := zero (rshift i (Ordinal (ji : (j < k)%N))); rewrite /g.
case: splitP => [l' /= el|l' /= /addnI el]; last by rewrite dotE -el.
by have := ltn_ord l'; rewrite -el ltnNge leq_addr.
Qed.
Theorem trace : convex_kernel_trace_printed R.
Proof.
move=> J N M w P s mu t nu combination singular each; have law := combined_law combination.
have [_ w1 laws _] := combination.
rewrite (contexts_chi_square.inertia law singular) inertiaE //.
transitivity (\sum_j w j * (\sum_x \sum_a P j x a ^+ 2 / (pX (P j) x * pA (P j) a)) - 1); last first.
  transitivity (\sum_j (w j * (\sum_x \sum_a P j x a ^+ 2 / (pX (P j) x * pA (P j) a)) - w j)).
    by rewrite sumrB w1.
  by apply: eq_bigr => j _; rewrite (contexts_chi_square.inertia (laws j) (each j)) inertiaE // mulrBr mulr1.
congr (_ - _); under [RHS]eq_bigr do rewrite mulr_sumr.
rewrite [RHS]exchange_big; apply: eq_bigr => x _ /=.
under [RHS]eq_bigr do rewrite mulr_sumr.
rewrite -(sum_contexts (fun j a => w j * (P j x a ^+ 2 / (pX (P j) x * pA (P j) a)))).
apply: eq_bigr => c _; rewrite combined_pA (combined_pX combination (tag (enum_val c))) /combined.
set j := tag _; set a := tagged _.
have X := lt0r_neq0 (pX_gt0 (laws j) x); have A := lt0r_neq0 (pA_gt0 (laws j) a).
have W : w j != 0 by apply: lt0r_neq0; case: combination.
by move: (pX _ _) (pA _ _) (w j) (P j x a) X A W => p q v r X A W; field; rewrite W A X.
Qed.
End Proofs.
