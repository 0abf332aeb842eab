(** bounds.context-complexity, all parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts Bounds.
From Contextures.Proofs Require Import spectrum range_space contexts_operators contexts_chi_square singular_functions courant_fischer.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Kernel.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).
Hypothesis law : is_law P.
Let X x : pX P x != 0. Proof. exact/lt0r_neq0/pX_gt0. Qed.
Let A a : pA P a != 0. Proof. exact/lt0r_neq0/pA_gt0. Qed.

(** k_X(x, x) is 1 more than a divergence, a sum of squares of modes, and what T* keeps of a point. *)
Lemma kernel_divergence x : kernel_X P x x = 1 + divergence_at P x.
Proof.
have one : \sum_a P x a / pX P x = 1 by rewrite -mulr_suml -/(pX P x) divff ?X.
have -> : divergence_at P x = kernel_X P x x - 2%:R * (\sum_a P x a / pX P x) + \sum_a pA P a.
  rewrite /kernel_X [(\sum_a _) / (_ * _)]mulr_suml mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=.
  by move: (X x) (A a); move: (pX P x) (pA P a) => u v u0 v0; field; rewrite u0 v0.
by rewrite one pA_sum //; ring.
Qed.
Lemma divergence_ge0 x : 0 <= divergence_at P x.
Proof. by apply: sumr_ge0 => a _; rewrite divr_ge0 ?sqr_ge0 // pA_ge0. Qed.
Lemma kernel_mean : \sum_x pX P x * kernel_X P x x = \sum_x \sum_a P x a ^+ 2 / (pX P x * pA P a).
Proof.
apply: eq_bigr => x _; rewrite /kernel_X [(\sum_a _) / (_ * _)]mulr_suml mulr_sumr; apply: eq_bigr => a _.
by move: (X x) (A a); move: (pX P x) (pA P a) => u v u0 v0; field; rewrite u0 v0.
Qed.
Definition point x y : R := (y == x)%:R / pX P x.
Lemma kernel_point x : kernel_X P x x = dot (pA P) (Ts P (point x)) (Ts P (point x)).
Proof.
have TsE a : Ts P (point x) a = P x a / (pX P x * pA P a).
  rewrite /Ts (bigD1 x) //= big1 ?addr0 => [|y /negPf ne]; last by rewrite /point ne mul0r mulr0.
  by rewrite /point eqxx mul1r; move: (X x) (A a); move: (pX P x) (pA P a) => u v u0 v0; field; rewrite u0 v0.
rewrite /kernel_X [LHS]mulr_suml; apply: eq_bigr => a _; rewrite TsE.
by move: (X x) (A a); move: (pX P x) (pA P a) => u v u0 v0; field; rewrite u0 v0.
Qed.

