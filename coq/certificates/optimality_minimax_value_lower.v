(** optimality.minimax-value (printed), part lower: 1/9 <= 0 fails here.
    Written by `contextures export`, certificate 304f8c2ff25615e7. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#3; 1#6]; [:: 0; 1#2]]).
Notation Phi := (table R 1 2 [:: [:: 1; 0]]).
Notation eps := (q R (1#3)).
Notation s := (roots R [:: 1; 1#2]).
Notation mu := (functions R 2 [:: [:: 1; 1]; [:: -1#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma attains : worst_error_at_most P Phi eps (q R 0).
Proof.
apply: (error_at_most_by (eta := (q R 0)) (kappa := (q R 0)) (W := (table R 1 2 [:: [:: 1; -1#1]]))
  (b := (vector R 2 [:: 0; 1])) (D := (vector R 1 [:: 0]))
  (L := (table R 1 2 [:: [:: 0; 0]])) is_a_law); check.
Qed.

Theorem refuted : ~ minimax_value_lower_printed R.
Proof.
move=> claim; have := claim _ _ _ P Phi s mu eps _ is_a_law are_singular.
have square_1 : (s 1%N ^+ 2 = (q R (1#2)))%R by apply: roots_sqr; check.
have square_2 : (s 2%N ^+ 2 = (q R 0))%R by apply: roots_sqr; check.
rewrite square_1 square_2 => /(_ _ ltac:(first [check | apply: one_less_root; check]) ltac:(apply: below_root; check) attains).
by apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
