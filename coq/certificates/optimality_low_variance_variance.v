(** optimality.low-variance (printed), part variance: 3/2 <= 4/3 fails here.
    Written by `contextures export`, certificate ce579dc1e1bedebf. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 1#6; 1#6; 0]; [:: 0; 1#6; 1#6]; [:: 1#3; 0; 0]]).
Notation f := (vector R 3 [:: -1#3; -1#3; 2#3]).
Notation eps := (q R (1#3)).
Notation u := (vector R 3 [:: -10#3; 2#3; 8#3]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma is_compatible : compatible P eps f.
Proof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.

(** f = TT*u, so every g with f = Tg is at least as long as T*u. *)
Theorem refuted : ~ low_variance_variance_printed R.
Proof.
move/(_ _ _ P eps f is_a_law ltac:(check) ltac:(check) is_compatible) => [g fE].
by apply: (preimages_vary (u := u) is_a_law fE); check.
Qed.
End Instance.
