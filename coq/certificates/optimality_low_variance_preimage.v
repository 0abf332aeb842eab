(** optimality.low-variance (printed), part preimage: 1/3 == 0 fails here.
    Written by `contextures export`, certificate 973455fe3a712966. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 0; 1#4]; [:: 1#4; 1#4]; [:: 1#4; 0]]).
Notation f := (vector R 3 [:: -1#4; -1#4; 3#4]).
Notation eps := (q R (1#2)).
Notation z := (vector R 3 [:: 1; -1#1; 1]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma is_compatible : compatible P eps f.
Proof. by apply: compatible_by is_a_law _ _ _ _; check. Qed.
(** T* does not see z, and f meets it. *)
Lemma unseen : forall a, Ts P z a = 0%R. Proof. by check. Qed.
Lemma meets : (dot (pX P) f z != 0)%R. Proof. by check. Qed.

Theorem refuted : ~ low_variance_preimage_printed R.
Proof.
by move/(_ _ _ P eps f is_a_law ltac:(check) ltac:(check) is_compatible) => /(no_preimage is_a_law unseen meets).
Qed.
End Instance.
