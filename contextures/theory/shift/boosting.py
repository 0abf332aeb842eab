"""Chapter 6: the CVaR of classifiers and of their mixtures."""

from __future__ import annotations

import sympy as sp

from contextures.theory.shift.premises import LEVEL, POSITIVE_LEVEL
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.shift import (
    SHIFT,
    alpha,
    boosting_value,
    erm_cvar,
    least_cvar,
    mixture_cvar,
    n,
    single_cvar,
    spread_best,
    spread_mixture,
    zero_one_cvar,
    zero_one_risk,
)

CVAR_ZERO_ONE = Statement(
    id="shift.cvar-zero-one",
    title="The CVaR of 0/1 losses",
    kind=Kind.IDENTITY,
    source=Source("B21", reconstructed=True),
    vocabulary=SHIFT,
    printed=Claim(
        text="For the 0/1 loss of a deterministic classifier CVaR_α = min{1, R/α}; hence a minimiser of the risk "
        "minimises the CVaR.",
        tex=r"\mathrm{CVaR}_\alpha=\min\{1,R/\alpha\}",
        given=(POSITIVE_LEVEL, LEVEL),
        parts=(
            Part("value", zero_one_cvar, "==", sp.Min(1, zero_one_risk / alpha)),
            Part("erm", erm_cvar, "<=", least_cvar, "every minimiser of the risk"),
        ),
    ),
)

BOOSTED_CVAR = Statement(
    id="shift.boosted-cvar",
    title="Mixtures of classifiers and the LPBoost dual",
    kind=Kind.EXISTENCE,
    source=Source("B21", reconstructed=True),
    vocabulary=SHIFT,
    printed=Claim(
        text="min_λ CVaR_α(F_λ) = 1 − ρ*, ρ* = min{max_t⟨w, 1−ℓ^t⟩: w in the simplex, w ≤ 1/(αn)}; a mixture can be "
        "strictly better than every deterministic classifier.",
        tex=r"\min_\lambda\mathrm{CVaR}_\alpha(F_\lambda)=1-\min_{w\in\Delta,\,w\le1/(\alpha n)}"
        r"\max_t\langle w,1-\ell^t\rangle",
        given=(POSITIVE_LEVEL, LEVEL),
        parts=(
            Part("weak", 1 - boosting_value, "<=", mixture_cvar, scale=1),
            Part("strong", mixture_cvar, "<=", 1 - boosting_value, scale=1),
            Part("strictly-better", mixture_cvar, "<", single_cvar, "of some classifiers", exists=True),
            Part(
                "at-every-size",
                spread_mixture,
                "<",
                spread_best,
                "n classifiers, each wrong at one of n points, mixed evenly",
                given=(Hypothesis("points", 2, "<=", n), Hypothesis("tail", alpha, "<", 1)),
            ),
        ),
    ),
    note="“Can be strictly better” is proved by one example; “at-every-size” gives one for each n ≥ 2 and α < 1.",
    uses=("shift.cvar-zero-one",),
)

STATEMENTS = (CVAR_ZERO_ONE, BOOSTED_CVAR)
