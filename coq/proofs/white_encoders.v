(** Feasible encoders: mean zero and covariance I; who keeps the most learns the contexture. *)
From Contextures Require Import Library Contextures Losses Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Proofs Require Import spectrum optimality_ratio_trace contexture_by_ratio_trace.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section White.
Variables (R : rcfType) (N M d : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypotheses (law : is_law P) (singular : left_singular P s mu).
Implicit Types Phi : 'I_d -> 'I_N -> R.

(** What a feasible encoder keeps: the sum of the |T* Phi_k|^2. *)
Definition kept_by Phi : R := \sum_k dot (pA P) (Ts P (Phi k)) (Ts P (Phi k)).
Lemma white_gram Phi : white (pX P) Phi -> gram P Phi = 1%:M.
Proof. by case=> _ orth; apply/matrixP => k l; rewrite !mxE orth. Qed.
Lemma white_independent Phi : white (pX P) Phi -> independent P Phi.
Proof. by move=> feasible; rewrite /independent white_gram // unitmx1. Qed.
Lemma white_ratio Phi : white (pX P) Phi -> ratio_trace P Phi = kept_by Phi.
Proof.
by move=> feasible; rewrite /ratio_trace white_gram // invmx1 mul1mx /mxtrace; apply: eq_bigr => k _; rewrite mxE.
Qed.
Lemma white_centred Phi k x : white (pX P) Phi -> centred (pX P) (Phi k) x = Phi k x.
Proof. by case=> mean0 _; rewrite /centred mean0 subr0. Qed.
Lemma white_learns Phi : white (pX P) Phi -> learns P Phi s <-> spans_top P Phi s.
Proof.
move=> feasible; split=> -[m sing same]; exists m => // f; apply: (iff_trans _ (same f)); apply: same_span => k x.
  by rewrite white_centred.
by rewrite white_centred.
Qed.
Lemma kept_bound Phi : white (pX P) Phi -> kept_by Phi <= \sum_(i < d) s i.+1 ^+ 2.
Proof.
move=> feasible; rewrite -white_ratio //; apply: bound law singular _ (white_independent feasible).
by case: feasible.
Qed.
Lemma kept_if Phi : (d <= N.-1)%N -> white (pX P) Phi -> learns P Phi s -> kept_by Phi = \sum_(i < d) s i.+1 ^+ 2.
Proof.
by move=> dN feasible /(white_learns feasible) spans; rewrite -white_ratio //; have [] := spanning_ratio law dN spans.
Qed.
Lemma kept_only_if Phi : white (pX P) Phi -> \sum_(i < d) s i.+1 ^+ 2 <= kept_by Phi -> learns P Phi s.
Proof.
move=> feasible most; apply/(white_learns feasible).
apply: (attains_spans law singular (proj1 feasible) (white_independent feasible)).
by apply/eqP; rewrite eq_le white_ratio // most kept_bound.
Qed.
(** There is one that keeps the most. *)
Lemma kept_attained : (d <= N.-1)%N -> exists2 Phi, white (pX P) Phi & kept_by Phi = \sum_(i < d) s i.+1 ^+ 2.
Proof.
move=> dN; have small (k : 'I_d) : (k.+1 < N)%N by rewrite -ltn_predRL (leq_trans (ltn_ord k)).
exists (fun k : 'I_d => unit_mode P mu k.+1).
  split=> [k|k l]; last by rewrite (unit_orthonormal law singular) // eqSS.
  by rewrite -(first_mode law singular) (unit_orthonormal law singular) // (N_gt0 law).
apply: eq_bigr => k _; rewrite (image_mode law singular) // (unit_orthonormal law singular) // eqxx mulr1 //.
Qed.
End White.
