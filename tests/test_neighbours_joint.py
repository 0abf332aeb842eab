"""Section 7.8: what the search finds, the certificate of what falls, planted errors, and second routes."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.linalg import eigh

from contextures.exact.arithmetic import Floats
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import joint
from contextures.theory.neighbours.joint import thresholds, views
from contextures.theory.statement import Statement, Variant
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.proofs import proofs_of
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks
from tests.searching import find

ROWS = [(statement, variant) for statement in joint.STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = find(statement, variant, 2)
    boundary = (statement, variant) == (thresholds.REQUIRED, "printed")
    assert found.fallen == ({"low-noise", "high-noise"} if boundary else set())
    assert proofs_of(statement, variant).keys() == found.tallies.keys() - found.fallen
    for document in found.certificates.values():
        exec(compile(script(Subject.of(document)), "<script>", "exec"), {"print": lambda *told: None})


@pytest.mark.parametrize("statement", joint.STATEMENTS, ids=[s.id for s in joint.STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def falls(statement: Statement, part: str, **changed: Any) -> bool:
    """Whether a part with a change is refuted."""
    claim = statement.printed
    planted = dataclasses.replace(claim.part(part), **changed)
    alone = dataclasses.replace(statement, printed=claim.alone(planted), corrected=None, why="", faults=())
    return bool(search_chunks(alone, "printed", 0, range(8))[part].refuters)


def test_planted_errors_fall() -> None:
    minimiser, positive = views.RECONSTRUCTION.printed.part("form").given
    assert falls(views.RECONSTRUCTION, "form", given=(minimiser,))
    assert falls(views.RECONSTRUCTION, "form", given=(positive,))
    assert falls(views.RECONSTRUCTION, "attains", lhs=views.reconstruction_printed * sp.Rational(21, 20))
    assert falls(views.EMBEDDING, "form", given=())
    assert falls(views.EMBEDDING, "attains", lhs=views.agreement_printed * sp.Rational(21, 20))
    tie = sp.Rational(1, 50)
    strong = thresholds.Hypothesis("strong", thresholds.alpha2_rc - tie, "<", thresholds.alpha2)
    assert falls(thresholds.THRESHOLD_RECONSTRUCTION, "if", given=(strong,))
    strong = thresholds.Hypothesis("strong", thresholds.alpha2_je, "<=", thresholds.alpha2)
    assert falls(thresholds.THRESHOLD_EMBEDDING, "if", given=(strong,))
    assert falls(
        thresholds.CROSSING, "low-noise", given=(thresholds.Hypothesis("b", thresholds.g_max, "<", thresholds.a_max),)
    )


def test_the_printed_maps_are_the_solutions_of_generalised_eigenproblems() -> None:
    rng = np.random.default_rng(0)
    n, t, p, k = 4, 3, 3, 2
    x, v, mass = rng.normal(size=(n, p)), rng.normal(size=(n, t, p)), np.array([0.2, 0.3, 0.5])
    fields = {
        "inputs": x, "views": v, "mass": mass, "encoder": rng.normal(size=(k, p)), "decoder": rng.normal(size=(p, k)),
        "mix": np.array([[1.0, 2], [0, 1]]), "target": rng.normal(size=(n, 1)), "map": rng.normal(size=(1, p)),
    }  # fmt: skip
    domain = domain_of(views.TIKHONOV)
    world = domain.world({name: value[None] for name, value in fields.items()}, {}, Floats())
    found = {name: float(np.asarray(quantity(world))[0]) for name, quantity in domain.quantities.items()}
    mean = np.einsum("t,ntp->np", mass, v)
    second = np.einsum("t,ntp,ntq->pq", mass, v, v) / n
    cross, averaged = x.T @ mean / n, mean.T @ mean / n
    kept = eigh(cross.T @ cross, second, eigvals_only=True)[::-1]
    agreed = eigh(averaged, second, eigvals_only=True)[::-1]
    assert found["reconstruction_printed"] == pytest.approx((x**2).sum() / n - kept[:k].sum())
    assert found["agreement_printed"] == pytest.approx(2 * (k - agreed[:k].sum()))
    assert found["phi_k2"] == pytest.approx(kept[k - 1])
    losses = [
        mass[s] * ((x[i] - fields["decoder"] @ fields["encoder"] @ v[i, s]) ** 2).sum()
        for i in range(n)
        for s in range(t)
    ]
    assert found["reconstruction"] == pytest.approx(sum(losses) / n)
    form = fields["encoder"] @ second @ fields["encoder"].T
    w = np.linalg.inv(np.linalg.cholesky(form)) @ fields["encoder"]
    pairs = [
        mass[s] * mass[u] * ((w @ (v[i, s] - v[i, u])) ** 2).sum() for i in range(n) for s in range(t) for u in range(t)
    ]
    assert found["agreement"] == pytest.approx(sum(pairs) / n)
    encoder = np.asarray(views.printed_pair(world)[0])[0]
    decoder = np.asarray(views.printed_pair(world)[1])[0]
    best = {**fields, "encoder": encoder, "decoder": decoder}
    world = domain.world({name: value[None] for name, value in best.items()}, {}, Floats())
    assert domain.quantities["reconstruction_defect"](world)[0] == pytest.approx(0, abs=1e-9)
