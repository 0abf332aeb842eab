(** Ky Fan's equality case: independent functions that keep as much of a self-adjoint operator as its top d eigenvalues
    span a choice of its top-d eigenspace, whatever ties there are. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import ky_fan spectral_theorem.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Equality.
Variable R : rcfType.

(** Where weights in [0, 1] of sum d weigh descending numbers as much as the first d, they are 1 above the d-th of them
    and 0 below. *)
Lemma top_weights_equal n d (lam : nat -> R) (w : 'I_n -> R) :
  (0 < d)%N -> (d <= n)%N -> (forall i j, (i <= j)%N -> lam j <= lam i) -> (forall i, 0 <= w i <= 1) ->
  \sum_i w i = d%:R -> \sum_(i < n) lam i * w i = \sum_(i < d) lam i ->
  forall i : 'I_n, (lam d.-1 < lam i -> w i = 1) /\ (lam i < lam d.-1 -> w i = 0).
Proof.
move=> d0 dn desc w01 wd equal; set t := lam d.-1.
have shifted : \sum_(i < n) ((if (i < d)%N then lam i - t else 0) - (lam i - t) * w i) = 0.
  rewrite sumrB; under [X in _ - X]eq_bigr do rewrite mulrBl; rewrite sumrB equal -mulr_sumr wd.
  by rewrite -big_mkcond -(big_ord_widen n (fun i => lam i - t) dn) sumrB sumr_const card_ord mulr_natr subrr.
have pos (i : 'I_n) : 0 <= (if (i < d)%N then lam i - t else 0) - (lam i - t) * w i.
  have /andP[w0 w1] := w01 i; case: ltnP => [lt|ge].
    rewrite -{1}[lam i - t]mulr1 -mulrBr mulr_ge0 ?subr_ge0 //; apply: desc; by rewrite -ltnS prednK.
  rewrite sub0r oppr_ge0 mulr_le0_ge0 // subr_le0; apply: desc; exact: leq_trans (leq_pred _) ge.
have zero (i : 'I_n) : (if (i < d)%N then lam i - t else 0) - (lam i - t) * w i = 0.
  apply/eqP; rewrite eq_le pos andbT -[X in _ <= X]shifted (bigD1 i) //= ler_addl; apply: sumr_ge0 => j _; exact: pos.
move=> i; have := zero i; case: ltnP => [lt|ge].
  have le : t <= lam i by apply: desc; rewrite -ltnS prednK.
  rewrite -{1}[lam i - t]mulr1 -mulrBr => /eqP; rewrite mulf_eq0 => /orP[/eqP e|/eqP e].
    by split=> [|lt']; [rewrite -subr_gt0 e ltxx | move: lt'; rewrite ltNge le].
  by split=> [_|lt']; [apply/eqP; rewrite eq_sym -subr_eq0 e | move: lt'; rewrite ltNge le].
have le : lam i <= t by apply: desc; exact: leq_trans (leq_pred _) ge.
rewrite sub0r => /eqP; rewrite oppr_eq0 mulf_eq0 => /orP[/eqP e|/eqP e].
  by split=> [lt'|]; [move: lt'; rewrite ltNge le | rewrite -subr_lt0 e ltxx].
by split=> [lt'|_] //; move: lt'; rewrite ltNge le.
Qed.

(** A row of a symmetric projector whose diagonal entry is 0 or 1 is 0 off the diagonal. *)
Lemma projector_row n (Q : 'M[R]_n) i j : Q^T = Q -> Q *m Q = Q -> Q i i = 0 \/ Q i i = 1 -> i != j -> Q i j = 0.
Proof.
move=> sym idem diag ne.
have pE : Q i i = \sum_k Q i k ^+ 2.
  by rewrite -{1}idem mxE; apply: eq_bigr => k _; rewrite -{2}sym mxE expr2.
have rest : \sum_(k | k != i) Q i k ^+ 2 = 0.
  move: pE; rewrite (bigD1 i) //=; case: diag => ->.
    by rewrite expr0n add0r => <-.
  by rewrite expr1n => e; apply: (addrI 1); rewrite addr0 -e.
apply/eqP; rewrite -sqrf_eq0 eq_le sqr_ge0 andbT -rest (bigD1 j) /=; last by rewrite eq_sym.
by rewrite ler_addl; apply: sumr_ge0 => k _; exact: sqr_ge0.
Qed.

(** Then the projector commutes with the operator. *)
Lemma equality_commutes n d (lam : nat -> R) (Q : 'M[R]_n) :
  (d <= n)%N -> (forall i j, (i <= j)%N -> lam j <= lam i) -> Q^T = Q -> Q *m Q = Q -> \tr Q = d%:R ->
  \sum_(i < n) lam i * Q i i = \sum_(i < d) lam i ->
  Q *m diag_mx (\row_i lam i) = diag_mx (\row_i lam i) *m Q.
Proof.
move=> dn desc sym idem trace equal.
have w01 (i : 'I_n) : 0 <= Q i i <= 1.
  have pE : Q i i = \sum_j Q i j ^+ 2.
    by rewrite -{1}idem mxE; apply: eq_bigr => j _; rewrite -{2}sym mxE expr2.
  have p0 : 0 <= Q i i by rewrite pE sumr_ge0 // => j _; exact: sqr_ge0.
  have pp : Q i i ^+ 2 <= Q i i by rewrite {2}pE (bigD1 i) //= ler_addl sumr_ge0 // => j _; exact: sqr_ge0.
  rewrite p0 /=; have [->|pn0] := eqVneq (Q i i) 0; first exact: ler01.
  by rewrite -(ler_pmul2l (_ : 0 < Q i i)) ?lt_def ?pn0 // mulr1 -expr2.
apply/matrixP => i j; rewrite mul_mx_diag mul_diag_mx !mxE.
have [<-|ne] := eqVneq i j; first by rewrite mulrC.
have [d0|d_gt0] := posnP d.
  have all0 k : Q k k = 0.
    apply/eqP; rewrite eq_le; have /andP[-> _] := w01 k; rewrite andbT.
    have := trace; rewrite d0 /mxtrace (bigD1 k) //= => e0; rewrite -[X in _ <= X]e0 ler_addl.
    by apply: sumr_ge0 => l _; case/andP: (w01 l).
  by rewrite (projector_row sym idem (or_introl (all0 i)) ne) mul0r mulr0.
have := top_weights_equal d_gt0 dn desc w01 trace equal; set t := lam d.-1 => sides.
have flat (k : 'I_n) : lam k != t -> Q k k = 0 \/ Q k k = 1.
  by rewrite neq_lt => /orP[lt|lt]; [left; apply: (sides k).2 | right; apply: (sides k).1].
have [e|ne'] := eqVneq (lam i) (lam j); first by rewrite e mulrC.
have : (lam i != t) || (lam j != t).
  by rewrite -negb_and; apply: contra ne' => /andP[/eqP -> /eqP ->].
case/orP => off; first by rewrite (projector_row sym idem (flat i off) ne) mul0r mulr0.
have e : Q i j = Q j i by rewrite -{1}sym mxE.
by rewrite e (projector_row sym idem (flat j off)) ?mul0r ?mulr0 // eq_sym.
Qed.

(** Eigenrows inside a space of rows that a symmetric matrix maps into itself. *)
Lemma eigenrows_within n m (A : 'M[R]_n) (B : 'M[R]_(m, n)) k :
  A^T = A -> (B *m A <= B)%MS -> (k <= \rank B)%N ->
  exists F : 'M[R]_(k, n), exists D : 'rV[R]_k, [/\ F *m F^T = 1%:M, (F <= B)%MS & F *m A = diag_mx D *m F].
Proof.
move=> sym stable; elim: k => [|k IH] kr.
  by exists 0, 0; split; [apply/matrixP => -[] | exact: sub0mx | apply/matrixP => -[]].
have [F [D [FF FB FA]]] := IH (ltnW kr).
pose V := (kermx F^T :&: B)%MS; pose C := row_base V.
have CV : (C :=: V)%MS := eq_row_base V.
have CF : C *m F^T = 0 by apply/sub_kermxP; rewrite CV capmxSl.
have CB : (C <= B)%MS by rewrite CV capmxSr.
have Cstable : (C *m A <= C)%MS.
  rewrite CV sub_capmx (submx_trans (submxMr A CB) stable) andbT; apply/sub_kermxP.
  by rewrite -mulmxA -{1}sym -trmx_mul FA trmx_mul mulmxA CF mul0mx.
have [K CA] := submxP Cstable.
have free : row_free F by apply/row_freeP; exists F^T.
have m0 : (0 < \rank V)%N.
  have := mxrank_sum_cap (kermx F^T) B; rewrite mxrank_ker mxrank_tr (eqP free) => sum.
  have le : (\rank (kermx F^T + B)%MS <= n)%N := rank_leq_col _.
  rewrite lt0n; apply/eqP => V0; move: sum; rewrite V0 addn0 => sum.
  have kn : (k <= n)%N by rewrite -(eqP free) rank_leq_col.
  by move: le; rewrite sum -[X in (_ <= X)%N](subnK kn) leq_add2l leqNgt kr.
have [r [v vA [v0 vC]]] := eigenvector_in sym m0 (row_base_free V) CA.
have c_gt0 : 0 < (v *m v^T) 0 0 by rewrite lt_def square_eq0 v0 square_ge0.
pose c := Num.sqrt ((v *m v^T) 0 0); pose u := c^-1 *: v.
have uu : u *m u^T = 1%:M.
  rewrite [LHS]mx11_scalar /u linearZ /= -scalemxAl -scalemxAr scalerA mxE -invfM -expr2 sqr_sqrtr ?(ltW c_gt0) //.
  by rewrite mulVf ?lt0r_neq0.
have uF : u *m F^T = 0.
  have vF : v *m F^T = 0 by have /submxP[x ->] := vC; rewrite -mulmxA CF mulmx0.
  by rewrite /u -scalemxAl vF scaler0.
have Fu : F *m u^T = 0 by rewrite -[LHS]trmxK trmx_mul trmxK uF trmx0.
have uA : u *m A = r *: u by rewrite -scalemxAl vA scalerA mulrC -scalerA.
rewrite -addn1; exists (col_mx F u), (row_mx D (r%:M)); split.
- by rewrite tr_col_mx mul_col_row FF uF Fu uu -scalar_mx_block.
- by rewrite col_mx_sub FB /u scalemx_sub // (submx_trans vC CB).
- rewrite diag_mx_row mul_block_col mul_col_mx FA !mul0mx addr0 add0r uA; congr col_mx.
  have -> : diag_mx (r%:M : 'rV_1) = r%:M by apply/matrixP => i j; rewrite !mxE !ord1 eqxx.
  by rewrite mul_scalar_mx.
Qed.
End Equality.
