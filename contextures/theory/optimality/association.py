"""Chapter 3 on how strong a context associates: weak kernels, Lipschitz constants, the two extremes."""

from __future__ import annotations

import sympy as sp

from contextures.theory.optimality.premises import AT_MOST_ONE, COMPATIBLE, NOT_NEGATIVE, ROOM
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.contexts import i, r, s
from contextures.theory.symbols.optimality import (
    OPTIMALITY,
    associated_lipschitz,
    dependence,
    epsilon,
    error,
    kernel_deviation,
    kernel_lipschitz,
    mode_bound,
    mode_lipschitz,
    mode_upper,
    norm_f,
    norm_Tf,
    off_diagonal,
)

squares = sp.Sum(s[i] ** 2, (i, 1, r))

INDEPENDENT = Hypothesis("independent", dependence, "==", 0)
IDENTITY = Hypothesis("identity", off_diagonal, "==", 0)

WEAK_ASSOCIATION = Statement(
    id="optimality.weak-association",
    title="A nearly constant kernel has a small spectrum",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Lemma 17"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If |k_X(x,x') − 1| < ε for all x, x' then Σ_{i>0} s_i² < ε.",
        tex=r"|k_X(x,x')-1|<\varepsilon\ \forall x,x'\ \Rightarrow\ \sum_{i>0}s_i^2<\varepsilon",
        given=(Hypothesis("near-one", kernel_deviation, "<", epsilon),),
        parts=(Part("sum", squares, "<", epsilon),),
    ),
)

LIPSCHITZ = Statement(
    id="optimality.lipschitz",
    title="Lipschitz constant of the dual kernel",
    kind=Kind.INEQUALITY,
    source=Source("C25", "Lemma 25"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="If μ_i(x) ≤ c for all i ≥ 1 and x then L_{k_X} ≤ c·L_μ·Σ_{i≥1} s_i², with L_k = sup|k(z,x) − "
        "k(z,y)|/‖x−y‖ and L_μ = max_{i≥1} Lip(μ_i).",
        tex=r"\mu_i(x)\le c\ \Rightarrow\ L_{k_X}\le c\,L_\mu\sum_{i\ge1}s_i^2",
        parts=(Part("bound", kernel_lipschitz, "<=", mode_upper * mode_lipschitz * squares),),
    ),
    corrected=Claim(
        text="If |μ_i(x)| ≤ c for all x and all i with s_i > 0, and L_μ is the largest of their Lipschitz constants, "
        "then L_{k_X} ≤ c·L_μ·Σ_{i≥1} s_i².",
        tex=r"|\mu_i(x)|\le c\ \Rightarrow\ L_{k_X}\le c\,L_\mu\sum_{i\ge1}s_i^2",
        parts=(Part("bound", kernel_lipschitz, "<=", mode_bound * associated_lipschitz * squares),),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The bound is needed on |μ_i|: a function of mean zero can stay below a small c and be far below −c.",
    note="The smallest c that the hypothesis allows is used; the sign of each μ_i is free, and the choice that makes c "
    "smallest is taken. Where s_i = 0 or repeats, the claim is for every choice of the μ_i, and one choice is tried.",
)

EXTREMES = Statement(
    id="optimality.extremes",
    title="No association and full association",
    kind=Kind.IDENTITY,
    source=Source("C25", "§5.1"),
    vocabulary=OPTIMALITY,
    printed=Claim(
        text="A independent of X: only s_0 > 0, and every F_ε with ε < 1 contains 0 alone. A = X: every s_i = 1, every "
        "task is compatible (ρ = 1) and no d < N−1 has err < 1.",
        tex=r"A\perp X:\ s_i=0,\ F_\varepsilon=\{0\};\qquad A=X:\ s_i=1,\ \rho=1,\ \mathrm{err}=1\ (d<N-1)",
        parts=(
            Part("independent-spectrum", s[i], "==", 0, given=(INDEPENDENT,), over=(i, 1, r), scale=1),
            Part(
                "independent-tasks",
                norm_f,
                "==",
                0,
                given=(INDEPENDENT, Hypothesis("below-one", epsilon, "<", 1), COMPATIBLE),
                scale=1,
            ),
            Part("identity-spectrum", s[i], "==", 1, given=(IDENTITY,), over=(i, 1, r), scale=1),
            Part("identity-tasks", norm_Tf, "==", norm_f, given=(IDENTITY,), scale=1),
            Part("identity-error", 1, "<=", error, given=(IDENTITY, ROOM, NOT_NEGATIVE, AT_MOST_ONE)),
        ),
    ),
)
