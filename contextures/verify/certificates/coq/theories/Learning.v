(** For certificates about graphs: heads that take views for alike, encoders with the least loss, sums of logarithms
    between rationals. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Refuting Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import GraphsPrinted InformationPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Ltac expose ::=
  cbv beta zeta iota delta [dot mean centred flip pX pA T Ts pair numbers vector table functions mass total_variation
    expectation over_lists degree product spectral_loss posterior q_3 q_4 c_1 c_2 affinity along laplacian
    is_channel entries foldr ords map nth fst snd addn addn_rec Nat.add dependence through mutual_information pair_norm
    picked graph_weight over_graphs points edge edge_probability placed_energy half_square objectives_apart
    beats votes_second vote_error second head_error recoverable inflated labelling_error similarity both_from sent_on half_strength].

(** What n views may be told, as lists of answers. *)
Fixpoint every_answers n (p : seq bool -> Prop) : Prop :=
  if n is n'.+1 then forall i : 'I_2, every_answers n' (fun v => p ((i == 0%N :> nat) :: v)) else p [::].
Lemma every_answersP n p : every_answers n p -> forall v, size v = n -> p v.
Proof.
elim: n p => [|n IH] p /=; first by move=> p0 [].
by move=> all [//|b v] [size]; case: b; [apply: (IH _ (all ord0)) | apply: (IH _ (all (lift ord0 ord0)))].
Qed.
Lemma size_ords n : size (ords n) = n. Proof. by elim: n => //= n IH; rewrite size_map IH. Qed.
Lemma nth_answers n (told : 'I_n -> bool) (a : 'I_n) : nth false (map told (ords n)) a = told a.
Proof.
elim: n told a => [|n IH] told a /=; first by case: a.
by case: (unliftP ord0 a) => [j ->|->] //=; rewrite -map_comp (IH (told \o lift ord0)).
Qed.

Section Heads.
Variable R : rcfType.
Lemma second_same n k (f : 'I_k -> 'I_n -> R) ties B b a a' : (forall l, f l a = f l a') ->
  second f ties B b a = second f ties B b a'.
Proof. by move=> same; rewrite /second; congr (beats _ (_ + _) (_ + _)); apply: eq_bigr => l _; rewrite same. Qed.
Lemma second_zero n k (f : 'I_k -> 'I_n -> R) B a : (forall l, f l a = 0) -> second f false B (fun=> 0) a = false.
Proof.
by move=> zero; rewrite /second !big1 ?addr0 /beats ?ltxx // => l _; rewrite zero mul0r.
Qed.
Lemma vote_error_ge0 N n (m : 'I_N -> R) (P : 'I_N -> 'I_n -> R) y ties told : (forall x, 0 <= m x) ->
  0 <= vote_error m P y ties told.
Proof. by move=> m0; apply: sumr_ge0 => x _; case: (y x); case: ifP. Qed.
Lemma vote_error_at_least N n (m : 'I_N -> R) (P : 'I_N -> 'I_n -> R) y ties t (alike : seq bool -> bool) told :
  every_answers n (fun v => alike v -> t <= vote_error m P y ties (fun a => nth false v a)) ->
  alike (map told (ords n)) -> t <= vote_error m P y ties told.
Proof.
move=> all blind; have := every_answersP all (_ : size (map told (ords n)) = n).
rewrite size_map size_ords => /(_ erefl blind) /le_trans; apply.
suff same ties' x : votes_second P ties' (fun a => nth false (map told (ords n)) a) x = votes_second P ties' told x.
  by rewrite /vote_error le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => x _; rewrite same.
by rewrite /votes_second; congr (beats _ _ _); apply: eq_bigr => a _; rewrite nth_answers.
Qed.
End Heads.

(** All lists of answers; those that tell views apart that are alike do not count. *)
Ltac answers := cbn [every_answers]; check.

Section Losses.
Variable R : rcfType.
Lemma graph_sizeE n (w : 'I_n -> 'I_n -> R) m : (forall a, 0 <= m a) ->
  graph_size w m = \sum_a \sum_b w a b ^+ 2 / (m a * m b).
Proof.
move=> m0; apply: eq_bigr => a _; apply: eq_bigr => b _.
by rewrite /normalised expr_div_n exprMn !sqr_sqrtr.
Qed.
Lemma loss_by_products n k (w : 'I_n -> 'I_n -> R) m (f : 'I_k -> 'I_n -> R) p : (forall a b, product f a b = p a b) ->
  spectral_loss w m f = - (2%:R * (\sum_a \sum_b w a b * p a b)) + \sum_a \sum_b m a * m b * p a b ^+ 2.
Proof.
by move=> same; rewrite /spectral_loss; congr (- (_ * _) + _); apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite same.
Qed.
Lemma product_roots n k (v : 'I_k -> R) (c : 'I_k -> 'I_n -> R) a b : (forall l, 0 <= v l) ->
  product (fun l x => Num.sqrt (v l) * c l x) a b = \sum_l v l * c l a * c l b.
Proof. by move=> v0; apply: eq_bigr => l _; rewrite mulrACA -expr2 sqr_sqrtr // mulrA. Qed.

(** phi turned by columns of length 1 that are orthogonal. *)
Definition turned_phi C N k (P : 'I_C -> 'I_N -> R) (U : 'I_k -> 'I_C -> R) : 'I_k -> 'I_N -> R :=
  fun l x => \sum_c U l c * phi P c x.
Lemma turned_product C N k (P : 'I_C -> 'I_N -> R) (U : 'I_k -> 'I_C -> R) a b :
  (forall c c', \sum_l U l c * U l c' = (c == c')%:R) -> product (turned_phi P U) a b = product (phi P) a b.
Proof.
move=> orth; rewrite /product /turned_phi.
transitivity (\sum_c \sum_c' (\sum_l U l c * U l c') * (phi P c a * phi P c' b)).
  rewrite (eq_bigr (fun l => \sum_c \sum_c' U l c * U l c' * (phi P c a * phi P c' b))); last first.
    by move=> l _; rewrite mulr_suml; apply: eq_bigr => c _; rewrite mulr_sumr; apply: eq_bigr => c' _; rewrite mulrACA.
  rewrite exchange_big; apply: eq_bigr => c _; rewrite exchange_big; apply: eq_bigr => c' _ /=.
  by rewrite mulr_suml.
apply: eq_bigr => c _; rewrite (bigD1 c) //= orth eqxx mul1r big1 ?addr0 // => c' ne.
by rewrite orth eq_sym (negbTE ne) mul0r.
Qed.
Lemma turned_least C N k d (P : 'I_C -> 'I_N -> R) (U : 'I_k -> 'I_C -> R) (g : 'I_d -> 'I_N -> R) : is_law P ->
  (forall c c', \sum_l U l c * U l c' = (c == c')%:R) ->
  spectral_loss (pair P) (pA P) (turned_phi P U) <= spectral_loss (pair P) (pA P) g.
Proof.
move=> law orth; apply: le_trans (law_least g law).
rewrite (same_products _ _ (fun a b => turned_product P a b orth)) -subr_le0 opprK -law_factor //.
by rewrite phi_residual.
Qed.
Lemma turned_ge0 C N k (P : 'I_C -> 'I_N -> R) (U : 'I_k -> 'I_C -> R) l x : is_law P -> (forall l c, 0 <= U l c) ->
  0 <= turned_phi P U l x.
Proof.
move=> law U0; apply: sumr_ge0 => c _; rewrite mulr_ge0 // divr_ge0 ?sqrtr_ge0 // divr_ge0 //.
  by case: law.
exact: pA_ge0.
Qed.
Lemma turned_seen C N k (P : 'I_C -> 'I_N -> R) (U : 'I_k -> 'I_C -> R) l c x : is_law P -> U l c != 0 -> 0 < P c x ->
  (forall c', c' != c -> P c' x = 0) -> exists y, turned_phi P U l y != 0.
Proof.
move=> law u0 p0 only; exists x; rewrite /turned_phi (bigD1 c) //= big1 ?addr0 => [|c' ne]; last first.
  by rewrite /phi /posterior only // !mul0r mulr0.
rewrite mulf_neq0 // mulf_neq0 ?invr_neq0 //; last by rewrite sqrtr_eq0 -ltNge; exact: pX_gt0.
by rewrite mulf_neq0 ?invr_neq0 // lt0r_neq0 //; exact: pA_gt0.
Qed.
End Losses.

(** Information of a law that is written out, and the opposite of a sum of logarithms. *)
Section Logarithms.
Variables (R : rcfType) (ln : R -> R).
Lemma information_of X Y (P P' : 'I_X -> 'I_Y -> R) : (forall x y, P x y = P' x y) ->
  mutual_information ln P = mutual_information ln P'.
Proof.
move=> same; apply: eq_bigr => x _; apply: eq_bigr => y _.
by rewrite same; congr (_ * ln (_ / (_ * _))); apply: eq_bigr.
Qed.
Lemma logs_opp v : logs ln (scaled (-1 # 1) v) = - logs ln v.
Proof. by rewrite logs_scaled (_ : q R (-1 # 1) = -1) ?mulN1r // -(q1 R) -qN. Qed.
End Logarithms.
