(** Audits of a function that promises something about a mean.  It sees how often each of some points was drawn. *)
From Coq Require Import ZArith QArith.
From Contextures Require Import Library.
From Contextures Require Export Checking.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** All counts of n draws from o points. *)
Fixpoint all_counts o n : seq (seq nat) :=
  if o is o'.+1 then flatten [seq [seq k :: c | c <- all_counts o' (n - k)%N] | k <- iota 0 n.+1]
  else if n is 0%N then [:: [::]] else [::].

Section Promises.
Variables (R : rcfType) (law value : seq R) (n : nat).

(** p_1^c_1/c_1! ... p_o^c_o/c_o!; the mean; weights of sum 1; the probability of an event of the counts. *)
Fixpoint product_of_powers (p : seq R) (c : seq nat) : R :=
  match p, c with x :: p', k :: c' => x ^+ k / (k`!)%:R * product_of_powers p' c' | _, _ => 1 end.
Fixpoint mean_of (p v : seq R) : R := match p, v with x :: p', y :: v' => x * y + mean_of p' v' | _, _ => 0 end.
Fixpoint is_weighting (p : seq R) (rest : R) : Prop := if p is x :: p' then 0 <= x /\ is_weighting p' (rest - x) else rest = 0.
Definition is_law := is_weighting law 1.
Definition chance (event : seq nat -> bool) : R :=
  \sum_(c <- all_counts (size law) n | event c) (n`!)%:R * product_of_powers law c.

(** A limit f (f and g, the ends of an interval) of the mean that fails with probability at most delta; a p-value f of the
    hypothesis that the mean is at least what it is. *)
Definition keeps_upper (f : seq nat -> R) delta := is_law -> chance (fun c => f c < mean_of law value) <= delta.
Definition keeps_lower (f : seq nat -> R) delta := is_law -> chance (fun c => mean_of law value < f c) <= delta.
Definition keeps_interval (f g : seq nat -> R) delta :=
  is_law -> chance (fun c => (mean_of law value < f c) || (g c < mean_of law value)) <= delta.
Definition keeps_pvalue (f : seq nat -> R) delta := is_law -> chance (fun c => f c <= delta) <= delta.
End Promises.

(** Conformal prediction: n scores in any order; f i is the answer to the others where the i-th is left out. *)
Definition keeps_conformal (R : rcfType) n (score f : nat -> R) (delta : R) : Prop :=
  \sum_(i < n) (if f i < score i then n%:R^-1 else 0) <= delta.
Definition answers_without (R : rcfType) (f : nat -> R) (table : seq (nat * Q)) :=
  every table (fun ia => f ia.1 = q R ia.2).

(** The answers that were written down, by counts. *)
Definition answers (R : rcfType) (f : seq nat -> R) (table : seq (seq nat * Q)) :=
  every table (fun ca => f ca.1 = q R ca.2).

(** The probability of distinct counts, times D^n, for the law a_z/D. *)
Fixpoint factorial_z n : Z := if n is n'.+1 then Z.mul (Z.of_nat n) (factorial_z n') else Zpos xH.
Fixpoint powers_z (a : seq Z) (c : seq nat) : Q :=
  match a, c with
  | x :: a', k :: c' => Qred (Qmult (Qdiv (inject_Z (Z.pow x (Z.of_nat k))) (inject_Z (factorial_z k))) (powers_z a' c'))
  | _, _ => 1%bin
  end.
Definition total_z n (a : seq Z) (L : seq (seq nat)) : Q :=
  foldr (fun c t => Qred (Qplus (Qred (Qmult (inject_Z (factorial_z n)) (powers_z a c))) t)) 0%bin L.

Lemma all_countsP o n c : size c = o -> sumn c = n -> c \in all_counts o n.
Proof.
elim: o n c => [|o IH] n [|k c] //=; first by move=> _ <-.
move=> [size_c] sum_c.
suff : k :: c \in flatten [seq [seq k :: c | c <- all_counts o (n - k)%N] | k <- iota 0 n.+1] by [].
apply/flattenP; exists [seq k :: c | c <- all_counts o (n - k)%N].
  by apply/mapP; exists k => //; rewrite mem_iota add0n ltnS -sum_c leq_addr.
by apply/mapP; exists c => //; apply: IH => //; rewrite -sum_c addKn.
Qed.

