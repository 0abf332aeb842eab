(** shift.boosted-cvar (printed), part strictly-better: 1/2 < 1 holds here.
    Written by `contextures export`, certificate 49d13afd0903af6d. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Duals.
From Contextures.Statements Require Import Shift.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation classifiers := (table R 2 2 [:: [:: 0; 1]; [:: 1; 0]]).
Notation mixture := (vector R 2 [:: 1#2; 1#2]).
Notation alpha := (q R (1#2)).
Notation uniform := (fun _ : 'I_2 => 2%:R^-1)%R.
Notation worst := (table R 2 2 [:: [:: 0; 1]; [:: 1; 0]]).

Lemma lhs : is_worst_risk (cvar_ball uniform alpha) (fun i => \sum_k mixture k * classifiers k i)%R (q R (1#2)).
Proof. by apply: (cvar_by (eta := (q R (1#2))) (Q := (vector R 2 [:: 1; 0]))); check. Qed.
Lemma rhs k r : is_worst_risk (cvar_ball uniform alpha) (classifiers k) r -> ((q R (1#2)) < r)%R.
Proof.
have larger : forall k, ((q R (1#2)) < mean (worst k) (classifiers k))%R by check.
have laws : forall k, (forall i, 0 <= worst k i)%R /\ (\sum_i worst k i = 1)%R by check.
have inside : forall k i, (alpha * worst k i <= uniform i)%R by check.
move=> [above _]; apply: lt_le_trans (larger k) _; apply: above.
by exists (worst k) => //; split=> //; exact: laws.
Qed.

Theorem holds : boosted_cvar_strictly_better_printed R.
Proof.
exists 1%N, 2%N, classifiers, mixture, alpha, (q R (1#2)); split.
- by do 2!(apply: each_ord; cbn [every ords map]; do !split=> //); first [left; check | right; check].
- by check.
- by check.
- exact: lhs.
- exact: rhs.
Qed.
End Instance.
