(** For certificates about what minimises a loss or maximises a score: both complete a square. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From mathcomp Require Import mxalgebra.
From Contextures Require Export Refuting Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import MinimisersPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Ltac expose ::=
  cbv beta zeta iota delta [dot mean centred flip pX pA T Ts pair numbers vector table functions pair_norm dependence
    is_channel h_score alone_as both_as cross_loss less_multiple distance times_transpose root_of_prior task_loss
    task_operator task_mass task_mean means_matrix task_shift prior gain_of along_directions].

Section Square.
Variables (R : rcfType) (X Y d : nat) (p : 'I_X -> R) (r : 'I_Y -> R) (K : 'I_X -> 'I_Y -> R).
Variables (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R).

Lemma square_of_products : \sum_i \sum_j dot p (f i) (f j) * dot r (g i) (g j)
  = \sum_x \sum_a p x * r a * (\sum_i f i x * g i a) ^+ 2.
Proof.
symmetry; transitivity (\sum_x \sum_a \sum_i \sum_j p x * r a * (f i x * g i a * (f j x * g j a))).
  apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite expr2 big_distrlr mulr_sumr; apply: eq_bigr => i _.
  by rewrite mulr_sumr.
under eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => i _ /=; under eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => j _ /=.
by rewrite /dot big_distrlr; apply: eq_bigr => x _; apply: eq_bigr => a _ /=; ring.
Qed.
Lemma completed :
  - (2%:R * \sum_i \sum_x \sum_a p x * r a * K x a * f i x * g i a) + \sum_i \sum_j dot p (f i) (f j) * dot r (g i) (g j)
  = \sum_x \sum_a p x * r a * (K x a - \sum_i f i x * g i a) ^+ 2 - \sum_x \sum_a p x * r a * K x a ^+ 2.
Proof.
rewrite square_of_products.
have -> : \sum_i \sum_x \sum_a p x * r a * K x a * f i x * g i a
    = \sum_x \sum_a p x * r a * K x a * \sum_i f i x * g i a.
  rewrite exchange_big; apply: eq_bigr => x _ /=; rewrite exchange_big; apply: eq_bigr => a _ /=.
  by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite !mulrA.
rewrite mulr_sumr -sumrN -big_split -sumrB; apply: eq_bigr => x _ /=.
rewrite mulr_sumr -sumrN -big_split -sumrB; apply: eq_bigr => a _ /=; move: (\sum_i _) => s; ring.
Qed.
Lemma square_ge0 (E : 'I_X -> 'I_Y -> R) : (forall x, 0 <= p x) -> (forall a, 0 <= r a) ->
  0 <= \sum_x \sum_a p x * r a * E x a ^+ 2.
Proof. by move=> p0 r0; apply: sumr_ge0 => x _; apply: sumr_ge0 => a _; rewrite mulr_ge0 ?sqr_ge0 // mulr_ge0. Qed.
End Square.

Section Losses.
Variables (R : rcfType) (X Y d : nat) (P : 'I_X -> 'I_Y -> R).
Hypothesis law : is_law P.
Implicit Types (f : 'I_d -> 'I_X -> R) (g : 'I_d -> 'I_Y -> R).
Let X0 x : pX P x != 0. Proof. exact/lt0r_neq0/(pX_gt0 law). Qed.
Let Y0 a : pA P a != 0. Proof. exact/lt0r_neq0/(pA_gt0 law). Qed.

Definition density x a : R := P x a / (pX P x * pA P a).
Lemma density_of x a : pX P x * pA P a * density x a = P x a.
Proof. by rewrite /density mulrC divfK // mulf_neq0. Qed.
Lemma dependence_of x a : pX P x * pA P a * dependence P x a = P x a - pX P x * pA P a.
Proof. by rewrite /dependence -/(density x a) mulrBr density_of mulr1. Qed.
Lemma cross_lossE f g :
  cross_loss P f g = pair_norm P (fun x a => density x a - \sum_i f i x * g i a) - pair_norm P density.
Proof.
rewrite /pair_norm -completed /cross_loss; congr (- (_ * _) + _).
by apply: eq_bigr => i _; apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite density_of.
Qed.
Lemma without_means (f : 'I_X -> R) (g : 'I_Y -> R) : \sum_x \sum_a pX P x * pA P a * dependence P x a * f x * g a
  = (\sum_x \sum_a P x a * f x * g a) - mean (pX P) f * mean (pA P) g.
Proof.
rewrite /mean big_distrlr -sumrB; apply: eq_bigr => x _; rewrite -sumrB; apply: eq_bigr => a _ /=.
by rewrite dependence_of; ring.
Qed.
Lemma centred_lossE f g : let f' i := centred (pX P) (f i) in
  cross_loss P f' g = pair_norm P (fun x a => dependence P x a - \sum_i f' i x * g i a) - pair_norm P (dependence P).
