(** classical.massart-absolute (printed), part one: 1 <= 0.83255461115769779924 fails here.
    Written by `contextures export`, certificate 942959aaae3fa11e. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation vectors := (table R 2 2 [:: [:: -1#1; 1]; [:: 1; 1]]).
Notation norm2 := (q R 2).

Lemma lhs : ((largest_size vectors / 2%:R) ^+ 2 = (q R 1))%R. Proof. by check. Qed.
Lemma rhs : (2%:R * norm2 * ln 2%:R / 2%:R ^+ 2 <= (q R (52279#72072)))%R.
Proof.
have /andP[_ high] : ((q R (95549#144144)) <= ln 2%:R <= (q R (52279#72072)))%R.
  by apply: (ln_within natural (v := [:: 9#8; 10#9; 11#10; 12#11; 13#12; 14#13; 15#14; 16#15])); first [by vm_compute | check].
apply: (@le_trans _ _ (2%:R * norm2 * (q R (52279#72072)) / 2%:R ^+ 2)%R); last by check.
by rewrite ler_wpmul2r ?invr_ge0 ?exprn_ge0 ?ler0n // ler_wpmul2l //; check.
Qed.

Theorem refuted : ~ massart_absolute_one_printed ln.
Proof.
move=> claim; have := claim _ _ vectors norm2 isT ltac:(check).
by rewrite lhs; apply/negP; rewrite -ltNge; apply: le_lt_trans rhs _; check.
Qed.
End Instance.
