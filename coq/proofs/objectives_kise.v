(** objectives.kise, all parts. *)
From Contextures Require Import Library Contextures Losses Basics Encoders.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import white_encoders contexts_operators.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma flip_law N M (P : 'I_N -> 'I_M -> R) : is_law P -> is_law (flip P).
Proof.
case=> P0 P1 X0 A0; split; [by move=> a x; exact: P0 | by rewrite exchange_big | exact: A0 | exact: X0].
Qed.
Lemma valueE N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) : is_law P -> white (pX P) Phi ->
  kise_value P Phi = kept_by P Phi.
Proof.
move=> law feasible.
transitivity (\sum_x \sum_y \sum_k pX P x * pX P y * (kernel_X P x y * (Phi k x * Phi k y))).
  apply: eq_bigr => x _; apply: eq_bigr => y _; rewrite -mulr_sumr -mulr_sumr; congr (_ * (_ * _)).
  by apply: eq_bigr => k _; rewrite !(white_centred _ _ feasible).
under eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => k _ /=; rewrite -Basics.adjoint //; apply: eq_bigr => x _.
rewrite -(kernel_x (Phi k) x law) mulr_sumr; apply: eq_bigr => y _; ring.
Qed.
Theorem maximum : kise_maximum_printed R.
Proof. by move=> N M d P Phi s mu law singular feasible; rewrite valueE //; exact: (kept_bound law singular feasible). Qed.
Theorem equivalent : kise_equivalent_printed R.
Proof.
move=> N M d P Phi law feasible; rewrite valueE // noncontrastive_lossE; last exact: flip_law.
rewrite sumrB; congr (_ - _); last by rewrite /kept_by mulr_sumr; apply: eq_bigr.
rewrite -mulr_sumr -[d in RHS]card_ord -sumr_const; congr (_ * _); apply: eq_bigr => k _.
by case: feasible => _ orth; have := orth k k; rewrite eqxx.
Qed.
Theorem if_ : kise_if_printed R.
Proof. by move=> N M d P Phi s mu law singular dN feasible learned; rewrite valueE // (kept_if law dN feasible learned). Qed.
Theorem only_if : kise_only_if_printed R.
Proof.
move=> N M d P Phi s mu law singular dN feasible most; apply: (kept_only_if law singular feasible).
have [Phi' feasible' best] := kept_attained law singular dN.
by rewrite -best -!valueE //; exact: most.
Qed.
End Proofs.
