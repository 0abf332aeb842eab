(** Every law has singular values and singular functions: no statement about them is empty. *)
From mathcomp Require Import all_ssreflect all_algebra all_fingroup.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Basics.
From Contextures.Proofs Require Import spectral_theorem.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Contraction.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Hypothesis law : is_law P.
Lemma T_contracts g : dot (pX P) (T P g) (T P g) <= dot (pA P) g g.
Proof.
rewrite -subr_ge0 -(pmulr_rge0 _ (ltr0Sn R 1)) mulrBr -pair_varianceE //.
apply: sumr_ge0 => a _; apply: sumr_ge0 => b _; apply: mulr_ge0 (sqr_ge0 _).
apply: sumr_ge0 => x _; have [P0 _ _ _] := law.
by rewrite mulr_ge0 ?invr_ge0 ?pX_ge0 // mulr_ge0.
Qed.
Lemma Ts_contracts f : dot (pA P) (Ts P f) (Ts P f) <= dot (pX P) f f.
Proof.
have X := pX_ge0 law; have A := pA_ge0 law.
set u := dot (pA P) _ _; have u0 : 0 <= u by exact: dot_ge0.
have [->|un0] := eqVneq u 0; first exact: dot_ge0.
rewrite -(ler_pmul2r (_ : 0 < u)) ?lt_def ?un0 // -expr2.
have uE : u = dot (pX P) f (T P (Ts P f)) by rewrite adjoint.
rewrite {1}uE; apply: le_trans (cauchy_schwarz X _ _) _; rewrite ler_wpmul2l ?dot_ge0 //.
exact: T_contracts.
Qed.
End Contraction.

Theorem singular_functions_exist (R : rcfType) N M (P : 'I_N -> 'I_M -> R) :
  is_law P -> exists s, exists mu, left_singular P s mu.
Proof.
case: N P => [|n] P law; first by have := N_gt0 law.
have X := pX_gt0 law; pose w x := Num.sqrt (pX P x).
have w_gt0 x : 0 < w x by rewrite sqrtr_gt0.
have w_neq0 x : w x != 0 by rewrite lt0r_neq0.
have ww x : w x ^+ 2 = pX P x by rewrite sqr_sqrtr // ltW.
pose S : 'M[R]_n.+1 := \matrix_(x, y) ((\sum_a P x a * P y a / pA P a) / (w x * w y)).
have sym : S^T = S.
  apply/matrixP => x y; rewrite !mxE mulrC [w y * _]mulrC [RHS]mulrC; congr (_ * _).
  by apply: eq_bigr => a _; rewrite [P y a * _]mulrC.
pose v : 'rV[R]_n.+1 := \row_x w x.
have vv : v *m v^T = 1%:M.
  apply/matrixP => i j; rewrite !ord1 !mxE eqxx -(pX_sum law); apply: eq_bigr => x _.
  by rewrite !mxE -expr2 ww.
