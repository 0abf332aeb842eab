"""Section 7b.3, `arora`: what the search finds, the certificate of what falls, and second routes to the losses."""

from __future__ import annotations

import dataclasses
from itertools import product
from math import exp, log
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import linprog

from contextures.exact.arithmetic import Floats
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import arora
from contextures.theory.statement import Statement, Variant
from contextures.verify.proofs import proofs_of
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks
from tests.searching import find

ROWS = [(statement, variant) for statement in arora.STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = find(statement, variant, 1)
    assert found.fallen == ({"mean"} if (statement, variant) == (arora.LOGISTIC, "printed") else set())
    assert proofs_of(statement, variant).keys() == found.tallies.keys() - found.fallen


def test_a_larger_share_of_collisions_falls() -> None:
    claim, tau = arora.LATENT_CLASS.printed, arora.tau
    more = (arora.contrastive - tau * sp.Rational(21, 20)) / (1 - tau)
    planted = dataclasses.replace(
        arora.LATENT_CLASS, printed=claim.alone(dataclasses.replace(claim.part("mean"), rhs=more))
    )
    assert search_chunks(planted, "printed", 0, range(2))["mean"].refuters


@pytest.mark.parametrize("statement", arora.STATEMENTS, ids=[s.id for s in arora.STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def drawn() -> tuple[dict[str, Any], dict[str, float]]:
    """An instance of three classes on three points, and its quantities in floats."""
    rng = np.random.default_rng(1)
    fields = {
        "prior": rng.dirichlet(np.ones(3)),
        "conditional": rng.dirichlet(np.ones(3), 3),
        "image": rng.normal(size=(3, 2)),
        "slope": np.array([-2.0, 1.0]),
        "drop": np.array([0.5, 1.5]),
    }
    domain = domain_of(arora.LATENT_CLASS)
    world = domain.world({name: value[None] for name, value in fields.items()}, {}, Floats())
    return fields, {name: float(np.asarray(q(world))[0]) for name, q in domain.quantities.items()}


def test_losses_triple_by_triple() -> None:
    fields, found = drawn()
    rho, rows, f = fields["prior"], fields["conditional"], fields["image"]
    means = rows @ f
    triples = list(product(range(3), repeat=5))

    def contrastive(loss: Any) -> float:
        return sum(
            rho[c] * rho[e] * rows[c, x] * rows[c, y] * rows[e, z] * loss(f[x] @ (f[y] - f[z]))
            for c, e, x, y, z in triples
        )

    def classified(loss: Any) -> float:
        pairs = [(c, e, x) for c, e, x in product(range(3), repeat=3) if c != e]
        total = sum(rho[c] * rho[e] * rows[c, x] * loss(f[x] @ (means[c] - means[e])) for c, e, x in pairs)
        return float(total / (1 - (rho**2).sum()))

    lines, log_loss = (lambda v: max(1 - 2 * v, v + 1 - 1)), (lambda v: log(1 + exp(-v)))
    assert found["contrastive"] == pytest.approx(contrastive(lines))
    assert found["mean_classifier"] == pytest.approx(classified(lines))
    assert found["contrastive_logistic"] == pytest.approx(contrastive(log_loss))
    assert found["mean_logistic"] == pytest.approx(classified(log_loss))
    assert found["mean_hinge"] == pytest.approx(classified(lambda v: max(0.0, 1 - v)))


def test_the_best_heads_are_those_of_a_linear_programme() -> None:
    fields, found = drawn()
    rho, rows, f = fields["prior"], fields["conditional"], fields["image"]
    pairs = [(c, e, x) for c, e, x in product(range(3), repeat=3) if c != e]
    cost = np.concatenate([np.zeros(6), [rho[c] * rho[e] * rows[c, x] for c, e, x in pairs] / (1 - (rho**2).sum())])
    table = np.zeros((len(pairs), 6 + len(pairs)))
    for k, (c, e, x) in enumerate(pairs):
        table[k, 2 * c : 2 * c + 2], table[k, 2 * e : 2 * e + 2], table[k, 6 + k] = -f[x], f[x], -1
    bounds = [(None, None)] * 6 + [(0, None)] * len(pairs)
    solved = linprog(cost, A_ub=table, b_ub=-np.ones(len(pairs)), bounds=bounds)
    assert solved.fun - 1e-9 <= found["best_hinge"] <= solved.fun + 2e-2
