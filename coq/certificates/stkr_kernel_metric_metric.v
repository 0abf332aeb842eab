(** stkr.kernel-metric (printed), part metric: 2 == 4 fails here.
    Written by `contextures export`, certificate cca5a12232d9ba9e. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Checking.
From Contextures.Statements Require Import Stkr.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation w := (vector R 2 [:: 1#2; 1#2]).
Notation K := (table R 2 2 [:: [:: 1; -1#1]; [:: -1#1; 1]]).
Notation lam := (numbers R [:: 1; 0]).
Notation psi := (functions R 2 [:: [:: -1#1; 1]; [:: 1; 1]]).

Lemma is_a_kernel : base_kernel w K lam psi. Proof. by check. Qed.
Lemma lhs : (space_norm w (fun i => lam i ^+ 1)%R psi
  (fun z => transformed_kernel w (fun i => lam i ^+ 1)%R psi (@Ordinal 2 0 isT) z
    - transformed_kernel w (fun i => lam i ^+ 1)%R psi (@Ordinal 2 1 isT) z)%R = (q R 4))%R. Proof. by check. Qed.
Lemma rhs : (\sum_(i < 2) lam i ^+ 1 * (psi i (@Ordinal 2 0 isT) - psi i (@Ordinal 2 1 isT)) ^+ 2
    / dot w (psi i) (psi i) = (q R 4))%R.
Proof. by check. Qed.

Theorem refuted : ~ kernel_metric_metric_printed R.
Proof.
move/(_ _ w K lam psi 1%N (@Ordinal 2 0 isT) (@Ordinal 2 1 isT) is_a_kernel isT); cbv zeta; rewrite lhs rhs.
move/(congr1 (fun r => r ^+ 2)%R); rewrite sqr_sqrtr; last by check.
by apply/eqP; check.
Qed.
End Instance.
