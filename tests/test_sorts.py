"""Sorts: what they draw, how they move, and what they promise of a value that is read."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from contextures import InputError, sorts
from contextures.measure.draws import KINDS, draw
from contextures.measure.encoding import as_exact, as_floats, sound
from contextures.measure.moves import move
from contextures.measure.reading import check_value, read_value, write_value
from contextures.theory.sorts import Labels, Sort

SHAPES: dict[str, tuple[Sort, tuple[int, ...]]] = {
    "law": (sorts.law("x", "y"), (3, 4)),
    "law on one space": (sorts.law("x"), (3,)),
    "law on three spaces": (sorts.law("x", "y", "z"), (2, 3, 2)),
    "mass": (sorts.mass("x"), (4,)),
    "channel": (sorts.channel("x", "y"), (3, 2)),
    "square channel": (sorts.channel("x", "y"), (3, 3)),
    "channel of two": (sorts.channel("x", "y", "z"), (2, 3, 2)),
    "weights": (sorts.weights("x", "y"), (2, 3)),
    "graph": (sorts.graph("v"), (4, 4)),
    "values": (sorts.values("x", "y"), (3, 2)),
    "labels": (sorts.labels("x", 3), (5,)),
    "subset": (sorts.subset("x"), (4,)),
    "class of subsets": (sorts.subset("h", "x"), (3, 4)),
    "permutation": (sorts.permutation("x"), (5,)),
    "unit": (sorts.unit("x", 3), (4, 3)),
    "unit on a line": (sorts.unit("x", 1), (4, 1)),
    "orthogonal": (sorts.orthogonal("x"), (3, 3)),
    "symmetric": (sorts.symmetric("x"), (3, 3)),
    "semidefinite": (sorts.semidefinite("x"), (3, 3)),
    "ratio": (sorts.ratio(-1, "3/2", "left"), ()),
    "open ratio": (sorts.ratio(0, 1, "neither"), ()),
    "ratios": (sorts.ratios("x", low=-1, high="3/2", closed="left"), (3,)),
    "losses": (sorts.ratios("h", "z"), (2, 4)),
    "count": (sorts.count(2, 7), ()),
    "one point": (sorts.law("x", "y"), (1, 1)),
    "one node": (sorts.graph("v"), (1, 1)),
}


def into(sort: Sort) -> int | None:
    return sort.into if isinstance(sort, Labels) and isinstance(sort.into, int) else None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SHAPES)
def test_what_a_sort_draws_is_what_it_promises(name: str, kind: str) -> None:
    sort, shape = SHAPES[name]
    whole, unit = draw(sort, np.random.default_rng(3), kind, 12, shape, into(sort))
    assert sound(sort, whole, {}).all()
    floats = as_floats(sort, whole, unit)
    assert floats.shape == (12, *shape)
    for k in range(12):
        value = as_exact(sort, whole[k], unit)
        check_value(sort, name, value, into(sort))
        np.testing.assert_allclose(np.asarray(value, dtype=float), floats[k], rtol=1e-12, atol=1e-12)
        again = read_value(sort, name, json.loads(json.dumps(write_value(sort, value))))
        assert np.all(again == value)


@pytest.mark.parametrize("name", SHAPES)
def test_moves_change_values_and_most_stay_what_the_sort_promises(name: str) -> None:
    sort, shape = SHAPES[name]
    rng = np.random.default_rng(0)
    whole, unit = draw(sort, rng, "dense", 60, shape, into(sort))
    moved = move(sort, rng, whole, into(sort))
    assert moved.shape == whole.shape
    good = sound(sort, moved, {})
    assert good.mean() > 0.5
    changed = as_floats(sort, moved[good], unit) != as_floats(sort, whole[good], unit)
    if np.size(whole[0]) > 1 or name in ("count", "ratio", "open ratio"):
        assert changed.any()


@pytest.mark.parametrize(
    ("sort", "value", "says"),
    [
        (sorts.channel("x", "y"), [["1/2", "1/3"]], "sum 1"),
        (sorts.mass("x"), ["1", "-1"], "negative"),
        (sorts.law("x", "y"), [["1", "0"], ["0", "0"]], "zero mass"),
        (sorts.weights("x"), ["-1"], "negative"),
        (sorts.graph("v"), [["0", "1"], ["2", "0"]], "symmetric"),
        (sorts.graph("v"), [["0", "0"], ["0", "1"]], "degrees"),
        (sorts.labels("x", 2), ["0", "2"], "labels from 0 to 1"),
        (sorts.labels("x", 2), ["1/2", "0"], "labels"),
        (sorts.subset("x"), ["1", "2"], "zeros and ones"),
        (sorts.permutation("x"), ["0", "0"], "from 0 to 1 once"),
        (sorts.unit("x", 2), [["3/5", "3/5"]], "length 1"),
        (sorts.orthogonal("x"), [["1", "1"], ["0", "1"]], "orthogonal"),
        (sorts.symmetric("x"), [["1", "1"], ["0", "1"]], "symmetric"),
        (sorts.semidefinite("x"), [["1", "2"], ["2", "1"]], "semidefinite"),
        (sorts.ratio(0, 1, "left"), "1", r"\[0, 1\)"),
        (sorts.count(1, 3), "4", "from 1 to 3"),
        (sorts.count(1, 3), "3/2", "from 1 to 3"),
        (sorts.values("x"), "1", "a list is needed"),
        (sorts.values("x"), ["0.5"], "rationals"),
    ],
)
def test_what_a_sort_does_not_promise_is_refused(sort: Sort, value: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        check_value(sort, "w", read_value(sort, "w", value), into(sort))
