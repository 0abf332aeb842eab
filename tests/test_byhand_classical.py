"""Scripts of chapter 8: their lines compute what the quantities measure, on instances of every family."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import e, exp, log, sqrt
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from scipy import stats

from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.domain import MeasuredDomain, domain_of
from contextures.measure.instance import Instance
from contextures.theory.catalogue import catalogue
from contextures.verify.certificates.byhand.classical.helpers import SOURCES, sources
from contextures.verify.certificates.byhand.classical.scripts import WRITTEN, computing
from contextures.verify.search.draws import supply_of

MEASURED = [
    (domain, str(symbol), lines)
    for domain, table in WRITTEN.items()
    for symbol, lines in table.items()
    if str(symbol) in domain.quantities and lines.body
]
SEEN, TRIED, LARGEST = 3, 40, 6
"""Instances on which each quantity is compared, those that are drawn at most, and the points of their spaces."""


def run(*names: str) -> dict[str, Any]:
    """The functions of some names."""
    space: dict[str, Any] = {"F": Fraction}
    exec("\n".join(sources(names)), space)
    return space


def instances(measured: MeasuredDomain, name: str) -> Iterator[Instance]:
    """Instances of every family in small sizes."""
    supply, rng = supply_of(measured), np.random.default_rng(0)
    assert measured.declared is not None
    fields = measured.reads([name, *map(str, WRITTEN[measured.declared])])
    small = list(supply.small_sizes(fields, frozenset(), LARGEST))
    for k in range(TRIED):
        family, sizes = supply.families[k % len(supply.families)], small[k % len(small)]
        if supply.suits(family, sizes):
            batch, _ = supply.draw(rng, family, 1, sizes, fields)
            yield batch.instance(0)


@pytest.mark.parametrize(("domain", "name", "lines"), MEASURED, ids=[f"{d.name}: {n}" for d, n, _ in MEASURED])
def test_the_lines_compute_what_the_quantity_measures(domain: Any, name: str, lines: Any) -> None:
    measured, compared = domain_of(next(s for s in catalogue.values() if s.domain is domain)), 0
    for instance in instances(measured, name):
        world = measured.world.of_instance(instance)
        try:
            value = measured.quantities[name](world)
        except (NotCertifiable, UndefinedError):
            continue
        space: dict[str, Any] = {"F": Fraction}
        try:
            exec("\n".join(computing(instance, world.witnesses, {name: lines})), space)
        except (AssertionError, ZeroDivisionError):
            continue
        found = space[name]
        low, high = (found.low, found.high) if hasattr(found, "low") else (found, found)
        if isinstance(value, fmpq):
            assert low <= Fraction(int(value.p), int(value.q)) <= high
        else:
            least = numbers.ball(numbers.lower(value)).mid().str(20, radius=False)
            assert float(low) <= float(least) * (1 + 1e-12)
            if float(low) < float(least) * (1 - 1e-12):  # a posterior violates a bound, which the lines do not see
                assert lines.witness
                continue
        compared += 1
        if compared == SEEN:
            return
    assert compared, "no instance has a value that the lines compute"


def test_the_functions_enclose_what_they_are_called() -> None:
    space = run("log", "exp", "sqrt", "share", "within", "kl")
    for x in (Fraction(1, 7), Fraction(1), Fraction(22, 7)):
        for name, value in (("log", log(x)), ("exp", exp(x)), ("sqrt", sqrt(x))):
            found = space[name](x)
            assert found.low <= found.high < found.low + Fraction(1, 10**30)
            assert float(found.low) == pytest.approx(value, abs=1e-15)
    half = space["share"](Fraction(1, 3), Fraction(3, 2), Fraction(5, 2))
    assert float(half.low) == pytest.approx(stats.beta.cdf(1 / 3, 1.5, 2.5), abs=1e-14)
    assert space["within"](Fraction(4), Fraction(95, 100))
    assert not space["within"](Fraction(19, 5), Fraction(95, 100))
    assert float(space["exp"](1).high) == pytest.approx(e)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_function_calls_only_what_stands_before_it(name: str) -> None:
    run(name)
