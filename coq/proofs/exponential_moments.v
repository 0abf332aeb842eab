(** Exponential moments of bounded variables, by derivatives of one variable. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.classical Require Import functions.
From mathcomp Require Import reals topology normedtype derive realfun sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Basics Logs.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.

Section Moments.
Variable R : realType.
Implicit Types (x s p : R).

(** What grows to the right of 0 is largest there. *)
Lemma grows (f df : R -> R) : (forall x, is_derive x 1 f (df x)) -> (forall x, 0 <= x -> 0 <= df x) ->
  forall x, 0 <= x -> f 0 <= f x.
Proof.
move=> der pos x x0; have [|c] := @MVT_segment R f df 0 x x0 (fun y _ => der y).
  apply: continuous_subspaceT => y; apply/differentiable_continuous/derivable1_diffP.
  by case: (der y).
by rewrite in_itv /= => /andP[c0 _] e; rewrite -subr_ge0 e subr0 mulr_ge0 // pos.
Qed.

Lemma tangent x : 0 <= x -> expR x * (1 - x) <= 1.
Proof.
move=> x0; rewrite -ler_opp2 -(_ : - (expR 0 * (1 - 0)) = -1 :> R); last by rewrite expR0 subr0 mulr1.
apply: (@grows (- (@expR R * (cst 1 - id))) (fun y => y * expR y)) => // [y|y y0]; last first.
  by rewrite mulr_ge0 // ltW // expR_gt0.
apply: is_derive_eq; rewrite /GRing.scale /= -[(cst 1 - id) y]/(1 - y); ring.
Qed.
Lemma expR_ge x : 1 + x <= expR x.
Proof.
have [x0|/ltW x0] := leP 0 x; first exact: expR_ge1Dx.
have := @tangent (- x); rewrite oppr_ge0 opprK expRN => /(_ x0).
by rewrite mulrC ler_pdivr_mulr ?expR_gt0 // mul1r.
Qed.
Lemma is_ln_ln : is_ln (@ln R).
Proof.
split=> [x y x0 y0|x x0]; first by rewrite lnM ?posrE.
by rewrite ler_subr_addl -{2}(lnK (_ : x \is Num.pos)) ?posrE // expR_ge.
Qed.

(** 2 tanh(x/2) <= x. *)
Lemma tanh_le x : 0 <= x -> 2%:R * (expR x - 1) <= x * (expR x + 1).
Proof.
move=> x0; rewrite -subr_ge0.
have -> : 0 = 0 * (expR 0 + 1) - 2%:R * (expR 0 - 1) :> R by rewrite expR0; ring.
apply: (@grows (id * (@expR R + cst 1) - 2%:R \*: (@expR R - cst 1)) (fun y => 1 - expR y * (1 - y))) => // [y|y y0].
  by apply: is_derive_eq; rewrite /GRing.scale /= -[(expR + cst 1) y]/(expR y + 1); ring.
by rewrite subr_ge0 tangent.
Qed.

(** A coin that shows 1 with probability p. *)
Lemma coin_right p s : 0 <= p <= 1 -> 0 <= s -> (1 - p + p * expR s) * expR (- (s ^+ 2 / 8%:R + p * s)) <= 1.
Proof.
move=> /andP[p0 p1] s0.
pose w t := - (t ^+ 2 / 8%:R + p * t); pose E := @expR R \o w; pose D t := 1 - p + p * expR t.
have der t : is_derive t 1 (fun t => - (D t * E t)) (E t * ((t / 4%:R + p) * D t - p * expR t)).
  have dD : is_derive t 1 D (p * expR t).
    have -> : D = cst (1 - p) + p \*: @expR R by [].
    by apply: is_derive_eq; rewrite /GRing.scale /= add0r.
  have dw : is_derive t 1 w (- (t / 4%:R + p)).
    have -> : w = - (8%:R^-1 \*: (id ^+ 2) + p \*: id) :> (R -> R) by apply/boolp.funext => u; rewrite /w mulrC.
    by apply: is_derive_eq; rewrite /GRing.scale /= !mulr1; field.
  have dE : is_derive t 1 E (E t * - (t / 4%:R + p)) := is_derive1_comp (is_derive_expR (w t)) dw.
  apply: is_derive_eq (is_deriveN (is_deriveM dD dE)) _.
  rewrite /GRing.scale /=; ring.
have pos t : 0 <= t -> 0 <= E t * ((t / 4%:R + p) * D t - p * expR t).
  move=> t0; apply: mulr_ge0; first by rewrite ltW // expR_gt0.
  pose r := expR (t / 2%:R).
  have rr : expR t = r ^+ 2 by rewrite -expRMm; congr expR; field.
  have r0 : 0 < r by exact: expR_gt0.
  have amgm : p * (1 - p) * (1 + r) ^+ 2 <= D t.
    by rewrite -subr_ge0 /D rr (_ : _ - _ = (1 - p - p * r) ^+ 2) ?sqr_ge0 //; ring.
  have half := @tanh_le (t / 2%:R) (divr_ge0 t0 (ler0n _ _)); rewrite -/r in half.
  have q0 : 0 <= p * (1 - p) * (r + 1) / 2%:R.
    have r1 : 0 <= r + 1 := addr_ge0 (ltW r0) ler01.
    by rewrite divr_ge0 ?ler0n // mulr_ge0 // mulr_ge0 // subr_ge0.
  have := ler_add (ler_wpmul2l q0 half) (ler_wpmul2l (divr_ge0 t0 (ler0n _ 4)) amgm).
  by rewrite -subr_ge0 => le; apply: ge0_eq le _; rewrite /D rr; field.
have := grows der pos s0.
have -> : D 0 * E 0 = 1 by rewrite /D /E /= /w expr0n mul0r mulr0 addr0 oppr0 expR0; ring.
by rewrite ler_opp2.
Qed.
End Moments.
