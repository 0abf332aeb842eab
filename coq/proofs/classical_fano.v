(** classical.fano: ln x <= x - 1 at each value, output and guess. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp.algebra_tactics Require Import ring.
From Contextures Require Import Contextures Risks Logs Basics.
From Contextures.Statements Require Import Classical.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Proofs.
Variable R : rcfType.

Lemma triple n m k (F G : 'I_n -> 'I_m -> 'I_k -> R) : (forall x y z, F x y z <= G x y z) ->
  \sum_x \sum_y \sum_z F x y z <= \sum_x \sum_y \sum_z G x y z.
Proof. by move=> le; do 3!(apply: ler_sum => ? _). Qed.
Theorem fano : fano_fano_printed R.
Proof.
move=> ln n m P guess law P0 one channel n2.
have g0 y x : 0 <= guess y x by case: (channel y).
have g1 y : \sum_x guess y x = 1 by case: (channel y).
set pe := mistaken P guess; pose A y := pA P y.
have n1 : 0 < n%:R - 1 :> R by rewrite subr_gt0 ltr1n.
pose q (x x' : 'I_n) := if x == x' then 1 - pe else pe / (n%:R - 1).
pose w x y x' := P x y * guess y x'.
have w0 x y x' : 0 <= w x y x' by rewrite mulr_ge0.
have below x y : P x y <= A y by rewrite /A /pA (bigD1 x) //= ler_addl sumr_ge0.
have right : 1 - pe = \sum_x \sum_y w x y x by rewrite /pe /mistaken opprB addrC subrK.
have peE : pe = \sum_x \sum_y (P x y - w x y x).
  by rewrite /pe /mistaken -one -sumrB; apply: eq_bigr => x _; rewrite -sumrB.
have rest x y : P x y - w x y x = \sum_(x' | x' != x) w x y x'.
  have -> : P x y = \sum_x' w x y x' by rewrite -mulr_sumr g1 mulr1.
  by rewrite (bigD1 x) //= addrAC subrr add0r.
have pe0 : 0 <= pe.
  by rewrite peE; apply: sumr_ge0 => x _; apply: sumr_ge0 => y _; rewrite rest sumr_ge0.
have q_gt0 x y x' : w x y x' != 0 -> 0 < q x x'.
  move=> nz; have wp : 0 < w x y x' by rewrite lt_def nz w0.
  rewrite /q; case: eqP => [e|/eqP ne].
    apply: lt_le_trans wp _; rewrite -e right (bigD1 x) //= (bigD1 y) //= -addrA ler_addl.
    by rewrite addr_ge0 ?sumr_ge0 // => z _; exact: sumr_ge0.
  rewrite divr_gt0 //; apply: lt_le_trans wp _; rewrite peE (bigD1 x) //= (bigD1 y) //= rest.
  rewrite (bigD1 x') 1?eq_sym //= -!addrA ler_addl addr_ge0 ?sumr_ge0 // addr_ge0 ?sumr_ge0 // => [z _|z _].
    by rewrite rest sumr_ge0.
  by apply: sumr_ge0 => ? _; rewrite rest sumr_ge0.
have q0 x x' : 0 <= q x x'.
  rewrite /q; case: (x == x'); last by rewrite divr_ge0 // ltW.
  by rewrite right; apply: sumr_ge0 => ? _; exact: sumr_ge0.
have term x y x' : w x y x' * (ln (A y) - ln (P x y) + ln (q x x')) <= A y * guess y x' * q x x' - w x y x'.
  have [z|nz] := eqVneq (w x y x') 0.
    by rewrite z mul0r subr0 mulr_ge0 // mulr_ge0 // (le_trans (P0 x y)).
  have Pn : P x y != 0 by apply: contra nz => /eqP e; rewrite /w e mul0r.
  have Pp : 0 < P x y by rewrite lt_def Pn P0.
  have Ap : 0 < A y := lt_le_trans Pp (below x y).
  have qp := q_gt0 _ _ _ nz.
  have -> : ln (A y) - ln (P x y) + ln (q x x') = ln (A y / P x y * q x x').
    by rewrite !(ln_mul law) ?mulr_gt0 ?invr_gt0 // (ln_inv law).
  apply: le_trans (ler_wpmul2l (w0 x y x') (ln_le law _)) _; first by rewrite mulr_gt0 // divr_gt0.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /w; field.
have inner x y : \sum_x' w x y x' * (ln (A y) - ln (P x y) + ln (q x x'))
    = P x y * (ln (A y) - ln (P x y)) + w x y x * ln (1 - pe) + (P x y - w x y x) * ln (pe / (n%:R - 1)).
  under eq_bigr do rewrite mulrDr; rewrite big_split -mulr_suml /= -addrA; congr (_ + _).
    by rewrite -mulr_sumr g1 mulr1.
  rewrite (bigD1 x) //= {1}/q eqxx; congr (_ + _); rewrite rest mulr_suml; apply: eq_bigr => x' ne.
  by rewrite /q eq_sym (negPf ne).
have total : \sum_x \sum_y \sum_x' (A y * guess y x' * q x x' - w x y x') = 0.
  have left : \sum_x \sum_y \sum_x' w x y x' = 1.
    by rewrite -one; apply: eq_bigr => x _; apply: eq_bigr => y _; rewrite -mulr_sumr g1 mulr1.
  have columns x' : \sum_x q x x' = 1.
    rewrite (bigD1 x') //= {1}/q eqxx (eq_bigr (fun=> pe / (n%:R - 1))); last by move=> x ne; rewrite /q (negPf ne).
    rewrite sumr_const cardC1 card_ord -mulr_natl -subn1 natrB ?(ltnW n2) // mulrCA divff ?lt0r_neq0 //.
    by rewrite mulr1 subrK.
  under eq_bigr => x _ do under eq_bigr => y _ do rewrite sumrB.
  under eq_bigr => x _ do rewrite sumrB.
  rewrite sumrB left exchange_big /=.
  under eq_bigr => y _ do rewrite exchange_big /=.
  under eq_bigr => y _ do under eq_bigr => x' _ do rewrite -mulr_sumr columns mulr1.
  under eq_bigr => y _ do rewrite -mulr_sumr g1 mulr1.
  by rewrite /A /pA exchange_big one subrr.
have := triple term; rewrite total; under eq_bigr => x _ do under eq_bigr => y _ do rewrite inner.
have -> : \sum_x \sum_y (P x y * (ln (A y) - ln (P x y)) + w x y x * ln (1 - pe) + (P x y - w x y x) * ln (pe / (n%:R - 1)))
    = conditional_entropy ln P + (1 - pe) * ln (1 - pe) + pe * ln (pe / (n%:R - 1)).
  have -> : conditional_entropy ln P = \sum_x \sum_y P x y * (ln (A y) - ln (P x y)).
    under eq_bigr => x _ do under eq_bigr => y _ do rewrite mulrBr.
    under eq_bigr => x _ do rewrite sumrB.
    rewrite sumrB exchange_big /=; congr (_ - _); apply: eq_bigr => y _; exact: mulr_suml.
  move: (ln (1 - pe)) (ln (pe / _)) => a b; rewrite right peE !mulr_suml -!big_split; apply: eq_bigr => x _ /=.
  by rewrite !mulr_suml -!big_split.
have -> : pe * ln (pe / (n%:R - 1)) = pe * ln pe - pe * ln (n%:R - 1).
  have [->|nz] := eqVneq pe 0; first by rewrite !mul0r subrr.
  by rewrite (ln_mul law) ?invr_gt0 // ?(ln_inv law) ?mulrBr // lt_def nz.
by move=> le; apply: le_gap le _; rewrite /coin_entropy -/pe; ring.
Qed.
Lemma coin_entropy_le ln (p : R) : is_ln ln -> 0 <= p <= 1 -> coin_entropy ln p <= ln 2%:R.
Proof.
move=> law /andP[p0 p1]; have p1' : 0 <= 1 - p by rewrite subr_ge0.
have half (x : R) : 0 <= x -> - (x * ln x) <= x * ln 2%:R + (2%:R^-1 - x).
  move=> x0; have [->|nz] := eqVneq x 0; first by rewrite !mul0r oppr0 add0r addr0 invr_ge0 ler0n.
  have xp : 0 < x by rewrite lt_def nz.
  have pos : 0 < (2%:R * x)^-1 by rewrite invr_gt0 mulr_gt0 ?ltr0n.
  have := ler_wpmul2l x0 (ln_le law pos).
  rewrite (ln_inv law) ?mulr_gt0 ?ltr0n // (ln_mul law) ?ltr0n // => le.
  by apply: le_gap le _; field.
by apply: le_gap (ler_add (half p p0) (half (1 - p) p1')) _; rewrite /coin_entropy; field.
Qed.
Theorem weak : fano_weak_printed R.
Proof.
move=> ln n m P guess law P0 one channel n2; have n1 : 0 < n%:R - 1 :> R by rewrite subr_gt0 ltr1n.
have n0 : 0 < n%:R :> R by rewrite ltr0n ltnW.
rewrite ler_pdivr_mulr; last by rewrite (ln_gt0 law) // ltr1n.
have pe01 : 0 <= mistaken P guess <= 1.
  have g0 y x : 0 <= guess y x by case: (channel y).
  rewrite /mistaken subr_ge0 ler_subl_addr ler_addl; apply/andP; split; last first.
    by apply: sumr_ge0 => x _; apply: sumr_ge0 => y _; rewrite mulr_ge0.
  rewrite -one; apply: ler_sum => x _; apply: ler_sum => y _; rewrite ler_pimulr //.
  by case: (channel y) => _ <-; rewrite (bigD1 x) //= ler_addl sumr_ge0.
have larger : ln (n%:R - 1) <= ln n%:R.
  have -> : ln (n%:R - 1) = ln n%:R + ln ((n%:R - 1) / n%:R) by rewrite -(ln_mul law) ?divr_gt0 // mulrC divfK ?lt0r_neq0.
  rewrite ger_addl; apply: le_trans (ln_le law _) _; first by rewrite divr_gt0.
  by rewrite subr_le0 ler_pdivr_mulr // mul1r ler_subl_addr ler_addl ler01.
rewrite ler_subl_addr; apply: le_trans (fano law P0 one channel n2) _; rewrite addrC ler_add //.
  by apply: ler_wpmul2l => //; case/andP: pe01.
exact: coin_entropy_le.
Qed.
End Proofs.
