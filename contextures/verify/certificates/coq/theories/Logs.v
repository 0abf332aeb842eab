(** Natural logarithms without analysis: a function with the law of products that is at most x - 1.  Over the real numbers
    the natural logarithm is the only one.  Sums of rational multiples of logarithms of rationals have the sign that whole
    powers say. *)
From Coq Require Import ZArith QArith Qpower.
From Contextures Require Import Library Contextures Samples.
From mathcomp.algebra_tactics Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

#[local] Arguments Qred : simpl never.
#[local] Arguments Qplus : simpl never.
#[local] Arguments Qmult : simpl never.
#[local] Arguments Qopp : simpl never.
#[local] Arguments Qinv : simpl never.
#[local] Arguments Qpower : simpl never.

Definition is_ln (R : rcfType) (ln : R -> R) :=
  (forall x y, 0 < x -> 0 < y -> ln (x * y) = ln x + ln y) /\ forall x, 0 < x -> ln x <= x - 1.

Section Logarithm.
Variables (R : rcfType) (ln : R -> R).
Hypothesis law : is_ln ln.

Lemma ln_mul x y : 0 < x -> 0 < y -> ln (x * y) = ln x + ln y. Proof. exact: law.1. Qed.
Lemma ln1 : ln 1 = 0.
Proof.
have /eqP := ln_mul (@ltr01 R) (@ltr01 R).
by rewrite mulr1 -subr_eq subrr eq_sym => /eqP.
Qed.
Lemma ln_inv x : 0 < x -> ln x^-1 = - ln x.
Proof.
move=> x0; have := ln_mul x0 (_ : 0 < x^-1); rewrite invr_gt0 => /(_ x0).
by rewrite divff ?lt0r_neq0 // ln1 => /eqP; rewrite eq_sym addrC addr_eq0 => /eqP.
Qed.
Lemma ln_le x : 0 < x -> ln x <= x - 1. Proof. exact: law.2. Qed.
Lemma ln_ge x : 0 < x -> 1 - x^-1 <= ln x.
Proof.
move=> x0; have := ln_le (_ : 0 < x^-1); rewrite invr_gt0 => /(_ x0).
by rewrite ln_inv // ler_oppl opprB.
Qed.
Lemma ln_gt0 x : 1 < x -> 0 < ln x.
Proof.
move=> x1; have x0 : 0 < x := lt_trans ltr01 x1.
by apply: lt_le_trans (ln_ge x0); rewrite subr_gt0 invf_lt1.
Qed.
Lemma ln_pow x n : 0 < x -> ln (x ^+ n) = n%:R * ln x.
Proof.
move=> x0; elim: n => [|n IH]; first by rewrite expr0 ln1 mul0r.
by rewrite exprS ln_mul ?exprn_gt0 // IH mulrS mulrDl mul1r.
Qed.

(** Sums of a ln b for rationals a and b. *)
Fixpoint logs (v : seq (Q * Q)) : R := if v is ab :: v' then q R ab.1 * ln (q R ab.2) + logs v' else 0.

(** D a, a whole number, and b^(D a). *)
Definition whole (D : positive) (a : Q) : Z := Qnum (Qred (Qmult (inject_Z (Zpos D)) a)).
Definition powers (D : positive) (v : seq (Q * Q)) : Q :=
  foldr (fun ab p => Qred (Qmult (Qpower ab.2 (whole D ab.1)) p)) 1%bin v.
Definition well_posed (D : positive) (v : seq (Q * Q)) : bool :=
  all (fun ab => (Qeq_bool ab.1 0%bin || ~~ Qle_bool ab.2 0%bin) && Qeq_bool (Qmult (inject_Z (Zpos D)) ab.1) (inject_Z (whole D ab.1))) v.

Lemma q_gt0 b : ~~ Qle_bool b 0%bin -> 0 < q R b.
Proof.
move=> /negP pos; rewrite -(q0 R); apply: q_lt; apply: Qnot_le_lt => le.
by apply: pos; apply/Qle_bool_iff.
Qed.
Lemma ln_power b k : ~~ Qle_bool b 0%bin -> 0 < q R (Qpower b k) /\ ln (q R (Qpower b k)) = q R (inject_Z k) * ln (q R b).
Proof.
move=> pos; have b0 := q_gt0 pos.
have up p : 0 < q R (Qpower_positive b p) /\ ln (q R (Qpower_positive b p)) = q R (inject_Z (Zpos p)) * ln (q R b).
  rewrite -(positive_nat_Z p) q_nat.
  have -> : q R (Qpower_positive b p) = q R b ^+ (Pos.to_nat p).
    elim/Pos.peano_ind: p => [|p IH]; first by rewrite expr1.
    by rewrite Pos2Nat.inj_succ exprS -IH -qM; apply: q_eq; rewrite -Pos.add_1_l Qpower_plus_positive.
  by rewrite exprn_gt0 // ln_pow.
