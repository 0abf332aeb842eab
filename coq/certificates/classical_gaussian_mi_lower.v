(** classical.gaussian-mi (printed), part lower: 0.29389333245105969673 <= 0.29110316603236902068 fails here.
    Written by `contextures export`, certificate 67b48c308163f0ed. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation P := (table R 2 2 [:: [:: 0; 2#5]; [:: 2#5; 1#5]]).
Notation s := (numbers R [:: 1; 2#3]).
Notation mu := (functions R 2 [:: [:: 1; 1]; [:: -3#2; 1]]).

Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma rho2 : (s 1%N ^+ 2 = (q R (4#9)))%R. Proof. by check. Qed.
Lemma rhs : mutual_information ln P = (logs ln [:: (0, 0); (2#5, 5#3); (2#5, 5#3); (1#5, 5#9)]%bin). Proof. by logarithms. Qed.
Lemma lhs : (- ln (1 - s 1%N ^+ 2) / 2%:R = (logs ln [:: (-1#2, 5#9)]%bin))%R.
Proof.
rewrite /= addr0 rho2 (_ : 1 - (q R (4#9)) = (q R (5#9)))%R; last by check.
by rewrite (_ : (q R (-1#2)) = - 2%:R^-1)%R ?mulNr ?[(2%:R^-1 * _)%R]mulrC //; check.
Qed.

Theorem refuted : ~ gaussian_mi_lower_printed ln.
Proof.
move=> claim; have := claim _ _ P s mu ltac:(check) are_singular ltac:(by rewrite rho2; check).
rewrite lhs rhs; apply/negP; rewrite -ltNge; by apply: (logs_lt natural (D := 10%positive)); vm_compute.
Qed.
End Instance.
