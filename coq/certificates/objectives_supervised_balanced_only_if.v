(** objectives.supervised-balanced (printed), part only-if: 75625/819942102 <= 0 fails here.
    Written by `contextures export`, certificate b8dda0e46cc256e1. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 9#25; 1#5]; [:: 2#25; 0]; [:: 1#5; 4#25]]).
Notation Phi := (table R 1 3 [:: [:: 628; 1093; 529]]).
Notation s := (roots R [:: 1; 1019#18144; 0]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: -9#266; -81#19; 1]; [:: -8#1; 11; 10]]).
Notation sizes := (vector R 2 [:: 4#5; 3#5]).
Notation v := (fun a => (sizes a)^-1)%R.

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_singular : left_singular P s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma roots_of_sizes : by_root P =1 v. Proof. by apply: by_root_is; check. Qed.
Lemma lhs : prediction_loss P v (@one_hot R 2) Phi (table R 2 1 [:: [:: 4#4371]; [:: -4#4371]]) (vector R 2 [:: -1#4371; 4372#4371]) = (q R (934#1457)). Proof. by check. Qed.
Lemma minimal : minimises_biased P v (@one_hot R 2) Phi.
Proof. by apply: (minimises_biased_by (W := (table R 2 1 [:: [:: 4#4371]; [:: -4#4371]])) (b := (vector R 2 [:: -1#4371; 4372#4371])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ supervised_balanced_only_if_printed R.
Proof.
move/(_ _ _ _ P Phi s mu is_a_law are_singular isT) => claim.
have H := claim ((eq_minimises_biased P (@one_hot R 2) Phi roots_of_sizes).2 minimal).
have square_1 : (s 1%N ^+ 2 = (q R (1019#18144)))%R by apply: roots_sqr; check.
have := learned_annihilated (@Ordinal 1 0 isT) (@Ordinal 3 0 isT) (isT : (1 < 3)%N) H.
by rewrite /= square_1; apply/eqP; check.
Qed.
End Instance.
