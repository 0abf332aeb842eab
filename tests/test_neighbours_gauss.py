"""Section 7.3, `gauss`: nothing falls, all is proved, and second routes to the quantities."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import sympy as sp

from contextures.exact.arithmetic import Floats
from contextures.measure.declared import world_of
from contextures.theory.neighbours import gauss
from contextures.theory.statement import Hypothesis, Statement
from contextures.verify.proofs import proofs_of
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks
from tests.searching import find

RNG = np.random.default_rng(13)


@pytest.mark.parametrize("statement", gauss.STATEMENTS, ids=lambda s: s.id)
def test_nothing_falls_and_all_is_proved(statement: Statement) -> None:
    found = find(statement, "printed", 3)
    assert not found.fallen | found.open
    assert proofs_of(statement, "printed").keys() == found.tallies.keys()
    assert disagreement(statement) == ""


def measured(name: str, **fields: Any) -> float:
    """One quantity at one instance, in floats."""
    batch = {key: np.asarray(value, dtype=float)[None] for key, value in fields.items()}
    return float(gauss.VIEWS.quantities[name].function(world_of(gauss.VIEWS)(batch, {}, Floats()))[0])


def test_quantities_by_pairs_of_views() -> None:
    joint = RNG.dirichlet(np.ones(12)).reshape(3, 4)
    f = RNG.normal(size=(4, 2))
    f /= np.linalg.norm(f, axis=1, keepdims=True)
    pairs = sum(np.outer(row, row) / row.sum() for row in joint)
    p = pairs.sum(0)
    assert measured("aligned", joint=joint, f=f) == pytest.approx((pairs * (f @ f.T)).sum())
    mean = p @ f
    assert measured("mean2", joint=joint, f=f) == pytest.approx(mean @ mean)
    values = np.sort(np.linalg.eigvals(pairs / p[:, None]).real)[::-1][1:]
    for name, expected in (("eta2", values[0]), ("s1", values[0]), ("s2", values[1]), ("s_last", values[1])):
        assert measured(name, joint=joint, f=f) == pytest.approx(expected)
    spread = np.linalg.eigvalsh((f * p[:, None]).T @ f - np.outer(mean, mean))[::-1]
    assert measured("spectral", joint=joint, f=f) == pytest.approx(values[:2] @ spread)
    assert measured("points", joint=joint, f=f[[0, 1, 1, 0]]) == pytest.approx(2)


@pytest.mark.parametrize("sizes", [{"x": 4, "a": 6, "d": 2}, {"x": 3, "a": 4, "d": 2}, {"x": 3, "a": 6, "d": 3}])
def test_isotropic_encoders_are_drawn(sizes: dict[str, int]) -> None:
    whole = gauss._isotropic(RNG, 20, sizes)
    world = world_of(gauss.VIEWS).of_whole({name: np.asarray(value) for name, value in whole.items()}, {})
    assert gauss.VIEWS.quantities["anisotropy"].function(world) == pytest.approx(0)
    assert gauss.VIEWS.quantities["mean2"].function(world) == pytest.approx(0)


@pytest.mark.parametrize(
    ("statement", "name", "side", "factor"),
    [
        (gauss.ALIGNMENT, "bound", "rhs", sp.Rational(19, 20)),
        (gauss.ALIGNMENT_CENTRED, "bound", "rhs", sp.Rational(19, 20)),
        (gauss.ALIGNMENT_ATTAINED, "gap", "rhs", sp.Rational(19, 20)),
        (gauss.FLOOR, "bound", "rhs", sp.Rational(19, 20)),
        (gauss.ISOTROPY, "bound", "rhs", sp.Rational(19, 20)),
        (gauss.SPECTRAL, "bound", "rhs", sp.Rational(19, 20)),
        (gauss.RADIAL_KL, "bound", "rhs", sp.Rational(19, 20)),
        (gauss.HGR, "every", "rhs", sp.Rational(19, 20)),
    ],
)
def test_planted_errors_fall(statement: Any, name: str, side: str, factor: sp.Rational) -> None:
    part = statement.printed.part(name)
    changed = dataclasses.replace(part, **{side: factor * getattr(part, side)})
    planted = dataclasses.replace(statement, printed=statement.printed.alone(changed))
    assert search_chunks(planted, "printed", 0, range(4))[name].refuters


def test_a_repeated_value_lets_more_points_attain_the_bound() -> None:
    claim = gauss.ALIGNMENT_ATTAINED.printed
    part = claim.part("two")
    freed = dataclasses.replace(part, given=tuple(h for h in part.given if h.name != "simple"))
    planted = dataclasses.replace(gauss.ALIGNMENT_ATTAINED, printed=claim.alone(freed))
    assert search_chunks(planted, "printed", 0, range(6))["two"].refuters


def test_an_encoder_may_attain_the_bound_only_if_it_is_level() -> None:
    """Without isotropy the largest alignment needs no level spectrum."""
    level = gauss.ISOTROPY.printed.part("level")
    claim = dataclasses.replace(gauss.ISOTROPY.printed.alone(level), given=(gauss.CENTRED,))
    assert isinstance(level.given[0], Hypothesis)
    planted = dataclasses.replace(gauss.ISOTROPY, printed=claim)
    assert search_chunks(planted, "printed", 0, range(6))["level"].refuters
