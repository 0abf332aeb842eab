(** For certificates about isotropy: the supremum and the infimum of E (u^T A v)^2 over unit vectors, by sums of squares. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Refuting.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import IsotropyPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Ltac expose ::=
  cbv beta zeta iota delta [dot numbers vector table functions has_length_one moment second_moments passed].

Section Moments.
Variables (R : rcfType) (k p q : nat) (law : 'I_k -> R) (A : 'I_k -> 'I_p -> 'I_q -> R).

(** A form in the entries z of a matrix. *)
Lemma entries_form n (w : 'I_n -> R) (G : 'I_n -> 'I_p -> 'I_q -> R) (z : 'I_p -> 'I_q -> R) :
  \sum_c w c * (\sum_i \sum_j G c i j * z i j) ^+ 2
    = \sum_i \sum_j \sum_i' \sum_j' (\sum_c w c * G c i j * G c i' j') * (z i j * z i' j').
Proof.
under eq_bigr => c _ do rewrite pair_bigA expr2 big_distrlr mulr_sumr.
rewrite [LHS]exchange_big [RHS]pair_bigA; apply: eq_bigr => -[i j] _ /=.
under eq_bigr => c _ do rewrite mulr_sumr.
rewrite [LHS]exchange_big [RHS]pair_bigA; apply: eq_bigr => -[i' j'] _ /=.
by rewrite mulr_suml; apply: eq_bigr => c _; ring.
Qed.
Lemma units_form m (u : 'I_p -> R) (v : 'I_q -> R) : has_length_one u -> has_length_one v ->
  m = \sum_i \sum_j \sum_(i' < p) \sum_(j' < q) (m * ((i == i')%:R * (j == j')%:R)) * ((u i * v j) * (u i' * v j')).
Proof.
move=> u1 v1; transitivity (\sum_i \sum_j m * (u i ^+ 2 * v j ^+ 2)).
  under eq_bigr => i _ do rewrite -mulr_sumr -mulr_sumr v1 mulr1.
  by rewrite -mulr_sumr u1 mulr1.
apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite (bigD1 i) //= (bigD1 j) //= !eqxx.
rewrite [X in _ = _ + X + _]big1 => [|j' /negPf ne]; last by rewrite [j == j']eq_sym ne !mulr0 mul0r.
rewrite [X in _ = _ + X]big1 => [|i' /negPf ne]; first by rewrite !mulr1; ring.
by rewrite big1 // => j' _; rewrite [i == i']eq_sym ne mul0r mulr0 mul0r.
Qed.
Lemma moment_at_most m n (D : 'I_n -> R) L : (forall l, 0 <= D l) ->
  (forall (i : 'I_p) (j : 'I_q) (i' : 'I_p) (j' : 'I_q),
    m * ((i == i')%:R * (j == j')%:R) - (\sum_c law c * A c i j * A c i' j') = \sum_l D l * L l i j * L l i' j') ->
  forall u v, has_length_one u -> has_length_one v -> moment law A u v <= m.
Proof.
move=> D0 identity u v u1 v1; rewrite -subr_ge0 (units_form m u1 v1) /moment entries_form -sumrB.
apply: (@ge0_eq _ (\sum_l D l * (\sum_i \sum_j L l i j * (u i * v j)) ^+ 2)).
  by apply: sumr_ge0 => l _; rewrite mulr_ge0 ?sqr_ge0.
rewrite entries_form; apply: eq_bigr => i _; rewrite -sumrB; apply: eq_bigr => j _.
rewrite -sumrB; apply: eq_bigr => i' _; rewrite -sumrB; apply: eq_bigr => j' _.
by rewrite -identity mulrBl.
Qed.
Lemma moment_at_least m n (D : 'I_n -> R) L : (forall l, 0 <= D l) ->
  (forall (i : 'I_p) (j : 'I_q) (i' : 'I_p) (j' : 'I_q),
    (\sum_c law c * A c i j * A c i' j') - m * ((i == i')%:R * (j == j')%:R) = \sum_l D l * L l i j * L l i' j') ->
  forall u v, has_length_one u -> has_length_one v -> m <= moment law A u v.
Proof.
move=> D0 identity u v u1 v1; rewrite -subr_ge0 [X in _ - X](units_form m u1 v1) /moment entries_form -sumrB.
apply: (@ge0_eq _ (\sum_l D l * (\sum_i \sum_j L l i j * (u i * v j)) ^+ 2)).
  by apply: sumr_ge0 => l _; rewrite mulr_ge0 ?sqr_ge0.
rewrite entries_form; apply: eq_bigr => i _; rewrite -sumrB; apply: eq_bigr => j _.
rewrite -sumrB; apply: eq_bigr => i' _; rewrite -sumrB; apply: eq_bigr => j' _.
by rewrite -identity mulrBl.
Qed.
Lemma highest_by m u v : has_length_one u -> has_length_one v -> moment law A u v = m ->
  (forall u v, has_length_one u -> has_length_one v -> moment law A u v <= m) -> is_sup (moment_on_units law A) m.
Proof.
move=> u1 v1 value most; split=> [_ [u' [v' [u1' v1' ->]]]|b]; first exact: most.
by apply; exists u, v.
Qed.
Lemma lowest_by m u v : has_length_one u -> has_length_one v -> moment law A u v = m ->
  (forall u v, has_length_one u -> has_length_one v -> m <= moment law A u v) -> is_inf (moment_on_units law A) m.
Proof.
move=> u1 v1 value least; split=> [_ [u' [v' [u1' v1' ->]]]|b]; first exact: least.
by apply; exists u, v.
Qed.
End Moments.
