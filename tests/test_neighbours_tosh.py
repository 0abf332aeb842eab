"""Section 7b.3, `tosh`: what the search finds, what is attained, and second routes to the quantities."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import sympy as sp

from contextures.measure.domain import domain_of
from contextures.theory.neighbours import tosh
from contextures.theory.statement import Statement
from contextures.verify.proofs import proofs_of
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks
from tests.searching import find


@pytest.mark.parametrize("statement", tosh.STATEMENTS, ids=[s.id for s in tosh.STATEMENTS])
def test_nothing_falls_and_all_is_proved(statement: Statement) -> None:
    found = find(statement, "printed", 2)
    assert not found.fallen
    assert proofs_of(statement, "printed").keys() == found.tallies.keys()
    assert all(proof.whole for proof in proofs_of(statement, "printed").values())
    assert disagreement(statement) == ""


def test_a_smaller_bound_falls() -> None:
    claim = tosh.ORTHOGONAL.printed
    lean = dataclasses.replace(claim.part("spectral"), rhs=claim.part("spectral").rhs * sp.Rational(19, 20))
    planted = dataclasses.replace(tosh.ORTHOGONAL, printed=claim.alone(lean))
    assert search_chunks(planted, "printed", 0, range(2))["spectral"].refuters


def measured(law: Any, target: Any) -> dict[str, float]:
    """The quantities at one instance, in floats."""
    domain = domain_of(tosh.REDUNDANCY)
    from contextures.exact.arithmetic import Floats

    world = domain.world({"law": law[None], "target": target[None]}, {}, Floats())
    return {name: float(np.asarray(quantity(world))[0]) for name, quantity in domain.quantities.items()}


def test_conditional_means_one_by_one() -> None:
    rng = np.random.default_rng(0)
    law, target = rng.dirichlet(np.ones(18)).reshape(3, 2, 3), rng.normal(size=3)
    joint = law.sum(2)
    full = (law @ target) / joint
    by_x, by_z = (law.sum(1) @ target) / joint.sum(1), (law.sum(0) @ target) / joint.sum(0)
    through = np.array([sum(joint[x, z] * by_z[z] for z in range(2)) / joint[x].sum() for x in range(3)])
    pairs = [(x, z) for x in range(3) for z in range(2)]
    found = measured(law, target)
    assert found["error"] == pytest.approx(sum(joint[p] * (through[p[0]] - full[p]) ** 2 for p in pairs))
    assert found["epsilon_x"] == pytest.approx(sum(joint[p] * (by_x[p[0]] - full[p]) ** 2 for p in pairs))
    assert found["epsilon_z"] == pytest.approx(sum(joint[p] * (by_z[p[1]] - full[p]) ** 2 for p in pairs))
    assert found["s_least"] == 0


def test_every_law_of_the_views_has_a_target_that_attains_the_spectral_bound() -> None:
    joint = np.array([[3.0, 1, 1], [1, 4, 2]]) / 12
    p, q = joint.sum(1), joint.sum(0)
    left, values, right = np.linalg.svd(joint / np.sqrt(np.outer(p, q)))
    regression = values[1] * (right[1] / np.sqrt(q))[None, :] - (left[:, 1] / np.sqrt(p))[:, None]
    law = joint[:, :, None] * np.eye(6).reshape(2, 3, 6)
    found = measured(law, regression.ravel())
    assert found["s_least"] == pytest.approx(values[1])
    assert found["epsilon_x"] > 0.01
    assert found["error"] == pytest.approx(found["epsilon_x"] + (1 - values[1] ** 2) * found["epsilon_z"])
