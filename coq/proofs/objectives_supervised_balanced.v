(** objectives.supervised-balanced (corrected): the targets A / sqrt P_A(A) less their means make TT*, less the constant. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import spectrum white_encoders best_approximation prediction objectives_supervised_regression.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Balanced.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Hypothesis law : is_law P.
Let t := scaled_one_hot P.
Let t' j := centred (pA P) (t j).
Local Notation h := (explained P t').
Let root_neq0 a : Num.sqrt (pA P a) != 0. Proof. by rewrite lt0r_neq0 // sqrtr_gt0 pA_gt0. Qed.
Let root_sqr a : Num.sqrt (pA P a) * Num.sqrt (pA P a) = pA P a.
Proof. by rewrite -expr2 sqr_sqrtr // pA_ge0. Qed.

Lemma with_target j g : dot (pA P) (t j) g = Num.sqrt (pA P j) * g j.
Proof.
rewrite /dot (bigD1 j) //= /t /scaled_one_hot eqxx big1 ?addr0 => [|a /negPf ->]; last by rewrite !(mul0r, mulr0).
rewrite mul1r -{1}root_sqr; have := root_neq0 j => nz; by field.
Qed.
Lemma target_mean j : mean (pA P) (t j) = Num.sqrt (pA P j).
Proof. by rewrite -dot_one with_target mulr1. Qed.
Lemma moment : \sum_j dot (pA P) (t' j) (t' j) = M%:R - 1.
Proof.
have each j : dot (pA P) (t' j) (t' j) = 1 - pA P j.
  have general m : dot (pA P) (fun a => t j a - m) (fun a => t j a - m)
      = dot (pA P) (t j) (t j) - 2%:R * m * mean (pA P) (t j) + m ^+ 2 * \sum_a pA P a.
    by rewrite /dot /mean !mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; ring.
  rewrite [LHS]general.
  rewrite pA_sum // with_target target_mean /t /scaled_one_hot eqxx mul1r divff // mulr1.
  by rewrite expr2 -mulrA root_sqr; ring.
under eq_bigr do rewrite each.
by rewrite sumrB pA_sum // sumr_const card_ord.
Qed.
Lemma operator_square f : mean (pX P) f = 0 -> \sum_j dot (pX P) (h j) f ^+ 2 = dot (pA P) (Ts P f) (Ts P f).
Proof.
move=> mean0; apply: eq_bigr => j _; rewrite [dot _ (h j) f]dotC /explained adjoint // [dot _ _ (t' j)]dotC.
have Tf0 : mean (pA P) (Ts P f) = 0.
  transitivity (dot (pX P) f (T P (fun=> 1))); first by rewrite adjoint // dot_one.
  rewrite (eq_dot _ (frefl f) (_ : T P (fun=> 1) =1 fun=> 1)) ?dot_one // => x; rewrite /T.
  by under eq_bigr do rewrite mulr1; rewrite divff // lt0r_neq0 // pX_gt0.
have general m : dot (pA P) (fun a => t j a - m) (Ts P f) = dot (pA P) (t j) (Ts P f) - m * mean (pA P) (Ts P f).
  by rewrite /dot /mean mulr_sumr -sumrB; apply: eq_bigr => a _; ring.
rewrite [dot _ _ _]general.
by rewrite Tf0 mulr0 subr0 with_target exprMn expr2 root_sqr expr2 mulrA.
Qed.

Variables (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypothesis singular : left_singular P s mu.
Lemma kept r (u : 'I_r -> 'I_N -> R) : (forall k, mean (pX P) (u k) = 0) -> keeps (pX P) h u = kept_by P u.
Proof.
by move=> mean0; rewrite /keeps exchange_big /kept_by; apply: eq_bigr => k _; rewrite operator_square.
Qed.
Lemma spanned_mean r d (u : 'I_r -> 'I_N -> R) (F : 'I_d -> 'I_N -> R) :
  (forall k, mean (pX P) (F k) = 0) -> (forall f, spanned u f <-> spanned F f) -> forall k, mean (pX P) (u k) = 0.
Proof.
move=> mean0 same k; have [c cE] := (same _).1 (spanned_own u k).
rewrite -dot_one (eq_dot _ cE (frefl _)) dot_suml big1 // => l _.
by rewrite dot_one mean0 mulr0.
Qed.
Lemma fewer r d : (r <= d)%N -> \sum_(i < r) s i.+1 ^+ 2 <= \sum_(i < d) s i.+1 ^+ 2.
Proof.
move=> rd; rewrite (big_ord_widen d (fun i => s i.+1 ^+ 2) rd) big_mkcond; apply: ler_sum => i _.
by case: ifP => // _; exact: sqr_ge0.
Qed.

Lemma more_modes r d : (r < d)%N -> 0 < s d -> ~ \sum_(i < d) s i.+1 ^+ 2 <= \sum_(i < r) s i.+1 ^+ 2.
Proof.
case: d => // d lt pos; rewrite big_ord_recr /=; apply/negP; rewrite -ltNge.
by apply: le_lt_trans (fewer (_ : r <= d)%N) _ => //; rewrite ltr_addl exprn_gt0.
Qed.

(** An orthonormal basis of the encoder less its means, and what is left of the targets. *)
Lemma basis d (Phi : 'I_d -> 'I_N -> R) : exists r, exists u : 'I_r -> 'I_N -> R,
  [/\ (r <= d)%N, white (pX P) u, forall f, spanned u f <-> spanned (fun k => centred (pX P) (Phi k)) f,
      free (fun k => centred (pX P) (Phi k)) -> r = d
    & forall W, M%:R - 1 - kept_by P u
        <= prediction_loss P (@alike R M) t' (fun k => centred (pX P) (Phi k)) W (fun=> 0)].
Proof.
have mean0 k : mean (pX P) (centred (pX P) (Phi k)) = 0 by rewrite mean_centred // pX_sum.
have [r [u [rd orth same dim]]] := orthonormal_basis (pX_gt0 law) (fun k => centred (pX P) (Phi k)).
have u0 := spanned_mean mean0 same; exists r, u; split=> // W.
rewrite plainE // moment -kept //.
have -> : M%:R - 1 - keeps (pX P) h u = M%:R - 1 - size_of (pX P) h + (size_of (pX P) h - keeps (pX P) h u) by ring.
by rewrite ler_add2l; exact: left_over_least.
Qed.
(** And combinations that leave that. *)
Lemma reached d (Phi : 'I_d -> 'I_N -> R) r (u : 'I_r -> 'I_N -> R) :
  white (pX P) u -> (forall f, spanned u f <-> spanned (fun k => centred (pX P) (Phi k)) f) ->
  exists W, exists b, prediction_loss P (@alike R M) t Phi W b = M%:R - 1 - kept_by P u.
Proof.
move=> [u0 orth] same; have [W WE] := left_over_reached h orth same.
have [b bE] := biased_best t law Phi W; exists W, b.
have lossE := plainE t' law (fun k => centred (pX P) (Phi k)) W.
by rewrite bE [LHS]lossE moment WE -kept //; ring.
Qed.
End Balanced.

Section Proofs.
Variable R : rcfType.
Theorem minimum : supervised_balanced_minimum_corrected R.
Proof.
move=> N M d P Phi W b s mu law singular dN; apply: le_trans (biased_least _ law Phi W b).
have [r [u [rd feasible _ _ below]]] := basis law Phi; apply: le_trans (below W).
by rewrite ler_add2l ler_opp2; apply: le_trans (kept_bound law singular feasible) (fewer s rd).
Qed.
(** Who learns has such a basis of d functions, which learn too. *)
Lemma learning_basis N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s :
  is_law P -> (d <= N.-1)%N -> learns P Phi s -> exists u : 'I_d -> 'I_N -> R,
    [/\ white (pX P) u, forall f, spanned u f <-> spanned (fun k => centred (pX P) (Phi k)) f & learns P u s].
Proof.
move=> law dN learned; have [indep _] := optimality_ratio_trace.spanning_ratio law dN learned.
have [r [u [_ feasible same rd _]]] := basis law Phi; have {}rd := rd (independent_is_free indep); subst r.
exists u; split=> //; apply/(white_learns s feasible); have [m sing top] := learned.
by exists m => // f; apply: iff_trans (same f) (top f).
Qed.
Theorem if_ : supervised_balanced_if_corrected R.
Proof.
move=> N M d P Phi s mu law singular dN learned; have [u [feasible same learned']] := learning_basis law dN learned.
have [W [b WE]] := reached law feasible same; exists W, b.
by rewrite WE (kept_if law dN feasible learned').
Qed.
Lemma minimisers N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) s mu :
  is_law P -> left_singular P s mu -> (d <= N.-1)%N -> minimises_biased P (@alike R M) (scaled_one_hot P) Phi ->
  free (fun k => centred (pX P) (Phi k)) \/ 0 < s d -> learns P Phi s.
Proof.
move=> law singular dN best enough.
have [Phi' feasible' most] := kept_attained law singular dN.
have learned' : learns P Phi' s by apply: (kept_only_if law singular feasible'); rewrite most.
have [W' [b' W'E]] := if_ law singular dN learned'.
have [W [b le]] := best Phi' W' b'.
have [r [u [rd feasible same dim below]]] := basis law Phi.
have {}le := le_trans (below W) (le_trans (biased_least _ law Phi W b) le).
have {}most : \sum_(i < d) s i.+1 ^+ 2 <= kept_by P u by move: le; rewrite W'E ler_add2l ler_opp2.
have rE : r = d.
  case: enough => [|pos]; first exact: dim.
  apply/eqP; rewrite eqn_leq rd leqNgt; apply/negP => lt.
  exact: more_modes lt pos (le_trans most (kept_bound law singular feasible)).
subst r; have [m sing top] := (white_learns s feasible).1 (kept_only_if law singular feasible most).
by exists m => // f; apply: iff_trans (iff_sym (same f)) (top f).
Qed.
Theorem only_if : supervised_balanced_only_if_corrected R.
Proof. by move=> N M d P Phi s mu law singular dN pos best; apply: (minimisers law singular dN best); right. Qed.
Theorem only_if_independent : supervised_balanced_only_if_independent_corrected R.
Proof.
move=> N M d P Phi s mu law singular dN indep best; apply: (minimisers law singular dN best); left.
exact: independent_is_free indep.
Qed.
End Proofs.
