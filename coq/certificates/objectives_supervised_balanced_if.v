(** objectives.supervised-balanced (printed), part if: 1092/3155 <= 12/35 fails here.
    Written by `contextures export`, certificate 4d81bff5b20c7b61. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 0; 9#50]; [:: 8#25; 0]; [:: 8#25; 9#50]]).
Notation Phi := (table R 1 3 [:: [:: 0; 225; 144]]).
Notation s := (roots R [:: 1; 1#2; 0]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -144#1; 81; 0]; [:: 1#2; 1#2; -1#2]]).
Notation sizes := (vector R 2 [:: 4#5; 3#5]).
Notation v := (fun a => (sizes a)^-1)%R.

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma roots_of_sizes : by_root P =1 v. Proof. by apply: by_root_is; check. Qed.
Notation better := (table R 1 3 [:: [:: 1; -3#4; 0]]).
Lemma learned : learns P Phi s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.
Lemma lhs : forall W b, ((q R (1092#3155)) <= prediction_loss P v (@one_hot R 2) Phi W b)%R.
Proof.
have <- : prediction_loss P v (@one_hot R 2) Phi (table R 2 1 [:: [:: 25#5679]; [:: -25#5679]]) (vector R 2 [:: -18#631; 649#631]) = (q R (1092#3155)) by check.
by apply: best_probe; check.
Qed.
Lemma rhs : (prediction_loss P v (@one_hot R 2) better (table R 2 1 [:: [:: -4#7]; [:: 4#7]]) (vector R 2 [:: 4#7; 3#7]) < (q R (1092#3155)))%R. Proof. by check. Qed.

Theorem refuted : ~ supervised_balanced_if_printed R.
Proof.
move/(_ _ _ _ P Phi s mu is_a_law are_singular isT learned)/(eq_minimises_biased P (@one_hot R 2) Phi roots_of_sizes) => minimal.
have [W [b le]] := minimal better (table R 2 1 [:: [:: -4#7]; [:: 4#7]]) (vector R 2 [:: 4#7; 3#7]).
by move: (le_lt_trans (le_trans (lhs W b) le) rhs); rewrite ltxx.
Qed.
End Instance.
