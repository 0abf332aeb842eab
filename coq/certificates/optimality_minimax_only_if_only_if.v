(** optimality.minimax-only-if (printed), part only-if: 1/126 <= 0 fails here.
    Written by `contextures export`, certificate 6e8df4a9ce1e8fc9. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 5 4 [:: [:: 0; 0; 1#13; 0]; [:: 0; 1#13; 0; 1#13]; [:: 1#13; 0; 3#13; 0]; [:: 0; 1#13; 0; 2#13]; [:: 1#13; 0; 2#13; 0]]).
Notation Phi := (table R 2 5 [:: [:: 0; -1#1; 1; -1#1; 1]; [:: 1; 0; 0; 0; 0]]).
Notation eps := (q R (1#4)).
Notation s := (roots R [:: 1; 1; 1#18; 1#36; 0]).
Notation mu := (functions R 5 [:: [:: 1; 1; 1; 1; 1]; [:: 1; -8#5; 1; -8#5; 1]; [:: -3#1; 0; 0; 0; 1]; [:: 0; -3#2; 0; 1; 0]; [:: -1#1; 0; 1; 0; -1#1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.

(** The probe of a task, and a dual point with its sum of squares. *)
Lemma attains : worst_error_at_most P Phi eps (q R (9#20)).
Proof.
apply: (error_at_most_by (eta := (q R (36#35))) (kappa := (q R 0)) (W := (table R 2 5 [:: [:: 0; -1#5; 2#7; -3#10; 3#14]; [:: 1; -1#5; -2#7; -3#10; -3#14]]))
  (b := (vector R 5 [:: 0; 1#5; 2#7; 3#10; 3#14])) (D := (vector R 2 [:: 6#91; 6#2275]))
  (L := (table R 2 5 [:: [:: 1; 0; -3#5; 0; -2#5]; [:: 0; 0; 1; 0; -1#1]])) is_a_law); check.
Qed.

Theorem refuted : ~ minimax_only_if_only_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Phi s mu eps is_a_law are_singular.
have square_1 : (s 1%N ^+ 2 = (q R 1))%R by apply: roots_sqr; check.
have square_2 : (s 2%N ^+ 2 = (q R (1#18)))%R by apply: roots_sqr; check.
have square_3 : (s 3%N ^+ 2 = (q R (1#36)))%R by apply: roots_sqr; check.
rewrite square_1 square_2 square_3 => /(_ ltac:(first [check | apply: one_less_root; check]) ltac:(apply: below_root; check) isT) claim'.
have value : (((q R 1) - (1 - eps) ^+ 2) / ((q R 1) - (q R (1#36))) = (q R (9#20)))%R by check.
have H := claim' ltac:(by rewrite value; exact: attains).
have := learned_annihilated (@Ordinal 2 0 isT) (@Ordinal 5 0 isT) (isT : (2 < 5)%N) H.
by rewrite /= square_1 square_2; apply/eqP; check.
Qed.
End Instance.
