(** neighbours.tang-localised-alignment (printed), part aligned: 2/3 == 1 fails here.
    Written by `contextures export`, certificate d14544631baaeabd. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 5%N.
Notation d := 2%N.
Notation s := (numbers R [:: 1#2; 1#2; 0; 0; 0]).
Notation Lam := (entries R [:: [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]; [:: 0; 0; 0; 0; 2]]).
Notation lam := (numbers R [:: 2; 1; 1; 1; 1]).
Notation top := (numbers R [:: 1; 1; 1; 1]).
Notation theta := (numbers R [:: 1#4; 1#4; 0; 0; 0]).

Lemma task_spectrum : spectrum 5 Lam lam. Proof. by exists (functions R 5 [:: [:: 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]]); check. Qed.
Lemma top_spectrum : spectrum 4 Lam top. Proof. by exists (functions R 4 [:: [:: 1; 0; 0; 0]; [:: 0; 1; 0; 0]; [:: 0; 0; 1; 0]; [:: 0; 0; 0; 1]]); check. Qed.
Lemma seen_spectrum : spectrum 5 (image s Lam) theta. Proof. by exists (functions R 5 [:: [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]; [:: 0; 0; 0; 0; 1]]); check. Qed.
Lemma is_problem : problem n d s Lam lam top theta.
Proof. by split; [| premise | split; [exact: task_spectrum | check] | exact: top_spectrum | exact: seen_spectrum]. Qed.
Lemma lhs : ((alignment d s Lam lam) = (q R (2#3)))%R. Proof. by check. Qed.
Lemma rhs : ((1) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_localised_alignment_aligned_printed R.
Proof. by move=> claim; refute (claim n d s Lam lam top theta is_problem) lhs rhs. Qed.
End Instance.
