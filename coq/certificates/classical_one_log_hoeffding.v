(** classical.one-log (printed), part hoeffding: 1 <= 2/3 fails here.
    Written by `contextures export`, certificate 5eb91d863a583cc8. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation value := (vector R 2 [:: 0; 1]).
Notation delta := (q R (2#3)).
Notation n := 1%N.
Notation event := (fun (level : R) (drawn : seq 'I_2) => (level < 2%:R * n%:R * (average value drawn - mean law value) ^+ 2)%R).

Lemma level : ((q R (81390289#205931880)) <= ln (1 / delta) <= (q R (171361073#411863760)))%R.
Proof. by apply: (ln_within natural (v := [:: 17#16; 18#17; 19#18; 20#19; 21#20; 22#21; 23#22; 24#23])); first [by vm_compute | check]. Qed.
Lemma lhs : probability law n (event (ln (1 / delta))%R) = (q R 1).
Proof.
apply: (probability_between (event := event) _ level).
- by check.
- by move=> drawn x y /andP[_ le]; exact: le_lt_trans.
- by check.
- by check.
Qed.
Lemma rhs : delta = (q R (2#3)). Proof. by []. Qed.

Theorem refuted : ~ one_log_hoeffding_printed ln.
Proof.
move=> claim.
have miss : (probability law n (event (ln (1 / delta))) <= delta)%R by apply: claim; premise.
by move: miss; rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
