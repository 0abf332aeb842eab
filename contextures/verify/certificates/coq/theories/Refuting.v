(** For certificates of chapters 7 and 8: a claim with all its sizes and fields filled in meets the values of its sides. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Export Checking Graphs Difficult Samples.
From Contextures.Statements Require Import Neighbours NeighboursPrinted TangPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** A table by whole numbers, 0 outside. *)
Definition entries (R : realFieldType) (v : seq (seq Q)) : nat -> nat -> R := fun i j => q R (nth 0%bin (nth [::] v i) j).
Arguments entries R v%bin i%nat j%nat /.

Ltac expose ::=
  cbv beta zeta iota delta [dot mean centred flip pX pA T Ts pair numbers vector table functions mass total_variation
    expectation probability total average over_lists size
    degree product spectral_loss posterior overlap c_0 c_1 c_2 q_3 q_4 q_5 error_bound margin temperature scaled_bound
    row_product off_diagonal penalty_difference frobenius conductance alone affinity along laplacian
    signal_share signal_energy joint_threshold reconstruction_threshold
    is_channel clip_relation entries image gain best_gain regret gap energy aligned_gain alignment
    half top_max top_min flat_rate fast_rate energy_rate criterion fall largest_regret linear_rate radius second_block coherent rows_product purity dependence].

(** Each point of a finite set for itself. *)
Ltac each := apply: each_ord; cbn [every ords map]; do ?split; try exact: I.

(** The premises that are left are closed (in)equalities. *)
Ltac premise :=
  lazymatch goal with
  | |- is_true (leq _ _) => by []
  | |- is_true (leq _ _ && leq _ _) => by []
  | |- problem _ _ _ _ _ _ _ => split; premise
  | |- _ /\ _ => split; premise
  | |- is_true (_ <= half _ _)%N => by []
  | |- usual _ _ _ _ _ _ _ => split; premise
  | |- is_true (0 < 1 <= 1) => by rewrite ltr01 lexx
  | |- forall i, _ = 0 \/ _ = 1 => each; first [left; check | right; check]
  | |- forall i, is_pmf _ => each; check
  | |- is_channel _ => move; each; check
  | |- _ => first [check | by []]
  end.
Ltac premises H k :=
  lazymatch type of H with
  | ?A -> _ => let h := fresh "h" in have h : A; [premise | premises (H h) k]
  | _ => k H
  end.
Ltac put side :=
  lazymatch type of side with
  | 0 = _ => idtac
  | 1 = _ => idtac
  | _ => rewrite side
  end.
Ltac contradicts H lhs rhs :=
  have := H; put lhs; put rhs;
  lazymatch goal with
  | |- is_true (@Order.le _ _ _ _) -> False => apply/negP; rewrite -ltNge; check
  | |- is_true (@Order.lt _ _ _ _) -> False => apply/negP; rewrite -leNgt; check
  | |- _ = _ -> False => apply/eqP; check
  end.
Ltac refute H lhs rhs := premises H ltac:(fun H => contradicts H lhs rhs).
