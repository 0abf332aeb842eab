(** contexts.duality, all parts: the images of modes under T* keep as much, so that partial sums agree. *)
From Contextures Require Import Library Contextures Basics Spans.
From Contextures Require Import Losses.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Contexts.
From Contextures.Proofs Require Import spectrum range_space white_encoders objectives_kise.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Images.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypotheses (law : is_law P) (singular : left_singular P s mu).
Local Notation e := (unit_mode P mu).

(** The images of modes, divided by their singular values. *)
Definition image_mode_of i a : R := Ts P (e i) a / s i.
Lemma image_dot i j : (i < N)%N -> (j < N)%N -> 0 < s i -> 0 < s j ->
  dot (pA P) (image_mode_of i) (image_mode_of j) = (i == j)%:R.
Proof.
move=> iN jN si sj.
have -> : dot (pA P) (image_mode_of i) (image_mode_of j) = dot (pA P) (Ts P (e i)) (Ts P (e j)) / (s i * s j).
  by rewrite /dot mulr_suml; apply: eq_bigr => a _; rewrite /image_mode_of; field; rewrite !lt0r_neq0.
rewrite (image_product law singular) //; have [<-|_] := eqVneq i j; last by rewrite mulr0 mul0r.
by rewrite mulr1 expr2 divff // mulf_neq0 // lt0r_neq0.
Qed.
Lemma image_back i x : (i < N)%N -> 0 < s i -> T P (image_mode_of i) x = s i * e i x.
Proof.
move=> iN si.
have step a : image_mode_of i a = \sum_(l < 1) (s i)^-1 * Ts P (e i) a by rewrite big_ord1 mulrC.
rewrite (T_linear P x step) big_ord1 (unit_eigen singular) // mulrA expr2 mulrA mulVf ?mul1r // lt0r_neq0 //.
Qed.
Lemma image_mean i : (i.+1 < N)%N -> mean (pA P) (image_mode_of i.+1) = 0.
Proof.
move=> iN; have -> : mean (pA P) (image_mode_of i.+1) = mean (pA P) (Ts P (e i.+1)) / s i.+1.
  by rewrite /mean mulr_suml; apply: eq_bigr => a _; rewrite mulrA.
have -> : mean (pA P) (Ts P (e i.+1)) = dot (pX P) (e i.+1) (T P (fun=> 1)) by rewrite adjoint // dot_one.
rewrite (eq_dot _ (frefl _) (_ : T P (fun=> 1) =1 fun=> 1)) => [|x]; last first.
  by rewrite /T; under eq_bigr do rewrite mulr1; rewrite divff // lt0r_neq0 // pX_gt0.
by rewrite dot_one -(first_mode law singular) (unit_orthonormal law singular) ?(N_gt0 law) // mul0r.
Qed.
End Images.

Lemma partial_sums_at_most (R : rcfType) N M (P : 'I_N -> 'I_M -> R) s mu s' nu d : is_law P -> left_singular P s mu ->
  left_singular (flip P) s' nu -> \sum_(i < d) s i.+1 ^+ 2 <= \sum_(i < d) s' i.+1 ^+ 2.
Proof.
move=> law singular singular'; elim: d => [|d IH]; first by rewrite !big_ord0.
have [z|nz] := eqVneq (s d.+1) 0.
  by rewrite !big_ord_recr /= z expr0n addr0 (le_trans IH) // ler_addl sqr_ge0.
have pos i : (i <= d.+1)%N -> 0 < s i.
  move=> le; apply: lt_le_trans (s_falls singular le); by rewrite lt_def nz (s_ge0 law singular).
have small i : (i <= d.+1)%N -> (i < N)%N.
  by move=> le; rewrite ltnNge; apply/negP => ge; have := pos i le; rewrite (s_end singular ge) ltxx.
