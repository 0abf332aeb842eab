(** Closed rational arithmetic in any real field, decided by computation.

    [q (a # b)] is the number a/b of the field.  The tactic [rational] decides [=], [<=], [<], [!=] between closed
    expressions in [+ - * / ^-1 max min] over such numbers: it computes in Coq's binary rationals. *)
From Coq Require Import ZArith QArith Qreduction.
From Coq Require Import setoid_ring.Ring_theory setoid_ring.InitialRing.
From Contextures Require Import Library.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Delimit Scope Q_scope with bin.
Local Open Scope ring_scope.

Section Embedding.
Variable R : realFieldType.

Lemma field_is_ring :
  @ring_theory R 0 1 (fun a b => a + b) (fun a b => a * b) (fun a b => a - b) (fun a => - a) eq.
Proof.
by split => // *; rewrite ?add0r ?mul1r ?addrA ?mulrA ?mulrDl ?subrr //; first [exact: addrC | exact: mulrC].
Qed.

(** The ring morphism from the integers. *)
Definition z : Z -> R := @gen_phiZ R 0 1 (fun a b => a + b) (fun a b => a * b) (fun a => - a).
Arguments z : simpl never.

Let extensional : ring_eq_ext (fun a b : R => a + b) (fun a b => a * b) (fun a => - a) eq.
Proof. by split => [? ? -> ? ? -> | ? ? -> ? ? -> | ? ? ->]. Qed.
Let morphism := gen_phiZ_morph (Eqsth R) extensional field_is_ring.

Lemma zD a b : z (Z.add a b) = z a + z b. Proof. exact: (morph_add morphism). Qed.
Lemma zM a b : z (Z.mul a b) = z a * z b. Proof. exact: (morph_mul morphism). Qed.
Lemma zN a : z (Z.opp a) = - z a. Proof. exact: (morph_opp morphism). Qed.
Lemma z0 : z Z0 = 0. Proof. exact: (morph0 morphism). Qed.
Lemma z1 : z (Zpos xH) = 1. Proof. exact: (morph1 morphism). Qed.
Lemma z_nat n : z (Z.of_nat n) = n%:R.
Proof. by elim: n => [|n IH]; rewrite ?z0 // Nat2Z.inj_succ -Z.add_1_r zD IH z1 mulrSr. Qed.

Lemma z_pos p : 0 < z (Zpos p).
Proof. by rewrite -positive_nat_Z z_nat ltr0n; apply/ssrnat.ltP; exact: Pos2Nat.is_pos. Qed.
Lemma z_neq0 p : z (Zpos p) != 0. Proof. exact/lt0r_neq0/z_pos. Qed.
Lemma z_ge0 a : Z.le Z0 a -> 0 <= z a.
Proof. by case: a => [|p|p] //; rewrite ?z0 // => _; exact/ltW/z_pos. Qed.
Lemma z_le a b : Z.le a b -> z a <= z b.
Proof.
move=> ab; rewrite -subr_ge0 -zN -zD; apply: z_ge0.
by rewrite Z.add_opp_r; apply/Zle_minus_le_0.
Qed.
Lemma z_lt a b : Z.lt a b -> z a < z b.
Proof.
move=> /Zlt_le_succ/z_le; apply: lt_le_trans.
by rewrite -Z.add_1_r zD z1 ltr_addl ltr01.
Qed.

Definition q (x : Q) : R := z (Qnum x) / z (Zpos (Qden x)).

Lemma q_eq x y : Qeq x y -> q x = q y.
Proof.
rewrite /Qeq /q => xy; apply/eqP; rewrite eqr_div ?z_neq0 //; apply/eqP.
by rewrite -!zM xy.
Qed.
Lemma q_le x y : Qle x y -> q x <= q y.
Proof. by rewrite /Qle /q => /z_le; rewrite !zM ler_pdivr_mulr ?z_pos // mulrAC ler_pdivl_mulr ?z_pos. Qed.
Lemma q_lt x y : Qlt x y -> q x < q y.
Proof. by rewrite /Qlt /q => /z_lt; rewrite !zM ltr_pdivr_mulr ?z_pos // mulrAC ltr_pdivl_mulr ?z_pos. Qed.
Lemma qD x y : q (Qplus x y) = q x + q y.
Proof. by rewrite /q addf_div ?z_neq0 // -!zM -zD. Qed.
Lemma qM x y : q (Qmult x y) = q x * q y.
Proof. by rewrite /q mulf_div -!zM. Qed.
Lemma qN x : q (Qopp x) = - q x. Proof. by rewrite /q /= zN mulNr. Qed.
Lemma qV x : q (Qinv x) = (q x)^-1.
Proof.
case: x => [[|a|a] b]; rewrite /q /Qinv /=.
- by rewrite z0 !mul0r invr0.
- by rewrite invf_div.
- have zn c : z (Zneg c) = - z (Zpos c) by rewrite -zN.
  by rewrite !zn !mulNr invrN invf_div.
Qed.
Lemma q0 : q 0%bin = 0. Proof. by rewrite /q /= z0 mul0r. Qed.
Lemma q1 : q 1%bin = 1. Proof. by rewrite /q /= z1 divr1. Qed.
Lemma q_nat n : q (inject_Z (Z.of_nat n)) = n%:R.
Proof. by rewrite /q /= z_nat -/(z (Zpos xH)) z1 divr1. Qed.

(** The elements of ['I_n], as a list that computes. *)
Fixpoint ords n : seq 'I_n := if n is m.+1 then ord0 :: map (lift ord0) (ords m) else [::].
Lemma big_ords n (F : 'I_n -> R) : \sum_i F i = \sum_(i <- ords n) F i.
Proof.
elim: n F => [|n IH] F; first by rewrite big_ord0 big_nil.
by rewrite big_ord_recl IH /= big_cons big_map.
Qed.
Lemma ordsP n (i : 'I_n) : i \in ords n.
Proof.
elim: n i => [|n IH] i; first by case: i.
rewrite in_cons; case: (unliftP ord0 i) => [j ->|->]; last by rewrite eqxx.
by rewrite (mem_map (@lift_inj _ _)) IH orbT.
Qed.

Lemma big_ords_if n (p : pred 'I_n) (F : 'I_n -> R) : \sum_(i | p i) F i = \sum_(i <- ords n | p i) F i.
Proof. by rewrite big_mkcond big_ords [RHS]big_mkcond. Qed.

Inductive term := Ords n of ('I_n -> term) | OrdsIf n of pred 'I_n & ('I_n -> term)
  | Nats of seq nat & (nat -> term) | Lit of Q | Nat of nat | Add of term & term | Mul of term & term | Opp of term
  | Inv of term | Max of term & term | Min of term & term | Pow of term & nat | Abs of term
  | OrdsLt n of ('I_n -> term) & ('I_n -> term) & ('I_n -> term)
  | OrdsLe n of ('I_n -> term) & ('I_n -> term) & ('I_n -> term) | Choice of bool & term & term
  | If of test & term & term
with test := Less of term & term | AtMost of term & term | Equal of term & term | Known of bool | And of test & test
  | Or of test & test | Not of test.
Scheme term_test := Induction for term Sort Prop with test_term := Induction for test Sort Prop.
Combined Scheme terms_tests from term_test, test_term.

Fixpoint value (e : term) : R :=
  match e with
  | Ords n F => \sum_(i < n) value (F i) | OrdsIf n p F => \sum_(i < n | p i) value (F i)
  | Nats r F => \sum_(i <- r) value (F i)
  | Lit x => q x | Nat n => n%:R
  | Add a b => value a + value b | Mul a b => value a * value b
  | Opp a => - value a | Inv a => (value a)^-1
  | Max a b => Num.max (value a) (value b) | Min a b => Num.min (value a) (value b)
  | Pow a n => value a ^+ n
  | Abs a => `|value a|
  | OrdsLt n a b F => \sum_(i < n | value (a i) < value (b i)) value (F i)
  | OrdsLe n a b F => \sum_(i < n | value (a i) <= value (b i)) value (F i)
  | Choice c a b => if c then value a else value b
  | If t a b => if truth t then value a else value b
  end
with truth (t : test) : bool :=
  match t with
  | Less a b => value a < value b | AtMost a b => value a <= value b | Equal a b => value a == value b
  | Known b => b | And t u => truth t && truth u | Or t u => truth t || truth u | Not t => ~~ truth t
  end.

Fixpoint compute (e : term) : Q :=
  match e with
  | Ords n F => foldr (fun i x => Qred (Qplus (compute (F i)) x)) 0%bin (ords n)
  | OrdsIf n p F => foldr (fun i x => if p i then Qred (Qplus (compute (F i)) x) else x) 0%bin (ords n)
  | Nats r F => foldr (fun i x => Qred (Qplus (compute (F i)) x)) 0%bin r
  | Lit x => Qred x | Nat n => inject_Z (Z.of_nat n)
  | Add a b => Qred (Qplus (compute a) (compute b)) | Mul a b => Qred (Qmult (compute a) (compute b))
  | Opp a => Qopp (compute a) | Inv a => Qinv (compute a)
  | Max a b => let x := compute a in let y := compute b in if Qle_bool x y then y else x
  | Min a b => let x := compute a in let y := compute b in if Qle_bool x y then x else y
  | Pow a n => let x := compute a in iter n (fun y => Qred (Qmult x y)) 1%bin
  | Abs a => let x := compute a in if Qle_bool 0 x then x else Qopp x
  | OrdsLt n a b F =>
      foldr (fun i x => if Qle_bool (compute (b i)) (compute (a i)) then x else Qred (Qplus (compute (F i)) x)) 0%bin (ords n)
  | OrdsLe n a b F =>
      foldr (fun i x => if Qle_bool (compute (a i)) (compute (b i)) then Qred (Qplus (compute (F i)) x) else x) 0%bin (ords n)
  | Choice c a b => if c then compute a else compute b
  | If t a b => if outcome t then compute a else compute b
  end
with outcome (t : test) : bool :=
  match t with
  | Less a b => ~~ Qle_bool (compute b) (compute a) | AtMost a b => Qle_bool (compute a) (compute b)
  | Equal a b => Qeq_bool (compute a) (compute b)
  | Known b => b | And t u => outcome t && outcome u | Or t u => outcome t || outcome u | Not t => ~~ outcome t
  end.

Lemma q_red x : q (Qred x) = q x. Proof. exact/q_eq/Qred_correct. Qed.

Lemma q_max x y : q (if Qle_bool x y then y else x) = Num.max (q x) (q y).
Proof.
case E: (Qle_bool x y); first by rewrite max_r // q_le // -Qle_bool_iff.
rewrite max_l // q_le //; apply: Qlt_le_weak; apply: Qnot_le_lt => /Qle_bool_iff.
by rewrite E.
Qed.
Lemma q_min x y : q (if Qle_bool x y then x else y) = Num.min (q x) (q y).
Proof.
case E: (Qle_bool x y); first by rewrite min_l // q_le // -Qle_bool_iff.
rewrite min_r // q_le //; apply: Qlt_le_weak; apply: Qnot_le_lt => /Qle_bool_iff.
by rewrite E.
Qed.
Lemma q_leb x y : (q x <= q y) = Qle_bool x y.
Proof.
apply/idP/idP => [le|/Qle_bool_iff/q_le //]; case E: (Qle_bool x y) => //.
suff : q y < q x by rewrite ltNge le.
by apply: q_lt; apply: Qnot_le_lt => /Qle_bool_iff; rewrite E.
Qed.
Lemma q_ltb x y : (q x < q y) = ~~ Qle_bool y x.
Proof. by rewrite ltNge q_leb. Qed.
Lemma q_abs x : q (if Qle_bool 0 x then x else Qopp x) = `|q x|.
Proof.
case E: (Qle_bool 0 x).
  by rewrite ger0_norm // -q0 q_le // -Qle_bool_iff.
rewrite ler0_norm ?qN // -q0 q_le //; apply: Qlt_le_weak; apply: Qnot_le_lt => /Qle_bool_iff.
by rewrite E.
Qed.

#[local] Arguments Qred : simpl never.
#[local] Arguments inject_Z : simpl never.
#[local] Arguments Qplus : simpl never.
#[local] Arguments Qmult : simpl never.
#[local] Arguments Qopp : simpl never.
#[local] Arguments Qinv : simpl never.
Lemma q_eqb x y : (q x == q y) = Qeq_bool x y.
Proof.
apply/eqP/idP => [eq|/Qeq_bool_iff/q_eq //].
have xy : Qle_bool x y by rewrite -q_leb eq.
have yx : Qle_bool y x by rewrite -q_leb eq.
by apply/Qeq_bool_iff; apply: Qle_antisym; apply/Qle_bool_iff.
Qed.
Lemma computed : (forall e, value e = q (compute e)) /\ forall t, truth t = outcome t.
Proof.
apply: terms_tests => [n F A|n p F A|r F A|x|n|a A b B|a A b B|a A|a A|a A b B|a A b B|a A n|a A|n a A b B F C|n a A b B F C|c a A b B|t T a A b B|a A b B|a A b B|a A b B|b|t T u U|t T u U|t T] /=; rewrite ?A ?B.
- by rewrite big_ords; elim: (ords n) => [|i r IH] /=; rewrite ?big_nil ?q0 // big_cons A IH q_red qD.
- rewrite big_ords_if; elim: (ords n) => [|i r IH] /=; rewrite ?big_nil ?q0 // big_cons A IH.
  by case: (p i) => //; rewrite q_red qD.
- by elim: r => [|i r IH] /=; rewrite ?big_nil ?q0 // big_cons A IH q_red qD.
- by rewrite q_red.
- by rewrite q_nat.
- by rewrite q_red qD.
- by rewrite q_red qM.
- by rewrite qN.
- by rewrite qV.
- by rewrite -q_max.
- by rewrite -q_min.
- by elim: n => [|n IH]; rewrite ?expr0 ?q1 //= q_red qM -IH exprS.
- by rewrite q_abs.
- rewrite big_ords_if; elim: (ords n) => [|i r IH] /=; rewrite ?big_nil ?q0 // big_cons A B C IH q_ltb.
  by case: (Qle_bool _ _) => //=; rewrite q_red qD.
- rewrite big_ords_if; elim: (ords n) => [|i r IH] /=; rewrite ?big_nil ?q0 // big_cons A B C IH q_leb.
  by case: (Qle_bool _ _) => //=; rewrite q_red qD.
- by case: c.
- by rewrite T; case: (outcome t).
- exact: q_ltb.
- exact: q_leb.
- exact: q_eqb.
- by [].
- by rewrite T U.
- by rewrite T U.
- by rewrite T.
Qed.
Lemma computeP e : value e = q (compute e). Proof. exact: computed.1. Qed.

Lemma decide_eq a b : Qeq_bool (compute a) (compute b) -> value a = value b.
Proof. by move/Qeq_bool_iff => E; rewrite !computeP; apply: q_eq. Qed.
Lemma decide_le a b : Qle_bool (compute a) (compute b) -> value a <= value b.
Proof. by move/Qle_bool_iff => E; rewrite !computeP; apply: q_le. Qed.
Lemma decide_lt a b : ~~ Qle_bool (compute b) (compute a) -> value a < value b.
Proof.
move=> /negP E; rewrite !computeP; apply: q_lt; apply: Qnot_le_lt => le.
by apply: E; apply/Qle_bool_iff.
Qed.
Lemma decide_neq a b : ~~ Qeq_bool (compute a) (compute b) -> value a != value b.
Proof.
move=> E; case: (Qlt_le_dec (compute a) (compute b)) => [lt|le].
  by rewrite !computeP lt_eqF // q_lt.
have [lt|/Qeq_sym/Qeq_bool_iff eq] := Qle_lt_or_eq _ _ le; last by rewrite eq in E.
by rewrite !computeP gt_eqF // q_lt.
Qed.

(** Closed (in)equalities under quantifiers over finite sets. *)
Inductive formula := Eq of term & term | Le of term & term | Lt of term & term | Neq of term & term
  | Same n of 'I_n & 'I_n | Both of formula & formula | All n of ('I_n -> formula) | Below of nat & (nat -> formula)
  | Next of nat & (nat -> formula) | Where of bool & formula | WhereEq of term & term & formula
  | WhereNeq of term & term & formula
  | WhereLt of term & term & formula.
Fixpoint holds (f : formula) : Prop :=
  match f with
  | Eq a b => value a = value b | Le a b => value a <= value b
  | Lt a b => value a < value b | Neq a b => value a != value b
  | Same n i j => i = j | Both f g => holds f /\ holds g
  | All n F => forall i, holds (F i) | Below n F => forall i, (i < n)%N -> holds (F i)
  | Next n F => forall i, (i.+1 < n)%N -> holds (F i) | Where b f => b -> holds f
  | WhereEq a b f => value a = value b -> holds f | WhereNeq a b f => value a != value b -> holds f
  | WhereLt a b f => value a < value b -> holds f
  end.
Fixpoint decide (f : formula) : bool :=
  match f with
  | Eq a b => Qeq_bool (compute a) (compute b) | Le a b => Qle_bool (compute a) (compute b)
  | Lt a b => ~~ Qle_bool (compute b) (compute a) | Neq a b => ~~ Qeq_bool (compute a) (compute b)
  | Same n i j => i == j :> nat | Both f g => decide f && decide g
  | All n F => all (fun i => decide (F i)) (ords n) | Below n F => all (fun i => decide (F i)) (iota 0 n)
  | Next n F => all (fun i => decide (F i)) (iota 0 n.-1) | Where b f => b ==> decide f
  | WhereEq a b f => Qeq_bool (compute a) (compute b) ==> decide f
  | WhereNeq a b f => ~~ Qeq_bool (compute a) (compute b) ==> decide f
  | WhereLt a b f => Qle_bool (compute b) (compute a) || decide f
  end.
Lemma decideP f : decide f -> holds f.
Proof.
elim: f => [a b|a b|a b|a b|n i j|f F g G|n F H|n F H|n F H|b f F|a b f F|a b f F|a b f F] /=.
- exact: decide_eq.
- exact: decide_le.
- exact: decide_lt.
- exact: decide_neq.
- by move/eqP/val_inj.
- by case/andP => /F ? /G.
- by move/allP => all_F i; apply: H; apply: all_F; exact: ordsP.
- by move/allP => all_F i lt; apply: H; apply: all_F; rewrite mem_iota.
- by move/allP => all_F i; case: n all_F => // n all_F lt; apply: H; apply: all_F; rewrite mem_iota.
- by move/implyP => fb /fb.
- case E: (Qeq_bool _ _) => //= fb ab; first exact: F.
  by case/negP: (decide_neq (negbT E)); apply/eqP.
- case E: (Qeq_bool _ _) => //= fb ab; last exact: F.
  by case/negP: ab; apply/eqP/decide_eq.
- by case/orP => [/decide_le le | fb ab]; [rewrite ltNge le | exact: F].
Qed.
End Embedding.

Ltac reify e :=
  lazymatch e with
  | @q _ ?x => constr:(Lit x)
  | @BigOp.bigop _ (Finite.sort (ordinal_finType ?n)) _ _ (fun i => @BigBody _ _ i _ true (@?F i)) =>
      let x := fresh "x" in
      let t := constr:(fun x : 'I_n => ltac:(let b := eval cbv beta in (F x) in let b := reify b in exact b)) in
      constr:(@Ords n t)
  | @BigOp.bigop _ (ordinal ?n) _ _ (fun i => @BigBody _ _ i _ true (@?F i)) =>
      let x := fresh "x" in
      let t := constr:(fun x : 'I_n => ltac:(let b := eval cbv beta in (F x) in let b := reify b in exact b)) in
      constr:(@Ords n t)
  | @BigOp.bigop _ (Finite.sort (ordinal_finType ?n)) _ _
      (fun i => @BigBody _ _ i _ (@Order.lt _ _ (@?a i) (@?b i)) (@?F i)) =>
      let a := reify_function n a in let b := reify_function n b in let t := reify_function n F in
      constr:(@OrdsLt n a b t)
  | @BigOp.bigop _ (Finite.sort (ordinal_finType ?n)) _ _
      (fun i => @BigBody _ _ i _ (@Order.le _ _ (@?a i) (@?b i)) (@?F i)) =>
      let a := reify_function n a in let b := reify_function n b in let t := reify_function n F in
      constr:(@OrdsLe n a b t)
  | @BigOp.bigop _ (Finite.sort (ordinal_finType ?n)) _ _ (fun i => @BigBody _ _ i _ (@?p i) (@?F i)) =>
      let x := fresh "x" in
      let t := constr:(fun x : 'I_n => ltac:(let b := eval cbv beta in (F x) in let b := reify b in exact b)) in
      constr:(@OrdsIf n p t)
  | @BigOp.bigop _ nat _ ?r (fun i => @BigBody _ _ i _ true (@?F i)) =>
      let x := fresh "x" in
      let t := constr:(fun x : nat => ltac:(let b := eval cbv beta in (F x) in let b := reify b in exact b)) in
      constr:(Nats r t)
  | @GRing.zero _ => constr:(Nat 0)
  | @GRing.one _ => constr:(Nat 1)
  | @GRing.natmul _ (@GRing.one _) ?n => constr:(Nat n)
  | @GRing.natmul _ ?a ?n => let a := reify a in constr:(Mul a (Nat n))
  | @GRing.add _ ?a ?b => let a := reify a in let b := reify b in constr:(Add a b)
  | @GRing.mul _ ?a ?b => let a := reify a in let b := reify b in constr:(Mul a b)
  | @GRing.opp _ ?a => let a := reify a in constr:(Opp a)
  | @GRing.inv _ ?a => let a := reify a in constr:(Inv a)
  | @GRing.exp _ ?a ?n => let a := reify a in constr:(Pow a n)
  | match ?c with true => ?a | false => ?b end =>
      let t := reify_test c in let a := reify a in let b := reify b in
      lazymatch t with Known ?c => constr:(Choice c a b) | _ => constr:(If t a b) end
  | @Num.Def.normr _ _ ?a => let a := reify a in constr:(Abs a)
  | @Order.max _ _ ?a ?b => let a := reify a in let b := reify b in constr:(Max a b)
  | @Order.min _ _ ?a ?b => let a := reify a in let b := reify b in constr:(Min a b)
  end
with reify_test c :=
  lazymatch c with
  | @Order.lt _ _ ?a ?b => let a := reify a in let b := reify b in constr:(Less a b)
  | @Order.le _ _ ?a ?b => let a := reify a in let b := reify b in constr:(AtMost a b)
  | @eq_op _ ?a ?b =>
      match constr:(Set) with
      | _ => let a := reify a in let b := reify b in constr:(Equal a b)
      | _ => constr:(Known c)
      end
  | andb ?a ?b => let a := reify_test a in let b := reify_test b in constr:(And a b)
  | orb ?a ?b => let a := reify_test a in let b := reify_test b in constr:(Or a b)
  | negb ?a => let a := reify_test a in constr:(Not a)
  | _ => constr:(Known c)
  end
with reify_function n F :=
  let x := fresh "x" in
  constr:(fun x : 'I_n => ltac:(let b := eval cbv beta in (F x) in let b := reify b in exact b)).

(** Decide a closed rational (in)equality. *)
Ltac field_of_goal := match goal with |- context [@q ?R _] => constr:(R) end.
Ltac rational :=
  try match goal with |- (_ == _) = true => apply/eqP | |- is_true (_ == _) => apply/eqP end;
  let R := field_of_goal in
  lazymatch goal with
  | |- @eq _ ?a ?b => let a := reify a in let b := reify b in
      refine (@decide_eq R a b _); vm_compute; reflexivity
  | |- is_true (@Order.le _ _ ?a ?b) => let a := reify a in let b := reify b in
      refine (@decide_le R a b _); vm_compute; reflexivity
  | |- is_true (@Order.lt _ _ ?a ?b) => let a := reify a in let b := reify b in
      refine (@decide_lt R a b _); vm_compute; reflexivity
  | |- is_true (~~ (?a == ?b)) => let a := reify a in let b := reify b in
      refine (@decide_neq R a b _); vm_compute; reflexivity
  end.

(** The same under quantifiers. *)
Ltac reify_formula e :=
  lazymatch e with
  | forall i : ordinal ?n, @?F i =>
      let i := fresh "i" in
      let t := constr:(fun i : 'I_n => ltac:(let b := eval cbv beta in (F i) in let b := reify_formula b in exact b)) in
      constr:(@All n t)
  | forall i : nat, is_true (leq (S i) ?n) -> @?F i =>
      let i := fresh "i" in
      let t := constr:(fun i : nat => ltac:(let b := eval cbv beta in (F i) in let b := reify_formula b in exact b)) in
      constr:(Below n t)
  | forall i : nat, is_true (leq (S (S i)) ?n) -> @?F i =>
      let i := fresh "i" in
      let t := constr:(fun i : nat => ltac:(let b := eval cbv beta in (F i) in let b := reify_formula b in exact b)) in
      constr:(Next n t)
  | is_true (negb (@eq_op nat_eqType ?a ?b)) -> ?f => let f := reify_formula f in constr:(Where (negb (a == b)) f)
  | is_true (negb (@eq_op _ ?a ?b)) -> ?f =>
      let a := reify a in let b := reify b in let f := reify_formula f in constr:(WhereNeq a b f)
  | is_true (@Order.lt _ _ ?a ?b) -> ?f =>
      let a := reify a in let b := reify b in let f := reify_formula f in constr:(WhereLt a b f)
  | is_true ?b -> ?f => let f := reify_formula f in constr:(Where b f)
  | @eq (ordinal _) ?i ?j => constr:(Same i j)
  | ?a = ?b -> ?f => let a := reify a in let b := reify b in let f := reify_formula f in constr:(WhereEq a b f)
  | ?f /\ ?g => let f := reify_formula f in let g := reify_formula g in constr:(Both f g)
  | @eq _ ?a ?b => let a := reify a in let b := reify b in constr:(Eq a b)
  | is_true (@Order.le _ _ ?a ?b) => let a := reify a in let b := reify b in constr:(Le a b)
  | is_true (@Order.lt _ _ ?a ?b) => let a := reify a in let b := reify b in constr:(Lt a b)
  | is_true (~~ (?a == ?b)) => let a := reify a in let b := reify b in constr:(Neq a b)
  end.
Ltac formula :=
  let R := field_of_goal in
  lazymatch goal with |- ?g =>
    let f := reify_formula g in refine (@decideP R f _); vm_compute; reflexivity
  end.

Goal forall R : realFieldType, q R (1#3)%bin + q R (1#6)%bin / (1 - 2%:R^-1) <= 3%:R^-1 * 2%:R.
Proof. by move=> R; rational. Qed.
Goal forall R : realFieldType, \sum_(i < 100) q R (nth 0%bin [:: (1#3)%bin; (1#4)%bin] i) ^+ 2 = q R (25#144)%bin.
Proof. by move=> R; rational. Qed.
Goal forall R : realFieldType, forall i : 'I_3, forall j, (j < 4)%N -> i != j :> nat -> i%:R * q R (1#3)%bin <= 1 + j%:R.
Proof. by move=> R; formula. Qed.
Goal forall R : rcfType, \sum_(i < 3) (if (i%:R < q R (3#2)%bin) && ~~ (i == 0%N :> nat) then i%:R else 0) = 1 :> R.
Proof. by move=> R; rational. Qed.
