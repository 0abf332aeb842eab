(** shift.cvar-third (printed), part third: 1/3 <= 0 fails here.
    Written by `contextures export`, certificate bfed2ae8f19e25ac. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation loss := (vector R 2 [:: 0; 1]).
Notation groups := (fun k : 'I_1 => [pred i : 'I_2 | nth false (nth [::] [:: [:: false; true]] k) i]).
Notation alpha := (q R (1#2)).
Notation eps := (q R (1#3)).
Notation near := (vector R 2 [:: 1; 0]).

Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.
Lemma smallest : is_smallest_mass law groups alpha.
Proof. by split; [check | exists (@Ordinal 1 0 isT); check]. Qed.
Lemma is_near : is_pmf near /\ (total_variation law near <= eps / (1 - eps))%R. Proof. by check. Qed.
Lemma lhs : (group_risk law loss (groups (@Ordinal 1 0 isT)) / 3%:R = (q R (1#3)))%R. Proof. by check. Qed.
Lemma rhs : is_worst_risk (cvar_ball near alpha) loss (q R 0).
Proof. by apply: (cvar_by (eta := (q R 0)) (Q := (vector R 2 [:: 1; 0]))); check. Qed.

Theorem refuted : ~ cvar_third_third_printed R.
Proof.
move=> claim.
have := claim _ _ law near loss groups alpha eps _ (@Ordinal 1 0 isT) is_a_pmf is_near.1 ltac:(check)
  ltac:(check) smallest ltac:(check) is_near.2 rhs.
by rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
