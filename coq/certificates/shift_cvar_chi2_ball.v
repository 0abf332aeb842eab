(** shift.cvar-chi2 (printed), part ball: 1 <= 10/11 fails here.
    Written by `contextures export`, certificate b27a80a0e5303651. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 8#11; 3#11]).
Notation loss := (vector R 2 [:: 1; 0]).
Notation groups := (fun k : 'I_1 => [pred i : 'I_2 | nth false (nth [::] [:: [:: true; false]] k) i]).
Notation alpha := (q R (8#11)).
Notation rho := (q R (1#12)).

Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.
Lemma smallest : is_smallest_mass law groups alpha.
Proof. by split; [check | exists (@Ordinal 1 0 isT); check]. Qed.
Lemma lhs : is_worst_risk (cvar_ball law alpha) loss (q R 1).
Proof. by apply: (cvar_by (eta := (q R 1)) (Q := (vector R 2 [:: 1; 0]))); check. Qed.
Lemma rhs : is_worst_risk (chi_square_ball law rho) loss (q R (10#11)).
Proof.
by apply: (chi_square_by is_a_pmf (eta := (q R (-4#11)))
  (Q := (vector R 2 [:: 10#11; 1#11]))); check.
Qed.

Theorem refuted : ~ cvar_chi2_ball_printed R.
Proof.
move=> claim.
have := claim _ _ law loss groups alpha rho _ _ is_a_pmf smallest ltac:(check) ltac:(check) lhs rhs.
by apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
