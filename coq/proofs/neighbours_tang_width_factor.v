(** neighbours.tang-width-factor: the sum is at most d of its first term, and at least that term. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import spectrum.

Section Proofs.
Variable R : rcfType.

Lemma sum_gt0 N M d (P : 'I_N -> 'I_M -> R) (s : nat -> R) : (0 < d)%N -> 0 < s 1%N -> s 1%N ^+ 2 <= \sum_(i < d) s i.+1 ^+ 2.
Proof.
by case: d => // d _ s1; rewrite big_ord_recl ler_addl; apply: sumr_ge0 => i _; exact: sqr_ge0.
Qed.
Theorem lower : tang_width_factor_lower_printed R.
Proof.
move=> N M d P s mu law singular d0 s1; have first := sum_gt0 P d0 s1.
rewrite /effective_width ler_pdivl_mulr ?mul1r; last by rewrite (lt_le_trans _ first) // exprn_gt0.
apply: (@le_trans _ _ (\sum_(i < d) s 1%N ^+ 2)); last by rewrite sumr_const card_ord mulr_natl.
by apply: ler_sum => i _; apply: (square_falls law singular).
Qed.
Theorem upper : tang_width_factor_upper_printed R.
Proof.
move=> N M d P s mu law singular d0 s1; have first := sum_gt0 P d0 s1.
rewrite /effective_width ler_pdivr_mulr; last by rewrite (lt_le_trans _ first) // exprn_gt0.
by rewrite ler_wpmul2l ?ler0n.
Qed.
End Proofs.
