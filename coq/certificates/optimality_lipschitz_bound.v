(** optimality.lipschitz (printed), part bound: 3/4 <= 3/8 fails here.
    Written by `contextures export`, certificate 83eb921e5d7734a7. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#3; 1#3]; [:: 1#3; 0]]).
Notation pos := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).
Notation s := (numbers R [:: 1; 1#2]).
Notation mu := (functions R 2 [:: [:: 1; 1]; [:: 1#2; -1#1]]).
Notation c := (q R (4#5)).
Notation L := (q R (11#5)).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma bounded : forall i, (i.+1 < 2)%N -> forall x, (mu i.+1 x <= c * norm (pX P) (mu i.+1))%R.
Proof. by apply: each_next; cbn [every iota predn]; do !split=> //; apply: each_ord; cbn [every ords map]; do !split=> //; apply: below_roots; check. Qed.
Lemma lipschitz : forall i, (i.+1 < 2)%N -> forall x y,
  (`|mu i.+1 x - mu i.+1 y| <= L * distance pos x y * norm (pX P) (mu i.+1))%R.
Proof.
apply: each_next; cbn [every iota predn]; do !split=> //; apply: each_ord; cbn [every ords map]; do !split=> //;
  apply: each_ord; cbn [every ords map]; do !split=> //; apply: abs_below_roots; check.
Qed.

Theorem refuted : ~ lipschitz_bound_printed R.
Proof.
move/(_ _ _ _ P pos s mu c L is_a_law are_singular ltac:(check) bounded lipschitz (@Ordinal 2 0 isT) (@Ordinal 2 1 isT) (@Ordinal 2 1 isT)).
have -> : (\sum_(i < 1) s i.+1 ^+ 2 = (q R (1#4)))%R.
have square_1 : (s 1%N ^+ 2 = (q R (1#4)))%R by check.
  by rewrite !big_ord_recl big_ord0 /= square_1; check.
by apply: abs_above_root; check.
Qed.
End Instance.
