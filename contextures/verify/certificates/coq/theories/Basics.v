(** What every proof about finite contexts uses: Cauchy and Schwarz, and that T* is the adjoint of T. *)
From Contextures Require Import Library Contextures.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma ge0_eq (R : rcfType) (a b : R) : 0 <= a -> b = a -> 0 <= b.
Proof. by move=> a0 ->. Qed.
Lemma le_gap (R : rcfType) (a b c d : R) : a <= b -> d - c = b - a -> c <= d.
Proof. by rewrite -[a <= b]subr_ge0 -[c <= d]subr_ge0 => ? ->. Qed.

Section Dot.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R).
Implicit Types f g h : 'I_n -> R.

Lemma dotC f g : dot w f g = dot w g f.
Proof. by apply: eq_bigr => i _; rewrite mulrAC. Qed.
Lemma eq_dot f f' g g' : f =1 f' -> g =1 g' -> dot w f g = dot w f' g'.
Proof. by move=> F G; apply: eq_bigr => i _; rewrite F G. Qed.
Lemma dot_suml m (c : 'I_m -> R) (F : 'I_m -> 'I_n -> R) g :
  dot w (fun x => \sum_k c k * F k x) g = \sum_k c k * dot w (F k) g.
Proof.
rewrite /dot; under eq_bigr do rewrite mulr_sumr mulr_suml.
by rewrite exchange_big; apply: eq_bigr => k _; rewrite mulr_sumr; apply: eq_bigr => i _; ring.
Qed.
Lemma dot_one f : dot w f (fun=> 1) = mean w f.
Proof. by apply: eq_bigr => i _; rewrite mulr1. Qed.
Lemma mean_centred f : \sum_i w i = 1 -> mean w (centred w f) = 0.
Proof.
move=> w1; rewrite /mean /centred; under eq_bigr do rewrite mulrBr.
by rewrite sumrB -mulr_suml w1 mul1r subrr.
Qed.

Hypothesis w_ge0 : forall i, 0 <= w i.
Lemma dot_ge0 f : 0 <= dot w f f.
Proof. by apply: sumr_ge0 => i _; rewrite -mulrA mulr_ge0 // -expr2 sqr_ge0. Qed.

(** Lagrange's identity, and the inequality of Cauchy and Schwarz. *)
Lemma lagrange f g : dot w f f * dot w g g - dot w f g ^+ 2
  = 2%:R^-1 * \sum_i \sum_j w i * w j * (f i * g j - f j * g i) ^+ 2.
Proof.
have two : 2%:R != 0 :> R by rewrite pnatr_eq0.
apply: (mulfI two); rewrite mulrA divff // mul1r.
have -> : 2%:R * (dot w f f * dot w g g - dot w f g ^+ 2)
  = dot w f f * dot w g g + dot w g g * dot w f f - 2%:R * (dot w f g * dot w f g) by ring.
rewrite !big_distrlr /= mulr_sumr -big_split -sumrB; apply: eq_bigr => i _.
by rewrite mulr_sumr -big_split -sumrB; apply: eq_bigr => j _ /=; ring.
Qed.
Lemma cauchy_schwarz f g : dot w f g ^+ 2 <= dot w f f * dot w g g.
Proof.
rewrite -subr_ge0 lagrange mulr_ge0 ?invr_ge0 ?ler0n //.
apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; apply: mulr_ge0; [exact: mulr_ge0 | exact: sqr_ge0].
Qed.
Lemma norm_sqr f : norm w f ^+ 2 = dot w f f. Proof. by rewrite sqr_sqrtr // dot_ge0. Qed.
Lemma norm_ge0 f : 0 <= norm w f. Proof. exact: sqrtr_ge0. Qed.
End Dot.

Section Context.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Hypothesis law : is_law P.
Implicit Types (f : 'I_N -> R) (g : 'I_M -> R).

Lemma pX_gt0 x : 0 < pX P x. Proof. by case: law. Qed.
Lemma pA_gt0 a : 0 < pA P a. Proof. by case: law. Qed.
Lemma pX_ge0 x : 0 <= pX P x. Proof. exact/ltW/pX_gt0. Qed.
Lemma pA_ge0 a : 0 <= pA P a. Proof. exact/ltW/pA_gt0. Qed.
Lemma pX_sum : \sum_x pX P x = 1. Proof. by case: law. Qed.
Lemma pA_sum : \sum_a pA P a = 1. Proof. by case: law => _ <- _ _; rewrite exchange_big. Qed.

Lemma N_gt0 : (0 < N)%N.
Proof.
rewrite lt0n; apply/eqP => N0; move: pX_sum; rewrite big1 => [e|x _].
  by move: (oner_neq0 R); rewrite -e eqxx.
by case: x => x lt; exfalso; rewrite N0 in lt.
Qed.
Lemma dot_T f g : dot (pX P) f (T P g) = \sum_x \sum_a P x a * f x * g a.
Proof.
apply: eq_bigr => x _; rewrite /T mulrC mulrA mulfVK ?lt0r_neq0 ?pX_gt0 // mulr_suml.
by apply: eq_bigr => a _; ring.
Qed.
Lemma dot_Ts f g : dot (pA P) (Ts P f) g = \sum_x \sum_a P x a * f x * g a.
Proof.
rewrite exchange_big; apply: eq_bigr => a _; rewrite /Ts [pA P a * _]mulrC.
by rewrite mulfVK ?lt0r_neq0 ?pA_gt0 // mulr_suml.
Qed.
Lemma adjoint f g : dot (pX P) f (T P g) = dot (pA P) (Ts P f) g.
Proof. by rewrite dot_T dot_Ts. Qed.

(** E (g(A) - g(A'))^2 = 2 |g|^2 - 2 |Tg|^2. *)
Lemma pair_marginal a : \sum_b pair P a b = pA P a.
Proof.
rewrite /pair exchange_big; apply: eq_bigr => x _ /=.
by rewrite -mulr_suml -mulr_sumr mulfK // lt0r_neq0 // pX_gt0.
Qed.
Lemma pairC a b : pair P a b = pair P b a.
Proof. by apply: eq_bigr => x _; rewrite [P x a * _]mulrC. Qed.
Lemma pair_product g h : \sum_a \sum_b pair P a b * (g a * h b) = dot (pX P) (T P g) (T P h).
Proof.
rewrite /dot; under eq_bigr => a _ do under eq_bigr => b _ do rewrite /pair mulr_suml.
under eq_bigr => a _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => x _ /=.
have nz : pX P x != 0 by rewrite lt0r_neq0 // pX_gt0.
rewrite /T [pX P x * _]mulrC mulfVK // mulrA big_distrlr mulr_suml; apply: eq_bigr => a _.
by rewrite mulr_suml; apply: eq_bigr => b _ /=; field.
Qed.
Lemma pair_varianceE g : pair_variance P g = 2%:R * dot (pA P) g g - 2%:R * dot (pX P) (T P g) (T P g).
Proof.
rewrite -pair_product /pair_variance.
have -> : dot (pA P) g g = \sum_a \sum_b pair P a b * g a ^+ 2.
  by apply: eq_bigr => a _; rewrite -mulr_suml pair_marginal expr2 mulrA.
have sym : \sum_a \sum_b pair P a b * g a ^+ 2 = \sum_a \sum_b pair P a b * g b ^+ 2.
  by rewrite exchange_big; apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite pairC.
rewrite [2%:R * _]mulr_natl mulr2n {2}sym mulr_sumr -big_split -sumrB; apply: eq_bigr => a _.
by rewrite mulr_sumr -big_split -sumrB; apply: eq_bigr => b _ /=; ring.
Qed.

(** A compatible task has |T*f| >= (1 - eps) |f|: <f, Tg> = <T*f, g> <= |T*f| |g|. *)
Lemma compatible_image eps f : eps <= 1 -> compatible P eps f ->
  (1 - eps) ^+ 2 * dot (pX P) f f <= dot (pA P) (Ts P f) (Ts P f).
Proof.
move=> eps1 [_ [g g_gt0 fits]]; have X := pX_ge0; have A := pA_ge0.
have level : 0 <= 1 - eps by rewrite subr_ge0.
rewrite -(norm_sqr X) -(norm_sqr A) -exprMn ler_pexpn2r ?nnegrE ?mulr_ge0 ?norm_ge0 //.
rewrite -(ler_pmul2r g_gt0); apply: le_trans fits _; rewrite adjoint.
have [neg|pos] := lerP (dot (pA P) (Ts P f) g) 0; first by rewrite (le_trans neg) // mulr_ge0 // norm_ge0.
rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?norm_ge0 ?(ltW pos) // exprMn !norm_sqr //.
exact: cauchy_schwarz.
Qed.
End Context.

(** M orthonormal functions on M points are a basis: Parseval's identity. *)
Section Parseval.
Variables (R : rcfType) (M : nat) (w : 'I_M -> R) (nu : nat -> 'I_M -> R).
Hypothesis orthonormal : forall i, (i < M)%N -> forall j, (j < M)%N -> dot w (nu i) (nu j) = (i == j)%:R.

Lemma complete a b : \sum_(j < M) nu j a * nu j b * w b = (a == b)%:R.
Proof.
pose V : 'M[R]_M := \matrix_(j, a) nu j a; pose W : 'M[R]_M := \matrix_(a, j) (w a * nu j a).
have VW : V *m W = 1%:M.
  apply/matrixP => i j; rewrite !mxE -(orthonormal (ltn_ord i) (ltn_ord j)).
  by apply: eq_bigr => x _; rewrite !mxE; ring.
have /matrixP/(_ b a) := mulmx1C VW; rewrite !mxE eq_sym => <-.
by apply: eq_bigr => j _; rewrite !mxE; ring.
Qed.
Lemma parseval f g : dot w f g = \sum_(j < M) dot w f (nu j) * dot w g (nu j).
Proof.
have -> : dot w f g = \sum_a \sum_b w a * f a * g b * (a == b)%:R.
  apply: eq_bigr => a _; rewrite (bigD1 a) //= eqxx mulr1 big1 ?addr0 // => b.
  by rewrite eq_sym => /negPf ->; rewrite mulr0.
under eq_bigr => a _ do under eq_bigr => b _ do rewrite -complete mulr_sumr.
under eq_bigr => a _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => j _; rewrite [RHS]big_distrlr /=.
by apply: eq_bigr => a _; apply: eq_bigr => b _; ring.
Qed.
End Parseval.
