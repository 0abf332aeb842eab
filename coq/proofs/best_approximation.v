(** Functions h_j approximated by combinations of d functions: the least error is what the top d eigenvalues of
    f -> sum of <h_j, f> h_j leave, and functions that attain it extract a top-d eigenspace. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp Require Import mxalgebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import ky_fan spectral_theorem ky_fan_equality top_eigenspace.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Definition free (R : rcfType) n d (F : 'I_d -> 'I_n -> R) := forall c, (forall x, \sum_k c k * F k x = 0) -> forall k, c k = 0.

Section Basis.
Variables (R : rcfType) (n : nat) (w : 'I_n -> R).
Hypothesis w_gt0 : forall x, 0 < w x.
Let w_ge0 x : 0 <= w x. Proof. exact: ltW. Qed.
Let root_neq0 x : Num.sqrt (w x) != 0. Proof. by rewrite lt0r_neq0 // sqrtr_gt0. Qed.
Let root_sqr x : Num.sqrt (w x) * Num.sqrt (w x) = w x. Proof. by rewrite -expr2 sqr_sqrtr. Qed.

(** Orthonormal functions with a given span. *)
Lemma orthonormal_basis d (F : 'I_d -> 'I_n -> R) :
  exists r, exists u : 'I_r -> 'I_n -> R,
    [/\ (r <= d)%N, forall i j, dot w (u i) (u j) = (i == j)%:R, forall f, spanned u f <-> spanned F f & free F -> r = d].
Proof.
pose B : 'M[R]_(d, n) := \matrix_(k, x) (F k x * Num.sqrt (w x)).
have [|G [_ [GG GB _]]] := @eigenrows_within R n d 0 B (\rank B) (trmx0 _ _ _) _ (leqnn _).
  by rewrite mulmx0 sub0mx.
have rG : \rank G = \rank B by apply/eqP/row_freeP; exists G^T.
have BG : (B <= G)%MS by rewrite -(geq_leqif (mxrank_leqif_sup GB)) rG.
exists (\rank B), (fun i x => G i x / Num.sqrt (w x)); split.
- exact: rank_leq_row.
- move=> i j; have := congr1 (fun A : 'M_(\rank B) => A i j) GG; rewrite !mxE => <-.
  have cancel (c a b : R) : c != 0 -> c * c * (a / c) * (b / c) = a * b by move=> c0; field.
  by apply: eq_bigr => x _; rewrite mxE -{1}root_sqr cancel.
- have /submxP[X GX] := GB; have /submxP[Y BY] := BG; split; apply: spanned_trans => k.
    exists (X k) => x; rewrite [in LHS]GX mxE mulr_suml; apply: eq_bigr => l _; rewrite mxE.
    by rewrite mulrA mulfK.
  exists (Y k) => x; have := congr1 (fun A : 'M_(d, n) => A k x) BY; rewrite !mxE => e.
  apply: (mulIf (root_neq0 x)); rewrite e mulr_suml; apply: eq_bigr => l _.
  by rewrite mulrA divfK.
- move=> indep; apply/eqP; rewrite -/(row_free B); apply/row_freeP.
  have : kermx B == 0; last by rewrite kermx_eq0 => /row_freeP.
  apply/eqP/row_matrixP => i; rewrite row0; apply/rowP => k; rewrite [LHS]mxE [RHS]mxE.
  have /(_ i) zero : forall i, row i (kermx B) *m B = 0 by move=> i'; rewrite -row_mul mulmx_ker row0.
  suff zeros x : \sum_k kermx B i k * F k x = 0 by exact: (indep (fun k => kermx B i k) zeros k).
  have := congr1 (fun A : 'rV_n => A 0 x) zero; rewrite mxE [RHS]mxE => e.
  apply: (mulIf (root_neq0 x)); rewrite mul0r -[RHS]e mulr_suml; apply: eq_bigr => l _.
  by rewrite [row _ _ _ _]mxE [B _ _]mxE mulrA.
Qed.

(** The distance to a combination of orthonormal functions. *)
Lemma distance_square r (u : 'I_r -> 'I_n -> R) h (c : 'I_r -> R) : (forall i j, dot w (u i) (u j) = (i == j)%:R) ->
  let g x := \sum_l c l * u l x - h x in
  dot w g g = dot w h h - \sum_l dot w h (u l) ^+ 2 + \sum_l (c l - dot w h (u l)) ^+ 2.
Proof.
move=> orth g; set s := fun x => \sum_l c l * u l x.
have ss : dot w s s = \sum_l c l ^+ 2.
  rewrite dot_suml; apply: eq_bigr => l _; rewrite dotC dot_suml (bigD1 l) //= orth eqxx mulr1 big1 ?addr0 //.
  by move=> k /negPf ne; rewrite orth ne mulr0.
have sh : dot w s h = \sum_l c l * dot w h (u l) by rewrite dot_suml; apply: eq_bigr => l _; rewrite dotC.
have -> : dot w g g = dot w s s - 2%:R * dot w s h + dot w h h.
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=; rewrite /g -/(s x); ring.
rewrite ss sh; have -> : \sum_l (c l - dot w h (u l)) ^+ 2
    = \sum_l c l ^+ 2 - 2%:R * (\sum_l c l * dot w h (u l)) + \sum_l dot w h (u l) ^+ 2.
  by rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => l _ /=; ring.
by ring.
Qed.
End Basis.

Section Approximation.
Variables (R : rcfType) (n p : nat) (w : 'I_n -> R) (h : 'I_p -> 'I_n -> R).
Hypothesis w_gt0 : forall x, 0 < w x.
Let w_ge0 x : 0 <= w x. Proof. exact: ltW. Qed.

(** f -> sum of <h_j, f> h_j; what combinations of d functions leave of h. *)
Definition scatter (f : 'I_n -> R) x : R := \sum_j dot w (h j) f * h j x.
Definition left_over d (Phi : 'I_d -> 'I_n -> R) (W : 'I_p -> 'I_d -> R) : R :=
  \sum_j dot w (fun x => \sum_k W j k * Phi k x - h j x) (fun x => \sum_k W j k * Phi k x - h j x).
Definition size_of : R := \sum_j dot w (h j) (h j).
Definition keeps r (u : 'I_r -> 'I_n -> R) : R := \sum_j \sum_l dot w (h j) (u l) ^+ 2.
Lemma left_overE r (u : 'I_r -> 'I_n -> R) d (Phi : 'I_d -> 'I_n -> R) W c :
  (forall i j, dot w (u i) (u j) = (i == j)%:R) ->
  (forall j x, \sum_k W j k * Phi k x = \sum_l c j l * u l x) ->
  left_over Phi W = size_of - keeps u + \sum_j \sum_l (c j l - dot w (h j) (u l)) ^+ 2.
Proof.
move=> orth cE; rewrite /left_over /size_of /keeps -sumrB -big_split; apply: eq_bigr => j _ /=.
by rewrite -(distance_square _ _ orth); apply: eq_dot => x; rewrite cE.
Qed.
(** Of an orthonormal basis of their span: no combinations leave less than it, and some leave that. *)
Lemma left_over_least r (u : 'I_r -> 'I_n -> R) d (Phi : 'I_d -> 'I_n -> R) W :
  (forall i j, dot w (u i) (u j) = (i == j)%:R) -> (forall f, spanned u f <-> spanned Phi f) ->
  size_of - keeps u <= left_over Phi W.
Proof.
move=> orth same; have inside j : spanned u (fun x => \sum_k W j k * Phi k x) by apply/same; exists (W j).
have /fin_all_exists[c cE] := inside; rewrite (left_overE orth cE) ler_addl.
by apply: sumr_ge0 => j _; apply: sumr_ge0 => l _; exact: sqr_ge0.
Qed.
Lemma left_over_reached r (u : 'I_r -> 'I_n -> R) d (Phi : 'I_d -> 'I_n -> R) :
  (forall i j, dot w (u i) (u j) = (i == j)%:R) -> (forall f, spanned u f <-> spanned Phi f) ->
  exists W, left_over Phi W = size_of - keeps u.
Proof.
move=> orth same; pose c j l := dot w (h j) (u l).
have inside j : spanned Phi (fun x => \sum_l c j l * u l x) by apply/same; exists (c j).
have /fin_all_exists[W WE] := inside; exists W; rewrite (left_overE orth (fun j x => esym (WE j x))).
rewrite [X in _ + X]big1 ?addr0 // => j _; rewrite big1 // => l _; by rewrite subrr expr0n.
Qed.
Lemma scatter_linear : linear scatter.
Proof.
move=> r c F f x fE; rewrite /scatter; under eq_bigr => j _ do rewrite dotC (eq_dot _ fE (frefl _)) dot_suml mulr_suml.
rewrite exchange_big; apply: eq_bigr => l _ /=; rewrite mulr_sumr; apply: eq_bigr => j _.
by rewrite [dot w (h j) _]dotC mulrA.
Qed.

Variables (L : ('I_n -> R) -> 'I_n -> R) (theta : nat -> R) (e : nat -> 'I_n -> R).
Hypothesis LE : forall f x, L f x = scatter f x.
Hypothesis system : eigensystem w L theta e.
Let unit_e i x : R := e i x / norm w (e i).
Let norm_gt0 i : (i < n)%N -> 0 < norm w (e i).
Proof. by case: system => len _ _ _ lt; rewrite sqrtr_gt0 len. Qed.
Let orthonormal i : (i < n)%N -> forall j, (j < n)%N -> dot w (unit_e i) (unit_e j) = (i == j)%:R.
Proof.
case: system => len orth _ _ iN j jN.
have -> : dot w (unit_e i) (unit_e j) = dot w (e i) (e j) / (norm w (e i) * norm w (e j)).
  rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /unit_e.
  by have := norm_gt0 iN; have := norm_gt0 jN => a b; field; rewrite !lt0r_neq0.
have [<-|ne] := eqVneq i j; last by rewrite orth // mul0r.
by rewrite -expr2 norm_sqr ?divff // lt0r_neq0 ?len.
Qed.
Let L_linear : linear L.
Proof. by move=> r c F f x fE; rewrite LE (scatter_linear x fE); apply: eq_bigr => l _; rewrite LE. Qed.
Let eigen i x : (i < n)%N -> L (unit_e i) x = theta i * unit_e i x.
Proof.
case: system => _ _ eig _ lt.
have -> : L (unit_e i) x = \sum_(l < 1) (norm w (e i))^-1 * L (e i) x.
  by apply: L_linear => y; rewrite big_ord1 mulrC.
by rewrite big_ord1 eig // /unit_e; ring.
Qed.
Let falls i j : (j < n)%N -> (i <= j)%N -> theta j <= theta i.
Proof.
case: system => _ _ _ desc; elim: j => [|j IH] jN; first by rewrite leqn0 => /eqP ->.
rewrite leq_eqVlt => /predU1P[->|] //; rewrite ltnS => /(IH (ltnW jN)); apply: le_trans; exact: desc.
Qed.

Lemma scatter_square f : dot w f (L f) = \sum_j dot w (h j) f ^+ 2.
Proof.
rewrite dotC (eq_dot _ (fun x => LE f x) (frefl _)) dot_suml; apply: eq_bigr => j _.
by rewrite expr2.
Qed.
Lemma theta_ge0 i : (i < n)%N -> 0 <= theta i.
Proof.
move=> lt; have -> : theta i = \sum_j dot w (h j) (unit_e i) ^+ 2.
  rewrite -scatter_square (eq_dot _ (frefl _) (fun x => eigen x lt)).
  have -> : dot w (unit_e i) (fun x => theta i * unit_e i x) = theta i * dot w (unit_e i) (unit_e i).
    by rewrite /dot mulr_sumr; apply: eq_bigr => x _; ring.
  by rewrite orthonormal // eqxx mulr1.
by apply: sumr_ge0 => j _; exact: sqr_ge0.
Qed.

(** What orthonormal functions keep, in coordinates. *)
Let lam i := theta (minn i n.-1).
Let lam_falls i j : (i <= j)%N -> lam j <= lam i.
Proof.
case: (posnP n) => [n0|n0] ij; first by rewrite /lam n0 !minn0.
apply: falls; first by rewrite -[X in (_ < X)%N](prednK n0) ltnS geq_minr.
by rewrite leq_min geq_minr andbT (leq_trans (geq_minl _ _) ij).
Qed.
Let lamE i : (i < n)%N -> lam i = theta i.
Proof. by move=> lt; rewrite /lam (minn_idPl _) // -ltnS prednK // (leq_ltn_trans _ lt). Qed.
Let sum_lam d : (d <= n)%N -> \sum_(i < d) lam i = \sum_(i < d) theta i.
Proof. by move=> dn; apply: eq_bigr => i _; rewrite lamE // (leq_trans (ltn_ord i)). Qed.

Section Orthonormal.
Variables (r : nat) (u : 'I_r -> 'I_n -> R).
Hypothesis u_orth : forall i j, dot w (u i) (u j) = (i == j)%:R.
Let V : 'M[R]_(r, n) := \matrix_(l, i) dot w (u l) (unit_e i).
Let VV : V *m V^T = 1%:M.
Proof.
apply/matrixP => k l; rewrite !mxE -u_orth (parseval orthonormal).
by apply: eq_bigr => i _; rewrite !mxE.
Qed.
Let rn : (r <= n)%N.
Proof. by rewrite -(mxrank1 R r) -VV (leq_trans (mxrankM_maxl _ _)) // rank_leq_col. Qed.
Let keepsE : keeps u = \tr (V *m diag_mx (\row_(i < n) lam i) *m V^T).
Proof.
rewrite /keeps exchange_big; apply: eq_bigr => l _ /=; rewrite -scatter_square (parseval orthonormal) mxE.
apply: eq_bigr => i _; rewrite mul_mx_diag !mxE lamE // [theta i]lock.
have -> : dot w (L (u l)) (unit_e i) = theta i * dot w (u l) (unit_e i).
  rewrite (eq_dot _ (fun x => LE (u l) x) (frefl _)) dot_suml.
  have -> : theta i * dot w (u l) (unit_e i) = dot w (L (unit_e i)) (u l).
    rewrite (eq_dot _ (fun x => eigen x (ltn_ord i)) (frefl _)) /dot mulr_sumr.
    by apply: eq_bigr => x _; ring.
  rewrite (eq_dot _ (fun x => LE (unit_e i) x) (frefl _)) dot_suml; apply: eq_bigr => j _.
  by rewrite mulrC; congr (_ * _).
by rewrite -lock; ring.
Qed.
Lemma keeps_at_most : keeps u <= \sum_(i < r) theta i.
Proof.
rewrite keepsE -sum_lam //.
have DE : diag_mx (\row_i lam i) = (1%:M : 'M[R]_n)^T *m diag_mx (\row_i lam i) *m 1%:M :> 'M[R]_n.
  by rewrite trmx1 mul1mx mulmx1.
by apply: (ky_fan _ DE lam_falls VV); rewrite trmx1 mulmx1.
Qed.
Lemma keeps_all : keeps u = \sum_(i < r) theta i -> extracts w L theta u.
Proof.
move=> most.
have uV k x : u k x = \sum_(i < n) V k i * unit_e i x.
  pose at_x y : R := (y == x)%:R / w x.
  have atE f : dot w f at_x = f x.
    rewrite /dot (bigD1 x) //= /at_x eqxx mul1r big1 ?addr0 => [|y /negPf ->]; last by rewrite mul0r mulr0.
    by rewrite mulrC mulrA mulVf ?mul1r // lt0r_neq0.
  rewrite -[LHS]atE (parseval orthonormal); apply: eq_bigr => i _.
  by rewrite !mxE [dot _ at_x _]dotC atE.
have unit_V : V *m V^T \in unitmx by rewrite VV unitmx1.
have equal : \tr (invmx (V *m V^T) *m (V *m diag_mx (\row_(i < n) lam i) *m V^T)) = \sum_(i < r) lam i.
  by rewrite VV invmx1 mul1mx -keepsE most sum_lam.
have orth' (i j : 'I_n) : dot w (unit_e i) (unit_e j) = (i == j)%:R by rewrite orthonormal.
have eigen' (i : 'I_n) x : L (unit_e i) x = lam i * unit_e i x by rewrite eigen // lamE.
have [v [vv veigen _ vspan]] := top_choice lam_falls L_linear orth' eigen' uV unit_V equal.
pose v' i := if insub i is Some k then v k else fun=> 0.
have vE (k : 'I_n) : v' k = v k by rewrite /v' (valK k).
have get i (lt : (i < n)%N) : exists k : 'I_n, k = i :> nat by exists (Ordinal lt).
exists v'.
  split=> [i lt|i lt j lj ne|i lt x|i lt].
  - by have [k <-] := get i lt; rewrite vE vv eqxx ltr01.
  - by have [k ek] := get i lt; have [l el] := get j lj; rewrite -ek -el !vE vv -val_eqE /= ek el (negPf ne).
  - by have [k <-] := get i lt; rewrite vE veigen lamE.
  - by case: system => _ _ _; exact.
move=> f; apply: (iff_trans (vspan f)); apply: same_span => k x.
by rewrite -vE.
Qed.
End Orthonormal.

(** The least error, who attains it, and that nobody else does. *)
Theorem least d (Phi : 'I_d -> 'I_n -> R) W : (d <= n)%N -> size_of - \sum_(i < d) theta i <= left_over Phi W.
Proof.
move=> dn; have [r [u [rd orth same _]]] := orthonormal_basis w_gt0 Phi.
apply: le_trans (left_over_least W orth same); rewrite ler_add2l ler_opp2.
apply: le_trans (keeps_at_most orth) _.
rewrite (big_ord_widen d theta rd) big_mkcond; apply: ler_sum => i _.
by case: ifP => // _; apply: theta_ge0; rewrite (leq_trans (ltn_ord i)).
Qed.
Theorem attained d (Phi : 'I_d -> 'I_n -> R) : (d <= n)%N -> extracts w L theta Phi ->
  exists W, left_over Phi W = size_of - \sum_(i < d) theta i.
Proof.
move=> dn [e' [len orth eig _] same].
have small (k : 'I_d) : (k < n)%N by rewrite (leq_trans (ltn_ord k)).
have norm_gt0' (k : 'I_d) : 0 < norm w (e' k) by rewrite sqrtr_gt0 len.
pose u (k : 'I_d) x := e' k x / norm w (e' k).
have u_orth i j : dot w (u i) (u j) = (i == j)%:R.
  have -> : dot w (u i) (u j) = dot w (e' i) (e' j) / (norm w (e' i) * norm w (e' j)).
    rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /u.
    by have := norm_gt0' i; have := norm_gt0' j => a b; field; rewrite !lt0r_neq0.
  have [<-|ne] := eqVneq i j; last by rewrite orth // mul0r.
  by rewrite -expr2 norm_sqr ?divff // lt0r_neq0 ?len.
have same_u f : spanned u f <-> spanned Phi f.
  apply: iff_trans (iff_sym (same f)); split; apply: spanned_trans => k.
    by exists (fun l => (l == k)%:R / norm w (e' l)) => x; rewrite (bigD1 k) //= eqxx big1 ?addr0 => [|l /negPf ->];
      [rewrite /u mul1r mulrC | rewrite !mul0r].
  exists (fun l => (l == k)%:R * norm w (e' l)) => x; rewrite (bigD1 k) //= eqxx big1 ?addr0 => [|l /negPf ->].
    by rewrite /u mul1r mulrC divfK // lt0r_neq0.
  by rewrite !mul0r.
have [W WE] := left_over_reached u_orth same_u; exists W; rewrite WE.
congr (_ - _); rewrite /keeps exchange_big; apply: eq_bigr => l _ /=; rewrite -scatter_square.
have Lu x : L (u l) x = theta l * u l x.
  have -> : L (u l) x = \sum_(k < 1) (norm w (e' l))^-1 * L (e' l) x.
    by apply: L_linear => y; rewrite big_ord1 mulrC.
  by rewrite big_ord1 eig // /u; ring.
rewrite (eq_dot _ (frefl _) Lu); have -> : dot w (u l) (fun x => theta l * u l x) = theta l * dot w (u l) (u l).
  by rewrite /dot mulr_sumr; apply: eq_bigr => x _; ring.
by rewrite u_orth eqxx mulr1.
Qed.
Lemma longer r m : (m <= n)%N -> (r < m)%N -> 0 < theta m.-1 -> ~ \sum_(i < m) theta i <= \sum_(i < r) theta i.
Proof.
case: m => // m mn lt pos; rewrite big_ord_recr /=; apply/negP; rewrite -ltNge.
have le : \sum_(i < r) theta i <= \sum_(i < m) theta i.
  rewrite (big_ord_widen m theta lt) big_mkcond; apply: ler_sum => i _.
  by case: ifP => // _; apply: theta_ge0; rewrite (leq_trans (ltn_ord i)) // ltnW.
by apply: le_lt_trans le _; rewrite ltr_addl.
Qed.
Theorem only_these d (Phi : 'I_d -> 'I_n -> R) W : (d <= n)%N -> left_over Phi W <= size_of - \sum_(i < d) theta i ->
  free Phi \/ 0 < theta d.-1 -> extracts w L theta Phi.
Proof.
move=> dn small enough; have [r [u [rd orth same indep]]] := orthonormal_basis w_gt0 Phi.
have most : \sum_(i < d) theta i <= keeps u.
  by rewrite -ler_opp2 -(ler_add2l size_of); exact: le_trans (left_over_least W orth same) small.
have rE : r = d.
  case: enough; first exact: indep.
  move=> pos; apply/eqP; rewrite eqn_leq rd leqNgt; apply/negP => lt.
  exact: longer dn lt pos (le_trans most (keeps_at_most orth)).
subst r; have [e' system' same'] : extracts w L theta u.
  by apply: (keeps_all orth); apply/eqP; rewrite eq_le (keeps_at_most orth) most.
by exists e' => // f; apply: iff_trans (same' f); apply: iff_sym; exact: same.
Qed.
End Approximation.
