(** neighbours.garrido-normalised: (corrected): the sum of the squared norms is that of rows and of columns. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import neighbours_garrido_duality.

Section Proofs.
Variable R : rcfType.

Lemma mean_of_squares n (c : 'I_n -> R) : (0 < n)%N -> (\sum_i c i) ^+ 2 / n%:R <= \sum_i c i ^+ 2.
Proof.
move=> n0; have nz : 0 < n%:R :> R by rewrite ltr0n.
have := @cauchy_schwarz R n (fun=> 1) (fun=> ler01) c (fun=> 1); rewrite /dot.
under eq_bigr do rewrite mul1r mulr1; under [X in _ <= X * _]eq_bigr do rewrite mul1r -expr2.
under [X in _ <= _ * X]eq_bigr do rewrite !mulr1.
by rewrite [X in _ <= _ * X]sumr_const card_ord ler_pdivr_mulr.
Qed.
Lemma squares_of_sum n (c : 'I_n -> R) : (forall i, 0 <= c i) -> \sum_i c i ^+ 2 <= (\sum_i c i) ^+ 2.
Proof.
move=> c0; rewrite [X in _ <= X]expr2 big_distrlr /=; apply: ler_sum => i _.
rewrite (bigD1 i) //= -expr2 ler_addl; apply: sumr_ge0 => j _; exact: mulr_ge0.
Qed.
Lemma constant_sum n (c : R) : \sum_(i < n) c = n%:R * c.
Proof. by rewrite sumr_const card_ord mulr_natl. Qed.
Lemma columns_sum n d (K : 'I_n -> 'I_d -> R) : \sum_a \sum_i K i a ^+ 2 = \sum_i \sum_a K i a ^+ 2.
Proof. exact: exchange_big. Qed.

Theorem both : garrido_normalised_both_corrected R.
Proof.
move=> n d K r2 c2 n0 d0 rows columns; rewrite /penalty_difference identity.
have dz : d%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
under eq_bigr do rewrite columns; under [X in _ - X]eq_bigr do rewrite rows.
rewrite !constant_sum.
have total : d%:R * c2 = n%:R * r2.
  have := columns_sum K; under eq_bigr do rewrite columns; under [X in _ = X]eq_bigr do rewrite rows.
  by rewrite !constant_sum.
have -> : c2 = n%:R * r2 / d%:R by rewrite -total mulrAC divff // mul1r.
by field.
Qed.
Lemma unit_rows n d (K : 'I_n -> 'I_d -> R) : (forall i, \sum_a K i a ^+ 2 = 1) ->
  penalty_difference K = \sum_a (\sum_i K i a ^+ 2) ^+ 2 - n%:R /\ \sum_a \sum_i K i a ^+ 2 = n%:R.
Proof.
move=> rows; rewrite /penalty_difference identity columns_sum; under [X in _ - X]eq_bigr do rewrite rows expr1n.
by under [X in _ /\ X = _]eq_bigr do rewrite rows; rewrite sumr_const card_ord.
Qed.
Theorem least : garrido_normalised_least_corrected R.
Proof.
move=> n d K n0 d0 /unit_rows[-> sum]; rewrite ler_add2r -sum; exact: mean_of_squares.
Qed.
Theorem largest : garrido_normalised_largest_corrected R.
Proof.
move=> n d K n0 d0 /unit_rows[-> sum]; rewrite ler_add2r -sum; apply: squares_of_sum => a.
by apply: sumr_ge0 => i _; exact: sqr_ge0.
Qed.
End Proofs.
