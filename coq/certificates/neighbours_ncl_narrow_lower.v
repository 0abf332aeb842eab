(** neighbours.ncl-narrow (printed), part lower: -2 < -2 fails here.
    Written by `contextures export`, certificate fbad37c1c4c442d3. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 0; 1#3]; [:: 0; 1#3]; [:: 1#3; 0]]).
Notation v := (vector R 2 [:: 3#2; 3]).
Notation c := (table R 2 2 [:: [:: 0; 1]; [:: 1; 0]]).
Notation f := (fun l x => Num.sqrt (v l) * c l x)%R.

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma inner a b : product f a b = (\sum_l v l * c l a * c l b)%R.
Proof. by apply: product_roots; check. Qed.
Lemma lhs : (- graph_size (pair P) (pA P) = (q R (-2#1)))%R.
Proof. by rewrite graph_sizeE; check. Qed.
Lemma rhs : spectral_loss (pair P) (pA P) f = (q R (-2#1)).
Proof. by rewrite (loss_by_products _ _ inner); check. Qed.

Theorem refuted : ~ ncl_narrow_lower_printed R.
Proof.
move=> claim.
have least d (g : 'I_d -> 'I_2 -> R) : ((q R (-2#1)) <= spectral_loss (pair P) (pA P) g)%R.
  by rewrite -lhs; apply: law_least is_a_law.
have [|k' _ [g _]] := claim _ _ P 2%N (q R (-2#1)) is_a_law isT.
  split=> [|g _]; last exact: least.
  by exists f; [move=> l x; rewrite mulr_ge0 ?sqrtr_ge0 //; move: l x; check | exact: rhs].
by apply/negP; rewrite -leNgt.
Qed.
End Instance.
