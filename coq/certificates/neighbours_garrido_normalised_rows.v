(** neighbours.garrido-normalised (printed), part rows: 2 == 0 fails here.
    Written by `contextures export`, certificate 69d1012caba96e4b. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation units := (table R 2 2 [:: [:: 1; 0]; [:: 1; 0]]).
Notation others := (table R 2 2 [:: [:: 1; 0]; [:: 0; 1]]).

Lemma lhs : (penalty_difference units = (q R 2))%R. Proof. by check. Qed.
Lemma rhs : (penalty_difference others = (q R 0))%R. Proof. by check. Qed.

Theorem refuted : ~ garrido_normalised_rows_printed R.
Proof. by move=> claim; refute (claim _ _ units others) lhs rhs. Qed.
End Instance.
