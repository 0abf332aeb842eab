(** objectives.graph-nodes (printed), part learns: 1 <= 0 fails here.
    Written by `contextures export`, certificate 484b74caf4f05f55. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 0; 1#4; 1#4]; [:: 1#4; 0; 0]; [:: 1#4; 0; 0]]).
Notation raw_Phi := (table R 1 3 [:: [:: 0; -1#1; 1]]).
Notation length_Phi := (vector R 1 [:: 1#2]).
Notation Phi := (unit_length raw_Phi length_Phi).
Notation s := (numbers R [:: 1; 1; 0]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#1; 1; 1]; [:: 0; 1#2; -1#2]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma positive_Phi k : (0 < length_Phi k)%R. Proof. by move: k; check. Qed.
Lemma white_Phi : white (pX P) Phi. Proof. by apply: unit_white; check. Qed.
Lemma undirected : forall u v, P u v = P v u. Proof. by check. Qed.
Lemma loses : graph_loss P Phi = (q R 1). Proof. by rewrite (unit_graph _ _ positive_Phi); check. Qed.
Lemma minimal : minimises_graph P Phi.
Proof.
move=> Phi' feasible; rewrite loses.
apply: (graph_loss_at_least (kappa := (q R 1)) (D := (vector R 1 [:: 1#4]))
  (L := (table R 1 3 [:: [:: 1; -1#2; -1#2]])) undirected _ _ feasible); check.
Qed.

Theorem refuted : ~ graph_nodes_learns_printed R.
Proof.
move/(_ _ _ P Phi s mu is_a_law undirected are_singular isT white_Phi minimal).
have same : forall f, spanned Phi f <-> spanned raw_Phi f := unit_span _ positive_Phi.
move/(learns_same same) => H.
have := learned_annihilated (@Ordinal 1 0 isT) (@Ordinal 3 1 isT) (isT : (1 < 3)%N) H.
by rewrite /= ; apply/eqP; check.
Qed.
End Instance.
