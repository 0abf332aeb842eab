(** objectives.denoising-autoencoder (printed), part image: 1 <= 0 fails here.
    Written by `contextures export`, certificate d70d10cbec1e836e. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 1#8; 0; 1#8]; [:: 1#8; 1#8; 1#8]; [:: 1#8; 1#8; 1#8]]).
Notation Psi := (table R 1 3 [:: [:: 0; 1; 2]]).
Notation t := (table R 2 3 [:: [:: 1; 2; 0]; [:: -2#1; -2#1; -2#1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma lhs : prediction_loss (flip P) (@alike R 3) t Psi (table R 2 1 [:: [:: 0]; [:: 0]]) (vector R 2 [:: 1; -2#1]) = (q R (3#4)). Proof. by check. Qed.
Lemma minimal : minimises_biased (flip P) (@alike R 3) t Psi.
Proof. by apply: (minimises_biased_by (W := (table R 2 1 [:: [:: 0]; [:: 0]])) (b := (vector R 2 [:: 1; -2#1])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ denoising_autoencoder_image_printed R.
Proof.
move/(_ _ _ _ _ P t Psi is_a_law isT minimal) => [H _].
have := independent_free (c := (vector R 1 [:: 1])) (@Ordinal 1 0 isT) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
