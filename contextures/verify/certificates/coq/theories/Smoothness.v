(** For certificates of chapter 5.2: norms that are no norms. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Export Checking.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Norms.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R) (psi : nat -> 'I_n -> R).
Hypothesis w_ge0 : forall x, 0 <= w x.
Lemma space_norm_ge0 (s : nat -> R) f : (forall i, (i < n)%N -> 0 <= s i) -> 0 <= space_norm w s psi f.
Proof.
move=> s0; apply: sumr_ge0 => i _; rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?s0 //; exact: dot_ge0.
Qed.
Lemma parallelogram (s : nat -> R) f g :
  space_norm w s psi (fun x => f x + g x) + space_norm w s psi (fun x => f x - g x)
  = 2%:R * space_norm w s psi f + 2%:R * space_norm w s psi g.
Proof.
rewrite /space_norm !mulr_sumr -!big_split; apply: eq_bigr => i _ /=.
have -> : dot w (fun x => f x + g x) (psi i) = dot w f (psi i) + dot w g (psi i).
  by rewrite /dot -big_split; apply: eq_bigr => x _ /=; ring.
have -> : dot w (fun x => f x - g x) (psi i) = dot w f (psi i) - dot w g (psi i).
  by rewrite /dot -sumrB; apply: eq_bigr => x _ /=; ring.
move: (_^-1) => c; ring.
Qed.
Lemma norm_of_ratio (s : nat -> R) f a : a = smoothness w s psi f -> a != 0 -> space_norm w s psi f = dot w f f / a.
Proof.
rewrite /smoothness => -> ne; have [z|nz] := eqVneq (space_norm w s psi f) 0.
  by move: ne; rewrite z invr0 mulr0 eqxx.
have [d0|dn] := eqVneq (dot w f f) 0; first by move: ne; rewrite d0 mul0r eqxx.
by field; rewrite nz dn.
Qed.

(** The square of r_K keeps the order of r_K. *)
Lemma square_keeps_order (lam : nat -> R) f g : (forall i, (i < n)%N -> 0 <= lam i) ->
  (forall p, (0 < p)%N -> smoothness w (fun i => lam i ^+ p) psi g <= smoothness w (fun i => lam i ^+ p) psi f) ->
  smoothness w (fun i => lam i ^+ 1) psi g ^+ 2 <= smoothness w (fun i => lam i ^+ 1) psi f ^+ 2.
Proof.
move=> lam0 order; have pos h : 0 <= smoothness w (fun i => lam i ^+ 1) psi h.
  rewrite divr_ge0 ?dot_ge0 // space_norm_ge0 // => i lt; exact: exprn_ge0 (lam0 i lt).
by rewrite ler_pexpn2r ?nnegrE //; exact: order.
Qed.
End Norms.
