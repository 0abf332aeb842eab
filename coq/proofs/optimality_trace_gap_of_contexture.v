(** optimality.trace-gap-of-contexture (corrected), for all N, M and d: TG = s_{d+1}^2. *)
From Contextures Require Import Library Contextures Losses Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import optimality_ratio_trace.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Theorem value (R : rcfType) : trace_gap_of_contexture_value_corrected R.
Proof.
move=> N M d P Phi s mu0 tg law _ [mu singular same] [low greatest].
have [one len orth eigen [desc end_]] := singular.
have s_ge0 i : 0 <= s i.+1 by case/andP: (desc i).
have falls i j : (i <= j)%N -> s j.+1 ^+ 2 <= s i.+1 ^+ 2.
  move=> ij; rewrite ler_pexpn2r ?nnegrE //; elim: j ij => [|j IH]; first by rewrite leqn0 => /eqP ->.
  by rewrite leq_eqVlt => /predU1P[->|] //; rewrite ltnS => /IH; apply: le_trans; case/andP: (desc j.+1).
apply/eqP; rewrite eq_le; apply/andP; split; last first.
  (* Every family keeps at most s_1^2 + ... + s_d'^2. *)
  apply: greatest => _ [d' [F [d'd inside indep ->]]].
  have mean0 k : mean (pX P) (F k) = 0.
    have [c cE] := inside k; rewrite -dot_one dotC.
    rewrite (eq_dot _ (frefl _) cE) dotC dot_suml big1 // => l _.
    by rewrite dot_one mean_centred ?mulr0 // pX_sum.
  have := optimality_ratio_trace.bound law singular mean0 indep; rewrite big_ord_recr /= => le.
  by rewrite (le_trans (falls _ _ d'd)) // addrAC ler_addr subr_ge0.
(* The first min(d, N - 1) singular functions keep them. *)
have N0 := N_gt0 law.
pose m := minn d N.-1; pose F (k : 'I_m) := mu k.+1.
have small (k : 'I_m) : (k.+1 < N)%N.
  by rewrite -(prednK N0) ltnS (leq_trans (ltn_ord k)) // geq_minr.
have GE : gram P F = diag_mx (\row_k dot (pX P) (mu k.+1) (mu k.+1)).
  apply/matrixP => k l; rewrite !mxE; have [->|ne] := eqVneq k l; first by rewrite mulr1n.
  by rewrite mulr0n orth ?small.
have indep : independent P F.
  rewrite /independent GE unitmxE det_diag unitfE; apply/prodf_neq0 => k _.
  by rewrite mxE lt0r_neq0 // len.
have ratio : ratio_trace P F = \sum_(i < m) s i.+1 ^+ 2.
  have -> : ratio_trace P F = \tr (diag_mx (\row_(k < m) s k.+1 ^+ 2)).
    congr (\tr _); rewrite -[RHS]mul1mx -(mulVmx indep) -mulmxA; congr (_ *m _).
    apply/matrixP => k l; rewrite mul_mx_diag !mxE -adjoint //.
    rewrite /F /dot mulr_suml; apply: eq_bigr => x _; rewrite eigen ?small //; ring.
  by rewrite mxtrace_diag; apply: eq_bigr => k _; rewrite mxE.
have -> : s d.+1 ^+ 2 = \sum_(i < m.+1) s i.+1 ^+ 2 - ratio_trace P F.
  rewrite ratio big_ord_recr /= addrAC subrr add0r /m; case: leqP => // lt.
  by rewrite (prednK N0) !end_ // leqW // -(prednK N0).
apply: low; exists m, F; split=> //; first exact: geq_minl.
move=> k; apply/same; have kd : (k < d)%N by rewrite (leq_trans (ltn_ord k)) // geq_minl.
exists (fun l => (l == Ordinal kd)%:R) => x.
by rewrite (bigD1 (Ordinal kd)) //= eqxx mul1r big1 ?addr0 // => l /negPf ->; rewrite mul0r.
Qed.
