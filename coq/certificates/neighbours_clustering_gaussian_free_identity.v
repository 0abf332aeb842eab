(** neighbours.clustering-gaussian-free (printed), part identity: 3/2 == 1 fails here.
    Written by `contextures export`, certificate 5f3c16474793023c. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation pi := (table R 3 3 [:: [:: 0; 0; 1]; [:: 0; 0; 1]; [:: 0; 1; 0]]).
Notation Z := (table R 3 2 [:: [:: 0; 0]; [:: 0; 0]; [:: 1; 0]]).
Lemma are_related : related pi. Proof. by split; check. Qed.

Lemma lhs : (\sum_i \sum_j edge_probability pi i j * half_square Z i j = (q R (3#2)))%R. Proof. by check. Qed.
Lemma rhs : (placed_energy (fun i j => over_graphs pi (fun targets => laplacian (edge R targets) i j)) Z = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ clustering_gaussian_free_identity_printed R.
Proof. by move=> claim; refute (claim _ _ pi Z are_related) lhs rhs. Qed.
End Instance.
