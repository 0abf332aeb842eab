(** The convex combination of contexts: its law, and what its T and T* do. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Mixing.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Combined.
Variables (R : rcfType) (J N : nat) (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R).
Arguments P : clear implicits.
Hypothesis combination : are_combined w P.
Local Notation Q := (combined w P).
Let w_gt0 j : 0 < w j. Proof. by case: combination. Qed.
Let w_neq0 j : w j != 0. Proof. exact: lt0r_neq0. Qed.
Let law j : is_law (P j). Proof. by case: combination. Qed.

Lemma sum_contexts (F : forall j, 'I_(M j) -> R) :
  \sum_(c < #|{: {j : 'I_J & 'I_(M j)}}|) F (tag (enum_val c)) (tagged (enum_val c)) = \sum_j \sum_a F j a.
Proof.
rewrite (sig_big_dep xpredT (fun j => xpredT) F) /=.
by rewrite [RHS](eq_bigl (mem {: {j : 'I_J & 'I_(M j)}})) // [RHS]big_enum_val.
Qed.
Lemma combined_pX j x : pX Q x = pX (P j) x.
Proof.
have [_ w1 _ same] := combination.
rewrite /pX (sum_contexts (fun j a => w j * P j x a)).
transitivity (\sum_k w k * pX (P j) x); last by rewrite -mulr_suml w1 mul1r.
by apply: eq_bigr => k _; rewrite -mulr_sumr -/(pX (P k) x) (same k j).
Qed.
Lemma combined_pA c : pA Q c = w (tag (enum_val c)) * pA (P (tag (enum_val c))) (tagged (enum_val c)).
Proof. by rewrite /pA mulr_sumr. Qed.
Lemma combined_Ts f c : Ts Q f c = Ts (P (tag (enum_val c))) f (tagged (enum_val c)).
Proof.
rewrite /Ts combined_pA; set p := enum_val c.
have A := lt0r_neq0 (pA_gt0 (law (tag p)) (tagged p)); have W := w_neq0 (tag p).
transitivity ((w (tag p) * \sum_x P (tag p) x (tagged p) * f x) / (w (tag p) * pA (P (tag p)) (tagged p))).
  by congr (_ / _); rewrite mulr_sumr; apply: eq_bigr => x _; rewrite /combined -/p mulrA.
by field; rewrite W A.
Qed.
Lemma combined_images f g : dot (pA Q) (Ts Q f) (Ts Q g) = \sum_j w j * dot (pA (P j)) (Ts (P j) f) (Ts (P j) g).
Proof.
transitivity (\sum_j \sum_a w j * pA (P j) a * Ts (P j) f a * Ts (P j) g a).
  rewrite -(sum_contexts (fun j a => w j * pA (P j) a * Ts (P j) f a * Ts (P j) g a)).
  by apply: eq_bigr => c _; rewrite combined_pA !combined_Ts.
by apply: eq_bigr => j _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite !mulrA.
Qed.
Lemma combined_dot j f g : dot (pX Q) f g = dot (pX (P j)) f g.
Proof. by apply: eq_bigr => x _; rewrite (combined_pX j). Qed.
Lemma combined_operator f x : T Q (Ts Q f) x = \sum_j w j * T (P j) (Ts (P j) f) x.
Proof.
rewrite /T; transitivity ((\sum_j \sum_a w j * P j x a * Ts (P j) f a) / pX Q x).
  congr (_ / _); rewrite -(sum_contexts (fun j a => w j * P j x a * Ts (P j) f a)).
  by apply: eq_bigr => c _; rewrite combined_Ts.
rewrite mulr_suml; apply: eq_bigr => j _; rewrite (combined_pX j) mulrA; congr (_ / _).
by rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrA.
Qed.
Lemma some_context : exists j : 'I_J, true.
Proof.
have [_ w1 _ _] := combination; case: (J) (w) w1 => [|n] v v1; last by exists ord0.
by move: v1; rewrite big_ord0 => /esym/eqP; rewrite oner_eq0.
Qed.
Lemma combined_law : is_law Q.
Proof.
have [_ w1 _ _] := combination; have [j _] := some_context.
split=> [x c||x|c].
- by rewrite mulr_ge0 ?(ltW (w_gt0 _)) //; case: (law (tag (enum_val c))).
- transitivity (\sum_x pX Q x) => //; under eq_bigr do rewrite (combined_pX j); exact: pX_sum.
- by rewrite (combined_pX j); exact: pX_gt0.
- by rewrite combined_pA mulr_gt0 //; exact: pA_gt0.
Qed.
End Combined.