(* A row f with g = f / w: <f, f> = |g|^2, f S = w TT*g. *)
pose g (f : 'rV[R]_n.+1) x := f 0 x / w x.
have gg f h : dot (pX P) (g f) (g h) = (f *m h^T) 0 0.
  have cancel (c a b : R) : c != 0 -> c ^+ 2 * (a / c) * (b / c) = a * b by move=> c0; field.
  by rewrite mxE; apply: eq_bigr => x _; rewrite mxE /g -ww cancel.
have gS f x : g (f *m S) x = T P (Ts P (g f)) x.
  rewrite /g mxE /T /Ts -ww; apply: (mulfI (w_neq0 x)); rewrite mulrCA divff // mulr1.
  have -> : w x * ((\sum_a P x a * ((\sum_y P y a * (f 0 y / w y)) / pA P a)) / w x ^+ 2)
    = (\sum_a P x a * ((\sum_y P y a * (f 0 y / w y)) / pA P a)) / w x by field.
  rewrite mulr_suml; under [RHS]eq_bigr => a _ do rewrite mulr_suml mulr_sumr mulr_suml.
  rewrite [RHS]exchange_big; apply: eq_bigr => y _ /=; rewrite mxE !mulr_suml mulr_sumr.
  by apply: eq_bigr => a _; have := lt0r_neq0 (pA_gt0 law a) => nz; field; rewrite nz !w_neq0.
have vS : v *m S = v.
  apply/rowP => x; apply: (mulIf (_ : (w x)^-1 != 0)); first by rewrite invr_eq0.
  have gv y : g v y = 1 by rewrite /g mxE divff.
  rewrite -/(g _ x) -/(g v x) gS gv /T /Ts.
  have one a : (\sum_y P y a * g v y) / pA P a = 1.
    by under eq_bigr do rewrite gv mulr1; rewrite -/(pA P a) divff // lt0r_neq0 // pA_gt0.
  by under eq_bigr do rewrite one mulr1; rewrite -/(pX P x) divff // lt0r_neq0.
have vD : v *m S = diag_mx (const_mx 1) *m v by rewrite diag_const_mx mul1mx.
have [F [D [FF Fv FS]]] := eigenrows_beside sym vv vD (leqnn n.+1).
have [p desc] := descending (D 0).
have rowS j : row j F *m S = D 0 j *: row j F.
  by rewrite -row_mul FS; apply/rowP => x; rewrite mul_diag_mx !mxE.
have rowF i j : (row i F *m (row j F)^T) 0 0 = (i == j)%:R.
  have := congr1 (fun A : 'M_n => A i j) FF; rewrite !mxE => <-.
  by apply: eq_bigr => x _; rewrite !mxE.
have D01 j : 0 <= D 0 j <= 1.
  have eigen x : T P (Ts P (g (row j F))) x = D 0 j * g (row j F) x.
    by rewrite -gS rowS /g !mxE mulrA.
  have -> : D 0 j = dot (pA P) (Ts P (g (row j F))) (Ts P (g (row j F))).
    rewrite -adjoint // (eq_dot _ (frefl _) eigen).
    have -> : dot (pX P) (g (row j F)) (fun x => D 0 j * g (row j F) x) = D 0 j * dot (pX P) (g (row j F)) (g (row j F)).
      by rewrite /dot mulr_sumr; apply: eq_bigr => x _; ring.
    by rewrite gg rowF eqxx mulr1.
  rewrite dot_ge0 /=; last by move=> a; exact: ltW (pA_gt0 law a).
  by apply: le_trans (Ts_contracts law _) _; rewrite gg rowF eqxx.
have gv y : g v y = 1 by rewrite /g mxE divff.
pose mu i := if i is j.+1 then (if insub j is Some k then g (row (p k) F) else fun=> 0) else g v.
pose s i : R := if i is j.+1 then (if insub j is Some k then Num.sqrt (D 0 (p k)) else 0) else 1.
have muS j (lt : (j < n)%N) : mu j.+1 = g (row (p (Ordinal lt)) F) by rewrite /mu insubT.
have sS j (lt : (j < n)%N) : s j.+1 = Num.sqrt (D 0 (p (Ordinal lt))) by rewrite /s insubT.
have beside k : (v *m (row (p k) F)^T) 0 0 = 0.
  have := congr1 (fun A : 'cV_n => A (p k) 0) Fv; rewrite !mxE => e.
  by rewrite -[RHS]e; apply: eq_bigr => x _; rewrite !mxE mulrC.
exists s, mu; split=> //.
- move=> [|j] lt; first by rewrite gg vv mxE eqxx ltr01.
  by rewrite muS gg rowF eqxx ltr01.
- move=> [|i] iN [|j] jN ne //.
  + by rewrite muS gg beside.
  + by rewrite muS dotC gg beside.
  + by rewrite !muS gg rowF (inj_eq perm_inj) -val_eqE /= -eqSS (negPf ne).
- move=> [|j] lt x; first by rewrite -gS vS /s expr1n mul1r.
  rewrite muS sS -gS rowS /g sqr_sqrtr; last by case/andP: (D01 (p (@Ordinal n j lt))).
  by rewrite !mxE mulrA.
- split=> [[|j]|[|j] ge] //; last by rewrite /s insubF // ltnNge (ltnSE ge).
    case: (posnP n) => [n0|n_gt0]; first by rewrite /s insubF ?lexx ?ler01 // n0.
    by rewrite sS sqrtr_ge0 /= -sqrtr1 ler_wsqrtr //; case/andP: (D01 (p (Ordinal n_gt0))).
  have [lt|ge] := ltnP j.+1 n; last first.
    have -> : s j.+2 = 0 by rewrite /s insubF // ltnNge ge.
    by rewrite lexx /= /s; case: insub => // k; exact: sqrtr_ge0.
  by rewrite (sS _ lt) (sS _ (ltnW lt)) sqrtr_ge0 /= ler_wsqrtr // desc /=.
Qed.