case: k => [|p|p]; rewrite /Qpower.
- by rewrite q1 ltr01 ln1 q0 mul0r.
- exact: up.
have [p0 value] := up p; rewrite qV invr_gt0 p0 ln_inv // value.
have -> : inject_Z (Zneg p) = Qopp (inject_Z (Zpos p)) by [].
by rewrite qN mulNr.
Qed.
Lemma logsE D v : well_posed D v -> 0 < q R (powers D v) /\ ln (q R (powers D v)) = q R (inject_Z (Zpos D)) * logs v.
Proof.
elim: v => [|[a b] v IH] /=; first by rewrite q1 ltr01 ln1 mulr0.
move=> /andP[/andP[sign /Qeq_bool_iff int]] /IH [p0 value].
have [b0 power] : 0 < q R (Qpower b (whole D a)) /\ ln (q R (Qpower b (whole D a))) = q R (inject_Z (whole D a)) * ln (q R b).
  case/orP: sign => [/Qeq_bool_iff none|]; last exact: ln_power.
  have -> : whole D a = Z0 by rewrite /whole (Qred_complete _ 0%bin) // none Qmult_0_r.
  by rewrite /Qpower q1 ltr01 ln1 q0 mul0r.
rewrite q_red qM mulr_gt0 // ln_mul // power value mulrDr mulrA -qM.
by rewrite (q_eq R int).
Qed.
Lemma logs_gt0 D v : well_posed D v -> ~~ Qle_bool (powers D v) 1%bin -> 0 < logs v.
Proof.
move=> well /negP above; have [_ value] := logsE well.
have : 0 < ln (q R (powers D v)).
  apply: ln_gt0; rewrite -(q1 R); apply: q_lt; apply: Qnot_le_lt => le.
  by apply: above; apply/Qle_bool_iff.
