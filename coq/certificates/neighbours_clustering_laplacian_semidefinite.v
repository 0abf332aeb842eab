(** neighbours.clustering-laplacian (printed), part semidefinite: 0 <= -1 fails here.
    Written by `contextures export`, certificate 83e3bad6b3ef97f2. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation w := (table R 2 2 [:: [:: 0; 0]; [:: 1; 0]]).
Notation v := (vector R 2 [:: 2; 1]).

Lemma lhs : (0 = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : (\sum_i \sum_j v i * laplacian w i j * v j = (q R (-1#1)))%R. Proof. by check. Qed.

Theorem refuted : ~ clustering_laplacian_semidefinite_printed R.
Proof. by move=> claim; refute (claim _ w v) lhs rhs. Qed.
End Instance.
