(** shift.doro-worst-group: whatever is kept of a contaminated law is near it, and its CVaR lacks at most the noise. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Basics.
From Contextures.Statements Require Import Shift.
From Contextures.Proofs Require Import shift_doro_tv shift_cvar_chi2 shift_cvar_dual shift_cvar_third.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem cvar : doro_worst_group_cvar_corrected R.
Proof.
move=> n K P Pbad l D alpha eps r v given bad [_ greatest]; have [[pmf _] small _ _ _] := given.
rewrite -ler_subl_addr; apply: greatest => e [P' keeps worst]; have [pmf' _] := keeps.
apply: (difference given (P' := P')); split=> //; exact: kept_near pmf bad small keeps.
Qed.
Theorem cvar_printed : doro_worst_group_cvar_printed R.
Proof.
move=> n K P Pbad l D alpha eps r v given bad doro; have := cvar given bad doro.
have [_ _ _ a0 _] := given; have := noise_ge0 P l eps a0; set u := noise _ _ _ _ => u0 le.
rewrite le_maxr; have [vu|/ltW uv] := leP v u.
  apply/orP; right; apply: le_trans le _; apply: le_trans (ler_add vu (lexx u)) _.
  by apply: le_gap u0 _; ring.
apply/orP; left; apply: le_trans le _; apply: le_trans (ler_add (lexx v) uv) _.
by apply: le_gap (le_trans u0 uv) _; ring.
Qed.
Theorem chi_square : doro_worst_group_chi_square_corrected R.
Proof.
move=> n K P Pbad l D alpha eps rho r v w given bad radius [below _] [_ greatest].
have [[pmf _] _ _ a0 _] := given; have [k _ heavy] := worst_group given.
have a1 : alpha <= 1 := le_trans heavy (m_le1 _ pmf).
apply: greatest => e [P' keeps [upper _]]; have [pmf' _] := keeps.
have [i0 [in0 least0]] := quantile l pmf' a0; have risk := worst pmf' a0 a1 in0 least0.
apply: le_trans (below _ (ex_intro2 _ _ P' keeps risk)) _; case: risk => _; apply=> _ [Q inside ->].
by apply: upper; exists Q => //; exact: cvar_in_chi_square inside.
Qed.
End Proofs.
