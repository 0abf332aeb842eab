"""Section 7.6, `head`: what falls, what is proved, and second routes to the quantities."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures.exact.arithmetic import Floats
from contextures.measure.declared import world_of
from contextures.theory.neighbours import head
from contextures.theory.neighbours.head import chain, matrices
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.proofs import proofs_of
from contextures.verify.search.search import search_chunks
from tests.searching import find

FALLEN = {"neighbours.head-lower-input": {"bound"}, "neighbours.head-matrix-information": {"nonnegative"}}
RNG = np.random.default_rng(11)


@pytest.mark.parametrize("statement", head.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_the_rest_is_proved(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=1)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        assert not found.open - found.fallen
        for document in found.certificates.values():
            if statement is head.MATRIX_INFORMATION:
                assert "lhs, rhs" in script(Subject.of(document))
        if statement.corrected is None or variant == "corrected":
            assert proofs_of(statement, variant).keys() == found.tallies.keys()


def measured(domain: Any, name: str, fields: Any) -> float:
    """One quantity at one instance, in floats."""
    batch = {key: np.asarray(value, dtype=float)[None] for key, value in fields.items()}
    return float(domain.quantities[name].function(world_of(domain)(batch, {}, Floats()))[0])


def some_chain() -> dict[str, Any]:
    """A law whose arrows are all broken at times."""
    shapes = {"encoder": (3, 2), "projector": (2, 3), "target": (3, 2)}
    shapes |= {"z_from_y": (2, 2), "w_from_x": (3, 3), "r_from_x": (3, 2)}
    found = {name: RNG.dirichlet(np.ones(shape[1]), shape[0]) for name, shape in shapes.items()}
    first = RNG.dirichlet(np.ones(6)).reshape(2, 3)
    return {"first": first, **found, "around_z": 0.2, "around_w": 0.3, "around_r": 0.4}


def test_information_by_brute_force() -> None:
    f = some_chain()
    law: dict[tuple[int, ...], float] = {}
    for y in range(2):
        for x in range(3):
            for z in range(2):
                for w in range(3):
                    for r in range(2):
                        p = f["first"][y, x] * (0.8 * f["encoder"][x, z] + 0.2 * f["z_from_y"][y, z])
                        p *= 0.7 * f["projector"][z, w] + 0.3 * f["w_from_x"][x, w]
                        law[y, x, z, w, r] = p * (0.6 * f["target"][w, r] + 0.4 * f["r_from_x"][x, r])

    def total(*places: int) -> dict[tuple[int, ...], float]:
        found: dict[tuple[int, ...], float] = {}
        for point, p in law.items():
            key = tuple(point[k] for k in places)
            found[key] = found.get(key, 0.0) + p
        return found

    zwr, zr, wr, only = total(2, 3, 4), total(2, 4), total(3, 4), total(4)
    expected = sum(p * np.log(p * only[r,] / (zr[z, r] * wr[w, r])) for (z, w, r), p in zwr.items())
    assert measured(chain.CHAIN, "steps_given_target", f) == pytest.approx(expected)
    yz, y, z = total(0, 2), total(0), total(2)
    expected = sum(p * np.log(p / (y[a,] * z[b,])) for (a, b), p in yz.items())
    assert measured(chain.CHAIN, "label_encoding", f) == pytest.approx(expected)


def test_matrix_entropies_by_singular_values() -> None:
    a, b = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in RNG.normal(size=(2, 4, 3)))
    fields = {"a": a, "b": b, "h": 0.25}
    p = np.linalg.svd(a, compute_uv=False) ** 2 / 4
    assert measured(matrices.GRAM, "shannon_a", fields) == pytest.approx(-(p * np.log(p)).sum())
    assert measured(matrices.GRAM, "renyi_above", fields) == pytest.approx(np.log((p**1.25).sum()) / -0.25)
    assert measured(matrices.GRAM, "renyi_below", fields) == pytest.approx(np.log((p**0.75).sum()) / 0.25)
    both = np.einsum("ip,iq->ipq", a, b).reshape(4, -1)
    q = np.linalg.svd(both, compute_uv=False) ** 2 / 4
    assert measured(matrices.GRAM, "purity_both", fields) == pytest.approx((q**2).sum())
    assert measured(matrices.GRAM, "shannon_both", fields) == pytest.approx(-(q * np.log(q)).sum())


def test_the_variance_of_a_logarithm_is_small_enough() -> None:
    """Var(log q) ≤ ln²n, on which the rate of the limit rests: by Lagrange −log q takes two values at the maximum."""
    q = np.linspace(1e-9, 1 - 1e-9, 200001)
    for n in range(2, 12):
        for few in range(1, n):
            high, low = np.log(q / few), np.log((1 - q) / (n - few))
            assert (q * (1 - q) * (high - low) ** 2).max() < np.log(n) ** 2


@pytest.mark.parametrize(
    ("statement", "variant", "name", "side", "factor"),
    [
        (chain.LOWER_COMPARED, "printed", "processing", "rhs", sp.Rational(19, 20)),
        (chain.UPPER, "printed", "bound", "rhs", sp.Rational(19, 20)),
        (chain.LOWER_INPUT, "corrected", "bound", "rhs", sp.Rational(19, 20)),
        (chain.GAPS, "printed", "lower", "rhs", sp.Rational(19, 20)),
        (chain.GAPS, "printed", "upper-any", "rhs", sp.Rational(19, 20)),
        (matrices.MATRIX_INFORMATION, "corrected", "linear", "rhs", sp.Rational(19, 20)),
        (matrices.MATRIX_INFORMATION, "corrected", "log", "rhs", sp.Rational(19, 20)),
        (matrices.MATRIX_JOINT, "printed", "first", "rhs", sp.Rational(19, 20)),
        (matrices.MATRIX_SHANNON, "printed", "above", "rhs", sp.Rational(3, 4)),
        (matrices.MATRIX_SHANNON, "printed", "information", "rhs", sp.Rational(19, 20)),
    ],
)
def test_planted_errors_fall(
    statement: Any, variant: Any, name: str, side: str, factor: sp.Rational, scaled_falls: Callable[..., bool]
) -> None:
    assert scaled_falls(statement, variant, name, side, factor)


@pytest.mark.parametrize("lost", ["encoding-from-input", "projection-from-encoding", "target-from-projection"])
def test_the_lower_bound_needs_the_later_arrows(lost: str) -> None:
    claim = chain.LOWER.printed
    given = tuple(h for h in claim.given if h.name != lost)
    planted = dataclasses.replace(chain.LOWER, printed=dataclasses.replace(claim, given=given))
    assert bool(search_chunks(planted, "printed", 0, range(6))["bound"].refuters) == (lost != "encoding-from-input")
