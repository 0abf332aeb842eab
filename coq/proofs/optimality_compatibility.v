(** optimality.compatibility, all parts. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum singular_functions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem spectral : compatibility_spectral_printed R.
Proof.
move=> N M P s mu f law singular unit_ mean0 f_gt0 u; rewrite /rho_square.
have same i : (i < N)%N -> dot (pX P) f (unit_mode P mu i) = u i.
  move=> lt; rewrite /u /dot; apply: eq_bigr => x _.
  by rewrite /unit_mode /norm unit_ // sqrtr1 divr1.
have u0 : u 0%N = 0 by rewrite -same ?(N_gt0 law) // (first_mode law singular).
rewrite (image_expand law singular) (expand law singular f f).
have -> : \sum_(i < N) s i ^+ 2 * (dot (pX P) f (unit_mode P mu i) * dot (pX P) f (unit_mode P mu i))
    = \sum_(i < N) s i ^+ 2 * u i ^+ 2 by apply: eq_bigr => i _; rewrite same.
have -> : \sum_(i < N) dot (pX P) f (unit_mode P mu i) * dot (pX P) f (unit_mode P mu i) = \sum_(i < N) u i ^+ 2.
  by apply: eq_bigr => i _; rewrite same.
have := first_apart law (fun i => s i ^+ 2 * u i ^+ 2); rewrite /= u0 expr0n mulr0 add0r => ->.
by have := first_apart law (fun i => u i ^+ 2); rewrite /= u0 expr0n add0r => ->.
Qed.
Theorem range_lower : compatibility_range_lower_printed R.
Proof. by move=> N M P f law f0; rewrite divr_ge0 ?(ltW f0) // dot_ge0 // => a; exact: pA_ge0. Qed.
Theorem range_upper : compatibility_range_upper_printed R.
Proof. by move=> N M P f law f0; rewrite ler_pdivr_mulr // mul1r Ts_contracts. Qed.
Theorem bound : compatibility_bound_printed R.
Proof.
move=> N M P f g law f0 g0; rewrite ler_pdivr_mulr ?mulr_gt0 // /rho_square mulrA divfK ?lt0r_neq0 //.
by rewrite adjoint //; apply: cauchy_schwarz => a; exact: pA_ge0.
Qed.
Theorem attained : compatibility_attained_printed R.
Proof.
move=> N M P f law f0 g; split=> [g0|g0 h].
  rewrite adjoint // -/g expr2 /rho_square -/g.
  by have := lt0r_neq0 f0; have := lt0r_neq0 g0 => a b; field; rewrite a b.
have A : forall a, 0 <= pA P a by move=> a; exact: pA_ge0.
have := cauchy_schwarz A (Ts P f) h; rewrite adjoint // -/g g0 mul0r => le.
by apply/eqP; rewrite -sqrf_eq0 eq_le le sqr_ge0.
Qed.
End Proofs.
