(** neighbours.clustering-clip (printed), part asymmetric: 0 < 1/2 holds here.
    Written by `contextures export`, certificate 8ce93c7dff95f504. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation edges := (fun (k : 'I_2) (l : 'I_2) => nth false (nth [::] [:: [:: false; true]; [:: true; true]] k) l).

Lemma lhs : clip_relation R edges (inl (@Ordinal 2 0 isT)) (inr (@Ordinal 2 1 isT)) = (q R 1). Proof. by check. Qed.
Lemma rhs : clip_relation R edges (inr (@Ordinal 2 1 isT)) (inl (@Ordinal 2 0 isT)) = (q R (1#2)). Proof. by check. Qed.

Theorem holds : clustering_clip_asymmetric_printed R.
Proof.
exists 2%N, 2%N, edges; split.
- by move=> k; exists (nth ord0 [:: (@Ordinal 2 1 isT); (@Ordinal 2 0 isT)] k); move: k; apply: each_ord; do !split.
- by move=> l; exists (nth ord0 [:: (@Ordinal 2 1 isT); (@Ordinal 2 0 isT)] l); move: l; apply: each_ord; do !split.
- by exists (inl (@Ordinal 2 0 isT)), (inr (@Ordinal 2 1 isT)); rewrite lhs rhs; check.
Qed.
End Instance.
