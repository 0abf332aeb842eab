"""Lanczos on the inverse of σ − TT*, where values crowd below 1."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contextures import rbf_context
from contextures.samples import iterated, needs, spectral
from contextures.samples.completeness import probe
from contextures.samples.inverted import Inverse
from contextures.samples.lanczos import top_eigenpairs
from contextures.samples.threads import ALONE

POINTS = np.random.default_rng(0).normal(size=(700, 4))
RANK = 100


@pytest.fixture
def small_is_large(monkeypatch):
    """Lanczos is taken at once, and gives way early."""
    monkeypatch.setattr(needs, "DENSE", 10)
    monkeypatch.setattr(iterated, "DENSE_BLOCK", 16)


@pytest.mark.parametrize("gamma", [3.0, 15.0, 40.0])
def test_values_that_crowd_below_one_are_those_of_the_whole_matrix(gamma, small_is_large):
    context = rbf_context(POINTS, gamma)
    found, exact = context.spectrum(RANK), context.spectrum(RANK, method="dense")
    assert found.complete
    assert any("of the inverse" in check for check in found.checks)
    distances, expected = 1.0 - found.singular_values**2, 1.0 - exact.singular_values**2
    assert distances == pytest.approx(expected, rel=1e-6, abs=spectral.RESOLUTION[8])
    assert found.residuals.max() < 1e-8 * max(expected.max(), 1e-5)


def test_values_that_are_all_one_are_left_to_the_whole_matrix(small_is_large):
    found = rbf_context(POINTS, 100.0).spectrum(RANK)
    assert found.method == "dense"
    assert found.complete
    assert found.singular_values == pytest.approx(1.0)


def test_a_proof_that_is_asked_for_is_given(small_is_large):
    found = rbf_context(POINTS, 40.0).spectrum(RANK, certify=True)
    assert found.complete
    assert not any("of the inverse" in check for check in found.checks)


@pytest.mark.parametrize("gamma", [3.0, 40.0])
def test_the_inverse_is_one_where_the_known_vectors_are_taken_out(gamma):
    operator = rbf_context(POINTS, gamma).operator
    known = operator.small[:, None]
    inverse = Inverse(operator, known, RANK)
    vectors = np.random.default_rng(1).normal(size=(700, 5))
    solved = inverse.gram(vectors)
    left = operator.matrix() - known @ known.T
    back = ((1.0 + inverse.shift) * solved - left @ solved) / inverse.shift
    assert back == pytest.approx(vectors, abs=1e-14 * np.abs(solved).max() / inverse.shift + 1e-12)


def test_a_residual_of_the_inverse_bounds_that_of_the_operator():
    operator = rbf_context(POINTS, 3.0).operator
    known = operator.small[:, None]
    inverse = Inverse(operator, known, RANK)
    rng = np.random.default_rng(1)
    pairs = top_eigenpairs(inverse.gram, 700, RANK, tol=1e-4, rng=rng, locked=known, block=16, max_steps=20, spare=8)
    u, theta = pairs.vectors[:, :RANK], pairs.values[:RANK]
    values = 1.0 + inverse.shift - inverse.shift / theta
    residuals = np.linalg.norm(operator.gram(u) - u * values, axis=0)
    assert residuals.max() > 1e-9
    assert (residuals <= (1.0 + inverse.shift) * pairs.residuals[:RANK] / theta * (1 + 1e-6) + 1e-12).all()


@pytest.mark.parametrize("missed", [0, 50, RANK - 1])
def test_a_planted_miss_is_found_by_the_inverse(missed):
    operator = rbf_context(POINTS, 40.0).operator
    known = operator.small[:, None]
    inverse = Inverse(operator, known, RANK)
    rng = np.random.default_rng(2)
    pairs = top_eigenpairs(inverse.gram, 700, RANK + 10, tol=1e-12, rng=rng, locked=known, block=16)
    kept = np.delete(np.arange(RANK + 10), missed)
    lacking = replace(pairs, values=pairs.values[kept], vectors=pairs.vectors[:, kept], residuals=pairs.residuals[kept])
    assert probe(inverse.gram, known, lacking, RANK, 1e-12, rng).missed
    assert not probe(inverse.gram, known, pairs, RANK, 1e-12, rng).missed


class Diagonal:
    """An operator whose eigenvectors are the axes."""

    sparse, team = False, ALONE

    def __init__(self, values):
        self.values = values

    def gram(self, vectors):
        return self.values[:, None] * vectors


def test_many_values_that_are_missed_are_all_added(monkeypatch):
    values = np.concatenate([[1.0], np.geomspace(0.5, 1e-3, 20), np.full(400, 3e-8), np.geomspace(1e-9, 1e-12, 179)])
    known = np.eye(600)[:, :1]
    pairs, passed, note = iterated._lanczos(Diagonal(values), known, 300, 1e-8, 0, False, 2000.0)
    assert passed, note
    assert pairs.values == pytest.approx(values[1:301], abs=1e-8)
