(** neighbours.ncl-wide: coordinates of zeros change no inner product. *)
From Contextures Require Import Library Contextures Basics Graphs Factors.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import neighbours_ncl_optimal.

Theorem value (R : rcfType) : ncl_wide_value_printed R.
Proof.
move=> C N r P law _; rewrite -(neighbours_ncl_optimal.value law); apply: same_products => a b.
rewrite /product big_split_ord /= [X in _ + X]big1 ?addr0 => [|k _]; last first.
  by rewrite /padded (unsplitK (inr k) : split (rshift C k) = inr k) mul0r.
by apply: eq_bigr => c _; rewrite /padded (unsplitK (inl c) : split (lshift r c) = inl c).
Qed.
Theorem minimum (R : rcfType) : ncl_wide_minimum_printed R.
Proof. by move=> C N r P f law pos _; rewrite value // law_least. Qed.
