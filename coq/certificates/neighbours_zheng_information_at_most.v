(** neighbours.zheng-information (printed), part at-most: 0.69314718055994550829 <= 1/2 fails here.
    Written by `contextures export`, certificate dddd7b5b831ec861. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import InformationPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).

Lemma lhs : mutual_information ln P = (logs ln [:: (1#2, 2); (0, 0); (0, 0); (1#2, 2)]%bin). Proof. by logarithms. Qed.
Lemma rhs : half_strength P = (q R (1#2)). Proof. by check. Qed.
Lemma near : ((q R (13#24)) <= (logs ln [:: (1#2, 2); (0, 0); (0, 0); (1#2, 2)]%bin) <= (q R (11#12)))%R.
Proof.
by apply: (logs_within natural (D := 2%positive) (f := [:: 2; 3#2; 4#3])); vm_compute.
Qed.

Theorem refuted : ~ zheng_information_at_most_printed ln.
Proof.
move=> claim; have /andP[low _] := near.
have := claim _ _ P ltac:(check); rewrite lhs rhs.
by apply/negP; rewrite -ltNge; apply: lt_le_trans low; check.
Qed.
End Instance.
