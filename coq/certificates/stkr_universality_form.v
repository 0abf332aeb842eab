(** stkr.universality (printed), part form: 24 == 18 fails here.
    Written by `contextures export`, certificate 15369cbb6b84e5b4. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Contextures Require Import Smoothness.
From Contextures.Statements Require Import Stkr.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation w := (vector R 3 [:: 1#3; 1#3; 1#3]).
Notation K := (table R 3 3 [:: [:: 5#9; -1#9; -4#9]; [:: -1#9; 2#9; -1#9]; [:: -4#9; -1#9; 5#9]]).
Notation lam := (numbers R [:: 1#3; 1#9; 0]).
Notation psi := (functions R 3 [:: [:: -1#1; 0; 1]; [:: 1; -2#1; 1]; [:: 1; 1; 1]]).
Notation f := (vector R 3 [:: 2#3; -1#3; -1#3]).
Notation g := (vector R 3 [:: -1#3; -1#3; 2#3]).
Notation plus := (fun x => f x + g x)%R.
Notation minus := (fun x => f x - g x)%R.
Notation r_t := (fun h => smoothness w (fun i => lam i ^+ 1) psi h ^+ 2)%R.

Lemma is_a_kernel : base_kernel w K lam psi. Proof. by check. Qed.
Lemma ratio_f : r_t f = (q R (4#81)). Proof. by check. Qed.
Lemma in_f : in_space w lam psi f /\ (0 < dot w f f)%R. Proof. by split; check. Qed.
Lemma ratio_g : r_t g = (q R (4#81)). Proof. by check. Qed.
Lemma in_g : in_space w lam psi g /\ (0 < dot w g g)%R. Proof. by split; check. Qed.
Lemma ratio_plus : r_t plus = (q R (1#81)). Proof. by check. Qed.
Lemma in_plus : in_space w lam psi plus /\ (0 < dot w plus plus)%R. Proof. by split; check. Qed.
Lemma ratio_minus : r_t minus = (q R (1#9)). Proof. by check. Qed.
Lemma in_minus : in_space w lam psi minus /\ (0 < dot w minus minus)%R. Proof. by split; check. Qed.

Theorem refuted : ~ universality_form_printed R.
Proof.
move/(_ _ w K lam psi r_t is_a_kernel); cbv zeta => claim.
have w0 : forall x, (0 <= w x)%R by check.
have lam0 : forall i, (i < 3)%N -> (0 <= lam i)%R by check.
have [s form] := claim (fun h h' _ _ => @square_keeps_order R _ w psi w0 lam h h' lam0).
have := norm_of_ratio (eq_trans (esym ratio_f) (form _ in_f)) ltac:(check) => norm_f.
have := norm_of_ratio (eq_trans (esym ratio_g) (form _ in_g)) ltac:(check) => norm_g.
have := norm_of_ratio (eq_trans (esym ratio_plus) (form _ in_plus)) ltac:(check) => norm_plus.
have := norm_of_ratio (eq_trans (esym ratio_minus) (form _ in_minus)) ltac:(check) => norm_minus.
have := parallelogram w psi s f g; rewrite norm_f norm_g norm_plus norm_minus.
by apply/eqP; check.
Qed.
End Instance.
