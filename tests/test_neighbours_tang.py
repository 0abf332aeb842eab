"""Chapter 7.1: verdicts from a search, certificates of what falls, and the quantities from the joint law itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures.exact.arithmetic import Floats
from contextures.measure.declared import world_of
from contextures.theory.neighbours import tang
from contextures.theory.neighbours.tang import spectra
from contextures.verify.campaign.selftest import Mutation, scaled, without
from contextures.verify.search.search import search_chunks
from tests.searching import find

FALLEN = {
    "neighbours.tang-tail-free": {"free"},
    "neighbours.tang-only-top-block": {"same"},
    "neighbours.tang-fast-rate-sharp": {"attained"},
    "neighbours.tang-fast-rate-tail-product": {"bound"},
    "neighbours.tang-criterion": {"right", "left", "left-only-if"},
    "neighbours.tang-cone-geometry": {"open", "open-positive"},
    "neighbours.tang-price-order": {"per-law"},
    "neighbours.tang-price-attained": {"attained"},
    "neighbours.tang-chain": {"middle"},
    "neighbours.tang-algorithm-gap": {"regret"},
    "neighbours.tang-localised-verbatim": {"alignment", "regret", "fast"},
    "neighbours.tang-localised-alignment": {"aligned"},
}
RNG = np.random.default_rng(3)


@pytest.mark.parametrize("statement", tang.REGRET, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=1)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


LESS, MORE = sp.Rational(19, 20), sp.Rational(21, 20)
PLANTED = (
    Mutation("neighbours.tang-fast-rate-exact", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-fast-rate-exact", "printed", "attained", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.tang-minimax-width-one", "printed", "lower", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.tang-localisation-squared", "printed", "gain", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-gap-bound", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-price", "printed", "regret", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.tang-zero", "printed", "if", "any L_{12}", without("invariant")),
    Mutation("neighbours.tang-cone-zero", "printed", "zero", "any ratio", without("ratio")),
)


@pytest.mark.parametrize("mutation", PLANTED, ids=lambda m: f"{m.id}-{m.part}-{m.error}")
def test_planted_errors_are_found(mutation: Mutation) -> None:
    mutant = mutation.mutant(1)
    assert search_chunks(mutant, "printed", 0, range(2))[mutation.part].refuters


def centred_basis(p: np.ndarray) -> np.ndarray:
    """Orthonormal coordinates √p·f, the constant left out."""
    full = np.linalg.qr(np.column_stack([np.sqrt(p), np.eye(len(p))]))[0]
    return np.asarray(full[:, 1 : len(p)])


@pytest.mark.parametrize("n", [1, 3, 7])
@pytest.mark.parametrize("d", [1, 2])
def test_regret_and_alignment_are_those_of_a_joint_law(n: int, d: int) -> None:
    if d > n:
        d = n
    for _ in range(5):
        s = np.sort(RNG.choice(np.arange(1, 40), n, replace=False))[::-1]
        exact = [Fraction(int(value), int(s.sum())) for value in s]
        law = spectra.character_law(exact)
        assert law.sum() == 1
        assert law.min() >= 0
        joint = law.astype(float)
        p, q = joint.sum(1), joint.sum(0)
        operator = centred_basis(p).T @ (joint / np.sqrt(np.outer(p, q))) @ centred_basis(q)
        left, values, right = np.linalg.svd(operator)
        assert values[:n] == pytest.approx(np.array([float(value) for value in exact]))
        factor = RNG.normal(size=(n, n))
        lam, turn = np.linalg.eigh(factor @ factor.T)
        form = right.T[:, :n] @ (turn * lam) @ turn.T @ right[:n]
        image = operator @ form @ operator.T
        best = np.linalg.eigvalsh(image)[::-1][:d].sum()
        gained = np.trace(left[:, :d].T @ image @ left[:, :d])
        world: Any = world_of(spectra.SPECTRUM)(
            {"s": (s / s.sum())[None], "lam": np.maximum(lam, 0)[None], "turn": turn[None]}, {"d": d, "n": n}, Floats()
        )
        assert spectra.best_gain(world, spectra.task(world))[0] == pytest.approx(best)
        assert spectra.regret(world, spectra.task(world))[0] == pytest.approx(1 - gained / best)


def worst_found(s: np.ndarray, phi: np.ndarray, kappa: float, restarts: int = 60) -> float:
    """The largest regret found by turns: the best space for a task covariance, and the worst covariance for it."""
    d, scale = phi.shape[1], np.diag(s)
    seen = scale @ phi @ phi.T @ scale
    space = np.linalg.qr(RNG.normal(size=(restarts, len(s), d)))[0]
    quotient = np.full(restarts, (np.sort(s**2)[::-1][:d]).sum() / np.trace(seen))
    for _ in range(40):
        form = scale @ space @ space.swapaxes(-1, -2) @ scale - quotient[:, None, None] * seen
        values, vectors = np.linalg.eigh(form)
        task = (vectors * np.where(values > 0, kappa, 1.0)[:, None, :]) @ vectors.swapaxes(-1, -2)
        gains, spaces = np.linalg.eigh(scale @ task @ scale)
        space = spaces[..., -d:]
        quotient = np.maximum(quotient, gains[:, -d:].sum(1) / np.einsum("bij,ji->b", task, seen))
    return float(1 - 1 / quotient.max())


def bound(ratio: float, kappa: float) -> float:
    early = kappa <= 2 / ratio - 1
    return (kappa - 1) ** 2 * ratio / (4 * kappa * (1 - ratio)) if early else 1 - 1 / (kappa * ratio)


@pytest.mark.parametrize("d", [1, 2])
def test_no_task_covariance_does_worse_than_the_bound(d: int) -> None:
    for _ in range(25):
        n = int(RNG.integers(d + 1, 6))
        s = np.sort(RNG.uniform(0.2, 1, n))[::-1]
        kappa = 1 + RNG.exponential(3)
        found = worst_found(s, np.eye(n)[:, :d], kappa)
        most = bound((s[d] / s[d - 1]) ** 2, kappa)
        assert found <= most + 1e-9
        if d == 1:
            assert found == pytest.approx(most, abs=1e-6)


def test_no_encoder_of_width_one_has_a_smaller_worst_regret() -> None:
    for _ in range(40):
        n = int(RNG.integers(2, 5))
        s = np.sort(RNG.uniform(0.2, 1, n))[::-1]
        kappa = 1 + RNG.exponential(3)
        phi = np.eye(n)[:, :1] + RNG.normal(size=(n, 1)) * RNG.choice([0.03, 0.2, 1.0])
        phi /= np.linalg.norm(phi)
        assert worst_found(s, phi, kappa) >= bound((s[1] / s[0]) ** 2, kappa) - 1e-9
