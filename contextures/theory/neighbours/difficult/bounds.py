"""Chapter 7.5: when difficult points make the bound worse, and when their removal makes it better."""

from __future__ import annotations

from contextures.theory.neighbours.difficult.classes import (
    BELOW,
    CLASSED,
    HIGHER,
    ROOM,
    USUAL,
    a,
    alpha,
    at,
    beta,
    bound,
    gamma,
    higher,
    n,
    n_d,
    p,
    q_3,
    q_4,
    q_5,
    r,
    t,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

FEW = Hypothesis("few-difficult", (n_d - 1) * a, "<", n * p)
MANY = Hypothesis("many-difficult", n * p, "<=", (n_d - 1) * a)

LARGER = Statement(
    id="neighbours.difficult-larger",
    title="Difficult examples make the bound worse",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "discussion of Theorems 3.3 and 3.4"),
    domain=CLASSED,
    printed=Claim(
        "The ratio of the bound is larger with difficult examples than without, and the bound strictly worse.",
        r"q_4>q_3",
        (Part("ratio", q_3, "<", q_4), Part("bound", bound(q_3), "<", bound(q_4))),
        given=USUAL,
    ),
    corrected=Claim(
        "The bound with difficult examples is strictly worse exactly where (n_d − 1)(1 − α) < n(α + rβ).",
        r"q_4>q_3\iff(n_d-1)(1-\alpha)<n(\alpha+r\beta)",
        (
            Part("if", bound(q_3), "<", bound(q_4), given=(FEW,)),
            Part("only-if", bound(q_4), "<=", bound(q_3), given=(MANY,)),
        ),
        given=USUAL,
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Difficult pairs add γ−β to the numerator once a class and to the row sum n_d times: where points of a "
    "class are hardly similar and many are difficult, the second wins and the bound improves.",
)

HARDER = Statement(
    id="neighbours.difficult-harder",
    title="Harder examples make the bound worse",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "discussion of Theorems 3.3 and 3.4"),
    domain=CLASSED,
    printed=Claim(
        "With γ′ > γ in place of γ and all else the same, the bound (4) is worse.",
        r"\gamma<\gamma'<\alpha\Rightarrow(4)|_\gamma<(4)|_{\gamma'}",
        (Part("bound", bound(q_4), "<", bound(at(q_4, higher))),),
        given=(*USUAL, *HIGHER),
    ),
    corrected=Claim(
        "The bound (4) grows with γ exactly where (n_d − 1)(1 − α) < n(α + rβ); elsewhere it does not.",
        r"(4)|_\gamma<(4)|_{\gamma'}\iff(n_d-1)(1-\alpha)<n(\alpha+r\beta)",
        (
            Part("if", bound(q_4), "<", bound(at(q_4, higher)), given=(FEW,)),
            Part("only-if", bound(at(q_4, higher)), "<=", bound(q_4), given=(MANY,)),
        ),
        given=(*USUAL, *HIGHER),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="q_4 is a quotient of two affine functions of γ, whose derivative has the sign of c_2 − n_d(1 − α) at every γ.",
)

LEVEL = Hypothesis("as-easy", gamma, "==", beta, "difficult examples are as easy as the others")

REDUCES = Statement(
    id="neighbours.difficult-reduces",
    title="Without a difference the two bounds are one",
    kind=Kind.IDENTITY,
    source=Source("difficult", "discussion of Theorems 3.3 and 3.4"),
    domain=CLASSED,
    printed=Claim(
        "Where γ = β, the bound (4) is the bound (3).",
        r"\gamma=\beta\Rightarrow(4)=(3)",
        (Part("same", bound(q_4), "==", bound(q_3)),),
        given=(ROOM, LEVEL, BELOW),
    ),
)

PRINTED = n_d * a * (alpha + r * gamma) / (r * (a + (n - n_d) * p))
LEFT = (n - n_d) * p - (n_d - 1) * a
HELPS = Hypothesis("removal-helps", n_d * a * p, "<", r * t * LEFT)
HURTS = Hypothesis("removal-does-not", r * t * LEFT, "<=", n_d * a * p)

REMOVAL = Statement(
    id="neighbours.difficult-removal",
    title="When the removal of difficult examples improves the bound",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "Corollary 4.1"),
    domain=CLASSED,
    printed=Claim(
        "If γ−β > n_d(1−α)(α+rγ)/(r[(1−α)+(n−n_d)(α+rβ)]), the bound (5) is below the bound (4).",
        r"\gamma-\beta>\frac{n_d(1-\alpha)(\alpha+r\gamma)}{r[(1-\alpha)+(n-n_d)(\alpha+r\beta)]}\Rightarrow(5)<(4)",
        (Part("better", bound(q_5), "<", bound(q_4)),),
        given=(*USUAL, Hypothesis("gap", PRINTED, "<", t)),
    ),
)

