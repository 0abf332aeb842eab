(** objectives.laplacian-eigenmaps, both parts. *)
From Contextures Require Import Library Contextures Losses Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Lemma laplacianE N (P : 'I_N -> 'I_N -> R) (h : 'I_N -> R) u : is_law P -> (forall u v, P u v = P v u) ->
  laplacian P (fun v => Num.sqrt (pX P v) * h v) u = Num.sqrt (pX P u) * (h u - T P h u).
Proof.
move=> law sym; rewrite /laplacian /T mulrBr; congr (_ - _).
have root v : 0 < Num.sqrt (pX P v) by rewrite sqrtr_gt0 pX_gt0.
have U := lt0r_neq0 (root u); have UU : Num.sqrt (pX P u) ^+ 2 = pX P u by rewrite sqr_sqrtr // pX_ge0.
have -> : Num.sqrt (pX P u) * ((\sum_v P u v * h v) / pX P u) = (\sum_v P u v * h v) / Num.sqrt (pX P u).
  by move: U UU; set r := Num.sqrt (pX P u) => U <-; field.
rewrite mulr_suml; apply: eq_bigr => v _; have V := lt0r_neq0 (root v).
by field; rewrite U V.
Qed.
Theorem spectrum : laplacian_eigenmaps_spectrum_printed R.
Proof.
move=> N P lam e i law sym [len orth eigen _] lt g; split=> [u|j jN].
  by rewrite laplacianE // eigen // /g; ring.
apply: eq_bigr => u _; rewrite /g -[in RHS](sqr_sqrtr (pX_ge0 law u)); ring.
Qed.
Theorem constant : laplacian_eigenmaps_constant_printed R.
Proof.
move=> N P u law sym; rewrite -[RHS](mulr0 (Num.sqrt (pX P u))).
have -> : laplacian P (fun v => Num.sqrt (pX P v)) u = laplacian P (fun v => Num.sqrt (pX P v) * 1) u.
  by rewrite /laplacian mulr1; congr (_ - _); apply: eq_bigr => v _; rewrite mulr1.
rewrite (laplacianE (fun=> 1)) //; congr (_ * _).
by rewrite /T; under eq_bigr do rewrite mulr1; rewrite -/(pX P u) divff ?subrr // lt0r_neq0 // pX_gt0.
Qed.
End Proofs.
