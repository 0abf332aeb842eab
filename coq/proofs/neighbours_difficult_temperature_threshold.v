(** neighbours.difficult-temperature-threshold (corrected): the bounds over one denominator. *)
From Contextures Require Import Library Contextures Difficult.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import difficult_bounds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma compare n n_d r (alpha beta gamma delta : R) : usual n n_d r alpha beta gamma delta -> 0 < beta ->
  (scaled_bound n n_d r alpha beta gamma delta < error_bound delta (q_4 n n_d r alpha beta gamma))
    = (repaid_costs n n_d r alpha beta gamma < repaid_gains n n_d r alpha beta).
Proof.
move=> /usually[[sizes r0] b0 bg [ga ba] [a1 d0]] beta0; have below := ltW bg.
have c2 := c_2_gt0 n r b0 ba a1; have c1 := c_1_gt0 n n_d r b0 below ba a1.
have near := near_gt0 r b0 ba; have n0 := n_gt0 R sizes.
pose e := n%:R * (alpha + r%:R * beta); pose h := e + (n_d%:R - 1) * r%:R * (gamma - beta).
have e0 : 0 < e by rewrite mulr_gt0.
have h0 : 0 < h by rewrite ltr_paddr // !mulr_ge0 ?(hard_ge1 R sizes) ?ler0n // subr_ge0.
have none : 1 - q_3 n r alpha beta = e / c_2 n r alpha beta.
  rewrite /q_3 -{1}(divff (lt0r_neq0 c2)) -mulrBl; congr (_ / _); rewrite /c_2 /e; ring.
have hard : 1 - q_4 n n_d r alpha beta gamma = h / c_1 n n_d r alpha beta gamma.
  rewrite /q_4 -{1}(divff (lt0r_neq0 c1)) -mulrBl; congr (_ / _); rewrite /c_1 /c_2 /h /e; ring.
rewrite /scaled_bound /error_bound none hard ltr_add2r -subr_gt0 -[RHS]subr_gt0.
have scale : 0 < 4%:R * delta * (gamma - beta) / (n%:R ^+ 2 * beta ^+ 2 * e * h).
  apply: divr_gt0; first by rewrite !mulr_gt0 ?ltr0n ?subr_gt0.
  by rewrite !mulr_gt0 ?exprn_gt0.
rewrite -[RHS](pmulr_rgt0 _ scale); congr (0 < _); rewrite /repaid_costs /repaid_gains.
have -> : 1 - alpha + n%:R * (alpha + r%:R * beta) = c_2 n r alpha beta by rewrite /c_2; ring.
have -> : n%:R * (alpha + r%:R * beta) = e by [].
have c1E : c_1 n n_d r alpha beta gamma = c_2 n r alpha beta + n_d%:R * r%:R * (gamma - beta) by [].
have c2E : c_2 n r alpha beta = 1 - alpha + e by rewrite /c_2 /e; ring.
move: c1 c2; rewrite c1E c2E => c1 c2; move: h0; rewrite /h => h0; move: e e0 c1 c2 h0 {none hard c1E c2E scale h} => e.
move=> e0 c1 c2 h0; field.
by rewrite !lt0r_neq0.
Qed.
Theorem if_ : difficult_temperature_threshold_if_corrected R.
Proof. by move=> n n_d r alpha beta gamma delta usual_ beta0; rewrite compare. Qed.
Theorem only_if : difficult_temperature_threshold_only_if_corrected R.
Proof. by move=> n n_d r alpha beta gamma delta usual_ beta0; rewrite !leNgt compare. Qed.
End Proofs.
