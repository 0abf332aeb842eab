(** optimality.minimax-only-if (printed), part only-if: 16/4949 <= 0 fails here.
    Written by `contextures export`, certificate 4a3358c944394b2e. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 5 4 [:: [:: 5#28; 3#56; 1#56; 0]; [:: 3#112; 5#56; 0; 1#112]; [:: 1#56; 0; 5#28; 3#56]; [:: 0; 1#56; 3#56; 5#28]; [:: 3#112; 5#56; 0; 1#112]]).
Notation Phi := (table R 2 5 [:: [:: 1; 1; -1#1; -1#1; 1]; [:: 5; -6#1; 5; -5#1; -4#1]]).
Notation eps := (q R (1#4)).
Notation s := (numbers R [:: 1; 6#7; 4#7; 3#7; 0]).
Notation mu := (functions R 5 [:: [:: 1; 1; 1; 1; 1]; [:: 1; 1; -1#1; -1#1; 1]; [:: -1#1; 1; -1#1; 1; 1]; [:: -1#1; 1; 1; -1#1; 1]; [:: 0; 1; 0; 0; -1#1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.

(** The probe of a task, and a dual point with its sum of squares. *)
Lemma attains : worst_error_at_most P Phi eps (q R (5#16)).
Proof.
apply: (error_at_most_by (eta := (q R (49#27))) (kappa := (q R 1)) (W := (table R 2 5 [:: [:: 1#4; 1#8; -1#4; -1#4; 1#8]; [:: 5#101; -3#101; 5#101; -5#101; -2#101]]))
  (b := (vector R 5 [:: 1#4; 1#8; 1#4; 1#4; 1#8])) (D := (vector R 3 [:: 3407#43632; 33157#735912; 3451#99471]))
  (L := (table R 3 5 [:: [:: 1; -1119#6814; 1; -579#3407; -39#6814]; [:: 0; 1; 0; 31682#33157; -1475#33157]; [:: 0; 0; 0; 1; 1]])) is_a_law); check.
Qed.

Theorem refuted : ~ minimax_only_if_only_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Phi s mu eps is_a_law are_singular.
have square_1 : (s 1%N ^+ 2 = (q R (36#49)))%R by check.
have square_2 : (s 2%N ^+ 2 = (q R (16#49)))%R by check.
have square_3 : (s 3%N ^+ 2 = (q R (9#49)))%R by check.
rewrite square_1 square_2 square_3 => /(_ ltac:(first [check | apply: one_less_root; check]) ltac:(apply: below_root; check) isT) claim'.
have value : (((q R (36#49)) - (1 - eps) ^+ 2) / ((q R (36#49)) - (q R (9#49))) = (q R (5#16)))%R by check.
have H := claim' ltac:(by rewrite value; exact: attains).
have := learned_annihilated (@Ordinal 2 1 isT) (@Ordinal 5 1 isT) (isT : (2 < 5)%N) H.
rewrite (stepwise (theta := (fun i => s i.+1 ^+ 2)%R) (F := (functions R 5 [:: [:: 0; -576#2401; 0; 0; 576#2401]; [:: 0; 16#49; 0; 0; -16#49]; [:: 5; -6#1; 5; -5#1; -4#1]])) (@Ordinal 5 1 isT) (TTs_linear P)).
- by apply/eqP; check.
- by check.
- by check.
Qed.
End Instance.
