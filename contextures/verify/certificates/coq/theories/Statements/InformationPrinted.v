(** Chapter 7, information and modes of dependence: printed forms that certificates decide. *)
From Contextures Require Import Library Contextures Risks Logs.
From Contextures.Statements Require Export Neighbours NeighboursPrinted ClassicalPrinted.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** The law of what two channels make of one input. *)
Definition both_from (R : rcfType) n a b (p : 'I_n -> R) (F : 'I_n -> 'I_a -> R) (G : 'I_n -> 'I_b -> R) i j : R :=
  \sum_x p x * F x i * G x j.
Definition sent_on (R : rcfType) n a b (p : 'I_n -> R) (F : 'I_n -> 'I_a -> R) (G : 'I_a -> 'I_b -> R) i j : R :=
  \sum_x p x * F x i * G i j.

(** neighbours.head-lower-input: Y and X of the law P, Z_1 from X, Z_2 from Z_1, and R from X alone. *)
Definition head_lower_input_bound_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall y x z w r (P : 'I_y -> 'I_x -> R) (encoder : 'I_x -> 'I_z -> R) (projector : 'I_z -> 'I_w -> R)
    (target : 'I_x -> 'I_r -> R), is_law P -> is_channel encoder -> is_channel projector -> is_channel target ->
    mutual_information ln (both_from (pA P) encoder target) - mutual_information ln (sent_on (pA P) encoder projector)
      + mutual_information ln (through P target) <= mutual_information ln (through P encoder).

(** neighbours.zheng-information: the modes of B have sum sigma_i^2 = |B|^2. *)
Definition half_strength (R : rcfType) X Y (P : 'I_X -> 'I_Y -> R) : R := pair_norm P (dependence P) / 2%:R.
Definition zheng_information_local_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R), is_law P -> mutual_information ln P = half_strength P.
Definition zheng_information_at_most_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R), is_law P -> mutual_information ln P <= half_strength P.
Definition zheng_information_at_least_printed (R : rcfType) (ln : R -> R) : Prop :=
  forall X Y (P : 'I_X -> 'I_Y -> R), is_law P -> half_strength P <= mutual_information ln P.
