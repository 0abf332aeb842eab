(** neighbours.tosh-redundancy: E[Y|X] - E[Y|X, Z] is orthogonal to functions of X, and means shrink. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Section Views.
Variables (X Z : nat) (p : 'I_X -> 'I_Z -> R).
Hypothesis law : is_law p.

(** For h(X, Z) and u(Z): E(E[u|X] - h)^2 <= E(E[h|X] - h)^2 + E(u - h)^2. *)
Lemma two_steps (h : 'I_X -> 'I_Z -> R) (u : 'I_Z -> R) (e : 'I_X -> R) :
  (forall x, e x = (\sum_z p x z * h x z) / pX p x) ->
  squared_difference p (fun x z => T p u x) h
    <= squared_difference p (fun x z => e x) h + squared_difference p (fun x z => u z) h.
Proof.
move=> eE; have ge0 x z : 0 <= p x z by case: law.
rewrite /squared_difference -big_split; apply: ler_sum => x _ /=.
have px : pX p x != 0 by rewrite lt0r_neq0 // pX_gt0.
pose v z := u z - h x z; pose w z := h x z - e x.
have m_w : \sum_z p x z * w z = 0.
  have -> : \sum_z p x z * w z = \sum_z p x z * h x z - pX p x * e x.
    by rewrite /pX mulr_suml -sumrB; apply: eq_bigr => z _; rewrite /w; ring.
  by rewrite eE mulrC mulfVK // subrr.
have m_v : \sum_z p x z * v z = pX p x * (T p u x - e x).
  rewrite /T eE -mulrBl mulrC mulfVK // -sumrB; apply: eq_bigr => z _; rewrite /v; ring.
have cs : pX p x * (T p u x - e x) ^+ 2 <= \sum_z p x z * v z ^+ 2.
  have := cauchy_schwarz (ge0 x) v (fun=> 1); rewrite !dot_one /mean m_v.
  have -> : \sum_z p x z * 1 = pX p x by apply: eq_bigr => z _; rewrite mulr1.
  have -> : dot (p x) v v = \sum_z p x z * v z ^+ 2 by apply: eq_bigr => z _; rewrite expr2 mulrA.
  by rewrite exprMn expr2 -mulrA mulrC ler_pmul2r ?pX_gt0.
have -> : \sum_z p x z * (T p u x - h x z) ^+ 2 = pX p x * (T p u x - e x) ^+ 2 + \sum_z p x z * (e x - h x z) ^+ 2.
  have -> : pX p x * (T p u x - e x) ^+ 2 = \sum_z p x z * (T p u x - e x) ^+ 2 - 2%:R * (T p u x - e x) * \sum_z p x z * w z.
    by rewrite m_w mulr0 subr0 -mulr_suml.
  by rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => z _; rewrite /w /=; ring.
by rewrite addrC ler_add2l.
Qed.
End Views.

Lemma tower X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) x z : is_target_law P ->
  views_law P x z * by_both P t x z = \sum_y P x z y * t y.
Proof.
case=> _ ge0; rewrite /by_both mulrC; have [zero|nz] := eqVneq (views_law P x z) 0; last by rewrite mulfVK.
rewrite zero invr0 !mulr0 big1 // => y _.
by have /psumr_eq0P := zero => all; rewrite all ?mul0r // => y' _.
Qed.
Lemma by_firstE X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) x : is_target_law P ->
  by_first P t x = (\sum_z views_law P x z * by_both P t x z) / pX (views_law P) x.
Proof. by move=> target; congr (_ / _); apply: eq_bigr => z _; rewrite tower. Qed.
Lemma sum_bound X Z Y (P : 'I_X -> 'I_Z -> 'I_Y -> R) (t : 'I_Y -> R) : is_target_law P ->
  through_error P t <= first_error P t + second_error P t.
Proof. by move=> target; case: (target) => law _; apply: two_steps => // x; exact: by_firstE. Qed.
Theorem bound : tosh_redundancy_bound_printed R.
Proof.
move=> X Z Y P t target; apply: le_trans (sum_bound t target) _.
by rewrite ler_add2r ler_addl mulr_ge0 ?ler0n ?sqrtr_ge0.
Qed.
End Proofs.
