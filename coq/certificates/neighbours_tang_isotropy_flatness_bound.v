(** neighbours.tang-isotropy-flatness (printed), part bound: 0 <= -2.28571428545305721512 fails here.
    Written by `contextures export`, certificate 94b87dfd531a79e2. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Isotropy.
From Contextures.Statements Require Import IsotropyPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation law := (vector R 2 [:: 1#2; 1#2]).
Notation A := (fun (c : 'I_2) (i : 'I_2) (j : 'I_2) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 1#2; 0]; [:: 0; 0]]; [:: [:: 0; 0]; [:: 0; 1#2]]] c) i) j)).
Notation zeta := (q R 1).
Notation high := (q R (1#8)).
Notation low := (q R 0).
Notation lam := (numbers R [:: 1#8; 1#8]).

Lemma highest : is_sup (moment_on_units law A) (q R (1#8)).
Proof.
apply: (highest_by (u := (vector R 2 [:: 1; 0])) (v := (vector R 2 [:: 1; 0]))); try check.
by apply: (moment_at_most (D := (vector R 2 [:: 1#8; 1#8])) (L := (fun (c : 'I_2) (i : 'I_2) (j : 'I_2) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 0; 1]; [:: 0; 0]]; [:: [:: 0; 0]; [:: 1; 0]]] c) i) j)))); check.
Qed.
Lemma lowest : is_inf (moment_on_units law A) (q R 0).
Proof.
apply: (lowest_by (u := (vector R 2 [:: 1; 0])) (v := (vector R 2 [:: 0; 1]))); try check.
by apply: (moment_at_least (D := (vector R 2 [:: 1#8; 1#8])) (L := (fun (c : 'I_2) (i : 'I_2) (j : 'I_2) => q R (nth 0 (nth [::] (nth [::] [:: [:: [:: 1; 0]; [:: 0; 0]]; [:: [:: 0; 0]; [:: 0; 1]]] c) i) j)))); check.
Qed.
Lemma prior_spectrum : eigenvalues_of (second_moments law A) lam.
Proof. by exists (functions R 2 [:: [:: 1; 0]; [:: 0; 1]]); check. Qed.
Lemma lhs : (lam 0%N / lam 2.-1 - 1 = (q R 0))%R. Proof. by check. Qed.
Lemma rhs : (zeta / ((high + low) / 2%:R - zeta / 2%:R) = (q R (-16#7)))%R. Proof. by check. Qed.

Theorem refuted : ~ tang_isotropy_flatness_bound_printed R.
Proof.
move=> claim.
refute (claim _ _ _ law A zeta high low lam ltac:(check) isT highest lowest ltac:(check) ltac:(check)
  prior_spectrum ltac:(check)) lhs rhs.
Qed.
End Instance.
