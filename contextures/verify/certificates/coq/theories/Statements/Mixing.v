(** Chapter 4: the statements. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** mixing.moderate: a context with every lambda_i above the sum of all of a second one, which is not 0, and a mixture
    with a smaller tau than either, by more than a factor c. *)
Definition smaller_mixture (R : rcfType) (c : R) : Prop :=
  exists N M1 M2 (P1 P2 : 'I_N -> nat -> R) (w : R) s1 mu1 s2 mu2 s mu,
    let P := combination w P1 P2 M1 in
    [/\ [/\ is_law (upto P1 M1), is_law (upto P2 M2), is_law (upto P (M1 + M2)), 0 <= w <= 1
          & forall x, pX (upto P1 M1) x = pX (upto P2 M2) x],
        [/\ left_singular (upto P1 M1) s1 mu1, left_singular (upto P2 M2) s2 mu2
          & left_singular (upto P (M1 + M2)) s mu],
        0 < s2 1%N ^+ 2, \sum_(i < N.-1) s2 i.+1 ^+ 2 < s1 N.-1 ^+ 2
      & exists d, s d.+2 ^+ 2 < 1 /\ let t := tau_at N (fun i => s i ^+ 2) d.+1 in
          tau_above N (fun i => s1 i ^+ 2) (c * t) /\ tau_above N (fun i => s2 i ^+ 2) (c * t)].
Definition moderate_smaller_printed (R : rcfType) : Prop := smaller_mixture (1 : R).
Definition moderate_clearly_smaller_printed (R : rcfType) : Prop := smaller_mixture (3%:R / 2%:R : R).
