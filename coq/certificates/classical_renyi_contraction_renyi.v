(** classical.renyi-contraction (printed), part renyi: 0.33420208808667389856 <= 0.32770342628854925994 fails here.
    Written by `contextures export`, certificate d66f8b9ee5cca6d8. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation p := (vector R 2 [:: 1#3; 2#3]).
Notation r := (vector R 2 [:: 3#4; 1#4]).
Notation W := (table R 2 2 [:: [:: 1; 0]; [:: 1#2; 1#2]]).
Notation eta := (q R (1#2)).

Lemma lhs : (ln (chi_square_from (sent p W) (sent r W) + 1) = (logs ln [:: (1, 88#63)]%bin))%R.
Proof. by rewrite /= q1 mul1r addr0; congr (ln _); check. Qed.
Lemma rhs : (eta * ln (chi_square_from p r + 1) = (logs ln [:: (1#2, 52#27)]%bin))%R.
Proof. by rewrite /= addr0; congr (_ * ln _)%R; check. Qed.

Theorem refuted : ~ renyi_contraction_renyi_printed ln.
Proof.
move=> claim; have := claim _ _ p r W eta ltac:(check) ltac:(check) ltac:(premise) ltac:(check) ltac:(check) ltac:(check).
rewrite lhs rhs; apply/negP; rewrite -ltNge; by apply: (logs_lt natural (D := 2%positive)); vm_compute.
Qed.
End Instance.
