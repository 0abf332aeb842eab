(** neighbours.zheng-nested (printed), part sequential: -1/2 == 0 fails here.
    Written by `contextures export`, certificate 9d63d8888dcb078a. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#6; 1#3]; [:: 1#3; 1#6]]).
Notation base := (vector R 2 [:: 1; -1#1]).
Notation image := (vector R 2 [:: -1#3; 1#3]).
Notation f := (vector R 2 [:: 0; 1]).
Notation g := (vector R 2 [:: 0; 0]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma first_most image' :
  (h_score P (alone_as base) (alone_as image') <= h_score P (alone_as base) (alone_as image))%R.
Proof. by apply: (best_score is_a_law); check. Qed.
Lemma second_most image' f' g' :
  (h_score P (both_as base f') (both_as image' g') <= h_score P (both_as base f) (both_as image g))%R.
Proof. by apply: (best_score is_a_law); check. Qed.
Lemma lhs : (dot (pX P) base f = (q R (-1#2)))%R. Proof. by check. Qed.

Theorem refuted : ~ zheng_nested_sequential_printed R.
Proof.
move=> claim.
have /eqP := claim _ _ P base image f g is_a_law first_most (second_most image).
by rewrite lhs; apply/negP; check.
Qed.
End Instance.
