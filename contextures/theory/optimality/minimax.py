"""Chapter 3 on the worst task: the minimax value, who attains it, and what any encoder loses."""

from __future__ import annotations

import sympy as sp

from contextures.theory.optimality.premises import AT_MOST_ONE, ATTAINABLE, LEARNS, ROOM, compatibility_level
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import N, d, s
from contextures.theory.symbols.optimality import (
    OPTIMALITY,
    epsilon,
    error,
    error_at_compatibility,
    error_contexture,
    error_dual,
    error_modes,
    error_primal,
    learning_gap,
    penalised_top,
    primal_rho_square,
)

from_top = s[1] ** 2 - compatibility_level
from_next = compatibility_level - s[d + 1] ** 2
spread = s[1] ** 2 - s[d + 1] ** 2
minimax_value = from_top / spread

PRINTED_RANGE = Hypothesis(
    "half-way", epsilon, "<=", 1 - sp.sqrt((s[1] ** 2 + s[2] ** 2) / 2), "ε keeps every task near the top mode"
)

WIDE_RANGE = Hypothesis("below-next", epsilon, "<=", 1 - s[d + 1], "mode d+1 alone is not compatible")
ATTAINS = Hypothesis("attains", error, "<=", error_contexture, "Φ attains the minimum")
PENALISED = Hypothesis("penalised", penalised_top, "<=", s[1] ** 2)
VALUE = (
    Part("lower", minimax_value, "<=", error, "no encoder does better", scale=1),
    Part("attained", error_modes, "<=", minimax_value, "the top-d singular functions do as well", scale=1),
)

MINIMAX_VALUE = Statement(
    id="optimality.minimax-value",
    title="The minimax value",
    kind=Kind.IDENTITY,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If 1−s_1 ≤ ε ≤ 1−√((s_1²+s_2²)/2) then, for any d, min_Φ err(Φ;F_ε) = (s_1²−(1−ε)²)/(s_1²−s_{d+1}²).",
        tex=r"1-s_1\le\varepsilon\le1-\sqrt{\tfrac{s_1^2+s_2^2}2}\ \Rightarrow\ "
        r"\min_\Phi\mathrm{err}(\Phi;F_\varepsilon)=\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(ATTAINABLE, PRINTED_RANGE),
        parts=VALUE,
    ),
    corrected=Claim(
        text="If d ≤ N−2 and 1−s_1 ≤ ε ≤ 1−s_{d+1} then min_Φ err(Φ;F_ε) = (s_1²−(1−ε)²)/(s_1²−s_{d+1}²).",
        tex=r"d\le N-2,\ 1-s_1\le\varepsilon\le1-s_{d+1}\ \Rightarrow\ "
        r"\min_\Phi\mathrm{err}(\Phi;F_\varepsilon)=\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(ATTAINABLE, WIDE_RANGE, ROOM),
        parts=VALUE,
    ),
    faults=(Fault.HYPOTHESIS, Fault.BOUNDARY),
    why="“For any d” fails at d ≥ N−1: an encoder that spans every mean-zero function has error 0, the formula does "
    "not. With d ≤ N−2 the value holds, and on the wider range ε ≤ 1−s_{d+1}.",
    note="Also D25 Theorem 3.2. Where s_1 = s_{d+1} the formula is 0/0 and nothing is claimed.",
)

MINIMAX_IF = Statement(
    id="optimality.minimax-if",
    title="The contexture is minimax optimal",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="Under the hypothesis of the minimax value, an encoder that learns the contexture attains the minimum.",
        tex=r"\Phi\text{ learns the contexture}\ \Rightarrow\ \mathrm{err}(\Phi;F_\varepsilon)=\min",
        given=(ATTAINABLE, PRINTED_RANGE),
        parts=(
            Part("no-better", error_contexture, "<=", error, "no encoder does better than the contexture", scale=1),
            Part(
                "every-learner", error, "<=", error_contexture, "every learner does as well", given=(LEARNS,), scale=1
            ),
        ),
    ),
    uses=("optimality.minimax-value",),
)

MINIMAX_ONLY_IF = Statement(
    id="optimality.minimax-only-if",
    title="Minimax optimal encoders learn the contexture",
    kind=Kind.EQUIVALENCE,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="Under the hypothesis of the minimax value, an encoder that attains the minimum learns the contexture.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)=\min\ \Rightarrow\ \Phi\text{ learns the contexture}",
        given=(ATTAINABLE, PRINTED_RANGE),
        parts=(Part("only-if", learning_gap, "<=", 0, given=(ATTAINS,), scale=1),),
    ),
    corrected=Claim(
        text="If d ≤ N−2 and 1−s_1 < ε < 1−s_{d+1}, an encoder attains the minimum iff TT* + "
        "(s_1²−s_{d+1}²)·(projection off its span) has no eigenvalue above s_1² on mean-zero functions. Its span then "
        "holds μ_1; for d = 1 it is the contexture if s_2 < s_1.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)=\min\iff"
        r"\lambda_{\max}\bigl(TT^*+(s_1^2-s_{d+1}^2)P_{\Phi^\perp}\bigr)\le s_1^2",
        given=(
            Hypothesis("interior", 1 - s[1], "<", epsilon),
            Hypothesis("below-next", epsilon, "<", 1 - s[d + 1]),
            ROOM,
        ),
        parts=(
            Part("only-if", penalised_top, "<=", s[1] ** 2, given=(ATTAINS,)),
            Part("if", error, "<=", error_contexture, given=(PENALISED,), scale=1),
            Part("one-dimension", learning_gap, "<=", 0, given=(ATTAINS, Hypothesis("line", d, "==", 1)), scale=1),
        ),
    ),
    faults=(Fault.ONLY_IF,),
    why="The worst task mixes μ_1 with mode d+1 only, so the directions 2..d of an optimal encoder are not determined: "
    "they may be tilted towards modes beyond d+1, or dropped where s_d = s_{d+1}. At ε = 1−s_1 every encoder whose "
    "span holds μ_1 is optimal. Exactly the encoders with P_{Φ⊥} ⪯ (s_1²I − TT*)/(s_1²−s_{d+1}²) are optimal, whatever "
    "ε.",
    note="“Attains the minimum” is read as: err is at most that of the contexture, which no encoder undercuts "
    "(optimality.minimax-if).",
    uses=("optimality.minimax-value",),
)

