(** Expansions in the singular functions of a law, made unit. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Singular.
Variables (R : rcfType) (N M : nat) (P : 'I_N -> 'I_M -> R) (s : nat -> R) (mu : nat -> 'I_N -> R).
Hypothesis law : is_law P.
Hypothesis singular : left_singular P s mu.

Definition unit_mode i x : R := mu i x / norm (pX P) (mu i).
Local Notation e := unit_mode.
Lemma mode_norm_gt0 i : (i < N)%N -> 0 < norm (pX P) (mu i).
Proof. by case: singular => _ len _ _ _ lt; rewrite sqrtr_gt0 len. Qed.
Lemma unit_orthonormal i : (i < N)%N -> forall j, (j < N)%N -> dot (pX P) (e i) (e j) = (i == j)%:R.
Proof.
case: singular => _ len orth _ _ iN j jN.
have -> : dot (pX P) (e i) (e j) = dot (pX P) (mu i) (mu j) / (norm (pX P) (mu i) * norm (pX P) (mu j)).
  rewrite /dot mulr_suml; apply: eq_bigr => x _; rewrite /e.
  by have := mode_norm_gt0 iN; have := mode_norm_gt0 jN => a b; field; rewrite !lt0r_neq0.
have [<-|ne] := eqVneq i j; last by rewrite orth // mul0r.
by rewrite -expr2 norm_sqr ?divff // ?lt0r_neq0 ?len // => x; exact/ltW/pX_gt0.
Qed.
Lemma expand f h : dot (pX P) f h = \sum_(i < N) dot (pX P) f (e i) * dot (pX P) h (e i).
Proof. exact: parseval unit_orthonormal _ _. Qed.
Lemma unit_eigen i x : (i < N)%N -> T P (Ts P (e i)) x = s i ^+ 2 * e i x.
Proof.
case: singular => _ _ _ eigen _ iN.
have -> : T P (Ts P (e i)) x = T P (Ts P (mu i)) x / norm (pX P) (mu i).
  rewrite /T /Ts mulrAC; congr (_ / _); rewrite mulr_suml; apply: eq_bigr => a _.
  rewrite -mulrA; congr (_ * _); rewrite mulrAC; congr (_ / _).
  by rewrite mulr_suml; apply: eq_bigr => y _; rewrite /e mulrA.
by rewrite eigen // /e mulrA.
Qed.
Lemma image_mode f i : (i < N)%N -> dot (pA P) (Ts P f) (Ts P (e i)) = s i ^+ 2 * dot (pX P) f (e i).
Proof.
move=> iN; rewrite -adjoint // /dot mulr_sumr; apply: eq_bigr => x _.
by rewrite unit_eigen //; ring.
Qed.
Lemma image_expand f h :
  dot (pA P) (Ts P f) (Ts P h) = \sum_(i < N) s i ^+ 2 * (dot (pX P) f (e i) * dot (pX P) h (e i)).
Proof.
rewrite -adjoint // expand; apply: eq_bigr => i _.
have -> : dot (pX P) (T P (Ts P h)) (e i) = s i ^+ 2 * dot (pX P) h (e i).
  by rewrite dotC adjoint // dotC image_mode.
by ring.
Qed.
Lemma first_mode f : dot (pX P) f (e 0%N) = mean (pX P) f.
Proof.
case: singular => one _ _ _ _.
have n1 : norm (pX P) (mu 0%N) = 1.
  rewrite /norm (eq_dot _ one one) /dot; under eq_bigr do rewrite !mulr1.
  by rewrite pX_sum // sqrtr1.
by rewrite /dot /mean; apply: eq_bigr => x _; rewrite /e n1 one divr1 mulr1.
Qed.
Lemma s0 : s 0%N = 1.
Proof.
case: singular => one _ _ eigen [desc _]; have N0 := N_gt0 law.
have Ts1 a : Ts P (mu 0%N) a = 1.
  rewrite /Ts; under eq_bigr do rewrite one mulr1; exact: divff (lt0r_neq0 (pA_gt0 law a)).
have := eigen 0%N N0 (Ordinal N0); rewrite one mulr1.
have -> : T P (Ts P (mu 0%N)) (Ordinal N0) = 1.
  rewrite /T; under eq_bigr do rewrite Ts1 mulr1; exact: divff (lt0r_neq0 (pX_gt0 law _)).
have s0_ge0 : 0 <= s 0%N by case/andP: (desc 0%N) => a; exact: le_trans.
by move/esym/eqP; rewrite sqrf_eq1 => /orP[/eqP //|/eqP m]; move: s0_ge0; rewrite m oppr_ge0 leNgt ltr01.
Qed.
Lemma s_ge0 i : 0 <= s i.
Proof.
by case: singular => _ _ _ _ [desc _]; case: i => [|i]; [rewrite s0 ler01 | case/andP: (desc i)].
Qed.
Lemma s_falls i j : (i <= j)%N -> s j <= s i.
Proof.
case: singular => _ _ _ _ [desc _]; elim: j => [|j IH]; first by rewrite leqn0 => /eqP ->.
by rewrite leq_eqVlt => /predU1P[->|] //; rewrite ltnS => /IH; apply: le_trans; case/andP: (desc j).
Qed.
Lemma s_end i : (N <= i)%N -> s i = 0.
Proof. by case: singular => _ _ _ _ [_ end_]; exact: end_. Qed.
Lemma square_falls i j : (i <= j)%N -> s j ^+ 2 <= s i ^+ 2.
Proof. by move=> ij; rewrite ler_pexpn2r ?nnegrE ?s_ge0 // s_falls. Qed.

(** The sum over all modes, the first apart. *)
Lemma first_apart (F : nat -> R) : \sum_(i < N) F i = F 0%N + \sum_(i < N.-1) F i.+1.
Proof. by case: (N) (N_gt0 law) => // n _; rewrite big_ord_recl. Qed.
End Singular.
