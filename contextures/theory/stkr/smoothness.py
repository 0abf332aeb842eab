"""Chapter 5.2 on smoothness: metrics, norms, and which targets keep the order."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.stkr.premises import A1, IN_RANGE, NOT_ZERO
from contextures.theory.symbols.stkr import (
    STKR,
    M,
    convexity,
    distance,
    distance_square,
    i,
    integral_square,
    lam,
    lipschitz_square,
    measure_square,
    norm_H_power,
    other_outside_range,
    points,
    premise_defect,
    r,
    s,
    spectral_distance,
    target_mixed,
    target_separate,
)

top = sp.Max(s[1], sp.Rational(1, 10**6))

TWO_POINTS = Hypothesis("two-points", 2, "<=", points)
PREMISE = Hypothesis("premise", premise_defect, "==", 0, "1/s is c + Σ a_pλ^{−p}, a_p ≥ 0")

KERNEL_METRIC = Statement(
    id="stkr.kernel-metric",
    title="The metric of a power of the kernel",
    kind=Kind.IDENTITY,
    source=Source("S24", "§2"),
    vocabulary=STKR,
    printed=Claim(
        text="d_{K^p}(x,x') = ‖K^p_x − K^p_{x'}‖_{H_{K^p}} = Σ_i λ_i^p(ψ_i(x)−ψ_i(x'))².",
        tex=r"d_{K^p}(x,x')=\|K^p_x-K^p_{x'}\|_{H_{K^p}}=\sum_i\lambda_i^p(\psi_i(x)-\psi_i(x'))^2",
        given=(TWO_POINTS,),
        parts=(Part("metric", distance, "==", spectral_distance, scale=1 + distance),),
    ),
    corrected=Claim(
        text="d_{K^p}(x,x')² = ‖K^p_x − K^p_{x'}‖²_{H_{K^p}} = Σ_i λ_i^p(ψ_i(x)−ψ_i(x'))².",
        tex=r"d_{K^p}(x,x')^2=\|K^p_x-K^p_{x'}\|_{H_{K^p}}^2=\sum_i\lambda_i^p(\psi_i(x)-\psi_i(x'))^2",
        given=(TWO_POINTS,),
        parts=(Part("metric", distance_square, "==", spectral_distance, scale=1 + distance_square),),
    ),
    faults=(Fault.SQUARE,),
    why="The sum is the square of the norm; without the root it is no metric: the triangle inequality fails.",
)

LIPSCHITZ = Statement(
    id="stkr.lipschitz-norm",
    title="Lipschitz constants over measures are norms",
    kind=Kind.IDENTITY,
    source=Source("S24", "Proposition 1"),
    vocabulary=STKR,
    printed=Claim(
        text="For every f ∈ H_{K^p} the Lipschitz constant of μ ↦ ∫f dμ over signed measures, in the metric d_{K^p}, "
        "is ‖f‖_{H_{K^p}}.",
        tex=r"\overline{\mathrm{Lip}}_{d_{K^p}}(f)=\|f\|_{H_{K^p}}",
        given=(IN_RANGE,),
        parts=(
            Part("bound", integral_square, "<=", norm_H_power * measure_square, "no measure does better"),
            Part("attained", lipschitz_square, "==", norm_H_power, "and one attains it"),
        ),
    ),
    note="The metric is the norm ‖∫K^p_x dμ − ∫K^p_x dν‖_{H_{K^p}}, as the first half of `stkr.kernel-metric` has it; "
    "both sides are squared. Only the difference ξ of two measures matters.",
)

UNIVERSALITY = Statement(
    id="stkr.universality",
    title="Targets that keep the order of smoothness",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 1"),
    vocabulary=STKR,
    printed=Claim(
        text="If r_{K^p}(f) ≥ r_{K^p}(g) for all p ≥ 1 implies r_t(f) ≥ r_t(g), and H_t ⊂ H_K, then r_t(f) = "
        "‖f−Ef‖²_P/‖f‖²_{H_t} with H_t the RKHS of an STK, s non-decreasing, s(λ) ≤ Mλ.",
        tex=r"[r_{K^p}(f)\ge r_{K^p}(g)\ \forall p\ge1\Rightarrow r_t(f)\ge r_t(g)]\ \Rightarrow\ "
        r"r_t(f)=\frac{\|f-\mathbb Ef\|_P^2}{\|f\|_{H_t}^2},\ H_t=H_{K_s}",
        given=(NOT_ZERO,),
        parts=(
            Part(
                "form",
                target_mixed,
                "==",
                target_separate,
                "for r_t = r_K², which keeps the order, ‖f‖²_P/r_t(f) is the square of a norm",
                given=(IN_RANGE, Hypothesis("other-in-range", other_outside_range, "==", 0, "g is in the RKHS")),
            ),
            Part(
                "non-decreasing",
                s[i + 1],
                "<=",
                s[i],
                "for r_t that of K_s, where the premise holds",
                given=(A1, PREMISE),
                over=(i, 1, r),
                scale=top,
            ),
            Part("bounded", s[i], "<=", M * lam[i], given=(A1, PREMISE), over=(i, 1, r), scale=top),
        ),
    ),
    corrected=Claim(
        text="If r_t(f) = ‖f‖²_P/Q(f) with Q a quadratic form and the premise holds, then Q is the squared norm of an "
        "STK, s(λ) ≤ Mλ, and 1/s is a convex non-decreasing function of 1/λ on the spectrum.",
        tex=r"r_t(f)=\|f\|_P^2/Q(f),\ Q\ \text{quadratic}\ \Rightarrow\ "
        r"1/s\ \text{is a convex non-decreasing function of}\ 1/\lambda",
        given=(NOT_ZERO, A1, PREMISE),
        parts=(
            Part("non-decreasing", s[i + 1], "<=", s[i], over=(i, 1, r), scale=top),
            Part("bounded", s[i], "<=", M * lam[i], over=(i, 1, r), scale=top),
            Part("convex", 0, "<=", convexity[i], over=(i, 1, r - 2), scale=1),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Every increasing function of r_K keeps the order, r_K² for one, and ‖f‖²_P/r_K(f)² is no square of a norm: it "
    "fails the parallelogram law. The form has to be assumed. The premise then says more than the print: 1/s is a "
    "limit of c + Σ a_pλ^{−p} with a_p ≥ 0, p ≥ 1, hence convex in 1/λ, which λ+λ³ and √λ are not.",
    note="r_t is read as any functional, since the ratio of norms is what is concluded. Continuity and smoothness of s "
    "say nothing on a finite spectrum, where s is free between the eigenvalues. Which s satisfy the premise is decided "
    "by `contextures.measure.suprema.universality`; here the premise is taken as met where a representation proves it.",
)
