(** neighbours.tang-chain (printed), part middle: 3/29 <= 2/25 fails here.
    Written by `contextures export`, certificate cb898e0c4ec8e240. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 2%N.
Notation d := 2%N.
Notation s := (numbers R [:: 2#3; 1#3]).
Notation Lam := (entries R [:: [:: 5; 0]; [:: 0; 6]]).
Notation lam := (numbers R [:: 6; 5]).
Notation top := (numbers R [:: 6; 5]).
Notation theta := (numbers R [:: 20#9; 2#3]).

Lemma task_spectrum : spectrum 2 Lam lam. Proof. by exists (functions R 2 [:: [:: 0; 1]; [:: 1; 0]]); check. Qed.
Lemma top_spectrum : spectrum 2 Lam top. Proof. by exists (functions R 2 [:: [:: 0; 1]; [:: 1; 0]]); check. Qed.
Lemma seen_spectrum : spectrum 2 (image s Lam) theta. Proof. by exists (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); check. Qed.
Lemma is_problem : problem n d s Lam lam top theta.
Proof. by split; [| premise | split; [exact: task_spectrum | check] | exact: top_spectrum | exact: seen_spectrum]. Qed.
Lemma lhs : ((1 - alignment d s Lam lam) = (q R (3#29)))%R. Proof. by check. Qed.
Lemma rhs : ((Num.min (fast_rate d s (top_max top) (top_min n d top)) (flat_rate (top_max top) (top_min n d top))) = (q R (2#25)))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_chain_middle_printed R.
Proof. by move=> claim; refute (claim n d s Lam lam top theta is_problem) lhs rhs. Qed.
End Instance.
