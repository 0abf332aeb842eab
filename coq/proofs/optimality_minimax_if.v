(** optimality.minimax-if, both parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum minimax_error.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

(** Half way between s_1^2 and s_2^2 no later mode is a task of its own. *)
Lemma half_way_high N M d (P : 'I_N -> 'I_M -> R) s mu eps : is_law P -> left_singular P s mu -> (0 < d)%N ->
  half_way s eps -> eps <= 1 - s d.+1.
Proof.
move=> law singular d0 [_ high]; apply: le_trans high _; rewrite ler_add2l ler_opp2.
have s_ge := s_ge0 law singular.
rewrite -[X in X <= _]ger0_norm // -sqrtr_sqr ler_wsqrtr // ler_pdivl_mulr ?ltr0n // mulr_natr mulr2n.
by apply: ler_add; apply: (square_falls law singular).
Qed.
(** Who spans the first d modes does as well as anyone. *)
Lemma best N M d (P : 'I_N -> 'I_M -> R) (Phi Phi' : 'I_d -> 'I_N -> R) s mu eps t :
  is_law P -> left_singular P s mu -> (0 < d)%N -> half_way s eps -> covers P mu Phi ->
  worst_error_at_most P Phi' eps t -> worst_error_at_most P Phi eps t.
Proof.
move=> law singular d0 half cover worst; have high := half_way_high law singular d0 half; have [low _] := half.
have eps1 : eps <= 1 by apply: le_trans high _; rewrite ler_subl_addr ler_addl (s_ge0 law singular).
have [room|small] := ltnP d.+1 N.
  apply: (learner_error law singular cover eps1).
  by have [?|?] := task_unseen law singular room low high worst; [left | right; right].
have [t0|neg] := lerP 0 t; first by apply: (learner_error law singular cover eps1); right; left.
(* No error is negative: there is no task but 0. *)
move=> f fits; have [mean0 _] := fits; have [w [b le]] := worst f fits.
have X := pX_ge0 law; have ff : 0 <= dot (pX P) f f by exact: dot_ge0.
have zero : dot (pX P) f f = 0.
  apply/eqP; rewrite eq_le ff andbT -(nmulr_rge0 _ neg); apply: le_trans le.
  by apply: sumr_ge0 => x _; rewrite mulr_ge0 ?sqr_ge0.
have [w' [b' e]] := learner_leaves law singular cover mean0; exists w', b'.
by rewrite e zero mulr0 -zero (left_over_all law singular).
Qed.
Theorem every_learner : minimax_if_every_learner_printed R.
Proof.
move=> N M d P Phi s mu eps t law _ d0 half [mu' singular same].
exact: (best law singular d0 half (learners_cover same)).
Qed.
Theorem no_better : minimax_if_no_better_printed R.
Proof.
move=> N M d P Phi s mu eps t law singular d0 half.
exact: (best law singular d0 half (modes_cover law singular (d := d))).
Qed.
End Proofs.
