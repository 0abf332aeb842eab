(** neighbours.tang-contrastive-loss-free (printed), part minimiser: 1 == 0 fails here.
    Written by `contextures export`, certificate 35ea4540760778db. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 1#4; 0; 0]; [:: 0; 1#2; 0]; [:: 0; 0; 1#4]]).
Notation f := (table R 2 3 [:: [:: 1; -1#1; 1]; [:: 2; 0; 2]]).
Notation g := (table R 2 3 [:: [:: 0; -2#1; 0]; [:: 1; 1; 1]]).
Notation s := (numbers R [:: 1; 1; 1]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -2#1; 1; 0]; [:: -1#3; -1#3; 1]]).
Notation v := (q R 1).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
Lemma kept h : (v * dot (pX P) h h <= dot (pA P) (Ts P h) (Ts P h))%R.
Proof.
by apply: (image_at_least (D := (vector R 1 [:: 0])) (L := (table R 1 3 [:: [:: 0; 0; 0]])) is_a_law); check.
Qed.
Lemma minimises (f' : 'I_2 -> 'I_3 -> R) g' : (cross_loss P f g <= cross_loss P f' g')%R.
Proof. by apply: (cross_minimal (d := 2) is_a_law (isT : (2 < 3)%N) kept); rewrite /density; check. Qed.
Lemma lhs : (mean (pX P) (f (@Ordinal 2 1 isT)) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_contrastive_loss_free_minimiser_printed R.
Proof.
move=> claim.
have top := claim _ _ _ P f g s is_a_law isT (ex_intro _ _ are_singular) minimises.
have := top_mean (@Ordinal 2 1 isT) (isT : (2 < 3)%N) top.
by rewrite lhs; apply/eqP; check.
Qed.
End Instance.
