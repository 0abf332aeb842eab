(** shift.doro-formula (printed), part formula: 1 == 0 fails here.
    Written by `contextures export`, certificate 492082d258f1aabe. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation loss := (vector R 2 [:: 1; 0]).
Notation bad := (vector R 2 [:: 1; 0]).
Notation eps := (q R (1#3)).
Notation rho := (q R 1).
Notation train := (fun i => (1 - eps) * law i + eps * bad i)%R.
Notation eta := (q R 0).

Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.
Lemma train_is_a_pmf : is_pmf train. Proof. by check. Qed.
(** Whatever is kept has a mean of at least this much. *)
Lemma lhs : doro_at_least (fun P' => chi_square_ball P' rho) train eps loss (q R (1#2)).
Proof. by apply: (chi_square_doro_at_least (eta := (q R 1)) _); check. Qed.
Theorem refuted : ~ doro_formula_formula_printed R.
Proof.
move=> claim.
have := claim _ train loss eps rho _ eta train_is_a_pmf ltac:(check) ltac:(check) ltac:(check).
rewrite /exceeded; cbv beta zeta => /(_ _ ltac:(check) lhs); apply/negP; rewrite -ltNge.
apply: (@le_lt_trans _ _ ((q R 0) + eta)%R); last by check.
by rewrite ler_add2r; apply: roots_at_most; check.
Qed.
End Instance.
