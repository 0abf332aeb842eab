(** neighbours.tang-eckart-young (printed), part column-space: 1 == 0 fails here.
    Written by `contextures export`, certificate d6147a017be86bd3. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation M := (table R 2 2 [:: [:: 50; 0]; [:: 0; 0]]).
Notation theta := (numbers R [:: 2500; 0]).
Notation heads := (table R 2 2 [:: [:: 50; 0]; [:: 0; 0]]).
Notation tails := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]).

Lemma factors i j : (M i j = \sum_l heads l i * tails l j)%R. Proof. by move: i j; check. Qed.
Lemma low : of_rank 2 M. Proof. by exists heads, tails; exact: factors. Qed.
Lemma has_squares : squares_of M theta.
Proof. by split; [exists (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); check | exact: numbers_end]. Qed.
Notation c := (vector R 2 [:: 0; 1]).
Lemma vanish i : (\sum_l c l * heads l i = 0)%R. Proof. by move: i; check. Qed.

Theorem refuted : ~ tang_eckart_young_column_space_printed R.
Proof.
move=> claim.
have := claim _ _ 2%N M M theta isT has_squares (nearest_self low).
move/(no_top_columns (c := c) (@Ordinal 2 1 isT) (isT : (2 <= 2)%N) factors)/(_ vanish).
by apply/eqP; check.
Qed.
End Instance.
