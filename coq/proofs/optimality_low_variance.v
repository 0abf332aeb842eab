(** optimality.low-variance (corrected), part variance, for all sizes, without a spectrum: two inequalities of Cauchy and Schwarz. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Losses Basics.
From Contextures.Statements Require Import Optimality.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma both (R : rcfType) N M (P : 'I_N -> 'I_M -> R) eps (f : 'I_N -> R) :
  is_law P -> 0 <= eps -> eps <= 1 -> compatible P eps f ->
  let g := Ts P f in
  (1 - eps) * norm (pX P) f * norm (pA P) g <= dot (pX P) f (T P g) /\
  pair_variance P g <= 2%:R * eps * (2%:R - eps) * dot (pA P) g g.
Proof.
move=> law eps_ge0 eps_le1 [_ [g0 g0_gt0 fits]] g.
have level : 0 <= 1 - eps by rewrite subr_ge0.
have X := pX_ge0 law; have A := pA_ge0 law.
set F := norm (pX P) f; set G := norm (pA P) g.
have F0 : 0 <= F := norm_ge0 _ _; have G0 : 0 <= G := norm_ge0 _ _.
have FF : F ^+ 2 = dot (pX P) f f by rewrite norm_sqr.
have GG : G ^+ 2 = dot (pA P) g g by rewrite norm_sqr.
have fTg : dot (pX P) f (T P g) = G ^+ 2 by rewrite GG adjoint.
(* |T*f| >= (1 - eps) |f|: <f, Tg0> = <T*f, g0> <= |T*f| |g0|. *)
have ball : (1 - eps) * F <= G.
  rewrite -(ler_pmul2r g0_gt0); apply: le_trans fits _; rewrite adjoint //.
  have [neg|pos] := lerP (dot (pA P) (Ts P f) g0) 0; first by rewrite (le_trans neg) // mulr_ge0 // norm_ge0.
  rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?norm_ge0 ?(ltW pos) // exprMn GG norm_sqr //.
  exact: cauchy_schwarz.
split; first by rewrite fTg expr2 ler_wpmul2r.
(* |T*f|^4 = <f, TT*f>^2 <= |f|^2 |TT*f|^2. *)
have image : (1 - eps) ^+ 2 * G ^+ 2 <= dot (pX P) (T P g) (T P g).
  have [f0|fn0] := eqVneq F 0.
    have -> : G ^+ 2 = 0.
      have := cauchy_schwarz X f (T P g); rewrite fTg -FF f0 expr0n mul0r /= => le.
      by apply/eqP; rewrite -sqrf_eq0 eq_le le sqr_ge0.
    by rewrite mulr0 dot_ge0.
  have F_gt0 : 0 < F ^+ 2 by rewrite exprn_gt0 // lt_def fn0.
  rewrite -(ler_pmul2l F_gt0); apply: (@le_trans _ _ ((G ^+ 2) ^+ 2)); last first.
    by have := cauchy_schwarz X f (T P g); rewrite fTg FF.
  have -> : F ^+ 2 * ((1 - eps) ^+ 2 * G ^+ 2) = ((1 - eps) * F) ^+ 2 * G ^+ 2 by ring.
  by rewrite [(G ^+ 2) ^+ 2]expr2 ler_wpmul2r ?sqr_ge0 // ler_pexpn2r ?nnegrE ?mulr_ge0.
rewrite pair_varianceE // -GG -subr_ge0.
have -> : 2%:R * eps * (2%:R - eps) * G ^+ 2 - (2%:R * G ^+ 2 - 2%:R * dot (pX P) (T P g) (T P g))
  = 2%:R * (dot (pX P) (T P g) (T P g) - (1 - eps) ^+ 2 * G ^+ 2) by ring.
by rewrite mulr_ge0 ?ler0n // subr_ge0.
Qed.
Theorem variance (R : rcfType) : low_variance_variance_corrected R.
Proof. by move=> N M P eps f law e0 e1 fits; have [] := both law e0 e1 fits. Qed.
