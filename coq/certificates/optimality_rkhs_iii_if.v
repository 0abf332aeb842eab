(** optimality.rkhs (printed), part iii-if: 3/64 <= 1/48 fails here.
    Written by `contextures export`, certificate d31d446d120c3fdc. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 1#4; 0]; [:: 1#4; 1#4]; [:: 1#4; 0]]).
Notation f := (vector R 3 [:: -1#4; -1#4; 3#4]).
Notation eps := (q R (1#2)).
Notation s := (roots R [:: 1; 1#3]).
Notation nu := (functions R 2 [:: [:: 1; 1]; [:: -1#3; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular (flip P) s nu. Proof. by apply: left_singular_by; check. Qed.
Lemma norm_of_image : range_norm P s nu (Ts P f) = (q R (1#16)). Proof. by rewrite range_norm_by; check. Qed.
Lemma incompatible : ~ compatible P eps f.
Proof. by apply: not_compatible is_a_law _ _; check. Qed.

Theorem refuted : ~ rkhs_iii_if_printed R.
Proof.
move=> claim; apply: incompatible.
by apply: (claim _ _ P s nu eps f is_a_law are_singular); rewrite ?norm_of_image; check.
Qed.
End Instance.
