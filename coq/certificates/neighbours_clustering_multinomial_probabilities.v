(** neighbours.clustering-multinomial (printed), part probabilities: 1/2 == 0 fails here.
    Written by `contextures export`, certificate 6a21c22731c29201. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation pi := (table R 2 2 [:: [:: 0; 1]; [:: 1; 1]]).
Lemma are_related : related pi. Proof. by split; check. Qed.

Lemma lhs : (edge_probability pi (@Ordinal 2 1 isT) (@Ordinal 2 0 isT) = (q R 1))%R. Proof. by check. Qed.
Lemma rhs : (pi (@Ordinal 2 1 isT) (@Ordinal 2 0 isT) / (\sum_k pi (@Ordinal 2 1 isT) k) = (q R (1#2)))%R. Proof. by check. Qed.

Theorem refuted : ~ clustering_multinomial_probabilities_printed R.
Proof. by move=> claim; refute (claim _ pi are_related (@Ordinal 2 1 isT) (@Ordinal 2 0 isT)) lhs rhs. Qed.
End Instance.
