(** optimality.ratio-trace, part bound, for all N, M and d: Tr(C^-1 B) <= s_1^2 + ... + s_d^2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Losses Basics.
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
