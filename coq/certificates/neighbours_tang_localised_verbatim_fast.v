(** neighbours.tang-localised-verbatim (printed), part fast: 1/9 <= 0 fails here.
    Written by `contextures export`, certificate 9cbd04c94fe64a61. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 5%N.
Notation d := 2%N.
Notation s := (numbers R [:: 2#7; 2#7; 1#7; 1#7; 1#7]).
Notation Lam := (entries R [:: [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]; [:: 0; 0; 0; 0; 5]]).
Notation lam := (numbers R [:: 5; 1; 1; 1; 1]).
Notation top := (numbers R [:: 1; 1; 1; 1]).
Notation theta := (numbers R [:: 5#49; 4#49; 4#49; 1#49; 1#49]).

Lemma task_spectrum : spectrum 5 Lam lam. Proof. by exists (functions R 5 [:: [:: 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]]); check. Qed.
Lemma top_spectrum : spectrum 4 Lam top. Proof. by exists (functions R 4 [:: [:: 1; 0; 0; 0]; [:: 0; 1; 0; 0]; [:: 0; 0; 1; 0]; [:: 0; 0; 0; 1]]); check. Qed.
Lemma seen_spectrum : spectrum 5 (image s Lam) theta. Proof. by exists (functions R 5 [:: [:: 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]]); check. Qed.
Lemma is_problem : problem n d s Lam lam top theta.
Proof. by split; [| premise | split; [exact: task_spectrum | check] | exact: top_spectrum | exact: seen_spectrum]. Qed.
Lemma lhs : ((regret d s Lam theta) = (q R (1#9)))%R. Proof. by check. Qed.
Lemma rhs : ((Num.min (flat_rate (top_max top) (top_min n d top)) (energy_rate d s (top_max top) (top_min n d top))) = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_localised_verbatim_fast_printed R.
Proof. by move=> claim; refute (claim n d s Lam lam top theta is_problem) lhs rhs. Qed.
End Instance.
