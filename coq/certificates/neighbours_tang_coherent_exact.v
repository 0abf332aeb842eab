(** neighbours.tang-coherent (printed), part exact: 0 == 1 fails here.
    Written by `contextures export`, certificate d2693461b93018ea. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import TangPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation c := (q R 1).
Notation gamma := (vector R 2 [:: 1; 1]).
Notation common := (numbers R [:: 1]).
Notation own := (table R 2 2 [:: [:: -1#1; 0]; [:: 1; 0]]).
Notation lam := (numbers R [:: 4]).

Lemma prior_spectrum : spectrum 1 (coherent c gamma common own) lam.
Proof. by exists (functions R 1 [:: [:: 1]]); check. Qed.
Lemma lhs : ((lam 0%N / lam 1.-1 - 1) = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : (((\sum_t gamma t) / (c * 2%:R)) = (q R 1))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_coherent_exact_printed R.
Proof. by move=> claim; refute (claim _ 1%N _ c gamma common own lam isT ltac:(check) ltac:(check) ltac:(check) ltac:(check) prior_spectrum) lhs rhs. Qed.
End Instance.
