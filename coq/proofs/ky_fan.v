(** Ky Fan's inequality: d orthonormal rows F compress a symmetric matrix to a trace of at most its top d eigenvalues. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section KyFan.
Variable R : realFieldType.

(** Weights in [0, 1] that add up to d weigh descending numbers at most as the first d of them. *)
Lemma top_weights n d (lam : nat -> R) (w : 'I_n -> R) :
  (d <= n)%N -> (forall i j, (i <= j)%N -> lam j <= lam i) -> (forall i, 0 <= w i <= 1) -> \sum_i w i = d%:R ->
  \sum_(i < n) lam i * w i <= \sum_(i < d) lam i.
Proof.
move=> dn desc w01 wd.
have -> : \sum_(i < n) lam i * w i = \sum_(i < n) (lam i - lam d) * w i + lam d * d%:R.
  by rewrite -wd mulr_sumr -big_split; apply: eq_bigr => i _ /=; ring.
have -> : \sum_(i < d) lam i = \sum_(i < n) (if (i < d)%N then lam i - lam d else 0) + lam d * d%:R.
  by rewrite -big_mkcond -(big_ord_widen n (fun i => lam i - lam d) dn) sumrB sumr_const card_ord mulr_natr subrK.
rewrite ler_add2r; apply: ler_sum => i _; have /andP[w0 w1] := w01 i; case: ltnP => [lt|ge].
  by rewrite ler_pimulr // subr_ge0 desc // ltnW.
by rewrite mulr_le0_ge0 // subr_le0 desc.
Qed.

(** The squares of d orthonormal rows add up to at most 1 in every column. *)
Lemma bessel n d (W : 'M[R]_(d, n)) i : W *m W^T = 1%:M -> 0 <= (W^T *m W) i i <= 1.
Proof.
move=> WW; set p := (W^T *m W) i i.
have sym j : (W^T *m W) i j = (W^T *m W) j i by rewrite !mxE; apply: eq_bigr => k _; rewrite !mxE mulrC.
have pE : p = \sum_j (W^T *m W) i j ^+ 2.
  have idem : W^T *m W *m (W^T *m W) = W^T *m W by rewrite mulmxA -[W^T *m W *m W^T]mulmxA WW mulmx1.
  by rewrite /p -{1}idem mxE; apply: eq_bigr => j _; rewrite -sym expr2.
have p0 : 0 <= p by rewrite pE sumr_ge0 // => j _; exact: sqr_ge0.
have pp : p ^+ 2 <= p.
  by rewrite {2}pE (bigD1 i) //= ler_addl sumr_ge0 // => j _; exact: sqr_ge0.
rewrite p0 /=; have [->|pn0] := eqVneq p 0; first exact: ler01.
by rewrite -(ler_pmul2l (_ : 0 < p)) ?lt_def ?pn0 // mulr1 -expr2.
Qed.

Theorem ky_fan n d (A U : 'M[R]_n) (lam : nat -> R) (F : 'M[R]_(d, n)) :
  U *m U^T = 1%:M -> A = U^T *m diag_mx (\row_i lam i) *m U -> (forall i j, (i <= j)%N -> lam j <= lam i) ->
  F *m F^T = 1%:M -> \tr (F *m A *m F^T) <= \sum_(i < d) lam i.
Proof.
move=> UU -> desc FF; have [W WE] : exists W, W = F *m U^T by exists (F *m U^T).
have WW : W *m W^T = 1%:M.
  by rewrite WE trmx_mul trmxK mulmxA -[F *m U^T *m U]mulmxA (mulmx1C UU) mulmx1.
have dn : (d <= n)%N.
  by rewrite -(mxrank1 R d) -WW (leq_trans (mxrankM_maxl _ _)) // rank_leq_col.
have -> : \tr (F *m (U^T *m diag_mx (\row_i lam i) *m U) *m F^T) = \sum_(i < n) lam i * (W^T *m W) i i.
  have WT : U *m F^T = W^T by rewrite WE trmx_mul trmxK.
  rewrite !mulmxA -WE -[_ *m U *m F^T]mulmxA WT mxtrace_mulC (mulmxA W^T W).
  by apply: eq_bigr => i _; rewrite mul_mx_diag mxE [(\row__ _) _ _]mxE mulrC.
apply: top_weights => // [i|]; first exact: bessel.
by rewrite -/(mxtrace (W^T *m W)) mxtrace_mulC WW mxtrace1.
Qed.
(** The first d rows of U attain it. *)
Theorem ky_fan_attained n d (A U : 'M[R]_n) (lam : nat -> R) (dn : (d <= n)%N) :
  U *m U^T = 1%:M -> A = U^T *m diag_mx (\row_i lam i) *m U ->
  let F := \matrix_(k < d, j < n) U (widen_ord dn k) j in
  F *m F^T = 1%:M /\ \tr (F *m A *m F^T) = \sum_(i < d) lam i.
Proof.
move=> UU -> F; pose E : 'M[R]_(d, n) := \matrix_(k < d, j < n) (widen_ord dn k == j)%:R.
have FE : F = E *m U.
  apply/matrixP => k j; rewrite !mxE (bigD1 (widen_ord dn k)) //= !mxE eqxx mul1r big1 ?addr0 // => i ne.
  by rewrite !mxE eq_sym (negPf ne) mul0r.
have EDE (D : 'rV[R]_n) : E *m diag_mx D *m E^T = diag_mx (\row_k D 0 (widen_ord dn k)).
  apply/matrixP => k l; rewrite !mxE (bigD1 (widen_ord dn k)) //= big1 => [|i ne].
    rewrite mul_mx_diag !mxE eqxx mul1r addr0 -[widen_ord _ _ == _]val_eqE /= val_eqE eq_sym.
    by case: (k == l); rewrite ?mulr1 ?mulr0 // mulr1n || rewrite mulr0n.
  by rewrite mul_mx_diag !mxE eq_sym (negPf ne) !mul0r.
have FUT : F *m U^T = E by rewrite FE -mulmxA UU mulmx1.
split.
  rewrite FE trmx_mul mulmxA -[E *m U *m U^T]mulmxA UU mulmx1.
  have := EDE (const_mx 1); rewrite diag_const_mx mulmx1 => ->.
  by rewrite -diag_const_mx; congr diag_mx; apply/rowP => k; rewrite !mxE.
have UFT : U *m F^T = E^T by rewrite -FUT trmx_mul trmxK.
rewrite !mulmxA FUT -[_ *m U *m F^T]mulmxA UFT EDE mxtrace_diag.
by apply: eq_bigr => k _; rewrite !mxE.
Qed.
End KyFan.
