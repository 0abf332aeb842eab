(** optimality.trace-gap (printed), part bound: 1 <= 7110/7259 fails here.
    Written by `contextures export`, certificate 879d3c364384ad61. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 0; 1#6; 1#6]; [:: 0; 1#6; 0]; [:: 1#6; 1#6; 1#6]]).
Notation Phi := (table R 1 3 [:: [:: 0; 1; 0]]).
Notation eps := (q R (2#3)).
Notation s := (numbers R [:: 1; 1#2; 1#3]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#2; -2#1; 1]; [:: -3#1; 3; 1]]).
Notation f := (vector R 3 [:: -1#1; 0; 2#3]).
Notation rest := (vector R 3 [:: -1#1; 0; 2#3]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma has_trace_gap : is_trace_gap P Phi s (q R (29#180)).
Proof. by apply: trace_gap_of_one; check. Qed.
Lemma is_compatible : compatible P eps f.
Proof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.

Theorem refuted : ~ trace_gap_bound_printed R.
Proof.
move/(_ _ _ _ P Phi s mu eps _ is_a_law are_singular has_trace_gap) => claim.
have bound := claim ltac:(check) ltac:(check) ltac:(check).
have := error_at_least is_a_law bound is_compatible (h := rest) ltac:(check) ltac:(check).
by apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
