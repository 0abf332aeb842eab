(** neighbours.tang-contrastive-loss-free (printed), part identity: -3/4 == -1/4 fails here.
    Written by `contextures export`, certificate 35a8746f94079b4c. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation f := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).
Notation g := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).

Lemma lhs : (cross_loss P f g = (q R (-3#4)))%R. Proof. by check. Qed.
Lemma rhs : (pair_norm P (fun x y => dependence P x y - \sum_i f i x * g i y) - pair_norm P (dependence P) = (q R (-1#4)))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_contrastive_loss_free_identity_printed R.
Proof. by move=> claim; refute (claim _ _ _ P f g ltac:(check)) lhs rhs. Qed.
End Instance.
