(** neighbours.ncl-unique-wide (printed), part unique: 9/25 == 0 fails here.
    Written by `contextures export`, certificate c153791d03e6d2cd. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Learning.
From Contextures.Statements Require Import GraphsPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 2 2 [:: [:: 0; 1#2]; [:: 1#2; 0]]).
Notation U := (table R 3 2 [:: [:: 3#5; 0]; [:: 0; 1]; [:: 4#5; 0]]).
Notation f := (turned_phi P U).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma orthonormal c c' : (\sum_l U l c * U l c' = (c == c')%bool%:R)%R. Proof. by move: c c'; check. Qed.
Lemma own : anchored P.
Proof.
rewrite /anchored; each.
- by exists (@Ordinal 2 1 isT); split; [check | each; first [by [] | move=> _; check]].
- by exists (@Ordinal 2 0 isT); split; [check | each; first [by [] | move=> _; check]].
Qed.
Lemma positive l c : (0 <= U l c)%R. Proof. by move: l c; check. Qed.
Lemma nonnegative l x : (0 <= f l x)%R. Proof. exact: turned_ge0 is_a_law positive. Qed.
Lemma none_vanishes l : exists x, f l x != 0%R.
Proof.
move: l; each.
- by apply: (turned_seen (c := (@Ordinal 2 0 isT)) (x := (@Ordinal 2 1 isT)) is_a_law); [check | check | each; first [by [] | move=> _; check]].
- by apply: (turned_seen (c := (@Ordinal 2 1 isT)) (x := (@Ordinal 2 0 isT)) is_a_law); [check | check | each; first [by [] | move=> _; check]].
- by apply: (turned_seen (c := (@Ordinal 2 0 isT)) (x := (@Ordinal 2 1 isT)) is_a_law); [check | check | each; first [by [] | move=> _; check]].
Qed.

Theorem refuted : ~ ncl_unique_wide_unique_printed R.
Proof.
move=> claim.
have [|pi inj [s same]] := claim 2%N 2%N 1%N P f is_a_law own isT nonnegative.
  by move=> g _; apply: turned_least is_a_law orthonormal.
have [l spare] : exists l, pi l = rshift 2 ord0.
  by have [inv _ right] := injF_bij inj; exists (inv (rshift 2 ord0)).
have [x] := none_vanishes l; rewrite same spare /padded.
by case: splitP => [j e|]; [have := ltn_ord j; rewrite -e | rewrite mulr0 eqxx].
Qed.
End Instance.
