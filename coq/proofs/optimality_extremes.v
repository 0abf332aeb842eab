(** optimality.extremes, all parts. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp Require Import mxalgebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma zero_of_norm N (w f : 'I_N -> R) : (forall x, 0 < w x) -> dot w f f = 0 -> forall x, f x = 0.
Proof.
move=> w0 ff x; have pos y : 0 <= w y * f y * f y by rewrite -mulrA -expr2 mulr_ge0 ?sqr_ge0 // ltW.
have : w x * f x * f x = 0.
  apply/eqP; rewrite eq_le pos andbT -ff /dot (bigD1 x) //= ler_addl; apply: sumr_ge0 => y _; exact: pos.
by rewrite -mulrA -expr2 => /eqP; rewrite mulf_eq0 sqrf_eq0 gt_eqF ?w0 //= => /eqP.
Qed.

Lemma independent_image N M (P : 'I_N -> 'I_M -> R) f a : is_law P -> (forall x a, P x a = pX P x * pA P a) ->
  Ts P f a = mean (pX P) f.
Proof.
move=> law indep; rewrite /Ts /mean mulr_suml; apply: eq_bigr => x _; rewrite indep.
by have := lt0r_neq0 (pA_gt0 law a) => A; field.
Qed.
Theorem independent_spectrum : extremes_independent_spectrum_printed R.
Proof.
move=> N M P s mu i law singular indep; have [lt|ge] := ltnP i.+1 N; last by rewrite (s_end singular).
have mean0 : mean (pX P) (unit_mode P mu i.+1) = 0.
  by rewrite -(first_mode law singular) (unit_orthonormal law singular) ?(N_gt0 law).
have := image_mode law singular (unit_mode P mu i.+1) lt; rewrite (unit_orthonormal law singular) // eqxx mulr1.
rewrite /dot big1 => [/esym/eqP|a _]; first by rewrite sqrf_eq0 => /eqP.
by rewrite independent_image // mean0 mulr0.
Qed.
Theorem independent_tasks : extremes_independent_tasks_printed R.
Proof.
move=> N M P eps f law indep eps1 fits; apply: (zero_of_norm (pX_gt0 law)).
have := compatible_image law (ltW eps1) fits.
have -> : dot (pA P) (Ts P f) (Ts P f) = 0.
  by rewrite /dot big1 // => a _; rewrite independent_image // fits.1 mulr0.
have level : 0 < (1 - eps) ^+ 2 by rewrite exprn_gt0 // subr_gt0.
rewrite pmulr_rle0 // => le; apply/eqP; rewrite eq_le le dot_ge0 // => x; exact: pX_ge0.
Qed.

Section Identity.
Variables (N : nat) (P : 'I_N -> 'I_N -> R).
Hypothesis law : is_law P.
Hypothesis same : forall x a, x != a -> P x a = 0.
Lemma same_x x : pX P x = P x x.
Proof. by rewrite /pX (bigD1 x) //= big1 ?addr0 // => a; rewrite eq_sym => ne; apply: same. Qed.
Lemma same_a a : pA P a = P a a.
Proof. by rewrite /pA (bigD1 a) //= big1 ?addr0 // => x ne; apply: same. Qed.
Lemma Ts_same f a : Ts P f a = f a.
Proof.
rewrite /Ts (bigD1 a) //= big1 ?addr0 => [|x ne]; last by rewrite same ?mul0r.
by rewrite same_a mulrC mulKf // -same_a lt0r_neq0 // pA_gt0.
Qed.
Lemma identity_norm f : dot (pA P) (Ts P f) (Ts P f) = dot (pX P) f f.
Proof. by apply: eq_bigr => a _; rewrite !Ts_same same_a same_x. Qed.
End Identity.
Theorem identity_tasks : extremes_identity_tasks_printed R.
Proof. by move=> N P f law same; exact: identity_norm. Qed.
Theorem identity_spectrum : extremes_identity_spectrum_printed R.
Proof.
move=> N P s mu i law singular same lt.
have := image_mode law singular (unit_mode P mu i) lt.
rewrite identity_norm // (unit_orthonormal law singular) // eqxx mulr1 => /esym/eqP.
rewrite sqrf_eq1 => /orP[/eqP //|/eqP m]; have := s_ge0 law singular i.
by rewrite m oppr_ge0 leNgt ltr01.
Qed.
Theorem identity_error : extremes_identity_error_printed R.
Proof.
move=> N d P Phi eps t law same room eps0 eps1 worst; have X := pX_gt0 law.
(* A function that neither the constant nor the encoder sees. *)
pose B : 'M[R]_(N, d.+1) := \matrix_(x, k) (pX P x * (if unlift ord0 k is Some l then Phi l x else 1)).
have : (0 < \rank (kermx B))%N.
  by rewrite mxrank_ker subn_gt0 (leq_ltn_trans (rank_leq_col _)).
rewrite lt0n mxrank_eq0 => /rowV0Pn[v vB v0]; pose f (x : 'I_N) : R := v 0 x.
have zero k : \sum_x f x * (pX P x * (if unlift ord0 k is Some l then Phi l x else 1)) = 0.
  have /sub_kermxP/rowP/(_ k) := vB; rewrite !mxE => e0; rewrite -[RHS]e0; apply: eq_bigr => x _; by rewrite !mxE.
have mean0 : mean (pX P) f = 0.
  by have := zero ord0; rewrite unlift_none => <-; rewrite /mean; apply: eq_bigr => x _; rewrite mulr1 mulrC.
have unseen k : dot (pX P) (Phi k) f = 0.
  by have := zero (lift ord0 k); rewrite liftK => <-; rewrite /dot; apply: eq_bigr => x _; ring.
have ff : 0 < dot (pX P) f f.
  rewrite lt_def dot_ge0 ?andbT => [|x]; last exact: ltW.
  apply/eqP => ff; case/negP: v0; apply/eqP/rowP => x; rewrite mxE; exact: (zero_of_norm X ff x).
have fits : compatible P eps f.
  split=> //; exists (Ts P f); first by rewrite /norm sqrtr_gt0 identity_norm.
  rewrite adjoint // identity_norm // /norm identity_norm // -mulrA -expr2 sqr_sqrtr ?(ltW ff) //.
  by rewrite ler_pimull ?(ltW ff) // ler_subl_addr ler_addl.
have [w [b le]] := worst f fits.
rewrite -(ler_pmul2r ff) mul1r; apply: le_trans le.
set r := fun x => \sum_k w k * Phi k x + b.
have fr : dot (pX P) f r = 0.
  rewrite dotC /r (eq_dot _ (_ : _ =1 fun x => \sum_k w k * Phi k x + b * 1) (frefl f)) => [|x]; last by rewrite mulr1.
  have -> : dot (pX P) (fun x => \sum_k w k * Phi k x + b * 1) f
      = dot (pX P) (fun x => \sum_k w k * Phi k x) f + b * mean (pX P) f.
    by rewrite /dot /mean mulr_sumr -big_split; apply: eq_bigr => x _ /=; ring.
  by rewrite mean0 mulr0 addr0 dot_suml big1 // => k _; rewrite unseen mulr0.
have -> : \sum_x pX P x * (f x - \sum_k w k * Phi k x - b) ^+ 2
    = dot (pX P) f f - 2%:R * dot (pX P) f r + dot (pX P) r r.
  by rewrite /dot mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=; rewrite /r; move: (f x) (\sum_k _) => y z; ring.
by rewrite fr mulr0 subr0 ler_addl dot_ge0 // => x; exact: ltW.
Qed.
End Proofs.
