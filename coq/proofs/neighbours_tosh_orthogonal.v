(** neighbours.tosh-orthogonal, both parts. *)
From Contextures Require Import Library Contextures Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Neighbours.
From Contextures.Proofs Require Import spectrum courant_fischer neighbours_tosh_redundancy.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Views.
Variables (R : rcfType) (X Z : nat) (p : 'I_X -> 'I_Z -> R) (h : 'I_X -> 'I_Z -> R).
Hypothesis law : is_law p.
Let ge0 x z : 0 <= p x z. Proof. by case: law. Qed.
Let u z := (\sum_x p x z * h x z) / pA p z.
Let e x := (\sum_z p x z * h x z) / pX p x.
Let v x z := u z - h x z.
Let r x := T p u x - e x.
Let px x : pX p x != 0. Proof. by rewrite lt0r_neq0 // pX_gt0. Qed.
Let pz z : pA p z != 0. Proof. by rewrite lt0r_neq0 // pA_gt0. Qed.
Definition mean_square (g : 'I_X -> 'I_Z -> R) : R := \sum_x \sum_z p x z * g x z ^+ 2.

(** v has mean zero given Z, and the mean r(X) given X. *)
Lemma given_second z : \sum_x p x z * v x z = 0.
Proof.
have -> : \sum_x p x z * v x z = pA p z * u z - \sum_x p x z * h x z.
  by rewrite /pA mulr_suml -sumrB; apply: eq_bigr => x _; rewrite /v; ring.
by rewrite /u mulrC mulfVK // subrr.
Qed.
Lemma given_first x : \sum_z p x z * v x z = pX p x * r x.
Proof.
rewrite /r /T /e -mulrBl mulrC mulfVK // -sumrB; apply: eq_bigr => z _; rewrite /v; ring.
Qed.
Lemma through : squared_difference p (fun x z => T p u x) h
  = squared_difference p (fun x z => e x) h + dot (pX p) r r.
Proof.
rewrite /squared_difference -big_split; apply: eq_bigr => x _ /=.
have zero : \sum_z p x z * (e x - h x z) = 0.
  have -> : \sum_z p x z * (e x - h x z) = pX p x * e x - \sum_z p x z * h x z.
    by rewrite /pX mulr_suml -sumrB; apply: eq_bigr => z _; ring.
  by rewrite /e mulrC mulfVK // subrr.
have -> : pX p x * r x * r x = 2%:R * r x * (\sum_z p x z * (e x - h x z)) + r x ^+ 2 * \sum_z p x z.
  by rewrite zero -/(pX p x); ring.
rewrite !mulr_sumr -!big_split; apply: eq_bigr => z _ /=; rewrite /r; ring.
Qed.

(** E(r(X) - T*r(Z))^2 = |r|^2 - |T*r|^2. *)
Lemma predicted f : mean_square (fun x z => f x - Ts p f z) = dot (pX p) f f - dot (pA p) (Ts p f) (Ts p f).
Proof.
have ff : dot (pX p) f f = \sum_x \sum_z p x z * f x ^+ 2.
  by apply: eq_bigr => x _; rewrite /pX -mulrA -expr2 mulr_suml.
have tt : dot (pA p) (Ts p f) (Ts p f) = \sum_x \sum_z p x z * f x * Ts p f z by rewrite dot_Ts.
have tt' : dot (pA p) (Ts p f) (Ts p f) = \sum_x \sum_z p x z * Ts p f z ^+ 2.
  by rewrite exchange_big; apply: eq_bigr => z _; rewrite /pA -mulrA -expr2 mulr_suml.
transitivity (dot (pX p) f f - 2%:R * dot (pA p) (Ts p f) (Ts p f) + dot (pA p) (Ts p f) (Ts p f)); last by ring.
rewrite {1}tt tt' ff mulr_sumr -sumrB -big_split; apply: eq_bigr => x _ /=.
by rewrite mulr_sumr -sumrB -big_split; apply: eq_bigr => z _ /=; ring.
Qed.
Lemma cross : dot (pX p) r r = \sum_x \sum_z p x z * (r x - Ts p r z) * v x z.
Proof.
transitivity (\sum_x r x * (\sum_z p x z * v x z) - \sum_z Ts p r z * \sum_x p x z * v x z).
  under [X in _ = _ - X]eq_bigr do rewrite given_second mulr0.
  rewrite [X in _ = _ - X]big1 ?subr0 //; apply: eq_bigr => x _; rewrite given_first; ring.
