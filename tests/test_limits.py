"""Limits: formulas over settings that a statement carries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from flint import fmpq

from contextures import Domain, sorts
from contextures.exact import numbers
from contextures.measure.declared import world_of
from contextures.measure.formula import value_at
from contextures.measure.instance import Instance
from contextures.theory.catalogue import catalogue
from contextures.theory.classical.limits import LIMITS
from contextures.theory.functions import KLUpper
from contextures.theory.limit import Limit, Side
from contextures.theory.symbols.classical import SETTINGS, a, b, count, delta, mean, n
from contextures.theory.typeset import tex_of

VALUES = {
    "n": 200, "count": 20, "population": 300, "classes": 10, "d": 3, "vectors": 5, "m": 30, "k": 3,
    "delta": "1/20", "mean": "1/10", "variance": "1/12", "second_moment": "1/10", "a": 0, "b": 1, "p": "1/5",
    "true_variance": "1/12", "t": "1/10", "epsilon": "1/10", "theta": "1/2", "gamma": "1/2", "growth": 100,
    "weight": "1/10", "rademacher": "1/10", "KL": 2, "C": 1, "lambda": 1, "beta": "1/100", "M": 1, "rho": 1,
    "alpha": "1/10", "B": 1, "mi": "1/2", "chi2": "1/3", "rho2": "1/3", "min_p": "1/5", "s": 1, "mu": "1/2",
    "mean_plus": "1/10", "mean_minus": "1/10", "norm": 2, "sum_c2": "1/10", "H": "1/2", "H2": "1/2",
    "eta": "1/2", "pi_star": "2/5", "q": "1/3", "TV": "1/5",
}  # fmt: skip
"""A value of every setting at which every limit has one."""
HOEFFDING = Limit.of_terms({"mean": mean, "deviation": sp.sqrt(sp.log(1 / delta) / (2 * n))}, scales=True)


def test_a_limit_names_its_settings() -> None:
    assert HOEFFDING.symbols == {"mean", "delta", "n"}
    assert HOEFFDING.side is Side.UPPER
    assert HOEFFDING.at(delta=delta / 2).value == mean + sp.sqrt(sp.log(2 / delta) / (2 * n))


def test_a_limit_on_another_range_moves_with_it() -> None:
    moved = HOEFFDING.rescaled
    assert moved.symbols == {"mean", "delta", "n", "a", "b"}
    assert sp.simplify(moved.value - (mean + (b - a) * sp.sqrt(sp.log(1 / delta) / (2 * n)))) == 0
    assert sp.simplify(moved.terms["mean"] - mean) == 0


def test_what_is_no_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="no such setting: x"):
        Limit(sp.Symbol("x"))
    with pytest.raises(ValueError, match="lower end"):
        Limit(mean, Side.INTERVAL)
    with pytest.raises(ValueError, match="float"):
        Limit(mean + 0.5)
    with pytest.raises(ValueError, match="add up"):
        Limit(mean, terms={"mean": n})
    with pytest.raises(ValueError, match="a limit of no part: nothing"):
        replace(catalogue["contexts.duality"].printed, limits={"nothing": HOEFFDING})


def test_a_world_evaluates_the_expression_of_a_limit_in_both_back_ends() -> None:
    coin = Domain("a coin", {"p": sorts.mass("x"), "delta": sorts.ratio("1/100", "1/2")}, fixed={"x": 2})

    def miss(world: Any) -> Any:
        """The probability that the limit of 3 tosses is below the mean."""
        tosses = world.samples("p", 3)
        limit = world.value(
            KLUpper(count / n, sp.log(1 / delta) / n), count=tosses.counts[:, 1], n=3, delta=world["delta"][..., None]
        )
        return (tosses.probabilities * world.where(world["p"][..., 1:] > limit, 1, 0)).sum(-1)

    kind = world_of(coin)
    instance = Instance.from_json({"p": ["1/10", "9/10"], "delta": "1/4"}, "p", (), kind.sorts)
    assert miss(kind.of_instance(instance)).item() == fmpq(7, 250)
    assert miss(kind.of_floats(instance)).tolist() == pytest.approx([0.028])


@pytest.mark.parametrize(("id_", "part"), [(id_, part) for id_, parts in LIMITS.items() for part in parts])
def test_a_limit_is_the_same_in_floats_and_in_exact_numbers(id_: str, part: str) -> None:
    limit = LIMITS[id_][part]
    sample = sorted(sp.Rational(i % 7, 7) for i in range(200))
    exact = {name: value if isinstance(value, int) else sp.Rational(value) for name, value in VALUES.items()}
    floats = {name: value if isinstance(value, int) else float(sp.Rational(value)) for name, value in VALUES.items()}
    for expression in (*limit.expressions, *limit.rescaled.expressions, *limit.beside.values()):
        found = value_at(expression, {**exact, "sample": sample, "information": sample}, exact=True).item()
        rows = {name: [float(z) for z in sample] for name in ("sample", "information")}
        batch = float(value_at(expression, {**floats, **rows}, exact=False))
        assert float(numbers.ball(found).mid()) == pytest.approx(batch, rel=1e-10)
        assert "Float" not in tex_of(expression, SETTINGS)


def test_every_limit_of_the_chapter_stands_in_its_statement() -> None:
    for id_, parts in LIMITS.items():
        forms = catalogue[id_].variants.values()
        held = {name for claim in forms for name in claim.limits}
        assert {part or catalogue[id_].printed.parts[0].name for part in parts} <= held, id_
