(** neighbours.tang-posthoc-trained (printed), part any: 1/7 == 1/6 fails here.
    Written by `contextures export`, certificate d794e2a446925ef9. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 2 [:: [:: 0; 1#8]; [:: 1#4; 1#8]; [:: 1#4; 1#4]]).
Notation tasks := [:: [:: [:: 0; 1]; [:: 1; 0]]; [:: [:: 1; 0]; [:: 0; 1]]].
Notation task := (fun (t : 'I_2) (a : 'I_2) (v : 'I_2) => q R (nth 0 (nth [::] (nth [::] tasks t) a) v)).
Notation eps := (q R 1).
Notation f := (table R 2 3 [:: [:: 1; 0; 0]; [:: 1; 1; 0]]).
Notation W := (table R 1 2 [:: [:: 1; 0]]).
Notation own := (table R 1 3 [:: [:: 7#8; -1#8; -1#8]]).
Notation best := (table R 1 3 [:: [:: -3#1; 1; 0]]).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma are_tasks t : is_channel (task t).
Proof. by move=> a; split; [move=> v; move: t a v; check | move: t a; check]. Qed.
Lemma independent_f : independent_components P f.
Proof. by apply: (independent_by (B := (table R 2 3 [:: [:: 1; -1#1; 0]; [:: 1#4; 7#4; 0]]))); check. Qed.
Lemma directions : top_directions P task eps f W.
Proof.
split; first by check.
exists (numbers R [:: 1#64; 0]), (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); first by check.
by apply: (span_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]]))); check.
Qed.
Lemma own_orthogonal : orthogonal_family P own. Proof. by split; check. Qed.
Lemma best_orthogonal : orthogonal_family P best. Proof. by split; check. Qed.
Lemma own_span h : spanned own h <-> spanned (along_directions P f W) h.
Proof. by move: h; apply: (span_by (A := (table R 1 1 [:: [:: 1]])) (B := (table R 1 1 [:: [:: 1]]))); check. Qed.
Lemma best_inside k : spanned (fun i => centred (pX P) (f i)) (best k).
Proof. by exists ((table R 1 2 [:: [:: -4#1; 1]]) k); move: k; check. Qed.
Lemma lhs : gain_of P task eps own = (q R (1#7)). Proof. by check. Qed.
Lemma rhs : gain_of P task eps best = (q R (1#6)). Proof. by check. Qed.

Theorem refuted : ~ tang_posthoc_trained_any_printed R.
Proof.
move=> claim.
have := claim _ _ _ _ _ _ P task eps f W is_a_law are_tasks ltac:(check) isT independent_f directions
  own best own_orthogonal best_orthogonal own_span best_inside.
by rewrite lhs rhs; apply/negP; rewrite -ltNge; check.
Qed.
End Instance.
