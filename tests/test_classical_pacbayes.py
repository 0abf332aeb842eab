"""Section 8.3: verdicts from a search, certificates of what falls, and second routes of moments and misses."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, exp, log, sqrt

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import binom

import contextures as cx
from contextures.measure.domain import domain_of
from contextures.theory.classical import pacbayes
from contextures.theory.classical.pacbayes import transductive
from contextures.verify.certificates.certificate import check
from tests.searching import find

FALLEN = {
    "classical.pb-optimistic": {"every"},
    "classical.pb-catoni-free": {"bound"},
    "classical.pb-split-kl": {"bound"},
    "classical.pb-moment": {"exercise"},
}
CHUNKS = {"classical.pb-optimistic": 8, "classical.pb-catoni-free": 8}
"""Chunks where one does not do."""
RNG = np.random.default_rng(11)


@pytest.mark.parametrize("statement", pacbayes.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, CHUNKS.get(statement.id, 1))
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        assert not found.open - found.fallen


def world_of(statement: cx.Statement, n: int, **fields: object) -> tuple[object, dict]:
    domain = domain_of(statement)
    batch = domain.world.batch({name: np.asarray(value)[None] for name, value in fields.items()}, {"n": n})
    return domain.world.of_batch(batch), domain.quantities


def kl(q: float, p: float) -> float:
    terms = [(q, p), (1 - q, 1 - p)]
    return sum(a * log(a / b) if b > 0 else float("inf") for a, b in terms if a > 0)


def loss_codes(losses: np.ndarray) -> np.ndarray:
    return np.stack([losses, np.ones_like(losses)], axis=-1)


@pytest.mark.parametrize("delta", [Fraction(1, 20), Fraction(1, 2), Fraction(99, 100)])
def test_two_hypotheses_miss_as_a_fine_search_over_posteriors_says(delta: Fraction) -> None:
    n, law, losses, prior = 3, np.array([2, 3]), np.array([[0, 1], [1, 0]]), np.array([3, 4])
    world, quantities = world_of(
        pacbayes.PB_OPTIMISTIC, n, law=law, losses=loss_codes(losses), prior=prior, delta=delta.as_integer_ratio()
    )
    p, pi = law / law.sum(), prior / prior.sum()
    miss = 0.0
    for k in range(n + 1):
        on_sample = losses @ np.array([k, n - k]) / n

        def room(r: float, on_sample: np.ndarray = on_sample) -> float:
            rho = np.array([r, 1 - r])
            q, risk = float(rho @ on_sample), float(rho @ losses @ p)
            price = sum(a * log(a / b) for a, b in zip(rho, pi, strict=True) if a > 0) + log(1 / delta)
            return (kl(q, risk) if risk > q else -1.0) - price / n

        if max(room(r) for r in np.linspace(0, 1, 4001)) > 0:
            miss += float(binom.pmf(k, n, p[0]))
    assert quantities["miss_optimistic"](world)[0] == pytest.approx(miss)


def test_the_best_rate_of_catoni_gives_the_inverse_of_kl() -> None:
    q, level = 0.3, 0.2
    found = minimize_scalar(lambda c: (1 - exp(-c * q - level)) / (1 - exp(-c)), bounds=(1e-3, 30), method="bounded")
    assert kl(q, found.fun) == pytest.approx(level, rel=1e-5)
    for delta in ((1, 10), (19, 20)):
        fields = {
            "law": [1, 4], "losses": loss_codes(np.array([[0, 1], [1, 0]])), "prior": [2, 5], "delta": delta
        }  # fmt: skip
        world, quantities = world_of(pacbayes.PB_CATONI_FREE, 2, **fields)
        same = quantities["miss_catoni_free"](world)[0], quantities["miss_optimistic"](world)[0]
        assert same[0] == pytest.approx(same[1])


@pytest.mark.parametrize("n", [1, 2, 5, 9])
def test_the_moment_of_a_coin_is_the_sum_of_maurer(n: int) -> None:
    world, quantities = world_of(pacbayes.MAURER_XI, n, heads=(3, 10))
    xi = sum(comb(n, k) * (k / n) ** k * (1 - k / n) ** (n - k) for k in range(n + 1))
    moment = sum(binom.pmf(k, n, 0.3) * exp(n * kl(k / n, 0.3)) for k in range(n + 1))
    assert quantities["moment_of_coin"](world)[0] == pytest.approx(xi)
    assert quantities["xi"](world) == pytest.approx(xi)
    assert moment == pytest.approx(xi)


def test_the_moment_of_the_gap_by_listing_all_samples() -> None:
    n, law, loss = 3, np.array([1, 2, 2]), np.array([[0, 1], [1, 2], [1, 1]])
    world, quantities = world_of(pacbayes.PB_MOMENT, n, law=law, loss=loss)
    p, values = law / law.sum(), loss[:, 0] / loss[:, 1]
    mean = p @ values
    expected = sum(
        np.prod(p[list(drawn)]) * exp(2 * (n - 1) * (values[list(drawn)].mean() - mean) ** 2)
        for drawn in product(range(3), repeat=n)
    )
    assert quantities["moment_of_gap"](world)[0] == pytest.approx(expected)


def test_mcallester_misses_as_a_fine_search_says() -> None:
    n, law, losses, prior, delta = 4, np.array([1, 9]), np.array([[1, 0], [1, 1]]), np.array([1, 3]), 0.9
    world, quantities = world_of(
        pacbayes.PB_MCALLESTER, n, law=law, losses=loss_codes(losses), prior=prior, delta=(9, 10)
    )
    p, pi = law / law.sum(), prior / prior.sum()
    miss = 0.0
    for k in range(n + 1):
        on_sample = losses @ np.array([k, n - k]) / n
        for r in np.linspace(0, 1, 2001):
            rho = np.array([r, 1 - r])
            price = sum(a * log(a / b) for a, b in zip(rho, pi, strict=True) if a > 0) + log(n / delta)
            if rho @ losses @ p > rho @ on_sample + sqrt(price / (2 * (n - 1))):
                miss += float(binom.pmf(k, n, p[0]))
                break
    assert quantities["miss_mcallester"](world)[0] == pytest.approx(miss)


def test_a_witness_for_another_number_of_samples_proves_nothing() -> None:
    (document,) = find(cx.catalogue["classical.pb-split-kl"], "printed").certificates.values()
    rho = document["witness"]["miss_split"]["rho"]
    document["witness"]["miss_split"]["rho"] = [*rho, *rho]
    assert not check(document).proves


def test_draws_without_replacement_by_listing_hypergeometric_counts() -> None:
    m, whole, errors = 20, 41, 13
    domain = domain_of(pacbayes.PB_TRANSDUCTIVE)
    fields = {"first": [errors], "second": [5], "prior": [[1, 2]], "delta": [(1, 10)]}
    batch = domain.world.batch({k: np.array(v) for k, v in fields.items()}, {"m": m, "population": whole})
    floats, exact = domain.world.of_batch(batch), domain.world.of_instance(batch.instance(0))
    moment = sum(
        comb(errors, j) * comb(whole - errors, m - j) / comb(whole, m) * exp(m * kl(j / m, errors / whole))
        for j in range(m + 1)
    )
    assert domain.quantities["moment"](floats)[0] == pytest.approx(moment)
    assert float(domain.quantities["moment"](exact)) == pytest.approx(moment)
    drawn = np.array([(i, j) for i in range(m + 1) for j in range(m + 1 - i)])
    chances = transductive._chances(floats, drawn, [floats["first"], floats["second"]])
    assert chances.sum() == pytest.approx(1)
    listed = [
        comb(errors, i) * comb(5, j) * comb(whole - errors - 5, m - i - j) / comb(whole, m) for i, j in drawn.tolist()
    ]
    assert chances[0] == pytest.approx(np.array(listed))