#[local] Arguments Qred : simpl never.
#[local] Arguments Qplus : simpl never.
#[local] Arguments Qmult : simpl never.
#[local] Arguments Qdiv : simpl never.
#[local] Arguments Z.of_nat : simpl never.
#[local] Arguments Z.pow : simpl never.
Section Sums.
Variable R : rcfType.
Lemma part_of_sum (T : eqType) (L s : seq T) (w : T -> R) (event : pred T) : uniq L -> {subset L <= s} ->
  (forall c, c \in L -> event c) -> (forall c, 0 <= w c) -> \sum_(c <- L) w c <= \sum_(c <- s | event c) w c.
Proof.
move=> + + + pos; elim: L s => [|c L IH] s /= => [_ _ _|/andP[new uniq_L] sub all].
  by rewrite big_nil sumr_ge0.
have cs : c \in s by apply: sub; rewrite mem_head.
rewrite big_cons (perm_big _ (perm_to_rem cs)) big_cons all ?mem_head // ler_add2l; apply: IH => // [x xL|x xL].
  have : x \in s by apply: sub; rewrite in_cons xL orbT.
  by rewrite (perm_mem (perm_to_rem cs)) in_cons => /predU1P[e|//]; rewrite -e xL in new.
by apply: all; rewrite in_cons xL orbT.
Qed.

Local Notation z_of := (z R).
Lemma injectE x : q R (inject_Z x) = z_of x. Proof. by rewrite /q divr1. Qed.
Lemma factorialE k : z_of (factorial_z k) = (k`!)%:R.
Proof. by elim: k => [|k IH]; rewrite ?z1 // zM IH z_nat -natrM -factS. Qed.
Lemma z_pow x k : z_of (Z.pow x (Z.of_nat k)) = z_of x ^+ k.
Proof.
elim: k => [|k IH]; first by rewrite expr0 z1.
by rewrite Nat2Z.inj_succ Z.pow_succ_r ?zM ?IH ?exprS //; exact: Nat2Z.is_nonneg.
Qed.

Variables (D : positive) (a : seq Z).
Definition law_of : seq R := [seq q R (x # D) | x <- a].
Lemma powersE c : size c = size a -> product_of_powers law_of c * z_of (Zpos D) ^+ sumn c = q R (powers_z a c).
Proof.
rewrite /law_of; elim: a c => [|x b IH] [|k c] //=; first by rewrite mulr1 q1.
move=> [size_c].
rewrite q_red qM /Qdiv qM qV !injectE z_pow factorialE -IH // exprD /q /=.
rewrite expr_div_n; set d := z_of (Zpos D); have d0 : d ^+ k != 0 by rewrite expf_neq0 // lt0r_neq0 //; exact: z_pos.
by rewrite mulrACA; congr (_ * _); rewrite mulrAC mulfVK.
Qed.
Lemma powers_ge0 (p : seq R) c : all (fun x => 0 <= x) p -> 0 <= product_of_powers p c.
Proof.
elim: p c => [|x p IH] [|k c] /=; rewrite ?ler01 //; move=> /andP[x0 p0]; rewrite mulr_ge0 ?IH //.
by rewrite mulr_ge0 ?exprn_ge0 // invr_ge0 ler0n.
Qed.

(** Distinct counts that an event has, and the sum of their probabilities. *)
Lemma chance_exceeds n L (event : seq nat -> bool) delta : all (Z.leb Z0) a -> uniq L ->
  all (fun c => (size c == size a) && (sumn c == n)) L -> every L event ->
  ~~ Qle_bool (total_z n a L) (Qmult delta (inject_Z (Z.pow (Zpos D) (Z.of_nat n)))) -> q R delta < chance law_of n event.
Proof.
move=> positive uniq_L fits all_L /negP above.
have law0 : all (fun x => 0 <= x) law_of.
  rewrite /law_of; elim: (a) positive => //= x b IH /andP[x0 /IH ->].
  by rewrite andbT /q divr_ge0 ?(ltW (z_pos _ _)) //; apply: z_ge0; exact/Z.leb_le.
have Dn : 0 < z_of (Zpos D) ^+ n by rewrite exprn_gt0 // z_pos.
apply: lt_le_trans (part_of_sum (L := L) uniq_L _ _ _); first last.
- by move=> c; rewrite mulr_ge0 ?ler0n // powers_ge0.
- by move=> c cL; exact: (everyP all_L).
- move=> c /(allP fits)/andP[/eqP size_c /eqP sum_c]; apply: all_countsP => //.
  by rewrite size_c size_map.
rewrite -(ltr_pmul2r Dn) mulr_suml.
have -> : \sum_(c <- L) n`!%:R * product_of_powers law_of c * z_of (Zpos D) ^+ n = q R (total_z n a L).
  elim: L fits {uniq_L all_L above} => [|c L IH] /=; first by rewrite big_nil q0.
  move=> /andP[/andP[/eqP size_c /eqP sum_c] /IH E]; rewrite big_cons E q_red qD q_red qM injectE factorialE.
  by rewrite -powersE // sum_c mulrA.
rewrite -z_pow -injectE -qM; apply: q_lt; apply: Qnot_le_lt => le.
by apply: above; apply/Qle_bool_iff.
Qed.
End Sums.

Section Answers.
Variables (R : rcfType) (f g : seq nat -> R).
Lemma answered table (event : R -> bool) : answers f table -> every table (fun ca => event (q R ca.2)) ->
  every (unzip1 table) (fun c => event (f c)).
Proof. by elim: table => //= ca table IH [-> told] [here rest]; split=> //; exact: IH. Qed.
Lemma answered_both table others (event : R -> R -> bool) : answers f table -> answers g others ->
  unzip1 others = unzip1 table -> every (zip table others) (fun cab => event (q R cab.1.2) (q R cab.2.2)) ->
  every (unzip1 table) (fun c => event (f c) (g c)).
Proof.
elim: table others => [|[c x] table IH] [|[c' y] others] //= [-> told] [E told'] [ec rest] [here others_here].
by split; [rewrite -ec E | exact: IH told' rest others_here].
Qed.

(** All answers are below a number, above it, or at most it; all intervals miss it. *)
Lemma every_below m (table : seq (seq nat * Q)) : all (fun ca => ~~ Qle_bool m ca.2) table ->
  every table (fun ca => q R ca.2 < q R m).
Proof. by elim: table => //= ca table IH /andP[lt /IH]; rewrite q_ltb. Qed.
Lemma every_above m (table : seq (seq nat * Q)) : all (fun ca => ~~ Qle_bool ca.2 m) table ->
  every table (fun ca => q R m < q R ca.2).
Proof. by elim: table => //= ca table IH /andP[lt /IH]; rewrite q_ltb. Qed.
Lemma every_at_most m (table : seq (seq nat * Q)) : all (fun ca => Qle_bool ca.2 m) table ->
  every table (fun ca => q R ca.2 <= q R m).
Proof. by elim: table => //= ca table IH /andP[le /IH]; rewrite q_leb. Qed.
Lemma every_outside m (table : seq ((seq nat * Q) * (seq nat * Q))) :
  all (fun cab => ~~ Qle_bool cab.1.2 m || ~~ Qle_bool m cab.2.2) table ->
  every table (fun cab => (q R m < q R cab.1.2) || (q R cab.2.2 < q R m)).
Proof. by elim: table => //= ca table IH /andP[lt /IH]; rewrite !q_ltb. Qed.

Lemma conformal_exceeds n scores (h : nat -> R) (table : seq (nat * Q)) (delta : R) : answers_without h table ->
  all (fun ia => ~~ Qle_bool (nth 0%bin scores ia.1) ia.2) table ->
  delta < \sum_(i < n) (if nat_of_ord i \in unzip1 table then n%:R^-1 else 0) ->
  delta < \sum_(i < n) (if h i < numbers R scores i then n%:R^-1 else 0).
Proof.
move=> told below; have lower i : i \in unzip1 table -> h i < numbers R scores i.
  elim: table told below => //= -[j a] table IH [here told] /andP[lt below].
  by rewrite in_cons => /predU1P[->|/IH]; [rewrite here /= q_ltb | apply].
move/lt_le_trans; apply; apply: ler_sum => i _; case E: (nat_of_ord i \in unzip1 table); first by rewrite lower // E.
by case: ifP => // _; rewrite invr_ge0 ler0n.
Qed.
End Answers.

(** The mean of a law is a number; the probability of what is missed exceeds delta. *)
Ltac weigh := cbv beta iota delta [mean_of is_law is_weighting law_of map Qnum]; do ?split; rational.
Ltac exceeds L := apply: (@chance_exceeds _ _ _ _ L); [by vm_compute | by vm_compute | by vm_compute | | by vm_compute].
