"""Scripts of chapter 8 beside misses: classes of functions, conformal thresholds, bets and information."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.classes import rademacher, ridge, vectors
from contextures.theory.classical.conformal import control, coverage, halves
from contextures.theory.classical.information import channels, pairs
from contextures.theory.classical.means import betting, populations
from contextures.theory.classical.pacbayes import moments
from contextures.theory.domain import Domain
from contextures.verify.certificates.byhand.classical.lines import Lines


def one(line: str, *helpers: str) -> Lines:
    """A quantity of one line."""
    return Lines(("{name} = " + line,), helpers)


JOINT = "[[sum(column) * v for v in row] for column, row in zip(zip(*first), channel)]"
SMALL = "assert 2 in (len({0}), len({0}[0]))  # so that there is one singular value"
SENT = "through([r], channel)[0], through([{0}], channel)[0]"
FALLING = ("falling = [[end * level + sum(row[j + 1 :]) for j in range(len(row))] for row, end in zip(drops, ends)]",)
LEFT_OUT = (
    "right = [sum(row[k] * v for row, v in zip(points[1:], labels[1:])) for k in range(len(points[0]))]",
    "{name} = labels[0] - dot(points[0], weights(points[1:], (n - 1) * penalty, right))",
)
AT = (
    "hat = [dot(row, weights(points, {0} * penalty, points[0])) for row in points]",
    "{{name}} = (labels[0] - dot(hat, labels)) / (1 - hat[0])",
)
EXTENDED = ("extended = [[[F(0)] * n, *rows] for rows in (points, images)]  # by the origin",)
MEANS = ("means = [sum(q * v for q, v in zip(law, f)) for f in functions]",)


def _signed(values: str) -> Lines:
    """E max_f |n⁻¹Σσ_i f(z_i)|, over samples and signs."""
    return Lines(
        (
            "{name} = sum(",
            f"    q * max(abs(sum(s * ({values}) for s, z in zip(sigma, row))) for f, centre in zip(functions, means))",
            "    for row, q in sequences(n, law) for sigma in signs(n)",
            ") / n / 2**n",
        ),
        ("sequences", "signs"),
        before=MEANS,
    )


MEASURES: Mapping[Domain, Mapping[sp.Expr, Lines]] = {
    vectors.VECTORS: {
        vectors.rademacher: one("largest(points) / n", "largest"),
        vectors.rademacher_absolute: one("largest(points, abs) / n", "largest"),
        vectors.norm: one("sqrt(max(sum(v * v for v in row) for row in points))", "sqrt"),
        vectors.rademacher_mapped: one("largest(mapped(points, images)) / n", "largest", "mapped"),
        vectors.rho: one("steepest(points, mapped(points, images))", "steepest", "mapped"),
        vectors.largest_size: one("largest(points, abs)", "largest"),
        vectors.largest_size_mapped: Lines(
            ("{name} = largest(mapped(*extended)[1:], abs)",), ("largest", "mapped"), before=EXTENDED
        ),
        vectors.rho_0: Lines(
            ("{name} = steepest(extended[0], mapped(*extended))",), ("steepest", "mapped"), before=EXTENDED
        ),
        vectors.vectors: one("F(len(points))"),
    },
    rademacher.REAL: {
        rademacher.centred: _signed("f[z] - centre"),
        rademacher.plain: _signed("f[z]"),
        rademacher.deviation: Lines(
            (
                "{name} = sum(",
                "    q * max(abs(centre - sum(f[z] for z in row) / F(n)) for f, centre in zip(functions, means))",
                "    for row, q in sequences(n, law)",
                ")",
            ),
            ("sequences",),
            before=MEANS,
        ),
        rademacher.largest_mean: Lines(("{name} = max(map(abs, means))",), before=MEANS),
        rademacher.walk: one("sum(abs(sum(sigma)) for sigma in signs(n)) / F(2**n * n)", "signs"),
    },
    ridge.REGRESSION: {
        ridge.residual_of_averages: Lines(LEFT_OUT, ("weights",)),
        ridge.residual_at_n: Lines(tuple(line.format("n") for line in AT), ("weights",)),
        ridge.residual_at_fewer: Lines(tuple(line.format("(n - 1)") for line in AT), ("weights",)),
    },
    coverage.SCORES: {
        coverage.coverage_uncorrected: Lines(
            (
                "k = int(-(-n * (1 - alpha) // 1))",
                "{name} = sum(q * sum(law[: sorted(row)[k - 1] + 1]) for row, q in sequences(n, law))",
            ),
            ("sequences",),
        ),
        coverage.coverage_interpolated: Lines(
            (
                "scores = [sum(gaps[: i + 1]) + i + 1 for i in range(len(gaps))]",
                "place = (n - 1) * (1 - alpha)",
                "{name}, k = F(0), int(place // 1)",
                "for row, q in sequences(n, law):",
                "    low, high = (sorted(scores[i] for i in row)[min(j, n - 1)] for j in (k, k + 1))",
                "    quantile = low + (place - k) * (high - low)",
                "    {name} += q * sum(mass for mass, score in zip(law, scores) if score <= quantile)",
            ),
            ("sequences",),
        ),
    },
    control.CONTINUOUS_LOSSES: {
        control.level: one("level"),
        control.bound: Lines(("{name} = max(map(max, falling)) + spare[0]",), before=FALLING),
        control.least_at_start: Lines(("{name} = min(row[0] for row in falling)",), before=FALLING),
        control.expected_continuous: Lines(
            (
                "mean = [sum(q * row[j] for q, row in zip(law, falling)) for j in range(len(drops[0]))]",
                "target, {name} = (n + 1) * level - max(map(max, falling)) - spare[0], F(0)",
                "for chosen, q in sequences(n, law):",
                "    total = [sum(falling[i][j] for i in chosen) for j in range(len(mean))]",
                "    at = next((j for j, v in enumerate(total) if v <= target), None)",
                "    if at is None or at == 0:",
                "        {name} += q * mean[-1 if at is None else 0]",
                "        continue",
                "    share = (total[at - 1] - target) / (total[at - 1] - total[at])",
                "    {name} += q * ((1 - share) * mean[at - 1] + share * mean[at])",
            ),
            ("sequences",),
            before=FALLING,
        ),
    },
    betting.BETS: {
        halves.ruin_of_halves: Lines(
            (
                "{name}, half = F(0), max(1, len(stake) // 2)",
                "for row, q in sequences(len(stake), law):",
                "    capital, before = [F(1)], 0",
                "    for step, i in zip(stake, row):",
                "        capital.append(capital[-1] * (1 - step[before % len(step)] * (value[i] - p)))",
                "        before = before * len(law) + i + 1",
                "    if max(capital[1 : half + 1]) * max(capital[-half:]) / capital[half] >= 1 / delta:",
                "        {name} += q",
            ),
            ("sequences",),
        ),
        halves.draws: one("F(len(stake))"),
        halves.odd: one("len(stake) % 2"),
    },
    moments.AVERAGE: {
        moments.moment_of_real: one(
            "sum(mass * exp(2 * (n - 1) * (v / unit) ** 2) for mass, v in zip(law, value))", "exp"
        ),
        moments.tail: Lines(
            (
                "above = lambda x: sum(mass for mass, v in zip(law, value) if v >= x)",
                "ratios = [real(above(x) * exp(2 * n * (x / unit) ** 2)) for x in value if x > 0]",
                "{name} = Real(max(r.low for r in ratios), max(r.high for r in ratios)) if ratios else F(0)",
            ),
            ("exp",),
        ),
    },
    populations.POPULATIONS: {
        populations.tail: Lines(
            (
                "sums = choices(value, n)",
                "{name} = F(sum(v / n - sum(value) / len(value) >= gap for v in sums), len(sums))",
            ),
            ("choices",),
        ),
        populations.population: one("F(len(value))"),
        populations.t: one("gap"),
    },
    channels.CHANNEL: {
        channels.mi_before: one("information(first)", "information"),
        channels.mi_after: one("information(through(first, channel))", "information", "through"),
        channels.rho2: Lines((f"joint = {JOINT}", SMALL.format("joint"), "{name} = squares(joint)"), ("squares",)),
        channels.chi2_before: one("chi_square(r, q)", "chi_square"),
        channels.chi2_after: one(f"chi_square({SENT.format('q')})", "chi_square", "through"),
        channels.kl_before: one("divergence(r, q)", "divergence"),
        channels.kl_after: one(f"divergence({SENT.format('q')})", "divergence", "through"),
        channels.eta_tv: one("max(variation(u, v) for u in channel for v in channel)", "variation"),
    },
    pairs.PAIR: {
        pairs.mi: one("information(joint)", "information"),
        pairs.chi2: one("squares(joint)", "squares"),
        pairs.rho2: Lines((SMALL.format("joint"), "{name} = squares(joint)"), ("squares",)),
    },
}
"""By the domain, as several have quantities of one name."""
