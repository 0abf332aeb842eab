(** objectives.spectral-contrastive (corrected), part identity, for all N, M and d. *)
From Contextures Require Import Library Contextures Losses Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** The mean of <psi(a), psi(b)>^2 over independent a and b is the square norm of the Gram matrix of psi. *)
Lemma gram_square (R : rcfType) M d (w : 'I_M -> R) (psi : 'I_d -> 'I_M -> R) :
  \sum_a \sum_b w a * w b * (\sum_k psi k a * psi k b) ^+ 2 = \sum_k \sum_l dot w (psi k) (psi l) ^+ 2.
Proof.
under eq_bigr => a _ do under eq_bigr => b _ do rewrite expr2 big_distrlr mulr_sumr.
under eq_bigr => a _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => k _ /=.
under eq_bigr => a _ do under eq_bigr => b _ do rewrite mulr_sumr.
under eq_bigr => a _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => l _ /=.
by rewrite expr2 big_distrlr; apply: eq_bigr => a _; apply: eq_bigr => b _ /=; ring.
Qed.
Lemma trace_square (R : rcfType) m d (c : 'I_d -> nat -> R) :
  \sum_k \sum_l (\sum_(i < m) c k i * c l i) ^+ 2 = \sum_(i < m) \sum_(j < m) (\sum_k c k i * c k j) ^+ 2.
Proof.
transitivity (\sum_k \sum_l \sum_(i < m) \sum_(j < m) c k i * c l i * (c k j * c l j)).
  by apply: eq_bigr => k _; apply: eq_bigr => l _; rewrite expr2 big_distrlr.
under eq_bigr => k _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => i _ /=.
under eq_bigr => k _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => j _ /=.
by rewrite expr2 big_distrlr; apply: eq_bigr => k _; apply: eq_bigr => l _ /=; ring.
Qed.

Theorem identity (R : rcfType) : spectral_contrastive_identity_corrected R.
Proof.
move=> N M d P Psi s nu law [nu0 orthonormal eigen _].
set psi := fun k => centred (pA P) (Psi k); set c := coefficient P Psi nu.
have A := pA_gt0 law.
have par f g : dot (pA P) f g = \sum_(j < M) dot (pA P) f (nu j) * dot (pA P) g (nu j) by exact: parseval.
have M_gt0 : (0 < M)%N.
  rewrite lt0n; apply/eqP => M0; move: (pA_sum law); rewrite big1 => [e|a _].
    by move: (oner_neq0 R); rewrite -e eqxx.
  by case: a => a lt; exfalso; rewrite M0 in lt.
have c0 k : c k 0%N = 0.
  rewrite /c /coefficient (eq_dot _ (frefl _) (_ : nu 0%N =1 fun=> 1)) ?dot_one ?mean_centred ?pA_sum //.
have drop (F : nat -> R) : F 0%N = 0 -> \sum_(1 <= i < M) F i = \sum_(i < M) F i.
  by move=> F0; rewrite -(big_mkord xpredT) [RHS]big_ltn // F0 add0r.
(* ½ E <psi, psi'>^2 = ½ |B|^2, by the Gram matrix of psi in both coordinates. *)
have square : \sum_a \sum_b pA P a * pA P b * inner P Psi a b ^+ 2
  = \sum_(i < M) \sum_(j < M) (\sum_k c k i * c k j) ^+ 2.
  rewrite (gram_square (pA P) psi) -trace_square.
  by apply: eq_bigr => k _; apply: eq_bigr => l _; rewrite par.
(* E <psi(A), psi(A+)> = sum of |T psi_k|^2 = Tr(BD). *)
have product : \sum_a \sum_b pair P a b * inner P Psi a b
  = \sum_(i < M) (\sum_k c k i * c k i) * s i ^+ 2.
  transitivity (\sum_k dot (pX P) (T P (psi k)) (T P (psi k))).
    under eq_bigr => a _ do under eq_bigr => b _ do rewrite /inner mulr_sumr.
    under eq_bigr => a _ do rewrite exchange_big.
    by rewrite exchange_big; apply: eq_bigr => k _; rewrite -pair_product.
  under [RHS]eq_bigr do rewrite mulr_suml.
  rewrite [RHS]exchange_big; apply: eq_bigr => k _ /=.
  rewrite adjoint // par; apply: eq_bigr => j _.
  rewrite -adjoint // dotC adjoint // (eq_dot _ (eigen j (ltn_ord j)) (frefl _)).
  have -> : dot (pA P) (fun a => s j ^+ 2 * nu j a) (psi k) = s j ^+ 2 * c k j.
    by rewrite /c /coefficient dotC /dot mulr_sumr; apply: eq_bigr => a _; rewrite /psi; ring.
  by rewrite -/(c k j) /c /coefficient -/(psi k); ring.
rewrite /contrastive_loss /coefficient_form square product -/c.
set B := fun i j => \sum_k c k i * c k j.
set D := fun i j : nat => (i == j)%:R * s i ^+ 2.
have B0 i : B 0%N i = 0 by rewrite /B big1 // => k _; rewrite c0 mul0r.
have form : \sum_(1 <= i < M) \sum_(1 <= j < M) (B i j - D i j) ^+ 2 - \sum_(1 <= i < M) \sum_(1 <= j < M) D i j ^+ 2
  = \sum_(i < M) \sum_(j < M) B i j ^+ 2 - 2%:R * \sum_(i < M) B i i * s i ^+ 2.
  rewrite -sumrB.
  transitivity (\sum_(i < M) \sum_(j < M) (B i j ^+ 2 - 2%:R * (B i j * D i j))).
    rewrite -(drop (fun i => \sum_(j < M) (B i j ^+ 2 - 2%:R * (B i j * D i j)))); last by rewrite big1 // => j _; rewrite !B0 !(mul0r, mulr0, expr0n) subr0.
    apply: eq_bigr => i _; rewrite -sumrB -(drop (fun j => B i j ^+ 2 - 2%:R * (B i j * D i j))); last first.
      have -> : B i 0%N = 0 by rewrite /B big1 // => k _; rewrite c0 mulr0.
      by rewrite mul0r mulr0 expr0n subr0.
    by apply: eq_bigr => j _; ring.
  rewrite mulr_sumr -sumrB; apply: eq_bigr => i _; rewrite sumrB -mulr_sumr; congr (_ - _ * _).
  rewrite (bigD1 i) //= /D eqxx mul1r big1 ?addr0 // => j /negPf ne.
  by rewrite -val_eqE eq_sym /= in ne; rewrite ne mul0r mulr0.
rewrite form -/B; set S := \sum_(i < M) \sum_(j < M) _; set U := \sum_(i < M) _ * s i ^+ 2.
rewrite -/S -/U. by field.
Qed.
