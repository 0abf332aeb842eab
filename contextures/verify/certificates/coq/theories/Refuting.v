(** For certificates of chapters 7 and 8: a claim with all its sizes and fields filled in meets the values of its sides. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Checking Graphs Difficult Samples Logs.
From Contextures.Statements Require Import Neighbours NeighboursPrinted TangPrinted ClassicalPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** A table by whole numbers, 0 outside. *)
Definition entries (R : realFieldType) (v : seq (seq Q)) : nat -> nat -> R := fun i j => q R (nth 0%bin (nth [::] v i) j).
Arguments entries R v%bin i%nat j%nat /.

Ltac expose ::=
  cbv beta zeta iota delta [dot mean centred flip pX pA T Ts pair numbers vector table functions mass total_variation
    expectation probability total average over_lists size
    degree product spectral_loss posterior overlap c_0 c_1 c_2 q_3 q_4 q_5 error_bound margin temperature scaled_bound
    row_product off_diagonal penalty_difference frobenius conductance alone affinity along laplacian
    signal_share signal_energy joint_threshold reconstruction_threshold
    is_channel clip_relation entries image gain best_gain regret gap energy aligned_gain alignment
    half top_max top_min flat_rate fast_rate energy_rate criterion fall largest_regret linear_rate radius second_block coherent
    in_unit spread binomial_tail binomial_tail_up largest sign mean_over_signs signed largest_size count_below count_up_to
    largest_score order_statistic beyond_plug_in factor peak signed_total symmetrised uniform_deviation only fits
    without_replacement mutual_information chi_square_from sent through
    foldr ords map nth zip iota take drop cat fst snd addn addn_rec Nat.add rows_product purity dependence].

(** Each point of a finite set for itself. *)
Ltac each := apply: each_ord; cbn [every ords map]; do ?split; try exact: I.

(** The premises that are left are closed (in)equalities. *)
Ltac premise :=
  lazymatch goal with
  | |- is_true (leq _ _) => by []
  | |- is_true (leq _ _ && leq _ _) => by []
  | |- problem _ _ _ _ _ _ _ => split; premise
  | |- _ /\ _ => split; premise
  | |- is_true (_ <= half _ _)%N => by []
  | |- usual _ _ _ _ _ _ _ => split; premise
  | |- is_true (0 < 1 <= 1) => by rewrite ltr01 lexx
  | |- forall i, _ = 0 \/ _ = 1 => each; first [left; check | right; check]
  | |- forall i, is_pmf _ => each; check
  | |- in_unit _ => rewrite /in_unit; premise
  | |- forall i : ordinal _, is_true (_ && _) => let i := fresh "i" in move=> i; apply/andP; split; move: i; premise
  | |- forall i : nat, is_true (i < _)%N -> is_true (_ && _) =>
      let i := fresh "i" in let lt := fresh "lt" in move=> i lt; apply/andP; split; move: i lt; premise
  | |- is_channel _ => move; each; check
  | |- _ => first [check | by []]
  end.
Ltac premises H k :=
  lazymatch type of H with
  | ?A -> _ => let h := fresh "h" in have h : A; [premise | premises (H h) k]
  | _ => k H
  end.
Lemma le_sides (R : rcfType) (a b x y : R) : a = x -> b = y -> a <= b -> x <= y. Proof. by move=> -> ->. Qed.
Lemma lt_sides (R : rcfType) (a b x y : R) : a = x -> b = y -> a < b -> x < y. Proof. by move=> -> ->. Qed.
Lemma eq_sides (R : rcfType) (a b x y : R) : a = x -> b = y -> a = b -> x = y. Proof. by move=> -> ->. Qed.
Ltac contradicts H lhs rhs :=
  lazymatch type of H with
  | is_true (@Order.le _ _ _ _) => have := le_sides lhs rhs H; apply/negP; rewrite -ltNge; check
  | is_true (@Order.lt _ _ _ _) => have := lt_sides lhs rhs H; apply/negP; rewrite -leNgt; check
  | _ = _ => have := eq_sides lhs rhs H; apply/eqP; check
  end.
