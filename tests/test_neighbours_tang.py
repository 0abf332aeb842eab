"""Chapter 7.1: verdicts from a search, certificates of what falls, and the quantities from the joint law itself."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import contextures as cx
from contextures.exact.arithmetic import Floats
from contextures.measure.declared import world_of
from contextures.theory.neighbours import tang
from contextures.theory.neighbours.tang import spectra
from contextures.verify.certificates.certificate import check

FALLEN = {
    "neighbours.tang-tail-free": {"free"},
    "neighbours.tang-only-top-block": {"same"},
    "neighbours.tang-fast-rate-sharp": {"attained"},
    "neighbours.tang-fast-rate-tail-product": {"bound"},
    "neighbours.tang-criterion": {"right", "left", "left-only-if"},
    "neighbours.tang-cone-geometry": {"open"},
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
    report = cx.verify(statement.id, instances=2500, seed=1)
    assert not report.failures()
    for result in report.results:
        fallen = {part.name for part in result.parts if str(part.verdict) == "refuted"}
        assert fallen == (FALLEN.get(statement.id, set()) if result.variant == "printed" else set())
        assert all(check(document).proves for document in result.certificates().values())


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
