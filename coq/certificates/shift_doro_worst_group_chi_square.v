(** shift.doro-worst-group (printed), part chi-square: 3 <= 14/5 fails here.
    Written by `contextures export`, certificate cdd13b05507f632d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#5; 4#5]).
Notation loss := (vector R 2 [:: 0; 1]).
Notation groups := (fun k : 'I_1 => [pred i : 'I_2 | nth false (nth [::] [:: [:: false; true]] k) i]).
Notation alpha := (q R (4#5)).
Notation bad := (vector R 2 [:: 0; 1]).
Notation eps := (q R (1#3)).
Notation rho := (q R (1#18)).
Notation train := (fun i => (1 - eps) * law i + eps * bad i)%R.

Lemma is_a_pmf : is_pmf law. Proof. by check. Qed.
Lemma smallest : is_smallest_mass law groups alpha.
Proof. by split; [check | exists (@Ordinal 1 0 isT); check]. Qed.
Lemma bad_is_a_pmf : is_pmf bad. Proof. by check. Qed.
(** Whatever is kept holds a share alpha of losses of at least 1. *)
Lemma lhs : doro_at_least (fun P' => cvar_ball P' alpha) train eps loss (q R 1).
Proof.
by apply: cvar_doro_at_least; check.
Qed.
(** What is left when the largest losses are trimmed. *)
Lemma rhs : doro_at_most (fun P' => chi_square_ball P' rho) train eps loss (q R (14#15)).
Proof.
exists (vector R 2 [:: 1#5; 4#5]); first by check.
have trimmed : is_pmf (vector R 2 [:: 1#5; 4#5]) by check.
by apply: (chi_square_at_most (eta := (q R (-2#5))) trimmed); check.
Qed.

Theorem refuted : ~ doro_worst_group_chi_square_printed R.
Proof.
move=> claim.
have := claim _ _ law bad loss groups alpha eps rho _ _ is_a_pmf bad_is_a_pmf
  ltac:(check) ltac:(check) smallest ltac:(check) ltac:(check) lhs rhs.
set noise := (3%:R * Num.sqrt _ * Num.sqrt _ / alpha)%R; have small : (noise < 3%:R * (q R 1))%R.
  apply: (@le_lt_trans _ _ (3%:R * (q R (9#10)) * (q R (18#25)) / alpha)%R); last by check.
  rewrite /noise ler_pmul2r; last by check.
  by apply: ler_pmul; rewrite ?mulr_ge0 ?sqrtr_ge0 ?ler0n ?ler_pmul2l ?ltr0n //; apply: root_at_most; check.
have less : (3%:R * (q R (14#15)) < 3%:R * (q R 1))%R by check.
by apply/negP; rewrite -ltNge lt_maxl !lt_maxr less small.
Qed.
End Instance.
