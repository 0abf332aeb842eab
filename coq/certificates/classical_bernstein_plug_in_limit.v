(** classical.bernstein-plug-in (printed), part limit: 9/16 <= 1/2 fails here.
    Written by `contextures export`, certificate 606aa6a1ade7d1cd. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation law := (vector R 2 [:: 1#4; 3#4]).
Notation value := (vector R 2 [:: 1; 0]).
Notation delta := (q R (1#2)).
Notation n := 2%N.
Notation event := (fun (level : R) (drawn : seq 'I_2) => beyond_plug_in n law value level drawn).

Lemma level : ((q R (95549#144144)) <= ln (1 / delta) <= (q R (52279#72072)))%R.
Proof. by apply: (ln_within natural (v := [:: 9#8; 10#9; 11#10; 12#11; 13#12; 14#13; 15#14; 16#15])); first [by vm_compute | check]. Qed.
Lemma lhs : probability law n (event (ln (1 / delta))%R) = (q R (9#16)).
Proof.
apply: (probability_between (event := event) _ level).
- by check.
- move=> drawn x y /andP[low le]; apply: beyond_plug_in_mono; rewrite le andbT; apply: le_trans low; check.
- by check.
- by check.
Qed.
Lemma rhs : delta = (q R (1#2)). Proof. by []. Qed.

Theorem refuted : ~ bernstein_plug_in_limit_printed ln.
Proof.
move=> claim.
have miss : (probability law n (event (ln (1 / delta))) <= delta)%R by apply: claim; premise.
by move: miss; rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