Proof.
move=> f'; rewrite /pair_norm -completed /cross_loss; congr (- (_ * _) + _); apply: eq_bigr => i _.
by rewrite without_means mean_centred ?mul0r ?subr0 // (pX_sum law).
Qed.
Lemma h_scoreE f g : h_score P f g = 2%:R^-1 * (pair_norm P (dependence P)
  - pair_norm P (fun x a => dependence P x a - \sum_i f i x * g i a)).
Proof.
rewrite -opprB /pair_norm -completed /h_score; under eq_bigr => i _ do rewrite -without_means.
have -> : \sum_i \sum_j dot (pX P) (f i) (f j) * dot (pA P) (g j) (g i)
    = \sum_i \sum_j dot (pX P) (f i) (f j) * dot (pA P) (g i) (g j).
  by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite [dot _ (g j) _]dotC.
by field.
Qed.
Lemma pair_norm_ge0 B : 0 <= pair_norm P B.
Proof. by apply: square_ge0 => ?; [exact: pX_ge0 | exact: pA_ge0]. Qed.

(** No loss of functions of X that are centred is below -|dependence|^2, no score above half of that. *)
Lemma centred_loss_least f g : - pair_norm P (dependence P) <= cross_loss P (fun i => centred (pX P) (f i)) g.
Proof. by rewrite centred_lossE ler_subr_addl subrr pair_norm_ge0. Qed.
Lemma h_score_most f g : h_score P f g <= 2%:R^-1 * pair_norm P (dependence P).
Proof. by rewrite h_scoreE ler_wpmul2l ?invr_ge0 ?ler0n // ler_subl_addl ler_addr pair_norm_ge0. Qed.
Lemma best_score f g : 2%:R^-1 * pair_norm P (dependence P) <= h_score P f g -> forall f' g', h_score P f' g' <= h_score P f g.
Proof. by move=> most f' g'; apply: le_trans (h_score_most f' g') most. Qed.

(** Some function of X is orthogonal to fewer than |X| others; where |T*h|^2 is at least v |h|^2, a loss is at least v more
    than -|density|^2. *)
Lemma free_function m (F : 'I_m -> 'I_X -> R) : (m < X)%N ->
  exists2 h, 0 < dot (pX P) h h & forall i, dot (pX P) h (F i) = 0.
Proof.
move=> lt; pose A : 'M[R]_(X, m) := \matrix_(x, i) (pX P x * F i x).
have : kermx A != 0 by rewrite -mxrank_eq0 mxrank_ker subn_eq0 -ltnNge; exact: leq_ltn_trans (rank_leq_col A) lt.
case/rowV0Pn => c /sub_kermxP zero nz; exists (c 0) => [|i].
  rewrite lt_def dot_ge0 ?andbT; last exact: pX_ge0.
  apply: contra nz => /eqP none; apply/eqP/rowP => x; rewrite mxE; apply/eqP.
  have pos y : true -> 0 <= pX P y * c 0 y * c 0 y by rewrite -mulrA mulr_ge0 ?(pX_ge0 law) // -expr2 sqr_ge0.
  have /eqP := psumr_eq0P pos none (erefl : true) : pX P x * c 0 x * c 0 x = 0.
  by rewrite !mulf_eq0 (negPf (X0 x)) /= orbb.
