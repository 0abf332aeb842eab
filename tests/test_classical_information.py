"""Section 8.5: verdicts from a search, certificates of what falls, and second routes of the contraction."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import ctx, fmpq
from scipy.optimize import minimize

import contextures as cx
from contextures.exact import numbers
from contextures.measure.domain import domain_of
from contextures.measure.suprema.binary_input import largest_pair, peak
from contextures.measure.suprema.contraction import enclosed, find_witness, is_line, largest_ratio
from contextures.theory.classical import information
from tests.searching import find

FALLEN = {
    "classical.gaussian-mi": {"lower", "upper"},
    "classical.erkip-cover": {"bound"},
    "classical.renyi-contraction": {"renyi"},
}
RNG = np.random.default_rng(5)


@pytest.mark.parametrize("statement", information.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=1)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        assert not found.open - found.fallen


def random_channel(n: int, m: int) -> tuple[np.ndarray, np.ndarray]:
    return RNG.dirichlet(np.ones(n)), RNG.dirichlet(np.full(m, 0.5), n)


def kl(p: np.ndarray, q: np.ndarray) -> float:
    return float(np.where(p > 0, p * np.log(np.where(p > 0, p, 1) / q), 0).sum())


@pytest.mark.parametrize("n", [2, 3, 4])
def test_the_contraction_is_what_a_general_optimiser_finds(n: int) -> None:
    for _ in range(4):
        p, w = random_channel(n, 3)

        def minus_ratio(z: np.ndarray, p: np.ndarray = p, w: np.ndarray = w) -> float:
            r = np.exp(z - z.max())
            r /= r.sum()
            return -kl(r @ w, p @ w) / max(kl(r, p), 1e-9)

        best = max(-minimize(minus_ratio, RNG.normal(0, 3, n), method="Nelder-Mead").fun for _ in range(12))
        value, law = largest_ratio(p[None], w[None])
        assert value[0] >= best - 1e-4
        assert kl(law[0] @ w, p @ w) / kl(law[0], p) == pytest.approx(value[0], rel=1e-4)


def rationals(weights: np.ndarray) -> np.ndarray:
    total = weights.sum(-1, keepdims=True)
    return np.array([fmpq(int(a), int(b)) for a, b in np.broadcast(weights, total)], dtype=object).reshape(
        weights.shape
    )


def test_a_binary_input_is_enclosed_on_both_sides() -> None:
    with ctx.workprec(numbers.PRECISION):
        for _ in range(12):
            p, w = rationals(RNG.integers(1, 9, 2)), rationals(RNG.integers(0, 9, (2, 3)) + np.eye(2, 3, dtype=int))
            if (w[0] == w[1]).all():
                continue
            bracket = enclosed(p, w, find_witness(p, w, 12))
            assert 0 <= float(bracket.hi) - float(bracket.lo) < 1e-5


def test_a_line_below_the_contraction_is_refused() -> None:
    p, w = rationals(np.array([1, 2])), rationals(np.array([[2, 0], [1, 1]]))
    with ctx.workprec(numbers.PRECISION):
        witness = find_witness(p, w, 12)
        assert witness["above"] is not None
        bracket = enclosed(p, w, witness)
        low = Fraction(float(bracket.lo)).limit_denominator(10**6) - Fraction(1, 1000)
        assert not is_line(p, w, {**witness["above"], "h": str(low)})
        with pytest.raises(numbers.NotCertifiable):
            enclosed(p, w, {**witness, "above": {**witness["above"], "h": str(low)}})


def test_over_all_inputs_the_contraction_is_local() -> None:
    w = RNG.dirichlet(np.full(3, 0.7), (20, 2))
    grid = np.linspace(0, 1, 4001)[1:-1, None]
    curve = [(grid * (1 - grid) * (a - b) ** 2 / ((1 - grid) * a + grid * b)).sum(1).max() for a, b in w]
    assert peak(w) == pytest.approx(np.array(curve), abs=1e-6)
    assert largest_pair(w)[0] == pytest.approx(peak(w), abs=1e-6)


@pytest.mark.parametrize(("name", "noise"), [("bsc", 0.1), ("bsc", 0.35), ("bec", 0.3)])
def test_textbook_channels_contract_as_they_should(name: str, noise: float) -> None:
    bec = name == "bec"
    w = np.array([[1 - noise, 0, noise], [0, 1 - noise, noise]] if bec else [[1 - noise, noise], [noise, 1 - noise]])
    value, _ = largest_ratio(np.array([[0.5, 0.5]]), w[None])
    assert value[0] == pytest.approx(1 - noise if bec else (1 - 2 * noise) ** 2, abs=1e-8)


def test_the_sample_and_the_algorithm_by_brute_force() -> None:
    domain = domain_of(information.XU_RAGINSKY)
    z, w, n = 2, 3, 2
    fields = {
        "law": np.array([[1, 3]]),
        "algorithm": RNG.integers(1, 9, (1, z, z, z, w)),
        "loss": RNG.integers(0, 5, (1, w, z, 2)) + 1,
    }
    world = domain.world.of_batch(domain.world.batch(fields, {"n": n}))
    p, kernel, loss = (world.fields[name][0] for name in ("law", "algorithm", "loss"))
    gap, joint = 0.0, np.zeros((z * z, w))
    for i in range(z):
        for j in range(z):
            for k in range(w):
                chance = p[i] * p[j] * kernel[i, j, 0, k]
                joint[2 * i + j, k] = chance
                gap += chance * (p @ loss[k, :, 0] - (loss[k, i, 0] + loss[k, j, 0]) / 2)
    information_of = kl(joint.ravel(), np.outer(joint.sum(1), joint.sum(0)).ravel())
    assert domain.quantities["gap"](world)[0] == pytest.approx(gap)
    assert domain.quantities["mi"](world)[0] == pytest.approx(information_of)
