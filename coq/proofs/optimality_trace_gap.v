(** optimality.trace-gap (corrected), all parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import singular_functions spectrum optimality_ratio_trace best_approximation
  minimax_error ritz_values.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Three directions in a quadrant, with their distances from the other axis. *)
Lemma turned (R : realFieldType) (p q u U v V : R) : 0 <= u <= v -> v <= p -> 0 <= q <= V -> V <= U ->
  u ^+ 2 + U ^+ 2 = v ^+ 2 + V ^+ 2 -> p * u + q * U <= p * v + q * V.
Proof.
move=> /andP[u0 uv] vp /andP[q0 qV] VU same.
have v0 : 0 <= v := le_trans u0 uv; have p0 : 0 <= p := le_trans v0 vp.
have V0 : 0 <= V := le_trans q0 qV; have U0 : 0 <= U := le_trans V0 VU.
have [z|nz] := eqVneq (U + V) 0.
  have VE : V = 0 by apply/eqP; rewrite eq_le V0 andbT -z ler_addr.
  have UE : U = 0 by rewrite -[U]addr0 -{1}VE.
  by rewrite UE VE !mulr0 !addr0 ler_wpmul2l.
have pos : 0 < U + V by rewrite lt_def nz addr_ge0.
rewrite -subr_ge0 -(pmulr_lge0 _ pos).
have -> : (p * v + q * V - (p * u + q * U)) * (U + V) = (v - u) * ((p * U - u * q) + (p * V - v * q)) + q * ((v ^+ 2 + V ^+ 2) - (u ^+ 2 + U ^+ 2)) by ring.
rewrite same subrr mulr0 addr0 mulr_ge0 ?subr_ge0 // addr_ge0 // subr_ge0.
  by apply: ler_pmul => //; [exact: le_trans vp | exact: le_trans VU].
by apply: ler_pmul.
Qed.

Section Law.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypothesis law : is_law P.
Hypothesis singular : left_singular P s mu.
Local Notation e := (unit_mode P mu).
Local Notation dotX := (dot (pX P)).
Local Notation dotA := (dot (pA P)).
Let X x : 0 <= pX P x. Proof. exact: pX_ge0. Qed.
Let A a : 0 <= pA P a. Proof. exact: pA_ge0. Qed.

(** A function beside a family makes its ratio trace larger. *)
Lemma ratio_beside d (F : 'I_d -> 'I_N -> R) h : (forall k, mean (pX P) (F k) = 0) -> independent P F ->
  mean (pX P) h = 0 -> (forall k, dotX (F k) h = 0) -> 0 < dotX h h ->
  ratio_trace P F + dotA (Ts P h) (Ts P h) / dotX h h <= \sum_(i < d.+1) s i.+1 ^+ 2.
