(** neighbours.tang-propagation (printed), part equality: 0 <= 0 holds here.
    Written by `contextures export`, certificate 4e4a8892d8d68d43. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Isotropy.
From Contextures.Statements Require Import IsotropyPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation A := (fun (c : 'I_2) (i : 'I_2) (j : 'I_1) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 0]; [:: 1#10]]; [:: [:: 1#10]; [:: 0]]] c) i) j)).
Notation C := (table R 2 2 [:: [:: 0; 1]; [:: 1; 0]]).
Notation zeta := (q R 0).
Notation high := (q R (1#200)).
Notation low := (q R (1#200)).
Notation tau := (numbers R [:: 1; 1]).
Notation top := (q R (1#200)).
Notation bottom := (q R (1#200)).

Lemma highest : is_sup (moment_on_units law A) (q R (1#200)).
Proof.
apply: (highest_by (u := (vector R 2 [:: 1; 0])) (v := (vector R 1 [:: 1]))); try check.
by apply: (moment_at_most (D := (vector R 1 [:: 0])) (L := (fun (c : 'I_1) (i : 'I_2) (j : 'I_1) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 0]; [:: 0]]] c) i) j)))); check.
Qed.
Lemma lowest : is_inf (moment_on_units law A) (q R (1#200)).
Proof.
apply: (lowest_by (u := (vector R 2 [:: 1; 0])) (v := (vector R 1 [:: 1]))); try check.
by apply: (moment_at_least (D := (vector R 1 [:: 0])) (L := (fun (c : 'I_1) (i : 'I_2) (j : 'I_1) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 0]; [:: 0]]] c) i) j)))); check.
Qed.
Lemma highest_passed : is_sup (moment_on_units law (passed C A)) (q R (1#200)).
Proof.
apply: (highest_by (u := (vector R 2 [:: 1; 0])) (v := (vector R 1 [:: 1]))); try check.
by apply: (moment_at_most (D := (vector R 1 [:: 0])) (L := (fun (c : 'I_1) (i : 'I_2) (j : 'I_1) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 0]; [:: 0]]] c) i) j)))); check.
Qed.
Lemma lowest_passed : is_inf (moment_on_units law (passed C A)) (q R (1#200)).
Proof.
apply: (lowest_by (u := (vector R 2 [:: 1; 0])) (v := (vector R 1 [:: 1]))); try check.
by apply: (moment_at_least (D := (vector R 1 [:: 0])) (L := (fun (c : 'I_1) (i : 'I_2) (j : 'I_1) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 0]; [:: 0]]] c) i) j)))); check.
Qed.
Lemma map_spectrum : eigenvalues_of (fun i j => \sum_l C i l * C j l)%R (fun i => tau i ^+ 2)%R.
Proof. by exists (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); check. Qed.
Lemma lhs : ((high + low) / 2%:R * (tau 0%N ^+ 2 - tau 2.-1 ^+ 2) + zeta / 2%:R * (tau 0%N ^+ 2 + tau 2.-1 ^+ 2)
  = (q R 0))%R.
Proof. by check. Qed.
Lemma rhs : (top - bottom = (q R 0))%R. Proof. by check. Qed.

Theorem holds : tang_propagation_equality_printed R.
Proof.
exists 2%N, 2%N, 1%N, law, A, C, zeta, high, low, tau, top, bottom.
split; [split; [check | by []] | split; [exact: highest | exact: lowest] | split; check
  | split; [exact: map_spectrum | check] | split; [exact: highest_passed | exact: lowest_passed | rewrite lhs rhs; check]].
Qed.
End Instance.
