(** objectives.average-encoder (printed), part only-if: 1/1080 <= 0 fails here.
    Written by `contextures export`, certificate 2519116450ad52df. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 4 [:: [:: 1#18; 1#9; 1#18; 1#9]; [:: 1#18; 1#9; 1#9; 1#18]; [:: 1#9; 1#18; 1#18; 1#9]]).
Notation Psi := (table R 1 4 [:: [:: 1; -1#1; -1#1; 1]]).
Notation s := (roots R [:: 1; 3#40; 1#40]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: 0; -1#3; 1#3]; [:: -2#1; 1; 1]]).
Notation nu := (functions R 4 [:: [:: 1; 1; 1; 1]; [:: 5#4; -1#1; -5#4; 1]; [:: -5#4; 1; -5#4; 1]; [:: 1#2; 1#2; -1#2; -1#2]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma others_are_singular : left_singular (flip P) s nu. Proof. by apply: left_singular_by; check. Qed.
Lemma associated : (0 < s 1%N)%R. Proof. by rewrite /roots sqrtr_gt0; check. Qed.
Lemma learned : spans_top P (fun k => T P (Psi k)) s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.

Theorem refuted : ~ average_encoder_only_if_printed R.
Proof.
move/(_ _ _ _ P Psi s mu nu is_a_law are_singular others_are_singular associated learned) => H.
have square_1 : (s 1%N ^+ 2 = (q R (3#40)))%R by apply: roots_sqr; check.
have := top_annihilated (@Ordinal 1 0 isT) (@Ordinal 4 0 isT) (isT : (1 < 4)%N) H.
by rewrite /= square_1; apply/eqP; check.
Qed.
End Instance.
