"""Chapter 3 on what an encoder is worth: ratio trace, trace gap and Fisher's discriminant."""

from __future__ import annotations

import sympy as sp

from contextures.theory.optimality.premises import AT_MOST_ONE, ATTAINABLE, LEARNS, compatibility_level
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import d, i, s
from contextures.theory.symbols.optimality import (
    OPTIMALITY,
    RT,
    RT_image,
    between_defect,
    epsilon,
    error,
    fisher,
    fisher_eigenvalue,
    fisher_top,
    fisher_traces,
    k,
    ritz,
    trace_gap,
    within_defect,
)

SMALL_GAP = Hypothesis("small-gap", trace_gap, "<", s[1] ** 2)
contexture_trace = sp.Sum(s[i] ** 2, (i, 1, d))
DEFINITION = (
    "Definition 23 as it stands does not say that the f_i are functions of Φ, and B_F = Cov_{P_A}[F] is undefined for "
    "functions of x; read literally TG would not depend on Φ. It is read as meant: f_1..f_{d'} in the span of Φ̃, d' ≥ "
    "1, and B_F = Cov_{P_A}[T*F]. With d' = 0 allowed TG would be min{TG, s_1²}, the same wherever TG < s_1²."
)


def subfamily_bound(size: sp.Symbol) -> sp.Expr:
    """Return what the best d' functions of the encoder bound the error by, d' = size; 1 where they bound nothing."""
    following, missing = s[size + 1] ** 2, sp.Sum(s[i] ** 2 - ritz[i], (i, 1, size))
    room = s[1] ** 2 - following
    root = sp.sqrt((s[1] ** 2 - compatibility_level) * (room - missing)) + sp.sqrt(
        missing * (compatibility_level - following)
    )
    return sp.Piecewise((1, room <= 0), (root**2 / room**2, following + missing - compatibility_level <= 0), (1, True))


RATIO_TRACE = Statement(
    id="optimality.ratio-trace",
    title="Ratio trace",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Definition 21, Lemma 22"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="RT(Φ) = Tr(C_Φ⁻¹B_Φ) is invariant under invertible maps of Φ; RT ≤ Σ_{i≤d} s_i², with equality when Φ "
        "learns the contexture.",
        tex=r"\mathrm{RT}(\Phi G)=\mathrm{RT}(\Phi)\le\sum_{i\le d}s_i^2",
        parts=(
            Part("invariance", RT_image, "==", RT, scale=1),
            Part("bound", RT, "<=", contexture_trace),
            Part("equality", RT, "==", contexture_trace, given=(LEARNS,), scale=1),
        ),
    ),
)

TRACE_GAP = Statement(
    id="optimality.trace-gap",
    title="Trace gap bound",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Definition 23, Theorem 24"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="TG(Φ) = inf over d' ≤ d and linearly independent f_1..f_{d'} of s_1²+…+s_{d'+1}² − Tr(C_F⁻¹B_F). If TG < "
        "s_1² and ε > 1−s_1 then err(Φ;F_ε) ≤ (s_1²−(1−ε)²+s_1·TG)/(s_1²−TG²).",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)\le\frac{s_1^2-(1-\varepsilon)^2+s_1\mathrm{TG}}{s_1^2-\mathrm{TG}^2}",
        given=(SMALL_GAP, Hypothesis("interior", 1 - s[1], "<", epsilon), AT_MOST_ONE),
        parts=(
            Part(
                "bound",
                error,
                "<=",
                (s[1] ** 2 - compatibility_level + s[1] * trace_gap) / (s[1] ** 2 - trace_gap**2),
                scale=1,
            ),
        ),
    ),
    corrected=Claim(
        text="With κ_1 ≥ … ≥ κ_d the Ritz values of TT* on span Φ̃ (0 beyond its dimension), S = s_{d'+1}² and g = "
        "Σ_{i≤d'}(s_i² − κ_i) for any d' ≤ d, and c = (1−ε)² ≤ s_1²: while S+g ≤ c, S < s_1², √err(Φ;F_ε) ≤ (√((s_1²−c)"
        "(s_1²−S−g)) + √(g(c−S)))/(s_1²−S). In TG = min_{d'}(S+g) < s_1² alone, err ≤ sin²(α+β) with sin²α = TG/s_1² "
        "and cos β = (1−ε)/s_1 while TG ≤ c, and 1 beyond, which implies the printed form with √TG in place of TG.",
        tex=r"\sqrt{\mathrm{err}(\Phi;F_\varepsilon)}\le\frac{\sqrt{(s_1^2-c)(s_1^2-S-g)}+\sqrt{g\,(c-S)}}{s_1^2-S},"
        r"\quad S=s_{d'+1}^2,\ g=\sum_{i\le d'}(s_i^2-\kappa_i),\ S+g\le c=(1-\varepsilon)^2",
        given=(ATTAINABLE, AT_MOST_ONE),
        parts=(
            Part(
                "bound",
                error,
                "<=",
                sp.Piecewise(
                    (
                        (
                            (1 - epsilon) * sp.sqrt(trace_gap)
                            + sp.sqrt((s[1] ** 2 - trace_gap) * (s[1] ** 2 - compatibility_level))
                        )
                        ** 2
                        / s[1] ** 4,
                        trace_gap <= compatibility_level,
                    ),
                    (1, True),
                ),
                "in the trace gap alone",
                given=(SMALL_GAP,),
                scale=1,
            ),
            Part("subfamily", error, "<=", subfamily_bound(k), "of each subfamily d'", over=(k, 1, d), scale=1),
            Part(
                "square-root",
                error,
                "<=",
                (s[1] ** 2 - compatibility_level + s[1] * sp.sqrt(trace_gap)) / (s[1] ** 2 - trace_gap),
                "the printed form with √TG in place of TG",
                given=(SMALL_GAP,),
                scale=1,
            ),
        ),
    ),
    faults=(Fault.SQUARE, Fault.TYPO),
    why="TG is a difference of squared singular values, but the bound uses it as a singular value: s_1·TG and TG² are "
    "of the wrong degree, and for small s_1 the bound falls below the error. With √TG in place of TG it holds. The "
    "bound in (s_1, TG, ε) is sharp in these three; keeping S and g apart it is sharper, and equal to the minimax "
    "value on every contexture. Definition 23 is misprinted too: it lets the f_i be any functions and takes B_F = "
    "Cov_{P_A}[F] without T*.",
    note=DEFINITION,
)

