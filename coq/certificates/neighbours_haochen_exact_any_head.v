(** neighbours.haochen-exact (printed), part any-head: 1/5 == 0 fails here.
    Written by `contextures export`, certificate a3a3a978a1f19331. *)
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
Notation e := (functions R 5 [:: [:: 0; 0; 0; -1#1; -1#1]; [:: 1; 0; 0; 0; 0]; [:: 0; 1; 0; 0; 0]; [:: 0; 0; 1; 0; 0]; [:: 0; 0; 0; 1#2; -1#2]]).
Notation f := (fun l : 'I_4 => e l).

Lemma minimises : learned (pair P) theta f. Proof. by exists e; [check | split]. Qed.
Lemma lhs ties B b : ((q R (1#5)) <= vote_error (pX P) P y ties (second f ties B b))%R.
Proof.
apply: (vote_error_at_least (alike := (fun v => (nth false v (@Ordinal 5 3 isT) == nth false v (@Ordinal 5 4 isT))%bool))).
  by case: ties; answers.
have same_3_4 l : f l (@Ordinal 5 3 isT) = f l (@Ordinal 5 4 isT) by move: l; check.
by rewrite !nth_answers ?(second_same _ _ _ same_3_4) ?eqxx.
Qed.
Lemma rhs : 0%R = q R 0. Proof. by check. Qed.

Theorem refuted : ~ haochen_exact_any_head_printed R.
Proof.
move=> claim.
have [ties [B [b zero]]] := claim _ _ _ P y theta f ltac:(check) ltac:(check) isT minimises.
have := lhs ties B b; rewrite zero; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
