(** For certificates: what is spanned, learned or extracted, and what is not. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Checking.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Spans.
Variable R : rcfType.

Lemma same_span n d (F G : 'I_d -> 'I_n -> R) f :
  (forall k x, F k x = G k x) -> spanned F f <-> spanned G f.
Proof.
by move=> FG; split=> -[c cE]; exists c => x; rewrite cE; apply: eq_bigr => k _; rewrite FG.
Qed.
Lemma spanned_own n d (F : 'I_d -> 'I_n -> R) k : spanned F (F k).
Proof.
exists (fun l => (l == k)%:R) => x.
by rewrite (bigD1 k) //= eqxx mul1r big1 ?addr0 // => l /negPf ->; rewrite mul0r.
Qed.
Lemma spanned_trans n d d' (F : 'I_d -> 'I_n -> R) (G : 'I_d' -> 'I_n -> R) f :
  (forall k, spanned G (F k)) -> spanned F f -> spanned G f.
Proof.
move=> /fin_all_exists[A AE] [c cE]; exists (fun l => \sum_k c k * A k l) => x.
rewrite cE; under eq_bigr do rewrite AE mulr_sumr.
by rewrite exchange_big; apply: eq_bigr => l _; rewrite mulr_suml; apply: eq_bigr => k _; rewrite mulrA.
Qed.
(** Two families with the same span: each function of either is a combination of the other. *)
Lemma span_by n d (F G : 'I_d -> 'I_n -> R) (A B : 'I_d -> 'I_d -> R) :
  (forall k x, F k x = \sum_l A k l * G l x) -> (forall k x, G k x = \sum_l B k l * F l x) ->
  forall f, spanned F f <-> spanned G f.
Proof.
move=> FG GF f; split; apply: spanned_trans => k; [exists (A k); exact: FG | exists (B k); exact: GF].
Qed.

