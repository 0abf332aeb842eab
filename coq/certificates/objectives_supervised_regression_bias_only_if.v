(** objectives.supervised-regression (printed), part bias-only-if: 1/8 <= 0 fails here.
    Written by `contextures export`, certificate cd8bc57edce74aa4. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Encoders.
From Contextures.Statements Require Import Objectives.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 1#2; 0]; [:: 0; 1#2]]).
Notation Phi := (table R 1 2 [:: [:: 1; 0]]).
Notation t := (table R 2 2 [:: [:: 0; 1]; [:: 0; 0]]).
Notation theta := (numbers R [:: 1#4; 0]).
Notation e := (functions R 2 [:: [:: -1#1; 1]; [:: 1; 1]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_eigenfunctions : eigensystem (pX P) (TLambdaTs P (fun j => centred (pA P) (t j))) theta e. Proof. by check. Qed.
Lemma lhs : prediction_loss P (@alike R 2) t Phi (table R 2 1 [:: [:: -1#1]; [:: 0]]) (vector R 2 [:: 1; 0]) = (q R 0). Proof. by check. Qed.
Lemma minimal : minimises_biased P (@alike R 2) t Phi.
Proof. by apply: (minimises_biased_by (W := (table R 2 1 [:: [:: -1#1]; [:: 0]])) (b := (vector R 2 [:: 1; 0])) _); rewrite ?lhs /unexplained; check. Qed.

Theorem refuted : ~ supervised_regression_bias_only_if_printed R.
Proof.
move/(_ _ _ _ _ P t Phi theta e is_a_law isT are_eigenfunctions minimal) => H.
have := extracted_annihilated (@Ordinal 1 0 isT) (@Ordinal 2 0 isT) (TLambdaTs_linear _ _) (isT : (1 <= 2)%N) H.
by rewrite /= ; apply/eqP; check.
Qed.
End Instance.