pose F (k : 'I_d.+1) := image_mode_of P s mu k.+1.
have feasible : white (pX (flip P)) F.
  split=> [k|k l]; first exact: (image_mean law singular (small _ (ltn_ord k))).
  by rewrite [LHS](image_dot law singular) ?small ?pos // eqSS.
have := kept_bound (flip_law law) singular' feasible.
rewrite (_ : kept_by (flip P) F = \sum_(i < d.+1) s i.+1 ^+ 2) //; apply: eq_bigr => k _.
have back x : Ts (flip P) (F k) x = s k.+1 * unit_mode P mu k.+1 x.
  by apply: (image_back singular); [exact: small | exact: pos].
rewrite (eq_dot _ back back).
have -> : dot (pA (flip P)) (fun x => s k.+1 * unit_mode P mu k.+1 x) (fun x => s k.+1 * unit_mode P mu k.+1 x)
    = s k.+1 ^+ 2 * dot (pX P) (unit_mode P mu k.+1) (unit_mode P mu k.+1).
  by rewrite /dot mulr_sumr; apply: eq_bigr => x _; change (pA (flip P) x) with (pX P x); ring.
by rewrite (unit_orthonormal law singular) ?small // eqxx mulr1.
Qed.

Section Proofs.
Variable R : rcfType.
Theorem eigenvalues : duality_eigenvalues_printed R.
Proof.
move=> N M P s mu s' nu law singular singular' [|i].
  by rewrite (s0 law singular) (s0 (flip_law law) singular').
have sums d : \sum_(i < d) s i.+1 ^+ 2 = \sum_(i < d) s' i.+1 ^+ 2.
  apply/eqP; rewrite eq_le (partial_sums_at_most d law singular singular') /=.
  exact: (partial_sums_at_most (P := flip P) d (flip_law law) singular' singular).
by have := sums i.+1; rewrite !big_ord_recr /= sums => /addrI ->.
Qed.
Theorem range_lower : duality_range_lower_printed R. Proof. by move=> N M P s mu i _ _; exact: sqr_ge0. Qed.
Theorem range_upper : duality_range_upper_printed R.
Proof.
move=> N M P s mu i law singular; rewrite -(expr1n R 2) -(s0 law singular).
exact: (square_falls law singular).
Qed.
Theorem left : duality_left_printed R.
Proof.
move=> N M P s mu i law singular iN si nu; have [_ _ _ eigen _] := singular.
have Tnu x : T P nu x = s i * mu i x.
  have step a : nu a = \sum_(l < 1) (s i)^-1 * Ts P (mu i) a by rewrite big_ord1 mulrC.
  by rewrite (T_linear P x step) big_ord1 eigen // mulrA expr2 mulrA mulVf ?mul1r // lt0r_neq0.
split=> [a|x]; last by rewrite Tnu mulrC mulKf // lt0r_neq0.
have step x : T P nu x = \sum_(l < 1) s i * mu i x by rewrite big_ord1 Tnu.
rewrite (Ts_linear P a step) big_ord1 /nu; change (Ts P [eta mu i] a) with (Ts P (mu i) a).
by field; rewrite lt0r_neq0.
Qed.
Theorem right : duality_right_printed R.
Proof. by move=> N M P s nu i law singular; exact: (left (flip_law law) singular). Qed.
Theorem orthonormal : duality_orthonormal_printed R.
Proof.
move=> N M P s mu i j law singular iN jN si sj unit_i unit_j; have [_ _ orth _ _] := singular.
have same k x : dot (pX P) (mu k) (mu k) = 1 -> unit_mode P mu k x = mu k x.
  by move=> one; rewrite /unit_mode /norm one sqrtr1 divr1.
have image k a : dot (pX P) (mu k) (mu k) = 1 -> Ts P (mu k) a / s k = image_mode_of P s mu k a.
  move=> one; rewrite /image_mode_of; congr (_ / _); rewrite /Ts; congr (_ / _).
  by apply: eq_bigr => x _; rewrite same.
split; first by have [<-|ne] := eqVneq i j; [exact: unit_i | exact: orth].
rewrite (eq_dot _ (fun a => image i a unit_i) (fun a => image j a unit_j)).
exact: (image_dot law singular).
Qed.
End Proofs.
