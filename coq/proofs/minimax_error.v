(** The minimax error: what a learner of the contexture leaves, and a task that any other encoder leaves as much of. *)
From Contextures Require Import Library Contextures Basics Spans Tasks.
From mathcomp Require Import mxalgebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum range_space optimality_rkhs.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma dot_two (R : rcfType) n (w f g h : 'I_n -> R) p q :
  dot w (fun x => p * f x + q * g x) h = p * dot w f h + q * dot w g h.
Proof. by rewrite /dot !mulr_sumr -big_split; apply: eq_bigr => x _ /=; ring. Qed.

Section Law.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypothesis law : is_law P.
Hypothesis singular : left_singular P s mu.
Local Notation e := (unit_mode P mu).
Local Notation dotX := (dot (pX P)).
Let X x : 0 <= pX P x. Proof. exact: pX_ge0. Qed.

(** A function of modes, by its coefficients. *)
Lemma mode_coordinate (c : nat -> R) k : (k < N)%N -> dotX (fun x => \sum_(i < N) c i * e i x) (e k) = c k.
Proof.
move=> kN; rewrite dot_suml (bigD1 (Ordinal kN)) //= (unit_orthonormal law singular) // eqxx mulr1.
rewrite big1 ?addr0 // => l ne; rewrite (unit_orthonormal law singular) //.
by rewrite (_ : (l == k :> nat) = false) ?mulr0 //; apply/negbTE; move: ne; rewrite -val_eqE.
Qed.
Lemma square_by_modes f : dotX f f = \sum_(i < N) dotX f (e i) ^+ 2.
Proof. by rewrite (expand law singular); apply: eq_bigr => i _; rewrite expr2. Qed.
Lemma image_by_modes f : dot (pA P) (Ts P f) (Ts P f) = \sum_(i < N) s i ^+ 2 * dotX f (e i) ^+ 2.
Proof. by rewrite (image_expand law singular); apply: eq_bigr => i _; rewrite expr2. Qed.

(** Encoders that span the first d modes, as the modes themselves and all learners do: they leave those after the d-th. *)
Definition covers d (Phi : 'I_d -> 'I_N -> R) :=
  forall k : 'I_d, (k.+1 < N)%N -> spanned (fun k => centred (pX P) (Phi k)) (mu k.+1).
Lemma mode_mean i : (0 < i < N)%N -> mean (pX P) (mu i) = 0.
Proof.
case: singular => one _ orth _ _ /andP[i0 iN]; rewrite -dot_one -(orth i iN 0%N (N_gt0 law)) ?gtn_eqF //.
by apply: eq_dot => // x; rewrite one.
Qed.
Lemma modes_cover d : covers (fun k : 'I_d => mu k.+1).
Proof.
move=> k kN; have [c cE] := spanned_own (fun k : 'I_d => centred (pX P) (mu k.+1)) k; exists c => x.
by rewrite -cE /centred mode_mean ?subr0.
Qed.
Lemma learners_cover d (Phi : 'I_d -> 'I_N -> R) :
  (forall h, spanned (fun k => centred (pX P) (Phi k)) h <-> spanned (fun k : 'I_d => mu k.+1) h) -> covers Phi.
Proof. by move=> same k _; apply/same; exact: spanned_own. Qed.
Definition left_over d f : R := \sum_(i < N) (if (d < i)%N then dotX f (e i) ^+ 2 else 0).
Lemma learner_leaves d (Phi : 'I_d -> 'I_N -> R) f :
  covers Phi -> mean (pX P) f = 0 ->
  exists w : 'I_d -> R, exists b, \sum_x pX P x * (f x - \sum_k w k * Phi k x - b) ^+ 2 = left_over d f.
Proof.
move=> cover mean0; pose c (i : nat) := if (0 < i <= d)%N then dotX f (e i) else 0.
pose p x := \sum_(i < N) c i * e i x.
have inside : spanned (fun (k : 'I_d) x => if (k.+1 < N)%N then mu k.+1 x else 0) p.
  exists (fun k : 'I_d => if (k.+1 < N)%N then dotX f (e k.+1) / norm (pX P) (mu k.+1) else 0) => x.
  rewrite /p (first_apart law (fun i => c i * e i x)) {1}/c /= mul0r add0r.
  have -> : \sum_(i < N.-1) c i.+1 * e i.+1 x = \sum_(0 <= i < N.-1) (if (i < d)%N then dotX f (e i.+1) * e i.+1 x else 0).
    by rewrite big_mkord; apply: eq_bigr => i _; rewrite /c ltnS /=; case: ifP; rewrite ?mul0r.
  have -> : \sum_(k < d) (if (k.+1 < N)%N then dotX f (e k.+1) / norm (pX P) (mu k.+1) else 0)
        * (if (k.+1 < N)%N then mu k.+1 x else 0)
      = \sum_(0 <= k < d) (if (k < N.-1)%N then dotX f (e k.+1) * e k.+1 x else 0).
    rewrite big_mkord; apply: eq_bigr => k _; rewrite -ltn_predRL.
    by case: ifP; rewrite ?mul0r // /unit_mode => _; rewrite -!mulrA [_^-1 * _]mulrC.
  rewrite -!big_mkcond /= !big_mkord.
  rewrite (big_ord_widen_cond (maxn N.-1 d) (fun i => i < d)%N (fun i => dotX f (e i.+1) * e i.+1 x)) ?leq_maxl //.
  rewrite (big_ord_widen_cond (maxn N.-1 d) (fun i => i < N.-1)%N (fun i => dotX f (e i.+1) * e i.+1 x)) ?leq_maxr //.
  by apply: eq_bigl => i; rewrite andbC.
have [|w wE] := spanned_trans (G := fun k => centred (pX P) (Phi k)) _ inside.
  move=> k; have [lt|_] := boolP (k.+1 < N)%N; first exact: cover.
  by exists (fun=> 0) => x; rewrite big1 // => l _; rewrite mul0r.
exists w, (- \sum_k w k * mean (pX P) (Phi k)).
have restE x : f x - \sum_k w k * Phi k x - (- \sum_k w k * mean (pX P) (Phi k)) = f x - p x.
  rewrite wE /centred; under [X in _ = _ - X]eq_bigr do rewrite mulrBr.
  by rewrite sumrB; move: (\sum_k _) (\sum_k _) => y z; ring.
under eq_bigr do rewrite restE.
have -> : \sum_x pX P x * (f x - p x) ^+ 2 = dotX (fun x => f x - p x) (fun x => f x - p x).
  by apply: eq_bigr => x _; rewrite expr2 mulrA.
rewrite square_by_modes; apply: eq_bigr => i _.
have -> : dotX (fun x => f x - p x) (e i) = dotX f (e i) - dotX p (e i).
  by rewrite /dot -sumrB; apply: eq_bigr => x _; ring.
rewrite mode_coordinate // /c; case: (posnP i) => [z|i0].
  have -> : dotX f (e i) = 0 by rewrite z (first_mode law singular).
  by rewrite z /= subr0 expr0n.
by rewrite ltnNge /=; case: (i <= d)%N; rewrite /= ?subrr ?expr0n ?subr0.
Qed.
Lemma left_over_ge0 d f : 0 <= left_over d f.
Proof. by apply: sumr_ge0 => i _; case: ifP => // _; exact: sqr_ge0. Qed.
Lemma left_over_all d f : left_over d f <= dotX f f.
Proof. by rewrite square_by_modes; apply: ler_sum => i _; case: ifP => // _; exact: sqr_ge0. Qed.
Lemma left_over_none d f : (N <= d.+1)%N -> left_over d f = 0.
Proof.
by move=> small; rewrite /left_over big1 // => i _; rewrite ltnNge -ltnS (leq_trans (ltn_ord i)).
Qed.
(** |T*f|^2 is at most s_1^2 |f|^2, less what the later modes lose. *)
Lemma image_at_most d f : mean (pX P) f = 0 ->
  dot (pA P) (Ts P f) (Ts P f) + (s 1%N ^+ 2 - s d.+1 ^+ 2) * left_over d f <= s 1%N ^+ 2 * dotX f f.
Proof.
move=> mean0; rewrite image_by_modes square_by_modes !mulr_sumr -big_split; apply: ler_sum => i _ /=.
have falls := square_falls law singular.
case: ifP => [late|_]; last first.
  rewrite mulr0 addr0; case: (posnP i) => [z|i0]; last by rewrite ler_wpmul2r ?sqr_ge0 ?falls.
  by rewrite z (first_mode law singular) mean0 expr0n !mulr0.
rewrite mulrBl addrCA ger_addl subr_le0 ler_wpmul2r ?sqr_ge0 // falls //.
Qed.
Lemma learner_error d (Phi : 'I_d -> 'I_N -> R) eps t :
  covers Phi -> eps <= 1 ->
  1 <= t \/ (N <= d.+1)%N /\ 0 <= t \/ s d.+1 < s 1%N /\ minimax_at s d eps <= t -> worst_error_at_most P Phi eps t.
Proof.
move=> cover eps1 bounds f fits; have [mean0 _] := fits.
have [w [b wE]] := learner_leaves cover mean0; exists w, b; rewrite wE.
have ff : 0 <= dotX f f by exact: dot_ge0.
case: bounds => [t1|[[none t0]|[gap le]]].
- by apply: le_trans (left_over_all d f) _; rewrite ler_pemull.
- by rewrite left_over_none // mulr_ge0.
apply: (@le_trans _ _ (minimax_at s d eps * dotX f f)); last by rewrite ler_wpmul2r.
have gap2 : 0 < s 1%N ^+ 2 - s d.+1 ^+ 2.
  by rewrite subr_gt0 ltr_pexpn2r ?nnegrE ?(s_ge0 law singular).
have main : (s 1%N ^+ 2 - s d.+1 ^+ 2) * left_over d f <= (s 1%N ^+ 2 - (1 - eps) ^+ 2) * dotX f f.
  rewrite [X in _ <= X]mulrBl ler_subr_addr addrC.
  by apply: le_trans (image_at_most d mean0); rewrite ler_add2r compatible_image.
have -> : minimax_at s d eps * dotX f f
    = (s 1%N ^+ 2 - (1 - eps) ^+ 2) * dotX f f / (s 1%N ^+ 2 - s d.+1 ^+ 2) by rewrite /minimax_at mulrAC.
by rewrite ler_pdivl_mulr // mulrC.
Qed.

(** Part of the span of the first d + 1 modes is seen by no encoder of d functions. *)
Lemma unseen d (Phi : 'I_d -> 'I_N -> R) : (d.+1 < N)%N -> exists h,
  [/\ mean (pX P) h = 0, dotX h h = 1, forall k, dotX (Phi k) h = 0
    & forall i, (d.+1 < i)%N -> (i < N)%N -> dotX h (e i) = 0].
Proof.
move=> room; pose B : 'M[R]_(d.+1, d) := \matrix_(l, k) dotX (Phi k) (e l.+1).
have : (0 < \rank (kermx B))%N by rewrite mxrank_ker subn_gt0 (leq_ltn_trans (rank_leq_col _)).
rewrite lt0n mxrank_eq0 => /rowV0Pn[v vB v0].
pose v2 := \sum_(l < d.+1) v 0 l ^+ 2.
have v2_gt0 : 0 < v2.
  rewrite lt_def sumr_ge0 ?andbT => [|l _]; last exact: sqr_ge0.
  apply: contra v0 => /eqP z; apply/eqP/rowP => l; rewrite mxE; apply/eqP; rewrite -sqrf_eq0 eq_le sqr_ge0 andbT.
  by rewrite -z /v2 (bigD1 l) //= ler_addl sumr_ge0 // => j _; exact: sqr_ge0.
have root : Num.sqrt v2 ^+ 2 = v2 by rewrite sqr_sqrtr // ltW.
pose a (l : 'I_d.+1) := v 0 l / Num.sqrt v2; pose h x := \sum_l a l * e l.+1 x.
have small (l : 'I_d.+1) : (l.+1 < N)%N by rewrite (leq_ltn_trans _ room) // ltnS.
have hE i : (i < N)%N -> dotX h (e i) = if insub i.-1 is Some l then (if (0 < i)%N then a l else 0) else 0.
  move=> iN; rewrite /h dot_suml; under eq_bigr do rewrite (unit_orthonormal law singular) //.
  case: insubP => [l _ li|out].
    case: (posnP i) => [z|i0]; first by rewrite z big1 // => k _; rewrite mulr0.
    rewrite (bigD1 l) //= li prednK // eqxx mulr1 big1 ?addr0 // => k ne.
    by rewrite -(prednK i0) eqSS -li (_ : (k == l :> nat) = false) ?mulr0 //; apply/negbTE; rewrite val_eqE.
  rewrite big1 // => l _; case: (i) out => [|i'] /= out; first by rewrite mulr0.
  by rewrite eqSS (_ : (l == i' :> nat) = false) ?mulr0 //; apply: contraNF out => /eqP <-.
exists h; split.
- by rewrite -(first_mode law singular) hE ?(N_gt0 law) //; case: insub.
- rewrite {1}/h dot_suml -(divff (lt0r_neq0 v2_gt0)) {1}/v2 mulr_suml; apply: eq_bigr => l _.
  by rewrite dotC hE // /= (valK l) -expr2 /a exprMn exprVn root.
- move=> k; rewrite dotC /h dot_suml.
  have zero : \sum_l v 0 l * dotX (Phi k) (e l.+1) = 0.
    by have /sub_kermxP/rowP/(_ k) := vB; rewrite !mxE => z; rewrite -[RHS]z; apply: eq_bigr => l _; rewrite !mxE.
  transitivity ((\sum_l v 0 l * dotX (Phi k) (e l.+1)) / Num.sqrt v2); last by rewrite zero mul0r.
  by rewrite mulr_suml; apply: eq_bigr => l _; rewrite /a [dotX (e _) _]dotC; ring.
- by move=> i late iN; rewrite hE //; case: insubP => // l _ li; move: (ltn_ord l); rewrite li ltnNge -ltnS prednK ?late // (leq_trans _ late).
Qed.

(** Where the modes after the d-th would not do alone, a task is seen as little by any encoder as by the first d modes. *)
Lemma task_unseen d (Phi : 'I_d -> 'I_N -> R) eps t : (d.+1 < N)%N -> 1 - s 1%N <= eps -> eps <= 1 - s d.+1 ->
  worst_error_at_most P Phi eps t -> 1 <= t \/ s d.+1 < s 1%N /\ minimax_at s d eps <= t.
Proof.
move=> room low high worst; have [h [h_mean hh hPhi late]] := unseen Phi room.
have s_ge := s_ge0 law singular.
have eps1 : eps <= 1 by apply: le_trans high _; rewrite ler_subl_addr ler_addl.
have level0 : 0 <= 1 - eps by rewrite subr_ge0.
set c := (1 - eps) ^+ 2; set S := s d.+1 ^+ 2; set s1 := s 1%N ^+ 2.
have cs : c <= s1 by rewrite ler_pexpn2r ?nnegrE // ler_subl_addr addrC -ler_subl_addr.
have Sc : S <= c by rewrite ler_pexpn2r ?nnegrE // ler_subr_addr addrC -ler_subr_addr.
have N1 : (1 < N)%N by rewrite (leq_ltn_trans _ room).
(* What such a function keeps. *)
have keeps g : (forall i, (d.+1 < i)%N -> (i < N)%N -> dotX g (e i) = 0) -> S * dotX g g <= dot (pA P) (Ts P g) (Ts P g).
  move=> none; rewrite image_by_modes square_by_modes mulr_sumr; apply: ler_sum => i _.
  have [early|lt] := leqP i d.+1; first by rewrite ler_wpmul2r ?sqr_ge0 // (square_falls law singular).
  by rewrite none // expr0n !mulr0.
have [whole|short] := lerP c (dot (pA P) (Ts P h) (Ts P h)).
  left; have fits : compatible P eps h by apply: (compatible_by_image law eps1 h_mean); rewrite hh mulr1.
  by have := error_at_least law worst fits h_mean hPhi; rewrite hh !mulr1 expr1n.
right; pose a := dotX h (e 1%N); pose v x := 1 * h x + (- a) * e 1%N x.
have ee : dotX (e 1%N) (e 1%N) = 1 by rewrite (unit_orthonormal law singular).
have ve : dotX v (e 1%N) = 0 by rewrite dot_two ee -/a mul1r mulr1 subrr.
have eh : dotX (e 1%N) h = a by rewrite dotC.
have vh : dotX v h = 1 - a ^+ 2 by rewrite dot_two hh eh mul1r mulNr expr2.
pose b := dotX v v; have bE : b = 1 - a ^+ 2.
  by rewrite /b {1}/v dot_two mul1r [dotX h v]dotC vh [dotX (e 1%N) v]dotC ve mulr0 addr0.
have eE i : (i < N)%N -> dotX (e 1%N) (e i) = (1%N == i)%:R by move=> iN; exact: (unit_orthonormal law singular).
have split_i p q i : (i < N)%N -> dotX (fun x => p * e 1%N x + q * v x) (e i) = p * (1%N == i)%:R + q * dotX v (e i).
  by move=> iN; rewrite dot_two eE.
have vlate i : (d.+1 < i)%N -> (i < N)%N -> dotX v (e i) = 0.
  move=> lt iN; rewrite dot_two late // eE // (_ : (1%N == i) = false) ?mulr0 ?addr0 //.
  by apply: ltn_eqF; exact: leq_ltn_trans lt.
have at_one (F : nat -> R) p : \sum_(i < N) F i * (p * (1%N == i)%:R) = F 1%N * p.
  rewrite (bigD1 (Ordinal N1)) //= mulr1 big1 ?addr0 // => i ne.
  by rewrite (_ : (1%N == i) = false) ?mulr0 //; apply/negbTE; apply: contra ne => /eqP z; apply/eqP/val_inj.
(* In the plane of the first mode and v. *)
have norm_ p q : dotX (fun x => p * e 1%N x + q * v x) (fun x => p * e 1%N x + q * v x) = p ^+ 2 + q ^+ 2 * b.
  rewrite (dot_two _ (e 1%N) v _ p q) (dotC _ (e 1%N)) (dot_two _ (e 1%N) v (e 1%N) p q) ee ve (dotC _ v).
  rewrite (dot_two _ (e 1%N) v v p q) (dotC _ (e 1%N)) ve /b; move: (dotX v v) => vv; ring.
have image_ p q : dot (pA P) (Ts P (fun x => p * e 1%N x + q * v x)) (Ts P (fun x => p * e 1%N x + q * v x))
    = s1 * p ^+ 2 + q ^+ 2 * dot (pA P) (Ts P v) (Ts P v).
  rewrite !image_by_modes mulr_sumr.
  transitivity (\sum_(i < N) ((s i ^+ 2 * p) * (p * (1%N == i)%:R) + q ^+ 2 * (s i ^+ 2 * dotX v (e i) ^+ 2))).
    apply: eq_bigr => i _; rewrite split_i //; have [one|ne] := eqVneq 1%N (i : nat); last by rewrite mulr0n; move: (s i) (dotX v (e i)) => z y; ring.
    by rewrite -one ve mulr1n /s1; move: (s 1%N) => z; ring.
  by rewrite big_split /= (at_one (fun i => s i ^+ 2 * p)) expr2 mulrA.
have vkeeps : S * b <= dot (pA P) (Ts P v) (Ts P v) by exact: keeps.
have hE x : h x = a * e 1%N x + 1 * v x by rewrite /v !mul1r mulNr addrC subrK.
have gap : 0 < s1 - S.
  rewrite subr_gt0 lt_neqAle (square_falls law singular) // andbT; apply/eqP => same.
  move: short; apply/negP; rewrite -leNgt; apply: le_trans (keeps h late); rewrite hh mulr1.
  by rewrite -/S same; exact: cs.
have strict : s d.+1 < s 1%N by rewrite -(ltr_pexpn2r (ltn0Sn 1)) ?nnegrE // -subr_gt0.
split=> //; set r := minimax_at s d eps.
have rE : r * (s1 - S) = s1 - c by rewrite /r /minimax_at divfK // lt0r_neq0.
have r0 : 0 <= r by apply: divr_ge0; [rewrite subr_ge0 | exact: ltW].
have r1 : r <= 1 by rewrite /r /minimax_at ler_pdivr_mulr // mul1r ler_add2l ler_opp2.
have rb : r < b.
  have : dot (pA P) (Ts P h) (Ts P h) = s1 * a ^+ 2 + dot (pA P) (Ts P v) (Ts P v).
    by rewrite (eq_dot _ (_ : Ts P h =1 Ts P (fun x => a * e 1%N x + 1 * v x)) (_ : Ts P h =1 Ts P (fun x => a * e 1%N x + 1 * v x)))
         ?image_ ?expr1n ?mul1r // => z; congr (_ / _); apply: eq_bigr => x _; rewrite hE.
  move=> hi; rewrite -(ltr_pmul2r gap) rE.
  have : s1 * a ^+ 2 + S * b < c by apply: le_lt_trans short; rewrite hi ler_add2l.
  rewrite bE -subr_gt0 => lt; rewrite -subr_gt0; move: lt; congr (0 < _); ring.
have b1 : b <= 1 by rewrite bE ler_subl_addr ler_addl sqr_ge0.
have b0 : 0 < b by exact: le_lt_trans rb.
pose sigma : R := if 0 <= a then 1 else -1.
have sa : sigma * a = `|a| by rewrite /sigma; case: ger0P => [_|_]; rewrite ?mul1r // mulN1r.
have ss : sigma ^+ 2 = 1 by rewrite /sigma; case: ifP => _; rewrite ?expr1n // sqrrN expr1n.
pose x := Num.sqrt (1 - r); pose y := Num.sqrt r; pose beta := Num.sqrt b.
have x2 : x ^+ 2 = 1 - r by rewrite sqr_sqrtr // subr_ge0.
have y2 : y ^+ 2 = r by rewrite sqr_sqrtr.
have beta2 : beta ^+ 2 = b by rewrite sqr_sqrtr // ltW.
have beta0 : 0 < beta by rewrite sqrtr_gt0.
have beta_neq := lt0r_neq0 beta0.
pose f z := (x * sigma) * e 1%N z + (y / beta) * v z.
have yb : (y / beta) ^+ 2 * b = r by rewrite -beta2 exprMn exprVn divfK ?expf_neq0.
have ff : dotX f f = 1 by rewrite norm_ yb exprMn ss x2 mulr1 subrK.
have f_mean : mean (pX P) f = 0.
  rewrite -(first_mode law singular) split_i ?(N_gt0 law) //= mulr0 add0r.
  by rewrite dot_two (first_mode law singular) h_mean eE ?(N_gt0 law) // !mulr0 addr0 mulr0.
have fits : compatible P eps f.
  apply: (compatible_by_image law eps1 f_mean); rewrite ff mulr1 image_ exprMn ss x2 mulr1.
  have : S * r <= (y / beta) ^+ 2 * dot (pA P) (Ts P v) (Ts P v).
    by rewrite -[X in S * X]yb mulrCA ler_wpmul2l ?sqr_ge0.
  rewrite -(ler_add2l (s1 * (1 - r))); apply: le_trans; rewrite le_eqVlt; apply/orP; left; apply/eqP.
  by rewrite -/c -[c](subKr s1) -rE; ring.
have fh : dotX f h = x * `|a| + y * beta.
  by rewrite dot_two eh vh -bE -beta2 -mulrA sa; congr (_ + _); field.
have := error_at_least law worst fits h_mean hPhi; rewrite ff hh !mulr1 fh; apply: le_trans.
have x0 : 0 <= x := sqrtr_ge0 _; have y0 : 0 <= y := sqrtr_ge0 _.
rewrite -y2 ler_pexpn2r ?nnegrE ?addr_ge0 ?mulr_ge0 ?normr_ge0 ?(ltW beta0) //.
rewrite -ler_subl_addr -[X in X - _]mulr1 -mulrBr.
have beta1 : beta <= 1 by rewrite -sqrtr1 ler_wsqrtr.
rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?normr_ge0 ?subr_ge0 // !exprMn real_normK ?num_real // x2 y2.
have -> : a ^+ 2 = (1 - beta) * (1 + beta).
  have -> : a ^+ 2 = 1 - beta ^+ 2 by rewrite beta2 bE subKr.
  by rewrite -[1 - beta ^+ 2](_ : (1 - beta) * (1 + beta) = _) //; ring.
have -> : (1 - r) * ((1 - beta) * (1 + beta)) = r * (1 - beta) ^+ 2 + (1 - beta) * (1 + beta - 2%:R * r) by ring.
rewrite ler_addl mulr_ge0 ?subr_ge0 // mulr_natl mulr2n ler_add // .
by apply: le_trans (ltW rb) _; rewrite -beta2 expr2 ler_pimull // ltW.
Qed.
End Law.
