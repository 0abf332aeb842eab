(** neighbours.gauss-alignment: what is centred shrinks by s_1^2. *)
From Contextures Require Import Library Contextures Basics Graphs.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

From Contextures.Proofs Require Import spectrum neighbours_gauss_floor.

Section Proofs.
Variable R : rcfType.

Lemma flip_law N M (P : 'I_N -> 'I_M -> R) : is_law P -> is_law (flip P).
Proof. by case=> ge0 one x0 a0; split=> // [a x|]; [exact: ge0 | rewrite /flip exchange_big]. Qed.
Lemma shrinks N M (P : 'I_N -> 'I_M -> R) s nu g : is_law P -> left_singular (flip P) s nu ->
  dot (pX P) (T P g) (T P g) <= s 1%N ^+ 2 * dot (pA P) g g + (1 - s 1%N ^+ 2) * mean (pA P) g ^+ 2.
Proof.
move=> law singular; have flipped := flip_law law.
pose c i := dot (pA P) g (unit_mode (flip P) nu i) ^+ 2.
have image : dot (pX P) (T P g) (T P g) = \sum_(i < M) s i ^+ 2 * c i.
  by have := image_expand flipped singular g g; rewrite /c => e; exact: e.
have own : dot (pA P) g g = \sum_(i < M) c i.
  by have := expand flipped singular g g => e; exact: e.
have first : c 0%N = mean (pA P) g ^+ 2 by rewrite /c; have := first_mode flipped singular g => e; rewrite e.
rewrite image own (first_apart flipped (fun i => s i ^+ 2 * c i)) (first_apart flipped c).
rewrite first (s0 flipped singular) expr1n mul1r.
rewrite [X in _ <= X](_ : _ = mean (pA P) g ^+ 2 + s 1%N ^+ 2 * \sum_(i < M.-1) c i.+1); last first.
  move: (\sum_(i < _) _) (mean _ _) (s _) => a b e; ring.
rewrite ler_add2l mulr_sumr; apply: ler_sum => i _; apply: ler_wpmul2r; first exact: sqr_ge0.
by apply: (square_falls flipped singular).
Qed.
Theorem bound : gauss_alignment_bound_printed R.
Proof.
move=> N M d P f s nu law singular sphere; rewrite alignmentE //.
have one : \sum_k dot (pA P) (f k) (f k) = 1.
  rewrite exchange_big -[RHS](pA_sum law); apply: eq_bigr => a _ /=.
  under eq_bigr do rewrite -mulrA; by rewrite -mulr_sumr -/(product f a a) sphere mulr1.
rewrite -[X in X + _]mulr1 -one /mean_square !mulr_sumr -big_split; apply: ler_sum => k _ /=.
by rewrite one; exact: (shrinks _ law singular).
Qed.
End Proofs.
