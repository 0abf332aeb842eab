(** Chapter 7.5: bounds compare as their ratios do, and ratios as polynomials do. *)
From Contextures Require Import Library Difficult.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Bounds.
Variable R : rcfType.

Lemma bound_lt (delta q q' : R) : 0 < delta -> q < 1 -> q' < 1 ->
  (error_bound delta q < error_bound delta q') = (q < q').
Proof.
move=> d0 q1 q1'; have pos : 0 < 4%:R * delta by rewrite mulr_gt0 ?ltr0n.
by rewrite /error_bound ltr_add2r ltr_pmul2l // ltf_pinv ?posrE ?subr_gt0 // ltr_add2l ltr_opp2.
Qed.
Lemma bound_le (delta q q' : R) : 0 < delta -> q < 1 -> q' < 1 ->
  (error_bound delta q <= error_bound delta q') = (q <= q').
Proof. by move=> d0 q1 q1'; rewrite !leNgt bound_lt. Qed.
Lemma ratio_lt (a b c d : R) : 0 < b -> 0 < d -> (a / b < c / d) = (0 < c * b - a * d).
Proof. by move=> b0 d0; rewrite ltr_pdivr_mulr // mulrAC ltr_pdivl_mulr // subr_gt0. Qed.
Lemma ratio_le (a b c d : R) : 0 < b -> 0 < d -> (a / b <= c / d) = (0 <= c * b - a * d).
Proof. by move=> b0 d0; rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr // subr_ge0. Qed.

Section Classes.
Variables (n n_d r : nat) (alpha beta gamma : R).
Hypotheses (easy : (0 < n_d < n)%N) (beta0 : 0 <= beta) (above : beta <= gamma) (beneath : beta < alpha).
Hypothesis alpha1 : alpha < 1.

Lemma own_gt0 : 0 < 1 - alpha. Proof. by rewrite subr_gt0. Qed.
Lemma alpha_gt0 : 0 < alpha. Proof. exact: le_lt_trans beta0 beneath. Qed.
Lemma near_gt0 : 0 < alpha + r%:R * beta.
Proof. by rewrite ltr_paddr ?alpha_gt0 // mulr_ge0 // ler0n. Qed.
Lemma n_gt0 : 0 < n%:R :> R. Proof. by rewrite ltr0n; case/andP: easy; exact: ltn_trans. Qed.
Lemma hard_gt0 : 0 < n_d%:R :> R. Proof. by rewrite ltr0n; case/andP: easy. Qed.
Lemma hard_ge1 : 0 <= n_d%:R - 1 :> R. Proof. by rewrite subr_ge0 ler1n; case/andP: easy. Qed.
Lemma easy_gt0 : 0 < n%:R - n_d%:R :> R. Proof. by rewrite subr_gt0 ltr_nat; case/andP: easy. Qed.
Lemma step_ge0 : 0 <= gamma - beta. Proof. by rewrite subr_ge0. Qed.

Lemma c_2_gt0 : 0 < c_2 n r alpha beta.
Proof.
by rewrite /c_2 ltr_paddr ?mulr_ge0 ?ler0n // ltr_paddr ?own_gt0 // mulr_ge0 ?ler0n // ltW // alpha_gt0.
Qed.
Lemma c_1_gt0 : 0 < c_1 n n_d r alpha beta gamma.
Proof. by rewrite /c_1 ltr_paddr ?c_2_gt0 // !mulr_ge0 ?ler0n // step_ge0. Qed.
Lemma c_0_gt0 : 0 < c_0 n n_d r alpha beta.
Proof.
rewrite /c_0 ltr_paddr ?mulr_ge0 ?ler0n // ?(ltW easy_gt0) // ltr_paddr ?own_gt0 //.
by rewrite mulr_ge0 ?ler0n // ltW // alpha_gt0.
Qed.
Lemma without_gt0 : 0 < 1 - alpha + (n%:R - n_d%:R) * (alpha + r%:R * beta).
Proof. by rewrite addr_gt0 ?own_gt0 // mulr_gt0 ?easy_gt0 ?near_gt0. Qed.
Lemma q_3_lt1 : q_3 n r alpha beta < 1.
Proof.
rewrite /q_3 ltr_pdivr_mulr ?c_2_gt0 // mul1r -subr_gt0 (_ : _ - _ = n%:R * (alpha + r%:R * beta)).
  by rewrite mulr_gt0 ?n_gt0 ?near_gt0.
by rewrite /c_2; ring.
Qed.
Lemma q_4_lt1 : q_4 n n_d r alpha beta gamma < 1.
Proof.
rewrite /q_4 ltr_pdivr_mulr ?c_1_gt0 // mul1r -subr_gt0.
rewrite (_ : _ - _ = n%:R * (alpha + r%:R * beta) + (n_d%:R - 1) * r%:R * (gamma - beta)).
  by rewrite ltr_paddr ?mulr_gt0 ?n_gt0 ?near_gt0 // !mulr_ge0 ?hard_ge1 ?ler0n ?step_ge0.
by rewrite /c_1 /c_2; ring.
Qed.
Lemma q_5_lt1 : q_5 n n_d r alpha beta < 1.
Proof.
rewrite /q_5 ltr_pdivr_mulr ?without_gt0 // mul1r -subr_gt0.
rewrite [X in _ < X](_ : _ = (n%:R - n_d%:R) * (alpha + r%:R * beta)); last by ring.
by rewrite mulr_gt0 ?easy_gt0 ?near_gt0.
Qed.
End Classes.

(** What the ratios differ by, over positive denominators. *)
Lemma q_4_q_3 n n_d r (alpha beta gamma : R) :
  (1 - alpha + r%:R * (gamma - beta)) * c_2 n r alpha beta - (1 - alpha) * c_1 n n_d r alpha beta gamma
    = r%:R * (gamma - beta) * (n%:R * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha)).
Proof. by rewrite /c_1 /c_2; ring. Qed.
Lemma q_4_q_4 n n_d r (alpha beta gamma gamma' : R) :
  (1 - alpha + r%:R * (gamma' - beta)) * c_1 n n_d r alpha beta gamma
    - (1 - alpha + r%:R * (gamma - beta)) * c_1 n n_d r alpha beta gamma'
    = r%:R * (gamma' - gamma) * (n%:R * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha)).
Proof. by rewrite /c_1 /c_2; ring. Qed.
Lemma q_4_q_5 n n_d r (alpha beta gamma : R) :
  (1 - alpha + r%:R * (gamma - beta)) * (1 - alpha + (n%:R - n_d%:R) * (alpha + r%:R * beta))
    - (1 - alpha) * c_1 n n_d r alpha beta gamma
    = r%:R * (gamma - beta) * ((n%:R - n_d%:R) * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha))
      - n_d%:R * (1 - alpha) * (alpha + r%:R * beta).
Proof. by rewrite /c_1 /c_2; ring. Qed.

Section Compare.
Variables (n n_d r : nat) (alpha beta gamma delta : R).
Hypotheses (easy : (0 < n_d < n)%N) (classes : (0 < r)%N) (beta0 : 0 <= beta) (above : beta < gamma).
Hypotheses (beneath : beta < alpha) (alpha1 : alpha < 1) (delta0 : 0 < delta).

Lemma harder_than_none : (error_bound delta (q_3 n r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma))
  = ((n_d%:R - 1) * (1 - alpha) < n%:R * (alpha + r%:R * beta)).
Proof.
have below := ltW above; rewrite bound_lt ?(q_3_lt1 _ easy) ?q_4_lt1 //.
by rewrite ratio_lt ?c_2_gt0 ?c_1_gt0 // q_4_q_3 pmulr_rgt0 ?subr_gt0 // mulr_gt0 ?ltr0n ?subr_gt0.
Qed.
Lemma harder_than_hard gamma' : gamma < gamma' ->
  (error_bound delta (q_4 n n_d r alpha beta gamma) < error_bound delta (q_4 n n_d r alpha beta gamma'))
  = ((n_d%:R - 1) * (1 - alpha) < n%:R * (alpha + r%:R * beta)).
Proof.
move=> harder; have below := ltW above; have below' := ltW (lt_trans above harder).
rewrite bound_lt ?q_4_lt1 // ratio_lt ?c_1_gt0 // q_4_q_4 pmulr_rgt0 ?subr_gt0 //.
by rewrite mulr_gt0 ?ltr0n ?subr_gt0.
Qed.
Lemma removal_helps : (error_bound delta (q_5 n n_d r alpha beta) < error_bound delta (q_4 n n_d r alpha beta gamma))
  = (n_d%:R * (1 - alpha) * (alpha + r%:R * beta)
    < r%:R * (gamma - beta) * ((n%:R - n_d%:R) * (alpha + r%:R * beta) - (n_d%:R - 1) * (1 - alpha))).
Proof.
have below := ltW above; rewrite bound_lt ?q_5_lt1 ?q_4_lt1 //.
by rewrite ratio_lt ?without_gt0 ?c_1_gt0 // q_4_q_5 subr_gt0.
Qed.
End Compare.

(** The usual premises, one by one. *)
Lemma usually n n_d r (alpha beta gamma delta : R) : usual n n_d r alpha beta gamma delta ->
  [/\ (0 < n_d < n)%N /\ (0 < r)%N, 0 <= beta, beta < gamma, gamma < alpha /\ beta < alpha & alpha < 1 /\ 0 < delta].
Proof.
case=> sizes r0 /andP[b0 bg] /andP[ga a1] /andP[d0 _].
by rewrite b0 a1 d0 ga bg (lt_trans bg ga).
Qed.
End Bounds.
