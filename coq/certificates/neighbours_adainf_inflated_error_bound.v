(** neighbours.adainf-inflated-error (printed), part bound: 1/2 <= 4/9 fails here.
    Written by `contextures export`, certificate f4e9bb0247ce0091. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation real := (vector R 4 [:: 0; 1#2; 1#2; 0]).
Notation generated := (vector R 4 [:: 1#3; 0; 1#3; 1#3]).
Notation beta := (q R (2#3)).
Notation views := (table R 4 3 [:: [:: 1; 0; 0]; [:: 0; 1; 0]; [:: 0; 0; 1]; [:: 0; 1#2; 1#2]]).
Notation y := (fun x : 'I_4 => nth false [:: false; true; false; false] x).
Notation z := (fun x : 'I_3 => nth false [:: false; true; false] x).
Notation lambda := (numbers R [:: 0; 0; 8#63]).
Notation e := (functions R 3 [:: [:: 1; 0; 0]; [:: 0; 1; 1]; [:: 0; -9#7; 1]]).
Notation k := 2%N.
Notation f := (fun l : 'I_k => e l).
Notation w := (affinity (inflated beta real generated) views).

Lemma minimises : learned w (fun i => 1 - lambda i)%R f. Proof. by exists e; [check | split]. Qed.
Lemma lhs ties B b : ((q R (1#2)) <= vote_error real views y ties (second f ties B b))%R.
Proof.
apply: (vote_error_at_least (alike := (fun v => (nth false v (@Ordinal 3 1 isT) == nth false v (@Ordinal 3 2 isT))%bool))); first by case: ties; answers.
have same_1_2 l : f l (@Ordinal 3 1 isT) = f l (@Ordinal 3 2 isT) by move: l; check.
by rewrite !nth_answers ?(second_same _ _ _ same_1_2) ?eqxx.
Qed.
Lemma rhs : (8%:R * labelling_error real views y z / lambda k + 16%:R * labelling_error real views y z
  + 2%:R * (1 - beta) * total_variation real generated = (q R (4#9)))%R.
Proof. by check. Qed.

Theorem refuted : ~ adainf_inflated_error_bound_printed R.
Proof.
move=> claim.
have [ties [B [b]]] := claim _ _ _ real generated beta views y z lambda f
  ltac:(check) ltac:(check) ltac:(check) ltac:(premise) isT ltac:(check) minimises ltac:(check).
rewrite rhs => le; have := le_trans (lhs ties B b) le; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
