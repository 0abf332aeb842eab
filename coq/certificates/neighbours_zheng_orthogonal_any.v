(** neighbours.zheng-orthogonal (printed), part any: 1/16 == 0 fails here.
    Written by `contextures export`, certificate 3ca06d1c22934745. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 0; 1#2]; [:: 1#2; 0]]).
Notation B := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]).
Notation sigma := (q R (1#4)).
Notation f := (vector R 2 [:: 1; -1#1]).
Notation g := (vector R 2 [:: 1; -1#1]).
Notation y := (@Ordinal 2 0 isT).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma is_best : rank_one P B sigma f g.
Proof. by apply: rank_one_by is_a_law _ _ _; [split; check | split; check | check]. Qed.
Lemma lhs : (\sum_x pX P x * (B x y - sigma * f x * g y) * f x = (q R (1#4)))%R. Proof. by check. Qed.

Theorem refuted : ~ zheng_orthogonal_any_printed R.
Proof.
move=> claim.
by have := claim _ _ P B sigma f g y is_a_law is_best; rewrite lhs; apply/eqP; check.
Qed.
End Instance.
