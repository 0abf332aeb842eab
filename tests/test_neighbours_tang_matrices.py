"""Section 7.1, matrices, tasks, losses and oscillation: what the search finds of each row, and second routes."""

from __future__ import annotations

import functools
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import NotCertifiable
from contextures.measure.domain import domain_of
from contextures.measure.encoding import rational_array
from contextures.measure.suprema import biquadratic
from contextures.theory.catalogue import catalogue
from contextures.theory.neighbours.tang import (
    corrected,
    losses,
    matrices,
    minors,
    oscillation,
    posthoc,
    priors,
    tasks,
    truncation,
)
from contextures.theory.statement import Statement, Variant
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.draws import supply_of
from tests.searching import Found, find

MODULES = (matrices, truncation, tasks, priors, losses, corrected, posthoc, oscillation, minors)
STATEMENTS = tuple(statement for module in MODULES for statement in module.STATEMENTS)
FALLEN = {
    "neighbours.tang-eckart-young": {"column-space", "unique-only-if"},
    "neighbours.tang-coherent": {"exact"},
    "neighbours.tang-contrastive-loss-free": {"identity", "minimiser"},
    "neighbours.tang-corrected-loss-free": {"span"},
    "neighbours.tang-posthoc-trained": {"any", "minimiser"},
    "neighbours.tang-isotropy-flatness": {"bound"},
}
"""The parts of the prints that fall."""


@functools.cache
def searched(id_: str, variant: Variant) -> Found:
    """What a search of a form finds."""
    return find(catalogue[id_], variant, 2)


ROWS = [(statement, variant) for statement in STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = searched(statement.id, variant)
    assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


@pytest.mark.parametrize("statement", STATEMENTS, ids=[s.id for s in STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


@pytest.mark.parametrize(("id_", "part"), [(id_, part) for id_, parts in FALLEN.items() for part in sorted(parts)])
def test_certificates_have_scripts_of_fractions_or_name_why_not(id_: str, part: str) -> None:
    document = searched(id_, "printed").certificates[part]
    sides = [document[side].get("exact") for side in ("lhs", "rhs")]
    if None in sides:
        with pytest.raises(InputError, match="two rational sides"):
            script(Subject.of(document))
        return
    done = subprocess.run([sys.executable, "-c", script(Subject.of(document))], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"lhs = {sides[0]}  rhs = {sides[1]} ")


def drawn(id_: str, **sizes: int) -> Any:
    """Instances of the domain of a row at given sizes: their fields, and their quantities by name, in floats."""
    statement = catalogue[id_]
    domain = domain_of(statement)
    supply, rng = supply_of(domain), np.random.default_rng(0)
    assert statement.domain is not None
    least = {axis: low for axis, (low, _) in statement.domain.bounds.items()}
    family = next(family for family in supply.families if family.name == "dense")
    _, world = supply.draw(rng, family, 5, {**least, **sizes}, domain.fields)
    return world.fields, {name: np.asarray(quantity(world)) for name, quantity in domain.quantities.items()}


def test_the_largest_value_of_a_form_is_that_of_many_angles() -> None:
    fields, found = drawn("neighbours.tang-oscillation", k=3, p=3, q=2)
    angles = np.linspace(0, np.pi, 4001)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    for b in range(5):
        seen = np.einsum("kpq,aq->akp", fields["table"][b], circle)
        values = np.linalg.eigvalsh(np.einsum("k,akp,akr->apr", fields["law"][b], seen, seen))
        assert found["sup"][b] == pytest.approx(values.max(), rel=1e-5)
        assert found["inf"][b] == pytest.approx(max(values[:, 0].min(), 0), rel=1e-3, abs=1e-3 * values.max())


def test_a_bound_of_a_form_is_proved_from_above_only() -> None:
    moments = rational_array(np.array([[[[2, 1], [1, 0]], [[1, 0], [1, 1]]], [[[1, 1], [0, 1]], [[0, 1], [1, 3]]]]))
    moments = (moments + moments.transpose(2, 3, 0, 1)) / 2
    top = biquadratic.largest(np.vectorize(lambda v: float(v.p) / float(v.q))(moments)[None])[0][0]
    assert biquadratic.is_above(moments, fmpq(int(top * 10**9) + 2, 10**9))
    assert not biquadratic.is_above(moments, fmpq(int(top * 10**9) - 2, 10**9))


def test_an_enclosure_needs_unit_vectors_and_a_bound() -> None:
    moments = rational_array(np.eye(4, dtype=int).reshape(2, 2, 2, 2))
    found = biquadratic.find_witness(moments, 6)
    enclosed = biquadratic.enclosed(moments, found)
    assert enclosed.lo == 1 < enclosed.hi < 1 + fmpq(1, 10**6)
    for change in ({"u": ["1", "1"]}, {"above": "1/2"}, {"above": None}, {"v": ["x", "0"]}):
        with pytest.raises(NotCertifiable):
            biquadratic.enclosed(moments, {**found, **change})


def test_a_bank_has_the_rank_of_its_covariance() -> None:
    fields, found = drawn("neighbours.tang-bank", a=5, t=2, u=2, d=1)
    for b in range(5):
        p, given = fields["law"][b], fields["tasks"][b]
        shifts = [given[t] - (p[:, None] * given[t]).sum(0) for t in range(2)]
        masses = [np.maximum((p[:, None] * given[t]).sum(0), 1e-12) for t in range(2)]
        inner = sum((s / mass) @ s.T for s, mass in zip(shifts, masses, strict=True))
        covariance = np.sqrt(np.outer(p, p)) * inner
        assert found["rank_of_bank"][b] == np.linalg.matrix_rank(covariance, tol=1e-9)


def test_the_minimum_of_a_loss_is_that_of_least_squares() -> None:
    fields, found = drawn("neighbours.tang-corrected-loss", x=3, a=4, d=2, j=2)
    for b in range(5):
        law = fields["law"][b]
        p, q = law.sum(1), law.sum(0)
        whole = law / np.sqrt(np.outer(p, q))
        heads = fields["heads"][b] - (fields["heads"][b] * q).sum(1, keepdims=True)
        root = np.einsum("j,ja,jc->ac", fields["strength"][b], heads, heads) * np.sqrt(np.outer(q, q))
        values = np.linalg.svd(whole @ root, compute_uv=False) ** 2
        assert found["J_star"][b] == pytest.approx(values[:2].sum())
        assert found["S_whole"][b] == pytest.approx((np.linalg.svd(whole, compute_uv=False) ** 2)[:2].sum())
