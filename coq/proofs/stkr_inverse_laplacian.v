(** stkr.inverse-laplacian, all parts. *)
From Contextures Require Import Library Contextures Kernels Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Stkr.
From Contextures.Proofs Require Import kernel_expansion.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem rest : inverse_laplacian_rest_printed R.
Proof.
move=> n w K lam psi eta i [_ _ [_ _ _ desc] _ _] eta0 top lt; apply: le_lt_trans top.
rewrite ler_pmul2l //; elim: i lt => [|i IH] lt; first exact: lexx.
exact: le_trans (desc i lt) (IH (ltnW lt)).
Qed.
Theorem series : inverse_laplacian_series_printed R.
Proof.
move=> n w K lam psi eta p i kernel eta0 top lt.
have nz : 1 - eta * lam i != 0 by rewrite subr_eq0 eq_sym lt_eqF // (rest kernel eta0 top lt).
elim: p => [|p ->]; first by rewrite big_ord0 add0r expr0 mul1r expr1.
rewrite big_ord_recr /= -addrA; congr (_ + _); rewrite !exprS; move: (eta ^+ p) (lam i ^+ p) => a b.
by field.
Qed.
Theorem norm : inverse_laplacian_norm_printed R.
Proof.
move=> n w K lam psi eta f kernel eta0 top inside.
rewrite (kernel_parseval kernel) mulr_sumr -sumrB; apply: eq_bigr => i _.
have L := len_neq0 kernel (ltn_ord i).
have nz : 1 - eta * lam i != 0 by rewrite subr_eq0 eq_sym lt_eqF // (rest kernel eta0 top).
have [l0|ln] := eqVneq (lam i) 0; first by rewrite inside // !(mul0r, expr0n, mulr0) subr0.
by field; rewrite L nz ln.
Qed.
End Proofs.
