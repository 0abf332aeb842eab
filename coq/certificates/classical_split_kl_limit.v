(** classical.split-kl (printed), part limit: 1 <= 1/2 fails here.
    Written by `contextures export`, certificate 98c1c9ae9fd5a77a. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Refuting.
From Contextures.Statements Require Import ClassicalPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Variables (ln : R -> R) (natural : is_ln ln).
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation value := (vector R 2 [:: 1; 1]).
Notation delta := (q R (1#2)).
Notation mu := (q R (1#2)).
Notation n := 1%N.

Lemma lhs : probability law n (fun drawn => (mu + (1 - mu) * 1 - mu * 0 <= mean law value)%R) = 1%R.
Proof. by apply: certain => [|drawn size]; [check | check]. Qed.
Lemma rhs : delta = (q R (1#2)). Proof. by []. Qed.

Theorem refuted : ~ split_kl_limit_printed ln.
Proof.
move=> claim.
have up drawn : size drawn = n -> (average (fun z => Num.max 0 (value z - mu)) drawn / (1 - mu) = 1)%R.
  by move=> size; rewrite (@average_constant _ _ 0%N _ (q R (1#2))) //; check.
have down drawn : size drawn = n -> (average (fun z => Num.max 0 (mu - value z)) drawn / mu = 0)%R.
  by move=> size; rewrite (@average_constant _ _ 0%N _ 0%R) ?mul0r //; check.
have := claim _ n law value delta mu (fun=> 1%R) (fun=> 0%R) ltac:(check) ltac:(premise) ltac:(check) ltac:(check) isT
  ltac:(by move=> drawn /up ->; apply: (sup_at_one natural); by apply/ltW/(ln_gt0 natural); check)
  ltac:(by move=> drawn /down ->; apply: (inf_at_zero natural); by apply/ltW/(ln_gt0 natural); check).
by rewrite lhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
