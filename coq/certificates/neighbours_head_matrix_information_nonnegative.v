(** neighbours.head-matrix-information (printed), part nonnegative: 33221/68445 <= 107/225 fails here.
    Written by `contextures export`, certificate ec4c5cd3f05c3c0d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation first := (table R 3 2 [:: [:: 1; 0]; [:: 0; 1]; [:: 0; 1]]).
Notation second := (table R 3 2 [:: [:: 5#13; -12#13]; [:: 3#5; -4#5]; [:: 0; -1#1]]).

Lemma lhs : (purity (rows_product first) * purity (rows_product second) = (q R (33221#68445)))%R. Proof. by check. Qed.
Lemma rhs : (purity (fun i j => rows_product first i j * rows_product second i j) = (q R (107#225)))%R. Proof. by check. Qed.

Theorem refuted : ~ head_matrix_information_nonnegative_printed R.
Proof. by move=> claim; refute (claim _ _ _ first second) lhs rhs. Qed.
End Instance.
