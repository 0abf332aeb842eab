(** neighbours.haochen-exact (printed), part recovery: 1/5 == 0 fails here.
    Written by `contextures export`, certificate 5f882b060e1c6797. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 5 5 [:: [:: 1#5; 0; 0; 0; 0]; [:: 0; 1#5; 0; 0; 0]; [:: 0; 0; 1#5; 0; 0]; [:: 0; 0; 0; 1#5; 0]; [:: 0; 0; 0; 0; 1#5]]).
Notation y := (fun x : 'I_5 => nth false [:: false; false; false; true; false] x).
Notation theta := (numbers R [:: 1; 1; 1; 1; 1]).
Notation e := (functions R 5 [:: [:: 0; 0; 0; 0; 1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1; 0]]).
Notation f := (fun l : 'I_4 => e l).

Lemma minimises : learned (pair P) theta f. Proof. by exists e; [check | split]. Qed.
Lemma lhs B : ((q R (1#5)) <= head_error P y f B)%R.
Proof.
rewrite /head_error; apply: (vote_error_at_least (alike := (fun v => ~~ nth false v (@Ordinal 5 3 isT)))).
  by answers.
have dark_3 l : f l (@Ordinal 5 3 isT) = 0%R by move: l; check.
by rewrite !nth_answers ?(second_zero _ dark_3) ?eqxx.
Qed.
Lemma rhs : 0%R = q R 0. Proof. by check. Qed.

Theorem refuted : ~ haochen_exact_recovery_printed R.
Proof.
move=> claim.
have [B zero] := claim _ _ _ P y theta f ltac:(check) ltac:(check) isT minimises.
have := lhs B; rewrite zero; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
