(** classical.serfling-fraction (printed), part fraction: 1/2 <= 0.36787944117144233404 fails here.
    Written by `contextures export`, certificate 1672242b7d1babe3. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation value := (vector R 2 [:: 1; 0]).
Notation gap := (q R (1#2)).
Notation n := 1%N.

Lemma lhs : without_replacement R (fun drawn => (n%:R * ((\sum_i value i) / 2%:R + gap) <= total value drawn)%R) n = (q R (1#2)). Proof. by check. Qed.
Lemma rhs : (- 2%:R * n%:R * gap ^+ 2 / (1 - n%:R / 2%:R) = (q R (-1#1)))%R.
Proof. by check. Qed.

Theorem refuted : ~ serfling_fraction_fraction_printed ln.
Proof.
move=> claim.
have := claim 2%N n value gap ltac:(premise) ltac:(check) isT.
cbv zeta; rewrite lhs rhs => /(_ ltac:(check)); apply/negP; rewrite -ltNge.
have /andP[low _] : ((q R (-52279#72072)) <= ln (q R (1#2)) <= (q R (-95549#144144)))%R.
  by apply: (ln_within natural (v := [:: 15#16; 14#15; 13#14; 12#13; 11#12; 10#11; 9#10; 8#9])); first [by vm_compute | check].
by apply: lt_le_trans low; check.
Qed.
End Instance.
