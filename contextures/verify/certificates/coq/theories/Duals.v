(** Chapter 6, for certificates: a law of the ball and a dual point of one value. *)
From Contextures Require Import Library.
From Contextures Require Export Checking.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Duals.
Variables (R : rcfType) (n : nat) (P l : 'I_n -> R).
Hypothesis P_pmf : is_pmf P.

Lemma mean_above Q eta : is_pmf Q -> mean Q l <= eta + \sum_i Q i * Num.max (l i - eta) 0.
Proof.
case=> Q_ge0 Q1; have {1}-> : eta = \sum_i Q i * eta by rewrite -mulr_suml Q1 mul1r.
rewrite -big_split /=; apply: ler_sum => i _.
by rewrite -mulrDr ler_wpmul2l // -ler_subl_addl le_maxr lexx.
Qed.

Lemma cvar_by alpha eta Q v : 0 < alpha -> cvar_ball P alpha Q -> mean Q l = v ->
  eta + (\sum_i P i * Num.max (l i - eta) 0) / alpha = v -> is_worst_risk (cvar_ball P alpha) l v.
Proof.
move=> a_gt0 inside Qv dual; split=> [_ [Q' [Q'_pmf Q'_le] ->] | u up]; last first.
  by rewrite -Qv; apply: up; exists Q.
apply: le_trans (mean_above eta Q'_pmf) _; rewrite -dual ler_add2l ler_pdivl_mulr // mulrC mulr_sumr.
by apply: ler_sum => i _; rewrite mulrA ler_wpmul2r // le_maxr lexx orbT.
Qed.

Lemma chi_square_second Q : is_pmf Q -> (forall i, P i = 0 -> Q i = 0) ->
  \sum_i P i * (Q i / P i) ^+ 2 = 1 + 2%:R * chi_square P Q.
Proof.
case: P_pmf => P_ge0 P1 [Q_ge0 Q1] abs.
rewrite /chi_square mulrA divff ?pnatr_eq0 // mul1r.
have -> : \sum_i P i * (Q i / P i - 1) ^+ 2 = \sum_i P i * (Q i / P i) ^+ 2 - 2%:R * (\sum_i Q i) + \sum_i P i.
  rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => i _ /=.
  have [P0|Pn0] := eqVneq (P i) 0; first by rewrite P0 abs // !mul0r mulr0 subr0 addr0.
  by field.
by rewrite P1 Q1; ring.
Qed.

Lemma chi_square_at_most rho eta v : 0 <= 1 + 2%:R * rho -> eta <= v ->
  (1 + 2%:R * rho) * (\sum_i P i * Num.max (l i - eta) 0 ^+ 2) <= (v - eta) ^+ 2 ->
  forall Q, chi_square_ball P rho Q -> mean Q l <= v.
Proof.
move=> rho_ge le_v dual; case: (P_pmf) => P_ge0 P1 Q' [Q'_pmf abs Q'_rho].
apply: le_trans (mean_above eta Q'_pmf) _; rewrite -ler_subr_addl.
set S := \sum_i Q' i * _; have S_ge0 : 0 <= S.
  by apply: sumr_ge0 => i _; apply: mulr_ge0; [case: Q'_pmf | rewrite le_maxr lexx orbT].
rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?subr_ge0 //.
have -> : S = dot P (fun i => Q' i / P i) (fun i => Num.max (l i - eta) 0).
  apply: eq_bigr => i _; have [P0|Pn0] := eqVneq (P i) 0; first by rewrite P0 abs // !mul0r.
  by rewrite [P i * _]mulrC divfK.
apply: le_trans (cauchy_schwarz P_ge0 _ _) _; apply: le_trans dual.
have -> : dot P (fun i => Q' i / P i) (fun i => Q' i / P i) = 1 + 2%:R * chi_square P Q'.
  by rewrite -chi_square_second //; apply: eq_bigr => i _; rewrite expr2 [RHS]mulrA.
have -> : dot P (fun i => Num.max (l i - eta) 0) (fun i => Num.max (l i - eta) 0)
  = \sum_i P i * Num.max (l i - eta) 0 ^+ 2 by apply: eq_bigr => i _; rewrite expr2 mulrA.
apply: ler_wpmul2r; first by apply: sumr_ge0 => i _; apply: mulr_ge0 => //; exact: sqr_ge0.
by rewrite ler_add2l ler_wpmul2l ?ler0n.
Qed.

Lemma chi_square_by rho eta Q v : 0 <= 1 + 2%:R * rho -> chi_square_ball P rho Q -> mean Q l = v -> eta <= v ->
  (1 + 2%:R * rho) * (\sum_i P i * Num.max (l i - eta) 0 ^+ 2) <= (v - eta) ^+ 2 ->
  is_worst_risk (chi_square_ball P rho) l v.
Proof.
move=> rho_ge inside Qv le_v dual; split=> [_ [Q' Q'_in ->] | u up]; last by rewrite -Qv; apply: up; exists Q.
exact: (chi_square_at_most rho_ge le_v dual).
Qed.
End Duals.

(** At order 2 the divergence of Cressie and Read is that of chi-square. *)
Lemma cressie_two (R : rcfType) n (P Q : 'I_n -> R) : \sum_i P i * cressie_read 2 (Q i / P i) = chi_square P Q.
Proof.
rewrite /chi_square mulr_sumr; apply: eq_bigr => i _; rewrite /cressie_read.
have -> : 2%:R * (2%:R - 1) = 2%:R :> R by ring.
by move: (Q i / P i) => t; field.
Qed.
Lemma cressie_worst (R : rcfType) n (P l : 'I_n -> R) rho v :
  is_worst_risk (chi_square_ball P rho) l v -> is_worst_risk (cressie_ball P 2 rho) l v.
Proof.
have same Q : cressie_ball P 2 rho Q <-> chi_square_ball P rho Q.
  by split=> -[pmf abs le]; split=> //; move: le; rewrite cressie_two.
move=> [up least]; split=> [_ [Q inside ->] | u above]; first by apply: up; exists Q => //; apply/same.
by apply: least => _ [Q inside ->]; apply: above; exists Q => //; apply/same.
Qed.

(** What is kept of P_train, whatever is left out: a mean, and a mass of large losses. *)
Section Kept.
Variables (R : rcfType) (n : nat) (Ptrain l : 'I_n -> R) (eps : R).
Hypothesis eps_lt1 : eps < 1.
Let room : 0 < 1 - eps. Proof. by rewrite subr_gt0. Qed.
Lemma kept_mean P' eta v : kept Ptrain eps P' ->
  v <= eta - (\sum_i Ptrain i * Num.max (eta - l i) 0) / (1 - eps) -> v <= mean P' l.
Proof.
move=> [[P0 P1] le] small; apply: le_trans small _.
have -> : mean P' l = eta - \sum_i P' i * (eta - l i).
  by under [X in _ - X]eq_bigr do rewrite mulrBr; rewrite sumrB -mulr_suml P1 mul1r opprB addrCA subrr addr0.
rewrite ler_add2l ler_opp2 ler_pdivl_mulr // mulr_suml; apply: ler_sum => i _.
apply: (@le_trans _ _ (P' i * Num.max (eta - l i) 0 * (1 - eps))).
  by rewrite ler_wpmul2r ?(ltW room) // ler_wpmul2l // le_maxr lexx.
by rewrite mulrAC ler_wpmul2r ?le_maxr ?lexx ?orbT // mulrC.
Qed.
Lemma chi_square_doro_at_least rho eta v :
  0 <= rho -> v <= eta - (\sum_i Ptrain i * Num.max (eta - l i) 0) / (1 - eps) ->
  doro_at_least (fun P' => chi_square_ball P' rho) Ptrain eps l v.
Proof.
move=> rho0 small P' keeps; exists P'; last exact: kept_mean keeps small.
have [[P0 P1] _] := keeps; split=> //; rewrite /chi_square big1 ?mulr0 // => i _.
have [->|ne] := eqVneq (P' i) 0; first by rewrite mul0r.
by rewrite divff // subrr expr0n mulr0.
Qed.
Lemma cvar_doro_at_least alpha v :
  0 < alpha -> alpha <= 1 - (\sum_(i | l i < v) Ptrain i) / (1 - eps) ->
  doro_at_least (fun P' => cvar_ball P' alpha) Ptrain eps l v.
Proof.
move=> a0 large P' [[P0 P1] le]; set m := \sum_(i | v <= l i) P' i.
have rest : \sum_(i | l i < v) P' i = 1 - m.
  apply: (addrI m); rewrite addrCA subrr addr0 -P1 [RHS](bigID (fun i => v <= l i)) /=; congr (_ + _).
  by apply: eq_bigl => i; rewrite -ltNge.
have m_ge : alpha <= m.
  apply: le_trans large _; rewrite -[m](subKr 1) ler_add2l ler_opp2 -rest ler_pdivl_mulr // mulr_suml.
  by apply: ler_sum => i _; rewrite mulrC.
have m0 : 0 < m := lt_le_trans a0 m_ge.
exists (fun i => if v <= l i then P' i / m else 0).
  split; first split=> [i|].
  - by case: ifP => _ //; rewrite divr_ge0 // ltW.
  - by rewrite -big_mkcond -mulr_suml divff ?lt0r_neq0.
  - move=> i; case: ifP => _; last by rewrite mulr0.
    by rewrite mulrA ler_pdivr_mulr // mulrC ler_wpmul2l.
rewrite /mean (eq_bigr (fun i => if v <= l i then P' i / m * l i else 0)); last first.
  by move=> i _; case: ifP => // _; rewrite mul0r.
rewrite -big_mkcond /= -{1}[v]mul1r -(divff (lt0r_neq0 m0)) {1}/m mulr_suml mulr_suml; apply: ler_sum => i vi.
by rewrite ler_wpmul2l // divr_ge0 // ltW.
Qed.
End Kept.

(** A product of roots is at most a rational. *)
Lemma roots_at_most (R : rcfType) (a b x : R) : 0 <= a -> 0 <= x -> a * b <= x ^+ 2 -> Num.sqrt a * Num.sqrt b <= x.
Proof. by move=> a0 x0 le; rewrite -sqrtrM //; exact: root_at_most. Qed.