REMOVAL_WHEN = Statement(
    id="neighbours.difficult-removal-when",
    title="Removal helps where examples are much harder, or few",
    kind=Kind.INEQUALITY,
    source=Source("difficult", "text after Corollary 4.1"),
    domain=CLASSED,
    printed=Claim(
        "With all else given, some γ < α has (5) < (4) for it and all larger ones; and with one difficult example a "
        "class (5) < (4).",
        r"\exists\gamma_0<\alpha\,\forall\gamma\in(\gamma_0,\alpha):(5)<(4);\qquad n_d=1\Rightarrow(5)<(4)",
        (
            Part("hard", bound(q_5), "<", bound(at(q_4, alpha))),
            Part("few", bound(q_5), "<", bound(q_4), given=(Hypothesis("one", n_d, "==", 1),)),
        ),
        given=USUAL,
    ),
    corrected=Claim(
        "Some γ < α has (5) < (4) for it and all larger ones exactly where n_d(1−α)(α+rβ) < r(α−β)[(n−n_d)(α+rβ) − "
        "(n_d−1)(1−α)]; and with one difficult example a class (5) < (4) exactly where γ−β > (1−α)/(r(n−1)).",
        r"\exists\gamma_0\dots\iff n_d(1-\alpha)(\alpha+r\beta)<r(\alpha-\beta)[(n-n_d)(\alpha+r\beta)-"
        r"(n_d-1)(1-\alpha)];\quad n_d=1:\ (5)<(4)\iff\gamma-\beta>\frac{1-\alpha}{r(n-1)}",
        (
            Part(
                "hard-if", bound(q_5), "<", bound(at(q_4, alpha)),
                given=(Hypothesis("room-above", n_d * a * p, "<", r * (alpha - beta) * LEFT),),
            ),
            Part(
                "hard-only-if", bound(at(q_4, alpha)), "<=", bound(q_5),
                given=(Hypothesis("no-room-above", r * (alpha - beta) * LEFT, "<=", n_d * a * p),),
            ),
            Part(
                "few-if", bound(q_5), "<", bound(q_4),
                given=(Hypothesis("one", n_d, "==", 1), Hypothesis("gap", a / (r * (n - 1)), "<", t)),
            ),
            Part(
                "few-only-if", bound(q_4), "<=", bound(q_5),
                given=(Hypothesis("one", n_d, "==", 1), Hypothesis("no-gap", t, "<=", a / (r * (n - 1)))),
            ),
        ),
        given=USUAL,
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Removal also takes n_d points from each row sum. That costs more than any γ < α gives back where points of a "
    "class are hardly similar; and one difficult example that is hardly harder is not worth its removal.",
    note="(5) < (4) says that an affine function of γ is positive that is negative at γ = β: it holds from some γ on "
    "exactly where it holds at γ = α.",
    uses=("neighbours.difficult-removal",),
)  # fmt: skip

REMOVAL_EXACT = Statement(
    id="neighbours.difficult-removal-exact",
    title="Exactly when removal improves the bound",
    kind=Kind.EQUIVALENCE,
    source=Source("ours"),
    domain=CLASSED,
    printed=Claim(
        "(5) < (4) exactly where n_d(1−α)(α+rβ) < r(γ−β)[(n−n_d)(α+rβ) − (n_d−1)(1−α)]: the condition of Corollary 4.1 "
        "is necessary too, and is solved for γ. In particular where (n−n_d)(α+rβ) ≤ (n_d−1)(1−α) removal never helps.",
        r"(5)<(4)\iff n_d(1-\alpha)(\alpha+r\beta)<r(\gamma-\beta)[(n-n_d)(\alpha+r\beta)-(n_d-1)(1-\alpha)]",
        (
            Part("if", bound(q_5), "<", bound(q_4), given=(HELPS,)),
            Part("only-if", bound(q_4), "<=", bound(q_5), given=(HURTS,)),
            Part("corollary-only-if", t, "<=", PRINTED, given=(Hypothesis("no-better", bound(q_4), "<=", bound(q_5)),)),
        ),
        given=USUAL,
    ),
    uses=("neighbours.difficult-removal",),
)
