(** neighbours.tang-localised-verbatim (printed), part regret: 1/3 <= 0 fails here.
    Written by `contextures export`, certificate b925a9c14b438699. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 5%N.
Notation d := 2%N.
Notation s := (numbers R [:: 1#5; 1#5; 1#5; 1#5; 1#5]).
Notation Lam := (entries R [:: [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]; [:: 0; 0; 0; 0; 2]]).
Notation lam := (numbers R [:: 2; 1; 1; 1; 1]).
Notation top := (numbers R [:: 1; 1; 1; 1]).
Notation theta := (numbers R [:: 2#25; 1#25; 1#25; 1#25; 1#25]).

Lemma task_spectrum : spectrum 5 Lam lam. Proof. by exists (functions R 5 [:: [:: 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]]); check. Qed.
Lemma top_spectrum : spectrum 4 Lam top. Proof. by exists (functions R 4 [:: [:: 1; 0; 0; 0]; [:: 0; 1; 0; 0]; [:: 0; 0; 1; 0]; [:: 0; 0; 0; 1]]); check. Qed.
Lemma seen_spectrum : spectrum 5 (image s Lam) theta. Proof. by exists (functions R 5 [:: [:: 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]]); check. Qed.
Lemma is_problem : problem n d s Lam lam top theta.
Proof. by split; [| premise | split; [exact: task_spectrum | check] | exact: top_spectrum | exact: seen_spectrum]. Qed.
Lemma lhs : ((regret d s Lam theta) = (q R (1#3)))%R. Proof. by check. Qed.
Lemma rhs : ((1 - top_min n d top / top_max top) = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_localised_verbatim_regret_printed R.
Proof. by move=> claim; refute (claim n d s Lam lam top theta is_problem) lhs rhs. Qed.
End Instance.
