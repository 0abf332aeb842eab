(** optimality.rkhs (printed), part definition: 1/18 == 2/9 fails here.
    Written by `contextures export`, certificate e3194c4707836e34. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 0; 1#3]; [:: 0; 1#3]; [:: 1#3; 0]]).
Notation f := (vector R 3 [:: 2#3; -1#3; -1#3]).
Notation s := (numbers R [:: 1; 1]).
Notation nu := (functions R 2 [:: [:: 1; 1]; [:: -2#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular (flip P) s nu. Proof. by check. Qed.
Lemma lhs : range_norm P s nu (Ts P f) = (q R (1#18)). Proof. by check. Qed.
Lemma rhs : dot (pX P) f f = (q R (2#9)). Proof. by check. Qed.

Theorem refuted : ~ rkhs_definition_printed R.
Proof.
by move/(_ _ _ P s nu f is_a_law are_singular ltac:(check)); rewrite lhs rhs; apply/eqP; check.
Qed.
End Instance.
