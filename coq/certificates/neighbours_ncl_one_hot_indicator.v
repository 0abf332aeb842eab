(** neighbours.ncl-one-hot (printed), part indicator: 2 == 0 fails here.
    Written by `contextures export`, certificate 9f406b30e3e315b3. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).

Lemma lhs : (posterior P (@Ordinal 2 0 isT) (@Ordinal 2 0 isT) ^+ 2 / pX P (@Ordinal 2 0 isT) = (q R 2))%R. Proof. by check. Qed.
Lemma rhs : ((if 0 < P (@Ordinal 2 0 isT) (@Ordinal 2 0 isT) then 1 else 0) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ ncl_one_hot_indicator_printed R.
Proof. by move=> claim; refute (claim _ _ P ltac:(check) ltac:(check) (@Ordinal 2 0 isT) (@Ordinal 2 0 isT)) lhs rhs. Qed.
End Instance.
