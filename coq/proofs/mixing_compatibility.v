(** mixing.compatibility, all parts. *)
From Contextures Require Import Library Contextures Basics Spans.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Mixing.
From Contextures.Proofs Require Import convex_combination optimality_rkhs.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Theorem every_task : compatibility_every_task_printed R.
Proof. by move=> J N M w P f g combination Q; exact: combined_images. Qed.
Theorem mean : compatibility_mean_printed R.
Proof.
move=> J N M w P f combination; rewrite /rho_square_of combined_images // mulr_suml; apply: eq_bigr => j _.
by rewrite (combined_dot combination j) mulrA.
Qed.
Lemma combined_mean J N (M : 'I_J -> nat) (w : 'I_J -> R) (P : forall j, 'I_N -> 'I_(M j) -> R) f j :
  are_combined w P -> Contextures.mean (pX (combined w P)) f = Contextures.mean (pX (P j)) f.
Proof. by move=> combination; apply: eq_bigr => x _; rewrite (combined_pX combination j). Qed.
Theorem intersection : compatibility_intersection_printed R.
Proof.
move=> J N M w P f eps combination e1 all; have [j0 _] := some_context combination.
have [w0 w1 law _] := combination.
apply: (compatible_by_image (combined_law combination) e1).
  by rewrite (combined_mean f j0 combination); case: (all j0).
set c := (1 - eps) ^+ 2; have -> : c * dot (pX (combined w P)) f f = \sum_j w j * (c * dot (pX (combined w P)) f f).
  by rewrite -mulr_suml w1 mul1r.
rewrite combined_images //; apply: ler_sum => j _.
by rewrite (combined_dot combination j) ler_wpmul2l ?(ltW (w0 j)) //; exact: (compatible_image (law j) e1 (all j)).
Qed.
Theorem union : compatibility_union_printed R.
Proof.
move=> J N M w P f eps combination e1 fits; have [w0 w1 law _] := combination.
have mean0 j : Contextures.mean (pX (P j)) f = 0 by rewrite -(combined_mean f j combination); case: fits.
pose far j := (1 - eps) ^+ 2 * dot (pX (P j)) f f - dot (pA (P j)) (Ts (P j) f) (Ts (P j) f).
have [/existsP[j le]|none] := boolP [exists j, far j <= 0].
  by exists j; apply: (compatible_by_image (law j) e1 (mean0 j)); rewrite -subr_le0.
have pos j : 0 < far j by rewrite ltNge; move: none; rewrite negb_exists => /forallP.
have : \sum_j w j * far j <= 0.
  rewrite /far; under eq_bigr do rewrite mulrBr; rewrite sumrB -combined_images // subr_le0.
  apply: le_trans (compatible_image (combined_law combination) e1 fits).
  set c := (1 - eps) ^+ 2; have -> : c * dot (pX (combined w P)) f f = \sum_j w j * (c * dot (pX (combined w P)) f f).
    by rewrite -mulr_suml w1 mul1r.
  by apply: ler_sum => j _; rewrite (combined_dot combination j).
have [j0 _] := some_context combination.
rewrite leNgt (bigD1 j0) //= ltr_paddr ?mulr_gt0 //.
by apply: sumr_ge0 => j _; rewrite ltW // mulr_gt0.
Qed.
End Proofs.
