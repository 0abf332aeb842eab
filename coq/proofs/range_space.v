(** The range of T as a space: its norm is that of the shortest preimage, and k_X reproduces it. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import spectrum contexts_operators contexts_unit_interval.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma dot_eq0 (R : rcfType) n (w f : 'I_n -> R) : (forall x, 0 < w x) -> dot w f f = 0 -> forall x, f x = 0.
Proof.
move=> w0 zero x; have ge y : 0 <= w y * f y * f y by rewrite -mulrA mulr_ge0 ?(ltW (w0 y)) // -expr2 sqr_ge0.
have : w x * f x * f x = 0.
  apply/eqP; rewrite eq_le ge andbT -[X in _ <= X]zero /dot (bigD1 x) //= ler_addl.
  by apply: sumr_ge0 => y _; exact: ge.
by move/eqP; rewrite -mulrA mulf_eq0 gt_eqF //= mulf_eq0 orbb => /eqP.
Qed.

Section Range.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypotheses (law : is_law P) (singular : left_singular P s mu).
Local Notation e := (unit_mode P mu).
Local Notation orth := (unit_orthonormal law singular).

Lemma unit_coordinate f i : dot (pX P) f (e i) = dot (pX P) f (mu i) / norm (pX P) (mu i).
Proof. by rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /unit_mode mulrA. Qed.
Lemma productE f f' : \sum_(i < N) dot (pX P) f (mu i) * dot (pX P) f' (mu i) / (dot (pX P) (mu i) (mu i) * s i ^+ 2)
  = \sum_(i < N) dot (pX P) f (e i) * dot (pX P) f' (e i) / s i ^+ 2.
Proof.
apply: eq_bigr => i _; rewrite !unit_coordinate -norm_sqr => [|x]; last exact: pX_ge0.
have := lt0r_neq0 (mode_norm_gt0 singular (ltn_ord i)); move: (norm _ _) => l nz.
by rewrite expr2 invfM [X in X * _ / _]mulrC; have [->|s0] := eqVneq (s i) 0; [rewrite !(expr0n, invr0, mulr0) | field; rewrite nz s0].
Qed.
Lemma range_normE f : range_norm (flip P) s mu f = \sum_(i < N) dot (pX P) f (e i) ^+ 2 / s i ^+ 2.
Proof.
transitivity (\sum_(i < N) dot (pX P) f (mu i) * dot (pX P) f (mu i) / (dot (pX P) (mu i) (mu i) * s i ^+ 2)).
  by apply: eq_bigr => i _; rewrite expr2.
by rewrite productE; apply: eq_bigr => i _; rewrite expr2.
Qed.
Lemma image_product i j : (i < N)%N -> (j < N)%N -> dot (pA P) (Ts P (e i)) (Ts P (e j)) = s i ^+ 2 * (i == j)%:R.
Proof.
move=> iN jN; rewrite (image_mode law singular) // orth //.
by have [->|] := eqVneq i j; rewrite // mulr0 mulr0.
Qed.
Lemma null_image i : (i < N)%N -> s i = 0 -> forall a, Ts P (e i) a = 0.
Proof.
by move=> iN s0; apply: (dot_eq0 (pA_gt0 law)); rewrite image_product // s0 expr0n mul0r.
Qed.
Lemma range_coordinate g i : (i < N)%N -> s i = 0 -> dot (pX P) (T P g) (e i) = 0.
Proof.
by move=> iN s0; rewrite dotC adjoint // /dot big1 // => a _; rewrite null_image // mulr0 mul0r.
Qed.
Lemma expansion f x : f x = \sum_(i < N) dot (pX P) f (e i) * e i x.
Proof.
have X := pX_gt0 law; pose at_x y : R := (y == x)%:R / pX P x.
have atE h : dot (pX P) h at_x = h x.
  rewrite /dot (bigD1 x) //= /at_x eqxx mul1r big1 ?addr0 => [|y /negPf ->]; last by rewrite mul0r mulr0.
  by rewrite mulrC mulrA mulVf ?mul1r // lt0r_neq0.
by rewrite -[LHS]atE (expand law singular); apply: eq_bigr => i _; rewrite [dot _ at_x _]dotC atE.
Qed.
Lemma norm_at_least g : dot (pX P) (T P g) (T P g) <= range_norm (flip P) s mu (T P g).
Proof.
rewrite range_normE (expand law singular); apply: ler_sum => i _; rewrite -expr2.
have [z|nz] := eqVneq (s i) 0; first by rewrite z expr0n invr0 mulr0 range_coordinate // expr0n.
rewrite ler_pdivl_mulr ?exprn_gt0 // ?lt_def ?nz ?(s_ge0 law singular) // ler_pimulr ?sqr_ge0 //.
by rewrite -(expr1n _ 2) ler_pexpn2r ?nnegrE ?ler01 ?(s_ge0 law singular) // -(s0 law singular) (s_falls singular).
Qed.

(** The shortest preimage. *)
Definition shortest f a : R := \sum_(i < N) dot (pX P) f (e i) / s i ^+ 2 * Ts P (e i) a.
Lemma shortest_image g x : T P (shortest (T P g)) x = T P g x.
Proof.
rewrite (T_linear P x (fun a => erefl)) [RHS]expansion; apply: eq_bigr => i _.
rewrite (unit_eigen singular) //; have [s0|s0] := eqVneq (s i) 0; last by field.
by rewrite range_coordinate // !mul0r.
Qed.
Lemma shortest_with f g : dot (pA P) g (shortest f) = \sum_(i < N) dot (pX P) f (e i) / s i ^+ 2 * dot (pX P) (T P g) (e i).
Proof.
rewrite dotC dot_suml; apply: eq_bigr => i _; congr (_ * _).
by rewrite -adjoint // dotC.
Qed.
Lemma shortest_norm g : dot (pA P) (shortest (T P g)) (shortest (T P g)) = range_norm (flip P) s mu (T P g).
Proof.
rewrite shortest_with range_normE; apply: eq_bigr => i _.
by rewrite (eq_dot _ (shortest_image g) (frefl _)); ring.
Qed.
Lemma least_norm g g' : (forall x, T P g' x = T P g x) -> range_norm (flip P) s mu (T P g) <= dot (pA P) g' g'.
Proof.
set f := T P g => same; have : 0 <= dot (pA P) (fun a => g' a - shortest f a) (fun a => g' a - shortest f a).
  by apply: dot_ge0 => a; exact: pA_ge0.
have -> : dot (pA P) (fun a => g' a - shortest f a) (fun a => g' a - shortest f a)
    = dot (pA P) g' g' - 2%:R * dot (pA P) g' (shortest f) + dot (pA P) (shortest f) (shortest f).
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; ring.
have -> : dot (pA P) g' (shortest f) = range_norm (flip P) s mu f.
  rewrite shortest_with range_normE; apply: eq_bigr => i _.
  by rewrite (eq_dot _ same (frefl _)) expr2 mulrAC.
by rewrite (shortest_norm g) -/f => le; rewrite -subr_ge0; apply: ge0_eq le _; ring.
Qed.
Lemma reproduces g x : \sum_(i < N) dot (pX P) (T P g) (e i) * dot (pX P) (kernel_X P x) (e i) / s i ^+ 2 = T P g x.
Proof.
rewrite [RHS]expansion; apply: eq_bigr => i _.
have -> : dot (pX P) (kernel_X P x) (e i) = s i ^+ 2 * e i x.
  rewrite -(unit_eigen singular) // -(kernel_x (e i) x law); apply: eq_bigr => y _; ring.
have [s0|s0] := eqVneq (s i) 0; last by field.
by rewrite range_coordinate // !mul0r.
Qed.
Lemma kernel_in_range x y : kernel_X P x y = T P (fun a => P x a / (pX P x * pA P a)) y.
Proof.
have X := lt0r_neq0 (pX_gt0 law x); have Y := lt0r_neq0 (pX_gt0 law y).
rewrite /kernel_X /T [LHS]mulr_suml [RHS]mulr_suml; apply: eq_bigr => a _; have A := lt0r_neq0 (pA_gt0 law a).
move: X Y A; move: (pX P x) (pX P y) (pA P a) => u v w u0 v0 w0.
by field; rewrite u0 v0 w0.
Qed.
End Range.
