(** Functions that keep as much of a self-adjoint operator as its top d eigenvalues extract its top-d eigenspace. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Basics Spans.
From Contextures.Proofs Require Import ky_fan spectral_theorem ky_fan_equality optimality_ratio_trace.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Sorted eigenrows of a diagonal matrix have its entries as eigenvalues: Ky Fan, both ways. *)
Section Unique.
Variables (R : rcfType) (n : nat) (a b : nat -> R) (G : 'M[R]_n).
Hypotheses (a_desc : forall i j, (i <= j)%N -> a j <= a i) (b_desc : forall i j, (i <= j)%N -> b j <= b i).
Hypotheses (GG : G *m G^T = 1%:M) (GA : G *m diag_mx (\row_i a i) = diag_mx (\row_i b i) *m G).

Lemma partial_sums d : (d <= n)%N -> \sum_(i < d) b i = \sum_(i < d) a i.
Proof.
move=> dn; apply/eqP; rewrite eq_le; apply/andP; split.
  pose F : 'M[R]_(d, n) := \matrix_(k, j) G (widen_ord dn k) j.
  have AE : diag_mx (\row_i a i) = (1%:M : 'M[R]_n)^T *m diag_mx (\row_i a i) *m 1%:M :> 'M[R]_n.
    by rewrite trmx1 mul1mx mulmx1.
  have BE : diag_mx (\row_i a i) = G^T *m diag_mx (\row_i b i) *m G :> 'M[R]_n.
    by rewrite -mulmxA -GA mulmxA (mulmx1C GG) mul1mx.
  have [FF tr_] := ky_fan_attained dn GG BE.
  by rewrite -tr_; apply: (ky_fan _ AE a_desc FF); rewrite trmx1 mulmx1.
pose H := G^T; have HH : H *m H^T = 1%:M by rewrite trmxK (mulmx1C GG).
have BE : diag_mx (\row_i b i) = (1%:M : 'M[R]_n)^T *m diag_mx (\row_i b i) *m 1%:M :> 'M[R]_n.
  by rewrite trmx1 mul1mx mulmx1.
have AE : diag_mx (\row_i b i) = H^T *m diag_mx (\row_i a i) *m H :> 'M[R]_n.
  by rewrite trmxK GA -mulmxA GG mulmx1.
have [FF tr_] := ky_fan_attained dn HH AE.
by rewrite -tr_; apply: (ky_fan _ BE b_desc FF); rewrite trmx1 mulmx1.
Qed.
Lemma unique_eigenvalues i : (i < n)%N -> b i = a i.
Proof.
move=> lt; have := partial_sums lt; rewrite !big_ord_recr /= (partial_sums (ltnW lt)).
exact: addrI.
Qed.
End Unique.

Section Matrices.
Variables (R : rcfType) (d m : nat) (lam : nat -> R).
Local Notation n := (d + m)%N.
Variable W : 'M[R]_(d, n).
Hypothesis desc : forall i j, (i <= j)%N -> lam j <= lam i.
Hypothesis unit_C : W *m W^T \in unitmx.
Local Notation D := (diag_mx (\row_(i < n) lam i)).
Let Q := W^T *m invmx (W *m W^T) *m W.
Hypothesis equal : \tr (invmx (W *m W^T) *m (W *m D *m W^T)) = \sum_(i < d) lam i.

Let Qsym : Q^T = Q. Proof. by rewrite /Q !trmx_mul trmxK trmx_inv trmx_mul trmxK mulmxA. Qed.
Let WQ : W *m Q = W. Proof. by rewrite /Q !mulmxA mulmxV // mul1mx. Qed.
Let Qidem : Q *m Q = Q. Proof. by rewrite {1}/Q -mulmxA WQ. Qed.
Let Qtrace : \tr Q = d%:R. Proof. by rewrite /Q mxtrace_mulC mulmxA mulmxV // mxtrace1. Qed.
Let rank_W : \rank W = d.
Proof.
apply/eqP; rewrite eqn_leq rank_leq_row /=.
by have := mxrank_unit unit_C => {1}<-; exact: mxrankM_maxl.
Qed.
Let equalQ : \sum_(i < n) lam i * Q i i = \sum_(i < d) lam i.
Proof.
rewrite -equal mulmxA mxtrace_mulC !mulmxA -/Q /mxtrace; apply: eq_bigr => i _.
by rewrite mul_mx_diag !mxE mulrC.
Qed.
Let dn : (d <= n)%N. Proof. exact: leq_addr. Qed.
Let commutes : Q *m D = D *m Q.
Proof. exact: equality_commutes dn desc Qsym Qidem Qtrace equalQ. Qed.
Let w01 (i : 'I_n) : 0 <= Q i i <= 1. Proof. exact: projector_diagonal Qsym Qidem. Qed.
Let side (i : 'I_n) : (0 < d)%N -> (lam d.-1 < lam i -> Q i i = 1) /\ (lam i < lam d.-1 -> Q i i = 0).
Proof. by move=> d0; exact: top_weights_equal d0 dn desc w01 Qtrace equalQ i. Qed.

(** An eigenrow has its eigenvalue among the lam_i, where it does not vanish. *)
Lemma eigenrow_value k (Z : 'M[R]_(k, n)) (E : 'rV[R]_k) (l : 'I_k) :
  Z *m Z^T = 1%:M -> Z *m D = diag_mx E *m Z -> exists2 i, Z l i != 0 & lam i = E 0 l.
Proof.
move=> ZZ ZD; have : exists i, Z l i != 0.
  apply/existsP; apply: contraT; rewrite negb_exists => /forallP all0.
  have := congr1 (fun A : 'M_k => A l l) ZZ; rewrite !mxE eqxx big1 => [/esym/eqP|i _]; first by rewrite oner_eq0.
  by have := all0 i; rewrite negbK => /eqP ->; rewrite mul0r.
case=> i nz; exists i => //; have := congr1 (fun A : 'M_(k, n) => A l i) ZD.
by rewrite mul_mx_diag mul_diag_mx !mxE mulrC; exact: mulIf.
Qed.
Lemma above k (Z : 'M[R]_(k, n)) (E : 'rV[R]_k) l : (0 < d)%N -> Z *m Q = Z -> Z *m Z^T = 1%:M ->
  Z *m D = diag_mx E *m Z -> lam d.-1 <= E 0 l.
Proof.
move=> d0 ZQ ZZ ZD; have [i nz <-] := eigenrow_value l ZZ ZD; rewrite leNgt; apply: contra nz => lt.
rewrite -ZQ mxE big1 // => j _; have [_ q0] := side i d0.
have [<-|ne] := eqVneq i j; first by rewrite q0 // mulr0.
by rewrite -Qsym mxE (projector_row Qsym Qidem (or_introl (q0 lt)) ne) mulr0.
Qed.
Lemma below k (Z : 'M[R]_(k, n)) (E : 'rV[R]_k) l : (0 < d)%N -> Z *m Q = 0 -> Z *m Z^T = 1%:M ->
  Z *m D = diag_mx E *m Z -> E 0 l <= lam d.-1.
Proof.
move=> d0 ZQ ZZ ZD; have [i nz <-] := eigenrow_value l ZZ ZD; rewrite leNgt; apply: contra nz => lt.
have [q1 _] := side i d0; have := congr1 (fun A : 'M_(k, n) => A l i) ZQ; rewrite !mxE (bigD1 i) //= q1 // mulr1.
rewrite big1 ?addr0 => [->|j ne] //.
by rewrite -Qsym mxE (projector_row Qsym Qidem (or_intror (q1 lt))) ?mulr0 // eq_sym.
Qed.

(** Rows and eigenvalues in descending order. *)
Lemma sort_rows k (Z : 'M[R]_(k, n)) (E : 'rV[R]_k) : Z *m Z^T = 1%:M -> Z *m D = diag_mx E *m Z ->
  exists Y : 'M[R]_(k, n), exists F : 'rV[R]_k,
    [/\ Y *m Y^T = 1%:M, Y *m D = diag_mx F *m Y, (Y :=: Z)%MS & forall i j : 'I_k, (i <= j)%N -> F 0 j <= F 0 i].
Proof.
move=> ZZ ZD; have [p sorted] := descending (E 0).
exists (row_perm p Z), (col_perm p E); split.
- by rewrite row_permE trmx_mul mulmxA -[_ *m Z *m Z^T]mulmxA ZZ mulmx1 tr_perm_mx -perm_mxM mulgV perm_mx1.
- rewrite row_permE -mulmxA ZD !mulmxA; congr (_ *m Z).
  have -> : diag_mx (col_perm p E) = row_perm p (col_perm p (diag_mx E)).
    by apply/matrixP => i j; rewrite !mxE (inj_eq perm_inj).
  by rewrite row_permE col_permE -!mulmxA -perm_mxM mulVg perm_mx1 mulmx1.
- by rewrite row_permE; apply: eqmxMfull; rewrite row_full_unit unitmx_perm.
- by move=> i j ij; rewrite !mxE; exact: sorted.
Qed.

(** An orthonormal basis of eigenrows, with the eigenvalues lam_i, whose first d span the rows of W. *)
Theorem sorted_basis : exists Z : 'M[R]_(d, n), exists Y : 'M[R]_(m, n),
  [/\ col_mx Z Y *m (col_mx Z Y)^T = 1%:M, col_mx Z Y *m D = D *m col_mx Z Y & (Z :=: W)%MS].
Proof.
have D_sym : D^T = D by rewrite tr_diag_mx.
have stable : (W *m D <= W)%MS.
  rewrite -{1}WQ -mulmxA commutes mulmxA; apply/submxP; exists (W *m D *m W^T *m invmx (W *m W^T)).
  by rewrite /Q !mulmxA.
have rW : (d <= \rank W)%N by rewrite rank_W.
have [Z0 [E0 [ZZ0 ZW0 ZD0]]] := eigenrows_within D_sym stable rW.
have [Y0 [F0 [YY0 YZ0 YD0]]] := eigenrows_beside D_sym ZZ0 ZD0 (leqnn n).
have [Z [E [ZZ ZD Zs Esort]]] := sort_rows ZZ0 ZD0.
have [Y [F [YY YD Ys Fsort]]] := sort_rows YY0 YD0.
have ZW : (Z :=: W)%MS.
  apply/eqmxP; rewrite -(geq_leqif (mxrank_leqif_eq _)); last by rewrite Zs.
  by rewrite rank_W Zs -[X in (X <= _)%N](eqP (_ : row_free Z0)) //; apply/row_freeP; exists Z0^T.
have YZ : Y *m Z^T = 0.
  have /submxP[A ->] : (Y <= Y0)%MS by rewrite Ys.
  have /submxP[B ->] : (Z <= Z0)%MS by rewrite Zs.
  by rewrite trmx_mul !mulmxA -[A *m Y0 *m Z0^T]mulmxA YZ0 mulmx0 mul0mx.
have ZY : Z *m Y^T = 0 by rewrite -[LHS]trmxK trmx_mul trmxK YZ trmx0.
have ZQ : Z *m Q = Z by have /submxP[A ->] : (Z <= W)%MS; [rewrite ZW | rewrite -mulmxA WQ].
have YQ : Y *m Q = 0.
  have /submxP[A WA] : (W <= Z)%MS by rewrite ZW.
  by rewrite /Q {1}WA trmx_mul !mulmxA YZ !mul0mx.
have GG : col_mx Z Y *m (col_mx Z Y)^T = 1%:M by rewrite tr_col_mx mul_col_row ZZ ZY YZ YY -scalar_mx_block.
pose r := row_mx E F.
have GD : col_mx Z Y *m D = diag_mx r *m col_mx Z Y.
  by rewrite diag_mx_row mul_block_col mul_col_mx ZD YD !mul0mx addr0 add0r.
have r_desc (k l : 'I_n) : (k <= l)%N -> r 0 l <= r 0 k.
  rewrite /r !mxE; case: (splitP k) => [k' ek|k' ek]; case: (splitP l) => [l' el|l' el] kl.
  - by apply: Esort; rewrite -ek -el.
  - have d0 : (0 < d)%N by case: k' {ek kl} => k'; case: (d).
    exact: le_trans (below l' d0 YQ YY YD) (above k' d0 ZQ ZZ ZD).
  - by move: kl; rewrite ek el leqNgt (leq_trans (ltn_ord l')) // leq_addr.
  - by apply: Fsort; rewrite -(leq_add2l d) -ek -el.
pose low := - \sum_k `|r 0 k|.
have lowP k : low <= r 0 k.
  rewrite ler_oppl; apply: le_trans (ler_norm _) _; rewrite normrN (bigD1 k) //= ler_addl.
  by apply: sumr_ge0 => l _; exact: normr_ge0.
pose b i : R := if insub i is Some k then r 0 k else low.
have b_desc i j : (i <= j)%N -> b j <= b i.
  rewrite /b; case: insubP => [k lk ek|gj]; case: insubP => [l ll el|gi] ij //.
  - by apply: r_desc; rewrite ek el.
  - by move: gi; rewrite (leq_ltn_trans ij).
have rb : r = \row_i b i.
  by apply/rowP => k; rewrite [RHS]mxE /b (valK k).
have b_lam (i : 'I_n) : b i = lam i.
  by apply: (unique_eigenvalues desc b_desc GG) => //; rewrite GD rb.
exists Z, Y; split=> //; rewrite GD; congr (diag_mx _ *m _).
by rewrite rb; apply/rowP => k; rewrite !mxE b_lam.
Qed.
End Matrices.

Lemma sorted_basis_of (R : rcfType) n d (lam : nat -> R) (W : 'M[R]_(d, n)) (dn : (d <= n)%N) :
  (forall i j, (i <= j)%N -> lam j <= lam i) -> W *m W^T \in unitmx ->
  \tr (invmx (W *m W^T) *m (W *m diag_mx (\row_(i < n) lam i) *m W^T)) = \sum_(i < d) lam i ->
  exists G : 'M[R]_n, [/\ G *m G^T = 1%:M, G *m diag_mx (\row_i lam i) = diag_mx (\row_i lam i) *m G
    & exists2 Z : 'M[R]_(d, n), (Z :=: W)%MS & forall k j, Z k j = G (widen_ord dn k) j].
Proof.
move=> desc unit_C equal; have [m nE] : exists m, n = (d + m)%N by exists (n - d)%N; rewrite subnKC.
subst n; have [Z [Y [GG GD ZW]]] := sorted_basis desc unit_C equal.
exists (col_mx Z Y); split=> //; exists Z => // k j.
have -> : widen_ord dn k = lshift m k by exact: val_inj.
by rewrite col_mxEu.
Qed.

(** In functions: u are orthonormal eigenfunctions, F combinations of them. *)
Section Functions.
Variables (R : rcfType) (n N d : nat) (w : 'I_N -> R) (L : ('I_N -> R) -> 'I_N -> R) (lam : nat -> R).
Variables (u : 'I_n -> 'I_N -> R) (F : 'I_d -> 'I_N -> R) (W : 'M[R]_(d, n)).
Hypothesis desc : forall i j, (i <= j)%N -> lam j <= lam i.
Hypothesis L_linear : linear L.
Hypothesis orthonormal : forall i j, dot w (u i) (u j) = (i == j)%:R.
Hypothesis eigen : forall i x, L (u i) x = lam i * u i x.
Hypothesis FW : forall k x, F k x = \sum_j W k j * u j x.
Hypothesis unit_C : W *m W^T \in unitmx.
Hypothesis equal : \tr (invmx (W *m W^T) *m (W *m diag_mx (\row_(i < n) lam i) *m W^T)) = \sum_(i < d) lam i.

Lemma dimension : (d <= n)%N.
Proof.
have := mxrank_unit unit_C => {1}<-; apply: leq_trans (mxrankM_maxl _ _) _; exact: rank_leq_col.
Qed.
Theorem top_choice : exists v : 'I_n -> 'I_N -> R,
  [/\ forall i j, dot w (v i) (v j) = (i == j)%:R, forall i x, L (v i) x = lam i * v i x,
      forall h, (forall i, dot w h (u i) = 0) -> forall i, dot w h (v i) = 0
    & forall f, spanned F f <-> spanned (fun k : 'I_d => v (widen_ord dimension k)) f].
Proof.
have [G [GG GD [Z ZW ZG]]] := sorted_basis_of dimension desc unit_C equal.
pose v (i : 'I_n) x := \sum_j G i j * u j x; exists v; split.
- move=> i j; have := congr1 (fun A : 'M_n => A i j) GG; rewrite !mxE => <-.
  rewrite /v dot_suml; apply: eq_bigr => k _; rewrite dotC dot_suml (bigD1 k) //= orthonormal eqxx mulr1.
  by rewrite big1 ?addr0 ?mxE // => l /negPf ne; rewrite orthonormal ne mulr0.
- move=> i x; transitivity (\sum_j G i j * L (u j) x); first by apply: L_linear.
  rewrite /v mulr_sumr; apply: eq_bigr => j _; rewrite eigen.
  have := congr1 (fun A : 'M_n => A i j) GD; rewrite mul_mx_diag mul_diag_mx !mxE => e.
  by rewrite mulrA e mulrA.
- by move=> h zero i; rewrite /v dotC dot_suml big1 // => j _; rewrite dotC zero mulr0.
have [[A ZA] [B WB]] : (exists A, Z = A *m W) /\ (exists B, W = B *m Z).
  by split; apply/submxP; rewrite ZW.
move=> f; apply: (span_by (A := fun k l => B k l) (B := fun k l => A k l)) => k x.
  rewrite FW; transitivity (\sum_j (\sum_l B k l * Z l j) * u j x).
    by apply: eq_bigr => j _; congr (_ * _); rewrite {1}WB mxE.
  under eq_bigr do rewrite mulr_suml; rewrite exchange_big; apply: eq_bigr => l _ /=.
  by rewrite /v mulr_sumr; apply: eq_bigr => j _; rewrite -ZG mulrA.
rewrite /v; transitivity (\sum_j (\sum_l A k l * W l j) * u j x).
  by apply: eq_bigr => j _; congr (_ * _); rewrite -ZG {1}ZA mxE.
under eq_bigr do rewrite mulr_suml; rewrite exchange_big; apply: eq_bigr => l _ /=.
by rewrite FW mulr_sumr; apply: eq_bigr => j _; rewrite mulrA.
Qed.
End Functions.
