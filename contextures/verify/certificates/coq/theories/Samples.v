(** Chapter 8: independent draws.  A sample is the list of the points that are drawn. *)
From Contextures Require Import Library Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Draws.
Variables (R : rcfType) (o : nat) (law : 'I_o -> R).

(** E f of n draws, the probability of an event, and the sum of a function over a sample. *)
Fixpoint expectation n (f : seq 'I_o -> R) : R :=
  if n is n'.+1 then \sum_z law z * expectation n' (fun drawn => f (z :: drawn)) else f [::].
Definition probability n (event : seq 'I_o -> bool) : R := expectation n (fun drawn => if event drawn then 1 else 0).
Fixpoint total (value : 'I_o -> R) (drawn : seq 'I_o) : R :=
  if drawn is z :: others then value z + total value others else 0.
Definition average value drawn : R := total value drawn / (size drawn)%:R.

(** The sum of a function over all lists of n points. *)
Fixpoint over_lists n (f : seq 'I_o -> R) : R :=
  if n is n'.+1 then \sum_z over_lists n' (fun listed => f (z :: listed)) else f [::].
End Draws.
