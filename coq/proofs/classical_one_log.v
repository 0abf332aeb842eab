(** classical.one-log (corrected): the two-sided limits with the logarithm of 2/delta. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals.
From Contextures.Statements Require Import Exponentials.
From Contextures.Proofs Require classical_hoeffding classical_chernoff_kl.

Theorem hoeffding (R : realType) : one_log_hoeffding_corrected R.
Proof. exact: classical_hoeffding.two_sided. Qed.
Theorem kl (R : realType) : one_log_kl_corrected R.
Proof. exact: classical_chernoff_kl.two_sided. Qed.
