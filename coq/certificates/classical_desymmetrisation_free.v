(** classical.desymmetrisation (printed), part free: 1/4 <= 0 fails here.
    Written by `contextures export`, certificate 7b3bf0173f9ddc5e. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation functions := (table R 2 2 [:: [:: 1#2; 1#2]; [:: 0; 0]]).
Notation n := 1%N.

Lemma lhs : (symmetrised law n functions / 2%:R = (q R (1#4)))%R. Proof. by check. Qed.
Lemma rhs : (uniform_deviation law n functions = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ desymmetrisation_free_printed R.
Proof. by move=> claim; refute (claim _ _ n law functions) lhs rhs. Qed.
End Instance.
