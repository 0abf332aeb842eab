(** neighbours.ncl-axes: two entries of a row that are not 0 would make two columns meet. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Theorem permutation : ncl_axes_permutation_printed R.
Proof.
move=> d U orthogonal ge0.
have some j : {i | U i j != 0}.
  apply: sigW; apply/existsP; apply: contraT; rewrite negb_exists => /forallP none.
  have := orthogonal j j; rewrite eqxx big1 => [/eqP|i _]; first by rewrite eq_sym oner_eq0.
  by move: (none i); rewrite negbK => /eqP ->; rewrite mul0r.
pose pi j := sval (some j); have at_pi j : U (pi j) j != 0 by rewrite /pi; case: (some j).
have alone i j k : j != k -> U i j = 0 \/ U i k = 0.
  move=> ne; have := orthogonal j k; rewrite (negPf ne) => /psumr_eq0P => zero.
  have /eqP : U i j * U i k = 0 by apply: zero => // e _; rewrite mulr_ge0.
  by rewrite mulf_eq0 => /orP[/eqP|/eqP]; [left | right].
have inj : injective pi.
  move=> j k same; apply/eqP; apply: contraT => /(alone (pi j))[/eqP|/eqP]; first by rewrite (negPf (at_pi j)).
  by rewrite same (negPf (at_pi k)).
exists pi => // i j; have [->|ne] := eqVneq i (pi j); last first.
  have [k ik] : exists k, i = pi k by exists (invF inj i); rewrite f_invF.
  have kj : k != j by apply: contraNneq ne => <-; rewrite ik.
  by case: (alone i k j kj) => // /eqP; rewrite ik (negPf (at_pi k)).
have := orthogonal j j; rewrite eqxx (bigD1 (pi j)) //= big1 ?addr0 => [one|e ne].
  by apply/eqP; rewrite -(@eqr_expn2 _ 2) ?ler01 ?ge0 // expr1n expr2 one.
have [k ek] : exists k, e = pi k by exists (invF inj e); rewrite f_invF.
have kj : k != j by apply: contraNneq ne => <-; rewrite ek.
by case: (alone e k j kj) => [/eqP|->]; [rewrite ek (negPf (at_pi k)) | rewrite mul0r].
Qed.
End Proofs.
