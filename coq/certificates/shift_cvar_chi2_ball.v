(** shift.cvar-chi2 (printed), part ball: 5 <= 194/39 fails here.
    Written by `contextures export`, certificate 50c07a9ec8e4e7b9. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#26; 25#26]).
Notation loss := (vector R 2 [:: 1; 5]).
Notation groups := (fun k : 'I_1 => [pred i : 'I_2 | nth false (nth [::] [:: [:: false; true]] k) i]).
Notation alpha := (q R (25#26)).
Notation rho := (q R (1#72)).

Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.
Lemma smallest : is_smallest_mass law groups alpha.
Proof. by split; [check | exists (@Ordinal 1 0 isT); check]. Qed.
Lemma lhs : is_worst_risk (cvar_ball law alpha) loss (q R 5).
Proof. by apply: (cvar_by (eta := (q R 5)) (Q := (vector R 2 [:: 0; 1]))); check. Qed.
Lemma rhs : is_worst_risk (chi_square_ball law rho) loss (q R (194#39)).
Proof.
by apply: (chi_square_by is_a_pmf (eta := (q R (3#13)))
  (Q := (vector R 2 [:: 1#156; 155#156]))); check.
Qed.

Theorem refuted : ~ cvar_chi2_ball_printed R.
Proof.
move=> claim.
have := claim _ _ law loss groups alpha rho _ _ is_a_pmf smallest ltac:(check) ltac:(check) lhs rhs.
by apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
