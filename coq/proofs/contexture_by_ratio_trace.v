(** Functions of mean zero with the largest ratio trace span the top singular functions: who attains the bound learns. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import spectrum top_eigenspace.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Learning.
Variables (R : rcfType) (N M d : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Variable F : 'I_d -> 'I_N -> R.
Hypotheses (law : is_law P) (singular : left_singular P s mu).
Hypothesis mean0 : forall k, mean (pX P) (F k) = 0.
Local Notation e := (unit_mode P mu).
Let n := N.-1.
Let lam i := s i.+1 ^+ 2.
Let W : 'M[R]_(d, n) := \matrix_(k, i) dot (pX P) (F k) (e i.+1).
Let small (i : 'I_n) : (i.+1 < N)%N.
Proof. by rewrite -ltn_predRL. Qed.

Lemma coordinates_gram : gram P F = W *m W^T.
Proof.
apply/matrixP => k l; rewrite !mxE (expand law singular).
have := first_apart law (fun i => dot (pX P) (F k) (e i) * dot (pX P) (F l) (e i)).
rewrite !(first_mode law singular) !mean0 mul0r add0r => ->.
by apply: eq_bigr => i _; rewrite !mxE.
Qed.
Lemma coordinates_image : image_gram P F = W *m diag_mx (\row_(i < n) lam i) *m W^T.
Proof.
apply/matrixP => k l; rewrite !mxE (image_expand law singular).
have := first_apart law (fun i => s i ^+ 2 * (dot (pX P) (F k) (e i) * dot (pX P) (F l) (e i))).
rewrite !(first_mode law singular) !mean0 mul0r mulr0 add0r => ->.
by apply: eq_bigr => i _; rewrite mul_mx_diag !mxE /lam mulrA [s _ ^+ 2 * _]mulrC.
Qed.
Lemma coordinates k x : F k x = \sum_(i < n) W k i * e i.+1 x.
Proof.
have X := pX_gt0 law x.
pose at_x y : R := (y == x)%:R / pX P x.
have atE f : dot (pX P) f at_x = f x.
  rewrite /dot (bigD1 x) //= /at_x eqxx mul1r big1 ?addr0 => [|y /negPf ->]; last by rewrite mul0r mulr0.
  by rewrite mulrC mulrA mulVf ?mul1r // lt0r_neq0.
rewrite -[LHS]atE (expand law singular).
have := first_apart law (fun i => dot (pX P) (F k) (e i) * dot (pX P) at_x (e i)).
rewrite (first_mode law singular) mean0 mul0r add0r => ->.
by apply: eq_bigr => i _; rewrite !mxE [dot _ at_x _]dotC atE.
Qed.

Theorem attains_spans : independent P F -> ratio_trace P F = \sum_(i < d) s i.+1 ^+ 2 -> spans_top P F s.
Proof.
rewrite /independent /ratio_trace coordinates_gram coordinates_image => unit_C equal.
have desc i j : (i <= j)%N -> lam j <= lam i by move=> ij; apply: (square_falls law singular).
have orthonormal (i j : 'I_n) : dot (pX P) (e i.+1) (e j.+1) = (i == j)%:R.
  by rewrite (unit_orthonormal law singular) // eqSS.
have eigen (i : 'I_n) x : T P (Ts P (e i.+1)) x = lam i * e i.+1 x by exact: unit_eigen singular _ _ (small i).
have [v [vv veigen vperp vspan]] := top_choice desc (TTs_linear P) orthonormal eigen coordinates unit_C equal.
have [one _ _ _ sE] := singular.
pose mu' i := if i is j.+1 then (if insub j is Some k then v k else fun=> 0) else fun=> 1.
have muS (k : 'I_n) : mu' k.+1 = v k by rewrite /mu' (valK k).
have v0 k : dot (pX P) (fun=> 1) (v k) = 0.
  have e0 x : e 0%N x = 1.
    by rewrite /unit_mode one /norm (eq_dot _ one one) /dot; under eq_bigr do rewrite !mulr1; rewrite pX_sum // sqrtr1 divr1.
  apply: vperp => i; have := unit_orthonormal law singular (N_gt0 law) (small i).
  by rewrite (eq_dot _ e0 (frefl _)).
have ones : dot (pX P) (fun=> 1) (fun=> 1) = 1 :> R.
  by rewrite /dot; under eq_bigr do rewrite !mulr1; exact: pX_sum.
have ordinals j (lt : (j.+1 < N)%N) : {k : 'I_n | k = j :> nat}.
  have lt' : (j < n)%N by rewrite ltn_predRL.
  by exists (Ordinal lt').
exists mu'; last first.
  move=> f; apply: (iff_trans (vspan f)); split=> -[c cE]; exists c => x; rewrite cE; apply: eq_bigr => k _; congr (_ * _).
    by rewrite (muS (widen_ord (dimension unit_C) k)).
  by rewrite (muS (widen_ord (dimension unit_C) k)).
split=> //.
- move=> [|j] lt; first by rewrite ones ltr01.
  by have [k <-] := ordinals j lt; rewrite muS vv eqxx ltr01.
- move=> [|i] iN [|j] jN ne //.
  + by have [k <-] := ordinals j jN; rewrite muS v0.
  + by have [k <-] := ordinals i iN; rewrite muS dotC v0.
  + have [k ek] := ordinals i iN; have [l el] := ordinals j jN; rewrite -ek -el !muS vv.
    by rewrite -val_eqE /= ek el -eqSS (negPf ne).
- move=> [|j] lt x; last by have [k <-] := ordinals j lt; rewrite muS veigen.
  have [_ _ _ eigen0 _] := singular; have := eigen0 0%N lt x; rewrite one => <-.
  rewrite /T; congr (_ / _); apply: eq_bigr => a _; congr (_ * _); rewrite /Ts; congr (_ / _).
  by apply: eq_bigr => y _; rewrite one.
Qed.
End Learning.
