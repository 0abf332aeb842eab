(** neighbours.zheng-operator (printed), part operator: 1/4 == 0 fails here.
    Written by `contextures export`, certificate ea7759ef163bacb5. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import NeighboursPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation weight := (vector R 2 [:: 1; 0]).

Lemma lhs : (\sum_x dependence P x (@Ordinal 2 0 isT) * pX P x * weight x = (q R (1#2)))%R. Proof. by check. Qed.
Lemma rhs : (Ts P weight (@Ordinal 2 0 isT) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ zheng_operator_operator_printed R.
Proof. by move=> claim; refute (claim _ _ P weight (@Ordinal 2 0 isT)) lhs rhs. Qed.
End Instance.
