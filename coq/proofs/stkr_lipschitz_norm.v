(** stkr.lipschitz-norm, both parts. *)
From Contextures Require Import Library Contextures Kernels Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Stkr.
From Contextures.Proofs Require Import kernel_expansion.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R) (K : 'I_n -> 'I_n -> R) (lam : nat -> R) (psi : nat -> 'I_n -> R).
Variables (p : nat) (f : 'I_n -> R).
Hypotheses (kernel : base_kernel w K lam psi) (p0 : (0 < p)%N) (inside : in_space w lam psi f).
Local Notation len i := (dot w (psi i) (psi i)).
Local Notation c i := (dot w f (psi i)).
Let s i := lam i ^+ p.
Let meets (xi : 'I_n -> R) i := \sum_x xi x * psi i x.

Lemma measure_normE xi : measure_norm w s psi xi = \sum_(i < n) s i * meets xi i ^+ 2 / len i.
Proof.
rewrite /measure_norm /transformed_kernel; under eq_bigr => x _ do under eq_bigr => y _ do rewrite !mulr_suml.
under eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => i _ /=; rewrite /meets expr2 big_distrlr mulr_sumr mulr_suml.
by apply: eq_bigr => x _; rewrite mulr_sumr mulr_suml; apply: eq_bigr => y _ /=; ring.
Qed.
Lemma pairingE xi : \sum_x f x * xi x = \sum_(i < n) c i * meets xi i / len i.
Proof.
have [w0 _ _ _ _] := kernel; pose h x := xi x / w x.
transitivity (dot w f h).
  by apply: eq_bigr => x _; rewrite /h; have := lt0r_neq0 (w0 x) => ne; field.
rewrite (kernel_parseval kernel); apply: eq_bigr => i _; congr (_ * _ / _).
by apply: eq_bigr => x _; rewrite /h; have := lt0r_neq0 (w0 x) => ne; field.
Qed.
Lemma s_zero (i : 'I_n) : s i = 0 -> c i = 0.
Proof. by move/eqP; rewrite expf_eq0 p0 => /eqP; exact: inside. Qed.

Lemma pairing_bound xi : (\sum_x f x * xi x) ^+ 2 <= measure_norm w s psi xi * space_norm w s psi f.
Proof.
rewrite measure_normE pairingE mulrC.
pose v (i : 'I_n) := (len i)^-1; pose root (i : 'I_n) := Num.sqrt (s i).
have s0 (i : 'I_n) : 0 <= s i by rewrite exprn_ge0 // (lam_ge0 kernel).
have v0 i : 0 <= v i by rewrite invr_ge0 ltW // (len_gt0 kernel).
have rr i : root i ^+ 2 = s i by rewrite sqr_sqrtr.
have := cauchy_schwarz v0 (fun i => c i / root i) (fun i => meets xi i * root i).
have -> : dot v (fun i => c i / root i) (fun i => meets xi i * root i) = \sum_(i < n) c i * meets xi i / len i.
  apply: eq_bigr => i _; rewrite /v; have [z|nz] := eqVneq (root i) 0.
    by rewrite s_zero ?mul0r ?mulr0 ?mul0r // -rr z expr0n.
  by have L := len_neq0 kernel (ltn_ord i); field; rewrite L nz.
have -> : dot v (fun i => c i / root i) (fun i => c i / root i) = space_norm w s psi f.
  apply: eq_bigr => i _; rewrite /v -rr; have L := len_neq0 kernel (ltn_ord i).
  have [z|nz] := eqVneq (root i) 0; first by rewrite z !(expr0n, mulr0, invr0, mul0r).
  by field; rewrite L nz.
have -> // : dot v (fun i => meets xi i * root i) (fun i => meets xi i * root i) = \sum_(i < n) s i * meets xi i ^+ 2 / len i.
by apply: eq_bigr => i _; rewrite /v -rr; ring.
Qed.
Lemma pairing_attained : exists xi, measure_norm w s psi xi = space_norm w s psi f /\
  \sum_x f x * xi x = space_norm w s psi f.
Proof.
pose a (i : 'I_n) := c i / (s i * len i).
exists (fun x => w x * \sum_(i < n) a i * psi i x).
have meetsE (j : 'I_n) : meets (fun x => w x * \sum_(i < n) a i * psi i x) j = c j / s j.
  transitivity (dot w (fun x => \sum_(i < n) a i * psi i x) (psi j)); first by [].
  rewrite (spanned_coefficient kernel) ?ltn_ord // (valK j).
  by rewrite /a invfM mulrA divfK // (len_neq0 kernel).
split.
  rewrite measure_normE; apply: eq_bigr => i _; rewrite meetsE; have L := len_neq0 kernel (ltn_ord i).
  have [z|nz] := eqVneq (s i) 0; first by rewrite s_zero // z !(mul0r, mulr0, expr0n).
  by field; rewrite L nz.
rewrite pairingE; apply: eq_bigr => i _; rewrite meetsE; have L := len_neq0 kernel (ltn_ord i).
have [z|nz] := eqVneq (s i) 0; first by rewrite s_zero // z !(mul0r, mulr0, expr0n).
by field; rewrite L nz.
Qed.
End Proofs.
Theorem bound (R : rcfType) : lipschitz_norm_bound_printed R.
Proof. by move=> n w K lam psi p f xi kernel p0 inside; exact: pairing_bound kernel p0 inside xi. Qed.
Theorem attained (R : rcfType) : lipschitz_norm_attained_printed R.
Proof. by move=> n w K lam psi p f kernel p0 inside; exact: pairing_attained kernel p0 inside. Qed.
