(** optimality.minimax-value (corrected), both parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum minimax_error.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem lower : minimax_value_lower_corrected R.
Proof.
move=> N M d P Phi s mu eps t law singular low high room worst.
have s_ge := s_ge0 law singular.
have [t1|[_ //]] := task_unseen law singular room low high worst.
apply: le_trans t1; rewrite /minimax_at.
have [->|gap] := eqVneq (s 1%N ^+ 2 - s d.+1 ^+ 2) 0; first by rewrite invr0 mulr0 ler01.
rewrite ler_pdivr_mulr ?mul1r ?lt_def ?gap ?subr_ge0 ?(square_falls law singular) // ler_add2l ler_opp2.
rewrite ler_pexpn2r ?nnegrE ?subr_ge0 //; last by apply: le_trans high _; rewrite ler_subl_addr ler_addl.
by rewrite ler_subr_addr addrC -ler_subr_addr.
Qed.
Theorem attained : minimax_value_attained_corrected R.
Proof.
move=> N M d P s mu eps law singular low high room gap.
apply: (learner_error law singular (modes_cover law singular (d := d))); last by right; right.
by apply: le_trans high _; rewrite ler_subl_addr ler_addl (s_ge0 law singular).
Qed.
End Proofs.
