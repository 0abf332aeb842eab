(** classical.erkip-cover (printed), part bound: 0.17441604792151607641 <= 0.15912854207370324967 fails here.
    Written by `contextures export`, certificate f56c4e143292dfb9. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation P := (table R 2 2 [:: [:: 1#3; 0]; [:: 0; 2#3]]).
Notation W := (table R 2 2 [:: [:: 1; 0]; [:: 1#2; 1#2]]).
Notation s := (numbers R [:: 1; 1#2]).
Notation mu := (functions R 2 [:: [:: 1; 1]; [:: -2#1; 1]]).

Lemma are_singular : left_singular (fun x y => pA P x * W x y)%R s mu. Proof. by check. Qed.
Lemma rho2 : (s 1%N ^+ 2 = (q R (1#4)))%R. Proof. by check. Qed.
Lemma before : mutual_information ln P = (logs ln [:: (1#3, 3); (0, 0); (0, 0); (2#3, 3#2)]%bin). Proof. by logarithms. Qed.
Lemma lhs : mutual_information ln (through P W) = (logs ln [:: (1#3, 3#2); (0, 0); (1#3, 3#4); (1#3, 3#2)]%bin). Proof. by logarithms. Qed.
Lemma rhs : (mutual_information ln P * s 1%N ^+ 2 = (logs ln [:: (1#12, 3); (0, 0); (0, 0); (1#6, 3#2)]%bin))%R.
Proof. by rewrite before rho2 mulrC -logs_scaled; congr (logs ln _); vm_compute. Qed.

Theorem refuted : ~ erkip_cover_bound_printed ln.
Proof.
move=> claim; have := claim _ _ _ P W s mu ltac:(check) ltac:(premise) are_singular.
rewrite lhs rhs; apply/negP; rewrite -ltNge; by apply: (logs_lt natural (D := 12%positive)); vm_compute.
Qed.
End Instance.
