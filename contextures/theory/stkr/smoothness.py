"""Chapter 5.2 on smoothness: metrics, norms, and which targets keep the order."""

from __future__ import annotations

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.stkr.premises import IN_RANGE, NOT_ZERO
from contextures.theory.symbols.stkr import (
    STKR,
    M_t,
    cone_defect,
    distance,
    distance_square,
    i,
    integral_square,
    lam,
    largest_drop,
    lipschitz_square,
    measure_square,
    norm_H_power,
    order_defect,
    order_excess,
    other_outside_range,
    points,
    r,
    s_t,
    smooth_first,
    smooth_second,
    spectral_distance,
    target_least,
    target_mixing,
    target_outside,
    target_trace,
)

TWO_POINTS = Hypothesis("two-points", 2, "<=", points)
TARGET = (
    Hypothesis("target", 0, "<", target_trace, "H_t is not {0}"),
    Hypothesis("positive-target", 0, "<=", target_least, "K_t is a kernel"),
    Hypothesis("subspace", target_outside, "==", 0, "H_t ⊂ H_K"),
)
KEEPS = Hypothesis("keeps-order", order_defect, "==", 0, "r_t keeps the order of all r_{K^p}")
DIAGONAL = Hypothesis("diagonal", target_mixing, "==", 0, "K_t is one scalar on each eigenspace of K")

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
        text="If r_{K^p}(f) ≥ r_{K^p}(g) for all p ≥ 1 implies r_t(f) ≥ r_t(g), where r_t(f) = ‖f−Ef‖²_P/‖f‖²_{H_t} "
        "and H_t ⊂ H_K, then H_t is the space of an STK: K_t = K_s with one scalar s(λ) on each eigenspace, s "
        "non-decreasing and s(λ) ≤ Mλ.",
        tex=r"[r_{K^p}(f)\ge r_{K^p}(g)\ \forall p\ge1\Rightarrow r_t(f)\ge r_t(g)],\ H_t\subset H_K\ \Rightarrow\ "
        r"H_t=H_{K_s},\ s\ \text{non-decreasing},\ s(\lambda)\le M\lambda",
        given=(NOT_ZERO, *TARGET, KEEPS),
        parts=(
            Part("form", target_mixing, "==", 0, "K_t is one scalar on each eigenspace", scale=target_trace**2),
            Part("non-decreasing", s_t[i + 1], "<=", s_t[i], over=(i, 1, r), scale=target_trace),
            Part("bounded", s_t[i], "<=", M_t * lam[i], over=(i, 1, r), scale=target_trace),
        ),
    ),
    note="A target smoothness is a ratio ‖f−Ef‖²_P/‖f‖²_{H_t} with H_t a Hilbert space, as in S24: the kernels K_t "
    "tried are arbitrary, not only functions of K. M is the norm of the embedding H_t ⊂ H_K. Continuity and "
    "smoothness of s say nothing on a finite spectrum, where s is free between the eigenvalues. That every such s "
    "keeps the order is not claimed, and false: see `stkr.universality-sharp`.",
)

UNIVERSALITY_SHARP = Statement(
    id="stkr.universality-sharp",
    title="Which targets keep the order of smoothness",
    kind=Kind.EQUIVALENCE,
    source=Source("ours"),
    vocabulary=STKR,
    printed=Claim(
        text="The premise of `stkr.universality` holds iff H_t = H_{K_s} with 1/s ∈ ℝ·1 + cone{λ^{−p}, p ≥ 1} + "
        "cone(e_r) on the spectrum where s > 0, e_r the last eigenvalue there, and s = 0 on no eigenvalue before.",
        tex=r"\frac1s\in\mathbb R\cdot1+\mathrm{cone}\{\lambda^{-p}:p\ge1\}+\mathrm{cone}(e_r)",
        given=(NOT_ZERO, *TARGET),
        parts=(
            Part(
                "if",
                smooth_first,
                "<=",
                smooth_second,
                "r_t(f) ≥ r_t(g) for every f and g of H_t with r_{K^p}(f) ≥ r_{K^p}(g) for all p",
                given=(
                    DIAGONAL,
                    Hypothesis("cone", cone_defect, "==", 0, "1/s is in the cone"),
                    IN_RANGE,
                    Hypothesis("other-in-range", other_outside_range, "==", 0, "g is in the RKHS"),
                    Hypothesis("smoother", order_excess, "==", 0, "r_{K^p}(f) ≥ r_{K^p}(g) for all p ≥ 1"),
                ),
            ),
            Part(
                "only-if",
                cone_defect,
                "<=",
                largest_drop,
                "where 1/s is outside the cone, a pair of functions breaks the order by its distance at least",
                given=(DIAGONAL,),
                scale=1,
            ),
        ),
    ),
    note="By Farkas' theorem, which also says by how much the order is broken. λ+λ³ and √λ are increasing and do not "
    "keep it, λ/(1−ηλ), λ^a for a ≥ 1 and truncations do. “Only if” is asked for p among finitely many exponents and "
    "their limit, on both sides; “if” for every real p ≥ 1. Which s keep the order is decided by "
    "`contextures.measure.suprema.universality`.",
    uses=("stkr.universality",),
)
