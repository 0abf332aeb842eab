(** neighbours.head-lower-input (printed), part bound: 0.69314718055994550829 <= 0 fails here.
    Written by `contextures export`, certificate d5c54c5c774af2b6. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import InformationPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation K := (table R 2 2 [:: [:: 1; 0]; [:: 1; 0]]).
Notation H := (table R 2 2 [:: [:: 0; 1]; [:: 1; 0]]).
Notation G := (table R 2 2 [:: [:: 1; 0]; [:: 0; 1]]).

Lemma target : mutual_information ln (both_from (pA P) K G) = (logs ln [:: (1#2, 1); (1#2, 1); (0, 0); (0, 0)]%bin).
Proof. by rewrite (information_of _ (P' := (table R 2 2 [:: [:: 1#2; 1#2]; [:: 0; 0]]))); [logarithms | check]. Qed.
Lemma projection : mutual_information ln (sent_on (pA P) K H) = (logs ln [:: (0, 0); (1, 1); (0, 0); (0, 0)]%bin).
Proof. by rewrite (information_of _ (P' := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]))); [logarithms | check]. Qed.
Lemma label : mutual_information ln (through P G) = (logs ln [:: (1#2, 2); (0, 0); (0, 0); (1#2, 2)]%bin).
Proof. by rewrite (information_of _ (P' := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]))); [logarithms | check]. Qed.
Lemma rhs : mutual_information ln (through P K) = (logs ln [:: (1#2, 1); (0, 0); (1#2, 1); (0, 0)]%bin).
Proof. by rewrite (information_of _ (P' := (table R 2 2 [:: [:: 1#2; 0]; [:: 1#2; 0]]))); [logarithms | check]. Qed.
Lemma lhs : (mutual_information ln (both_from (pA P) K G) - mutual_information ln (sent_on (pA P) K H)
  + mutual_information ln (through P G) = (logs ln [:: (1#2, 1); (1#2, 1); (0, 0); (0, 0); (0, 0); (-1#1, 1); (0, 0); (0, 0); (1#2, 2); (0, 0); (0, 0); (1#2, 2)]%bin))%R.
Proof. by rewrite target projection label -logs_opp -!logs_cat. Qed.

Theorem refuted : ~ head_lower_input_bound_printed ln.
Proof.
move=> claim; have := claim _ _ _ _ _ P K H G ltac:(check) ltac:(premise) ltac:(premise) ltac:(premise).
rewrite lhs rhs; apply/negP; rewrite -ltNge; by apply: (logs_lt natural (D := 2%positive)); vm_compute.
Qed.
End Instance.
