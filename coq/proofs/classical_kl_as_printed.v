(** classical.kl-as-printed (corrected): kl(x|p) below the level would stay below a little beyond p. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Exponentials.
From Contextures.Proofs Require Import exponential_moments classical_chernoff_kl.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : realType.

Lemma at_upper (x c u p : R) : 0 <= x <= 1 -> 0 <= c -> kl_upper x c u -> u <= p -> p < 1 ->
  x <= p /\ (infinite_kl x p || (c <= coin_kl x p)).
Proof.
move=> /andP[x0 x1] c0 [upper _] up p1; have xu : x <= u.
  by apply: upper; rewrite lexx x1 finite_self coin_kl_self c0.
have xp : x <= p := le_trans xu up; split=> //.
apply: contraT; rewrite negb_or -ltNge => /andP[finite small].
pose eta := c - coin_kl x p; have eta0 : 0 < eta by rewrite subr_gt0.
have one_eta : 0 < 1 + eta by rewrite addr_gt0 ?ltr01.
have p1' : 0 < 1 - p by rewrite subr_gt0.
pose q := p + (1 - p) * eta / (1 + eta).
have pq : p < q by rewrite ltr_addl divr_gt0 // mulr_gt0.
have qE : 1 - q = (1 - p) / (1 + eta) by rewrite /q; field; exact: lt0r_neq0.
have q1' : 0 < 1 - q by rewrite qE divr_gt0.
have q1 : q <= 1 by rewrite -subr_ge0 ltW.
have p0 : 0 <= p := le_trans x0 xp.
have q0 : 0 < q := le_lt_trans p0 pq.
suff : q <= u by move=> qu; move: (lt_le_trans pq (le_trans qu up)); rewrite ltxx.
apply: upper; rewrite (le_trans xp (ltW pq)) q1; split=> //; apply/andP; split.
  by rewrite /infinite_kl (gt_eqF q0) /= lt_eqF // -subr_gt0.
apply: (@le_trans _ _ (coin_kl x p + (1 - x) * eta)); last first.
  apply: (@le_trans _ _ (coin_kl x p + 1 * eta)); last by rewrite mul1r /eta addrC subrK.
  by rewrite ler_add2l ler_wpmul2r ?(ltW eta0) // ler_subl_addr ler_addl.
have x1' : 0 < 1 - x by rewrite subr_gt0; exact: le_lt_trans xp p1.
rewrite /coin_kl -addrA; apply: ler_add.
  have [->|xn] := eqVneq x 0; first by rewrite !mul0r.
  have xpos : 0 < x by rewrite lt_def xn.
  have ppos : 0 < p := lt_le_trans xpos xp.
  by rewrite ler_wpmul2l // ler_ln ?posrE ?divr_gt0 // ler_pmul2l // lef_pinv ?posrE // ltW.
rewrite -mulrDr ler_wpmul2l ?(ltW x1') // qE.
have -> : (1 - x) / ((1 - p) / (1 + eta)) = (1 - x) / (1 - p) * (1 + eta) by field; rewrite !lt0r_neq0.
by rewrite lnM ?posrE ?divr_gt0 // ler_add2l le_ln1Dx // ltW.
Qed.
Lemma flipped_limit (x c u : R) : kl_lower x c u -> kl_upper (1 - x) c (1 - u).
Proof.
move=> [lower least]; have back (y : R) : 1 - (1 - y) = y by rewrite opprB addrC subrK.
split=> [q [/andP[xq q1] far]|v above].
  rewrite ler_subr_addl -ler_subr_addr; apply: lower; split.
    by rewrite subr_ge0 q1 ler_subl_addr -ler_subl_addl.
  by rewrite -flipped_infinite -flipped_kl back.
rewrite ler_subl_addr -ler_subl_addl; apply: least => q [/andP[q0 qx] far].
rewrite ler_subl_addr -ler_subl_addl; apply: above; split; last by rewrite flipped_infinite flipped_kl.
by rewrite ler_add2l ler_opp2 qx ler_subl_addr ler_addl.
Qed.
Theorem upper : kl_as_printed_upper_corrected R.
Proof.
move=> n m P Z delta U pmf between m0 d01 p1 limits; have /andP[d0 d1] := d01.
rewrite -[X in _ <= X](at_level m0 d0); apply: (low_event pmf between m0) => z le.
exact: at_upper (average01 between m0 z) (level_ge0 m d01) (limits z) le p1.
Qed.
Theorem lower : kl_as_printed_lower_corrected R.
Proof.
move=> n m P Z delta U pmf between m0 d01 p0 limits; have /andP[d0 d1] := d01.
rewrite -[X in _ <= X](at_level m0 d0); apply: (high_event pmf between m0) => z le.
have p1 : 1 - mean P Z < 1 by rewrite ltr_subl_addr ltr_addl.
have a01 : 0 <= 1 - average Z z <= 1.
  by have := average01 between m0 z; rewrite subr_ge0 ler_subl_addr ler_addl andbC.
have le' : 1 - U z <= 1 - mean P Z by rewrite ler_add2l ler_opp2.
have := at_upper a01 (level_ge0 m d01) (flipped_limit (limits z)) le' p1.
by rewrite ler_add2l ler_opp2 flipped_infinite flipped_kl.
Qed.
End Proofs.
