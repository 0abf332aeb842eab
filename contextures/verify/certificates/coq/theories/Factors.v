(** The spectral contrastive loss completes a square: what every proof about it uses. *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Square.
Variable R : rcfType.

Lemma square_entry (s t w p : R) : (s * t = 0 -> w = 0) ->
  (w / (s * t) - s * t * p) ^+ 2 = - 2%:R * (w * p) + s ^+ 2 * t ^+ 2 * p ^+ 2 + (w / (s * t)) ^+ 2.
Proof.
rewrite -exprMn; have [->|nz _] := eqVneq (s * t) 0; last by field; move: nz; rewrite mulf_eq0 negb_or andbC.
by move=> /(_ erefl) ->; ring.
Qed.
Lemma product_scaled n d (m : 'I_n -> R) (f : 'I_d -> 'I_n -> R) a b :
  product (fun k a => m a * f k a) a b = m a * m b * product f a b.
Proof. by rewrite /product mulr_sumr; apply: eq_bigr => k _; ring. Qed.

Lemma factor_loss n d (w : 'I_n -> 'I_n -> R) (m : 'I_n -> R) (f : 'I_d -> 'I_n -> R) : (forall a, 0 <= m a) ->
  (forall a b, m a = 0 \/ m b = 0 -> w a b = 0) -> factor_residual w m f = spectral_loss w m f + graph_size w m.
Proof.
move=> m0 w0; rewrite /factor_residual /spectral_loss /graph_size -mulNr mulr_sumr -!big_split.
apply: eq_bigr => a _ /=; rewrite mulr_sumr -!big_split; apply: eq_bigr => b _ /=.
rewrite product_scaled /normalised square_entry.
  by rewrite !sqr_sqrtr.
move/eqP; rewrite mulf_eq0 !sqrtr_eq0 => /orP zero; apply: w0.
by case: zero => le; [left | right]; apply/eqP; rewrite eq_le le m0.
Qed.
Lemma residual_ge0 n d (w : 'I_n -> 'I_n -> R) (m : 'I_n -> R) (f : 'I_d -> 'I_n -> R) : 0 <= factor_residual w m f.
Proof. by apply: sumr_ge0 => a _; apply: sumr_ge0 => b _; exact: sqr_ge0. Qed.

Lemma law_factor N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) : is_law P ->
  factor_residual (pair P) (pA P) f = spectral_loss (pair P) (pA P) f + graph_size (pair P) (pA P).
Proof.
move=> law; apply: factor_loss => [a|a b]; first exact: pA_ge0.
by case=> zero; have := pA_gt0 law; [move/(_ a) | move/(_ b)]; rewrite zero ltxx.
Qed.
Lemma law_least N M d (P : 'I_N -> 'I_M -> R) (f : 'I_d -> 'I_M -> R) : is_law P ->
  - graph_size (pair P) (pA P) <= spectral_loss (pair P) (pA P) f.
Proof. by move=> law; rewrite -subr_ge0 opprK -law_factor // residual_ge0. Qed.

(** An encoder with the inner products of phi has the least loss of all. *)
Lemma same_products n d d' (w : 'I_n -> 'I_n -> R) (m : 'I_n -> R) (f : 'I_d -> 'I_n -> R) (g : 'I_d' -> 'I_n -> R) :
  (forall a b, product f a b = product g a b) -> spectral_loss w m f = spectral_loss w m g.
Proof.
by move=> same; rewrite /spectral_loss; congr (- (_ * _) + _); apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite same.
Qed.
Lemma phi_product C N (P : 'I_C -> 'I_N -> R) a b : is_law P ->
  product (phi P) a b = pair P a b / (pA P a * pA P b).
Proof.
move=> law; have A := pA_gt0 law; have X := pX_gt0 law.
rewrite /product /pair mulr_suml; apply: eq_bigr => c _; rewrite /phi /posterior mulrACA -invfM -expr2.
by rewrite sqr_sqrtr ?pX_ge0 //; field; rewrite !lt0r_neq0.
Qed.
Lemma phi_residual C N (P : 'I_C -> 'I_N -> R) : is_law P -> factor_residual (pair P) (pA P) (phi P) = 0.
Proof.
move=> law; have A := pA_gt0 law; rewrite /factor_residual big1 // => a _; rewrite big1 // => b _.
have root x : Num.sqrt (pA P x) != 0 by rewrite lt0r_neq0 // sqrtr_gt0.
have key (s t p : R) : s != 0 -> t != 0 -> p / (s * t) - s * t * (p / (s ^+ 2 * t ^+ 2)) = 0.
  by move=> s0 t0; field; rewrite s0 t0.
rewrite product_scaled phi_product // /normalised; have := key _ _ (pair P a b) (root a) (root b).
by rewrite !sqr_sqrtr ?pA_ge0 // => ->; rewrite expr0n.
Qed.
End Square.
