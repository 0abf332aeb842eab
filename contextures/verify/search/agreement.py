"""Do the two back ends agree? Quantities of a declared domain, in floats and exactly, on a few instances."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
from flint import arb

from contextures.errors import InputError
from contextures.exact.numbers import Bracket, NotCertifiable, UndefinedError, ball
from contextures.measure.domain import domain_of
from contextures.measure.instance import Batch
from contextures.measure.quantities.registry import Quantity
from contextures.measure.world import World
from contextures.theory.statement import Statement
from contextures.verify.search.draws import supply_of

DRAWN = 7
"""Instances of a batch: a number that no space has, so that a wrong axis shows."""
COMPARED = 2
"""Instances of a batch that are compared."""
CLOSE = 1e-6
"""Relative difference of a float and the exact value beyond which they disagree."""
LONGEST = 300
"""Characters of an instance that is shown."""


def disagreement(statement: Statement) -> str:
    """Say which quantity of a statement is wrong, and on which instance; empty where floats and exact values agree.

    Every quantity that the statement names is measured on instances of several families and sizes: it must return one
    number an instance, and the same in floats and exactly.
    """
    domain = domain_of(statement)
    supply = supply_of(domain)
    rng = np.random.default_rng(0)
    used = {name for claim in statement.variants.values() for name in claim.symbols}
    quantities = [quantity for name, quantity in domain.quantities.items() if name in used]
    for family, _ in product(supply.families[:6], range(2)):
        try:
            batch, world = supply.draw(rng, family, DRAWN, supply.sizes(rng, family), domain.fields)
            for quantity in quantities:
                if told := _compared(quantity, world, domain.world, batch):
                    return f"{domain.name}: {told}"
        except InputError as error:
            return str(error)
    return ""


def _compared(quantity: Quantity, world: World, kind: type[World], batch: Batch) -> str:
    floats = np.asarray(quantity(world), dtype=float)
    for k in range(min(COMPARED, len(batch))):
        instance = batch.instance(k)
        try:
            value = quantity(kind.of_instance(instance))
        except (UndefinedError, NotCertifiable):
            continue
        if not close(float(floats[k]), value):
            shown = json.dumps(instance.to_json(), ensure_ascii=False)
            where = shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"
            return (
                f"the quantity {quantity.name!r} is {floats[k]:.9g} in floats and {_written(value)} exactly, at {where}"
            )
    return ""


def close(floats: float, value: Any) -> bool:
    """Tell whether a float is an exact value, to rounding; what is only enclosed between witnesses is taken to be."""
    if isinstance(value, Bracket):
        return True
    exact = ball(value)
    if not exact.is_finite():
        return not np.isfinite(floats)
    if not np.isfinite(floats):
        return False
    slack = CLOSE * max(1.0, abs(floats))
    return bool(abs(exact - arb(floats)) < slack + float(exact.rad()))


def _written(value: Any) -> str:
    return str(value) if type(value).__name__ == "fmpq" else f"{float(ball(value).mid()):.9g}"


def disagreements(statements: Iterable[Statement]) -> dict[str, str]:
    """Return what is wrong with statements on declared domains, by id."""
    found = {s.id: disagreement(s) for s in statements if s.domain is not None}
    return {id_: told for id_, told in found.items() if told}
