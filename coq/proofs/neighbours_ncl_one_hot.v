(** neighbours.ncl-one-hot: (corrected): P(c|x) is an indicator. *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma indicates C N (P : 'I_C -> 'I_N -> R) one c x : is_law P -> one_class P one -> posterior P c x = (c == one x)%:R.
Proof.
move=> law only; have [ge0 _ _ _] := law; have zero e : e != one x -> P e x = 0.
  by move=> ne; apply/eqP; rewrite eq_le ge0 andbT leNgt only.
have sum : pA P x = P (one x) x by rewrite /pA (bigD1 (one x)) //= big1 ?addr0 // => e; exact: zero.
rewrite /posterior; have [->|ne] := eqVneq c (one x); last by rewrite zero // mul0r.
by rewrite sum divff // lt0r_neq0 // only.
Qed.
Theorem indicator : ncl_one_hot_indicator_corrected R.
Proof. by move=> C N P one c x law only; rewrite /phi (indicates _ _ law only). Qed.
Theorem sparse_all : ncl_one_hot_sparse_all_corrected R.
Proof.
move=> C N P one x law only; rewrite -(card1 (one x)); apply: eq_card => c; rewrite !inE (indicator _ _ law only).
have [_|_] := eqVneq c (one x); last by rewrite mul0r eqxx.
by rewrite mul1r invr_eq0 sqrtr_eq0 -ltNge pX_gt0.
Qed.
Theorem sparse : ncl_one_hot_sparse_corrected R.
Proof. by move=> C N P one x law only; rewrite (sparse_all x law only). Qed.
Theorem orthogonal : ncl_one_hot_orthogonal_corrected R.
Proof.
move=> C N P one i j law only; have [ge0 _ _ _] := law.
have [<-|ne] := eqVneq i j; last first.
  rewrite /dot big1 // => x _; rewrite !(indicator _ _ law only).
  by have [e|_] := eqVneq i (one x); rewrite ?mul0r ?mulr0 ?mul0r // -e eq_sym (negPf ne) mul0r mulr0.
have nz : pX P i != 0 by rewrite lt0r_neq0 // pX_gt0.
rewrite -[RHS](divff nz) {2}/pX mulr_suml; apply: eq_bigr => x _; rewrite !(indicator _ _ law only) -mulrA mulf_div.
rewrite -expr2 -expr2 sqr_sqrtr ?pX_ge0 // mulrA; congr (_ / _).
have := indicates i x law only; rewrite /posterior; have [_|_] := eqVneq i (one x).
  by move/(congr1 (fun t => t * pA P x)); rewrite mulfVK ?lt0r_neq0 ?pA_gt0 // => ->; rewrite expr1n mulrC.
by move/eqP; rewrite mulf_eq0 invr_eq0 (gt_eqF (pA_gt0 law x)) orbF => /eqP ->; rewrite expr0n mulr0.
Qed.
End Proofs.
