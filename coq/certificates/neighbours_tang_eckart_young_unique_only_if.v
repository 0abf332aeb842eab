(** neighbours.tang-eckart-young (printed), part unique-only-if: 0 < 0 fails here.
    Written by `contextures export`, certificate ddb535f24faee777. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation M := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]).
Notation theta := (numbers R [:: 1; 0]).
Notation heads := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]).
Notation tails := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]).

Lemma factors i j : (M i j = \sum_l heads l i * tails l j)%R. Proof. by move: i j; check. Qed.
Lemma low : of_rank 2 M. Proof. by exists heads, tails; exact: factors. Qed.
Lemma has_squares : squares_of M theta.
Proof. by split; [exists (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); check | exact: numbers_end]. Qed.

Theorem refuted : ~ tang_eckart_young_unique_only_if_printed R.
Proof.
move=> claim.
have := claim _ _ 2%N M theta isT has_squares (unique_own low).
by apply/negP; rewrite -leNgt; check.
Qed.
End Instance.
