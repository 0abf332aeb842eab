(** objectives.denoising-autoencoder (printed), part plain: 1/4 <= 0 fails here.
    Written by `contextures export`, certificate 1d50718bb28d5cb1. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation Psi := (table R 1 2 [:: [:: 0; 1]]).
Notation t := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).
Notation theta := (numbers R [:: 1#2; 0]).
Notation e := (functions R 2 [:: [:: 0; 1]; [:: 1; 0]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_eigenfunctions : eigensystem (pA P) (TLambdaTs (flip P) t) theta e. Proof. by check. Qed.
Lemma lhs : prediction_loss (flip P) (@alike R 2) t Psi (table R 2 1 [:: [:: 1]; [:: 0]]) (fun=> 0%R) = (q R 0). Proof. by check. Qed.
Lemma minimal : minimises_plain (flip P) (@alike R 2) t Psi.
Proof. by apply: (minimises_plain_by (W := (table R 2 1 [:: [:: 1]; [:: 0]])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ denoising_autoencoder_plain_printed R.
Proof.
move/(_ _ _ _ _ P t Psi theta e is_a_law isT are_eigenfunctions minimal) => H.
have := extracted_annihilated (@Ordinal 1 0 isT) (@Ordinal 2 0 isT) (TLambdaTs_linear _ _) (isT : (1 <= 2)%N) H.
by rewrite /= ; apply/eqP; check.
Qed.
End Instance.
