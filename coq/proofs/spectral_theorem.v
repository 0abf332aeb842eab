(** A symmetric matrix over any real closed field has an orthonormal basis of eigenvectors, in descending order. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp.real_closed Require Import complex.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Spectral.
Variable R : rcfType.
Local Notation C := (R[i]).
Local Notation toC := (map_mx (real_complex R)).

Lemma tr11 (a : 'M[R]_1) : a^T = a.
Proof. by apply/matrixP => i j; rewrite mxE !ord1. Qed.
Lemma scalar_sym n (A : 'M[R]_n) (x y : 'rV_n) : A^T = A -> x *m A *m y^T = y *m A *m x^T.
Proof. by move=> sym; rewrite -[RHS]tr11 !trmx_mul trmxK sym mulmxA. Qed.
Lemma square_eq0 n (x : 'rV[R]_n) : ((x *m x^T) 0 0 == 0) = (x == 0).
Proof.
apply/idP/eqP => [|->]; last by rewrite mul0mx mxE.
rewrite mxE psumr_eq0 => [/allP all|i _]; last by rewrite mxE -expr2 sqr_ge0.
apply/rowP => i; have := all i (mem_index_enum i).
by rewrite !mxE -expr2 sqrf_eq0 => /eqP.
Qed.
Lemma square_ge0 n (x : 'rV[R]_n) : 0 <= (x *m x^T) 0 0.
Proof. by rewrite mxE sumr_ge0 // => i _; rewrite mxE -expr2 sqr_ge0. Qed.

(** An eigenvalue that a complex eigenvector of a real symmetric matrix has is real. *)
Lemma eigenvalue_real n (A : 'M[R]_n) (v : 'rV[C]_n) (a : C) :
  A^T = A -> v != 0 -> v *m toC A = a *: v -> complex.Im a = 0.
Proof.
move=> sym v0 eigen; pose x : 'rV[R]_n := map_mx (@complex.Re R) v; pose y : 'rV[R]_n := map_mx (@complex.Im R) v.
have part (f : {additive C -> R}) (fZ : forall (z : C) (r : R), f (z * real_complex R r) = f z * r) :
    map_mx f v *m A = map_mx f (a *: v).
  rewrite -eigen; apply/rowP => j; rewrite !mxE raddf_sum; apply: eq_bigr => i _.
  by rewrite !mxE fZ.
have xA : x *m A = complex.Re a *: x - complex.Im a *: y.
  rewrite /x (part [additive of @complex.Re R]) => [|[z w] r] /=; last by rewrite mulr0 subr0.
  by apply/rowP => j; rewrite !mxE; case: (a) (v 0 j) => [b c] [z w].
have yA : y *m A = complex.Im a *: x + complex.Re a *: y.
  rewrite /y (part [additive of @complex.Im R]) => [|[z w] r] /=; last by rewrite mulr0 add0r.
  by apply/rowP => j; rewrite !mxE addrC; case: (a) (v 0 j) => [b c] [z w].
have := scalar_sym x y sym; rewrite xA yA !mulmxBl !mulmxDl -!scalemxAl.
have -> : x *m y^T = y *m x^T by rewrite -[RHS]tr11 trmx_mul trmxK.
have cancel (p q s : 'M[R]_1) b c : b *: q - c *: s = c *: p + b *: q -> c * (p 0 0 + s 0 0) = 0.
  move/matrixP/(_ 0 0); rewrite !mxE => /eqP; rewrite -subr_eq0 => /eqP e.
  have -> : c * (p 0 0 + s 0 0) = - (b * q 0 0 - c * s 0 0 - (c * p 0 0 + b * q 0 0)) by ring.
  by rewrite e oppr0.
move/cancel.
move/eqP; rewrite mulf_eq0 => /orP[/eqP //|]; rewrite paddr_eq0 ?square_ge0 // !square_eq0 => /andP[/eqP x0 /eqP y0].
case/negP: v0; apply/eqP/rowP => j; move/rowP/(_ j): x0; move/rowP/(_ j): y0; rewrite !mxE.
by case: (v 0 j) => b c /= -> ->.
Qed.

(** A non-trivial space of rows that a symmetric matrix maps into itself holds an eigenvector. *)
Lemma eigenvector_in n m (A : 'M[R]_n) (B : 'M[R]_(m, n)) (K : 'M[R]_m) :
  A^T = A -> (0 < m)%N -> row_free B -> B *m A = K *m B ->
  exists r, exists2 v : 'rV_n, v *m A = r *: v & v != 0 /\ (v <= B)%MS.
Proof.
move=> sym m0 free stable.
have [a roots] : exists a, root (char_poly (toC K)) a.
  by apply/closed_rootP; rewrite size_char_poly; case: (m) m0.
have [w wK w0] : exists2 w : 'rV_m, w *m toC K = a *: w & w != 0.
  by apply/eigenvalueP; rewrite eigenvalue_root_char.
have real : complex.Im a = 0.
  apply: (@eigenvalue_real _ A (w *m toC B)) => //.
    by rewrite mulmx_free_eq0 // row_free_map.
  by rewrite -mulmxA -map_mxM stable map_mxM mulmxA wK scalemxAl.
have {roots} : eigenvalue K (complex.Re a).
  rewrite eigenvalue_root_char -(fmorph_root [rmorphism of real_complex R]) map_char_poly.
  by move: roots; rewrite {1}[a]complexE real mulr0 addr0.
case/eigenvalueP => u uK u0; exists (complex.Re a), (u *m B).
  by rewrite -mulmxA stable mulmxA uK scalemxAl.
by rewrite mulmx_free_eq0 // submxMl.
Qed.

(** One eigenvector after the other, beside m of them that are known. *)
Lemma eigenrows_beside n m (A : 'M[R]_n) (Z : 'M[R]_(m, n)) (E : 'rV[R]_m) k :
  A^T = A -> Z *m Z^T = 1%:M -> Z *m A = diag_mx E *m Z -> (m + k <= n)%N ->
  exists F : 'M[R]_(k, n), exists D : 'rV[R]_k, [/\ F *m F^T = 1%:M, F *m Z^T = 0 & F *m A = diag_mx D *m F].
Proof.
move=> sym ZZ ZA; elim: k => [|k IH] kn.
  by exists 0, 0; split; apply/matrixP => -[].
have {}kn : (m + k < n)%N by rewrite -addnS.
have [F [D [FF FZ FA]]] := IH (ltnW kn).
have ZF : Z *m F^T = 0 by rewrite -[LHS]trmxK trmx_mul trmxK FZ trmx0.
pose G := col_mx Z F.
have GG : G *m G^T = 1%:M by rewrite tr_col_mx mul_col_row ZZ ZF FZ FF -scalar_mx_block.
have GA : G *m A = diag_mx (row_mx E D) *m G.
  by rewrite diag_mx_row mul_block_col mul_col_mx ZA FA !mul0mx addr0 add0r.
pose V := kermx G^T; pose B := row_base V.
have BV : (B :=: V)%MS := eq_row_base V.
have BG : B *m G^T = 0 by apply/sub_kermxP; rewrite BV.
have stable : (B *m A <= B)%MS.
  rewrite BV; apply/sub_kermxP.
  by rewrite -mulmxA -{1}sym -trmx_mul GA trmx_mul mulmxA BG mul0mx.
have [K BA] := submxP stable.
have free : row_free G by apply/row_freeP; exists G^T.
have m0 : (0 < \rank V)%N by rewrite mxrank_ker mxrank_tr (eqP free) subn_gt0.
have [r [v vA [v0 vB]]] := eigenvector_in sym m0 (row_base_free V) BA.
have c_gt0 : 0 < (v *m v^T) 0 0 by rewrite lt_def square_eq0 v0 square_ge0.
pose c := Num.sqrt ((v *m v^T) 0 0); pose u := c^-1 *: v.
have uu : u *m u^T = 1%:M.
  rewrite [LHS]mx11_scalar /u linearZ /= -scalemxAl -scalemxAr scalerA mxE -invfM -expr2 sqr_sqrtr ?(ltW c_gt0) //.
  by rewrite mulVf ?lt0r_neq0.
have uG : u *m G^T = 0.
  have vG : v *m G^T = 0 by apply/sub_kermxP; rewrite -BV.
  by rewrite -scalemxAl vG scaler0.
have [uZ uF] : u *m Z^T = 0 /\ u *m F^T = 0.
  by move: uG; rewrite tr_col_mx mul_mx_row -row_mx0 => /eq_row_mx.
have Fu : F *m u^T = 0 by rewrite -[LHS]trmxK trmx_mul trmxK uF trmx0.
have uA : u *m A = r *: u by rewrite -scalemxAl vA scalerA mulrC -scalerA.
rewrite -addn1; exists (col_mx F u), (row_mx D (r%:M)); split.
- by rewrite tr_col_mx mul_col_row FF uF Fu uu -scalar_mx_block.
- by rewrite mul_col_mx FZ uZ col_mx0.
- rewrite diag_mx_row mul_block_col mul_col_mx FA !mul0mx addr0 add0r uA; congr col_mx.
  have -> : diag_mx (r%:M : 'rV_1) = r%:M by apply/matrixP => i j; rewrite !mxE !ord1 eqxx.
  by rewrite mul_scalar_mx.
Qed.
Lemma eigenrows n (A : 'M[R]_n) : A^T = A ->
  exists F : 'M[R]_n, exists2 D : 'rV[R]_n, F *m F^T = 1%:M & F *m A = diag_mx D *m F.
Proof.
move=> sym; have [F [D [FF _ FA]]] := @eigenrows_beside n 0 A 0 0 n sym
  ltac:(by apply/matrixP => -[]) ltac:(by apply/matrixP => -[]) (leqnn n).
by exists F, D.
Qed.

(** Any finite list of numbers can be put in descending order. *)
Lemma descending n (l : 'I_n -> R) : exists p : 'S_n, forall i j : 'I_n, (i <= j)%N -> l (p j) <= l (p i).
Proof.
pose t := sort_tuple (fun i j => l j <= l i) (ord_tuple n).
have /tuple_permP[p tE] : perm_eq t (ord_tuple n) by rewrite perm_sort.
exists p => i j ij.
have sorted_t : sorted (fun i j => l j <= l i) t by apply: sort_sorted => a b; exact: le_total.
have trans : transitive (fun i j => l j <= l i) by move=> a b d ba db; exact: le_trans db ba.
have refl : reflexive (fun i j => l j <= l i) by move=> a; exact: lexx.
have := sorted_leq_nth trans refl i sorted_t i j; rewrite !inE size_tuple !ltn_ord => /(_ isT isT ij).
by rewrite tE -!tnth_nth !tnth_mktuple !tnth_ord_tuple.
Qed.

Theorem spectral n (A : 'M[R]_n) : A^T = A ->
  exists U : 'M[R]_n, exists l : 'I_n -> R,
    [/\ U *m U^T = 1%:M, A = U^T *m diag_mx (\row_i l i) *m U & forall i j : 'I_n, (i <= j)%N -> l j <= l i].
Proof.
move=> sym; have [F [D FF FA]] := eigenrows sym.
have [p desc] := descending (D 0).
exists (row_perm p F), (fun i => D 0 (p i)); split=> //.
  by rewrite row_permE trmx_mul mulmxA -[_ *m F *m F^T]mulmxA FF mulmx1 tr_perm_mx -perm_mxM mulgV perm_mx1.
have AE : A = F^T *m diag_mx D *m F by rewrite -mulmxA -FA mulmxA (mulmx1C FF) mul1mx.
have -> : \row_i D 0 (p i) = col_perm p D by apply/rowP => i; rewrite !mxE.
have -> : diag_mx (col_perm p D) = row_perm p (col_perm p (diag_mx D)).
  by apply/matrixP => i j; rewrite !mxE (inj_eq perm_inj).
rewrite !row_permE col_permE trmx_mul tr_perm_mx AE !mulmxA.
by rewrite -[F^T *m perm_mx p^-1 *m perm_mx p]mulmxA -perm_mxM mulVg perm_mx1 mulmx1
  -[F^T *m _ *m perm_mx p^-1 *m perm_mx p]mulmxA -perm_mxM mulVg perm_mx1 mulmx1.
Qed.
End Spectral.
