(** neighbours.adainf-inflated-error (printed), part bound: 1/2 <= 1/3 fails here.
    Written by `contextures export`, certificate 626e1e9cc4865e8b. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation real := (vector R 3 [:: 1#2; 1#2; 0]).
Notation generated := (vector R 3 [:: 1#3; 1#3; 1#3]).
Notation beta := (q R (1#2)).
Notation views := (table R 3 2 [:: [:: 1; 0]; [:: 0; 1]; [:: 1#2; 1#2]]).
Notation y := (fun x : 'I_3 => nth false [:: true; false; false] x).
Notation z := (fun x : 'I_2 => nth false [:: true; false] x).
Notation lambda := (numbers R [:: 0; 1#6]).
Notation e := (functions R 2 [:: [:: 1; 1]; [:: -1#1; 1]]).
Notation k := 1%N.
Notation f := (fun l : 'I_k => e l).
Notation w := (affinity (inflated beta real generated) views).

Lemma minimises : learned w (fun i => 1 - lambda i)%R f. Proof. by exists e; [check | split]. Qed.
Lemma lhs ties B b : ((q R (1#2)) <= vote_error real views y ties (second f ties B b))%R.
Proof.
apply: (vote_error_at_least (alike := (fun v => (nth false v (@Ordinal 2 0 isT) == nth false v (@Ordinal 2 1 isT))%bool))); first by case: ties; answers.
have same_0_1 l : f l (@Ordinal 2 0 isT) = f l (@Ordinal 2 1 isT) by move: l; check.
by rewrite !nth_answers ?(second_same _ _ _ same_0_1) ?eqxx.
Qed.
Lemma rhs : (8%:R * labelling_error real views y z / lambda k + 16%:R * labelling_error real views y z
  + 2%:R * (1 - beta) * total_variation real generated = (q R (1#3)))%R.
Proof. by check. Qed.

Theorem refuted : ~ adainf_inflated_error_bound_printed R.
Proof.
move=> claim.
have [ties [B [b]]] := claim _ _ _ real generated beta views y z lambda f
  ltac:(check) ltac:(check) ltac:(check) ltac:(premise) isT ltac:(check) minimises ltac:(check).
rewrite rhs => le; have := le_trans (lhs ties B b) le; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
