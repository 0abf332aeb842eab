(** classical.paley-zygmund: Cauchy and Schwarz with the indicator of the event. *)
From Contextures Require Import Library Contextures Basics Risks.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Classical.
From Contextures.Proofs Require classical_markov.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma on_event n (P h : 'I_n -> R) (E : pred 'I_n) a : (forall i, 0 <= P i) -> 0 <= a ->
  a <= \sum_(i | E i) P i * h i -> a ^+ 2 / mean P (fun i => h i ^+ 2) <= mass P E.
Proof.
move=> P0 a0 below; pose e i : R := (E i)%:R.
have second0 : 0 <= mean P (fun i => h i ^+ 2) by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?sqr_ge0.
have mass0 : 0 <= mass P E by apply: sumr_ge0.
have [zero|nz] := eqVneq (mean P (fun i => h i ^+ 2)) 0; first by rewrite zero invr0 mulr0.
rewrite ler_pdivr_mulr; last by rewrite lt_def nz second0.
have := cauchy_schwarz P0 h e.
have -> : dot P h e = \sum_(i | E i) P i * h i.
  by rewrite /dot [RHS]big_mkcond; apply: eq_bigr => i _; rewrite /e; case: (E i); rewrite ?mulr1 ?mulr0.
have -> : dot P h h = mean P (fun i => h i ^+ 2) by apply: eq_bigr => i _; rewrite expr2 mulrA.
have -> : dot P e e = mass P E.
  by rewrite /dot /mass [RHS]big_mkcond; apply: eq_bigr => i _; rewrite /e; case: (E i); rewrite ?mulr1 ?mulr0.
rewrite [X in _ <= X -> _]mulrC; apply: le_trans; rewrite ler_pexpn2r ?nnegrE //; exact: le_trans below.
Qed.
Theorem any_sign : paley_zygmund_any_sign_printed R.
Proof.
move=> n P Z theta [P0 one] /andP[th0 th1] m0; rewrite -exprMn; apply: on_event => //.
  by rewrite mulr_ge0 ?subr_ge0 // ltW.
rewrite mulrBl mul1r ler_subl_addr {1}/mean (bigID (fun i => theta * mean P Z < Z i)) /= ler_add2l.
have level : 0 <= theta * mean P Z by rewrite mulr_ge0 // ltW.
apply: (@le_trans _ _ (\sum_(i | ~~ (theta * mean P Z < Z i)) P i * (theta * mean P Z))).
  by apply: ler_sum => i; rewrite -leNgt => le; rewrite ler_wpmul2l.
rewrite -mulr_suml ler_pimull // -one [X in _ <= X](bigID (fun i => ~~ (theta * mean P Z < Z i))) /= ler_addl.
exact: sumr_ge0.
Qed.
Theorem printed : paley_zygmund_printed_printed R.
Proof. by move=> n P Z theta pmf _; exact: any_sign. Qed.
Theorem variance : paley_zygmund_variance_printed R.
Proof.
move=> n P Z theta pmf _ /andP[th0 th1] m0; have [P0 one] := pmf.
have -> : Classical.variance P Z + (1 - theta) ^+ 2 * mean P Z ^+ 2 = mean P (fun i => (Z i - theta * mean P Z) ^+ 2).
  rewrite -exprMn -(classical_markov.shifted _ _ pmf); apply: eq_bigr => i _; congr (_ * _ ^+ 2); ring.
rewrite -exprMn; apply: on_event => //; first by rewrite mulr_ge0 ?subr_ge0 // ltW.
have -> : (1 - theta) * mean P Z = \sum_i P i * (Z i - theta * mean P Z).
  by under [RHS]eq_bigr do rewrite mulrBr; rewrite sumrB -mulr_suml one mul1r mulrBl mul1r.
rewrite (bigID (fun i => theta * mean P Z < Z i)) /= ger_addl -oppr_ge0 -sumrN; apply: sumr_ge0 => i.
by rewrite -leNgt => le; rewrite oppr_ge0 mulr_ge0_le0 // subr_le0.
Qed.
End Proofs.