rewrite [X in _ - X = _](eq_bigr (fun z => \sum_x Ts p r z * (p x z * v x z))) => [|z _]; last by rewrite mulr_sumr.
rewrite exchange_big -sumrB; apply: eq_bigr => x _ /=; rewrite mulr_sumr -sumrB; apply: eq_bigr => z _; ring.
Qed.
Lemma cross_bound : dot (pX p) r r ^+ 2 <= (dot (pX p) r r - dot (pA p) (Ts p r) (Ts p r)) * mean_square v.
Proof.
rewrite -predicted; pose w (k : 'I_X * 'I_Z) := p k.1 k.2.
pose n := #|{: 'I_X * 'I_Z}|; pose W (k : 'I_n) := w (enum_val k).
pose F (k : 'I_n) := r (enum_val k).1 - Ts p r (enum_val k).2; pose G (k : 'I_n) := v (enum_val k).1 (enum_val k).2.
have W0 k : 0 <= W k by exact: ge0.
have sums (f : 'I_X * 'I_Z -> R) : \sum_(k < n) f (enum_val k) = \sum_x \sum_z f (x, z).
  transitivity (\sum_k f k); last by rewrite pair_bigA; apply: eq_bigr => -[x z].
  by rewrite [RHS](eq_bigl (mem {: 'I_X * 'I_Z})) // [RHS]big_enum_val.
have := cauchy_schwarz W0 F G.
have -> : dot W F G = dot (pX p) r r.
  by rewrite cross /dot (sums (fun k => w k * (r k.1 - Ts p r k.2) * v k.1 k.2)).
have -> : dot W F F = mean_square (fun x z => r x - Ts p r z).
  rewrite /dot (sums (fun k => w k * (r k.1 - Ts p r k.2) * (r k.1 - Ts p r k.2))) /mean_square.
  by apply: eq_bigr => x _; apply: eq_bigr => z _; rewrite /w /= expr2 mulrA.
have -> // : dot W G G = mean_square v.
rewrite /dot (sums (fun k => w k * v k.1 k.2 * v k.1 k.2)) /mean_square.
by apply: eq_bigr => x _; apply: eq_bigr => z _; rewrite /w /= expr2 mulrA.
Qed.
Lemma remainder s mu : left_singular p s mu -> dot (pX p) r r <= mean_square v * (1 - s X.-1 ^+ 2).
Proof.
move=> singular; set q := dot (pX p) r r; have q0 : 0 <= q by apply: dot_ge0 => x; exact: pX_ge0.
have v0 : 0 <= mean_square v.
  by apply: sumr_ge0 => x _; apply: sumr_ge0 => z _; rewrite mulr_ge0 ?sqr_ge0.
have s1 : s X.-1 ^+ 2 <= 1 by rewrite -(expr1n R 2) -(s0 law singular) (square_falls law singular).
have [->|nz] := eqVneq q 0; first by rewrite mulr_ge0 // subr_ge0.
have low : s X.-1 ^+ 2 * q <= dot (pA p) (Ts p r) (Ts p r).
  apply: (kept_at_least law singular) => i ni iX; move: ni.
  by rewrite ltnNge -ltnS prednK ?(N_gt0 law) // iX.
rewrite -(ler_pmul2l (_ : 0 < q)) ?lt_def ?nz // -expr2; apply: le_trans cross_bound _.
have -> : q * (mean_square v * (1 - s X.-1 ^+ 2)) = (q - s X.-1 ^+ 2 * q) * mean_square v by ring.
by rewrite ler_wpmul2r // ler_add2l ler_opp2.
Qed.
End Views.

Section Proofs.
Variable R : rcfType.
Theorem sum : tosh_orthogonal_sum_printed R. Proof. by move=> X Z Y P t; exact: sum_bound. Qed.
Theorem spectral : tosh_orthogonal_spectral_printed R.
Proof.
move=> X Z Y P t s mu target singular; case: (target) => law _; set h := by_both P t.
have first x : by_first P t x = (\sum_z views_law P x z * h x z) / pX (views_law P) x by rewrite by_firstE.
have second z : by_second P t z = (\sum_x views_law P x z * h x z) / pA (views_law P) z.
  by congr (_ / _); apply: eq_bigr => x _; rewrite tower.
have -> : through_error P t = squared_difference (views_law P)
    (fun x z => T (views_law P) (fun z => (\sum_x views_law P x z * h x z) / pA (views_law P) z) x) h.
  apply: eq_bigr => x _; apply: eq_bigr => z _; congr (_ * (_ - _) ^+ 2).
  by congr (_ / _); apply: eq_bigr => b _; rewrite second.
rewrite through // ; apply: ler_add.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => x _; apply: eq_bigr => z _; rewrite first.
apply: le_trans (remainder h law singular) _; rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _).
by apply: eq_bigr => x _; apply: eq_bigr => z _; rewrite second.
Qed.
End Proofs.
