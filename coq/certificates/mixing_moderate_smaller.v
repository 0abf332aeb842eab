(** mixing.moderate (printed), part smaller: 339/170 < 2 holds here.
    Written by `contextures export`, certificate ddb38635ad274cb8. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Tasks.
From Contextures.Statements Require Import Mixing.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P1 := (fun x a => (functions R 3 [:: [:: 1#3; 0; 0]; [:: 0; 1#3; 0]; [:: 0; 0; 1#3]]) a x).
Notation P2 := (fun x a => (functions R 3 [:: [:: 0; 1#6; 0]; [:: 1#9; 0; 1#9]; [:: 1#9; 0; 1#9]; [:: 1#9; 1#6; 1#9]]) a x).
Notation w := (q R (1#6)).
Notation P := (combination w P1 P2 3).
Notation s1 := (roots R [:: 1; 1; 1]).
Notation mu1 := (functions R 3 [:: [:: 1; 1; 1]; [:: -1#1; 1; 0]; [:: -1#2; -1#2; 1]]).
Notation s2 := (roots R [:: 1; 4#7; 0]).
Notation mu2 := (functions R 3 [:: [:: 1; 1; 1]; [:: 1; -2#1; 1]; [:: 1; 0; -1#1]]).
Notation s := (roots R [:: 1; 9#14; 1#6]).
Notation mu := (functions R 3 [:: [:: 1; 1; 1]; [:: 1; -2#1; 1]; [:: -1#1; 0; 1]]).

Lemma are_laws : [/\ is_law (upto P1 3), is_law (upto P2 4), is_law (upto P (3 + 4)),
  0 <= w <= 1 & forall x, pX (upto P1 3) x = pX (upto P2 4) x]%R.
Proof. by split; check. Qed.
Lemma are_singular1 : left_singular (upto P1 3) s1 mu1. Proof. by apply: left_singular_by; check. Qed.
Lemma are_singular2 : left_singular (upto P2 4) s2 mu2. Proof. by apply: left_singular_by; check. Qed.
Lemma are_singular : left_singular (upto P 7) s mu. Proof. by apply: left_singular_by; check. Qed.
Lemma same1 : (fun i => s1 i ^+ 2)%R =1 (numbers R [:: 1; 1; 1]). Proof. by apply: roots_squares; check. Qed.
Lemma same2 : (fun i => s2 i ^+ 2)%R =1 (numbers R [:: 1; 4#7; 0]). Proof. by apply: roots_squares; check. Qed.
Lemma same : (fun i => s i ^+ 2)%R =1 (numbers R [:: 1; 9#14; 1#6]). Proof. by apply: roots_squares; check. Qed.
Lemma above1 : tau_above 3 (fun i => s1 i ^+ 2)%R (q R (339#170)).
Proof. by apply: (eq_tau_above same1); apply: tau_above_by; check. Qed.
Lemma above2 : tau_above 3 (fun i => s2 i ^+ 2)%R (q R (339#170)).
Proof. by apply: (eq_tau_above same2); apply: tau_above_by; check. Qed.
Lemma weak_is_not_zero : (0 < s2 1%N ^+ 2)%R. Proof. by rewrite same2; check. Qed.
Lemma strong_exceeds_weak : (\sum_(i < 2) s2 i.+1 ^+ 2 < s1 2%N ^+ 2)%R.
Proof. by rewrite same1; under eq_bigr do rewrite same2; check. Qed.
Lemma lhs : tau_at 3 (fun i => s i ^+ 2)%R 1 = (q R (339#170)). Proof. by rewrite (eq_tau _ _ same); check. Qed.

Theorem holds : moderate_smaller_printed R.
Proof.
exists 3%N, 3%N, 4%N, P1, P2, w, s1, mu1, s2, mu2, s, mu; split.
- exact: are_laws.
- by split; [exact: are_singular1 | exact: are_singular2 | exact: are_singular].
- exact: weak_is_not_zero.
- exact: strong_exceeds_weak.
- exists 0%N; split; first by rewrite same; check.
  by cbv zeta; rewrite lhs (_ : _ * _ = (q R (339#170)))%R; [split; [exact: above1 | exact: above2] | check].
Qed.
End Instance.
