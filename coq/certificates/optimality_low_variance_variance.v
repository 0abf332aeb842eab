(** optimality.low-variance (printed), part variance: 2 <= 4/3 fails here.
    Written by `contextures export`, certificate 31ae1e1c592c24b8. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 1#3; 0]; [:: 0; 1#3]; [:: 0; 1#3]]).
Notation f := (vector R 3 [:: -1#1; 0; 1]).
Notation eps := (q R (1#3)).
Notation z := (vector R 3 [:: 0; -1#1; 1]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma is_compatible : compatible P eps f.
Proof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.
(** T* does not see z, and f meets it. *)
Lemma unseen : forall a, Ts P z a = 0%R. Proof. by check. Qed.
Lemma meets : (dot (pX P) f z != 0)%R. Proof. by check. Qed.

Theorem refuted : ~ low_variance_variance_printed R.
Proof.
move/(_ _ _ P eps f is_a_law ltac:(check) ltac:(check) is_compatible) => [g fE _];
by apply: (no_preimage is_a_law unseen meets); exists g.
Qed.
End Instance.
