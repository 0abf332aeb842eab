(** classical.kl-as-printed (printed), part lower: 1 <= 1/2 fails here.
    Written by `contextures export`, certificate 24b9d35bcc4261ea. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation value := (vector R 2 [:: 0; 0]).
Notation delta := (q R (1#2)).
Notation n := 1%N.

Lemma lhs : probability law n (fun drawn => (mean law value <= 0)%R) = 1%R.
Proof. by apply: certain => [|drawn size]; [check | check]. Qed.
Lemma rhs : delta = (q R (1#2)). Proof. by []. Qed.

Theorem refuted : ~ kl_as_printed_lower_printed ln.
Proof.
move=> claim.
have at_end drawn : size drawn = n -> average value drawn = 0%R.
  by apply: (@average_constant _ _ 0%N); check.
have := claim _ n law value delta (fun=> 0%R) ltac:(check) ltac:(premise) ltac:(check) isT
  ltac:(by move=> drawn /at_end ->; apply: (inf_at_zero natural); by apply/ltW/(ln_gt0 natural); check).
by rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
