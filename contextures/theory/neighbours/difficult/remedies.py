"""Chapter 7.5: margins and temperatures for difficult pairs."""

from __future__ import annotations

from contextures.theory.neighbours.difficult.classes import (
    CLASSED,
    HIGHER,
    USUAL,
    a,
    at,
    beta,
    bound,
    c_0,
    c_1,
    c_2,
    delta,
    gamma,
    higher,
    n,
    n_d,
    p,
    q_3,
    q_4,
    r,
    t,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

SIMILAR = Hypothesis("some-similarity", 0, "<", beta, "points of different classes have some similarity")
MARGIN = c_0 * t / (c_1**2 * c_2)
TEMPERATURE = (c_1 / c_2) * (beta / gamma)

MARGIN_ENTRY = Statement(
    id="neighbours.difficult-margin-entry",
    title="The margin makes difficult pairs as dissimilar as easy ones",
    kind=Kind.IDENTITY,
    source=Source("difficult", "Theorem 4.3 (7)", reconstructed=True),
    domain=CLASSED,
    printed=Claim(
        "With the margin m = c_0(γ−β)/(c_1²c_2), weighted by the row sums: γ/c_1 − c_1m = β/c_2.",
        r"m=\frac{c_0(\gamma-\beta)}{c_1^2c_2}:\quad\frac\gamma{c_1}-c_1m=\frac\beta{c_2}",
        (Part("entry", gamma / c_1 - c_1 * MARGIN, "==", beta / c_2, scale=gamma / c_1),),
        given=USUAL,
    ),
)

SLOW = Hypothesis("slow", n_d**2 * r**2 * t * (higher - beta), "<", c_2**2)
FAST = Hypothesis("fast", c_2**2, "<=", n_d**2 * r**2 * t * (higher - beta))

MARGIN_SIGN = Statement(
    id="neighbours.difficult-margin-sign",
    title="The margin is positive and grows with the difficulty",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "text after Theorem 4.3"),
    domain=CLASSED,
    printed=Claim(
        "The margin is positive, and larger for a larger γ < α, all else the same.",
        r"m>0,\qquad\gamma<\gamma'<\alpha\Rightarrow m(\gamma)<m(\gamma')",
        (Part("positive", 0, "<", MARGIN), Part("increasing", MARGIN, "<", at(MARGIN, higher), given=HIGHER)),
        given=USUAL,
    ),
    corrected=Claim(
        "The margin is positive, and m(γ) < m(γ′) exactly where n_d²r²(γ−β)(γ′−β) < c_2²: it grows up to "
        "γ−β = c_2/(n_dr) and falls from there.",
        r"m>0,\qquad m(\gamma)<m(\gamma')\iff n_d^2r^2(\gamma-\beta)(\gamma'-\beta)<c_2^2",
        (
            Part("positive", 0, "<", MARGIN),
            Part("increasing-if", MARGIN, "<", at(MARGIN, higher), given=(*HIGHER, SLOW)),
            Part("increasing-only-if", at(MARGIN, higher), "<=", MARGIN, given=(*HIGHER, FAST)),
        ),
        given=USUAL,
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The row sum c_1 grows with γ as well and stands in the denominator squared: where what "
    "difficult pairs add, n_dr(γ−β), is more than half of it, the margin falls.",
)

TEMPERATURE_ENTRY = Statement(
    id="neighbours.difficult-temperature-entry",
    title="The temperature makes difficult pairs as dissimilar as easy ones",
    kind=Kind.IDENTITY,
    source=Source("difficult", "Theorem 4.5 (10)"),
    domain=CLASSED,
    printed=Claim(
        "For β > 0 and τ = (c_1/c_2)(β/γ): τγ/c_1 = β/c_2, and τ < 1.",
        r"\tau=\frac{c_1}{c_2}\frac\beta\gamma:\quad\tau\frac\gamma{c_1}=\frac\beta{c_2},\qquad\tau<1",
        (Part("entry", TEMPERATURE * gamma / c_1, "==", beta / c_2), Part("below-one", TEMPERATURE, "<", 1)),
        given=(*USUAL, SIMILAR),
    ),
)

TEMPERATURE_ORDER = Statement(
    id="neighbours.difficult-temperature-order",
    title="More difficult pairs take a smaller temperature",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "text after Theorem 4.5"),
    domain=CLASSED,
    printed=Claim(
        "For β > 0, a larger γ < α has a smaller temperature, all else the same.",
        r"\gamma<\gamma'<\alpha\Rightarrow\tau(\gamma')<\tau(\gamma)",
        (Part("smaller", at(TEMPERATURE, higher), "<", TEMPERATURE),),
        given=(*USUAL, *HIGHER, SIMILAR),
    ),
)

SHARE = (n_d / n) ** 2
SCALED = 4 * (1 - SHARE + (gamma / beta) ** 2 * SHARE) * delta / (1 - q_3) + 8 * delta
LEAST = n_d**2 * (gamma + beta) * (a + n * p) * (n * p + (n_d - 1) * r * t)
MOST = r * n**2 * beta**2 * (n * p - (n_d - 1) * a)

TEMPERATURE_THRESHOLD = Statement(
    id="neighbours.difficult-temperature-threshold",
    title="How few difficult examples a temperature repays",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "text after Theorem 4.5", reconstructed=True),
    domain=CLASSED,
    printed=Claim(
        "(11) is 4[1 − (n_d/n)² + (γ/β)²(n_d/n)²]δ/(1−q_3) + 8δ. If n_d < β√(nr/((α+rβ)(γ+β))), then (11) < (4).",
        r"n_d<\beta\sqrt{\frac{nr}{(\alpha+r\beta)(\gamma+\beta)}}\Rightarrow(11)<(4)",
        (Part("better", SCALED, "<", bound(q_4)),),
        given=(*USUAL, SIMILAR, Hypothesis("few", n_d**2, "<", beta**2 * n * r / (p * (gamma + beta)))),
    ),
    corrected=Claim(
        "(11) < (4) exactly where n_d²(γ+β)((1−α)+n(α+rβ))(n(α+rβ)+(n_d−1)r(γ−β)) < rn²β²(n(α+rβ)−(n_d−1)(1−α)).",
        r"(11)<(4)\iff n_d^2(\gamma+\beta)\,c_2\,(n(\alpha+r\beta)+(n_d-1)r(\gamma-\beta))"
        r"<rn^2\beta^2(n(\alpha+r\beta)-(n_d-1)(1-\alpha))",
        (
            Part("if", SCALED, "<", bound(q_4), given=(Hypothesis("few", LEAST, "<", MOST),)),
            Part("only-if", bound(q_4), "<=", SCALED, given=(Hypothesis("not-few", MOST, "<=", LEAST),)),
        ),
        given=(*USUAL, SIMILAR),
    ),
    faults=(Fault.CONSTANT,),
    why="The threshold leaves out 1−α beside n(α+rβ) and what difficult pairs add to the row sum; both make (4) "
    "smaller, so that fewer difficult examples are repaid.",
    note="The formula of the threshold is damaged in the transcript; this is one reading.",
)
