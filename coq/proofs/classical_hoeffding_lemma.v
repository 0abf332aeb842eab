(** classical.hoeffding-lemma: the exponential is below its chord, and a coin's moment is known. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals sequences exp.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Exponentials.
From Contextures.Proofs Require Import exponential_moments.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : realType.
Implicit Types (s p x y theta : R).

Lemma coin p s : 0 <= p <= 1 -> (1 - p + p * expR s) * expR (- (p * s)) <= expR (s ^+ 2 / 8%:R).
Proof.
have right q x : 0 <= q <= 1 -> 0 <= x -> (1 - q + q * expR x) * expR (- (q * x)) <= expR (x ^+ 2 / 8%:R).
  move=> q01 x0; have := coin_right q01 x0.
  by rewrite opprD expRD mulrCA expRN mulrC ler_pdivr_mulr ?expR_gt0 // mul1r.
move=> p01; have [s0|/ltW s0] := leP 0 s; first exact: right.
have q01 : 0 <= 1 - p <= 1 by move: p01; rewrite subr_ge0 ler_subl_addr ler_addl andbC.
have := right _ (- s) q01; rewrite oppr_ge0 sqrrN => /(_ s0); congr (_ <= _).
have -> : - ((1 - p) * - s) = s + - (p * s) by ring.
by rewrite expRD mulrA mulrDl -mulrA -expRD addNr expR0; congr (_ * _); ring.
Qed.
Lemma chord theta x y : 0 <= theta <= 1 ->
  expR ((1 - theta) * x + theta * y) <= (1 - theta) * expR x + theta * expR y.
Proof.
move=> /andP[t0 t1]; set m := (1 - theta) * x + theta * y.
have above (u z : R) : (1 + (z - u)) * expR u <= expR z.
  by rewrite -[X in _ <= expR X](subrK u) expRD ler_pmul2r ?expR_gt0 // expR_ge.
have t1' : 0 <= 1 - theta by rewrite subr_ge0.
apply: le_trans _ (ler_add (ler_wpmul2l t1' (above m x)) (ler_wpmul2l t0 (above m y))).
by rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /m; ring.
Qed.
Theorem lemma : hoeffding_lemma_lemma_printed R.
Proof.
move=> n P Z a b s [P0 one] between; set mu := mean P Z; set w := b - a.
have w0 (i : 'I_n) : 0 <= w by case/andP: (between i) => /le_trans le /le; rewrite subr_ge0.
pose theta (i : 'I_n) := (Z i - a) / w.
have theta01 (i : 'I_n) : 0 <= theta i <= 1.
  case/andP: (between i) => az zb; rewrite divr_ge0 ?(w0 i) ?subr_ge0 //=.
  have [e|wn] := eqVneq w 0; first by rewrite /theta e invr0 mulr0 ler01.
  by rewrite ler_pdivr_mulr ?lt_def ?wn ?(w0 i) // mul1r ler_add2r.
have share (i : 'I_n) : theta i * w = Z i - a.
  have [e|wn] := eqVneq w 0; last by rewrite divfK.
  rewrite e mulr0; apply/eqP; rewrite eq_sym subr_eq0 eq_le; case/andP: (between i) => -> /le_trans ->//.
  by rewrite -subr_le0 -/w e.
pose p := \sum_i P i * theta i.
have p01 : 0 <= p <= 1.
  apply/andP; split; first by apply: sumr_ge0 => i _; rewrite mulr_ge0 //; case/andP: (theta01 i).
  by rewrite -one; apply: ler_sum => i _; rewrite ler_pimulr //; case/andP: (theta01 i).
have pw : p * w = mu - a.
  rewrite mulr_suml /mu /mean -[a]mul1r -one mulr_suml -sumrB; apply: eq_bigr => i _.
  by rewrite -mulrA share mulrBr.
apply: (@le_trans _ _ (\sum_i P i * ((1 - theta i) * expR (s * (a - mu)) + theta i * expR (s * (b - mu))))).
  apply: ler_sum => i _; rewrite ler_wpmul2l //; apply: le_trans (chord _ _ (theta01 i)).
  have -> : Z i = theta i * w + a by rewrite share subrK.
  by rewrite ler_expR le_eqVlt; apply/orP; left; apply/eqP; rewrite /w; ring.
have -> : \sum_i P i * ((1 - theta i) * expR (s * (a - mu)) + theta i * expR (s * (b - mu)))
    = (1 - p) * expR (s * (a - mu)) + p * expR (s * (b - mu)).
  rewrite -[in RHS]one /p -sumrB !mulr_suml -big_split; apply: eq_bigr => i _ /=; ring.
have -> : s * (a - mu) = - (p * (s * w)) by rewrite mulrCA pw; ring.
have -> : s * (b - mu) = s * w + - (p * (s * w)) by rewrite mulrCA pw /w; ring.
by rewrite expRD [p * (expR _ * _)]mulrA -mulrDl -exprMn coin.
Qed.
End Proofs.
