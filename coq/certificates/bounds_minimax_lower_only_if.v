(** bounds.minimax-lower (printed), part only-if: 24/19649 <= 0 fails here.
    Written by `contextures export`, certificate 8a809fc9ca871b11. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Bounds.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 4 4 [:: [:: 1#7; 1#14; 0; 1#28]; [:: 1#14; 1#7; 1#28; 0]; [:: 0; 1#28; 1#7; 1#14]; [:: 1#28; 0; 1#14; 1#7]]).
Notation Phi := (table R 2 4 [:: [:: 1; 1; 1; 1]; [:: 1; 2; -3#1; -2#1]]).
Notation eps := (q R (1#2)).
Notation B := (q R 1).
Notation s := (numbers R [:: 1; 5#7; 3#7; 1#7]).
Notation mu := (functions R 4 [:: [:: 1; 1; 1; 1]; [:: -1#1; -1#1; 1; 1]; [:: 1; -1#1; -1#1; 1]; [:: -1#1; 1; -1#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by check. Qed.
(** The probe of a task, and a dual point with its sum of squares. *)
Lemma attains : invariant_error_at_most P (fun k => T P (Phi k)) eps B ((q R (9#40)) * B ^+ 2)%R.
Proof.
apply: (invariant_error_at_most_by (eta := (q R (9#20))) (W := (table R 2 4 [:: [:: 125#401; 251#802; 75#401; 151#802]; [:: 99#802; 101#802; -101#802; -99#802]]))
  (D := (vector R 2 [:: 7339#392980; 2673#146780])) (L := (table R 2 4 [:: [:: 1; -2238#7339; 2238#7339; -1#1]; [:: 0; 1; -1#1; 0]])) is_a_law); check.
Qed.
Lemma separated : (s 2%N < s 1%N)%R.
Proof. by check. Qed.

Theorem refuted : ~ minimax_lower_only_if_printed R.
Proof.
move/(_ _ _ _ P Phi s mu eps B is_a_law are_singular ltac:(check) ltac:(check) ltac:(check)).
have square_2 : (s 2%N ^+ 2 = (q R (9#49)))%R by check.
rewrite square_2; cbv zeta.
have -> : ((q R (9#49)) / (1 - (q R (9#49))) * (eps / (1 - eps)) = (q R (9#40)))%R by check.
move/(_ ltac:(check) separated attains) => H.
have := counted_annihilated (@Ordinal 2 1 isT) (@Ordinal 4 0 isT) (isT : (2 <= 4)%N) H.
rewrite (stepwise (theta := (fun i => s i ^+ 2)%R) (F := (functions R 4 [:: [:: -576#16807; 576#16807; -576#16807; 576#16807]; [:: -72#343; -96#343; -72#343; -96#343]; [:: 6#7; 1; -2#1; -13#7]])) (@Ordinal 4 0 isT) (TTs_linear P)).
- by apply/eqP; check.
- by check.
- by check.
Qed.
End Instance.
