(** classical.one-log (printed), part kl: 1 <= 1/2 fails here.
    Written by `contextures export`, certificate 3feb05c27ad16d73. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation value := (vector R 2 [:: 0; 1]).
Notation delta := (q R (1#2)).
Notation n := 1%N.

Lemma far drawn : size drawn = n ->
  (ln (1 / delta) <= n%:R * relative_entropy ln (average value drawn) (mean law value))%R.
Proof.
case: drawn => [//|z [|//] _].
have -> : (ln (1 / delta) = (logs ln [:: (1, 2)]%bin))%R by rewrite /= addr0 q1 [RHS]mul1r; congr (ln _); check.
rewrite mul1r; move: z; each.
  - by rewrite (relative_entropyE ln (a := 0) (b := 0) (c := 1)
    (d := 2)); try check; apply: (logs_le natural (D := 1%positive)); vm_compute.
  - by rewrite (relative_entropyE ln (a := 1) (b := 2) (c := 0)
    (d := 0)); try check; apply: (logs_le natural (D := 1%positive)); vm_compute.
Qed.
Lemma lhs : probability law n (fun drawn => (ln (1 / delta) <= n%:R * relative_entropy ln (average value drawn) (mean law value))%R) = 1%R.
Proof. by apply: certain => [|drawn size]; [check | exact: far]. Qed.
Lemma rhs : delta = (q R (1#2)). Proof. by []. Qed.

Theorem refuted : ~ one_log_kl_printed ln.
Proof.
move=> claim.
have := claim _ n law value delta ltac:(check) ltac:(premise) ltac:(check).
by rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
