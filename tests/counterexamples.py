"""What a reader may ask of a counterexample on finite contexts: small numbers, and nothing degenerate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from contextures import Context, catalogue


def numbers(value: Any) -> Iterator[Fraction]:
    """Every number of an instance."""
    if isinstance(value, str | int):
        yield Fraction(value)
    else:
        for entry in value.values() if isinstance(value, dict) else value:
            yield from numbers(entry)


def is_small(document: dict[str, Any]) -> None:
    """Assert that a reader can re-do it by hand."""
    instance = document["instance"]
    joint = np.shape(instance["joint"])
    assert min(joint) >= 2
    assert sum(joint) <= 12
    assert instance["d"] <= 3
    found = list(numbers(instance))
    assert max(x.denominator for x in found) <= 2000
    assert max(abs(x.numerator) for x in found) <= 100
    assert sum(len(str(x.denominator)) for x in found if x.denominator > 1) <= 100


def is_no_accident(document: dict[str, Any]) -> None:
    """Assert that X and A are associated, no dimension is lost, the task varies and ε is on no boundary."""
    instance = {name: np.vectorize(lambda v: float(Fraction(v)))(value) for name, value in document["instance"].items()}
    context = Context.from_table(instance["joint"])
    n = context.n_x
    assert context.shape == instance["joint"].shape
    assert context.singular_values[0] > 1e-3
    if "encoder" in instance:
        centred = instance["encoder"] - context.p_x @ instance["encoder"]
        assert np.linalg.matrix_rank(centred) == min(document["instance"]["d"], n - 1)
    if "task" in instance:
        assert np.ptp(instance["task"]) > 0
    claim = catalogue[document["id"]].variants[document["variant"]]
    for hypothesis in claim.hypotheses(claim.part(document["part"])):
        if hypothesis.relation == "<=" and "epsilon" in hypothesis.symbols:
            written = document["hypotheses"][hypothesis.name]
            assert written["lhs"] != written["rhs"], hypothesis.name
    for side in ("lhs", "rhs"):
        assert document[side] not in ({"lo": "inf", "hi": "inf"}, {"lo": "-inf", "hi": "-inf"})
