(** stkr.wrong-transform (printed), part well-posed: 5/9 <= 1/2 fails here.
    Written by `contextures export`, certificate 41717ed3f8098a53. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Checking.
From Contextures.Statements Require Import Stkr.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation w := (vector R 2 [:: 2#3; 1#3]).
Notation K := (table R 2 2 [:: [:: 1; -2#1]; [:: -2#1; 4]]).
Notation lam := (numbers R [:: 2; 0]).
Notation psi := (functions R 2 [:: [:: -1#2; 1]; [:: 1; 1]]).
Notation eta := (q R (2#5)).
Notation delta := (q R (1#2)).
Notation samples := [:: [tuple of [:: (@Ordinal 2 0 isT); (@Ordinal 2 1 isT)]]; [tuple of [:: (@Ordinal 2 1 isT); (@Ordinal 2 0 isT)]]; [tuple of [:: (@Ordinal 2 1 isT); (@Ordinal 2 1 isT)]]].

Lemma is_a_kernel : base_kernel w K lam psi. Proof. by check. Qed.
(** A direction in which the kernel on a sample is as large as that. *)
Lemma without_transform : forall z, z \in samples -> ill_posed K eta z.
Proof.
apply: everyP; cbn [every]; do !split=> //.
- by exists (vector R 2 [:: -1#2; 1]); check.
- by exists (vector R 2 [:: -2#1; 1]); check.
- by exists (vector R 2 [:: 1; 1]); check.
Qed.
Lemma lhs : (\sum_(z <- samples) \prod_(i < 2) w (tnth z i) = (q R (5#9)))%R.
Proof. by rewrite !big_cons big_nil !big_ord_recl !big_ord0; check. Qed.

Theorem refuted : ~ wrong_transform_well_posed_printed R.
Proof.
move/(_ _ _ w K lam psi eta delta samples is_a_kernel) => claim.
have := claim ltac:(check) ltac:(check) ltac:(check) ltac:(check) ltac:(check) isT isT without_transform.
by rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
