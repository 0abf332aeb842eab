(** neighbours.tang-fast-rate-tail-product (printed), part bound: 329/331 <= 1315/1323 fails here.
    Written by `contextures export`, certificate e94b62dab5711d4f. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation n := 6%N.
Notation d := 2%N.
Notation s := (numbers R [:: 1#4; 1#4; 1#8; 1#8; 1#8; 1#8]).
Notation Lam := (entries R [:: [:: 1; 0; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0; 0]; [:: 0; 0; 1; 0; 0; 0]; [:: 0; 0; 0; 2; 0; 0]; [:: 0; 0; 0; 0; 722; 0]; [:: 0; 0; 0; 0; 0; 602]]).
Notation lam := (numbers R [:: 722; 602; 2; 1; 1; 1]).
Notation top := (numbers R [:: 2; 1; 1; 1]).
Notation theta := (numbers R [:: 361#32; 301#32; 1#16; 1#16; 1#32; 1#64]).

Lemma task_spectrum : spectrum 6 Lam lam. Proof. by exists (functions R 6 [:: [:: 0; 0; 0; 0; 1; 0]; [:: 0; 0; 0; 0; 0; 1]; [:: 0; 0; 0; 1; 0; 0]; [:: 1; 0; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0; 0]; [:: 0; 0; 1; 0; 0; 0]]); check. Qed.
Lemma top_spectrum : spectrum 4 Lam top. Proof. by exists (functions R 4 [:: [:: 0; 0; 0; 1]; [:: 1; 0; 0; 0]; [:: 0; 1; 0; 0]; [:: 0; 0; 1; 0]]); check. Qed.
Lemma seen_spectrum : spectrum 6 (image s Lam) theta. Proof. by exists (functions R 6 [:: [:: 0; 0; 0; 0; 1; 0]; [:: 0; 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0; 0]; [:: 0; 0; 0; 1; 0; 0]; [:: 0; 0; 1; 0; 0; 0]]); check. Qed.
Lemma is_problem : problem n d s Lam lam top theta.
Proof. by split; [| premise | split; [exact: task_spectrum | check] | exact: top_spectrum | exact: seen_spectrum]. Qed.
Notation t := (q R (19#2)).
Lemma lhs : ((regret d s Lam theta) = (q R (329#331)))%R. Proof. by check. Qed.
Lemma rhs : ((1 - (1 - Num.min (flat_rate (top_max top) (top_min n d top)) (energy_rate d s (top_max top) (top_min n d top))) / (1 + t) ^+ 2) = (q R (1315#1323)))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_fast_rate_tail_product_bound_printed R.
Proof. by move=> claim; refute (claim n d s Lam lam top theta t is_problem) lhs rhs. Qed.
End Instance.
