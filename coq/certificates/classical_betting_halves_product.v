(** classical.betting-halves (printed), part product: 135/256 <= 10/19 fails here.
    Written by `contextures export`, certificate 0f44f67f060a489d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 3#4; 1#4]).
Notation value := (vector R 2 [:: 0; 1]).
Notation delta := (q R (10#19)).
Notation m := 2%N.
Notation stake := (numbers R [:: 1; 1; 1; 1]).

Lemma lhs : ((probability law (m + m) (fun drawn =>
  let factors := [seq factor law value (stake jz.1) jz.2 | jz <- zip (iota 0 (m + m)) drawn] in
  (1 / delta <= peak 1 (take m factors) * peak 1 (drop m factors))%R)) = (q R (135#256)))%R. Proof. by check. Qed.
Lemma rhs : ((delta) = (q R (10#19)))%R. Proof. by check. Qed.

Theorem refuted : ~ betting_halves_product_printed R.
Proof. by move=> claim; refute (claim _ m law value stake delta) lhs rhs. Qed.
End Instance.
