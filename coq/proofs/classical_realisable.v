(** classical.realisable: a hypothesis of large error is seldom right on all examples; the union bound. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Exponentials.
From Contextures.Proofs Require Import exponential_moments classical_hoeffding classical_chernoff_kl classical_finite_class.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem bound (R : realType) : realisable_bound_printed R.
Proof.
move=> n m K P wrong delta eps pmf m0 K0 /andP[d0 d1] /andP[e0 e1] enough; have [P0 one] := pmf.
rewrite -[X in _ <= X](same_share _ K0); apply: le_trans (union _ pmf) _; apply: ler_sum => h _.
have small : expR (- (m%:R * eps)) <= delta / K%:R.
  have q0 : 0 < K%:R / delta by rewrite divr_gt0 // ltr0n.
  rewrite expRN -[X in _ <= X]invf_div lef_pinv ?posrE ?expR_gt0 //.
  by rewrite -{1}(lnK (_ : K%:R / delta \is Num.pos)) ?posrE // ler_expR.
apply: le_trans small; have [large|small] := ltP eps (mass P (wrong h)); last first.
  by rewrite /chance big_pred0 ?ltW ?expR_gt0 // => z; rewrite andbF.
pose right (i : 'I_n) : R := if wrong h i then 0 else 1.
have right0 (i : 'I_n) : 0 <= right i by rewrite /right; case: ifP; rewrite ?ler01.
have E : \sum_i P i * right i = 1 - mass P (wrong h).
  rewrite /mass -one [\sum_(i | wrong h i) _]big_mkcond -sumrB; apply: eq_bigr => i _; rewrite /right.
  by case: ifP => _; rewrite ?mulr0 ?subrr // mulr1 subr0.
have := @by_factors R n m P pmf (fun z => [forall k, ~~ wrong h (z k)] && true) right right0.
rewrite E => bound; apply: le_trans (bound _) _ => [z|].
  by rewrite andbT => /forallP all; rewrite big1 // => k _; rewrite /right (negPf (all k)).
rewrite -mulrN expRMm; apply: ler_expn2r; rewrite ?nnegrE ?(ltW (expR_gt0 _)) //.
  by rewrite -E; apply: sumr_ge0 => i _; rewrite mulr_ge0.
by apply: le_trans (expR_ge _); rewrite ler_add2l ler_opp2 ltW.
Qed.
