"""Suprema that only a witness bounds: searched for in floats, proved on one side by one exact value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import Bracket, Exact, NotCertifiable
from contextures.measure.draws import draw
from contextures.measure.encoding import as_exact, as_floats, rational_array, sound
from contextures.measure.moves import move
from contextures.measure.reading import check_value, read_value, write_value
from contextures.measure.worlds.declared.world import DeclaredWorld
from contextures.theory.domain import Best
from contextures.theory.sorts import Channel, Mass, Sort

Array = NDArray[Any]
Function = Callable[[DeclaredWorld], Any]

TRIED = 32
"""Random choices for each instance."""
ROUNDS = 6
"""Rounds in which the best of them is changed."""
LEAST = 4
"""Choices of a round for each instance, at least."""
AT_ONCE = 2048
"""Choices of a round for all instances of a batch, about."""


def witnessed(world: DeclaredWorld, name: str, best: Best, function: Function) -> Any:
    """Return the best value found, in floats; exactly, a bracket that its value at the witness bounds on one side.

    Raises
    ------
    NotCertifiable
        Where no witness is given and none may be searched for, or it is none.
    """
    if not world.exact:
        return (
            _best(world, best, function)[0] if best.at is None else function(world.holding(best.at(world), best.fields))
        )
    written = world.witness(name, lambda: _witness(world, best, function))
    if not isinstance(written, Mapping) or set(written) != set(best.fields):
        raise NotCertifiable(f"no witness of {name}")
    fields = {}
    for key, sort in best.fields.items():
        choice = read_value(sort, key, written[key])
        if not _fits(np.shape(choice), world, sort):
            raise NotCertifiable(f"the witness of {name} has another shape")
        check_value(sort, key, choice, world.labels_of(sort))
        fields[key] = rational_array(choice)
    value: Exact = function(world.holding(fields, best.fields))
    if best.sense == "largest":
        return Bracket(numbers.lower(value), arb.pos_inf())
    return Bracket(arb.neg_inf(), numbers.upper(value))


def _witness(world: DeclaredWorld, best: Best, function: Function) -> dict[str, Any]:
    """The best choice for one exact instance, found in floats."""
    fields = {
        name: np.asarray(np.vectorize(_rounded, otypes=[float])(values))[None] for name, values in world.fields.items()
    }
    floats = type(world)(fields, world.chosen, Floats())
    if best.at is not None:
        found = best.at(floats)
        return {key: write_value(sort, _near(sort, found[key][0], world.digits)) for key, sort in best.fields.items()}
    _, codes, units = _best(floats, best, function)
    return {key: write_value(sort, as_exact(sort, codes[key][0], units[key])) for key, sort in best.fields.items()}


def _fits(shape: tuple[int, ...], world: DeclaredWorld, sort: Sort) -> bool:
    """Tell whether an array has the lengths that its axes have in the world."""
    if len(shape) != len(sort.axes):
        return False
    return all(
        axis is None or length == (axis if isinstance(axis, int) else world.size(axis))
        for length, axis in zip(shape, sort.axes, strict=True)
    )


def _near(sort: Sort, values: Array, digits: int) -> Any:
    """Numbers with few digits near floats; rows that sum to 1 keep their sum."""
    grid = 10**digits
    if isinstance(sort, Mass | Channel):
        whole = np.vectorize(lambda v: round(float(v) * grid), otypes=[object])(values)
        whole[..., 0] += whole.sum(-1) == 0
        total = np.broadcast_to(whole.sum(-1, keepdims=True), whole.shape)
        return np.vectorize(Fraction, otypes=[object])(whole, total)
    near = np.vectorize(lambda v: Fraction(float(v)).limit_denominator(grid), otypes=[object])(values)
    return near if sort.axes else near.item()


def _rounded(value: Any) -> float:
    return int(value.p) / int(value.q)


def _best(world: DeclaredWorld, best: Best, function: Function) -> tuple[Array, dict[str, Array], dict[str, int]]:
    """The best value of each instance, and the choice that has it, as codes and their units.

    Each round tries several choices for each instance at once: first some drawn anew, then changes of the best one.
    """
    rng = np.random.default_rng(0)
    count, sign = world.count, 1 if best.sense == "largest" else -1
    copies = max(LEAST, min(TRIED, AT_ONCE // count))
    wide = world.repeated(copies)
    drawn = {
        key: draw(sort, rng, "any", wide.count, world.shape_of(sort), world.labels_of(sort))
        for key, sort in best.fields.items()
    }
    units = {key: unit for key, (_, unit) in drawn.items()}
    codes, top = _chosen({key: whole for key, (whole, _) in drawn.items()}, wide, best, function, units, sign, copies)
    for step in range(-(-TRIED // copies) + ROUNDS):
        fresh = step < TRIED // copies
        proposal = {
            key: _proposed(wide, sort, rng, np.repeat(codes[key], copies, axis=0), units[key], fresh=fresh)
            for key, sort in best.fields.items()
        }
        found, seen = _chosen(proposal, wide, best, function, units, sign, copies)
        better = seen > top
        top = np.where(better, seen, top)
        for key, whole in found.items():
            codes[key] = np.where(better.reshape(-1, *[1] * (whole.ndim - 1)), whole, codes[key])
    return sign * top, codes, units


def _chosen(
    codes: dict[str, Array],
    wide: DeclaredWorld,
    best: Best,
    function: Function,
    units: dict[str, int],
    sign: int,
    copies: int,
) -> tuple[dict[str, Array], Array]:
    """The best of the copies of each instance: its codes, and its value with the sign of the sense."""
    fields = {key: as_floats(sort, codes[key], units[key]) for key, sort in best.fields.items()}
    with np.errstate(all="ignore"):
        value = np.broadcast_to(np.asarray(function(wide.holding(fields, best.fields)), dtype=float), (wide.count,))
    value = np.where(np.isnan(value), -np.inf, sign * value).reshape(-1, copies)
    place = np.arange(len(value)) * copies + value.argmax(1)
    return {key: whole[place] for key, whole in codes.items()}, value.max(1)


def _proposed(wide: DeclaredWorld, sort: Sort, rng: Any, held: Array, unit: int, *, fresh: bool) -> Array:
    """Other codes in the same unit: drawn anew, or the ones that are held, moved."""
    into = wide.labels_of(sort)
    found = draw(sort, rng, "any", len(held), wide.shape_of(sort), into)[0] if fresh else move(sort, rng, held, into)
    good = sound(sort, found, wide.lengths)
    return np.where(good.reshape(-1, *[1] * (found.ndim - 1)), found, held)