by rewrite value pmulr_rgt0 // /q divr1 z_pos.
Qed.
Lemma logs_eq0 D v : well_posed D v -> Qeq_bool (powers D v) 1%bin -> logs v = 0.
Proof.
move=> well /Qeq_bool_iff one; have [_] := logsE well.
rewrite (q_eq R one) q1 ln1 => /esym/eqP; rewrite mulf_eq0 => /orP[|/eqP //].
by rewrite gt_eqF // /q divr1 z_pos.
Qed.
Lemma logs_cat v w : logs (v ++ w) = logs v + logs w.
Proof. by elim: v => [|ab v IH] /=; rewrite ?add0r // IH addrA. Qed.
Definition scaled (c : Q) (v : seq (Q * Q)) := map (fun ab => (Qred (Qmult c ab.1), ab.2)) v.
Lemma logs_scaled c v : logs (scaled c v) = q R c * logs v.
Proof. by elim: v => [|ab v IH] /=; rewrite ?mulr0 // IH q_red qM mulrDr mulrA. Qed.
Lemma logs_lt D v w : well_posed D (w ++ scaled (-1 # 1) v) -> ~~ Qle_bool (powers D (w ++ scaled (-1 # 1) v)) 1%bin ->
  logs v < logs w.
Proof.
move=> well above; have := logs_gt0 well above; rewrite logs_cat logs_scaled.
have -> : q R (-1 # 1) = -1 by rewrite -(q1 R) -qN.
by rewrite mulN1r subr_gt0.
Qed.

Lemma logs_le D v w : well_posed D (w ++ scaled (-1 # 1) v) -> Qle_bool 1%bin (powers D (w ++ scaled (-1 # 1) v)) ->
  logs v <= logs w.
Proof.
move=> well above; case E: (Qle_bool (powers D (w ++ scaled (-1 # 1) v)) 1%bin); last first.
  by apply: ltW; apply: (logs_lt well); rewrite E.
have one : Qeq_bool (powers D (w ++ scaled (-1 # 1) v)) 1%bin.
  by apply/Qeq_bool_iff; apply: Qle_antisym; apply/Qle_bool_iff.
have := logs_eq0 well one; rewrite logs_cat logs_scaled.
have -> : q R (-1 # 1) = -1 by rewrite -(q1 R) -qN.
by rewrite mulN1r => /eqP; rewrite subr_eq0 => /eqP ->.
Qed.

(** ln of a product of factors lies between two sums. *)
Definition product_of (v : seq Q) : Q := foldr (fun f p => Qred (Qmult f p)) 1%bin v.
Definition above (v : seq Q) : Q := foldr (fun f s => Qred (Qplus (Qplus f (-1 # 1)) s)) 0%bin v.
Definition below (v : seq Q) : Q := foldr (fun f s => Qred (Qplus (Qplus 1 (Qopp (Qinv f))) s)) 0%bin v.
Lemma ln_between v : all (fun f => ~~ Qle_bool f 0%bin) v ->
  [/\ 0 < q R (product_of v), q R (below v) <= ln (q R (product_of v)) & ln (q R (product_of v)) <= q R (above v)].
Proof.
elim: v => [|f v IH] /=; first by rewrite q1 q0 ln1 ltr01 lexx.
move=> /andP[/q_gt0 f0 /IH[p0 low high]].
have minus : q R (-1 # 1) = -1 by rewrite -(q1 R) -qN.
rewrite !q_red qM mulr_gt0 // ln_mul // !qD qN qV q1 minus; split=> //.
  by apply: ler_add => //; exact: ln_ge.
by apply: ler_add => //; exact: ln_le.
Qed.
Lemma ln_within v x low high : all (fun f => ~~ Qle_bool f 0%bin) v -> x = q R (product_of v) ->
  Qle_bool low (below v) -> Qle_bool (above v) high -> q R low <= ln x <= q R high.
Proof.
move=> /ln_between[_ a b] -> /Qle_bool_iff lo /Qle_bool_iff hi.
by rewrite (le_trans _ a) ?(le_trans b) // q_le.
Qed.
Lemma logs_within D v f low high : well_posed D v -> all (fun f => ~~ Qle_bool f 0%bin) f ->
  Qeq_bool (powers D v) (product_of f) -> Qle_bool low (Qdiv (below f) (inject_Z (Zpos D))) ->
  Qle_bool (Qdiv (above f) (inject_Z (Zpos D))) high -> q R low <= logs v <= q R high.
Proof.
move=> well /ln_between[_ a b] /Qeq_bool_iff same /Qle_bool_iff lo /Qle_bool_iff hi.
have [_ value] := logsE well; have D0 : 0 < q R (inject_Z (Zpos D)) by rewrite /q divr1 z_pos.
move: a b; rewrite -(q_eq R same) value => a b; apply/andP; split.
  by apply: le_trans (q_le R lo) _; rewrite /Qdiv qM qV ler_pdivr_mulr // mulrC.
by apply: le_trans _ (q_le R hi); rewrite /Qdiv qM qV ler_pdivl_mulr // mulrC.
Qed.
End Logarithm.

(** Probabilities of events that a number decides, for all numbers between two. *)
Section Squeeze.
Variables (R : rcfType) (o : nat) (p : 'I_o -> R).
Hypothesis nonnegative : forall i, 0 <= p i.

Lemma expectation_mono n f g : (forall drawn, f drawn <= g drawn) -> expectation p n f <= expectation p n g.
Proof.
elim: n f g => [|n IH] f g le /=; first exact: le.
by apply: ler_sum => z _; apply: ler_wpmul2l => //; apply: IH => drawn; exact: le.
Qed.
Lemma probability_mono n (e e' : seq 'I_o -> bool) : (forall drawn, e drawn -> e' drawn) -> probability p n e <= probability p n e'.
Proof.
move=> sub; apply: expectation_mono => drawn; case E: (e drawn); first by rewrite (sub _ E).
by case: ifP => // _; exact: ler01.
Qed.
Lemma probability_between n (event : R -> seq 'I_o -> bool) low level high v : low <= level <= high ->
  (forall drawn x y, low <= x <= y -> event y drawn -> event x drawn) ->
  probability p n (event low) = v -> probability p n (event high) = v -> probability p n (event level) = v.
Proof.
move=> /andP[lo hi] anti at_low at_high; apply/eqP; rewrite eq_le; apply/andP; split.
  by rewrite -at_low; apply: probability_mono => drawn; apply: anti; rewrite lexx.
by rewrite -at_high; apply: probability_mono => drawn; apply: anti; rewrite lo.
Qed.
End Squeeze.

(** Events that every sample has; averages of a constant. *)
Section Certain.
Variables (R : rcfType) (o : nat) (p : 'I_o -> R).
Lemma certain n (event : seq 'I_o -> bool) : \sum_z p z = 1 -> (forall drawn, size drawn = n -> event drawn) ->
  probability p n event = 1.
Proof.
move=> one; rewrite /probability; elim: n event => [|n IH] event all /=; first by rewrite all.
rewrite -[RHS]one; apply: eq_bigr => z _; rewrite (IH (fun drawn => event (z :: drawn))) ?mulr1 // => drawn size.
by apply: all; rewrite /= size.
Qed.
Lemma average_constant n (value : 'I_o -> R) c drawn : (forall z, value z = c) -> size drawn = n.+1 ->
  average value drawn = c.
Proof.
move=> constant size; rewrite /average size.
have -> : total value drawn = (seq.size drawn)%:R * c.
  elim: drawn {size} => [|z drawn IH] /=; first by rewrite mul0r.
  by rewrite IH constant mulrS mulrDl mul1r.
by rewrite size mulrC mulKf // pnatr_eq0.
Qed.
End Certain.
