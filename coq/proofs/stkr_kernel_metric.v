(** stkr.kernel-metric (corrected). *)
From Contextures Require Import Library Contextures Kernels Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Stkr.
From Contextures.Proofs Require Import kernel_expansion.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem metric (R : rcfType) : kernel_metric_metric_corrected R.
Proof.
move=> n w K lam psi p x y kernel p0 Kp.
pose c (i : 'I_n) := lam i ^+ p * (psi i x - psi i y) / dot w (psi i) (psi i).
have KpE z : Kp x z - Kp y z = \sum_(i < n) c i * psi i z.
  by rewrite -sumrB; apply: eq_bigr => i _; rewrite /c; ring.
apply: eq_bigr => j _; rewrite (eq_dot w KpE (frefl _)) (spanned_coefficient kernel) ?ltn_ord //.
rewrite (valK j).
have L := len_neq0 kernel (ltn_ord j); rewrite /c divfK //.
have [->|nz] := eqVneq (lam j ^+ p) 0; first by rewrite !(mul0r, mulr0, expr0n, invr0).
by field; rewrite L nz.
Qed.
