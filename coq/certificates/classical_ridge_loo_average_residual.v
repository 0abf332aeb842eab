(** classical.ridge-loo-average (printed), part residual: -1/2 == -1/3 fails here.
    Written by `contextures export`, certificate 064403dd4935fcf3. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation points := (table R 2 2 [:: [:: 0; 1]; [:: 0; 1]]).
Notation labels := (vector R 2 [:: 0; 1]).
Notation penalty := (q R 1).
Notation w := (vector R 2 [:: 0; 1#2]).
Notation w' := (vector R 2 [:: 0; 1#4]).
Notation v := (vector R 2 [:: 0; 1#4]).

Lemma lhs : ((labels ord0 - \sum_k points ord0 k * w k) = (q R (-1#2)))%R. Proof. by check. Qed.
Lemma rhs : (((labels ord0 - \sum_k points ord0 k * w' k) / (1 - \sum_k points ord0 k * v k)) = (q R (-1#3)))%R. Proof. by check. Qed.

Theorem refuted : ~ ridge_loo_average_residual_printed R.
Proof. by move=> claim; refute (claim 0%N _ points labels penalty w w' v) lhs rhs. Qed.
End Instance.
