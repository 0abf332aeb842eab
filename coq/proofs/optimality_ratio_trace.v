(** optimality.ratio-trace, part bound, for all N, M and d: Tr(C^-1 B) <= s_1^2 + ... + s_d^2. *)
From Contextures Require Import Library Contextures Losses Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import ky_fan.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** The diagonal of a symmetric projector lies in [0, 1]. *)
Lemma projector_diagonal (R : realFieldType) n (Q : 'M[R]_n) i : Q^T = Q -> Q *m Q = Q -> 0 <= Q i i <= 1.
Proof.
move=> sym idem; have pE : Q i i = \sum_j Q i j ^+ 2.
  by rewrite -{1}idem mxE; apply: eq_bigr => j _; rewrite -{2}sym mxE expr2.
have p0 : 0 <= Q i i by rewrite pE sumr_ge0 // => j _; exact: sqr_ge0.
have pp : Q i i ^+ 2 <= Q i i by rewrite {2}pE (bigD1 i) //= ler_addl sumr_ge0 // => j _; exact: sqr_ge0.
rewrite p0 /=; have [->|pn0] := eqVneq (Q i i) 0; first exact: ler01.
by rewrite -(ler_pmul2l (_ : 0 < Q i i)) ?lt_def ?pn0 // mulr1 -expr2.
Qed.

Theorem bound (R : rcfType) : ratio_trace_bound_printed R.
Proof.
move=> [|n] M d P F s mu law [mu0 len orth eigen [desc end_]] centredF indep.
  by move: (pX_sum law); rewrite big_ord0 => /esym/eqP; rewrite oner_eq0.
have X := pX_gt0 law.
pose e i x := mu i x / norm (pX P) (mu i).
have norm_gt0 i : (i < n.+1)%N -> 0 < norm (pX P) (mu i) by move=> lt; rewrite sqrtr_gt0 len.
have orthonormal i : (i < n.+1)%N -> forall j, (j < n.+1)%N -> dot (pX P) (e i) (e j) = (i == j)%:R.
  move=> iN j jN.
  have -> : dot (pX P) (e i) (e j) = dot (pX P) (mu i) (mu j) / (norm (pX P) (mu i) * norm (pX P) (mu j)).
    rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /e.
    by have := norm_gt0 i iN; have := norm_gt0 j jN => a b; field; rewrite !lt0r_neq0.
  have [<-|ne] := eqVneq i j; last by rewrite orth // mul0r.
  by rewrite -expr2 norm_sqr ?divff // ?lt0r_neq0 ?len // => x; exact: ltW.
pose U : 'M[R]_(d, n.+1) := \matrix_(k, i) dot (pX P) (F k) (e i).
pose L : 'M[R]_n.+1 := diag_mx (\row_i s i ^+ 2).
have CE : gram P F = U *m U^T.
  apply/matrixP => k l; rewrite !mxE (parseval orthonormal).
  by apply: eq_bigr => i _; rewrite !mxE.
have BE : image_gram P F = U *m L *m U^T.
  apply/matrixP => k l; rewrite !mxE -adjoint // (parseval orthonormal).
  apply: eq_bigr => i _; rewrite mul_mx_diag !mxE -mulrA; congr (_ * _).
  rewrite [LHS]dotC adjoint // [LHS]dotC -adjoint //.
  have -> : dot (pX P) (F l) (T P (Ts P (e i))) = s i ^+ 2 * dot (pX P) (F l) (e i).
    rewrite /dot mulr_sumr; apply: eq_bigr => x _.
    have -> : T P (Ts P (e i)) x = T P (Ts P (mu i)) x / norm (pX P) (mu i).
      rewrite /T /Ts mulrAC; congr (_ / _); rewrite mulr_suml; apply: eq_bigr => a _.
      rewrite -mulrA; congr (_ * _); rewrite mulrAC; congr (_ / _).
      by rewrite mulr_suml; apply: eq_bigr => y _; rewrite /e mulrA.
    by rewrite eigen // /e; ring.
  by [].
pose Q := U^T *m invmx (gram P F) *m U.
have Csym : (gram P F)^T = gram P F by rewrite CE trmx_mul trmxK.
have Qsym : Q^T = Q by rewrite /Q !trmx_mul trmxK trmx_inv Csym mulmxA.
have Qidem : Q *m Q = Q.
  by rewrite /Q !mulmxA -[_ *m U *m U^T]mulmxA -CE -[_ *m gram P F *m _]mulmxA mulmxV // mulmx1.
have Qtrace : \tr Q = d%:R by rewrite /Q mxtrace_mulC mulmxA -CE mulmxV // mxtrace1.
have U0 k : U k ord0 = 0.
  rewrite mxE; have -> : dot (pX P) (F k) (e 0%N) = mean (pX P) (F k) / norm (pX P) (mu 0%N).
    by rewrite /dot /mean mulr_suml; apply: eq_bigr => x _; rewrite /e mu0; ring.
  by rewrite centredF mul0r.
have Q0 : Q ord0 ord0 = 0.
  by rewrite /Q -mulmxA mxE big1 // => k _; rewrite mxE U0 mul0r.
have -> : ratio_trace P F = \sum_(i < n.+1) s i ^+ 2 * Q i i.
  rewrite /ratio_trace BE mulmxA mxtrace_mulC !mulmxA -[U^T *m _ *m U]/Q.
  by apply: eq_bigr => i _; rewrite mul_mx_diag !mxE mulrC.
rewrite big_ord_recl Q0 mulr0 add0r.
have sum_w : \sum_(i < n) Q (lift ord0 i) (lift ord0 i) = d%:R.
  by rewrite -Qtrace /mxtrace big_ord_recl Q0 add0r.
have w01 i : 0 <= Q (lift ord0 i) (lift ord0 i) <= 1 by exact: projector_diagonal.
apply: (top_weights (lam := fun i => s i.+1 ^+ 2) (w := fun i : 'I_n => Q (lift ord0 i) (lift ord0 i))) => //.
  rewrite -(ler_nat R) -sum_w; apply: (@le_trans _ _ (\sum_(i < n) 1)).
    by apply: ler_sum => i _; case/andP: (w01 i).
  by rewrite sumr_const card_ord.
move=> i j ij; have s_ge0 k : 0 <= s k.+1 by case/andP: (desc k).
rewrite ler_pexpn2r ?nnegrE //; elim: j ij => [|j IH]; first by rewrite leqn0 => /eqP ->.
rewrite leq_eqVlt => /predU1P[->|] //; rewrite ltnS => /IH; apply: le_trans.
by case/andP: (desc j.+1).
Qed.

(** Linear maps of a family act on both Gram matrices. *)
Section Maps.
Variables (R : rcfType) (N M d : nat) (P : 'I_N -> 'I_M -> R).
Hypothesis law : is_law P.
Implicit Types F H : 'I_d -> 'I_N -> R.

Lemma gram_map F H (G : 'M[R]_d) : (forall k x, H k x = \sum_l G k l * F l x) -> gram P H = G *m gram P F *m G^T.
Proof.
move=> HE; apply/matrixP => k l; rewrite -mulmxA !mxE (eq_dot _ (HE k) (frefl _)) dot_suml.
apply: eq_bigr => i _; congr (_ * _); rewrite mxE dotC (eq_dot _ (HE l) (frefl _)) dot_suml.
by apply: eq_bigr => j _; rewrite !mxE mulrC dotC.
Qed.
Lemma image_map F H (G : 'M[R]_d) : (forall k x, H k x = \sum_l G k l * F l x) ->
  image_gram P H = G *m image_gram P F *m G^T.
Proof.
move=> HE; have TsE k a : Ts P (H k) a = \sum_l G k l * Ts P (F l) a.
  rewrite /Ts; under eq_bigr do rewrite HE mulr_sumr.
  rewrite exchange_big mulr_suml; apply: eq_bigr => l _; rewrite [RHS]mulrA [X in _ = X / _]mulr_sumr.
  by congr (_ / _); apply: eq_bigr => y _; ring.
apply/matrixP => k l; rewrite -mulmxA !mxE (eq_dot _ (TsE k) (frefl _)) dot_suml.
apply: eq_bigr => i _; congr (_ * _); rewrite mxE dotC (eq_dot _ (TsE l) (frefl _)) dot_suml.
by apply: eq_bigr => j _; rewrite !mxE mulrC dotC.
Qed.
Lemma ratio_map F H (G : 'M[R]_d) : (forall k x, H k x = \sum_l G k l * F l x) -> independent P F -> G \in unitmx ->
  independent P H /\ ratio_trace P H = ratio_trace P F.
Proof.
move=> HE indep unit_G; have unit_GT : G^T \in unitmx by rewrite unitmx_tr.
have inside : independent P H.
  by move: indep; rewrite /independent (gram_map HE) !unitmx_mul unit_G unit_GT => ->.
split=> //; rewrite /ratio_trace (gram_map HE) (image_map HE).
have -> : invmx (G *m gram P F *m G^T) = invmx G^T *m invmx (gram P F) *m invmx G.
  have u : G *m gram P F *m G^T \in unitmx by rewrite -(gram_map HE).
  apply: (can_inj (mulmxK u)); rewrite mulVmx // -!mulmxA [invmx G *m _]mulmxA mulVmx // mul1mx.
  by rewrite [invmx (gram P F) *m _]mulmxA mulVmx // mul1mx mulVmx //.
rewrite -!mulmxA [invmx G *m _]mulmxA mulVmx // mul1mx mxtrace_mulC -!mulmxA mulmxV // mulmx1.
by [].
Qed.
End Maps.

Theorem invariance (R : rcfType) : ratio_trace_invariance_printed R.
Proof. by move=> N M d P F G law indep unit_G; have [] := ratio_map (H := fun k x => \sum_l G k l * F l x) (fun k x => erefl _) indep unit_G. Qed.

(** The top singular functions, and whatever spans them, have the largest ratio trace. *)
Lemma top_ratio (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) s mu : is_law P -> left_singular P s mu -> (d <= N.-1)%N ->
  independent P (fun k : 'I_d => mu k.+1) /\ ratio_trace P (fun k : 'I_d => mu k.+1) = \sum_(i < d) s i.+1 ^+ 2.
Proof.
move=> law [_ len orth eigen _] dN.
have small (k : 'I_d) : (k.+1 < N)%N by rewrite -ltn_predRL (leq_trans (ltn_ord k)).
have GE : gram P (fun k : 'I_d => mu k.+1) = diag_mx (\row_k dot (pX P) (mu k.+1) (mu k.+1)).
  apply/matrixP => k l; rewrite !mxE; have [->|ne] := eqVneq k l; first by rewrite mulr1n.
  by rewrite mulr0n orth ?small.
have indep : independent P (fun k : 'I_d => mu k.+1).
  rewrite /independent GE unitmxE det_diag unitfE; apply/prodf_neq0 => k _.
  by rewrite mxE lt0r_neq0 // len.
split=> //; have -> : ratio_trace P (fun k : 'I_d => mu k.+1) = \tr (diag_mx (\row_(k < d) s k.+1 ^+ 2)).
  congr (\tr _); rewrite -[RHS]mul1mx -(mulVmx indep) -mulmxA; congr (_ *m _).
  apply/matrixP => k l; rewrite mul_mx_diag !mxE -adjoint //.
  by rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite eigen ?small //; ring.
by rewrite mxtrace_diag; apply: eq_bigr => k _; rewrite mxE.
Qed.
Lemma spanning_ratio (R : rcfType) N M d (P : 'I_N -> 'I_M -> R) (F : 'I_d -> 'I_N -> R) s :
  is_law P -> (d <= N.-1)%N -> spans_top P F s -> independent P F /\ ratio_trace P F = \sum_(i < d) s i.+1 ^+ 2.
Proof.
move=> law dN [mu singular same]; have [indep ratio] := top_ratio law singular dN.
have own (H : 'I_d -> 'I_N -> R) k : spanned H (H k).
  exists (fun l => (l == k)%:R) => x.
  by rewrite (bigD1 k) //= eqxx mul1r big1 ?addr0 // => l /negPf ->; rewrite mul0r.
have /fin_all_exists[a aE] k := (same _).1 (own F k).
have /fin_all_exists[b bE] k := (same _).2 (own (fun k : 'I_d => mu k.+1) k).
pose A : 'M[R]_d := \matrix_(k, l) a k l; pose B : 'M[R]_d := \matrix_(k, l) b k l.
have FE k x : F k x = \sum_l A k l * mu l.+1 x by rewrite aE; apply: eq_bigr => l _; rewrite mxE.
have muE (k : 'I_d) x : mu k.+1 x = \sum_l B k l * F l x by rewrite bE; apply: eq_bigr => l _; rewrite mxE.
have unit_A : A \in unitmx.
  have := indep; rewrite /independent (gram_map P muE) (gram_map P FE) !unitmx_mul => /andP[/andP[_ /andP[/andP[]]]].
  by [].
by have [i r] := ratio_map FE indep unit_A; rewrite r.
Qed.
Theorem equality (R : rcfType) : ratio_trace_equality_printed R.
Proof. by move=> N M d P Phi s law dN learned; have [] := spanning_ratio law dN learned. Qed.
