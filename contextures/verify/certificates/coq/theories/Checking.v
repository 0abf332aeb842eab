(** For certificates: closed hypotheses of an instance are decided by computation in binary rationals. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library.
From Contextures Require Export Contextures Losses Risks Kernels Basics.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Fixpoint every A (r : seq A) (p : A -> Prop) : Prop := if r is x :: r' then p x /\ every r' p else True.
Lemma everyP (A : eqType) (r : seq A) (p : A -> Prop) : every r p -> forall x, x \in r -> p x.
Proof.
by elim: r => //= y r IH [py all] x; rewrite in_cons => /predU1P[->|] //; exact: IH.
Qed.
Lemma each_ord n (p : 'I_n -> Prop) : every (ords n) p -> forall i, p i.
Proof. by move=> all i; apply: (everyP all); exact: ordsP. Qed.
Lemma each_nat n (p : nat -> Prop) : every (iota 0 n) p -> forall i, (i < n)%N -> p i.
Proof. by move=> all i lt; apply: (everyP all); rewrite mem_iota. Qed.
Lemma each_next n (p : nat -> Prop) : every (iota 0 n.-1) p -> forall i, (i.+1 < n)%N -> p i.
Proof. by case: n => // n all i lt; apply: (everyP all); rewrite mem_iota. Qed.
Lemma numbers_descend (R : rcfType) v :
  every (iota 0 (size v)) (fun i => 0 <= numbers R v i.+1 <= numbers R v i) ->
  forall i, 0 <= numbers R v i.+1 <= numbers R v i.
Proof.
move=> all i; have [lt|ge] := ltnP i (size v); first by apply: (everyP all); rewrite mem_iota.
by rewrite /numbers !nth_default ?q0 ?lexx // leqW.
Qed.
Definition roots (R : rcfType) (v : seq Q) : nat -> R := fun i => Num.sqrt (q R (nth 0%bin v i)).
Lemma roots_sqr (R : rcfType) v i : 0 <= q R (nth 0%bin v i) -> roots R v i ^+ 2 = q R (nth 0%bin v i).
Proof. exact: sqr_sqrtr. Qed.
Lemma roots_squares (R : rcfType) v :
  (forall i, 0 <= numbers R v i.+1 <= numbers R v i) -> forall i, roots R v i ^+ 2 = numbers R v i.
Proof. by move=> desc i; rewrite roots_sqr //; have /andP[ge le] := desc i; exact: le_trans ge le. Qed.
Lemma numbers_end (R : rcfType) v n : (size v <= n)%N -> forall i, (n <= i)%N -> numbers R v i = 0.
Proof. by move=> le i ge; rewrite /numbers nth_default ?q0 // (leq_trans le). Qed.

Lemma root_is (R : rcfType) v i x : 0 <= x -> q R (nth 0%bin v i) = x ^+ 2 -> roots R v i = x.
Proof. by move=> x0 e; rewrite /roots e sqrtr_sqr ger0_norm. Qed.
Lemma root_at_most (R : rcfType) (a x : R) : 0 <= x -> a <= x ^+ 2 -> Num.sqrt a <= x.
Proof. by move=> x0 le; rewrite -[x]ger0_norm // -sqrtr_sqr ler_wsqrtr. Qed.
Lemma below_root (R : rcfType) (x y : R) : 0 <= y -> x <= 1 -> y <= (1 - x) ^+ 2 -> x <= 1 - Num.sqrt y.
Proof.
move=> y0 x1 le; rewrite ler_subr_addl -ler_subr_addr -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?sqrtr_ge0 ?subr_ge0 //.
by rewrite sqr_sqrtr.
Qed.
Lemma one_less_root (R : rcfType) (x y : R) : x <= 1 -> (1 - x) ^+ 2 <= y -> 1 - Num.sqrt y <= x.
Proof.
move=> x1 le; rewrite ler_subl_addr -ler_subl_addl -(ger0_norm (_ : 0 <= 1 - x)) ?subr_ge0 // -sqrtr_sqr.
exact: ler_wsqrtr.
Qed.
Lemma left_singular_by (R : rcfType) N M (P : 'I_N -> 'I_M -> R) v mu :
  (size v <= N)%N ->
  (forall x, mu 0%N x = 1) -> (forall i, (i < N)%N -> 0 < dot (pX P) (mu i) (mu i)) ->
  (forall i, (i < N)%N -> forall j, (j < N)%N -> i != j -> dot (pX P) (mu i) (mu j) = 0) ->
  (forall i, (i < N)%N -> forall x, T P (Ts P (mu i)) x = q R (nth 0%bin v i) * mu i x) ->
  (forall i, 0 <= numbers R v i.+1 <= numbers R v i) ->
  left_singular P (roots R v) mu.
Proof.
move=> vN one len orth eigen desc; split=> //.
  move=> i iN x; rewrite eigen // roots_sqr //; have /andP[ge le] := desc i; exact: le_trans ge le.
split=> [i|i iN]; last by rewrite /roots nth_default ?q0 ?sqrtr0 // (leq_trans vN).
by rewrite sqrtr_ge0 ler_wsqrtr //; have /andP[] := desc i.
Qed.

(** An operator less a multiple. *)
Definition less_multiple (R : rcfType) n (L : ('I_n -> R) -> 'I_n -> R) lam (f : 'I_n -> R) : 'I_n -> R :=
  fun x => L f x - lam * f x.

(** Check a law, singular functions and other closed (in)equalities: unfold to sums, decide. *)
Ltac expose :=
  cbv beta zeta delta [dot mean centred flip pX pA T Ts pair inner contrastive_loss coefficient coefficient_form
    pair_variance numbers vector table functions mass group_risk chi_square less_multiple prediction_loss one_hot alike
    Lambda TLambdaTs range_norm kernel_X kernel_A noncontrastive_loss graph_loss svme_loss
    cressie_read total_variation upto combination tau_at integral transformed_kernel space_norm in_space smoothness].
Ltac check :=
  lazymatch goal with
  | |- True => exact I
  | |- _ /\ _ => split; check
  | |- is_law _ => split; check
  | |- is_pmf _ => split; check
  | |- left_singular _ _ _ => split; check
  | |- eigensystem _ _ _ _ => split; check
  | |- base_kernel _ _ _ _ => split; check
  | |- white _ _ => split; check
  | |- right_singular _ _ _ => split; check
  | |- cvar_ball _ _ _ => split; check
  | |- kept _ _ _ => split; check
  | |- chi_square_ball _ _ _ => split; check
  | |- forall i, is_true (_ <= i)%N -> numbers _ _ i = 0 => exact: numbers_end
  | |- forall i : nat, is_true (_ && _) => apply: numbers_descend; cbn [every size iota]; check
  | |- is_true (size _ <= _)%N => by []
  | |- is_true (_ && _) => apply/andP; split; check
  | |- forall i, _ => expose; formula
  | |- _ => expose; first [rational | formula]
  end.
