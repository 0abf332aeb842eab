(** classical.median-of-means (printed), part delta: 1 <= 32/33 fails here.
    Written by `contextures export`, certificate 682dc827f46915f6. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation value := (vector R 2 [:: 1; 0]).
Notation delta := (q R (32#33)).
Notation n := 1%N.
Notation event := (fun (level : R) (drawn : seq 'I_2) => ((32%:R * mean law (fun z => (value z - mean law value) ^+ 2))%R * level / n%:R < (average value drawn - mean law value) ^+ 2)%R).

Lemma level : ((q R (131#4290)) <= ln (1 / delta) <= (q R (129#4160)))%R.
Proof. by apply: (ln_within natural (v := [:: 65#64; 66#65])); first [by vm_compute | check]. Qed.
Lemma lhs : probability law n (event (ln (1 / delta))%R) = (q R 1).
Proof.
apply: (probability_between (event := event) _ level).
- by check.
- move=> drawn x y /andP[_ le]; apply: le_lt_trans; rewrite ler_wpmul2r ?invr_ge0 ?ler0n //.
  by rewrite ler_wpmul2l //; check.
- by check.
- by check.
Qed.
Lemma rhs : delta = (q R (32#33)). Proof. by []. Qed.
Lemma enough : (8%:R * ln (1 / delta) <= 1)%R.
Proof.
have /andP[_ high] := level.
by apply: le_trans (ler_wpmul2l _ high) _; [rewrite ler0n | check].
Qed.
Lemma fewer : (1 - 1 < 8%:R * ln (1 / delta))%R.
Proof.
have /andP[low _] := level.
by apply: lt_le_trans (ler_wpmul2l _ low); [check | rewrite ler0n].
Qed.

Theorem refuted : ~ median_of_means_delta_printed ln.
Proof.
move=> claim.
have miss : (probability law n (event (ln (1 / delta))) <= delta)%R by apply: claim; first [exact: enough | exact: fewer | premise].
by move: miss; rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
