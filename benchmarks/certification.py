"""Exact spectra and exact judgements of 8×8 instances, against the same characteristic polynomial's roots by SymPy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import sympy as sp

from benchmarks.measure import Row
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Instance
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.catalogue import catalogue
from contextures.verify.certificates.judge import judge
from contextures.verify.search.draws import supply_of
from contextures.verify.search.draws.laws import FAMILIES
from contextures.verify.search.suspects import SUSPICION, met, part_margins

SIZE, COUNT = 8, 40
LIMIT = 0.1
"""Seconds that the judgement of one suspect may take."""
SPECTRUM_LIMIT = 0.005
"""Seconds that one exact spectrum may take; about 0.001 is expected."""
SUPPLY = supply_of(FINITE_CONTEXTS)
DIMENSIONS = {"true claims": 2, "suspects": SIZE - 1}
"""At d = N−1 the printed minimax value is wrong, at d = 2 it is not."""


def instances(d: int) -> list[Instance]:
    """Random instances that meet the hypotheses of the minimax value; the most suspicious of each family."""
    claim = catalogue["optimality.minimax-value"].printed
    part = claim.parts[0]
    found: list[tuple[float, Instance]] = []
    for family in FAMILIES:
        sizes, fields = {"N": SIZE, "M": SIZE, "d": d}, FINITE_CONTEXTS.needs(claim)
        batch, world = SUPPLY.draw(np.random.default_rng(0), family, 256, sizes, fields)
        evaluator = Evaluator(world, FINITE_CONTEXTS.quantities)
        kept = np.all([met(evaluator, hypothesis) for hypothesis in claim.hypotheses(part)], axis=0)
        margins = np.where(kept, part_margins(evaluator, part), np.nan)
        best = np.argsort(margins)[:3]
        found += [(float(margins[k]), batch.instance(int(k))) for k in best if np.isfinite(margins[k])]
    if d == SIZE - 1:
        found = [(margin, instance) for margin, instance in found if margin < -SUSPICION]
    return [instance for _, instance in found[:COUNT]]


def sympy_roots(law: Instance) -> list[sp.Float]:
    """Return the roots of the characteristic polynomial of TT*, isolated exactly and evaluated, by SymPy."""
    operator = ContextWorld.of_instance(law).operator_x
    entries = [sp.Rational(int(value.p), int(value.q)) for value in operator.ravel()]
    polynomial = sp.Matrix(*operator.shape, entries).charpoly(sp.Symbol("x"))
    return sorted((root.evalf(15) for root in sp.real_roots(polynomial)), reverse=True)


def each(run: Callable[[Instance], Any], cases: list[Instance]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return the seconds that each case takes."""
    run(cases[0])
    times = []
    for case in cases:
        start = time.perf_counter()
        run(case)
        times.append(time.perf_counter() - start)
    return np.array(times)


def rows() -> Iterator[Row]:
    """Measure the exact spectrum and the judgement."""
    claim = catalogue["optimality.minimax-value"].printed
    part = claim.parts[0]
    domain = SUPPLY.domain
    dense, _ = SUPPLY.draw(np.random.default_rng(0), FAMILIES[0], COUNT, {"N": SIZE, "M": SIZE, "d": 1}, frozenset())
    laws = [dense.instance(k) for k in range(COUNT)]
    exact = ContextWorld.of_instance(laws[0]).singular_values
    roots = [float(value) for value in sympy_roots(laws[0])]
    np.testing.assert_allclose([float(value) ** 2 for value in exact], roots[: SIZE - 1], rtol=0, atol=1e-12)
    baseline = np.median(each(sympy_roots, laws))
    spectrum = each(lambda law: ContextWorld.of_instance(law).singular_values, laws)
    tasks = [("exact spectrum 8×8", spectrum, SPECTRUM_LIMIT)]
    tasks += [
        (
            f"exact judgement 8×8, {name}",
            each(lambda case: judge(domain, claim, part, case), instances(d)),
            LIMIT,
        )
        for name, d in DIMENSIONS.items()
    ]
    for task, times, limit in tasks:
        yield Row(
            task,
            "SymPy, one spectrum",
            f"{1e3 * np.median(times):.1f} ms (worst {1e3 * times.max():.1f})",
            f"{1e3 * baseline:.1f} ms",
            float(baseline / np.median(times)),
            f"< {1e3 * limit:.0f} ms",
            bool(times.max() < limit),
        )
