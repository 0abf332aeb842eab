(** shift.group-in-ball (printed), part bound: 0 <= -1/11 fails here.
    Written by `contextures export`, certificate 016bfb1b35eda80a. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 3#11; 8#11]).
Notation loss := (vector R 2 [:: -1#1; 0]).
Notation groups := (fun k : 'I_1 => [pred i : 'I_2 | nth false (nth [::] [:: [:: false; true]] k) i]).
Notation alpha := (q R (8#11)).
Notation rho := (q R (1#12)).

Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.
Lemma smallest : is_smallest_mass law groups alpha.
Proof. by split; [check | exists (@Ordinal 1 0 isT); check]. Qed.
Lemma lhs : group_risk law loss (groups (@Ordinal 1 0 isT)) = (q R 0). Proof. by check. Qed.
Lemma rhs : is_worst_risk (cressie_ball law 2 rho) loss (q R (-1#11)).
Proof.
by apply: cressie_worst; apply: (chi_square_by is_a_pmf (eta := (q R (-15#11)))
  (Q := (vector R 2 [:: 1#11; 10#11]))); check.
Qed.

Theorem refuted : ~ group_in_ball_bound_printed R.
Proof.
move=> claim.
have := claim _ _ 2%N law loss groups alpha rho _ (@Ordinal 1 0 isT) isT is_a_pmf smallest ltac:(check) ltac:(check) rhs.
by rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