Proof.
move=> meanF indep mean_h beside h0.
pose G (i : 'I_(d + 1)) := if split i is inl k then F k else h.
have GL k : G (lshift 1 k) = F k by have e := unsplitK (inl _ k) : split (lshift 1 k) = _; rewrite /G e.
have GR k : G (rshift d k) = h by have e := unsplitK (inr _ k) : split (rshift d k) = _; rewrite /G e.
pose H : 'M[R]_1 := (dotX h h)%:M.
have unit_H : H \in unitmx by rewrite unitmxE det_scalar1 unitfE lt0r_neq0.
have GE : gram P G = block_mx (gram P F) 0 0 H.
  apply/matrixP => i j; rewrite -[i]splitK -[j]splitK.
  case: (split i) => k; case: (split j) => l /=;
    rewrite ?block_mxEul ?block_mxEur ?block_mxEdl ?block_mxEdr !mxE ?GL ?GR //.
  - by rewrite dotC.
  - by rewrite !ord1 eqxx mulr1n.
have inv : invmx (gram P G) = block_mx (invmx (gram P F)) 0 0 (invmx H) /\ independent P G.
  have one : gram P G *m block_mx (invmx (gram P F)) 0 0 (invmx H) = 1%:M.
    by rewrite GE mulmx_block !mulmx0 !mul0mx !addr0 add0r !mulmxV // -scalar_mx_block.
  have unit_G : gram P G \in unitmx by case: (mulmx1_unit one).
  by split=> //; rewrite -[RHS]mul1mx -(mulVmx unit_G) -mulmxA one mulmx1.
have meanG i : mean (pX P) (G i) = 0 by rewrite /G; case: (split i).
have -> : \sum_(i < d.+1) s i.+1 ^+ 2 = \sum_(i < d + 1) s i.+1 ^+ 2 by rewrite addn1.
apply: le_trans (optimality_ratio_trace.bound law singular meanG inv.2).
have BE : image_gram P G = block_mx (image_gram P F) (\matrix_(k, l) dotA (Ts P (F k)) (Ts P h))
    (\matrix_(k, l) dotA (Ts P h) (Ts P (F l))) (dotA (Ts P h) (Ts P h))%:M.
  apply/matrixP => i j; rewrite -[i]splitK -[j]splitK.
  case: (split i) => k; case: (split j) => l /=;
    rewrite ?block_mxEul ?block_mxEur ?block_mxEdl ?block_mxEdr !mxE ?GL ?GR //.
  by rewrite !ord1 eqxx mulr1n.
rewrite /ratio_trace inv.1 BE mulmx_block mxtrace_block !mul0mx addr0 add0r ler_add2l.
by rewrite invmx_scalar mul_scalar_mx mxtraceZ mxtrace_scalar mulr1n mulrC.
Qed.

(** The trace gap bounds what T* keeps of a function that the encoder does not see. *)
Lemma gap_image d (Phi : 'I_d -> 'I_N -> R) tg h : is_trace_gap P Phi s tg -> mean (pX P) h = 0 ->
  (forall k, dotX (centred (pX P) (Phi k)) h = 0) -> 0 < dotX h h -> dotA (Ts P h) (Ts P h) <= tg * dotX h h.
Proof.
move=> [_ greatest] mean_h unseen h0; rewrite -ler_pdivr_mulr //; apply: greatest => _ [d' [F [_ inside indep ->]]].
rewrite ler_subr_addl; apply: ratio_beside => // k; last exact: span_beside (inside k) unseen.
exact: (span_mean law (inside k)).
Qed.

(** The best probe leaves a function that the encoder does not see. *)
Lemma best_probe d (Phi : 'I_d -> 'I_N -> R) f : mean (pX P) f = 0 -> exists p h,
  [/\ mean (pX P) h = 0, forall k, dotX (centred (pX P) (Phi k)) h = 0, dotX p h = 0 /\ mean (pX P) p = 0,
      forall x, f x = p x + h x
    & exists w : 'I_d -> R, exists b, \sum_x pX P x * (f x - \sum_k w k * Phi k x - b) ^+ 2 = dotX h h].
Proof.
move=> mean0; have [r [u [_ orth same _]]] := orthonormal_basis (pX_gt0 law) (fun k => centred (pX P) (Phi k)).
pose p x := \sum_i dotX f (u i) * u i x; pose h x := 1 * f x + (-1) * p x.
have pu i : dotX p (u i) = dotX f (u i).
  rewrite dot_suml (bigD1 i) //= orth eqxx mulr1 big1 ?addr0 // => j /negPf ne; by rewrite orth ne mulr0.
have hu i : dotX h (u i) = 0 by rewrite dot_two pu mul1r mulN1r subrr.
have spans g : spanned (fun k => centred (pX P) (Phi k)) g -> dotX g h = 0.
  by move=> /same inside; apply: span_beside inside _ => i; rewrite dotC hu.
have inside : spanned (fun k => centred (pX P) (Phi k)) p by apply/same; exists (fun i => dotX f (u i)).
have mean_p : mean (pX P) p = 0 := span_mean law inside.
exists p, h; split.
- by rewrite -dot_one dot_two !dot_one mean0 mean_p !mulr0 addr0.
- by move=> k; apply: spans; exact: spanned_own.
- by split; [exact: spans | exact: mean_p].
- by move=> x; rewrite /h mul1r mulN1r addrC subrK.
have [w wE] := inside; exists w, (- \sum_k w k * mean (pX P) (Phi k)).
rewrite /dot; apply: eq_bigr => x _; rewrite -mulrA -expr2; congr (_ * _ ^+ 2); rewrite /h wE /centred.
under [in RHS]eq_bigr do rewrite mulrBr.
by rewrite sumrB; move: (\sum_k _) (\sum_k _) (f x) => y z t; ring.
Qed.

Lemma rest_products p h f : dotX p h = 0 -> (forall x, f x = p x + h x) ->
  dotX f h = dotX h h /\ dotX f f = dotX p p + dotX h h.
Proof.
move=> ph fE; have fh : dotX f h = dotX h h.
  have -> : dotX f h = dotX p h + dotX h h by rewrite /dot -big_split; apply: eq_bigr => x _ /=; rewrite fE; ring.
  by rewrite ph add0r.
split=> //; have -> : dotX f f = dotX p p + dotX p h + dotX f h.
  by rewrite /dot -!big_split; apply: eq_bigr => x _ /=; rewrite fE; ring.
by rewrite ph addr0 fh.
Qed.

Lemma top_image f : mean (pX P) f = 0 -> dotA (Ts P f) (Ts P f) <= s 1%N ^+ 2 * dotX f f.
Proof.
move=> mean0; apply: le_trans (image_at_most law singular 0 mean0); rewrite ler_addl mulr_ge0 //.
  by rewrite subr_ge0 lexx.
exact: left_over_ge0.
Qed.

(** A task that weights of the modes, between 0 and S, keep a share c of, and its rest, of which they keep at most t. *)
Lemma rest_by_shares (w : 'I_N -> R) S c t f h : 0 < S -> (forall i, 0 <= w i <= S) -> t <= c ->
  dotX f h = dotX h h -> c * dotX f f <= \sum_i w i * dotX f (e i) ^+ 2 ->
  \sum_i w i * dotX h (e i) ^+ 2 <= t * dotX h h ->
  dotX h h <= ((Num.sqrt t * Num.sqrt c + Num.sqrt (S - t) * Num.sqrt (S - c)) / S) ^+ 2 * dotX f f.
Proof.
move=> S0 within tc fh keeps_f keeps_h.
have [z|hn0] := eqVneq (dotX h h) 0; first by rewrite z mulr_ge0 ?sqr_ge0 ?dot_ge0.
have h0 : 0 < dotX h h by rewrite lt_def hn0 dot_ge0.
have f0 : 0 < dotX f f.
  rewrite lt_def dot_ge0 // andbT; apply: contra hn0 => /eqP z; rewrite -sqrf_eq0 eq_le sqr_ge0 andbT -{1}fh.
  by have := cauchy_schwarz X f h; rewrite z mul0r.
have w0 i : 0 <= w i by case/andP: (within i).
have rest0 i : 0 <= S - w i by rewrite subr_ge0; case/andP: (within i).
pose along g i := dotX g (e i); pose kept g k := dot w (along g) (along k).
have squares g : \sum_i w i * dotX g (e i) ^+ 2 = kept g g by apply: eq_bigr => i _; rewrite expr2 mulrA.
rewrite squares in keeps_f; rewrite squares in keeps_h.
have restE g k : dot (fun i => S - w i) (along g) (along k) = S * dotX g k - kept g k.
  by rewrite (expand law singular g k) mulr_sumr -sumrB; apply: eq_bigr => i _; rewrite /along; ring.
(* What is kept of f and of h, a share. *)
pose x := kept f f / dotX f f; pose y := kept h h / dotX h h.
have xE : kept f f = x * dotX f f by rewrite /x divfK // lt0r_neq0.
have yE : kept h h = y * dotX h h by rewrite /y divfK.
have cx : c <= x by rewrite /x ler_pdivl_mulr.
have xS : x <= S by rewrite /x ler_pdivr_mulr // -subr_ge0 -restE dot_ge0.
have y0 : 0 <= y by rewrite /y divr_ge0 ?dot_ge0.
have yt : y <= t by rewrite /y ler_pdivr_mulr.
have t0 : 0 <= t := le_trans y0 yt; have c0 : 0 <= c := le_trans t0 tc; have x0 : 0 <= x := le_trans c0 cx.
have tx : t <= x := le_trans tc cx; have yS : y <= S := le_trans yt (le_trans tx xS).
pose n := norm (pX P) f; pose m := norm (pX P) h.
have n2 : n ^+ 2 = dotX f f by exact: norm_sqr.
have m2 : m ^+ 2 = dotX h h by exact: norm_sqr.
have n0 : 0 < n by rewrite sqrtr_gt0.
have m0 : 0 < m by rewrite sqrtr_gt0.
have [[Sx Sy] [Sc St]] : (0 <= S - x /\ 0 <= S - y) /\ (0 <= S - c /\ 0 <= S - t).
  by rewrite !subr_ge0 xS yS (le_trans cx) // (le_trans tx).
clearbody x y n m.
have first : S * m <= n * (Num.sqrt x * Num.sqrt y + Num.sqrt (S - x) * Num.sqrt (S - y)).
  rewrite -(ler_pmul2r m0) -mulrA -expr2 m2 -{1}fh -[S * _](subrK (kept f h)) -restE.
  have -> : n * (Num.sqrt x * Num.sqrt y + Num.sqrt (S - x) * Num.sqrt (S - y)) * m
      = n * m * (Num.sqrt (S - x) * Num.sqrt (S - y)) + n * m * (Num.sqrt x * Num.sqrt y).
    by move: (Num.sqrt x) (Num.sqrt y) (Num.sqrt (S - x)) (Num.sqrt (S - y)) (n) (m) => a1 a2 a3 a4 a5 a6; ring.
  apply: ler_add; apply: le_trans (ler_norm _) _;
    rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?normr_ge0 ?mulr_ge0 ?sqrtr_ge0 ?(ltW n0) ?(ltW m0) // real_normK ?num_real //;
    rewrite !exprMn n2 m2 !sqr_sqrtr //.
    apply: le_trans (cauchy_schwarz rest0 _ _) _; rewrite !restE xE yE le_eqVlt; apply/orP; left; apply/eqP.
    by move: (dotX f f) (dotX h h) (x) (y) (S) => a1 a2 a3 a4 a5; ring.
  apply: le_trans (cauchy_schwarz w0 _ _) _; rewrite -/(kept f f) -/(kept h h) xE yE le_eqVlt; apply/orP; left; apply/eqP.
  by move: (dotX f f) (dotX h h) (x) (y) => a1 a2 a3 a4; ring.
have second : Num.sqrt x * Num.sqrt y + Num.sqrt (S - x) * Num.sqrt (S - y)
    <= Num.sqrt x * Num.sqrt t + Num.sqrt (S - x) * Num.sqrt (S - t).
  apply: turned; last by rewrite !sqr_sqrtr // ![_ + (S - _)]addrC !subrK.
  - by rewrite sqrtr_ge0 ler_wsqrtr.
  - exact: ler_wsqrtr.
  - by rewrite sqrtr_ge0 ler_wsqrtr // ler_add2l ler_opp2.
  - by rewrite ler_wsqrtr // ler_add2l ler_opp2.
have third : Num.sqrt (S - t) * Num.sqrt (S - x) + Num.sqrt t * Num.sqrt x
    <= Num.sqrt (S - t) * Num.sqrt (S - c) + Num.sqrt t * Num.sqrt c.
  apply: turned; last by rewrite !sqr_sqrtr // !subrK.
  - by rewrite sqrtr_ge0 ler_wsqrtr // ler_add2l ler_opp2.
  - by rewrite ler_wsqrtr // ler_add2l ler_opp2.
  - by rewrite sqrtr_ge0 ler_wsqrtr.
  - exact: ler_wsqrtr.
set K := Num.sqrt t * _ + _.
have last : S * m <= n * K.
  apply: le_trans first _; rewrite ler_pmul2l //; apply: le_trans second _; rewrite /K [X in _ <= X]addrC; apply: le_trans third.
  by rewrite addrC [Num.sqrt x * _]mulrC [Num.sqrt (S - x) * _]mulrC.
have K0 : 0 <= K by rewrite addr_ge0 // mulr_ge0 ?sqrtr_ge0.
have side : 0 <= K / S * n by rewrite mulr_ge0 ?(ltW n0) // divr_ge0 ?(ltW S0).
rewrite -m2 -n2 -exprMn; rewrite (ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?(ltW m0) //.
by rewrite mulrAC ler_pdivl_mulr // [X in X <= _]mulrC [X in _ <= X]mulrC.
Qed.
End Law.

Section Proofs.
Variable R : rcfType.

Theorem square_root : trace_gap_square_root_corrected R.
Proof.
move=> N M d P Phi s mu eps tg law singular gap small low eps1 f fits; have [mean0 _] := fits.
have [p [h [mean_h unseen [ph mean_p] fE [w [b rest]]]]] := best_probe law Phi mean0; exists w, b; rewrite rest.
have X := pX_ge0 law; have A := pA_ge0 law.
have s1 : 0 <= s 1%N := s_ge0 law singular 1.
have room : 0 < s 1%N ^+ 2 - tg by rewrite subr_gt0.
have level0 : 0 <= 1 - eps by rewrite subr_ge0.
have cs : (1 - eps) ^+ 2 <= s 1%N ^+ 2 by rewrite ler_pexpn2r ?nnegrE // ler_subl_addr addrC -ler_subl_addr.
have ff : 0 <= dot (pX P) f f by exact: dot_ge0.
have [h0|hn0] := eqVneq (dot (pX P) h h) 0.
  by rewrite h0 mulr_ge0 // divr_ge0 ?(ltW room) // addr_ge0 ?subr_ge0 // mulr_ge0 ?sqrtr_ge0.
have h0 : 0 < dot (pX P) h h by rewrite lt_def hn0 dot_ge0.
have keeps := gap_image law singular gap mean_h unseen h0.
have tg0 : 0 <= tg by rewrite -(pmulr_lge0 _ h0); apply: le_trans keeps; exact: dot_ge0.
have top := top_image law singular mean_p.
have [_ ffE] := rest_products ph fE.
have imageE : dot (pA P) (Ts P f) (Ts P f)
    = dot (pA P) (Ts P p) (Ts P p) + 2%:R * dot (pA P) (Ts P p) (Ts P h) + dot (pA P) (Ts P h) (Ts P h).
  rewrite /dot mulr_sumr -!big_split; apply: eq_bigr => a _ /=.
  have -> : Ts P f a = Ts P p a + Ts P h a.
    by rewrite /Ts -mulrDl -big_split; congr (_ / _); apply: eq_bigr => x _ /=; rewrite fE mulrDr.
  by move: (Ts P p a) (Ts P h a) => y z; ring.
have cross : 2%:R * dot (pA P) (Ts P p) (Ts P h) <= Num.sqrt tg * s 1%N * dot (pX P) f f.
  apply: le_trans (ler_norm _) _.
  rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?normr_ge0 ?mulr_ge0 ?sqrtr_ge0 // real_normK ?num_real //.
  rewrite !exprMn sqr_sqrtr //.
  apply: (@le_trans _ _ (2%:R ^+ 2 * (s 1%N ^+ 2 * dot (pX P) p p * (tg * dot (pX P) h h)))).
    rewrite ler_wpmul2l ?sqr_ge0 //; apply: le_trans (cauchy_schwarz A _ _) _.
    by apply: ler_pmul => //; apply: dot_ge0.
  rewrite ffE -subr_ge0; apply: (ge0_eq (a := tg * s 1%N ^+ 2 * (dot (pX P) p p - dot (pX P) h h) ^+ 2)).
    by rewrite mulr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0.
  by move: (dot (pX P) p p) (dot (pX P) h h) (s 1%N) => y z t; ring.
have image := compatible_image law eps1 fits; rewrite imageE in image.
rewrite mulrAC ler_pdivl_mulr // -subr_ge0.
have := le_trans image (ler_add (ler_add top cross) keeps); rewrite -subr_ge0 ffE => le; apply: ge0_eq le _.
by move: (dot (pX P) p p) (dot (pX P) h h) (s 1%N) (Num.sqrt tg) => y z t r; ring.
Qed.

Theorem bound : trace_gap_bound_corrected R.
Proof.
move=> N M d P Phi s mu eps tg law singular gap small low eps1 c f fits; have [mean0 _] := fits.
have [p [h [mean_h unseen [ph mean_p] fE [w [b rest]]]]] := best_probe law Phi mean0; exists w, b; rewrite rest.
have X := pX_ge0 law; have A := pA_ge0 law; have [fh ffE] := rest_products ph fE.
case: ifP => [near|_]; last by rewrite mul1r ffE ler_addr dot_ge0.
have [z|hn0] := eqVneq (dot (pX P) h h) 0; first by rewrite z mulr_ge0 ?sqr_ge0 ?dot_ge0.
have h0 : 0 < dot (pX P) h h by rewrite lt_def hn0 dot_ge0.
have keeps := gap_image law singular gap mean_h unseen h0.
have tg0 : 0 <= tg by rewrite -(pmulr_lge0 _ h0); apply: le_trans keeps; exact: dot_ge0.
have S0 : 0 < s 1%N ^+ 2 := le_lt_trans tg0 small.
pose square (i : 'I_N) := if (0 < i)%N then s i ^+ 2 else 0.
have kept g : mean (pX P) g = 0 -> \sum_i square i * dot (pX P) g (unit_mode P mu i) ^+ 2
    = dot (pA P) (Ts P g) (Ts P g).
  move=> mean_g; rewrite (image_by_modes law singular); apply: eq_bigr => i _; rewrite /square.
  by case: (posnP i) => [->|] //; rewrite (first_mode law singular) mean_g expr0n !mulr0.
have root_c : Num.sqrt c = 1 - eps by rewrite sqrtr_sqr ger0_norm // subr_ge0.
rewrite sqrtrM ?subr_ge0 ?(ltW small) // -root_c.
apply: (rest_by_shares law singular (w := square)) => // [i||]; try by rewrite kept // compatible_image.
rewrite /square; case: ifP => [i0|_]; last by rewrite lexx ltW.
by rewrite sqr_ge0 (square_falls law singular).
Qed.

Theorem subfamily : trace_gap_subfamily_corrected R.
Proof.
move=> N M d P Phi s mu kappa eps k law singular ritz low eps1 /andP[k0 kd] c S g f fits; have [mean0 _] := fits.
have [p [h [mean_h unseen [ph mean_p] fE [w [b rest]]]]] := best_probe law Phi mean0; exists w, b; rewrite rest.
have X := pX_ge0 law; have A := pA_ge0 law; have [fh ffE] := rest_products ph fE.
case: ifP => [/andP[room near]|_]; last by rewrite mul1r ffE ler_addr dot_ge0.
have [z|hn0] := eqVneq (dot (pX P) h h) 0; first by rewrite z mulr_ge0 ?sqr_ge0 ?dot_ge0.
have h0 : 0 < dot (pX P) h h by rewrite lt_def hn0 dot_ge0.
have kept_h := unseen_above law singular ritz kd unseen.
have g0 : 0 <= g.
  rewrite -(pmulr_lge0 _ h0); apply: le_trans kept_h.
  by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?sqr_ge0 ?above_ge0.
have cs : c <= s 1%N ^+ 2.
  by rewrite ler_pexpn2r ?nnegrE ?subr_ge0 ?(s_ge0 law singular) // ler_subl_addr addrC -ler_subl_addr.
have gc : g <= c - S by rewrite ler_subr_addr addrC.
have over : s 1%N ^+ 2 - S - (c - S) = s 1%N ^+ 2 - c by rewrite opprB addrA subrK.
rewrite -over [_ * (_ - g)]mulrC [X in X / _]addrC !sqrtrM ?subr_ge0 ?(le_trans gc) ?ler_add2r //.
apply: (rest_by_shares law singular (w := fun i => above s S i)) => // [|i|]; first by rewrite subr_gt0.
  rewrite above_ge0 /above; case: (posnP i) => [_|i0]; first by rewrite subr_ge0 ltW.
  by rewrite le_maxl ler_add2r (square_falls law singular) // subr_ge0 ltW.
by apply: le_trans (above_kept law singular S mean0); rewrite mulrBl ler_add2r compatible_image.
Qed.
End Proofs.
