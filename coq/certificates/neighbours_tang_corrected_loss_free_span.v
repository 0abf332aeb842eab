(** neighbours.tang-corrected-loss-free (printed), part span: 1 == 0 fails here.
    Written by `contextures export`, certificate 4759adff32e77efe. *)
From Coq Require Import QArith_base.
From Contextures Require Import Library Minimising.
From Contextures.Statements Require Import MinimisersPrinted.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope Q_scope.

Section Instance.
Variable R : rcfType.
Notation P := (table R 3 3 [:: [:: 1#12; 1#12; 1#12]; [:: 1#12; 1#12; 1#12]; [:: 1#12; 1#12; 1#3]]).
Notation c := (vector R 2 [:: 0; 2]).
Notation h := (table R 2 3 [:: [:: 0; 0; 0]; [:: 1; 1; -1#1]]).
Notation f := (table R 2 3 [:: [:: 1; 1; -1#1]; [:: 0; 0; 0]]).
Notation g := (table R 2 3 [:: [:: 2#3; 2#3; -2#3]; [:: 0; 0; 0]]).
Notation theta := (numbers R [:: 4#9; 0; 0]).
Notation L := (task_operator P c h).

Lemma is_a_law : is_law P. Proof. by check. Qed.
Lemma has_spectrum : eigensystem (pX P) L theta (functions R 3 [:: [:: -1#1; -1#1; 1]; [:: -1#1; 1; 0]; [:: 1; 1; 1]]). Proof. by check. Qed.
Lemma minimises (f' : 'I_2 -> 'I_3 -> R) g' :
  (task_loss P c h f g <= task_loss P c h f' g')%R.
Proof. by apply: (task_minimal is_a_law); rewrite /seen_kernel; check. Qed.

Theorem refuted : ~ tang_corrected_loss_free_span_printed R.
Proof.
move=> claim.
have H := claim _ _ _ _ P c h f g theta is_a_law ltac:(check) isT (ex_intro _ _ has_spectrum) minimises.
have := extracted_free (c := (vector R 2 [:: 0; 1])) (@Ordinal 2 1 isT) (isT : (2 <= 3)%N) H ltac:(check).
by apply/eqP; check.
Qed.
End Instance.
