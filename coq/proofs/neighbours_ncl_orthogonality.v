(** neighbours.ncl-orthogonality: sqrt(P(c)P(c')) is at least the smallest P(c). *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem value : ncl_orthogonality_value_printed R.
Proof.
move=> C N P i j law _; rewrite /dot /overlap mulr_suml; apply: eq_bigr => x _; rewrite /phi sqrtrM ?pX_ge0 //.
by rewrite -mulrA mulf_div -[RHS]mulrA.
Qed.
Lemma overlap_ge0 C N (P : 'I_C -> 'I_N -> R) i j : is_law P -> 0 <= overlap P i j.
Proof.
move=> law; have [ge0 _ _ _] := law; apply: sumr_ge0 => x _; rewrite /posterior.
by apply: mulr_ge0; rewrite ?pA_ge0 //; apply: mulr_ge0; apply: divr_ge0; rewrite ?pA_ge0.
Qed.
Theorem bound : ncl_orthogonality_bound_printed R.
Proof.
move=> C N P i j eps p law ne below p0 least; rewrite value //.
have root : p <= Num.sqrt (pX P i * pX P j).
  rewrite -(ger0_norm (ltW p0)) -sqrtr_sqr ler_sqrt ?mulr_gt0 ?pX_gt0 // expr2.
  by apply: ler_pmul; rewrite ?(ltW p0) ?least.
have root0 := lt_le_trans p0 root.
rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr //; apply: ler_pmul; rewrite ?overlap_ge0 ?below // ltW //.
Qed.
End Proofs.
