(** neighbours.haochen-any-matrix (printed), part right: 1/2 == 0 fails here.
    Written by `contextures export`, certificate 450224ec1ef9f31d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 0; 1#2]; [:: 1#2; 0]]).
Notation y := (fun x : 'I_2 => nth false [:: false; true] x).
Notation f := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 0]]).
Notation Q := (table R 2 2 [:: [:: 0; 0]; [:: 1; 0]]).
Notation after := (fun l a => \sum_j f j a * Q j l)%R.

Lemma rhs : is_least_error P y f (q R 0).
Proof.
split; first by exists (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]); check.
by move=> B; rewrite q0; apply: vote_error_ge0; check.
Qed.
Lemma lhs : is_least_error P y after (q R (1#2)).
Proof.
split=> [|B]; first by exists (table R 2 2 [:: [:: 0; 0]; [:: 0; 0]]); check.
apply: (vote_error_at_least (alike := (fun v => ~~ nth false v (@Ordinal 2 0 isT) && ~~ nth false v (@Ordinal 2 1 isT)))); first by answers.
have dark_0 l : after l (@Ordinal 2 0 isT) = 0%R by move: l; check.
have dark_1 l : after l (@Ordinal 2 1 isT) = 0%R by move: l; check.
by rewrite !nth_answers ?(second_zero _ dark_0) ?(second_zero _ dark_1) ?eqxx.
Qed.

Theorem refuted : ~ haochen_any_matrix_right_printed R.
Proof.
move=> claim.
by have := claim _ _ _ P y f Q _ _ ltac:(check) rhs lhs; apply/eqP; check.
Qed.
End Instance.
