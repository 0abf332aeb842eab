(** shift.doro-lower (printed), part cvar: 0 < 0 fails here.
    Written by `contextures export`, certificate 6d1623cb75590df7. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
(** Whatever the pair and the answers: the learner that always answers what is nearly best loses nearly nothing. *)
Theorem refuted : ~ doro_lower_cvar_printed R.
Proof.
move=> [level _ [n [P [bad [Theta [l [eps [best [gap [[_ _ _ positive] [least fails]]]]]]]]]]].
by have := no_gap least fails; rewrite leNgt positive.
Qed.
End Instance.
