(** objectives.svme, all parts: E|Phi(X) - Psi(A)|^2 >= d - s_1^2 - ... - s_d^2. *)
From Contextures Require Import Library Contextures Losses Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Objectives.
From Contextures.Proofs Require Import optimality_ratio_trace white_encoders.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

(** E|Phi - Psi|^2 = |Phi|^2 - |T*Phi|^2 + E|T*Phi - Psi|^2. *)
Lemma lossE N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) Psi : is_law P ->
  svme_loss P Phi Psi = \sum_k (dot (pX P) (Phi k) (Phi k) - dot (pA P) (Ts P (Phi k)) (Ts P (Phi k))
    + dot (pA P) (fun a => Ts P (Phi k) a - Psi k a) (fun a => Ts P (Phi k) a - Psi k a)).
Proof.
move=> law; rewrite /svme_loss; under eq_bigr => x _ do under eq_bigr => a _ do rewrite mulr_sumr.
under eq_bigr => x _ do rewrite exchange_big.
rewrite exchange_big; apply: eq_bigr => k _ /=.
set f := Phi k; set h := Psi k.
have ff : dot (pX P) f f = \sum_x \sum_a P x a * f x ^+ 2.
  by apply: eq_bigr => x _; rewrite -mulrA -expr2 mulr_suml.
have hh : dot (pA P) h h = \sum_x \sum_a P x a * h a ^+ 2.
  by rewrite exchange_big; apply: eq_bigr => a _; rewrite -mulrA -expr2 mulr_suml.
have -> : dot (pA P) (fun a => Ts P f a - h a) (fun a => Ts P f a - h a)
    = dot (pA P) (Ts P f) (Ts P f) - 2%:R * dot (pA P) (Ts P f) h + dot (pA P) h h.
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; ring.
transitivity (dot (pX P) f f - 2%:R * dot (pA P) (Ts P f) h + dot (pA P) h h); last by ring.
rewrite ff hh (dot_Ts law) mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=.
by rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => a _ /=; ring.
Qed.

Theorem psi : svme_psi_printed R.
Proof.
move=> N M d P Phi Psi law; rewrite !lossE //; apply: ler_sum => k _; rewrite ler_add2l.
apply: (@le_trans _ _ 0); last by apply: dot_ge0; exact: pA_ge0.
by rewrite /dot big1 // => a _; rewrite subrr mulr0.
Qed.

Theorem minimum : svme_minimum_printed R.
Proof.
move=> N M d P Phi Psi s mu law singular [centred orth].
have white : gram P Phi = 1%:M by apply/matrixP => k l; rewrite !mxE orth.
apply: le_trans (psi Phi Psi law); rewrite lossE //.
have indep : independent P Phi by rewrite /independent white unitmx1.
have := optimality_ratio_trace.bound law singular centred indep; rewrite /ratio_trace white invmx1 mul1mx => le.
have -> : \sum_k (dot (pX P) (Phi k) (Phi k) - dot (pA P) (Ts P (Phi k)) (Ts P (Phi k))
    + dot (pA P) (fun a => Ts P (Phi k) a - Ts P (Phi k) a) (fun a => Ts P (Phi k) a - Ts P (Phi k) a))
  = d%:R - \tr (image_gram P Phi).
  rewrite -(mxtrace1 R d) -white /mxtrace -sumrB; apply: eq_bigr => k _; rewrite !mxE.
  by rewrite [X in _ + X](_ : _ = 0) ?addr0 // /dot big1 // => a _; rewrite subrr mulr0.
by rewrite ler_add2l ler_opp2.
Qed.

(** With the best Psi the loss is what a feasible encoder does not keep. *)
Lemma best_loss N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d -> 'I_N -> R) : is_law P -> white (pX P) Phi ->
  svme_loss P Phi (fun k => Ts P (Phi k)) = d%:R - kept_by P Phi.
Proof.
move=> law [_ orth]; rewrite lossE // /kept_by -[d in d%:R]card_ord -sumr_const -sumrB; apply: eq_bigr => k _.
rewrite orth eqxx [X in _ + X](_ : _ = 0) ?addr0 // /dot big1 // => a _; by rewrite subrr mulr0.
Qed.
Theorem if_ : svme_if_printed R.
Proof.
by move=> N M d P Phi s mu law singular dN feasible learned; rewrite best_loss // (kept_if law _ feasible learned).
Qed.
Theorem only_if : svme_only_if_printed R.
Proof.
move=> N M d P Phi Psi s mu law singular dN feasible least; apply: (kept_only_if law singular feasible).
have [Phi' feasible' most] := kept_attained law singular dN.
have := le_trans (psi Phi Psi law) (least Phi' (fun k => Ts P (Phi' k)) feasible').
by rewrite !best_loss // most ler_add2l ler_opp2.
Qed.
End Proofs.
