(** objectives.denoising-autoencoder (printed), part bias: 1 <= 0 fails here.
    Written by `contextures export`, certificate d828eed9fb00d214. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 0; 1#2]; [:: 1#2; 0]]).
Notation Psi := (table R 2 2 [:: [:: 1; 0]; [:: 1; 0]]).
Notation t := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).
Notation theta := (numbers R [:: 1#4; 0]).
Notation e := (functions R 2 [:: [:: -1#1; 1]; [:: 1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_eigenfunctions : eigensystem (pA P) (TLambdaTs (flip P) (fun j => centred (pX P) (t j))) theta e. Proof. by check. Qed.
Lemma lhs : prediction_loss (flip P) (@alike R 2) t Psi (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]]) (vector R 2 [:: 0; 0]) = (q R 0). Proof. by check. Qed.
Lemma minimal : minimises_biased (flip P) (@alike R 2) t Psi.
Proof. by apply: (minimises_biased_by (W := (table R 2 2 [:: [:: 1; 0]; [:: 0; 0]])) (b := (vector R 2 [:: 0; 0])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ denoising_autoencoder_bias_printed R.
Proof.
move/(_ _ _ _ _ P t Psi theta e is_a_law isT are_eigenfunctions minimal) => H.
have := extracted_free (c := (vector R 2 [:: -1#1; 1])) (@Ordinal 2 0 isT) (isT : (2 <= 2)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