CONVERSE = Statement(
    id="optimality.converse",
    title="Every encoder fails on some compatible task",
    kind=Kind.EXISTENCE,
    source=Source("C25", "Theorem 16"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For any d-dimensional Φ and any ε > 0 there is a unit f with ρ(f) = 1−ε and err(Φ,f) ≥ "
        "(s_1²−(1−ε)²)/(s_1²−s_{d+1}²).",
        tex=r"\forall\Phi,\ \forall\varepsilon>0\ \exists f:\ \rho(f)=1-\varepsilon,\ "
        r"\mathrm{err}(\Phi,f)\ge\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(Hypothesis("positive", 0, "<", epsilon), AT_MOST_ONE),
        parts=(Part("exists", minimax_value, "<=", error_at_compatibility, scale=1),),
    ),
    corrected=Claim(
        text="Let d ≤ N−2, 1−s_1 ≤ ε ≤ 1−s_{d+1}, s_{d+1} < s_1. There is a unit f with ρ(f) = 1−ε and err(Φ,f) ≥ "
        "min{s_1²−(1−ε)², (1−ε)²−s_{d+1}²}/(s_1²−s_{d+1}²); the printed bound is the first term, the smaller one while "
        "ε ≤ 1−√((s_1²+s_{d+1}²)/2). The printed bound itself holds if ε ≤ 1−s_{N−1−d}, and so always for N ≥ 2d+2; "
        "with ρ(f) ≥ 1−ε in place of ρ(f) = 1−ε it holds for every N.",
        tex=r"\mathrm{err}(\Phi,f)\ge\frac{\min\{s_1^2-(1-\varepsilon)^2,\,(1-\varepsilon)^2-s_{d+1}^2\}}{s_1^2-s_{d+1}^2}"
        r",\qquad\varepsilon\le1-s_{N-1-d}:\ \mathrm{err}(\Phi,f)\ge\frac{s_1^2-(1-\varepsilon)^2}{s_1^2-s_{d+1}^2}",
        given=(ATTAINABLE, WIDE_RANGE, ROOM),
        parts=(
            Part("exists", sp.Min(from_top, from_next) / spread, "<=", error_at_compatibility, scale=1),
            Part(
                "full",
                minimax_value,
                "<=",
                error_at_compatibility,
                "the printed bound",
                given=(Hypothesis("many-inputs", epsilon, "<=", 1 - s[sp.Max(1, N - 1 - d)], "N ≥ 2d+2 suffices"),),
                scale=1,
            ),
            Part("relaxed", minimax_value, "<=", error, "for some f with ρ(f) ≥ 1−ε", scale=1),
        ),
    ),
    faults=(Fault.HYPOTHESIS, Fault.QUANTIFIER),
    why="“Any ε > 0” fails: for ε < 1−s_1 no f has ρ(f) = 1−ε, and for large ε the formula exceeds 1. Even with 1−s_1 "
    "≤ ε ≤ 1−s_{d+1} it fails at d ≥ N−1 (error 0), and, once the formula exceeds ½, for encoders whose complement is "
    "more compatible than 1−ε: the equality ρ(f) = 1−ε then costs error. A complement of N−1−d dimensions holds a "
    "function with ρ ≤ s_{N−1−d}, and where that is at most 1−ε the equality costs nothing.",
    note="Where s_1 = s_{d+1} the formula is 0/0 and nothing is claimed.",
    uses=("optimality.minimax-value",),
)

GENERAL_ENCODER = Statement(
    id="optimality.general-encoder",
    title="The worst case of any encoder",
    kind=Kind.IDENTITY,
    source=Source("ours"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="For any Φ and 1−s_1 ≤ ε ≤ 1, err(Φ;F_ε) = inf_{η≥0} λ_max(P_{V⊥} + η(TT* − (1−ε)²I)), V the span of the "
        "centred φ's.",
        tex=r"\mathrm{err}(\Phi;F_\varepsilon)="
        r"\inf_{\eta\ge0}\lambda_{\max}\bigl(P_{V^\perp}+\eta(TT^*-(1-\varepsilon)^2I)\bigr)",
        given=(ATTAINABLE, AT_MOST_ONE),
        parts=(
            Part("member", compatibility_level, "<=", primal_rho_square, "an explicit f is in F_ε", scale=1),
            Part("primal-dual", error_primal, "==", error_dual, "and its error is the dual value", scale=1),
        ),
    ),
    note="An explicit task, its compatibility and its probe error computed in function space, against the dual.",
)
