(** optimality.low-variance (corrected), for all sizes: the inequality of Cauchy and Schwarz, and |TT*f| <= s_1 |T*f|. *)
From Contextures Require Import Library Contextures Losses Basics.
From mathcomp.algebra_tactics Require Import ring.
From Contextures.Statements Require Import Optimality.
From Contextures.Proofs Require Import spectrum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Lemma both (R : rcfType) N M (P : 'I_N -> 'I_M -> R) eps (f : 'I_N -> R) :
  is_law P -> 0 <= eps -> eps <= 1 -> compatible P eps f ->
  let g := Ts P f in
  (1 - eps) * norm (pX P) f * norm (pA P) g <= dot (pX P) f (T P g) /\
  pair_variance P g <= 2%:R * eps * (2%:R - eps) * dot (pA P) g g.
Proof.
move=> law eps_ge0 eps_le1 [_ [g0 g0_gt0 fits]] g.
have level : 0 <= 1 - eps by rewrite subr_ge0.
have X := pX_ge0 law; have A := pA_ge0 law.
set F := norm (pX P) f; set G := norm (pA P) g.
have F0 : 0 <= F := norm_ge0 _ _; have G0 : 0 <= G := norm_ge0 _ _.
have FF : F ^+ 2 = dot (pX P) f f by rewrite norm_sqr.
have GG : G ^+ 2 = dot (pA P) g g by rewrite norm_sqr.
have fTg : dot (pX P) f (T P g) = G ^+ 2 by rewrite GG adjoint.
(* |T*f| >= (1 - eps) |f|: <f, Tg0> = <T*f, g0> <= |T*f| |g0|. *)
have ball : (1 - eps) * F <= G.
  rewrite -(ler_pmul2r g0_gt0); apply: le_trans fits _; rewrite adjoint //.
  have [neg|pos] := lerP (dot (pA P) (Ts P f) g0) 0; first by rewrite (le_trans neg) // mulr_ge0 // norm_ge0.
  rewrite -(ler_pexpn2r (ltn0Sn 1)) ?nnegrE ?mulr_ge0 ?norm_ge0 ?(ltW pos) // exprMn GG norm_sqr //.
  exact: cauchy_schwarz.
split; first by rewrite fTg expr2 ler_wpmul2r.
(* |T*f|^4 = <f, TT*f>^2 <= |f|^2 |TT*f|^2. *)
have image : (1 - eps) ^+ 2 * G ^+ 2 <= dot (pX P) (T P g) (T P g).
  have [f0|fn0] := eqVneq F 0.
    have -> : G ^+ 2 = 0.
      have := cauchy_schwarz X f (T P g); rewrite fTg -FF f0 expr0n mul0r /= => le.
      by apply/eqP; rewrite -sqrf_eq0 eq_le le sqr_ge0.
    by rewrite mulr0 dot_ge0.
  have F_gt0 : 0 < F ^+ 2 by rewrite exprn_gt0 // lt_def fn0.
  rewrite -(ler_pmul2l F_gt0); apply: (@le_trans _ _ ((G ^+ 2) ^+ 2)); last first.
    by have := cauchy_schwarz X f (T P g); rewrite fTg FF.
  have -> : F ^+ 2 * ((1 - eps) ^+ 2 * G ^+ 2) = ((1 - eps) * F) ^+ 2 * G ^+ 2 by ring.
  by rewrite [(G ^+ 2) ^+ 2]expr2 ler_wpmul2r ?sqr_ge0 // ler_pexpn2r ?nnegrE ?mulr_ge0.
rewrite pair_varianceE // -GG -subr_ge0.
have -> : 2%:R * eps * (2%:R - eps) * G ^+ 2 - (2%:R * G ^+ 2 - 2%:R * dot (pX P) (T P g) (T P g))
  = 2%:R * (dot (pX P) (T P g) (T P g) - (1 - eps) ^+ 2 * G ^+ 2) by ring.
by rewrite mulr_ge0 ?ler0n // subr_ge0.
Qed.
Theorem variance (R : rcfType) : low_variance_variance_corrected R.
Proof. by move=> N M P eps f law e0 e1 fits; have [] := both law e0 e1 fits. Qed.

(** |T*f| >= (1 - eps) |f|, and |TT*f| <= s_1 |T*f| for f of mean zero. *)
Lemma image_of_compatible (R : rcfType) N M (P : 'I_N -> 'I_M -> R) eps (f : 'I_N -> R) :
  is_law P -> eps <= 1 -> compatible P eps f ->
  (1 - eps) ^+ 2 * dot (pX P) f f <= dot (pA P) (Ts P f) (Ts P f).
Proof. by move=> law e1 fits; apply: compatible_image. Qed.
Lemma shrinks (R : rcfType) N M (P : 'I_N -> 'I_M -> R) s mu (f : 'I_N -> R) :
  is_law P -> left_singular P s mu -> mean (pX P) f = 0 ->
  dot (pX P) (T P (Ts P f)) (T P (Ts P f)) <= s 1%N ^+ 2 * dot (pX P) f (T P (Ts P f)).
Proof.
move=> law singular mean0; set h := T P (Ts P f).
have hE i : (i < N)%N -> dot (pX P) h (unit_mode P mu i) = s i ^+ 2 * dot (pX P) f (unit_mode P mu i).
  by move=> iN; rewrite dotC adjoint // dotC (image_mode law singular).
rewrite (expand law singular h h) (expand law singular f h) mulr_sumr; apply: ler_sum => i _.
rewrite hE //; set u := dot (pX P) f (unit_mode P mu i).
have [i0|ipos] := posnP i.
  have -> : u = 0 by rewrite /u i0 (first_mode law singular) mean0.
  by rewrite !(mulr0, mul0r).
have -> : s i ^+ 2 * u * (s i ^+ 2 * u) = s i ^+ 2 * (s i ^+ 2 * u ^+ 2) by ring.
have -> : s 1%N ^+ 2 * (u * (s i ^+ 2 * u)) = s 1%N ^+ 2 * (s i ^+ 2 * u ^+ 2) by ring.
apply: ler_wpmul2r; first by rewrite mulr_ge0 ?sqr_ge0.
by apply: (square_falls law singular).
Qed.
Lemma cosine (R : rcfType) (c a n b S : R) :
  0 < n -> 0 <= b -> 0 <= S -> c * n <= a -> a ^+ 2 <= n * b -> b <= S * a -> 0 <= c -> c <= S * (a ^+ 2 / (n * b)).
Proof.
move=> n0 b0 S0 le cs up c0.
have a0 : 0 <= a by apply: le_trans le; rewrite mulr_ge0 // ltW.
have [bz|bn] := eqVneq b 0.
  have az : a = 0 by move: cs; rewrite bz mulr0 => h; apply/eqP; rewrite -sqrf_eq0 eq_le h sqr_ge0.
  move: le; rewrite az bz => le; have cz : c <= 0 by rewrite -(ler_pmul2r n0) mul0r.
  by rewrite expr0n /= mul0r mulr0.
have b1 : 0 < b by rewrite lt_def bn.
rewrite mulrA ler_pdivl_mulr ?mulr_gt0 //.
apply: (@le_trans _ _ (a * b)); first by rewrite mulrA; apply: ler_wpmul2r.
by rewrite expr2 mulrA [S * a * a]mulrC; apply: ler_wpmul2l.
Qed.
Theorem aligned (R : rcfType) : low_variance_aligned_corrected R.
Proof.
move=> N M P s mu eps f law singular e0 e1 fits f0 h hE; have X := pX_ge0 law.
have [mean0 _] := fits; have fh : dot (pX P) f h = dot (pA P) (Ts P f) (Ts P f) by rewrite hE adjoint.
apply: cosine => //; rewrite ?sqr_ge0 ?dot_ge0 //.
- by rewrite fh; exact: image_of_compatible.
- exact: cauchy_schwarz.
- by rewrite hE; apply: shrinks singular mean0.
Qed.
Theorem close (R : rcfType) : low_variance_close_corrected R.
Proof.
move=> N M P s mu eps f law singular e0 e1 fits h; have X := pX_ge0 law.
have [mean0 _] := fits; have fh : dot (pX P) f h = dot (pA P) (Ts P f) (Ts P f) by rewrite adjoint.
have low : (1 - eps) ^+ 2 * dot (pX P) f f <= dot (pX P) f h by rewrite fh; exact: image_of_compatible.
have up := shrinks law singular mean0; rewrite -/h in up.
set n := dot (pX P) f f in low *; set a := dot (pX P) f h in low up; set b := dot (pX P) h h in up.
have expanded c : \sum_x pX P x * (f x - c * h x) ^+ 2 = n - 2%:R * c * a + c ^+ 2 * b.
  rewrite /n /a /b /dot !mulr_sumr -sumrB -big_split /=; apply: eq_bigr => x _; ring.
have a0 : 0 <= a by rewrite /a fh dot_ge0 // => j; exact: pA_ge0.
have [sz|sn] := eqVneq (s 1%N ^+ 2) 0.
  exists 0; rewrite sz mul0r sub0r mulNr oppr_ge0.
  have bz : b = 0 by apply/eqP; rewrite eq_le dot_ge0 // andbT; move: up; rewrite sz mul0r.
  have := cauchy_schwarz X f h; rewrite -/n -/a -/b bz mulr0 => az.
  have az0 : a = 0 by apply/eqP; rewrite -sqrf_eq0 eq_le az sqr_ge0.
  by rewrite -az0.
have S0 : 0 < s 1%N ^+ 2 by rewrite lt_def sn sqr_ge0.
exists (s 1%N ^+ 2)^-1; rewrite expanded.
have SV : s 1%N ^+ 2 * (s 1%N ^+ 2)^-1 = 1 by rewrite divff.
have -> : s 1%N ^+ 2 * (n - 2%:R * (s 1%N ^+ 2)^-1 * a + (s 1%N ^+ 2)^-1 ^+ 2 * b)
    = s 1%N ^+ 2 * n - 2%:R * a + (s 1%N ^+ 2)^-1 * b.
  set S := s 1%N ^+ 2 in SV *; set V := S^-1 in SV *.
  have -> : S * (n - 2%:R * V * a + V ^+ 2 * b) = S * n - 2%:R * a * (S * V) + V * b * (S * V) by ring.
  by rewrite SV !mulr1.
have bS : (s 1%N ^+ 2)^-1 * b <= a by rewrite mulrC ler_pdivr_mulr // mulrC.
move: bS; set r := (s 1%N ^+ 2)^-1 * b => bS; set L := (1 - eps) ^+ 2 in low *; set S := s 1%N ^+ 2.
rewrite -subr_ge0; have -> : (S - L) * n - (S * n - 2%:R * a + r) = (a - L * n) + (a - r) by ring.
by apply: addr_ge0; rewrite subr_ge0.
Qed.
Theorem image_compatible (R : rcfType) : low_variance_image_compatible_corrected R.
Proof.
move=> N M P eps g law e0 e1 _ le; have A := pA_ge0 law.
have := cauchy_schwarz A (Ts P (T P g)) g; rewrite -adjoint //.
set n := dot (pX P) (T P g) (T P g) in le *; set c := dot (pA P) (Ts P _) _; set a := dot (pA P) g g in le *.
move=> cs; have n0 : 0 <= n by apply: dot_ge0 => x; exact: pX_ge0.
have c0 : 0 <= c by exact: dot_ge0.
have [nz|nn] := eqVneq n 0; first by rewrite nz mulr0.
have n1 : 0 < n by rewrite lt_def nn.
rewrite -(ler_pmul2r n1); apply: (@le_trans _ _ ((1 - eps) ^+ 2 * (c * a))).
  by rewrite -mulrA -expr2; apply: ler_wpmul2l; rewrite ?sqr_ge0.
by rewrite mulrCA; apply: ler_wpmul2l.
Qed.
Theorem image_variance (R : rcfType) : low_variance_image_variance_corrected R.
Proof.
move=> N M P eps g law e0 e1 _ le; rewrite pair_varianceE // -subr_ge0.
set n := dot (pX P) (T P g) (T P g) in le *; set a := dot (pA P) g g in le *.
have -> : 2%:R * eps * (2%:R - eps) * a - (2%:R * a - 2%:R * n) = 2%:R * (n - (1 - eps) ^+ 2 * a) by ring.
by rewrite mulr_ge0 ?ler0n // subr_ge0.
Qed.
