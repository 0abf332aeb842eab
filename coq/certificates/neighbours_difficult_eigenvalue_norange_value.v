(** neighbours.difficult-eigenvalue-norange (printed), part value: 5/13 == 3/13 fails here.
    Written by `contextures export`, certificate f468a8b3f84a911f. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 2%N.
Notation n_d := 1%N.
Notation r := 1%N.
Notation k := 1%N.
Notation alpha := (q R (1#2)).
Notation beta := (q R (1#3)).
Notation w := (table R 4 4 [:: [:: 1; 1#2; 1#3; 1#3]; [:: 1#2; 1; 1#3; 1#3]; [:: 1#3; 1#3; 1; 1#2]; [:: 1#3; 1#3; 1#2; 1]]).
Notation theta := (numbers R [:: 1; 5#13; 3#13; 3#13]).

Lemma similar a b : w a b = similarity n n_d alpha beta beta a b. Proof. by move: a b; check. Qed.
Lemma has_spectrum : graph_spectrum w theta.
Proof. by exists (functions R 4 [:: [:: 1; 1; 1; 1]; [:: -1#1; -1#1; 1; 1]; [:: -1#1; 1; 0; 0]; [:: 0; 0; -1#1; 1]]); check. Qed.
Lemma lhs : theta k = (q R (5#13)). Proof. by check. Qed.
Lemma rhs : q_3 n r alpha beta = (q R (3#13)). Proof. by check. Qed.

Theorem refuted : ~ difficult_eigenvalue_norange_value_printed R.
Proof.
move=> claim; refute (claim n n_d r k alpha beta w theta isT isT isT ltac:(check) ltac:(check) similar has_spectrum) lhs rhs.
Qed.
End Instance.
