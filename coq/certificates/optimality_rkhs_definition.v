(** optimality.rkhs (printed), part definition: 1/16 == 3/16 fails here.
    Written by `contextures export`, certificate 1d49bf371e3e3545. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 0; 1#4]; [:: 0; 1#4]; [:: 1#4; 1#4]]).
Notation f := (vector R 3 [:: 3#4; -1#4; -1#4]).
Notation s := (roots R [:: 1; 1#3]).
Notation nu := (functions R 2 [:: [:: 1; 1]; [:: -3#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular (flip P) s nu. Proof. by apply: left_singular_by; check. Qed.
Lemma norm_of_image : range_norm P s nu (Ts P f) = (q R (1#16)). Proof. by rewrite range_norm_by; check. Qed.
Lemma rhs : dot (pX P) f f = (q R (3#16)). Proof. by check. Qed.

Theorem refuted : ~ rkhs_definition_printed R.
Proof.
by move/(_ _ _ P s nu f is_a_law are_singular ltac:(check)); rewrite norm_of_image rhs; apply/eqP; check.
Qed.
End Instance.
