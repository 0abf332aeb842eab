"""Section 8.4: what the search finds of each row, certificates of what falls, and second routes to the quantities."""

from __future__ import annotations

from itertools import permutations, product
from math import ceil, e, exp, floor, log, prod, sqrt
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom

from contextures.theory.classical import conformal
from contextures.theory.statement import Statement, Variant
from contextures.verify.search.agreement import disagreement
from tests.declaring import measured
from tests.searching import find

FALLEN = {
    "classical.conformal-uncorrected": {"order", "interpolated"},
    "classical.crc-lower": {"lower"},
    "classical.hoeffding-bentkus-floor": {"valid"},
    "classical.binomial-pvalue-losses": {"floor", "ceil"},
    "classical.betting-halves": {"product"},
}
"""The parts of the prints that fall."""
CHUNKS = {"classical.betting-halves": 12}
ROWS = [(statement, variant) for statement in conformal.STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = find(statement, variant, CHUNKS.get(statement.id, 2) if variant == "printed" else 2)
    assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


@pytest.mark.parametrize("statement", conformal.STATEMENTS, ids=[s.id for s in conformal.STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def samples(law: Any, n: int) -> list[tuple[tuple[int, ...], float]]:
    """Every sample in order, with its probability."""
    return [(s, prod(law[i] for i in s)) for s in product(range(len(law)), repeat=n)]


def test_coverage_is_an_average_over_orders() -> None:
    fields, found = measured("classical.conformal", i=5)
    for b in range(4):
        scores, alpha = fields["scores"][b], fields["alpha"][b]
        k = ceil(5 * (1 - alpha) - 1e-12)
        covered = [k > 4 or order[4] <= sorted(order[:4])[k - 1] for order in permutations(scores)]
        assert found["coverage"][b] == pytest.approx(np.mean(covered))
        assert found["ties"][b] == sum(scores[i] == scores[j] for i in range(5) for j in range(i))


def test_coverage_of_a_law_by_samples_in_order() -> None:
    fields, found = measured("classical.conformal-training", x=3, n=4)
    for b in range(4):
        law, alpha, u, delta = (fields[name][b] for name in ("law", "alpha", "u", "delta"))
        scores = (1 + fields["gaps"][b]).cumsum()
        k = ceil(5 * (1 - alpha) - 1e-12)
        plain = ceil(4 * (1 - alpha) - 1e-12)
        every = samples(law, 4)
        if k <= 4:
            mass = {s: law[: sorted(s)[k - 1] + 1].sum() for s, _ in every}
            assert found["below_u"][b] == pytest.approx(sum(c for s, c in every if mass[s] < u - 1e-9))
            value = law[: int(fields["point"][b][0]) + 1].sum()
            assert found["up_to_value"][b] == pytest.approx(sum(c for s, c in every if mass[s] <= value + 1e-9))
            assert found["binomial_u"][b] == pytest.approx(binom.sf(k - 1, 4, u))
            assert found["binomial_value"][b] == pytest.approx(binom.sf(k - 1, 4, min(value, 1)))
            limit = 1 - alpha - sqrt(log(1 / delta) / 8)
            assert found["miss"][b] == pytest.approx(sum(c for s, c in every if mass[s] < limit))
        covered = sum(c * law[: sorted(s)[plain - 1] + 1].sum() for s, c in every)
        assert found["coverage_uncorrected"][b] == pytest.approx(covered)
        quantiles = {s: np.quantile(scores[list(s)], 1 - alpha) for s, _ in every}
        covered = sum(c * law[scores <= quantiles[s] + 1e-9].sum() for s, c in every)
        assert found["coverage_interpolated"][b] == pytest.approx(covered)


def controlled(curves: Any, new: Any, alpha: float, bound: float) -> float:
    """L_{n+1}(λ̂) where the losses are curves on a grid (n, l)."""
    n = len(curves)
    good = [j for j in range(curves.shape[1]) if n / (n + 1) * curves[:, j].mean() + bound / (n + 1) <= alpha + 1e-9]
    return float(new[good[0] if good else -1])


def test_risk_control_over_orders() -> None:
    fields, found = measured("classical.crc", i=4, l=3)
    for b in range(4):
        alpha = fields["level"][b][0]
        drops, short = fields["drops"][b], fields["short"][b]
        losses = np.array([[alpha - short[i] + drops[i, j + 1 :].sum() for j in range(3)] for i in range(4)])
        bound = losses.max() + fields["spare"][b][0]
        assert [found["alpha"][b], found["B"][b]] == pytest.approx([alpha, bound])
        means = [controlled(losses[list(o[:3])], losses[o[3]], alpha, bound) for o in permutations(range(4))]
        assert found["expected_loss"][b] == pytest.approx(np.mean(means))
        scores, level = fields["scores"][b][1:], fields["alpha"][b]
        k = ceil(4 * (1 - level) - 1e-12)
        if k <= 3:
            assert found["order_statistic"][b] == found["threshold"][b] == sorted(scores)[k - 1]


def test_risk_control_of_continuous_losses_on_a_fine_grid() -> None:
    fields, found = measured("classical.crc-lower", f=2, l=3, n=3)
    grid = np.linspace(0, 2, 1001)
    for b in range(4):
        alpha, drops = fields["level"][b], fields["drops"][b]
        knots = np.array([[fields["ends"][b][f] * alpha + drops[f, j + 1 :].sum() for j in range(3)] for f in range(2)])
        bound = knots.max() + fields["spare"][b][0]
        curves = np.array([np.interp(grid, range(3), row) for row in knots])
        mean = sum(
            c * fields["law"][b][new] * controlled(curves[list(s)], curves[new], alpha, bound)
            for s, c in samples(fields["law"][b], 3)
            for new in range(2)
        )
        assert found["expected_loss"][b] == pytest.approx(mean, abs=4e-3 * (1 + bound))


@pytest.mark.parametrize("n", [1, 4])
def test_p_values_by_samples_in_order(n: int) -> None:
    fields, found = measured("classical.hoeffding-bentkus", seed=n, z=3, n=n)
    for b in range(4):
        law, losses, alpha = (fields[name][b] for name in ("law", "losses", "alpha"))
        every = samples(law, n)
        total = {s: losses[list(s)].sum() for s, _ in every}

        def chernoff(t: float, alpha: float = alpha) -> float:
            p = min(t / n, alpha)
            tail = sum(x * log(x / y) for x, y in ((p, alpha), (1 - p, 1 - alpha)) if x > 0)
            return exp(-n * tail)

        def down(t: float, alpha: float = alpha) -> float:
            return float(binom.cdf(floor(t + 1e-12), n, alpha))

        def up(t: float, alpha: float = alpha) -> float:
            return float(binom.cdf(ceil(t - 1e-12), n, alpha))

        rules = {
            "hoeffding_bentkus": lambda t: min(chernoff(t), e * up(t)),
            "hoeffding_bentkus_floor": lambda t: min(chernoff(t), e * down(t)),
            "binomial_floor": down,
            "binomial_ceil": up,
            "bentkus": lambda t: e * up(t),
        }
        for name, rule in rules.items():
            values = {s: rule(t) for s, t in total.items()}
            worst = max(sum(c for s, c in every if values[s] <= u + 1e-12) / u for u in values.values())
            assert found[name][b] == pytest.approx(worst), name


def test_halves_by_hand() -> None:
    fields, found = measured("classical.betting-halves", z=2, step=4, history=3)
    for b in range(4):
        law, value, stakes, delta = (fields[name][b] for name in ("law", "value", "stake", "delta"))
        p, ruin = law @ value, 0.0
        for s, chance in samples(law, 4):
            number, factors = 0, []
            for j, z in enumerate(s):
                factors.append(1 - stakes[j, number % 3] * (value[z] - p))
                number = 2 * number + z + 1
            first, second = np.cumprod(factors[:2]).max(), np.cumprod(factors[2:]).max()
            ruin += chance * (first * second >= 1 / delta - 1e-12)
        assert found["ruin_of_halves"][b] == pytest.approx(ruin)
