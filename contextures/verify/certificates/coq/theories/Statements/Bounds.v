(** Chapter 5: the statements. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Contextures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** bounds.minimax-lower, after Z24; lambda_i is s_{i-1}^2, the constant counted.  Part only-if. *)
Definition minimax_lower_only_if_printed (R : rcfType) : Prop :=
  forall N M d (P : 'I_N -> 'I_M -> R) (Phi : 'I_d.+1 -> 'I_M -> R) s mu eps B,
    is_law P -> left_singular P s mu -> 0 <= eps -> eps < 1 -> 0 < B ->
    let beta := s d.+1 ^+ 2 / (1 - s d.+1 ^+ 2) * (eps / (1 - eps)) in
    beta <= 2%:R^-1 -> s d.+1 < s d -> invariant_error_at_most P (fun k => T P (Phi k)) eps B (beta * B ^+ 2) ->
    spans_top_counted P (fun k => T P (Phi k)) s.
