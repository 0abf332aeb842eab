(** For certificates of chapter 3: tasks, their errors under an encoder, and the trace gap. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Spans.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Criteria.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R).

Lemma compatible_by eps (f : 'I_N -> R) :
  is_law P -> mean (pX P) f = 0 -> 0 <= 1 - eps -> 0 < dot (pA P) (Ts P f) (Ts P f) ->
  (1 - eps) ^+ 2 * dot (pX P) f f <= dot (pA P) (Ts P f) (Ts P f) -> compatible P eps f.
Proof.
move=> law f0 level image_gt0 le; have X := pX_ge0 law; have A := pA_ge0 law.
split=> //; exists (Ts P f); first by rewrite /norm sqrtr_gt0.
rewrite adjoint // -[X in _ <= X](norm_sqr A) expr2 ler_wpmul2r ?norm_ge0 //.
by rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?norm_ge0 // exprMn !norm_sqr.
Qed.

(** A task with a rest h that no probe sees has an error of <f, h>^2/|h|^2. *)
Lemma error_at_least d (Phi : 'I_d -> 'I_N -> R) eps t f h :
  is_law P -> worst_error_at_most P Phi eps t -> compatible P eps f ->
  mean (pX P) h = 0 -> (forall k, dot (pX P) (Phi k) h = 0) ->
  dot (pX P) f h ^+ 2 <= t * dot (pX P) f f * dot (pX P) h h.
Proof.
move=> law worst fits h0 hPhi; have X := pX_ge0 law; have [w [b le]] := worst f fits.
set r := fun x => f x - \sum_k w k * Phi k x - b.
have fh : dot (pX P) f h = dot (pX P) r h.
  rewrite /dot /r; under [RHS]eq_bigr do rewrite !mulrBr !mulrBl.
  rewrite !sumrB.
  have -> : \sum_i pX P i * (\sum_k w k * Phi k i) * h i = 0.
    by rewrite -/(dot (pX P) _ h) dot_suml big1 // => k _; rewrite hPhi mulr0.
  have -> : \sum_i pX P i * b * h i = b * mean (pX P) h.
    by rewrite /mean mulr_sumr; apply: eq_bigr => i _; ring.
  by rewrite h0 mulr0 !subr0.
rewrite fh; apply: le_trans (cauchy_schwarz X r h) _; apply: ler_wpmul2r; first exact: dot_ge0.
by apply: le_trans le; rewrite le_eqVlt; apply/orP; left; apply/eqP/eq_bigr => x _; rewrite -mulrA.
Qed.

(** A dual point: t|f|^2 - |rest of f|^2 - eta (|T*f|^2 - c |f|^2) + kappa (E f)^2 is a sum of squares. *)
Lemma residual_at_most d (Phi : 'I_d -> 'I_N -> R) t eta c kappa (W : 'I_d -> 'I_N -> R) (b : 'I_N -> R)
    m (D : 'I_m -> R) (L : 'I_m -> 'I_N -> R) f :
  is_law P -> (forall k, 0 <= D k) ->
  (forall y z : 'I_N, let rest (x y : 'I_N) := (x == y)%:R - \sum_k W k y * Phi k x - b y in
     (t + eta * c) * ((y == z)%:R * pX P y) - (\sum_x pX P x * rest x y * rest x z)
       - eta * (\sum_a P y a * P z a / pA P a) + kappa * (pX P y * pX P z)
     = \sum_k D k * L k y * L k z) ->
  mean (pX P) f = 0 ->
  \sum_x pX P x * (f x - \sum_k (\sum_y W k y * f y) * Phi k x - \sum_y b y * f y) ^+ 2
    <= t * dot (pX P) f f - eta * (dot (pA P) (Ts P f) (Ts P f) - c * dot (pX P) f f).
Proof.
move=> law D0 identity mean0.
set rest := fun x y : 'I_N => (x == y)%:R - \sum_k W k y * Phi k x - b y.
have {}identity y z : (t + eta * c) * ((y == z)%:R * pX P y) - (\sum_x pX P x * rest x y * rest x z)
    - eta * (\sum_a P y a * P z a / pA P a) + kappa * (pX P y * pX P z) = \sum_k D k * L k y * L k z := identity y z.
have restE x : f x - \sum_k (\sum_y W k y * f y) * Phi k x - \sum_y b y * f y = \sum_y rest x y * f y.
  rewrite /rest; under [RHS]eq_bigr do rewrite !mulrBl; rewrite !sumrB; congr (_ - _ - _).
    by rewrite (bigD1 x) //= eqxx mul1r big1 ?addr0 // => y; rewrite eq_sym => /negPf ->; rewrite mul0r.
  under eq_bigr do rewrite mulr_suml; rewrite exchange_big; apply: eq_bigr => y _.
  by rewrite mulr_suml; apply: eq_bigr => k _; ring.
under eq_bigr do rewrite restE.
have form n (w : 'I_n -> R) (G : 'I_n -> 'I_N -> R) :
    \sum_x w x * (\sum_y G x y * f y) ^+ 2 = \sum_y \sum_z (\sum_x w x * G x y * G x z) * (f y * f z).
  under eq_bigr do rewrite expr2 big_distrlr mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => y _; under eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => z _; rewrite mulr_suml; apply: eq_bigr => x _ /=; ring.
have image : dot (pA P) (Ts P f) (Ts P f) = \sum_y \sum_z (\sum_a P y a * P z a / pA P a) * (f y * f z).
  transitivity (\sum_a (pA P a)^-1 * (\sum_x P x a * f x) ^+ 2).
    by apply: eq_bigr => a _; have := lt0r_neq0 (pA_gt0 law a); rewrite /Ts => nz; field.
  rewrite (form _ (fun a => (pA P a)^-1) (fun a x => P x a)); apply: eq_bigr => y _; apply: eq_bigr => z _.
  by congr (_ * _); apply: eq_bigr => a _; ring.
have square : dot (pX P) f f = \sum_y \sum_z ((y == z)%:R * pX P y) * (f y * f z).
  apply: eq_bigr => y _; rewrite (bigD1 y) //= eqxx mul1r big1 ?addr0 ?mulrA // => z.
  by rewrite eq_sym => /negPf ->; rewrite !mul0r.
have product : mean (pX P) f ^+ 2 = \sum_y \sum_z (pX P y * pX P z) * (f y * f z).
  by rewrite expr2 /mean big_distrlr; apply: eq_bigr => y _; apply: eq_bigr => z _ /=; ring.
have : 0 <= \sum_y \sum_z (\sum_k D k * L k y * L k z) * (f y * f z).
  by rewrite -form sumr_ge0 // => k _; rewrite mulr_ge0 ?sqr_ge0.
have -> : \sum_y \sum_z (\sum_k D k * L k y * L k z) * (f y * f z)
    = (t + eta * c) * dot (pX P) f f - (\sum_x pX P x * (\sum_y rest x y * f y) ^+ 2)
      - eta * dot (pA P) (Ts P f) (Ts P f) + kappa * mean (pX P) f ^+ 2.
  rewrite square image product form !mulr_sumr -!sumrB -big_split; apply: eq_bigr => y _ /=.
  rewrite !mulr_sumr -!sumrB -big_split; apply: eq_bigr => z _ /=; rewrite -identity.
  move: (_%:R) => i; set A1 := \sum_x pX P x * rest x y * rest x z; set A2 := \sum_a _; ring.
by rewrite mean0 expr0n mulr0 addr0 => psd; rewrite -subr_ge0; apply: ge0_eq psd _; ring.
Qed.
Lemma error_at_most_by d (Phi : 'I_d -> 'I_N -> R) eps t eta kappa (W : 'I_d -> 'I_N -> R) (b : 'I_N -> R)
    m (D : 'I_m -> R) (L : 'I_m -> 'I_N -> R) :
  is_law P -> eps <= 1 -> 0 <= eta -> (forall k, 0 <= D k) ->
  (forall y z : 'I_N, let rest (x y : 'I_N) := (x == y)%:R - \sum_k W k y * Phi k x - b y in
     (t + eta * (1 - eps) ^+ 2) * ((y == z)%:R * pX P y) - (\sum_x pX P x * rest x y * rest x z)
       - eta * (\sum_a P y a * P z a / pA P a) + kappa * (pX P y * pX P z)
     = \sum_k D k * L k y * L k z) ->
  worst_error_at_most P Phi eps t.
Proof.
move=> law eps1 eta0 D0 identity f fits; exists (fun k => \sum_y W k y * f y), (\sum_y b y * f y).
apply: le_trans (residual_at_most law D0 identity fits.1) _.
by rewrite ler_subl_addr ler_addl mulr_ge0 // subr_ge0 compatible_image.
Qed.

(** An invariant task: t |Tg|^2 - |rest of Tg|^2 - eta (|Tg|^2 - (1 - eps) |g|^2) is a sum of squares. *)
Lemma invariant_error_at_most_by d (Phi : 'I_d -> 'I_N -> R) eps B t eta (W : 'I_d -> 'I_M -> R)
    m (D : 'I_m -> R) (L : 'I_m -> 'I_M -> R) :
  is_law P -> 0 <= t -> 0 <= eta -> (forall k, 0 <= D k) ->
  (forall a b : 'I_M, let rest x a := P x a / pX P x - \sum_k W k a * Phi k x in
     (t - eta) * pair P a b - (\sum_x pX P x * rest x a * rest x b) + eta * (1 - eps) * ((a == b)%:R * pA P a)
     = \sum_k D k * L k a * L k b) ->
  invariant_error_at_most P Phi eps B (t * B ^+ 2).
Proof.
move=> law t0 eta0 D0 identity f [size [g fE fits]]; exists (fun k => \sum_a W k a * g a).
set rest := fun x a => P x a / pX P x - \sum_k W k a * Phi k x.
have {}identity a b : (t - eta) * pair P a b - (\sum_x pX P x * rest x a * rest x b)
    + eta * (1 - eps) * ((a == b)%:R * pA P a) = \sum_k D k * L k a * L k b := identity a b.
have restE x : f x - \sum_k (\sum_a W k a * g a) * Phi k x = \sum_a rest x a * g a.
  rewrite /rest fE /T mulr_suml; under [RHS]eq_bigr do rewrite mulrBl; rewrite sumrB; congr (_ - _).
    by apply: eq_bigr => a _; rewrite mulrAC.
  under eq_bigr do rewrite mulr_suml; rewrite exchange_big; apply: eq_bigr => a _.
  by rewrite mulr_suml; apply: eq_bigr => k _; ring.
under eq_bigr do rewrite restE.
have form n (w : 'I_n -> R) (G : 'I_n -> 'I_M -> R) :
    \sum_x w x * (\sum_y G x y * g y) ^+ 2 = \sum_y \sum_z (\sum_x w x * G x y * G x z) * (g y * g z).
  under eq_bigr do rewrite expr2 big_distrlr mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => y _; under eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => z _; rewrite mulr_suml; apply: eq_bigr => x _ /=; ring.
have square : dot (pA P) g g = \sum_y \sum_z ((y == z)%:R * pA P y) * (g y * g z).
  apply: eq_bigr => y _; rewrite (bigD1 y) //= eqxx mul1r big1 ?addr0 ?mulrA // => z.
  by rewrite eq_sym => /negPf ->; rewrite !mul0r.
have image : dot (pX P) (T P g) (T P g) = \sum_a \sum_b pair P a b * (g a * g b) by rewrite pair_product.
have : 0 <= \sum_y \sum_z (\sum_k D k * L k y * L k z) * (g y * g z).
  by rewrite -form sumr_ge0 // => k _; rewrite mulr_ge0 ?sqr_ge0.
have -> : \sum_y \sum_z (\sum_k D k * L k y * L k z) * (g y * g z)
    = (t - eta) * dot (pX P) (T P g) (T P g) - (\sum_x pX P x * (\sum_y rest x y * g y) ^+ 2)
      + eta * (1 - eps) * dot (pA P) g g.
  rewrite square image form !mulr_sumr -sumrB -big_split; apply: eq_bigr => y _ /=.
  rewrite !mulr_sumr -sumrB -big_split; apply: eq_bigr => z _ /=; rewrite -identity.
  move: (_%:R) => i; set A1 := \sum_x pX P x * rest x y * rest x z; ring.
move=> psd; have TgE : dot (pX P) (T P g) (T P g) = dot (pX P) f f.
  by apply: eq_bigr => x _; rewrite fE.
have two : 0 < 2%:R :> R by rewrite ltr0n.
have invariant : 0 <= dot (pX P) (T P g) (T P g) - (1 - eps) * dot (pA P) g g.
  move: fits; rewrite pair_varianceE // ler_pdivr_mulr // => le; rewrite -subr_ge0 in le.
  rewrite -(pmulr_rge0 _ two); apply: ge0_eq le _; ring.
apply: (@le_trans _ _ (t * dot (pX P) (T P g) (T P g))); last by rewrite TgE ler_wpmul2l.
rewrite -subr_ge0; apply: ge0_eq (addr_ge0 psd (mulr_ge0 eta0 invariant)) _; ring.
Qed.

(** What is orthogonal to the kernel of T* alone is an image; what T* shrinks too much is not compatible. *)
Lemma no_preimage (f z : 'I_N -> R) :
  is_law P -> (forall a, Ts P z a = 0) -> dot (pX P) f z != 0 -> ~ exists g, forall x, f x = T P g x.
Proof.
move=> law zero ne [g fE]; case/negP: ne; apply/eqP.
rewrite (eq_dot (pX P) fE (frefl z)) dotC adjoint // (eq_dot (pA P) zero (frefl g)).
by rewrite /dot big1 // => a _; rewrite mulr0 mul0r.
Qed.
(** Every g with f = Tg has |g|^2 >= <f, u>^2/|T*u|^2, and E (g - g')^2 = 2 |g|^2 - 2 |f|^2. *)
Lemma preimages_vary eps (f u : 'I_N -> R) g :
  is_law P -> (forall x, f x = T P g x) -> 0 <= 2%:R - 4%:R * eps ->
  2%:R * dot (pX P) f f * dot (pA P) (Ts P u) (Ts P u) < (2%:R - 4%:R * eps) * dot (pX P) u f ^+ 2 ->
  ~ pair_variance P g <= 4%:R * eps * dot (pA P) g g.
Proof.
move=> law fE level lt; rewrite pair_varianceE // -(eq_dot (pX P) fE fE) => le.
have := cauchy_schwarz (pA_ge0 law) (Ts P u) g; rewrite -adjoint // -(eq_dot (pX P) (frefl u) fE).
set a := dot (pA P) g g in le *; set b := dot (pA P) (Ts P u) _; set n := dot (pX P) f f in le lt * => seen.
have b0 : 0 <= b by apply: dot_ge0 => x; exact: pA_ge0.
have : (2%:R - 4%:R * eps) * dot (pX P) u f ^+ 2 <= 2%:R * n * b.
  apply: (@le_trans _ _ ((2%:R - 4%:R * eps) * (b * a))); first exact: ler_wpmul2l.
  have -> : (2%:R - 4%:R * eps) * (b * a) = (2%:R * a - 4%:R * eps * a) * b by ring.
  apply: ler_wpmul2r => //; rewrite ler_subl_addr -ler_subl_addl.
  by apply: le_trans le; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
by rewrite leNgt lt.
Qed.
Lemma not_compatible eps (f : 'I_N -> R) :
  is_law P -> eps <= 1 -> dot (pA P) (Ts P f) (Ts P f) < (1 - eps) ^+ 2 * dot (pX P) f f -> ~ compatible P eps f.
Proof. by move=> law eps1 lt /(compatible_image law eps1); rewrite leNgt lt. Qed.

Lemma ratio_trace1 (F : 'I_1 -> 'I_N -> R) :
  ratio_trace P F = dot (pA P) (Ts P (F ord0)) (Ts P (F ord0)) / dot (pX P) (F ord0) (F ord0).
Proof.
rewrite /ratio_trace [gram P F]mx11_scalar invmx_scalar mul_scalar_mx mxtraceZ [image_gram P F]mx11_scalar.
by rewrite mxtrace_scalar mulr1n !mxE mulrC.
Qed.

(** The trace gap of one function. *)
Lemma trace_gap_of_one (Phi : 'I_1 -> 'I_N -> R) s t :
  let phi := centred (pX P) (Phi ord0) in 0 < dot (pX P) phi phi ->
  t = Num.min (s 1%N ^+ 2)
        (s 1%N ^+ 2 + s 2%N ^+ 2 - dot (pA P) (Ts P phi) (Ts P phi) / dot (pX P) phi phi) ->
  is_trace_gap P Phi s t.
Proof.
move=> phi phi_gt0 ->; split=> [r [d [F [d1 inside indep ->]]] | u low]; first case: d d1 F inside indep => [|[|//]] _ F inside indep.
- by rewrite /ratio_trace /mxtrace big_ord0 subr0 big_ord_recl big_ord0 addr0 le_minl lexx.
- have [c cE] := inside ord0; have {}cE x : F ord0 x = c ord0 * phi x by rewrite cE big_ord1.
  have scale n (w h k : 'I_n -> R) a : (forall x, h x = a * k x) -> dot w h h = a ^+ 2 * dot w k k.
    by move=> hE; rewrite /dot mulr_sumr; apply: eq_bigr => x _; rewrite !hE; ring.
  have FF : dot (pX P) (F ord0) (F ord0) = c ord0 ^+ 2 * dot (pX P) phi phi by exact: scale.
  have BB : dot (pA P) (Ts P (F ord0)) (Ts P (F ord0)) = c ord0 ^+ 2 * dot (pA P) (Ts P phi) (Ts P phi).
    apply: scale => a; rewrite /Ts mulrA mulr_sumr; congr (_ / _).
    by apply: eq_bigr => x _; rewrite cE; ring.
  have c_neq0 : c ord0 ^+ 2 != 0.
    apply/eqP => c0; move: indep; rewrite /independent unitmxE [gram P F]mx11_scalar det_scalar1 mxE FF c0 mul0r.
    by rewrite unitr0.
  rewrite ratio_trace1 FF BB -mulf_div divff // mul1r !big_ord_recl big_ord0 addr0 /=.
  by rewrite le_minl lexx orbT.
- rewrite le_minr; apply/andP; split; apply: low.
    exists 0%N, (fun=> fun=> 0); split=> // [[]//||].
      by rewrite /independent unitmxE det_mx00 unitr1.
    by rewrite /ratio_trace /mxtrace big_ord0 subr0 big_ord_recl big_ord0 addr0.
  exists 1%N, (fun=> phi); split=> // [j||].
  + by exists (fun=> 1) => x; rewrite big_ord1 mul1r.
  + by rewrite /independent unitmxE [gram P _]mx11_scalar det_scalar1 mxE unitfE lt0r_neq0.
  + by rewrite ratio_trace1 !big_ord_recl big_ord0 addr0.
Qed.
End Criteria.

(** Bounds by roots, from bounds on squares. *)
Lemma below_roots (R : rcfType) (a c l : R) : 0 <= c -> 0 <= l -> Num.max a 0 ^+ 2 <= c ^+ 2 * l -> a <= c * Num.sqrt l.
Proof.
move=> c0 l0 le; apply: (@le_trans _ _ (Num.max a 0)); first by rewrite le_maxr lexx.
rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?sqrtr_ge0 // ?le_maxr ?lexx ?orbT //.
by rewrite exprMn sqr_sqrtr.
Qed.
Lemma abs_below_roots (R : rcfType) (a c k l : R) : 0 <= c -> 0 <= k -> 0 <= l ->
  a ^+ 2 <= c ^+ 2 * k * l -> `|a| <= c * Num.sqrt k * Num.sqrt l.
Proof.
move=> c0 k0 l0 le; rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?sqrtr_ge0 ?normr_ge0 //.
by rewrite !exprMn !sqr_sqrtr // real_normK ?num_real.
Qed.
Lemma abs_above_root (R : rcfType) (a c k : R) : 0 <= c -> 0 <= k -> c ^+ 2 * k < a ^+ 2 -> ~ `|a| <= c * Num.sqrt k.
Proof.
move=> c0 k0 lt le; move: lt; apply/negP; rewrite -leNgt.
rewrite -[a ^+ 2]real_normK ?num_real // -[k](sqr_sqrtr k0) -exprMn.
by rewrite ler_pexpn2r ?nnegrE ?normr_ge0 ?mulr_ge0 ?sqrtr_ge0.
Qed.

(** The norm of a range whose singular values are roots. *)
Lemma range_norm_by (R : rcfType) N M (P : 'I_N -> 'I_M -> R) v nu h :
  (forall i, 0 <= numbers R v i.+1 <= numbers R v i) ->
  range_norm P (roots R v) nu h =
    \sum_(i < M) dot (pA P) h (nu i) ^+ 2 / (dot (pA P) (nu i) (nu i) * numbers R v i).
Proof. by move=> desc; apply: eq_bigr => i _; rewrite roots_squares. Qed.

(** Beyond the number of its eigenvalues tau_d is 2. *)
Lemma tau_above_by (R : rcfType) N v (t : R) :
  (size v <= N)%N -> (0 < \sum_(i < N.-1) numbers R v i.+1) -> t < 2%:R ->
  (forall d, (d < N)%N -> numbers R v d.+2 < 1 -> t < tau_at N (numbers R v) d.+1) ->
  tau_above N (numbers R v) t.
Proof.
move=> vN total t2 all d valid; have [lt|ge] := ltnP d N; first exact: all.
have beyond i : (N <= i)%N -> numbers R v i = 0 by apply: numbers_end.
rewrite /tau_at beyond ?(leq_trans ge) ?leqW // subr0 divr1.
suff -> : \sum_(i < d.+1) numbers R v i.+1 = \sum_(i < N.-1) numbers R v i.+1.
  by rewrite divff ?lt0r_neq0 // (_ : 1 + 1 = 2%:R) // -natrD.
rewrite -!(big_mkord xpredT (fun i => numbers R v i.+1)) (@big_cat_nat _ _ _ N.-1) //=; last first.
  by rewrite (leq_trans (leq_pred _)) // leqW.
rewrite [X in _ + X]big_nat_cond [X in _ + X]big1 ?addr0 // => i /andP[/andP[ge' _] _]; apply: beyond.
by rewrite -ltnS (leq_trans _ (_ : N.-1.+2 <= i.+2)%N) // ?ltnS //; case: (N).
Qed.
Lemma eq_tau (R : rcfType) N (lam lam' : nat -> R) d : lam =1 lam' -> tau_at N lam d = tau_at N lam' d.
Proof.
move=> same; rewrite /tau_at same; congr (_ + _ / _); apply: eq_bigr => i _; exact: same.
Qed.
Lemma eq_tau_above (R : rcfType) N (lam lam' : nat -> R) t : lam =1 lam' -> tau_above N lam' t -> tau_above N lam t.
Proof. by move=> same above d; rewrite same (eq_tau _ _ same); exact: above. Qed.
