"""Arrays of exact numbers do what NumPy's arrays of floats do, and refuse what is not exact."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from flint import arb, fmpq

from contextures.exact.arrays import ExactArray, trace
from contextures.exact.numbers import NotCertifiable, UndefinedError, ball

P = np.array([[Fraction(1, 3), Fraction(1, 6)], [Fraction(1, 2), Fraction(0)]], dtype=object)
Q = np.array([Fraction(2, 5), Fraction(-3)], dtype=object)
HOMES = ("flint", "contextures")
DOES: dict[str, Callable[[Any, Any], Any]] = {
    "arithmetic": lambda p, q: (2 * p - q) / (p + 1) + -p,
    "powers": lambda p, q: p**2 + (1 + p) ** -1,
    "roots": lambda p, q: np.sqrt(p) * np.sqrt(abs(q)),
    "logarithms": lambda p, q: np.log(1 + p) - np.exp(q),
    "absolute": lambda p, q: np.absolute(q) + abs(p),
    "extremes": lambda p, q: np.maximum(p, q) - np.minimum(p, q),
    "sign": lambda p, q: np.sign(q),
    "matmul": lambda p, q: p @ p @ q,
    "vectors": lambda p, q: q @ q,
    "from the left": lambda p, q: q @ p,
    "with floats of whole value": lambda p, q: np.eye(2) @ p,
    "stack of matrices": lambda p, q: np.stack([p, p]) @ p,
    "sum": lambda p, q: p.sum(),
    "sum of rows": lambda p, q: p.sum(-1) * q,
    "sum of two axes": lambda p, q: np.stack([p, p]).sum((-1, -2)),
    "keepdims": lambda p, q: p / p.sum(-1, keepdims=True),
    "numpy sum": lambda p, q: np.sum(p, axis=0),
    "max": lambda p, q: p.max(-1) + p.min(),
    "prod": lambda p, q: (p + 1).prod(-1),
    "mean": lambda p, q: p.mean(-1) - p.mean(),
    "cumsum": lambda p, q: p.cumsum(-1) + np.cumsum(q),
    "index": lambda p, q: p[..., 0] + p[1, ...] - q[..., ::-1],
    "new axis": lambda p, q: q[..., :, None] * q[..., None, :],
    "fancy": lambda p, q: p[np.array([1, 0])],
    "mask": lambda p, q: p[p > 0],
    "transpose": lambda p, q: p.T - p.swapaxes(0, 1) + p.transpose(1, 0),
    "reshape": lambda p, q: p.reshape(4) + p.reshape((4,)),
    "where": lambda p, q: np.where(p > Fraction(1, 4), p, 0),
    "moved": lambda p, q: np.concatenate([np.moveaxis(p, 0, 1), np.flip(p)]),
    "trace": lambda p, q: np.trace(p),
    "comparison": lambda p, q: (p <= p.T) & (p != 0) | (p == p),
    "comparison as a number": lambda p, q: (q * (q < 0)).sum(-1),
    "one number stays an array": lambda p, q: (q[0] + 1)[..., None] * q,
    "shape": lambda p, q: np.shape(p)[0] * p.ndim + p.size + len(p),
}


@pytest.mark.parametrize("name", DOES)
def test_it_does_what_numpy_does(name: str) -> None:
    with np.errstate(all="ignore"):
        wanted = np.asarray(DOES[name](P.astype(float), Q.astype(float)))
    found = DOES[name](ExactArray(P), ExactArray(Q))
    shown = np.asarray(found.values if isinstance(found, ExactArray) else found, dtype=object)
    assert shown.shape == wanted.shape
    floats = np.vectorize(
        lambda v: float(ball(v)) if not isinstance(v, bool | int | np.bool_) else float(v), otypes=[float]
    )
    np.testing.assert_allclose(floats(shown), wanted.astype(float), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda p: p * 0.1, r"the float 0\.1 in an exact computation; a whole number or a Fraction"),
        (lambda p: p + np.array([0.5, 1.0]), r"the float .*0\.5"),
        (lambda p: p + "1", "a str in an exact computation"),
        (lambda p: np.sin(p), r"numpy\.sin does not take exact numbers; these do"),
        (lambda p: np.linalg.inv(p), "inv does not take exact numbers"),
        (lambda p: ExactArray([None]), "a NoneType in an exact computation"),
    ],
)
def test_what_is_not_exact_is_refused(does: Callable[[Any], Any], says: str) -> None:
    with pytest.raises(TypeError, match=says):
        does(ExactArray(P))


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        ExactArray(P) @ ExactArray([1, 2, 3])
    with pytest.raises(ValueError, match="an axis"):
        ExactArray(P) @ ExactArray(2)
    with pytest.raises(ValueError, match="no entry"):
        ExactArray(np.empty((0,), dtype=object)).max()


def test_division_by_zero_has_no_value_and_an_open_comparison_is_no_answer() -> None:
    with pytest.raises(UndefinedError):
        1 / ExactArray(P)
    unsure = ExactArray([arb(0, 1)])
    with pytest.raises(NotCertifiable):
        unsure < 0  # noqa: B015
    with pytest.raises(NotCertifiable):
        bool(unsure[0])


def test_numbers_of_every_kind_come_in() -> None:
    held = ExactArray([1, np.int64(2), True, Fraction(1, 2), fmpq(1, 3), sp.Rational(2, 7), 3.0])
    assert held.values.tolist() == [fmpq(n, d) for n, d in ((1, 1), (2, 1), (1, 1), (1, 2), (1, 3), (2, 7), (3, 1))]
    assert ExactArray(Fraction(1, 2)).shape == ()
    assert ExactArray(ExactArray([1])).shape == (1,)
    assert repr(ExactArray([Fraction(1, 2)])) == "ExactArray(['1/2'])"
    assert [entry.item() for entry in ExactArray([1, 2])] == [fmpq(1), fmpq(2)]
    assert bool(ExactArray(1)) is True
    assert trace(ExactArray(P)).item() == fmpq(1, 3)
