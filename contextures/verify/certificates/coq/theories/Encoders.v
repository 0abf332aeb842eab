(** For certificates of chapter 2: encoders that minimise a loss, and encoders that do better. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Spans.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Prediction.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Variables (p : nat) (v : 'I_M -> R) (t : 'I_p -> 'I_M -> R).

(** The loss is a sum over the coordinates of the target. *)
Lemma prediction_lossE d (Phi : 'I_d -> 'I_N -> R) W b :
  prediction_loss P v t Phi W b = \sum_j \sum_x \sum_a P x a * v a * (\sum_k W j k * Phi k x + b j - t j a) ^+ 2.
Proof.
rewrite /prediction_loss; under eq_bigr => x _ do under eq_bigr => a _ do rewrite mulr_sumr.
by under eq_bigr => x _ do rewrite exchange_big; rewrite exchange_big.
Qed.

(** What no function of x explains of the target: no loss is below it. *)
Definition unexplained : R :=
  \sum_j \sum_x (\sum_a P x a * v a * t j a ^+ 2 - (\sum_a P x a * v a * t j a) ^+ 2 / \sum_a P x a * v a).
Hypothesis weighed : forall x, 0 < \sum_a P x a * v a.
Lemma loss_at_least d (Phi : 'I_d -> 'I_N -> R) W b : unexplained <= prediction_loss P v t Phi W b.
Proof.
rewrite prediction_lossE; apply: ler_sum => j _; apply: ler_sum => x _.
set h := \sum_k _ + b j; set S := \sum_a P x a * v a; have S0 : S != 0 := lt0r_neq0 (weighed x).
set B := \sum_a _ * t j a; set C := \sum_a _ * t j a ^+ 2.
have -> : \sum_a P x a * v a * (h - t j a) ^+ 2 = S * h ^+ 2 - 2%:R * h * B + C.
  rewrite /S /B /C mulr_suml mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; ring.
rewrite -subr_ge0; apply: (@ge0_eq _ (S * (h - B / S) ^+ 2)); last by field.
by rewrite mulr_ge0 ?sqr_ge0 // ltW // weighed.
Qed.
Lemma minimises_plain_by d (Phi : 'I_d -> 'I_N -> R) W :
  prediction_loss P v t Phi W (fun=> 0) <= unexplained -> minimises_plain P v t Phi.
Proof. by move=> le Phi' W'; exists W; apply: le_trans le (loss_at_least _ _ _). Qed.
Lemma minimises_biased_by d (Phi : 'I_d -> 'I_N -> R) W b :
  prediction_loss P v t Phi W b <= unexplained -> minimises_biased P v t Phi.
Proof. by move=> le Phi' W' b'; exists W, b; apply: le_trans le (loss_at_least _ _ _). Qed.
End Prediction.

Section Normal.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Variables (p : nat) (v : 'I_M -> R) (t : 'I_p -> 'I_M -> R).
Hypothesis P_ge0 : forall x a, 0 <= P x a.
Hypothesis v_ge0 : forall a, 0 <= v a.

(** The normal equations: no other W and b do better for this encoder. *)
Lemma best_probe d (Phi : 'I_d -> 'I_N -> R) W b :
  (forall j k, \sum_x \sum_a P x a * v a * ((\sum_m W j m * Phi m x + b j - t j a) * Phi k x) = 0) ->
  (forall j, \sum_x \sum_a P x a * v a * (\sum_m W j m * Phi m x + b j - t j a) = 0) ->
  forall W' b', prediction_loss P v t Phi W b <= prediction_loss P v t Phi W' b'.
Proof.
move=> normal centre W' b'; rewrite !prediction_lossE; apply: ler_sum => j _.
set rest := fun x a => \sum_k W j k * Phi k x + b j - t j a.
pose shift x := \sum_k (W' j k - W j k) * Phi k x + (b' j - b j).
have restE x a : \sum_k W' j k * Phi k x + b' j - t j a = rest x a + shift x.
  rewrite /rest /shift; under [X in _ = _ + (X + _)]eq_bigr do rewrite mulrBl.
  by rewrite sumrB; ring.
have cross : \sum_x \sum_a P x a * v a * (rest x a * shift x) = 0.
  transitivity (\sum_k (W' j k - W j k) * (\sum_x \sum_a P x a * v a * (rest x a * Phi k x))
      + (b' j - b j) * (\sum_x \sum_a P x a * v a * rest x a)); last first.
    by rewrite [X in _ + _ * X]centre mulr0 addr0 big1 // => k _; rewrite [X in _ * X]normal mulr0.
  under [X in _ = X + _]eq_bigr do rewrite mulr_sumr.
  rewrite [X in _ = X + _]exchange_big mulr_sumr -big_split; apply: eq_bigr => x _ /=.
  under [X in _ = X + _]eq_bigr do rewrite mulr_sumr.
  rewrite [X in _ = X + _]exchange_big mulr_sumr -big_split; apply: eq_bigr => a _ /=.
  rewrite /shift mulrDr mulrDr; congr (_ + _); last by ring.
  by rewrite mulr_sumr mulr_sumr; apply: eq_bigr => k _; ring.
have -> : \sum_x \sum_a P x a * v a * (\sum_k W' j k * Phi k x + b' j - t j a) ^+ 2
    = (\sum_x \sum_a P x a * v a * rest x a ^+ 2)
      + 2%:R * (\sum_x \sum_a P x a * v a * (rest x a * shift x)) + \sum_x \sum_a P x a * v a * shift x ^+ 2.
  rewrite mulr_sumr -!big_split; apply: eq_bigr => x _ /=.
  rewrite mulr_sumr -!big_split; apply: eq_bigr => a _ /=; rewrite restE; ring.
rewrite cross mulr0 addr0 ler_addl; apply: sumr_ge0 => x _; apply: sumr_ge0 => a _.
by rewrite mulr_ge0 ?sqr_ge0 // mulr_ge0.
Qed.
End Normal.

(** Losses depend on the values of the weights only; roots of squares are rational. *)
Lemma eq_prediction_loss (R : rcfType) N M (P : 'I_N -> 'I_M -> R) p d v v' (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) W b :
  v =1 v' -> prediction_loss P v t Phi W b = prediction_loss P v' t Phi W b.
Proof. by move=> vE; apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite vE. Qed.
Lemma by_root_is (R : rcfType) N M (P : 'I_N -> 'I_M -> R) v :
  (forall a, 0 <= v a) -> (forall a, pA P a = v a ^+ 2) -> by_root P =1 fun a => (v a)^-1.
Proof. by move=> v0 vv a; rewrite /by_root vv sqrtr_sqr ger0_norm. Qed.

Lemma eq_minimises_biased (R : rcfType) N M (P : 'I_N -> 'I_M -> R) p d v v' (t : 'I_p -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) :
  v =1 v' -> minimises_biased P v t Phi <-> minimises_biased P v' t Phi.
Proof.
move=> vE; split=> claim Phi' W' b'; have [W [b le]] := claim Phi' W' b'; exists W, b; move: le.
  by rewrite !(eq_prediction_loss P t _ _ _ vE).
by rewrite -!(eq_prediction_loss P t _ _ _ vE).
Qed.

Section Contrast.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Hypothesis law : is_law P.

(** No contrastive loss is below -1/2 E (pair/(P_A P_A) - 1)^2, no constrained one below 2 d - 2 chi-square. *)
Definition excess a b : R := pair P a b / (pA P a * pA P b) - 1.
Lemma contrastive_loss_at_least d (Psi : 'I_d -> 'I_M -> R) :
  - (2%:R^-1 * \sum_a \sum_b pA P a * pA P b * excess a b ^+ 2) <= contrastive_loss P Psi.
Proof.
have A := pA_gt0 law.
have flat : \sum_a \sum_b pA P a * pA P b * inner P Psi a b = 0.
  under eq_bigr => a _ do under eq_bigr => b _ do rewrite /inner mulr_sumr.
  under eq_bigr => a _ do rewrite exchange_big.
  rewrite exchange_big big1 // => k _ /=; set psi := centred (pA P) (Psi k).
  have -> : \sum_a \sum_b pA P a * pA P b * (psi a * psi b) = mean (pA P) psi * mean (pA P) psi.
    by rewrite /mean big_distrlr; apply: eq_bigr => a _; apply: eq_bigr => b _ /=; ring.
  by rewrite mean_centred ?pA_sum // mulr0.
have cross : \sum_a \sum_b pA P a * pA P b * (excess a b * inner P Psi a b) = \sum_a \sum_b pair P a b * inner P Psi a b.
  transitivity (\sum_a \sum_b pair P a b * inner P Psi a b - \sum_a \sum_b pA P a * pA P b * inner P Psi a b).
    rewrite -sumrB; apply: eq_bigr => a _; rewrite -sumrB; apply: eq_bigr => b _.
    by rewrite /excess; field; rewrite !lt0r_neq0 ?A.
  by rewrite flat subr0.
rewrite /contrastive_loss -cross -subr_ge0 opprK.
apply: (@ge0_eq _ (2%:R^-1 * \sum_a \sum_b pA P a * pA P b * (inner P Psi a b - excess a b) ^+ 2)).
  rewrite mulr_ge0 ?invr_ge0 ?ler0n //; apply: sumr_ge0 => a _; apply: sumr_ge0 => b _.
  by rewrite mulr_ge0 ?sqr_ge0 // mulr_ge0 // ltW // A.
have -> : \sum_a \sum_b pA P a * pA P b * (inner P Psi a b - excess a b) ^+ 2
    = \sum_a \sum_b pA P a * pA P b * inner P Psi a b ^+ 2
      - 2%:R * (\sum_a \sum_b pA P a * pA P b * (excess a b * inner P Psi a b))
      + \sum_a \sum_b pA P a * pA P b * excess a b ^+ 2.
  rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=.
  by rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => b _ /=; ring.
by field.
Qed.

Lemma noncontrastive_lossE d (Psi : 'I_d -> 'I_M -> R) :
  noncontrastive_loss P Psi = \sum_k (2%:R * dot (pA P) (Psi k) (Psi k) - 2%:R * dot (pX P) (T P (Psi k)) (T P (Psi k))).
Proof.
rewrite /noncontrastive_loss; under eq_bigr => a _ do under eq_bigr => b _ do rewrite mulr_sumr.
under eq_bigr => a _ do rewrite exchange_big.
by rewrite exchange_big; apply: eq_bigr => k _; rewrite -pair_varianceE.
Qed.
Definition inertia : R := \sum_x \sum_a (P x a - pX P x * pA P a) ^+ 2 / (pX P x * pA P a).
Lemma noncontrastive_loss_at_least d (Psi : 'I_d -> 'I_M -> R) :
  white (pA P) Psi -> 2%:R * d%:R - 2%:R * inertia <= noncontrastive_loss P Psi.
Proof.
move=> [mean0 orth]; have A := pA_gt0 law; have X := pX_gt0 law.
rewrite noncontrastive_lossE sumrB -!mulr_sumr.
have -> : \sum_k dot (pA P) (Psi k) (Psi k) = d%:R.
  by rewrite -[d in RHS]card_ord -sumr_const; apply: eq_bigr => k _; rewrite orth eqxx.
rewrite ler_add2l ler_opp2 ler_pmul2l ?ltr0n // exchange_big /=.
apply: ler_sum => x _; set h := fun a => P x a / (pX P x * pA P a) - 1.
have Tpsi k : T P (Psi k) x = dot (pA P) h (Psi k).
  transitivity (dot (pA P) h (Psi k) + mean (pA P) (Psi k)); last by rewrite mean0 addr0.
  rewrite /T /dot /mean mulr_suml -big_split; apply: eq_bigr => a _ /=.
  by rewrite /h; field; rewrite !lt0r_neq0 ?X ?A.
have -> : \sum_a (P x a - pX P x * pA P a) ^+ 2 / (pX P x * pA P a) = pX P x * dot (pA P) h h.
  by rewrite /dot mulr_sumr; apply: eq_bigr => a _; rewrite /h; field; rewrite !lt0r_neq0 ?X ?A.
under eq_bigr => k _ do rewrite Tpsi -mulrA -expr2.
rewrite -mulr_sumr ler_pmul2l //; set c := fun k => dot (pA P) h (Psi k).
suff : \sum_k c k ^+ 2 <= dot (pA P) h h by [].
pose proj a := \sum_k c k * Psi k a.
have hp : dot (pA P) h proj = \sum_k c k ^+ 2.
  by rewrite dotC dot_suml; apply: eq_bigr => k _; rewrite dotC expr2.
have pp : dot (pA P) proj proj = \sum_k c k ^+ 2.
  rewrite {1}/proj dot_suml; apply: eq_bigr => k _; rewrite dotC dot_suml expr2; congr (_ * _).
  rewrite (bigD1 k) //= orth eqxx mulr1 big1 ?addr0 // => l /negPf ne.
  by rewrite orth ne mulr0.
have : 0 <= dot (pA P) (fun a => h a - proj a) (fun a => h a - proj a) by apply: dot_ge0 => a; exact/ltW/A.
have -> : dot (pA P) (fun a => h a - proj a) (fun a => h a - proj a)
    = dot (pA P) h h - 2%:R * dot (pA P) h proj + dot (pA P) proj proj.
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; ring.
rewrite hp pp => le; rewrite -subr_ge0; apply: ge0_eq le _; ring.
Qed.
End Contrast.

(** Orthogonal functions of mean zero and squared lengths l, made unit. *)
Section Unit.
Variables (R : rcfType) (n d : nat) (w : 'I_n -> R) (F : 'I_d -> 'I_n -> R) (l : 'I_d -> R).
Hypothesis l_gt0 : forall k, 0 < l k.
Definition unit_length k x : R := F k x / Num.sqrt (l k).
Let root_gt0 k : 0 < Num.sqrt (l k). Proof. by rewrite sqrtr_gt0. Qed.
Let root_sqr k : Num.sqrt (l k) ^+ 2 = l k. Proof. by rewrite sqr_sqrtr // ltW. Qed.
Lemma unit_white : (forall k, mean w (F k) = 0) -> (forall k m, dot w (F k) (F m) = (k == m)%:R * l k) ->
  white w unit_length.
Proof.
move=> mean0 orth; split=> [k|k m].
  transitivity (mean w (F k) / Num.sqrt (l k)); last by rewrite mean0 mul0r.
  by rewrite /mean mulr_suml; apply: eq_bigr => x _; rewrite mulrA.
have rk := lt0r_neq0 (root_gt0 k); have rm := lt0r_neq0 (root_gt0 m).
have -> : dot w (unit_length k) (unit_length m) = dot w (F k) (F m) / (Num.sqrt (l k) * Num.sqrt (l m)).
  by rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /unit_length; field; rewrite rk rm.
rewrite orth; have [<-|ne] := eqVneq k m; last by rewrite !mul0r.
by rewrite mul1r -expr2 root_sqr divff // lt0r_neq0.
Qed.
Lemma unit_span f : spanned unit_length f <-> spanned F f.
Proof.
apply: (span_by (A := fun k m => (m == k)%:R / Num.sqrt (l k)) (B := fun k m => (m == k)%:R * Num.sqrt (l k))) => k x.
  rewrite (bigD1 k) //= eqxx big1 ?addr0 => [|m /negPf ->]; last by rewrite !mul0r.
  by rewrite /unit_length mul1r mulrC.
rewrite (bigD1 k) //= eqxx big1 ?addr0 => [|m /negPf ->]; last by rewrite !mul0r.
by rewrite /unit_length mul1r mulrC divfK // lt0r_neq0.
Qed.
Lemma unit_difference k x y : (unit_length k x - unit_length k y) ^+ 2 = (F k x - F k y) ^+ 2 / l k.
Proof. by rewrite /unit_length -mulrBl exprMn exprVn root_sqr. Qed.
End Unit.

Lemma unit_learned (R : rcfType) N M (P : 'I_N -> 'I_M -> R) d (F : 'I_d -> 'I_M -> R) l s :
  (forall k, 0 < l k) ->
  learns P (fun k => T P (centred (pA P) (unit_length F l k))) s <-> learns P (fun k => T P (centred (pA P) (F k))) s.
Proof.
move=> l0; have same : forall f, spanned (unit_length F l) f <-> spanned F f := unit_span F l0.
have K : linear (fun g => T P (centred (pA P) g)) by exact: linear_after (centred_linear _) (T_linear P).
by split; apply: learns_same => f; [|apply: iff_sym]; exact: image_span K same f.
Qed.
Lemma unit_noncontrastive (R : rcfType) N M (P : 'I_N -> 'I_M -> R) d (F : 'I_d -> 'I_M -> R) l :
  (forall k, 0 < l k) ->
  noncontrastive_loss P (unit_length F l) = \sum_a \sum_b pair P a b * \sum_k (F k a - F k b) ^+ 2 / l k.
Proof.
move=> l0; apply: eq_bigr => a _; apply: eq_bigr => b _; congr (_ * _); apply: eq_bigr => k _.
by rewrite unit_difference.
Qed.
Lemma unit_graph (R : rcfType) N (P : 'I_N -> 'I_N -> R) d (F : 'I_d -> 'I_N -> R) l :
  (forall k, 0 < l k) ->
  graph_loss P (unit_length F l) = 2%:R^-1 * \sum_a \sum_b P a b * \sum_k (F k a - F k b) ^+ 2 / l k.
Proof.
move=> l0; congr (_ * _); apply: eq_bigr => a _; apply: eq_bigr => b _; congr (_ * _); apply: eq_bigr => k _.
by rewrite unit_difference.
Qed.

(** One function of a graph: 1/2 E (f(u) - f(v))^2 - t |f|^2 is a sum of squares where f has mean zero. *)
Lemma graph_loss_at_least (R : rcfType) N (P : 'I_N -> 'I_N -> R) t kappa m (D : 'I_m -> R) (L : 'I_m -> 'I_N -> R) :
  (forall u v, P u v = P v u) -> (forall k, 0 <= D k) ->
  (forall u v : 'I_N, (1 - t) * ((u == v)%:R * pX P u) - P u v + kappa * (pX P u * pX P v) = \sum_k D k * L k u * L k v) ->
  forall Phi : 'I_1 -> 'I_N -> R, white (pX P) Phi -> t <= graph_loss P Phi.
Proof.
move=> sym D0 identity Phi [mean0 orth]; set f := Phi ord0.
have lossE : graph_loss P Phi = dot (pX P) f f - \sum_u \sum_v P u v * f u * f v.
  rewrite /graph_loss; under eq_bigr => u _ do under eq_bigr => v _ do rewrite big_ord_recl big_ord0 addr0 -/f.
  have left_ : dot (pX P) f f = \sum_u \sum_v P u v * f u ^+ 2.
    by apply: eq_bigr => u _; rewrite /pX !mulr_suml; apply: eq_bigr => v _; rewrite -mulrA -expr2.
  have right_ : dot (pX P) f f = \sum_u \sum_v P u v * f v ^+ 2.
    by rewrite left_ exchange_big; apply: eq_bigr => u _; apply: eq_bigr => v _; rewrite sym.
  apply: (mulfI (_ : 2%:R != 0)); first by rewrite pnatr_eq0.
  rewrite mulrA divff ?pnatr_eq0 // mul1r mulrBr [in RHS]mulr_natl mulr2n {1}left_ right_.
  rewrite mulr_sumr -big_split -sumrB; apply: eq_bigr => u _ /=.
  by rewrite mulr_sumr -big_split -sumrB; apply: eq_bigr => v _ /=; ring.
have ff : dot (pX P) f f = 1 by rewrite orth eqxx.
have : 0 <= \sum_u \sum_v (\sum_k D k * L k u * L k v) * (f u * f v).
  have -> : \sum_u \sum_v (\sum_k D k * L k u * L k v) * (f u * f v) = \sum_k D k * (\sum_u L k u * f u) ^+ 2.
    under eq_bigr => u _ do under eq_bigr => v _ do rewrite mulr_suml.
    under eq_bigr => u _ do rewrite exchange_big.
    rewrite exchange_big; apply: eq_bigr => k _; rewrite expr2 big_distrlr mulr_sumr; apply: eq_bigr => u _.
    by rewrite mulr_sumr; apply: eq_bigr => v _ /=; ring.
  by apply: sumr_ge0 => k _; rewrite mulr_ge0 ?sqr_ge0.
have square : dot (pX P) f f = \sum_u \sum_v ((u == v)%:R * pX P u) * (f u * f v).
  apply: eq_bigr => y _; rewrite (bigD1 y) //= eqxx mul1r big1 ?addr0 ?mulrA // => z.
  by rewrite eq_sym => /negPf ->; rewrite !mul0r.
have product : mean (pX P) f ^+ 2 = \sum_u \sum_v (pX P u * pX P v) * (f u * f v).
  by rewrite expr2 /mean big_distrlr; apply: eq_bigr => u _; apply: eq_bigr => v _ /=; ring.
have -> : \sum_u \sum_v (\sum_k D k * L k u * L k v) * (f u * f v)
    = (1 - t) * dot (pX P) f f - \sum_u \sum_v P u v * f u * f v + kappa * mean (pX P) f ^+ 2.
  rewrite square product !mulr_sumr -sumrB -big_split; apply: eq_bigr => u _ /=.
  by rewrite !mulr_sumr -sumrB -big_split; apply: eq_bigr => v _ /=; rewrite -identity; move: (_%:R) => i; ring.
rewrite lossE mean0 expr0n mulr0 addr0 ff mulr1 => psd.
by rewrite -subr_ge0; apply: ge0_eq psd _; ring.
Qed.
