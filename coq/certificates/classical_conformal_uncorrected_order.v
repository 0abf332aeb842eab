(** classical.conformal-uncorrected (printed), part order: 4/5 <= 3/4 fails here.
    Written by `contextures export`, certificate 6bb9c649e6b020a4. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation alpha := (q R (1#5)).
Notation n := 1%N.
Notation k := 1%N.
Notation score := (vector R 2 [:: 0; 1]).

Lemma lhs : ((1 - alpha) = (q R (4#5)))%R. Proof. by check. Qed.
Lemma rhs : ((\sum_x law x * probability law n (fun drawn => (count_below score x drawn < k%:R)%R)) = (q R (3#4)))%R. Proof. by check. Qed.

Theorem refuted : ~ conformal_uncorrected_order_printed R.
Proof. by move=> claim; refute (claim _ n k law score alpha) lhs rhs. Qed.
End Instance.
