(** For certificates about graphs: heads that take views for alike, encoders with the least loss, sums of logarithms
    between rationals. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From mathcomp Require Import mxalgebra.
From Contextures Require Export Refuting Factors Spans.
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

(** k + 1 orthogonal functions that an operator keeps apart, and stretches by v at least: so does its k-th eigenvalue. *)
Section Eigenvalues.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R) (L : ('I_n -> R) -> 'I_n -> R) (theta : nat -> R) (e : nat -> 'I_n -> R).
Hypotheses (LL : linear L) (basis : eigensystem w L theta e).
Local Notation len i := (dot w (e i) (e i)).
Definition unit_eigen i x : R := e i x / Num.sqrt (len i).
Lemma unit_eigen_dot f i : dot w f (unit_eigen i) = dot w f (e i) / Num.sqrt (len i).
Proof. by rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /unit_eigen mulrA. Qed.
Lemma unit_eigen_orthonormal i : (i < n)%N -> forall j, (j < n)%N -> dot w (unit_eigen i) (unit_eigen j) = (i == j)%:R.
Proof.
case: basis => pos orth _ _ lt j jn; rewrite unit_eigen_dot dotC unit_eigen_dot dotC.
have [<-|ne] := eqVneq i j; last by rewrite orth // !mul0r.
by rewrite -mulrA -invfM -expr2 sqr_sqrtr ?divff ?(lt0r_neq0 (pos i lt)) // ltW // pos.
Qed.
Lemma eigenvalue_at_least k v (F : 'I_k.+1 -> 'I_n -> R) : (k < n)%N -> (forall i, 0 < dot w (F i) (F i)) ->
  (forall i j : 'I_k.+1, i != j :> nat -> dot w (F i) (F j) = 0) ->
  (forall i j : 'I_k.+1, i != j :> nat -> dot w (F i) (L (F j)) = 0) ->
  (forall i, v * dot w (F i) (F i) <= dot w (F i) (L (F i))) -> v <= theta k.
Proof.
case: (basis) => pos orth eigen falls kn F0 orthogonal apart stretched.
pose A : 'M[R]_(k.+1, k) := \matrix_(i, j) dot w (F i) (e j).
have : kermx A != 0 by rewrite -mxrank_eq0 mxrank_ker subn_eq0 -ltnNge; exact: leq_ltn_trans (rank_leq_col A) (ltnSn k).
case/rowV0Pn => c /sub_kermxP zero nz; pose f x := \sum_i c 0 i * F i x.
have inner : dot w f f = \sum_i c 0 i ^+ 2 * dot w (F i) (F i).
  rewrite dot_suml; apply: eq_bigr => i _; rewrite dotC dot_suml (bigD1 i) //= big1 ?addr0 ?mulrA // => j ne.
  by rewrite orthogonal ?mulr0.
have seen : dot w f (L f) = \sum_i c 0 i ^+ 2 * dot w (F i) (L (F i)).
  rewrite dot_suml; apply: eq_bigr => i _; rewrite dotC (eq_dot _ (fun x => LL x (fun y => erefl (f y))) (frefl _)).
  rewrite dot_suml (bigD1 i) //= big1 ?addr0 => [|j ne]; first by rewrite dotC mulrA.
  by rewrite dotC apart ?mulr0 // eq_sym.
have f0 : 0 < dot w f f.
  rewrite inner lt_def sumr_ge0 ?andbT => [|i _]; last by rewrite mulr_ge0 ?sqr_ge0 // ltW.
  have : [exists i, c 0 i != 0].
    apply: contraR nz; rewrite negb_exists => /forallP none; apply/eqP/rowP => i; rewrite mxE.
    by apply/eqP; have := none i; rewrite negbK.
  case/existsP => i ci; rewrite gt_eqF // (bigD1 i) //= ltr_paddr //.
    by apply: sumr_ge0 => j _; rewrite mulr_ge0 ?sqr_ge0 // ltW.
  by rewrite mulr_gt0 // lt_def sqrf_eq0 ci sqr_ge0.
have without j : (j < k)%N -> dot w f (e j) = 0.
  move=> jk; have := congr1 (fun B : 'rV_k => B 0 (Ordinal jk)) zero; rewrite mxE [RHS]mxE => zj.
  by rewrite dot_suml -[RHS]zj; apply: eq_bigr => i _; rewrite [A i _]mxE.
have expand x : f x = \sum_(j < n) (dot w f (unit_eigen j) / Num.sqrt (len j)) * e j x.
  transitivity (\sum_b f b * (x == b)%:R).
    by rewrite (bigD1 x) //= eqxx mulr1 big1 ?addr0 // => b; rewrite eq_sym => /negPf ->; rewrite mulr0.
  rewrite [RHS](eq_bigr (fun j : 'I_n => \sum_b f b * (unit_eigen j x * unit_eigen j b * w b))); last first.
    move=> j _; rewrite mulrAC -mulrA -/(unit_eigen j x) /dot mulr_suml; apply: eq_bigr => b _; ring.
  rewrite exchange_big; apply: eq_bigr => b _; rewrite -(complete unit_eigen_orthonormal) mulr_sumr.
  by apply: eq_bigr => j _.
have stretches : dot w f (L f) = \sum_(j < n) theta j * (dot w f (unit_eigen j) * dot w f (unit_eigen j)).
  rewrite dotC (eq_dot _ (fun x => LL x expand) (frefl _)) dot_suml; apply: eq_bigr => j _.
  rewrite (eq_dot _ (eigen j (ltn_ord j)) (frefl _)) unit_eigen_dot [dot w f (e j)]dotC.
  transitivity (dot w (e j) f / Num.sqrt (len j) / Num.sqrt (len j) * (theta j * dot w (e j) f)); last by ring.
  by congr (_ * _); rewrite /dot mulr_sumr; apply: eq_bigr => x _; ring.
have last : v * dot w f f <= dot w f (L f).
  rewrite inner seen mulr_sumr; apply: ler_sum => i _; rewrite mulrCA ler_wpmul2l ?sqr_ge0 //; exact: stretched.
have first : dot w f (L f) <= theta k * dot w f f.
  rewrite stretches (parseval unit_eigen_orthonormal f f) mulr_sumr; apply: ler_sum => j _.
  have [lt|ge] := ltnP j k; first by rewrite unit_eigen_dot without // mul0r !mulr0.
  rewrite ler_wpmul2r // -?expr2 ?sqr_ge0 //; have : (j < n)%N := ltn_ord j.
  elim: {j}(nat_of_ord j) ge => [|j IH]; first by rewrite leqn0 => /eqP ->.
  rewrite leq_eqVlt => /predU1P[->//|]; rewrite ltnS => kj jn.
  by apply: le_trans (falls j jn) (IH kj (ltnW jn)).
by have := le_trans last first; rewrite ler_pmul2r.
Qed.
End Eigenvalues.
