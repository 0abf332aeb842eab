(** bounds.isometry, all parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Bounds.
From Contextures.Proofs Require Import range_space.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

(** The invariance of g: |Tg|^2 is at least (1 - eps) |g|^2. *)
Lemma invariance N M (P : 'I_N -> 'I_M -> R) g eps : is_law P ->
  pair_variance P g / 2%:R <= eps * dot (pA P) g g <-> (1 - eps) * dot (pA P) g g <= dot (pX P) (T P g) (T P g).
Proof.
move=> law; rewrite pair_varianceE // -mulrBr mulrAC divff ?pnatr_eq0 // mul1r mulrBl mul1r.
by rewrite ler_subl_addr -ler_subl_addl.
Qed.
Theorem upper : isometry_upper_printed R.
Proof. by move=> N M P s mu g law singular; exact: norm_at_least. Qed.
Theorem lower : isometry_lower_printed R.
Proof.
move=> N M P s mu g eps law singular e0 e1 /(invariance _ _ law) small; apply: le_trans small.
by rewrite ler_pmul2l ?subr_gt0 //; exact: (least_norm law singular).
Qed.
Theorem least_norm : isometry_least_norm_printed R.
Proof.
move=> N M P s mu g law singular f; split; last by move=> g'; exact: (range_space.least_norm law singular).
by exists (shortest P s mu f); [exact: (shortest_image law singular) | exact: (shortest_norm law singular)].
Qed.
Theorem preimage : isometry_preimage_printed R.
Proof.
move=> N M P s mu g g' eps law singular e0 e1 small same shortest_; apply/(invariance _ _ law); rewrite shortest_.
by rewrite (eq_dot _ same same); exact: (lower law singular).
Qed.
Theorem reproducing : isometry_reproducing_printed R.
Proof.
move=> N M P s mu g x law singular; split; first by eexists => y; exact: kernel_in_range.
by rewrite /range_product_X (productE law singular); exact: (reproduces law singular).
Qed.
End Proofs.
