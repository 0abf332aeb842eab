(** optimality.minimax-only-if (printed), part only-if: 50/5103 <= 0 fails here.
    Written by `contextures export`, certificate 65898e314e5895b7. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 6 5 [:: [:: 45#1024; 33#1024; 3#1024; 7#1024; 5#256]; [:: 33#512; 45#512; 3#512; 7#512; 5#128]; [:: 3#512; 3#512; 75#512; 7#512; 5#128]; [:: 7#512; 7#512; 7#512; 67#512; 5#128]; [:: 5#128; 5#128; 5#128; 5#128; 0]; [:: 45#1024; 33#1024; 3#1024; 7#1024; 5#256]]).
Notation Phi := (table R 3 6 [:: [:: 1; 1; -2#1; 0; 0; 1]; [:: 1; 1; 0; -2#1; 0; 1]; [:: 3; 2; 2; 2; 0; 1]]).
Notation eps := (q R (3#8)).
Notation s := (numbers R [:: 1; 2#3; 5#9; 5#27; 1#9; 0]).
Notation mu := (functions R 6 [:: [:: 1; 1; 1; 1; 1; 1]; [:: 1; 1; -2#1; 0; 0; 1]; [:: 1; 1; 1; -3#1; 0; 1]; [:: 1; 1; 1; 1; -27#5; 1]; [:: 1; -1#1; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0; -1#1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.

(** The probe of a task, and a dual point with its sum of squares. *)
Lemma attains : worst_error_at_most P Phi eps (q R (279#2240)).
Proof.
apply: (error_at_most_by (eta := (q R (81#35))) (kappa := (q R 10)) (W := (table R 3 6 [:: [:: 1#16; 1#8; -3#8; 1#8; 0; 1#16]; [:: 1#16; 1#8; 1#8; -3#8; 0; 1#16]; [:: 3#16; 5#56; 5#56; 5#56; -5#14; -11#112]]))
  (b := (vector R 6 [:: -27#128; 27#448; 27#448; 27#448; 85#112; 243#896])) (D := (vector R 4 [:: 36033#286720; 11166201#215237120; 8073549#92638112; 427#163102]))
  (L := (table R 4 6 [:: [:: 1; 19954#12011; 19954#12011; 18898#12011; 9080#12011; 7943#12011]; [:: 0; 1; 1; 383731#413563; 857060#413563; 1]; [:: 0; 0; 0; 1; 15073#81551; 0]; [:: 0; 0; 0; 0; 1; 0]])) is_a_law); check.
Qed.

Theorem refuted : ~ minimax_only_if_only_if_printed R.
Proof.
move=> claim; have := claim _ _ _ P Phi s mu eps is_a_law are_singular.
have square_1 : (s 1%N ^+ 2 = (q R (4#9)))%R by check.
have square_2 : (s 2%N ^+ 2 = (q R (25#81)))%R by check.
have square_4 : (s 4%N ^+ 2 = (q R (1#81)))%R by check.
rewrite square_1 square_2 square_4 => /(_ ltac:(first [check | apply: one_less_root; check]) ltac:(apply: below_root; check) isT) claim'.
have value : (((q R (4#9)) - (1 - eps) ^+ 2) / ((q R (4#9)) - (q R (1#81))) = (q R (279#2240)))%R by check.
have H := claim' ltac:(by rewrite value; exact: attains).
have := learned_annihilated (@Ordinal 3 2 isT) (@Ordinal 6 0 isT) (isT : (3 < 6)%N) H.
rewrite (stepwise (theta := (fun i => s i.+1 ^+ 2)%R) (F := (functions R 6 [:: [:: -2500#531441; 0; 0; 0; 0; 2500#531441]; [:: 625#59049; 0; 0; 0; 0; -625#59049]; [:: -25#729; 0; 0; 0; 0; 25#729]; [:: 21#16; 5#16; 5#16; 5#16; -27#16; -11#16]])) (@Ordinal 6 0 isT) (TTs_linear P)).
- by apply/eqP; check.
- by check.
- by check.
Qed.
End Instance.
