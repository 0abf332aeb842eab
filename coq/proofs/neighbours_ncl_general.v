(** neighbours.ncl-general: raw items without probability have no views. *)
From Contextures Require Import Library Contextures Basics Risks Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem graph : ncl_general_graph_printed R.
Proof.
move=> C N raw views _ pmf x y; apply: eq_bigr => c _ /=.
have -> : pX (fun c x => raw c * views c x) c = raw c by rewrite /pX -mulr_sumr; case: (pmf c) => _ ->; rewrite mulr1.
have [->|nz] := eqVneq (raw c) 0; first by rewrite !mul0r.
by field.
Qed.
Theorem overlap : ncl_general_overlap_printed R.
Proof.
move=> C N raw views [raw0 _] pmf apart c c' ne; rewrite /Graphs.overlap big1 // => x _; rewrite /posterior.
have ge0 e : 0 <= raw e * views e x by rewrite mulr_ge0 //; case: (pmf e).
have [zero|c0] := eqVneq (raw c * views c x) 0; first by rewrite zero !mul0r mulr0.
have [zero|c'0] := eqVneq (raw c' * views c' x) 0; first by rewrite zero !mul0r !mulr0.
by case/eqP: ne; apply: (apart x); rewrite lt_def ge0 ?c0 ?c'0.
Qed.
End Proofs.