TRACE_GAP_OF_CONTEXTURE = Statement(
    id="optimality.trace-gap-of-contexture",
    title="Trace gap of the contexture",
    kind=Kind.IDENTITY,
    source=Source("C25", "remark after Theorem 24"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If Φ learns the contexture then TG(Φ) = s_{d+1}.",
        tex=r"\mathrm{TG}(\Phi)=s_{d+1}",
        given=(LEARNS,),
        parts=(Part("value", trace_gap, "==", s[d + 1], scale=1),),
    ),
    corrected=Claim(
        text="If Φ learns the contexture then TG(Φ) = s_{d+1}².",
        tex=r"\mathrm{TG}(\Phi)=s_{d+1}^2",
        given=(LEARNS,),
        parts=(Part("value", trace_gap, "==", s[d + 1] ** 2, scale=1),),
    ),
    faults=(Fault.SQUARE,),
    why="The definition adds squared singular values and takes no root, so the value is s_{d+1}².",
    note=DEFINITION,
    uses=("optimality.trace-gap",),
)

FISHER = Statement(
    id="optimality.fisher",
    title="Fisher discriminant",
    kind=Kind.IDENTITY,
    source=Source("C25", "Appendix C"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For linear encoders Φ(x) = Wx: WS_BWᵀ = 2B_Φ and WS_WWᵀ = C_Φ − B_Φ, so J = 2Tr[(C_Φ−B_Φ)⁻¹B_Φ], "
        "maximised over W with WS_WWᵀ invertible by the top-d eigenvectors of S_W⁻¹S_B.",
        tex=r"WS_BW^\top=2B_\Phi,\ WS_WW^\top=C_\Phi-B_\Phi,\ J=2\mathrm{Tr}[(C_\Phi-B_\Phi)^{-1}B_\Phi]",
        parts=(
            Part("between", between_defect, "==", 0, "WS_BWᵀ = 2B_Φ", scale=1),
            Part("within", within_defect, "==", 0, "WS_WWᵀ = C_Φ − B_Φ", scale=1),
            Part("objective", fisher, "==", fisher_traces),
            Part("maximum", fisher, "<=", sp.Sum(fisher_eigenvalue[i], (i, 1, d)), "no W does better"),
            Part("attained", fisher_top, "==", sp.Sum(fisher_eigenvalue[i], (i, 1, d))),
        ),
    ),
    note="S_W = E(X − E[X|A])(X − E[X|A])ᵀ and, over independent A, A', S_B = E(E[X|A] − E[X|A'])(E[X|A] − E[X|A'])ᵀ. "
    "S_W⁻¹ is written, so S_W is taken to be invertible where J is maximised, and J is defined where WS_WWᵀ is "
    "invertible.",
)
