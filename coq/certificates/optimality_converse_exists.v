(** optimality.converse (printed), part exists: 3/4 <= 1/4 fails here.
    Written by `contextures export`, certificate 856ea2163f648e87. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Optimality.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 1#5; 1#5; 0]; [:: 0; 1#5; 0]; [:: 0; 1#5; 1#5]]).
Notation Phi := (table R 1 3 [:: [:: 0; 1; 0]]).
Notation eps := (q R (1#2)).
Notation s := (roots R [:: 1; 1#2; 1#6]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#1; 0; 1]; [:: 1; -4#1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.

(** The probe of a task; its error on tasks of this compatibility, by a multiplier of either sign. *)
Lemma rhs f : mean (pX P) f = 0%R -> dot (pX P) f f = 1%R ->
  dot (pA P) (Ts P f) (Ts P f) = ((1 - eps) ^+ 2)%R ->
  exists w : 'I_1 -> R, exists b,
    (\sum_x pX P x * (f x - \sum_k w k * Phi k x - b) ^+ 2 <= (q R (1#4)))%R.
Proof.
move=> f0 f1 level; do 2!eexists; apply: le_trans (residual_at_most (c := ((1 - eps) ^+ 2)%R)
  (t := (q R (1#4))) (eta := (q R (-3#1))) (kappa := (q R 0)) (W := (table R 1 3 [:: [:: -1#2; 1; -1#2]]))
  (b := (vector R 3 [:: 1#2; 0; 1#2])) (D := (vector R 1 [:: 2#5]))
  (L := (table R 1 3 [:: [:: 1; 1#2; 1]])) is_a_law _ _ f0) _.
1,2: check.
by rewrite f1 level !mulr1 subrr mulr0 subr0.
Qed.

Theorem refuted : ~ converse_exists_printed R.
Proof.
move=> claim; have := claim _ _ _ P Phi s mu eps is_a_law are_singular ltac:(check) ltac:(check).
have square_1 : (s 1%N ^+ 2 = (q R (1#2)))%R by apply: roots_sqr; check.
have square_2 : (s 2%N ^+ 2 = (q R (1#6)))%R by apply: roots_sqr; check.
rewrite square_1 square_2 => /(_ ltac:(apply/eqP => /(congr1 (fun r => r ^+ 2)%R); rewrite square_1 square_2 => /eqP; apply/negP; check))[f [f0 f1 level least]].
have [w [b le]] := rhs f f0 f1 level; have := le_trans (least w b) le.
by rewrite (_ : _ / _ = (q R (3#4)))%R; [apply/negP; rewrite -ltNge; check | check].
Qed.
End Instance.
