(** objectives.spectral-noncontrastive (corrected), in the functions of A. *)
From Contextures Require Import Library Contextures Losses Basics Encoders.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import white_encoders objectives_kise.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variables (R : rcfType).
Lemma lossE N M d (P : 'I_N -> 'I_M -> R) (Psi : 'I_d -> 'I_M -> R) : is_law P -> white (pA P) Psi ->
  noncontrastive_loss P Psi = 2%:R * d%:R - 2%:R * kept_by (flip P) Psi.
Proof.
move=> law feasible; rewrite -(valueE (flip_law law)) //; exact: (equivalent (flip_law law)).
Qed.
Theorem minimum : spectral_noncontrastive_minimum_corrected R.
Proof.
move=> N M d P Psi s nu law singular dM feasible; rewrite lossE // ler_add2l ler_opp2 ler_pmul2l ?ltr0n //.
exact: (kept_bound (flip_law law) singular feasible).
Qed.
Theorem spans_if : spectral_noncontrastive_spans_if_corrected R.
Proof.
move=> N M d P Psi s nu law singular dM feasible learned Psi' feasible'.
rewrite !lossE // ler_add2l ler_opp2 ler_pmul2l ?ltr0n // (kept_if (flip_law law) dM feasible learned).
exact: (kept_bound (flip_law law) singular feasible').
Qed.
Theorem spans_only_if : spectral_noncontrastive_spans_only_if_corrected R.
Proof.
move=> N M d P Psi s nu law singular dM feasible least; apply: (kept_only_if (flip_law law) singular feasible).
have [Psi' feasible' most] := kept_attained (flip_law law) singular dM.
have := least Psi' feasible'.
by rewrite !lossE // ler_add2l ler_opp2 ler_pmul2l ?ltr0n // most.
Qed.
End Proofs.