(** Relative entropies; the limits of what is always 1, or always 0. *)
Section Entropies.
Variables (R : rcfType) (ln : R -> R).
Hypothesis natural : is_ln ln.
Lemma relative_entropyE (x p : R) a b c d : x = q R a -> x / p = q R b -> 1 - x = q R c -> (1 - x) / (1 - p) = q R d ->
  relative_entropy ln x p = logs ln [:: (a, b); (c, d)].
Proof. by rewrite /relative_entropy /= addr0 => -> -> -> ->. Qed.
Lemma relative_entropy_same x : 0 < x < 1 \/ x = 0 \/ x = 1 -> relative_entropy ln x x = 0.
Proof.
rewrite /relative_entropy => -[/andP[x0 x1]|[->|->]].
- by rewrite !divff ?gt_eqF ?subr_gt0 // ln1 // !mulr0 addr0.
- by rewrite mul0r subr0 divr1 ln1 // mulr0 addr0.
- by rewrite subrr mul0r divr1 ln1 // mulr0 addr0.
Qed.
Lemma sup_at_one n level : 0 <= level -> is_sup (fun u => 1 <= u <= 1 /\ n%:R * relative_entropy ln 1 u <= level) 1.
Proof.
move=> pos; split=> [u [/andP[_ ->]] //|u]; apply.
by rewrite lexx relative_entropy_same ?mulr0; last by right; right.
Qed.
Lemma inf_at_zero n level : 0 <= level -> is_inf (fun u => 0 <= u <= 0 /\ n%:R * relative_entropy ln 0 u <= level) 0.
Proof.
move=> pos; split=> [u [/andP[->]] //|u]; apply.
by rewrite lexx relative_entropy_same ?mulr0; last by right; left.
Qed.
End Entropies.

Lemma spread_ge0 (R : rcfType) o (value : 'I_o -> R) drawn : 0 <= spread value drawn.
Proof.
rewrite /spread; set f := fun z => _; have : forall s, 0 <= total f s.
  by elim=> [|z s IH] /=; rewrite ?lexx // addr_ge0 // sqr_ge0.
case: drawn @f => [|z drawn] f pos; first by rewrite /= mul0r.
by rewrite mulr_ge0 // invr_ge0 subr_ge0 ler1n.
Qed.
Lemma beyond_plug_in_mono (R : rcfType) o n (law value : 'I_o -> R) drawn x y : 0 <= x <= y ->
  beyond_plug_in n law value y drawn -> beyond_plug_in n law value x drawn.
Proof.
move=> /andP[x0 le] /andP[gap far].
have less : mean law value - average value drawn - y / (3%:R * n%:R)
  <= mean law value - average value drawn - x / (3%:R * n%:R).
  by rewrite ler_add2l ler_opp2 ler_wpmul2r // invr_ge0 mulr_ge0 ?ler0n.
rewrite /beyond_plug_in (lt_le_trans gap less) /=.
apply: le_lt_trans (lt_le_trans far _); last by rewrite ler_pexpn2r ?nnegrE // ltW // (lt_le_trans gap).
by rewrite ler_wpmul2r ?invr_ge0 ?ler0n // ler_wpmul2l // mulr_ge0 ?ler0n // spread_ge0.
Qed.

(** Sums of multiples of logarithms: term by term. *)
Ltac logarithms :=
  rewrite /mutual_information !big_ord_recl !big_ord0; cbn [logs fst snd]; rewrite ?addr0 -?addrA;
  repeat match goal with
  | |- ?a + ?b = ?c + ?d => congr (_ + _)
  | |- ?a * ?f ?x = ?c * ?f ?y => congr (_ * f _)
  end; try reflexivity; check.

Ltac refute H lhs rhs := premises H ltac:(fun H => contradicts H lhs rhs).
