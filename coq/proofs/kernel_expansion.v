(** Expansions in the eigenfunctions of a kernel. *)
From Contextures Require Import Library Contextures Kernels Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Stkr.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Expansion.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R) (K : 'I_n -> 'I_n -> R) (lam : nat -> R) (psi : nat -> 'I_n -> R).
Hypothesis kernel : base_kernel w K lam psi.
Local Notation len i := (dot w (psi i) (psi i)).
Lemma len_neq0 i : (i < n)%N -> len i != 0.
Proof. by case: kernel => _ _ [lenp _ _ _] _ _ lt; rewrite lt0r_neq0 // lenp. Qed.
Lemma len_gt0 i : (i < n)%N -> 0 < len i.
Proof. by case: kernel => _ _ [lenp _ _ _] _ _; exact: lenp. Qed.
Lemma psi_orth i j : (i < n)%N -> (j < n)%N -> dot w (psi i) (psi j) = (i == j)%:R * len i.
Proof.
case: kernel => _ _ [_ orth _ _] _ _ iN jN; have [<-|ne] := eqVneq i j; first by rewrite mul1r.
by rewrite mul0r orth.
Qed.
Lemma lam_ge0 i : (i < n)%N -> 0 <= lam i. Proof. by case: kernel => _ _ _ lam0 _; exact: lam0. Qed.
Definition unit_psi i x := psi i x / norm w (psi i).
Lemma w_ge0 x : 0 <= w x. Proof. by case: kernel => w0 _ _ _ _; exact: ltW. Qed.
Lemma norm_psi i : (i < n)%N -> norm w (psi i) != 0 /\ norm w (psi i) ^+ 2 = len i.
Proof.
move=> lt; rewrite norm_sqr; last exact: w_ge0.
by rewrite sqrtr_eq0 -ltNge len_gt0.
Qed.
Lemma unit_psi_orthonormal i : (i < n)%N -> forall j, (j < n)%N -> dot w (unit_psi i) (unit_psi j) = (i == j)%:R.
Proof.
move=> iN j jN; have [ni si] := norm_psi iN; have [nj sj] := norm_psi jN.
have -> : dot w (unit_psi i) (unit_psi j) = dot w (psi i) (psi j) / (norm w (psi i) * norm w (psi j)).
  by rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /unit_psi; field; rewrite ni nj.
rewrite psi_orth //; have [e|ne] := eqVneq i j; last by rewrite !mul0r.
by rewrite -e mul1r -expr2 si divff // len_neq0.
Qed.
Lemma unit_coefficient i f : dot w f (unit_psi i) = dot w f (psi i) / norm w (psi i).
Proof. by rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /unit_psi mulrA. Qed.
Lemma kernel_parseval f h : dot w f h = \sum_(i < n) dot w f (psi i) * dot w h (psi i) / len i.
Proof.
rewrite (parseval unit_psi_orthonormal); apply: eq_bigr => i _; rewrite !unit_coefficient.
by have [ni <-] := norm_psi (ltn_ord i); field.
Qed.
Lemma spanned_coefficient (c : 'I_n -> R) j : (j < n)%N ->
  dot w (fun z => \sum_(i < n) c i * psi i z) (psi j) = (if insub j is Some k then c k else 0) * len j.
Proof.
move=> jN; rewrite dot_suml insubT (bigD1 (Ordinal jN)) //= big1 ?addr0 // => i ne.
by rewrite psi_orth // (_ : (i == j :> nat) = false) ?mul0r ?mulr0 //; apply/negbTE; move: ne; rewrite -val_eqE.
Qed.
End Expansion.