(** Linear operators; those of a context are. *)
Definition linear n m (L : ('I_n -> R) -> 'I_m -> R) :=
  forall r (c : 'I_r -> R) F f x, (forall y, f y = \sum_l c l * F l y) -> L f x = \sum_l c l * L (F l) x.
Lemma linear_after n m k (L : ('I_n -> R) -> 'I_m -> R) (K : ('I_m -> R) -> 'I_k -> R) :
  linear L -> linear K -> linear (fun f => K (L f)).
Proof. by move=> LL KL r c F f x fE; apply: KL => y; apply: LL. Qed.
Lemma kernel_linear n m (K : 'I_m -> 'I_n -> R) (v : 'I_m -> R) : linear (fun f x => (\sum_y K x y * f y) / v x).
Proof.
move=> r c F f x fE; under eq_bigr do rewrite fE mulr_sumr.
rewrite exchange_big mulr_suml; apply: eq_bigr => l _; rewrite [RHS]mulrA [X in _ = X / _]mulr_sumr.
by congr (_ / _); apply: eq_bigr => y _; ring.
Qed.
Lemma T_linear N M (P : 'I_N -> 'I_M -> R) : linear (T P). Proof. exact: kernel_linear. Qed.
Lemma Ts_linear N M (P : 'I_N -> 'I_M -> R) : linear (Ts P).
Proof. exact: (kernel_linear (fun a x => P x a)). Qed.
Lemma TTs_linear N M (P : 'I_N -> 'I_M -> R) : linear (fun f => T P (Ts P f)).
Proof. exact: linear_after (Ts_linear P) (T_linear P). Qed.
Lemma Lambda_linear N M (P : 'I_N -> 'I_M -> R) p (t : 'I_p -> 'I_M -> R) : linear (Lambda P t).
Proof.
move=> r c F f x fE; rewrite /Lambda; under eq_bigr do rewrite fE mulr_sumr mulr_suml.
rewrite exchange_big; apply: eq_bigr => l _; rewrite mulr_sumr; apply: eq_bigr => y _; ring.
Qed.
Lemma TLambdaTs_linear N M (P : 'I_N -> 'I_M -> R) p (t : 'I_p -> 'I_M -> R) : linear (TLambdaTs P t).
Proof. exact: linear_after (linear_after (Ts_linear P) (Lambda_linear P t)) (T_linear P). Qed.

Lemma centred_linear n (w : 'I_n -> R) : linear (centred w).
Proof.
move=> r c F f x fE; rewrite /centred fE; under [RHS]eq_bigr do rewrite mulrBr; rewrite sumrB; congr (_ - _).
rewrite /mean; under eq_bigr do rewrite fE mulr_sumr.
rewrite exchange_big; apply: eq_bigr => l _; rewrite mulr_sumr; apply: eq_bigr => y _; ring.
Qed.
Lemma image_span n m d (L : ('I_n -> R) -> 'I_m -> R) (F G : 'I_d -> 'I_n -> R) :
  linear L -> (forall f, spanned F f <-> spanned G f) ->
  forall f, spanned (fun k => L (F k)) f <-> spanned (fun k => L (G k)) f.
Proof.
move=> LL same f.
have image F' G' : (forall k, spanned G' (F' k)) -> forall k : 'I_d, spanned (fun k : 'I_d => L (G' k)) (L (F' k)).
  by move=> in_G k; have [c cE] := in_G k; exists c => x; apply: LL.
split; apply: spanned_trans; apply: image => k; apply/same; exact: spanned_own.
Qed.

(** Functions that the top singular functions are combinations of, and conversely. *)
Lemma spans_top_by N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s mu (A B : 'I_d -> 'I_d -> R) :
  left_singular P s mu -> (forall k x, Phi k x = \sum_(l < d) A k l * mu l.+1 x) ->
  (forall (k : 'I_d) x, mu k.+1 x = \sum_(l < d) B k l * Phi l x) -> spans_top P Phi s.
Proof.
by move=> singular PhiE muE; exists mu => // f; apply: (span_by (A := A) (B := B)).
Qed.
Lemma learns_same N M (P : 'I_N -> 'I_M -> R) d (Phi Phi' : 'I_d -> 'I_N -> R) s :
  (forall f, spanned Phi f <-> spanned Phi' f) -> learns P Phi s -> learns P Phi' s.
Proof.
move=> same [mu singular top]; exists mu => // f; apply: (iff_trans _ (top f)).
by apply: iff_sym; apply: image_span same f; exact: centred_linear.
Qed.

(** The product of the L - theta_i sends what eigenfunctions of theta_0 ... theta_{d-1} span to zero. *)
Lemma annihilated n d L (E : 'I_d -> 'I_n -> R) (theta : nat -> R) f x :
  linear L -> (forall l y, L (E l) y = theta l * E l y) -> spanned E f ->
  foldr (fun i => less_multiple L (theta i)) f (iota 0 d) x = 0.
Proof.
move=> LL eigen [c cE].
have all (r : seq nat) y : foldr (fun i => less_multiple L (theta i)) f r y
    = \sum_(l < d) (c l * \prod_(i <- r) (theta l - theta i)) * E l y.
  elim: r y => [|i r IH] y /=.
    by rewrite cE; apply: eq_bigr => l _; rewrite big_nil mulr1.
  rewrite /less_multiple IH (LL _ _ _ _ _ IH) mulr_sumr -sumrB; apply: eq_bigr => l _; rewrite big_cons eigen /=; ring.
rewrite all big1 // => l _; rewrite (_ : \prod_(i <- _) _ = 0) ?mulr0 ?mul0r //.
apply/eqP; rewrite prodf_seq_eq0; apply/hasP; exists (val l); rewrite ?subrr ?eqxx //.
by rewrite mem_iota /=.
Qed.
Lemma stepwise n d L (theta : nat -> R) f (F : nat -> 'I_n -> R) x : linear L -> (forall y, f y = F d y) ->
  (forall i, (i < d)%N -> forall y, less_multiple L (theta i) (F i.+1) y = F i y) ->
  foldr (fun i => less_multiple L (theta i)) f (iota 0 d) x = F 0%N x.
Proof.
move=> LL start step; suff all m : (m <= d)%N -> forall y,
    foldr (fun i => less_multiple L (theta i)) f (iota (d - m) m) y = F (d - m)%N y.
  by have := all d (leqnn d) x; rewrite subnn.
elim: m => [|m IH] md y; first by rewrite subn0 /= start.
rewrite (_ : iota (d - m.+1) m.+1 = (d - m.+1)%N :: iota (d - m) m); last by rewrite /= subnSK.
have lt : (d - m.+1 < d)%N by rewrite ltn_subrL (leq_ltn_trans (leq0n m) md).
rewrite /= -step // subnSK // /less_multiple IH ?(ltnW md) //; congr (_ - _).
have same z : foldr (fun i => less_multiple L (theta i)) f (iota (d - m) m) z = \sum_(l < 1) 1 * F (d - m)%N z.
  by rewrite big_ord1 mul1r IH // ltnW.
by rewrite (LL _ _ _ _ _ same) big_ord1 mul1r.
Qed.
Lemma extracted_annihilated n d (w : 'I_n -> R) L theta (Phi : 'I_d -> 'I_n -> R) k x :
  linear L -> (d <= n)%N -> extracts w L theta Phi ->
  foldr (fun i => less_multiple L (theta i)) (Phi k) (iota 0 d) x = 0.
Proof.
move=> LL dn [e [_ _ eigen _] same]; apply: annihilated LL _ ((same _).1 (spanned_own Phi k)) => l y.
by rewrite eigen // (leq_trans (ltn_ord l)).
Qed.
Lemma top_annihilated N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s k x :
  (d < N)%N -> spans_top P Phi s ->
  foldr (fun i => less_multiple (fun f => T P (Ts P f)) (s i.+1 ^+ 2)) (Phi k) (iota 0 d) x = 0.
Proof.
move=> dN [mu [_ _ _ eigen _] same].
apply: (annihilated (theta := fun i => s i.+1 ^+ 2) _ (TTs_linear P)) ((same _).1 (spanned_own Phi k)) => l y.
by rewrite eigen // (leq_ltn_trans (ltn_ord l)).
Qed.
Lemma learned_annihilated N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s k x :
  (d < N)%N -> learns P Phi s ->
  foldr (fun i => less_multiple (fun f => T P (Ts P f)) (s i.+1 ^+ 2)) (centred (pX P) (Phi k)) (iota 0 d) x = 0.
Proof. by move=> dN; apply: top_annihilated. Qed.

(** d functions that span d orthogonal ones are independent. *)
Lemma no_relation n d (w : 'I_n -> R) (E F : 'I_d -> 'I_n -> R) (c : 'I_d -> R) :
  (forall i, 0 < dot w (E i) (E i)) -> (forall i j, i != j -> dot w (E i) (E j) = 0) ->
  (forall i, spanned F (E i)) -> (forall x, \sum_k c k * F k x = 0) -> forall k, c k = 0.
Proof.
move=> len orth /fin_all_exists[a aE] zero.
pose A : 'M[R]_d := \matrix_(i, k) a i k; pose G : 'M[R]_d := \matrix_(k, l) dot w (F k) (F l).
pose D : 'rV[R]_d := \row_i dot w (E i) (E i).
have AGA : A *m (G *m A^T) = diag_mx D.
  apply/matrixP => i j; transitivity (dot w (E i) (E j)); last first.
    by have [<-|ne] := eqVneq i j; rewrite !mxE ?eqxx // (negPf ne) orth.
  rewrite mxE (eq_dot w (aE i) (frefl _)) dot_suml; apply: eq_bigr => k _; rewrite !mxE; congr (_ * _).
  rewrite dotC (eq_dot w (aE j) (frefl _)) dot_suml; apply: eq_bigr => l _; rewrite !mxE [RHS]mulrC; congr (_ * _).
  exact: dotC.
have unit_D : diag_mx D \in unitmx.
  by rewrite unitmxE det_diag unitfE; apply/prodf_neq0 => i _; rewrite mxE lt0r_neq0.
have unit_G : G \in unitmx by move: unit_D; rewrite -AGA !unitmx_mul => /and3P[].
pose C : 'rV[R]_d := \row_k c k; have CG : C *m G = 0.
  apply/rowP => l; rewrite !mxE; transitivity (dot w (fun x => \sum_k c k * F k x) (F l)).
    by rewrite dot_suml; apply: eq_bigr => k _; rewrite !mxE.
  by rewrite (eq_dot w zero (frefl _)) /dot big1 // => x _; rewrite mulr0 mul0r.
by move=> k; have := congr1 (fun m : 'rV_d => m 0 k) (mulmxK unit_G C); rewrite CG mul0mx !mxE => <-.
Qed.
Lemma extracted_free n d (w : 'I_n -> R) L theta (Phi : 'I_d -> 'I_n -> R) c k :
  (d <= n)%N -> extracts w L theta Phi -> (forall x, \sum_k c k * Phi k x = 0) -> c k = 0.
Proof.
move=> dn [e [len orth _ _] same] zero; have small (i : 'I_d) : (i < n)%N by rewrite (leq_trans (ltn_ord i)).
apply: (no_relation (w := w) (E := fun i : 'I_d => e i) _ _ _ zero) => [i|i j ne|i]; first by apply: len.
  by apply: orth.
by apply/same; exact: spanned_own (fun k : 'I_d => e k) i.
Qed.
Lemma top_free N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s c k :
  (d < N)%N -> spans_top P Phi s -> (forall x, \sum_k c k * Phi k x = 0) -> c k = 0.
Proof.
move=> dN [mu [_ len orth _ _] same] zero; have small (i : 'I_d) : (i.+1 < N)%N by rewrite (leq_ltn_trans (ltn_ord i)).
apply: (no_relation (w := pX P) (E := fun i : 'I_d => mu i.+1) _ _ _ zero) => [i|i j ne|i]; first by apply: len.
  by apply: orth.
by apply/same; exact: spanned_own (fun k : 'I_d => mu k.+1) i.
Qed.
Lemma counted_annihilated N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s k x :
  (d <= N)%N -> spans_top_counted P Phi s ->
  foldr (fun i => less_multiple (fun f => T P (Ts P f)) (s i ^+ 2)) (Phi k) (iota 0 d) x = 0.
Proof.
move=> dN [mu [_ _ _ eigen _] same].
apply: (annihilated (theta := fun i => s i ^+ 2) _ (TTs_linear P)) ((same _).1 (spanned_own Phi k)) => l y.
by rewrite eigen // (leq_trans (ltn_ord l)).
Qed.
Lemma counted_free N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s c k :
  (d <= N)%N -> spans_top_counted P Phi s -> (forall x, \sum_k c k * Phi k x = 0) -> c k = 0.
Proof.
move=> dN [mu [_ len orth _ _] same] zero; have small (i : 'I_d) : (i < N)%N by rewrite (leq_trans (ltn_ord i)).
apply: (no_relation (w := pX P) (E := fun i : 'I_d => mu i) _ _ _ zero) => [i|i j ne|i]; first by apply: len.
  by apply: orth.
by apply/same; exact: spanned_own (fun k : 'I_d => mu k) i.
Qed.
Lemma independent_free N M (P : 'I_N -> 'I_M -> R) d (F : 'I_d -> 'I_N -> R) c k :
  independent P F -> (forall x, \sum_k c k * F k x = 0) -> c k = 0.
Proof.
move=> unit_G zero; pose C : 'rV[R]_d := \row_k c k; have CG : C *m gram P F = 0.
  apply/rowP => l; rewrite !mxE; transitivity (dot (pX P) (fun x => \sum_k c k * F k x) (F l)).
    by rewrite dot_suml; apply: eq_bigr => k' _; rewrite !mxE.
  by rewrite (eq_dot (pX P) zero (frefl _)) /dot big1 // => x _; rewrite mulr0 mul0r.
by have := congr1 (fun m : 'rV_d => m 0 k) (mulmxK unit_G C); rewrite CG mul0mx !mxE => <-.
Qed.
End Spans.