have := congr1 (fun B : 'rV_m => B 0 i) zero; rewrite mxE [RHS]mxE => zi.
by rewrite -[RHS]zi; apply: eq_bigr => x _; rewrite [A x i]mxE mulrA [c 0 x * _]mulrC.
Qed.
Lemma residual_at_least v f g : (d < X)%N -> (forall h, v * dot (pX P) h h <= dot (pA P) (Ts P h) (Ts P h)) ->
  v <= pair_norm P (fun x a => density x a - \sum_i f i x * g i a).
Proof.
move=> lt kept; have [h h0 without] := free_function f lt; set K := fun x a => _.
rewrite -(ler_pmul2r h0); apply: le_trans (kept h) _.
have seen a : Ts P h a = dot (pX P) h (fun x => K x a).
  transitivity (dot (pX P) h (fun x => density x a) - \sum_i g i a * dot (pX P) h (f i)); last first.
    rewrite /dot; under [X in _ - X]eq_bigr do rewrite mulr_sumr.
    rewrite exchange_big -sumrB; apply: eq_bigr => x _ /=; rewrite /K mulrBr mulr_sumr; congr (_ - _).
    by apply: eq_bigr => i _; ring.
  rewrite [X in _ - X]big1 ?subr0 => [|i _]; last by rewrite without mulr0.
  rewrite /Ts /dot mulr_suml; apply: eq_bigr => x _; rewrite -density_of; field; exact: Y0.
have -> : pair_norm P K * dot (pX P) h h = \sum_a pA P a * (dot (pX P) h h * dot (pX P) (fun x => K x a) (fun x => K x a)).
  rewrite /pair_norm exchange_big mulr_suml; apply: eq_bigr => a _ /=.
  rewrite /dot [X in _ = _ * X]mulrC mulrA; congr (_ * _); rewrite mulr_sumr; apply: eq_bigr => x _; ring.
apply: ler_sum => a _; rewrite seen -mulrA ler_wpmul2l ?(pA_ge0 law) // -expr2.
by apply: cauchy_schwarz; exact: pX_ge0.
Qed.
Lemma cross_minimal v f g : (d < X)%N -> (forall h, v * dot (pX P) h h <= dot (pA P) (Ts P h) (Ts P h)) ->
  cross_loss P f g <= v - pair_norm P density -> forall f' g', cross_loss P f g <= cross_loss P f' g'.
Proof. by move=> lt kept le f' g'; apply: le_trans le _; rewrite cross_lossE ler_add2r residual_at_least. Qed.
End Losses.

(** A form on functions by the squares that it is a sum of. *)
Lemma image_at_least (R : rcfType) X Y (P : 'I_X -> 'I_Y -> R) v m (D : 'I_m -> R) (L : 'I_m -> 'I_X -> R) :
  is_law P -> (forall k, 0 <= D k) ->
  (forall x y : 'I_X, (\sum_a P x a * P y a / pA P a) - v * ((x == y)%:R * pX P x) = \sum_k D k * L k x * L k y) ->
  forall h, v * dot (pX P) h h <= dot (pA P) (Ts P h) (Ts P h).
Proof.
move=> law D0 identity h.
have form n (w : 'I_n -> R) (G : 'I_n -> 'I_X -> R) :
    \sum_k w k * (\sum_x G k x * h x) ^+ 2 = \sum_x \sum_y (\sum_k w k * G k x * G k y) * (h x * h y).
  under eq_bigr do rewrite expr2 big_distrlr mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => x _; under eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => y _; rewrite mulr_suml; apply: eq_bigr => k _ /=; ring.
have image : dot (pA P) (Ts P h) (Ts P h) = \sum_x \sum_y (\sum_a P x a * P y a / pA P a) * (h x * h y).
  transitivity (\sum_a (pA P a)^-1 * (\sum_x P x a * h x) ^+ 2).
    by apply: eq_bigr => a _; have := lt0r_neq0 (pA_gt0 law a); rewrite /Ts => nz; field.
  rewrite (form _ (fun a => (pA P a)^-1) (fun a x => P x a)); apply: eq_bigr => x _; apply: eq_bigr => y _.
  by congr (_ * _); apply: eq_bigr => a _; ring.
have square : dot (pX P) h h = \sum_x \sum_y ((x == y)%:R * pX P x) * (h x * h y).
  apply: eq_bigr => x _; rewrite (bigD1 x) //= eqxx mul1r big1 ?addr0 ?mulrA // => y.
  by rewrite eq_sym => /negPf ->; rewrite !mul0r.
rewrite -subr_ge0 image square mulr_sumr -sumrB.
apply: (@ge0_eq _ (\sum_k D k * (\sum_x L k x * h x) ^+ 2)).
  by apply: sumr_ge0 => k _; rewrite mulr_ge0 ?sqr_ge0.
rewrite form; apply: eq_bigr => x _; rewrite mulr_sumr -sumrB; apply: eq_bigr => y _.
by rewrite -identity mulrBl; congr (_ - _); exact: mulrA.
Qed.

(** Top singular functions have mean 0. *)
Lemma top_mean (R : rcfType) N M (P : 'I_N -> 'I_M -> R) d (Phi : 'I_d -> 'I_N -> R) s k :
  (d < N)%N -> spans_top P Phi s -> mean (pX P) (Phi k) = 0.
Proof.
move=> dN [mu [one _ orth _ _] same]; have [c cE] := (same _).1 (spanned_own Phi k).
rewrite -dot_one (eq_dot _ cE (frefl _)) dot_suml big1 // => l _.
have lN : (l.+1 < N)%N by rewrite (leq_ltn_trans (ltn_ord l)).
rewrite -(eq_dot (pX P) (frefl (mu l.+1)) one) (orth l.+1 lN 0%N) ?mulr0 //; exact: leq_ltn_trans (leq0n _) lN.
Qed.

(** Matrices of rank at most k are their own nearest ones, and have no others; columns that fewer functions span. *)
Section Nearest.
Variables (R : rcfType) (p q k : nat) (M : 'I_p -> 'I_q -> R).
Hypothesis low : of_rank k M.
Lemma distance_ge0 N : 0 <= distance M N.
Proof. by apply: sumr_ge0 => i _; apply: sumr_ge0 => j _; exact: sqr_ge0. Qed.
Lemma nearest_self : nearest M k M.
Proof.
split=> // N' _; apply: le_trans (distance_ge0 N'); rewrite /distance big1 // => i _; rewrite big1 // => j _.
by rewrite subrr expr0n.
Qed.
Lemma nearest_is_self N : nearest M k N -> forall i j, N i j = M i j.
Proof.
move=> [_ least] i j; have : distance M N = 0.
  apply/eqP; rewrite eq_le distance_ge0 andbT; apply: le_trans (least M low) _.
  by rewrite /distance big1 // => i' _; rewrite big1 // => j' _; rewrite subrr expr0n.
have entry i' : true -> 0 <= \sum_j' (M i' j' - N i' j') ^+ 2 by move=> _; apply: sumr_ge0 => j' _; exact: sqr_ge0.
move/(psumr_eq0P entry)/(_ i isT)/psumr_eq0P => /(_ (fun j' _ => sqr_ge0 _) j isT)/eqP.
by rewrite sqrf_eq0 subr_eq0 => /eqP ->.
Qed.
End Nearest.
Lemma unique_own (R : rcfType) p q k (M : 'I_p -> 'I_q -> R) : of_rank k M ->
  forall N N', nearest M k N -> nearest M k N' -> forall i j, N i j = N' i j.
Proof. by move=> low N N' near near' i j; rewrite (nearest_is_self low near) (nearest_is_self low near'). Qed.
Lemma no_top_columns (R : rcfType) p q k (M N : 'I_p -> 'I_q -> R) theta (heads : 'I_k -> 'I_p -> R) tails c l :
  (k <= p)%N -> (forall i j, N i j = \sum_l heads l i * tails l j) ->
  (exists2 e, eigensystem (fun=> 1) (times_transpose M) theta e
    & forall f, spanned (fun j i => N i j) f <-> spanned (fun l : 'I_k => e l) f) ->
  (forall i, \sum_l c l * heads l i = 0) -> c l = 0.
Proof.
move=> kp factors [e [len orth _ _] same] zero; have small (i : 'I_k) : (i < p)%N by rewrite (leq_trans (ltn_ord i)).
apply: (no_relation (w := fun=> 1) (E := fun i : 'I_k => e i) _ _ _ zero) => [i|i j ne|i]; first by apply: len.
  by apply: orth.
have /same := spanned_own (fun i : 'I_k => e i) i; apply: spanned_trans => j.
by exists (fun l => tails l j) => x; rewrite factors; apply: eq_bigr => m _; rewrite mulrC.
Qed.

(** The corrected loss: its kernel, and the least that it could be. *)
Section TaskLosses.
Variables (R : rcfType) (X Y m : nat) (P : 'I_X -> 'I_Y -> R) (c : 'I_m -> R) (h : 'I_m -> 'I_Y -> R).
Hypothesis law : is_law P.
Local Notation u j := (centred (pA P) (h j)).
Definition seen_kernel x b : R := (\sum_a P x a * \sum_j c j * u j a * u j b) / pX P x.
Lemma task_lossE d (f : 'I_d -> 'I_X -> R) g : task_loss P c h f g
  = pair_norm P (fun x b => seen_kernel x b - \sum_i f i x * g i b) - pair_norm P seen_kernel.
Proof.
rewrite /pair_norm -completed /task_loss; congr (- (_ * _) + _); apply: eq_bigr => i _; apply: eq_bigr => x _.
have known j : dot (pA P) (u j) (centred (pA P) (g i)) = dot (pA P) (u j) (g i).
  rewrite {2}/centred /dot; under eq_bigr do rewrite mulrBr; rewrite sumrB -mulr_suml.
  by rewrite -/(mean (pA P) (u j)) mean_centred ?mul0r ?subr0 // (pA_sum law).
have X0 : pX P x != 0 by rewrite lt0r_neq0 // (pX_gt0 law).
have -> : \sum_a P x a * f i x * root_of_prior P c h (centred (pA P) (g i)) a
    = \sum_a \sum_j \sum_b P x a * f i x * c j * u j a * (pA P b * u j b * g i b).
  apply: eq_bigr => a _; rewrite /root_of_prior mulr_sumr; apply: eq_bigr => j _; rewrite known /dot.
  by rewrite mulr_sumr mulr_suml mulr_sumr; apply: eq_bigr => b _; ring.
rewrite (eq_bigr _ (fun a _ => exchange_big _ _ _ _ _ _)) exchange_big; apply: eq_bigr => b _ /=.
rewrite /seen_kernel [pX P x * pA P b * _]mulrAC [pX P x * _]mulrC divfK // !mulr_suml; apply: eq_bigr => a _.
by rewrite mulr_sumr !mulr_suml; apply: eq_bigr => j _; ring.
Qed.
Lemma task_minimal d (f : 'I_d -> 'I_X -> R) g : task_loss P c h f g <= - pair_norm P seen_kernel ->
  forall f' g', task_loss P c h f g <= @task_loss R X Y m P c h d f' g'.
Proof. by move=> le f' g'; apply: le_trans le _; rewrite task_lossE ler_subr_addl subrr pair_norm_ge0. Qed.
End TaskLosses.

(** Two points have one direction of mean 0: the best multiple of a product is the best product. *)
Section Two.
Variable R : rcfType.
Lemma one_direction (w f f' : 'I_2 -> R) : (forall i, 0 < w i) -> standard w f -> standard w f' ->
  exists t, forall i, f' i = t * f i.
Proof.
move=> w0 [f0 f1] [f0' _]; exists (dot w f f') => i.
have nz j : w j != 0 by exact: lt0r_neq0.
move: f0 f0'; rewrite /mean !big_ord_recl !big_ord0 !addr0; set a := ord0; set b := lift _ _ => f0 f0'.
have along (g : 'I_2 -> R) : w a * g a + w b * g b = 0 -> g b = - (w a / w b) * g a.
  by move=> e; apply: (mulfI (nz b)); rewrite mulrA mulrN mulrCA divff // mulr1 mulNr; apply/eqP; rewrite -addr_eq0 addrC e.
have {}f1 : w a * f a * f a + w b * f b * f b = 1 by rewrite -f1 /dot !big_ord_recl big_ord0 addr0.
have dE : dot w f f' = w a * f a * f' a + w b * f b * f' b by rewrite /dot !big_ord_recl big_ord0 addr0.
have E : f' a * (w a * f a * f a + w b * f b * f b) = dot w f f' * f a.
  rewrite dE (along f f0) (along f' f0'); ring.
have {E}at_a : f' a = dot w f f' * f a by rewrite -E f1 mulr1.
have at_b : f' b = dot w f f' * f b by rewrite (along f' f0') (along f f0) at_a; ring.
by case: (unliftP ord0 i) => [j ->|->] //; rewrite (ord1 j).
Qed.
Lemma rank_one_by (P B : 'I_2 -> 'I_2 -> R) sigma f g : is_law P -> standard (pX P) f -> standard (pA P) g ->
  sigma = \sum_x \sum_y pX P x * pA P y * B x y * f x * g y -> rank_one P B sigma f g.
Proof.
move=> law sf sg sigmaE; split=> // sigma' f' g' sf' sg'.
have [t tE] := one_direction (pX_gt0 law) sf sf'; have [u uE] := one_direction (pA_gt0 law) sg sg'.
have value s : pair_norm P (fun x y => B x y - s * f x * g y) = pair_norm P B - 2%:R * s * sigma + s ^+ 2.
  have unit : \sum_x \sum_y pX P x * pA P y * (f x * g y) ^+ 2 = 1.
    transitivity (dot (pX P) f f * dot (pA P) g g); last by rewrite sf.2 sg.2 mulr1.
    by rewrite /dot big_distrlr; apply: eq_bigr => x _; apply: eq_bigr => y _ /=; ring.
  transitivity (pair_norm P B - 2%:R * s * sigma + s ^+ 2 * \sum_x \sum_y pX P x * pA P y * (f x * g y) ^+ 2).
    rewrite sigmaE /pair_norm !mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=.
    by rewrite !mulr_sumr -sumrB -big_split; apply: eq_bigr => y _ /=; ring.
  by rewrite unit mulr1.
have -> : pair_norm P (fun x y => B x y - sigma' * f' x * g' y)
    = pair_norm P (fun x y => B x y - (sigma' * t * u) * f x * g y).
  by apply: eq_bigr => x _; apply: eq_bigr => y _; rewrite tE uE; congr (_ * _ ^+ 2); ring.
rewrite !value -subr_ge0; apply: (@ge0_eq _ ((sigma' * t * u - sigma) ^+ 2)); [exact: sqr_ge0 | ring].
Qed.
End Two.

(** Functions with a left inverse are independent. *)
Lemma independent_by (R : rcfType) e n (F : 'I_e -> 'I_n -> R) (B : 'I_e -> 'I_n -> R) :
  (forall i j, \sum_x B i x * F j x = (i == j)%:R) ->
  forall w : 'I_e -> R, (forall x, \sum_i w i * F i x = 0) -> forall i, w i = 0.
Proof.
move=> inverse w zero i; transitivity (\sum_x B i x * \sum_j w j * F j x); last first.
  by rewrite big1 // => x _; rewrite zero mulr0.
under eq_bigr do rewrite mulr_sumr; rewrite exchange_big (bigD1 i) //= [X in _ = _ + X]big1 ?addr0.
  rewrite (eq_bigr (fun x => w i * (B i x * F i x))) => [|x _]; last by ring.
  by rewrite -mulr_sumr inverse eqxx mulr1.
move=> j /negPf ne; rewrite (eq_bigr (fun x => w j * (B i x * F j x))) => [|x _]; last by ring.
by rewrite -mulr_sumr inverse eq_sym ne mulr0.
Qed.
Lemma task_linear (R : rcfType) X Y m (P : 'I_X -> 'I_Y -> R) (c : 'I_m -> R) (h : 'I_m -> 'I_Y -> R) :
  linear (task_operator P c h).
Proof.
have K : linear (root_of_prior P c h).
  move=> r k F f a fE; rewrite /root_of_prior; under [RHS]eq_bigr do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => j _ /=; rewrite dotC (eq_dot _ fE (frefl _)) dot_suml mulr_sumr mulr_suml.
  by apply: eq_bigr => l _; rewrite dotC; ring.
exact: linear_after (linear_after (linear_after (Ts_linear P) K) K) (T_linear P).
Qed.
