(** shift.group-in-ball (corrected), for every real order beta > 1, with the powers of mathcomp-analysis. *)
From mathcomp Require Import reals sequences exp.
From Contextures Require Import Library Contextures Risks Basics Duals.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Powers.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem bound (R : realType) : group_in_ball_bound_corrected R.
Proof.
move=> n K P l D alpha beta rho r k [P0 P1] [alpha_le _] alpha_gt0 beta1 radius [upper _]; apply: upper.
set m := mass P (D k); have m_ge : alpha <= m := alpha_le k; have m_gt0 : 0 < m := lt_le_trans alpha_gt0 m_ge.
have m_neq0 : m != 0 by rewrite lt0r_neq0.
have scale : 0 < beta * (beta - 1).
  by rewrite mulr_gt0 ?subr_gt0 //; exact: lt_trans ltr01 beta1.
exists (fun i => if D k i then P i / m else 0); last first.
  by rewrite /group_risk mulr_suml big_mkcond; apply: eq_bigr => i _; case: ifP => _; rewrite ?mul0r // mulrAC.
have total : \sum_(i | ~~ D k i) P i = 1 - m by apply/eqP; rewrite eq_sym subr_eq addrC -P1 (bigID (D k)).
split; first split=> [i|].
- by case: ifP => _ //; rewrite divr_ge0 // ltW.
- by rewrite -big_mkcond -mulr_suml divff.
- by move=> i ->; case: ifP; rewrite ?mul0r.
apply: le_trans radius.
have power_gt0 t b : 0 < t -> power t b = expR (b * ln t) by move=> t0; rewrite /power gt_eqF.
(* The divergence of the group itself. *)
have -> : divergence beta P (fun i => if D k i then P i / m else 0)
    = m * cressie_read beta m^-1 + (1 - m) * cressie_read beta 0.
  rewrite /divergence (bigID (D k)) /= -total; congr (_ + _); rewrite mulr_suml; apply: eq_bigr => i.
    move=> Di; rewrite Di; have [->|Pn0] := eqVneq (P i) 0; first by rewrite !mul0r.
    by rewrite mulrAC divff // mul1r.
  by move=> /negPf ->; rewrite mul0r.
have -> : m * cressie_read beta m^-1 + (1 - m) * cressie_read beta 0
    = (m * power m^-1 beta - 1) / (beta * (beta - 1)).
  rewrite /cressie_read {2}/power eqxx; have b0 := lt0r_neq0 (lt_trans ltr01 beta1).
  have b1 : beta - 1 != 0 by rewrite lt0r_neq0 // subr_gt0.
  by field; rewrite b0 b1 m_neq0.
have -> : m * power m^-1 beta = power m (1 - beta).
  rewrite !power_gt0 ?invr_gt0 // lnV ?posrE // -{1}(lnK (_ : m \is Num.pos)) ?posrE // -expRD; congr expR; ring.
rewrite ler_pmul2r ?invr_gt0 // ler_add2r !power_gt0 // ler_expR.
rewrite ler_nmul2l ?subr_lt0 //.
by rewrite ler_ln ?posrE.
Qed.
