(** classical.markov: an event costs its square at least; the squares of independent gaps add up. *)
From Contextures Require Import Library Contextures Risks.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma event (I : finType) (P f : I -> R) (E : pred I) c : (forall i, 0 <= P i) -> (forall i, 0 <= f i) -> 0 < c ->
  (forall i, E i -> c <= f i) -> \sum_(i | E i) P i <= (\sum_i P i * f i) / c.
Proof.
move=> P0 f0 c0 above; rewrite ler_pdivl_mulr // mulr_suml big_mkcond; apply: ler_sum => i _.
by case: ifP => [/above le|_]; [rewrite ler_wpmul2l | rewrite mulr_ge0].
Qed.
Lemma square_above (t x : R) : 0 < t -> t <= `|x| -> t ^+ 2 <= x ^+ 2.
Proof. by move=> t0 le; rewrite -(real_normK (num_real x)) ler_pexpn2r ?nnegrE ?normr_ge0 // ltW. Qed.
Theorem markov : markov_markov_printed R.
Proof. by move=> n P Z t [P0 _] Z0 t0; exact: event. Qed.
Theorem chebyshev : markov_chebyshev_printed R.
Proof.
move=> n P Z t [P0 _] t0; apply: event => // [i|/=|i].
- exact: sqr_ge0.
- exact: exprn_gt0.
by move=> le; exact: square_above.
Qed.

Lemma gaps n (P Z : 'I_n -> R) : is_pmf P -> \sum_i P i * (Z i - mean P Z) = 0.
Proof. by move=> [_ one]; under eq_bigr do rewrite mulrBr; rewrite sumrB -mulr_suml one mul1r subrr. Qed.
Lemma variance_ge0 n (P Z : 'I_n -> R) : is_pmf P -> 0 <= variance P Z.
Proof. by move=> [P0 _]; apply: sumr_ge0 => i _; rewrite mulr_ge0 ?sqr_ge0. Qed.
Lemma shifted n (P Z : 'I_n -> R) u : is_pmf P -> \sum_i P i * (Z i - mean P Z + u) ^+ 2 = variance P Z + u ^+ 2.
Proof.
move=> pmf; have [_ one] := pmf; rewrite -[u ^+ 2]mul1r -one mulr_suml.
have -> : variance P Z = variance P Z + 2%:R * u * \sum_i P i * (Z i - mean P Z) by rewrite gaps // mulr0 addr0.
by rewrite mulr_sumr -!big_split; apply: eq_bigr => i _ /=; ring.
Qed.
Lemma one_side n (P Z : 'I_n -> R) t : is_pmf P -> 0 < t ->
  mass P (fun i => t <= Z i - mean P Z) <= variance P Z / (variance P Z + t ^+ 2).
Proof.
move=> pmf t0; have v0 := variance_ge0 Z pmf; have [P0 _] := pmf.
pose u := variance P Z / t; have u0 : 0 <= u by rewrite divr_ge0 // ltW.
have tu : 0 < t + u by rewrite ltr_paddr.
apply: (@le_trans _ _ ((\sum_i P i * (Z i - mean P Z + u) ^+ 2) / (t + u) ^+ 2)).
  apply: event => // [i||i le]; [exact: sqr_ge0 | exact: exprn_gt0 |].
  by rewrite ler_pexpn2r ?nnegrE ?(ltW tu) ?ler_add2r // addr_ge0 // (le_trans (ltW t0)).
rewrite shifted // le_eqVlt; apply/orP; left; apply/eqP.
have vt : variance P Z + t ^+ 2 != 0 by rewrite lt0r_neq0 // ltr_paddl // exprn_gt0.
have tz : t != 0 by rewrite lt0r_neq0.
rewrite /u; move: (variance P Z) vt => v vt; field.
by rewrite vt.
Qed.
Theorem cantelli : markov_cantelli_printed R.
Proof. by move=> n P Z t; exact: one_side. Qed.
Theorem cantelli_two : markov_cantelli_two_printed R.
Proof.
move=> n P Z t pmf t0; have [P0 one] := pmf.
have meanN : mean P (fun i => - Z i) = - mean P Z by rewrite /mean -sumrN; apply: eq_bigr => i _; rewrite mulrN.
have varianceN : variance P (fun i => - Z i) = variance P Z.
  by apply: eq_bigr => i _; rewrite meanN; congr (_ * _); ring.
have left := one_side (fun i => - Z i) pmf t0; rewrite varianceN in left.
have right := one_side Z pmf t0.
rewrite -mulrA mulr_natl mulr2n; apply: le_trans (ler_add right left).
rewrite /mass big_mkcond [X in _ <= X + _]big_mkcond [X in _ <= _ + X]big_mkcond -big_split; apply: ler_sum => i _ /=; rewrite meanN opprK.
rewrite ler_normr opprB [- Z i + _]addrC.
by case: (t <= Z i - mean P Z); case: (t <= mean P Z - Z i); rewrite /= ?addr0 ?add0r // ler_addl.
Qed.

(** E (sum of m independent gaps)^2 = m v. *)
Lemma at_one (m n : nat) (g : 'I_n -> R) (z : {ffun 'I_m -> 'I_n}) k : \prod_j (if j == k then g (z j) else 1) = g (z k).
Proof. by rewrite -big_mkcond big_pred1_eq. Qed.
Lemma sample_square n m (P g : 'I_n -> R) : \sum_x P x = 1 -> \sum_x P x * g x = 0 ->
  \sum_(z : {ffun 'I_m -> 'I_n}) (\prod_k P (z k)) * (\sum_k g (z k)) ^+ 2 = m%:R * \sum_x P x * g x ^+ 2.
Proof.
move=> one zero.
have pair (k l : 'I_m) : \sum_(z : {ffun 'I_m -> 'I_n}) (\prod_j P (z j)) * (g (z k) * g (z l))
    = if k == l then \sum_x P x * g x ^+ 2 else 0.
  pose F (j : 'I_m) x := P x * ((if j == k then g x else 1) * (if j == l then g x else 1)).
  transitivity (\prod_j \sum_x F j x).
    rewrite bigA_distr_bigA; apply: eq_bigr => z _.
    by rewrite -(at_one g z k) -(at_one g z l) -!big_split.
  rewrite (bigD1 k) //=; have [e|ne] := eqVneq k l.
    rewrite [X in _ * X]big1 ?mulr1 /=; first by apply: eq_bigr => x _; rewrite /F -e eqxx expr2.
    by move=> j /negPf ne; rewrite -one; apply: eq_bigr => x _; rewrite /F -e ne !mulr1.
  have -> : \sum_x F k x = \sum_x P x * g x by apply: eq_bigr => x _; rewrite /F eqxx (negPf ne) mulr1.
  by rewrite zero mul0r.
have square (z : {ffun 'I_m -> 'I_n}) : (\sum_k g (z k)) ^+ 2 = \sum_k \sum_l g (z k) * g (z l).
  by rewrite expr2 big_distrlr.
set total := m%:R * _; under eq_bigr do rewrite square mulr_sumr.
rewrite exchange_big /=; under eq_bigr => k _ do under eq_bigr do rewrite mulr_sumr.
under eq_bigr => k _ do rewrite exchange_big /=.
under eq_bigr => k _ do under eq_bigr do rewrite pair.
have row (k : 'I_m) : \sum_l (if k == l then \sum_x P x * g x ^+ 2 else 0) = \sum_x P x * g x ^+ 2.
  by rewrite -big_mkcond (big_pred1 k) // => l; rewrite eq_sym.
by under eq_bigr => k _ do rewrite row; rewrite /total sumr_const card_ord mulr_natl.
Qed.
Theorem mean : markov_mean_printed R.
Proof.
move=> n m P Z t pmf t0 m0; have [P0 one] := pmf; pose g i := Z i - Contextures.mean P Z.
have mz : m%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have average (z : {ffun 'I_m -> 'I_n}) : m%:R^-1 * (\sum_k Z (z k)) - Contextures.mean P Z = m%:R^-1 * \sum_k g (z k).
  rewrite sumrB [X in _ = _ * (_ - X)](_ : _ = m%:R * Contextures.mean P Z); last by rewrite sumr_const card_ord mulr_natl.
  by rewrite mulrBr mulKf.
under eq_bigl do rewrite average.
have := @event _ (fun z : {ffun 'I_m -> 'I_n} => \prod_k P (z k)) (fun z => (m%:R^-1 * \sum_k g (z k)) ^+ 2)
  (fun z => t <= `|m%:R^-1 * \sum_k g (z k)|) (t ^+ 2).
have -> : \sum_(z : {ffun 'I_m -> 'I_n}) (\prod_k P (z k)) * (m%:R^-1 * \sum_k g (z k)) ^+ 2 = variance P Z / m%:R.
  under eq_bigr do rewrite exprMn mulrCA.
  rewrite -mulr_sumr (sample_square m one (gaps Z pmf)) -/(variance P Z).
  by move: (variance P Z) => v; field.
rewrite -mulrA -invfM; apply=> [z|z||z le]; [exact: prodr_ge0 | exact: sqr_ge0 | exact: exprn_gt0 |].
exact: square_above.
Qed.
End Proofs.
