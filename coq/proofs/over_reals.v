(** Statements hold for every real closed field; two of them at the real numbers of Coq. *)
From Contextures Require Import Library.
From mathcomp Require Import Rstruct.
From Coq Require Import Reals.
From Contextures.Statements Require Import Optimality.
From Contextures.Certificates Require optimality_trace_gap_of_contexture_value.
From Contextures.Proofs Require optimality_trace_gap_of_contexture.

Corollary printed_falls : ~ trace_gap_of_contexture_value_printed [rcfType of R].
Proof. exact: optimality_trace_gap_of_contexture_value.refuted. Qed.
Corollary corrected_holds : trace_gap_of_contexture_value_corrected [rcfType of R].
Proof. exact: optimality_trace_gap_of_contexture.value. Qed.
