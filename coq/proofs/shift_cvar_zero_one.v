(** shift.cvar-zero-one, both parts. *)
From Contextures Require Import Library Contextures Risks Basics Duals.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Shift.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.
Theorem value : cvar_zero_one_value_printed R.
Proof.
move=> n P l alpha [P0 P1] zero_one /andP[a0 a1]; set m := mean P l.
have l0 i : 0 <= l i by case: (zero_one i) => ->; rewrite ?ler01.
have ll i : l i * l i = l i by case: (zero_one i) => ->; rewrite ?mulr0 ?mulr1.
have m0 : 0 <= m by apply: sumr_ge0 => i _; exact: mulr_ge0.
have m1 : m <= 1 by rewrite -P1; apply: ler_sum => i _; case: (zero_one i) => ->; rewrite ?mulr0 ?mulr1.
have wrong : \sum_i P i * l i = m by [].
have right_ : \sum_i P i * (1 - l i) = 1 - m.
  by under eq_bigr do rewrite mulrBr mulr1; rewrite sumrB P1.
have maxl i eta : 0 <= eta <= 1 -> Num.max (l i - eta) 0 = (1 - eta) * l i.
  move=> /andP[e0 e1]; case: (zero_one i) => ->; last by rewrite mulr1 max_l // subr_ge0.
  by rewrite mulr0 max_r // sub0r oppr_le0.
have [le|gt] := lerP alpha m.
  (* All of the worst alpha is wrong. *)
  have m_gt0 : 0 < m := lt_le_trans a0 le; have mn := lt0r_neq0 m_gt0.
  rewrite min_l ?ler_pdivl_mulr ?mul1r //.
  apply: (cvar_by (eta := 1) (Q := fun i => P i * l i / m) a0).
  - split; first split=> [i|]; first by rewrite divr_ge0 ?mulr_ge0.
      by rewrite -mulr_suml wrong divff.
    move=> i; rewrite mulrA ler_pdivr_mulr // mulrCA; apply: ler_wpmul2l => //.
    by case: (zero_one i) => ->; rewrite ?mulr0 ?mulr1.
  - rewrite /mean; transitivity (\sum_i P i * l i / m); last by rewrite -mulr_suml wrong divff.
    by apply: eq_bigr => i _; rewrite mulrAC -[P i * l i * l i]mulrA ll.
  - rewrite big1 ?mul0r ?addr0 // => i _; rewrite maxl ?ler01 ?lexx // subrr mul0r mulr0 //.
have an := lt0r_neq0 a0; have le := ltW gt.
have m_lt1 : m < 1 := lt_le_trans gt a1; have mn : 1 - m != 0 by rewrite lt0r_neq0 // subr_gt0.
rewrite min_r ?ler_pdivr_mulr ?mul1r //.
apply: (cvar_by (eta := 0) (Q := fun i => P i * l i / alpha + P i * (1 - l i) * ((1 - m / alpha) / (1 - m))) a0).
- have share : 0 <= (1 - m / alpha) / (1 - m).
    by rewrite divr_ge0 // subr_ge0 ?ler_pdivr_mulr ?mul1r.
  have l1 i : 0 <= 1 - l i by case: (zero_one i) => ->; rewrite ?subr0 ?subrr ?ler01.
  split; first split=> [i|].
  + apply: addr_ge0; first by rewrite divr_ge0 ?mulr_ge0 // ltW.
    by apply: mulr_ge0 share; exact: mulr_ge0.
  + by rewrite big_split -!mulr_suml wrong right_ /=; field; rewrite mn an.
  move=> i; case: (zero_one i) => ->; last first.
    by rewrite mulr1 subrr mulr0 mul0r addr0 mulrCA divff // mulr1.
  rewrite mulr0 mul0r add0r subr0 mulr1 mulrCA -[X in _ <= X]mulr1; apply: ler_wpmul2l => //.
  rewrite mulrA ler_pdivr_mulr ?subr_gt0 // mul1r mulrBr mulr1 mulrCA divff // mulr1.
  by rewrite ler_add2r.
- rewrite /mean; under eq_bigr do rewrite mulrDl.
  rewrite big_split /= [X in _ + X]big1 => [|i _]; last by case: (zero_one i) => ->; rewrite ?mulr0 // subrr mulr0 !mul0r.
  rewrite addr0; transitivity (\sum_i P i * l i / alpha); last by rewrite -mulr_suml wrong.
  by apply: eq_bigr => i _; rewrite mulrAC -[P i * l i * l i]mulrA ll.
- rewrite add0r; congr (_ / _); apply: eq_bigr => i _.
  by rewrite maxl ?lexx ?ler01 // subr0 mul1r.
Qed.
Theorem erm : cvar_zero_one_erm_printed R.
Proof.
move=> n Theta P l alpha theta pmf zero_one levels best t c c' [up least] [up' _].
have [a0 _] := andP levels.
have [_ least_] := value pmf (zero_one theta) levels; have [above _] := value pmf (zero_one theta) levels.
have [_ least'] := value pmf (zero_one t) levels.
apply: (@le_trans _ _ (Num.min 1 (mean P (l theta) / alpha))); first by apply: least => r; exact: above.
apply: (@le_trans _ _ (Num.min 1 (mean P (l t) / alpha))); last by apply: least' => r; exact: up'.
rewrite le_minr !le_minl lexx /=; apply/orP; right; rewrite ler_pdivr_mulr // divfK ?lt0r_neq0 //; exact: best.
Qed.
End Proofs.
