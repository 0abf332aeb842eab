(** optimality.trace-gap-of-contexture (printed), part value: 1/144 == 1/12 fails here.
    Written by `contextures export`, certificate 87cff46ebfa67a1a. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 1#13; 2#13; 0]; [:: 2#13; 2#13; 2#13]; [:: 1#13; 2#13; 1#13]]).
Notation Phi := (table R 1 3 [:: [:: 2; -1#1; 0]]).
Notation s := (numbers R [:: 1; 1#3; 1#12]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: 2; -1#1; 0]; [:: -4#9; -4#9; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma learned : learns P Phi s.
Proof.
apply: (spans_top_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]])) are_singular); check.
Qed.
Lemma lhs : is_trace_gap P Phi s (q R (1#144)). Proof. by apply: trace_gap_of_one; check. Qed.
Lemma rhs : s 2%N = (q R (1#12)). Proof. by check. Qed.

Theorem refuted : ~ trace_gap_of_contexture_value_printed R.
Proof.
by move/(_ _ _ _ P Phi s mu _ is_a_law are_singular learned lhs); rewrite rhs; apply/eqP; check.
Qed.
End Instance.
