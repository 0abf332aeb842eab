(** classical.gaussian-mi (printed), part upper: 0.17441604792151607641 <= 0.14384103622589050621 fails here.
    Written by `contextures export`, certificate b112edd43b89d4e8. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation P := (table R 2 2 [:: [:: 1#3; 0]; [:: 1#3; 1#3]]).
Notation s := (numbers R [:: 1; 1#2]).
Notation mu := (functions R 2 [:: [:: 1; 1]; [:: -2#1; 1]]).

Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma rho2 : (s 1%N ^+ 2 = (q R (1#4)))%R. Proof. by check. Qed.
Lemma lhs : mutual_information ln P = (logs ln [:: (1#3, 3#2); (0, 0); (1#3, 3#4); (1#3, 3#2)]%bin). Proof. by logarithms. Qed.
Lemma rhs : (- ln (1 - s 1%N ^+ 2) / 2%:R = (logs ln [:: (-1#2, 3#4)]%bin))%R.
Proof.
rewrite /= addr0 rho2 (_ : 1 - (q R (1#4)) = (q R (3#4)))%R; last by check.
by rewrite (_ : (q R (-1#2)) = - 2%:R^-1)%R ?mulNr ?[(2%:R^-1 * _)%R]mulrC //; check.
Qed.

Theorem refuted : ~ gaussian_mi_upper_printed ln.
Proof.
move=> claim; have := claim _ _ P s mu ltac:(check) are_singular ltac:(by rewrite rho2; check).
rewrite lhs rhs; apply/negP; rewrite -ltNge; by apply: (logs_lt natural (D := 6%positive)); vm_compute.
Qed.
End Instance.
