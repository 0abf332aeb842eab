(** neighbours.difficult-eigenvalue-with (printed), part eigenvalue: 25/154 <= 7/44 fails here.
    Written by `contextures export`, certificate 5f00ae65be9a2002. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 4%N.
Notation n_d := 2%N.
Notation r := 1%N.
Notation k := 2%N.
Notation alpha := (q R (1#2)).
Notation beta := (q R (1#4)).
Notation gamma := (q R (1#3)).
Notation w := (table R 8 8 [:: [:: 1; 1#2; 1#2; 1#2; 1#3; 1#3; 1#4; 1#4]; [:: 1#2; 1; 1#2; 1#2; 1#3; 1#3; 1#4; 1#4]; [:: 1#2; 1#2; 1; 1#2; 1#4; 1#4; 1#4; 1#4]; [:: 1#2; 1#2; 1#2; 1; 1#4; 1#4; 1#4; 1#4]; [:: 1#3; 1#3; 1#4; 1#4; 1; 1#2; 1#2; 1#2]; [:: 1#3; 1#3; 1#4; 1#4; 1#2; 1; 1#2; 1#2]; [:: 1#4; 1#4; 1#4; 1#4; 1#2; 1#2; 1; 1#2]; [:: 1#4; 1#4; 1#4; 1#4; 1#2; 1#2; 1#2; 1]]).
Notation F := (table R 3 8 [:: [:: 1; 1; 1; 1; 1; 1; 1; 1]; [:: 1; 1; 13#10; 13#10; -1#1; -1#1; -13#10; -13#10]; [:: 21#43; 21#43; -22#43; -22#43; 21#43; 21#43; -22#43; -22#43]]).
Notation v := (q R (25#154)).

Lemma similar a b : w a b = similarity n n_d alpha beta gamma a b. Proof. by move: a b; check. Qed.
Lemma lhs theta : graph_spectrum w theta -> (v <= theta 2%N)%R.
Proof.
case=> e basis.
have apart : linear (along w) := kernel_linear w (degree w).
by apply: (eigenvalue_at_least (k := 2) (F := F) apart basis) => //; check.
Qed.
Lemma rhs : q_4 n n_d r alpha beta gamma = (q R (7#44)). Proof. by check. Qed.

Theorem refuted : ~ difficult_eigenvalue_with_eigenvalue_printed R.
Proof.
move=> claim.
have [theta spectrum small] := claim n n_d r k alpha beta gamma w ltac:(premise) isT similar.
have := le_trans (lhs theta spectrum) small; rewrite rhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
