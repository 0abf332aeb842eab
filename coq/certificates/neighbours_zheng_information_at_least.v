(** neighbours.zheng-information (printed), part at-least: 1/72 <= 0.01384429380839072821 fails here.
    Written by `contextures export`, certificate d0d0c5b328c8a0d1. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import InformationPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation P := (table R 2 2 [:: [:: 2#5; 1#5]; [:: 1#5; 1#5]]).

Lemma rhs : mutual_information ln P = (logs ln [:: (2#5, 10#9); (1#5, 5#6); (1#5, 5#6); (1#5, 5#4)]%bin). Proof. by logarithms. Qed.
Lemma lhs : half_strength P = (q R (1#72)). Proof. by check. Qed.
Lemma near : ((q R (270005951014140514849532488083643#19564503411318434902113947916750000)) <= (logs ln [:: (2#5, 10#9); (1#5, 5#6); (1#5, 5#6); (1#5, 5#4)]%bin) <= (q R (35213757969431104605377759219167#2535559642106869163313967650010800)))%R.
Proof.
by apply: (logs_within natural (D := 5%positive) (f := [:: 2935#2916; 2954#2935; 2973#2954; 2992#2973; 3011#2992; 3030#3011; 3049#3030; 3068#3049; 3087#3068; 3106#3087; 3125#3106])); vm_compute.
Qed.

Theorem refuted : ~ zheng_information_at_least_printed ln.
Proof.
move=> claim; have /andP[_ high] := near.
have := claim _ _ P ltac:(check); rewrite lhs rhs.
by apply/negP; rewrite -ltNge; apply: le_lt_trans high _; check.
Qed.
End Instance.
