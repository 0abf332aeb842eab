(** neighbours.difficult-factorisation: vertices without weight count for nothing on either side. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma degree_ge0 n (w : 'I_n -> 'I_n -> R) a : is_graph w -> 0 <= degree w a.
Proof. by move=> graph; apply: sumr_ge0 => b _; case: (graph a b). Qed.
Theorem plain : difficult_factorisation_plain_printed R.
Proof.
move=> n d w f graph; apply: factor_loss => [a|a b]; first exact: degree_ge0.
have none c e : degree w c = 0 -> w c e = 0.
  by move/psumr_eq0P => zero; apply: zero => // i _; case: (graph c i).
by case=> zero; [|case: (graph a b) => _ ->]; exact: none.
Qed.
Lemma degree_scaled n (w : 'I_n -> 'I_n -> R) c a : degree (fun a b => w a b / c) a = degree w a / c.
Proof. by rewrite /degree -mulr_suml. Qed.
Lemma size_scaled n (w : 'I_n -> 'I_n -> R) c : is_graph w -> 0 < c ->
  let v a b := w a b / c in graph_size v (degree v) = graph_size w (degree w).
Proof.
move=> graph c0 v; apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite /normalised !degree_scaled.
have root : Num.sqrt c^-1 ^+ 2 = c^-1 by rewrite sqr_sqrtr // invr_ge0 ltW.
rewrite !sqrtrM ?degree_ge0 // mulrACA -expr2 root /v -mulf_div divff ?mulr1 //.
by rewrite invr_eq0 lt0r_neq0.
Qed.
Theorem shares : difficult_factorisation_shares_printed R.
Proof.
move=> n d w f graph total v; rewrite -(size_scaled graph total); apply: plain => a b.
by case: (graph a b) => ge0 sym; split; rewrite /v; [rewrite divr_ge0 // ltW | rewrite sym].
Qed.
End Proofs.
