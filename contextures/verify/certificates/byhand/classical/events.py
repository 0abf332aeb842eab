"""Scripts of how often a limit misses: the samples are listed, and each event is decided with fractions.

Whole powers compare logarithms with logarithms. With anything else a number is held between two fractions, and an event
must come out the same with both.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.conformal import pvalues
from contextures.theory.classical.means import bernstein, binomial, blocks, hoeffding, losses
from contextures.theory.classical.means.samples import DRAWS
from contextures.theory.classical.pacbayes import rules
from contextures.theory.classical.pacbayes.posteriors import LEARNER
from contextures.theory.domain import Domain
from contextures.verify.certificates.byhand.classical.lines import Lines

ONE = "1 / delta"
AVERAGE = "mean = sum(count * v for count, v in zip(counts, value)) / n"


def miss(*event: str, helpers: tuple[str, ...] = ()) -> Lines:
    """The chance of an event, told by the body of a function of ``counts`` after ``mean``."""
    body = ("def event(counts):", f"    {AVERAGE}", *(f"    {line}" for line in event), "")
    total = "{name} = sum(chance(counts, law) for counts in samples(n, len(law)) if event(counts))"
    return Lines((*body, total), ("samples", "chance", *helpers))


def _radius(odds: str, far: str = "abs(p - mean)") -> Lines:
    """The mean is beyond √(ln(odds)/2n)."""
    return miss(f"return certain(lambda level: 2 * n * {far} ** 2 > level, {odds})", helpers=("certain",))


def _excess(pvalue: str, *helpers: str, before: tuple[str, ...] = ()) -> Lines:
    """The largest P(p-value ≤ u)/u at a value of the p-value, told by the average x."""
    largest = "Real(max(r.low for r in ratios), max(r.high for r in ratios))" if before else "max(ratios)"
    return Lines(
        (
            *before,
            "average = lambda counts: sum(count * v for count, v in zip(counts, value)) / n",
            "every = [(average(counts), chance(counts, law)) for counts in samples(n, len(law))]",
            f"ratios = [sum(q for y, q in every if y <= x) / ({pvalue}) for x, _ in every]",
            "{name} = " + largest,
        ),
        ("samples", "chance", *helpers),
    )


def _posterior(hit: str, *helpers: str, rate: bool = False, why: str = "") -> Lines:
    """The chance of the samples on which the posterior of the witness certainly violates a bound."""
    rows = "zip(samples(n, len(law)), rho, rate)" if rate else "zip(samples(n, len(law)), rho)"
    return Lines(
        (
            "by = lambda row, weights: sum(r * sum(w * v for w, v in zip(weights, of)) for r, of in zip(row, losses))",
            "{name} = F(0)",
            f"for counts, row{', C' if rate else ''} in {rows}:",
            "    seen, risk = by(row, counts) / n, by(row, law)",
            f"    if {hit}:{f'  # {why}' * bool(why)}",
            "        {name} += chance(counts, law)",
        ),
        ("samples", "chance", *helpers),
        witness={"rho": "rho", **({"rate": "rate"} if rate else {})},
    )


EVENTS: Mapping[Domain, Mapping[sp.Expr, Lines]] = {
    DRAWS: {
        hoeffding.miss_hoeffding: _radius(ONE, "max(p - mean, 0)"),
        hoeffding.miss_hoeffding_interval: _radius("2 / delta"),
        hoeffding.miss_one_log: _radius(ONE),
        hoeffding.miss_one_log_kl: miss(f"return far(mean, p, {ONE})", helpers=("far",)),
        hoeffding.miss_kl_two_sided: miss("return far(mean, p, 2 / delta)", helpers=("far",)),
        hoeffding.reach_kl: miss(
            f"return p == 1 if mean == 1 else p > mean and far(mean, p, {ONE})  # the limit of 1 is 1", helpers=("far",)
        ),
        hoeffding.reach_kl_lower: miss(
            f"return p == 0 if mean == 0 else p < mean and far(mean, p, {ONE})  # the limit of 0 is 0", helpers=("far",)
        ),
        bernstein.miss_plug_in: miss(
            "spread = sum(c * (v - mean) ** 2 for c, v in zip(counts, value)) / (n - 1)",
            "gap = lambda level: p - mean - level / (3 * n)",
            f"return certain(lambda level: gap(level) > 0 and gap(level) ** 2 > 2 * spread * level / n, {ONE})",
            helpers=("certain",),
        ),
        bernstein.reach_split: miss("assert mean == 1  # then the limit is 1, whatever μ is", "return p >= 1"),
        losses.miss_floor: miss(
            "k = n * mean // 1", "return k < n and tail(k, n, p) < delta  # that is p > U(k)", helpers=("tail",)
        ),
        losses.miss_beta: miss(
            "if mean == 1 or p in (0, 1):",
            "    return mean < p == 1",
            "found = share(p, n * mean + 1, n - n * mean)",
            "assert found < 1 - delta or found > 1 - delta",
            "return found > 1 - delta",
            helpers=("share",),
        ),
    },
    binomial.COINS: {
        binomial.miss_wald: miss(
            "if mean in (0, 1):",
            "    return p != mean  # the interval is a point",
            "return within(n * (p - mean) ** 2 / (mean * (1 - mean)), 1 - delta)",
            helpers=("within",),
        ),
        binomial.miss_wilson: miss(
            "if p == 1:",
            "    return mean < 1",
            "return within(n * (p - mean) ** 2 / (p * (1 - p)), 1 - delta)",
            helpers=("within",),
        ),
        binomial.miss_jeffreys: miss(
            "if p == 1:",
            "    return mean < 1",
            "found = share(p, n * mean + F(1, 2), n - n * mean + F(1, 2))",
            "low, high = found < delta / 2, found > 1 - delta / 2",
            "assert low or high or delta / 2 < found < 1 - delta / 2",
            "return mean > 0 and low or mean < 1 and high",
            helpers=("share",),
        ),
    },
    pvalues.LOSSES: {
        pvalues.binomial_floor: _excess("tail(n * x // 1, n, alpha)", "tail"),
        pvalues.binomial_ceil: _excess("tail(-(-n * x // 1), n, alpha)", "tail"),
        pvalues.hoeffding_bentkus_floor: _excess(
            "pvalue(x)",
            "tail",
            "exp",
            "kl",
            before=(
                "def pvalue(x):",
                "    both = exp(-n * kl(min(x, alpha), alpha)), exp(1) * tail(n * x // 1, n, alpha)",
                "    return Real(min(value.low for value in both), min(value.high for value in both))",
                "",
            ),
        ),
    },
    blocks.BLOCKS: {
        blocks.miss: Lines(
            (
                "gaps = dict()",
                "for counts in samples(m, len(law)):",
                "    gap = sum(count * v for count, v in zip(counts, value)) / m - p",
                "    gaps[gap] = gaps.get(gap, 0) + chance(counts, law)",
                "spread = sum(mass * (v - p) ** 2 for mass, v in zip(law, value))",
                "limit, {name}, every = 32 * spread * log(1 / delta) / (m * k), F(0), sorted(gaps)",
                "for counts in samples(k, len(every)):",
                "    order = [gap for gap, count in zip(every, counts) for _ in range(count)]",
                "    square = ((order[(k - 1) // 2] + order[k // 2]) / 2) ** 2",
                "    assert limit < square or limit >= square",
                "    {name} += chance(counts, [gaps[gap] for gap in every]) * (limit < square)",
            ),
            ("samples", "chance", "log"),
        ),
    },
    LEARNER: {
        rules.miss_optimistic: _posterior(
            "risk > seen and n * kl(seen, risk) > divergence(row, prior) + log(1 / delta)", "kl"
        ),
        rules.miss_catoni_free: _posterior(
            "risk > (1 - exp(-C * seen - (divergence(row, prior) + log(1 / delta)) / n)) / (1 - exp(-C))",
            "divergence",
            "exp",
            rate=True,
        ),
        rules.miss_split: _posterior("risk == 1", why="no limit is above 1"),
    },
}
"""By the domain, and the symbol of how often a limit misses; ``p`` is the mean."""