Variables (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypothesis singular : left_singular P s mu.
Local Notation e := (unit_mode P mu).
Lemma kernel_coordinate x i : (i < N)%N -> dot (pX P) (kernel_X P x) (e i) = s i ^+ 2 * e i x.
Proof. by move=> iN; rewrite -(unit_eigen singular) // -(kernel_x (e i) x law); apply: eq_bigr => y _; ring. Qed.
Lemma kernel_spectral x : kernel_X P x x = \sum_(i < N) s i ^+ 2 * e i x ^+ 2.
Proof.
rewrite [LHS](expansion law singular (kernel_X P x)); apply: eq_bigr => i _.
by rewrite kernel_coordinate // -mulrA -expr2.
Qed.
End Kernel.

(** Post-processing: T* of the law of X and B is a conditional expectation of T* of the law of X and A. *)
Section Processing.
Variables (R : rcfType) (N M K : nat) (P : 'I_N -> 'I_M -> R) (W : 'I_M -> 'I_K -> R).
Hypotheses (law : is_law P) (channel : is_channel W) (law' : is_law (processed P W)).
Let link a b : R := pA P a * W a b.
Let link_pA b : pA link b = pA (processed P W) b.
Proof. by rewrite /pA exchange_big; apply: eq_bigr => a _; rewrite /link /pA mulr_suml. Qed.
Let link_pX a : pX link a = pA P a.
Proof. by rewrite /pX -mulr_sumr; case: channel => _ ->; rewrite mulr1. Qed.
Let link_law : is_law link.
Proof.
have [W0 W1] := channel; split=> [a b||a|b].
- by rewrite mulr_ge0 ?pA_ge0.
- by rewrite -(pA_sum law); apply: eq_bigr => a _; rewrite -/(pX link a) link_pX.
- by rewrite link_pX pA_gt0.
- by rewrite link_pA pA_gt0.
Qed.
Lemma processed_pX x : pX (processed P W) x = pX P x.
Proof.
rewrite /pX exchange_big; apply: eq_bigr => a _; rewrite -mulr_sumr.
by case: channel => _ ->; rewrite mulr1.
Qed.
Lemma processed_keeps f : dot (pA (processed P W)) (Ts (processed P W) f) (Ts (processed P W) f)
  <= dot (pA P) (Ts P f) (Ts P f).
Proof.
have back b : Ts (processed P W) f b = Ts link (Ts P f) b.
  rewrite /Ts -link_pA; congr (_ / _); under eq_bigr do rewrite mulr_suml.
  rewrite exchange_big; apply: eq_bigr => a _ /=; rewrite /link.
  have A := lt0r_neq0 (pA_gt0 law a); transitivity (W a b * \sum_x P x a * f x); last first.
    by rewrite [pA P a * _]mulrC -mulrA [pA P a * _]mulrCA divff // mulr1.
  by rewrite mulr_sumr; apply: eq_bigr => x _; ring.
have := Ts_contracts link_law (Ts P f).
rewrite (_ : dot (pX link) _ _ = dot (pA P) (Ts P f) (Ts P f)); last by apply: eq_bigr => a _; rewrite link_pX.
by apply: le_trans; rewrite le_eqVlt; apply/orP; left; apply/eqP/eq_bigr => b _; rewrite back link_pA.
Qed.
End Processing.

Section Proofs.
Variable R : rcfType.
Lemma same_largest N (F G : 'I_N -> R) k : (forall x, F x = G x) -> is_largest F k <-> is_largest G k.
Proof.
by move=> FG; split=> -[[x ->] most]; split; try (by exists x; rewrite FG); move=> y; have := most y; rewrite !FG.
Qed.
Theorem spectral : context_complexity_spectral_printed R.
Proof.
move=> N M P s mu k law singular; apply: same_largest => x; rewrite (kernel_spectral law singular).
apply: eq_bigr => i _; rewrite /unit_mode exprMn exprVn norm_sqr ?mulrA // => y; exact: pX_ge0.
Qed.
Theorem divergence : context_complexity_divergence_printed R.
Proof. by move=> N M P k law; apply: same_largest => x; exact: kernel_divergence. Qed.
Theorem trace : context_complexity_trace_printed R.
Proof. by move=> N M P s mu law singular; rewrite (all_squares law singular) kernel_mean. Qed.
Theorem inertia : context_complexity_inertia_printed R.
Proof.
move=> N M P s mu law singular; rewrite (all_squares law singular).
have := inertiaE law; rewrite /Contexts.inertia -/(chi_square_of P) => ->.
by rewrite addrC subrK.
Qed.
Theorem mean : context_complexity_mean_printed R.
Proof.
move=> N M P s mu k law singular [_ most]; rewrite (trace law singular) -[k]mul1r -(pX_sum law) mulr_suml.
by apply: ler_sum => x _; rewrite ler_wpmul2l // pX_ge0.
Qed.
Theorem partial : context_complexity_partial_printed R.
Proof.
move=> N M P s mu k d law singular kappa; rewrite le_minr; apply/andP; split.
  rewrite -[d in d%:R]card_ord -sumr_const; apply: ler_sum => i _.
  by rewrite -(expr1n R 2) -(s0 law singular) (square_falls law singular).
apply: le_trans (mean law singular kappa).
have [le|lt] := leqP d N.
  rewrite (big_ord_widen N (fun i => s i ^+ 2) le) big_mkcond; apply: ler_sum => i _.
  by case: ifP => _ //; exact: sqr_ge0.
rewrite [X in _ <= X](big_ord_widen d (fun i => s i ^+ 2) (ltnW lt)) [X in _ <= X]big_mkcond; apply: ler_sum => i _.
by case: ltnP => // ge; rewrite (s_end singular ge) expr0n.
Qed.
Theorem sup_norm : context_complexity_sup_norm_printed R.
Proof.
move=> N M P s mu k g x law singular [_ most].
pose w (i : 'I_N) : R := (s i ^+ 2)^-1; have w0 i : 0 <= w i by rewrite invr_ge0 sqr_ge0.
pose c (i : 'I_N) := dot (pX P) (T P g) (unit_mode P mu i); pose r (i : 'I_N) := dot (pX P) (kernel_X P x) (unit_mode P mu i).
have reproduced : T P g x = dot w c r.
  by rewrite -(reproduces law singular g x); apply: eq_bigr => i _; rewrite /w /c /r [LHS]mulrC mulrA.
have cc : dot w c c = range_norm (flip P) s mu (T P g).
  by rewrite (range_normE law singular); apply: eq_bigr => i _; rewrite /w /c [RHS]mulrC [dot _ _ _ ^+ 2]expr2 mulrA.
have rr : dot w r r <= k.
  apply: le_trans (most x); rewrite (kernel_spectral law singular) le_eqVlt; apply/orP; left; apply/eqP/eq_bigr => i _.
  rewrite /w /r (kernel_coordinate law singular) //; have [->|z] := eqVneq (s i) 0; first by rewrite expr0n /= !mul0r mulr0.
  by field.
rewrite reproduced; apply: le_trans (cauchy_schwarz w0 c r) _; rewrite cc mulrC ler_wpmul2r //.
by rewrite -cc dot_ge0.
Qed.
Theorem at_least_one : context_complexity_at_least_one_printed R.
Proof.
move=> N M P k law [_ most]; apply: le_trans (most (Ordinal (N_gt0 law))).
by rewrite kernel_divergence // ler_addl divergence_ge0.
Qed.
Theorem independent_if : context_complexity_independent_if_printed R.
Proof.
move=> N M P k law [[x ->] _] indep; rewrite kernel_divergence // /divergence_at big1 ?addr0 // => a _.
have X := lt0r_neq0 (pX_gt0 law x).
by rewrite (indep x a) [pX P x * _]mulrC mulfK // subrr expr0n mul0r.
Qed.
Theorem independent_only_if : context_complexity_independent_only_if_printed R.
Proof.
move=> N M P k law [_ most] k1 x a; have X := lt0r_neq0 (pX_gt0 law x).
have zero : divergence_at P x = 0.
  apply/eqP; rewrite eq_le divergence_ge0 // andbT -(ler_add2l 1) -kernel_divergence // addr0 -k1.
  exact: most.
have : (P x a / pX P x - pA P a) ^+ 2 / pA P a = 0.
  apply/eqP; rewrite eq_le divr_ge0 ?sqr_ge0 ?pA_ge0 // andbT -[X in _ <= X]zero /divergence_at (bigD1 a) //= ler_addl.
  by apply: sumr_ge0 => b _; rewrite divr_ge0 ?sqr_ge0 ?pA_ge0.
move/eqP; rewrite mulf_eq0 sqrf_eq0 invr_eq0 [pA P a == 0]gt_eqF ?pA_gt0 // orbF subr_eq0 => /eqP <-.
by rewrite mulrCA divff // mulr1.
Qed.
Theorem processing : context_complexity_processing_printed R.
Proof.
move=> N M K P W k k' law channel law' [_ most] [[x ->] _]; apply: le_trans (most x).
rewrite !kernel_point //; have same y : point (processed P W) x y = point P x y by rewrite /point processed_pX.
have TsE a : Ts (processed P W) (point (processed P W) x) a = Ts (processed P W) (point P x) a.
  by rewrite /Ts; congr (_ / _); apply: eq_bigr => y _; rewrite same.
by rewrite (eq_dot _ TsE TsE); exact: processed_keeps.
Qed.
Theorem processing_spectrum : context_complexity_processing_spectrum_printed R.
Proof.
move=> N M K P W s mu s' mu' i law channel law' singular singular'.
apply: (smaller_spectrum i law' singular' law singular) => [x|f]; first exact: processed_pX.
exact: processed_keeps.
Qed.
End Proofs.
