(** neighbours.tang-cone-geometry (printed), part open-positive: 0 < 0 fails here.
    Written by `contextures export`, certificate 9c799f606596849d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 3%N.
Notation d := 2%N.
Notation s := (numbers R [:: 1#3; 1#3; 1#3]).
Notation Lam := (entries R [:: [:: 1; 0; 0]; [:: 0; 1; 0]; [:: 0; 0; 1]]).
Notation lam := (numbers R [:: 1; 1; 1]).
Notation top := (numbers R [:: 1; 1; 1]).
Notation theta := (numbers R [:: 1#9; 1#9; 1#9]).

Lemma task_spectrum : spectrum 3 Lam lam. Proof. by exists (functions R 3 [:: [:: 1; 0; 0]; [:: 0; 1; 0]; [:: 0; 0; 1]]); check. Qed.
Lemma top_spectrum : spectrum 3 Lam top. Proof. by exists (functions R 3 [:: [:: 1; 0; 0]; [:: 0; 1; 0]; [:: 0; 0; 1]]); check. Qed.
Lemma seen_spectrum : spectrum 3 (image s Lam) theta. Proof. by exists (functions R 3 [:: [:: 1; 0; 0]; [:: 0; 1; 0]; [:: 0; 0; 1]]); check. Qed.
Lemma is_problem : problem n d s Lam lam top theta.
Proof. by split; [| premise | split; [exact: task_spectrum | check] | exact: top_spectrum | exact: seen_spectrum]. Qed.
Notation first := (numbers R [:: 1; 1]).
Notation second := (numbers R [:: 1]).
Lemma first_spectrum : spectrum 2 Lam first. Proof. by exists (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); check. Qed.
Lemma second_spectrum : spectrum 1 (second_block d Lam) second. Proof. by exists (functions R 1 [:: [:: 1]]); check. Qed.
Lemma lhs : ((0) = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : ((radius d s (first d.-1) (second 0%N) (second (n - d).-1)) = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_cone_geometry_open_positive_printed R.
Proof. by move=> claim; refute (claim n d s Lam lam top theta first second is_problem first_spectrum second_spectrum) lhs rhs. Qed.
End Instance.
