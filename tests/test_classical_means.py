"""Chapter 8.1: what stands and what falls of each row, found by a search; its tails by second routes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import stats

import contextures as cx
from contextures import catalogue
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import ball
from contextures.measure.declared import quantities_of, world_of
from contextures.measure.instance import Instance
from contextures.measure.worst import worst_law
from contextures.theory.classical import means
from contextures.theory.classical.means.binomial import COINS
from contextures.theory.classical.means.blocks import BLOCKS
from contextures.theory.classical.means.cumulative import STEPS
from contextures.theory.classical.means.populations import POPULATIONS
from contextures.theory.classical.means.samples import DRAWS
from contextures.theory.domain import Domain
from contextures.theory.limit import Limit
from contextures.verify.search.agreement import disagreement
from tests.searching import find

FALL = {
    "classical.bernstein-plug-in": {"limit"},
    "classical.kl-as-printed": {"upper", "lower"},
    "classical.one-log": {"hoeffding", "kl"},
    "classical.split-kl": {"limit"},
    "classical.clopper-pearson-losses": {"floor", "beta"},
    "classical.folk-intervals": {"wald", "wilson", "jeffreys"},
    "classical.serfling-fraction": {"fraction"},
    "classical.median-of-means": {"delta"},
}
"""The parts that fall, by row; all others stand."""
CHUNKS = {"classical.median-of-means": 2, "classical.one-log": 2, "classical.serfling-fraction": 5}
"""Chunks of a search where one does not do."""


def value(domain: Domain, name: str, *, sizes: dict[str, int] | None = None, **fields: Any) -> tuple[float, Any]:
    """A quantity in floats and exactly, at one instance."""
    held = {key: np.array(field, dtype=object) if isinstance(field, list) else field for key, field in fields.items()}
    instance = Instance(held, sizes or {}, domain.fields)
    kind, quantity = world_of(domain), quantities_of(domain)[name]
    floats = quantity(kind(instance.floats(), dict(instance.sizes), Floats()))
    return float(floats[0]), quantity(kind.of_instance(instance))


def agreed(domain: Domain, name: str, expected: float, **more: Any) -> None:
    floats, exact = value(domain, name, **more)
    assert floats == pytest.approx(expected, abs=1e-12)
    assert float(ball(exact)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("id_", [statement.id for statement in means.STATEMENTS if statement.id in FALL])
def test_what_falls_is_found_from_scratch_and_its_correction_stands(id_: str) -> None:
    printed, corrected = (find(catalogue[id_], form, CHUNKS.get(id_, 1)) for form in ("printed", "corrected"))
    assert printed.fallen == FALL[id_]
    assert not corrected.fallen | corrected.open


@pytest.mark.parametrize("id_", [statement.id for statement in means.STATEMENTS if statement.id not in FALL])
def test_what_stands_is_met_and_no_suspect_stays_open(id_: str) -> None:
    found = find(catalogue[id_], "printed", seed=1)
    assert not found.fallen | found.open


@pytest.mark.parametrize("statement", means.STATEMENTS, ids=lambda statement: statement.id)
def test_both_back_ends_agree(statement: cx.Statement) -> None:
    assert disagreement(statement) == ""


# ------------------------------------------------------------------------------------------------------- second routes
HALF = Fraction(1, 2)


@pytest.mark.parametrize(("n", "p"), [(1, Fraction(1, 3)), (7, Fraction(2, 7)), (40, Fraction(3, 20))])
@pytest.mark.parametrize("delta", [Fraction(1, 20), Fraction(9, 10)])
def test_exact_limits_of_a_coin_miss_as_their_quantiles_say(n: int, p: Fraction, delta: Fraction) -> None:
    heads = np.arange(n + 1)
    chances = stats.binom.pmf(heads, n, float(p))
    upper = np.where(heads < n, stats.beta.ppf(1 - float(delta), heads + 1, np.maximum(n - heads, 1)), 1.0)
    more = {"sizes": {"n": n}, "p": p, "delta": delta, "alpha": HALF, "heads": 0}
    agreed(COINS, "reach_exact", chances[float(p) >= upper - 1e-12].sum(), **more)
    z = stats.norm.ppf(1 - float(delta) / 2)
    share = heads / n
    wide = z * np.sqrt(share * (1 - share) / n)
    agreed(COINS, "miss_wald", chances[np.abs(float(p) - share) > wide + 1e-12].sum(), **more)
    score = np.abs(share - float(p)) / np.sqrt(float(p * (1 - p)) / n)
    agreed(COINS, "miss_wilson", chances[score > z].sum(), **more)
    agreed(COINS, "at_least_mean", stats.binom.sf(np.ceil(n * float(p) - 1e-9) - 1, n, float(p)), **more)


@pytest.mark.parametrize("n", [2, 5, 16])
@pytest.mark.parametrize("delta", [Fraction(1, 20), Fraction(3, 4)])
def test_limits_of_a_mean_miss_as_they_do_on_coins(n: int, delta: Fraction) -> None:
    p, level = Fraction(13, 40), float(delta)
    heads = np.arange(n + 1)
    chances, share = stats.binom.pmf(heads, n, float(p)), heads / n
    spread = np.sqrt(share * (1 - share) * n / (n - 1))
    log = np.log(1 / level)
    more = {
        "sizes": {"n": n},
        "law": [1 - p, p],
        "value": [Fraction(0), Fraction(1)],
        "delta": delta,
        "gap": Fraction(1, 9),
        "point": Fraction(1, 4),
        "split": Fraction(1, 3),
    }
    limits = {
        "miss_hoeffding": share + np.sqrt(log / (2 * n)),
        "miss_plug_in": share + spread * np.sqrt(2 * log / n) + log / (3 * n),
        "miss_lean": share + spread * np.sqrt(2 * log / n) + log / (n - 1),
    }
    for name, limit in limits.items():
        agreed(DRAWS, name, chances[float(p) > limit + 1e-12].sum(), **more)
    kl = stats.entropy([share, 1 - share], [[float(p)], [1 - float(p)]])
    agreed(DRAWS, "miss_kl", chances[(kl > log / n) & (share < float(p))].sum(), **more)
    agreed(DRAWS, "miss_one_log_kl", chances[kl >= log / n - 1e-12].sum(), **more)
    agreed(DRAWS, "tail", chances[float(p) - share >= 1 / 9 - 1e-12].sum(), **more)
    anderson = np.array([_anderson(np.repeat([0.0, 1.0], [n - k, k]), level) for k in heads])
    agreed(DRAWS, "miss_anderson", chances[float(p) > anderson + 1e-12].sum(), **more)


def _anderson(sample: np.ndarray, delta: float) -> float:
    """1 − ∫(F_n − ε)_+ over [0, 1]."""
    n, grid = len(sample), np.append(sample, 1.0)
    heights = np.arange(1, n + 1) / n - np.sqrt(np.log(1 / delta) / (2 * n))
    return float(1 - (np.diff(grid) * np.maximum(heights, 0)).sum())


def test_a_population_of_zeros_and_ones_is_hypergeometric() -> None:
    population, ones, n = 9, 4, 3
    values = [Fraction(int(k < ones)) for k in range(population)]
    reached = stats.hypergeom.sf(2 - 1, population, ones, n)
    gap = Fraction(2, n) - Fraction(ones, population)
    more = {"sizes": {"n": n}, "value": values, "gap": gap, "level": Fraction(3, 2)}
    agreed(POPULATIONS, "tail", reached, **more)
    hits = np.arange(n + 1)
    excess = np.maximum(hits - 1.5, 0)
    agreed(POPULATIONS, "excess", (stats.hypergeom.pmf(hits, population, ones, n) * excess).sum(), **more)
    agreed(POPULATIONS, "repeated_excess", (stats.binom.pmf(hits, n, ones / population) * excess).sum(), **more)


def test_the_largest_step_of_a_coin_is_that_of_its_frequency() -> None:
    n, p, epsilon = 12, Fraction(2, 5), Fraction(1, 10)
    heads = np.arange(n + 1)
    chances = stats.binom.pmf(heads, n, float(p))
    more = {"sizes": {"n": n}, "law": [p, 1 - p], "epsilon": epsilon}
    agreed(STEPS, "both", chances[np.abs(heads / n - 0.4) > 0.1 + 1e-12].sum(), **more)
    agreed(STEPS, "one", chances[heads / n - 0.4 > 0.1 + 1e-12].sum(), **more)


def test_medians_of_blocks_agree_with_all_sequences() -> None:
    m, k, delta = 2, 3, Fraction(9, 10)
    p, z = np.array([0.2, 0.3, 0.5]), np.array([-1.0, 0.0, 3.0])
    every = np.stack(np.meshgrid(*[np.arange(3)] * (m * k), indexing="ij"), -1).reshape(-1, k, m)
    medians = np.median(z[every].mean(-1), axis=-1)
    chances = p[every].prod((1, 2))
    mean = p @ z
    radius = np.sqrt(32 * (p @ (z - mean) ** 2) * np.log(1 / 0.9) / (m * k))
    law = [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)]
    more = {"sizes": {"m": m, "k": k}, "law": law, "value": [Fraction(v) for v in (-1, 0, 3)], "delta": delta}
    agreed(BLOCKS, "miss", chances[np.abs(medians - mean) > radius].sum(), **more)


# ---------------------------------------------------------------------------------------------------------- worst laws
def limit_of(row: str, part: str) -> Limit:
    return cx.catalogue[f"classical.{row}"].printed.limits[part]


def test_the_worst_coin_of_an_exact_limit_misses_with_its_probability() -> None:
    worst = worst_law(limit_of("clopper-pearson", "upper"), 100, "1/20")
    assert Fraction(1, 20) * Fraction(999, 1000) < worst.miss < Fraction(1, 20)
    p, n = worst.law[Fraction(1)], 100
    upper = np.append(stats.beta.ppf(0.95, np.arange(n) + 1, n - np.arange(n)), 1.0)
    assert float(worst.miss) == pytest.approx(stats.binom.pmf(np.arange(n + 1), n, float(p))[upper < float(p)].sum())
    assert (np.diff(worst.means) > 0).all()
    assert worst.misses.max() == pytest.approx(float(worst.miss))
    assert worst.mean == p


@pytest.mark.parametrize(
    ("row", "part", "n", "values", "holds"),
    [
        ("hoeffding", "limit", 30, (0, 1), True),
        ("hoeffding", "two-sided", 12, (0, 1), True),
        ("one-log", "hoeffding", 1, (0, 1), False),
        ("chernoff-kl", "lower", 20, (0, 1), True),
        ("folk-intervals", "wald", 20, (0, 1), False),
        ("anderson", "limit", 10, (0, "1/2", 1), True),
        ("clopper-pearson-losses", "floor", 10, (0, "1/2", 1), False),
        ("bentkus", "limit", 10, (0, "1/2", 1), True),
    ],
)
def test_limits_that_fall_have_a_worst_law_beyond_delta(row: str, part: str, n: int, values: Any, holds: bool) -> None:
    level = "2/3" if row == "one-log" else "1/20"
    worst = worst_law(limit_of(row, part), n, level, values)
    assert (worst.miss <= Fraction(level)) == holds
    assert sum(worst.law.values()) == 1
    assert worst.mean == sum(x * w for x, w in worst.law.items())


@pytest.mark.parametrize(
    ("limit", "values", "says"),
    [
        (("markov", "markov"), (0, 1), "limit or an interval"),
        (("hoeffding", "limit"), (1,), "two or more"),
        (("bernstein", "limit"), (0, 1), "lacks true_variance"),
        (("hoeffding", "limit"), range(12), "at most"),
    ],
)
def test_what_has_no_worst_law_says_why(limit: tuple[str, str], values: Any, says: str) -> None:
    with pytest.raises(cx.InputError, match=says):
        worst_law(limit_of(*limit), 20, "1/20", values)
