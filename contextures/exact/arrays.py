"""Arrays of exact numbers that behave as NumPy's do, so that a formula is written once for floats and exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cmp_to_key
from typing import Any, final

import numpy as np
from flint import arb, fmpq
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.crossings import Crossing
from contextures.exact.logarithms import Logarithms
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, Surd

Objects = NDArray[Any]
SCALARS = (fmpq, arb, Surd, Logarithms, Crossing, Bracket)


def exact(value: Any) -> Exact:
    """Return a number that a formula may hold as an exact one.

    Raises
    ------
    TypeError
        For a float, which is hardly ever the number that was meant, and for what is no number.
    """
    if isinstance(value, SCALARS):
        return value
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return fmpq(int(value))
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    if getattr(value, "is_Rational", False):
        return fmpq(int(value.p), int(value.q))
    if isinstance(value, float | np.floating):
        if np.isfinite(value) and value == int(value):
            return fmpq(int(value))
        raise TypeError(f"the float {value!r} in an exact computation; a whole number or a Fraction is right")
    raise TypeError(f"a {type(value).__name__} in an exact computation; a whole number or a Fraction is right")


def _subtract(a: Exact, b: Exact) -> Exact:
    return numbers.add([a, numbers.negative(b)])


def divide(a: Exact, b: Exact) -> Exact:
    """Divide; undefined where the divisor is zero."""
    return numbers.multiply([a, numbers.power(b, fmpq(-1))])


def raised(base: Exact, exponent: Exact) -> Exact:
    """Raise to a power: exact for rational ones, a ball elsewhere."""
    if isinstance(exponent, fmpq):
        return numbers.power(base, exponent)
    return numbers.exp(numbers.multiply([exponent, numbers.log(base)]))


def certain(relation: str) -> Callable[[Exact, Exact], bool]:
    """Return a comparison that raises `NotCertifiable` where it is open."""

    def compare(a: Exact, b: Exact) -> bool:
        decided = numbers.holds(a, relation, b)
        if decided is None:
            raise NotCertifiable(f"whether one number is {relation} another is open")
        return decided

    return compare


OPERATIONS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: numbers.add([a, b]),
    "subtract": _subtract,
    "multiply": lambda a, b: numbers.multiply([a, b]),
    "divide": divide,
    "true_divide": divide,
    "power": raised,
    "negative": numbers.negative,
    "positive": lambda a: a,
    "absolute": numbers.absolute,
    "sqrt": numbers.square_root,
    "square": lambda a: numbers.multiply([a, a]) if not isinstance(a, arb | Bracket) else numbers.power(a, fmpq(2)),
    "log": numbers.log,
    "exp": numbers.exp,
    "maximum": lambda a, b: numbers.largest([a, b]),
    "minimum": lambda a, b: numbers.smallest([a, b]),
    "sign": lambda a: fmpq(int(certain("<")(fmpq(0), a)) - int(certain("<")(a, fmpq(0)))),
}
COMPARISONS: dict[str, Callable[[Exact, Exact], bool]] = {
    "less": certain("<"),
    "less_equal": certain("<="),
    "greater": lambda a, b: certain("<")(b, a),
    "greater_equal": lambda a, b: certain("<=")(b, a),
    "equal": certain("=="),
    "not_equal": lambda a, b: not certain("==")(a, b),
}
REDUCTIONS = ("add", "multiply", "maximum", "minimum")


@final
class ExactArray(NDArrayOperatorsMixin):
    """An array of exact numbers.

    Operators, comparisons, ``@``, indexing, reductions and NumPy's functions that move entries about work as on an
    array of floats. A comparison that cannot be decided raises `NotCertifiable`.

    Parameters
    ----------
    values : array_like of whole numbers, fractions or exact numbers

    Attributes
    ----------
    values : ndarray of object
    """

    __slots__ = ("values",)

    def __init__(self, values: Any) -> None:
        held = values.values if isinstance(values, ExactArray) else np.asarray(values, dtype=object)
        self.values: Objects = _each(exact, held)

    @classmethod
    def _of(cls, values: Any) -> ExactArray:
        made = cls.__new__(cls)
        made.values = _objects(values)
        return made

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes."""
        return self.values.shape

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.values.ndim

    @property
    def size(self) -> int:
        """Number of entries."""
        return self.values.size

    @property
    def T(self) -> ExactArray:
        """The axes reversed."""
        return ExactArray._of(self.values.T)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[ExactArray]:
        return (self[k] for k in range(len(self.values)))

    def __getitem__(self, key: Any) -> ExactArray:
        return ExactArray._of(self.values[_index(key)])

    def __bool__(self) -> bool:
        return bool(COMPARISONS["not_equal"](self.item(), fmpq(0)))

    def __repr__(self) -> str:
        return f"ExactArray({np.vectorize(str, otypes=[object])(self.values).tolist()})"

    def item(self) -> Exact:
        """Return the only entry."""
        return self.values.reshape(-1)[0] if self.size == 1 else self.values.item()

    def reshape(self, *shape: Any) -> ExactArray:
        """Return the entries in another shape."""
        return ExactArray._of(self.values.reshape(*shape))

    def swapaxes(self, first: int, second: int) -> ExactArray:
        """Swap two axes."""
        return ExactArray._of(self.values.swapaxes(first, second))

    def transpose(self, *axes: Any) -> ExactArray:
        """Permute the axes."""
        return ExactArray._of(self.values.transpose(*axes))

    def sum(self, axis: Any = None, keepdims: bool = False) -> ExactArray:
        """Add along axes."""
        return self._reduce(numbers.add, axis, keepdims, fmpq(0))

    def prod(self, axis: Any = None, keepdims: bool = False) -> ExactArray:
        """Multiply along axes."""
        return self._reduce(numbers.multiply, axis, keepdims, fmpq(1))

    def max(self, axis: Any = None, keepdims: bool = False) -> ExactArray:
        """Return the largest along axes."""
        return self._reduce(numbers.largest, axis, keepdims)

    def min(self, axis: Any = None, keepdims: bool = False) -> ExactArray:
        """Return the smallest along axes."""
        return self._reduce(numbers.smallest, axis, keepdims)

    def mean(self, axis: Any = None, keepdims: bool = False) -> ExactArray:
        """Return the mean along axes."""
        total = self.sum(axis, keepdims)
        return ExactArray(total * Fraction(max(1, total.size), max(1, self.size)))

    def cumsum(self, axis: int = -1) -> ExactArray:
        """Add along an axis, entry by entry."""
        moved = np.moveaxis(self.values, axis, 0)
        total = [ExactArray._of(moved[0])] if len(moved) else []
        for row in moved[1:]:
            total.append(total[-1] + ExactArray._of(row))
        summed = np.stack([row.values for row in total]) if total else moved
        return ExactArray._of(np.moveaxis(summed, 0, axis))

    def _reduce(
        self, combine: Callable[[Sequence[Exact]], Exact], axis: Any, keepdims: bool, empty: Exact | None = None
    ) -> ExactArray:
        axes = tuple(range(self.ndim)) if axis is None else tuple(a % self.ndim for a in np.atleast_1d(axis).tolist())
        kept = [a for a in range(self.ndim) if a not in axes]
        rest = tuple(self.shape[a] for a in kept)
        rows = self.values.transpose(*kept, *axes).reshape(*rest, -1)
        found = np.empty(rest, dtype=object)
        for place in np.ndindex(*rest):
            entries = list(rows[place])
            if not entries and empty is None:
                raise ValueError("no entry to choose from")
            found[place] = combine(entries) if entries else empty
        if keepdims:
            found = found.reshape(tuple(1 if a in axes else length for a, length in enumerate(self.shape)))
        return ExactArray._of(found)

    def __matmul__(self, other: Any) -> ExactArray:
        return _matmul(self, ExactArray(other))

    def __rmatmul__(self, other: Any) -> ExactArray:
        return _matmul(ExactArray(other), self)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        name = ufunc.__name__
        if method == "reduce" and name in REDUCTIONS:
            reduce = {"add": self.sum, "multiply": self.prod, "maximum": self.max, "minimum": self.min}[name]
            return reduce(options.get("axis", 0), bool(options.get("keepdims", False)))
        if name == "matmul" and method == "__call__":
            return _matmul(*map(ExactArray, inputs))
        if method != "__call__" or options:
            raise TypeError(f"numpy.{name} with these arguments does not take exact numbers")
        operands = [value.values if isinstance(value, ExactArray) else ExactArray(value).values for value in inputs]
        if name in COMPARISONS:
            return np.asarray(_each(COMPARISONS[name], *operands), dtype=bool)
        if name not in OPERATIONS:
            known = ", ".join(sorted({*OPERATIONS, *COMPARISONS}))
            raise TypeError(f"numpy.{name} does not take exact numbers; these do: {known}")
        return ExactArray._of(_each(OPERATIONS[name], *operands))

    def __array_function__(
        self, function: Callable[..., Any], types: Any, arguments: Sequence[Any], options: Mapping[str, Any]
    ) -> Any:
        own = {np.sum: "sum", np.prod: "prod", np.max: "max", np.min: "min", np.mean: "mean", np.cumsum: "cumsum"}
        if function in own:
            return getattr(ExactArray(arguments[0]), own[function])(*arguments[1:], **options)
        told = {np.shape: "shape", np.ndim: "ndim", np.size: "size"}
        if function in told:
            return getattr(arguments[0], told[function])
        if function is np.trace:
            return trace(ExactArray(arguments[0]))
        if function is np.sort:
            return _sorted(ExactArray(arguments[0]), *arguments[1:], **options)
        if function is np.where:
            condition, then, otherwise = arguments
            return ExactArray._of(np.where(condition, ExactArray(then).values, ExactArray(otherwise).values))
        if function not in MOVING:
            raise TypeError(f"numpy.{function.__name__} does not take exact numbers")
        found = function(*_plain(arguments), **{name: _plain(value) for name, value in options.items()})
        if isinstance(found, list | tuple):
            return type(found)(ExactArray(part) for part in found)
        return ExactArray(found)


MOVING = frozenset({
    np.stack, np.concatenate, np.moveaxis, np.swapaxes, np.transpose, np.reshape, np.broadcast_to, np.broadcast_arrays,
    np.expand_dims, np.squeeze, np.take, np.take_along_axis, np.repeat, np.tile, np.roll, np.flip, np.diagonal,
    np.hstack, np.vstack, np.split, np.delete, np.append, np.ravel,
})  # fmt: skip
"""NumPy's functions that move entries about and compute nothing."""


def _plain(value: Any) -> Any:
    if isinstance(value, ExactArray):
        return value.values
    if isinstance(value, list | tuple):
        return type(value)(_plain(part) for part in value)
    return value


def _index(key: Any) -> Any:
    if isinstance(key, tuple):
        return tuple(_index(part) for part in key)
    return np.asarray(_each(lambda v: int(v.p), key.values), dtype=int) if isinstance(key, ExactArray) else key


def _objects(values: Any) -> Objects:
    if isinstance(values, np.ndarray) and values.dtype == object:
        return values
    held = np.empty(np.shape(values), dtype=object)
    held[...] = values
    return held


def _each(function: Callable[..., Any], *operands: Objects) -> Objects:
    """Apply a function entry by entry, to arrays that are broadcast; always an array."""
    shape = np.broadcast_shapes(*(operand.shape for operand in operands))
    found = np.empty(shape, dtype=object)
    entries = zip(*(np.broadcast_to(operand, shape).ravel() for operand in operands), strict=True)
    found.reshape(-1)[:] = [function(*row) for row in entries]
    return found


def _matmul(a: ExactArray, b: ExactArray) -> ExactArray:
    """Multiply matrices, or stacks of them, as NumPy does."""
    if a.ndim == 0 or b.ndim == 0:
        raise ValueError("matmul takes arrays with an axis; * multiplies by a number")
    left = a.values[None, :] if a.ndim == 1 else a.values
    right = b.values[:, None] if b.ndim == 1 else b.values
    if left.shape[-1] != right.shape[-2]:
        raise ValueError(f"shapes {a.shape} and {b.shape} do not fit: {left.shape[-1]} and {right.shape[-2]} differ")
    if all(map(_is_rational, left.ravel())) and all(map(_is_rational, right.ravel())) and left.shape[-1]:
        found = np.asarray(left @ right, dtype=object)
    else:
        terms = ExactArray._of(left)[..., :, :, None] * ExactArray._of(right)[..., None, :, :]
        found = terms.sum(-2).values
    if b.ndim == 1:
        found = found[..., 0]
    return ExactArray._of(found[..., 0, :] if a.ndim == 1 and b.ndim > 1 else found[..., 0] if a.ndim == 1 else found)


def _is_rational(value: Exact) -> bool:
    return isinstance(value, fmpq)


def _sorted(array: ExactArray, axis: int = -1) -> ExactArray:
    """Sort along an axis; NotCertifiable where an order is open."""
    rows = np.moveaxis(array.values, axis, -1)
    less = certain("<")
    order = cmp_to_key(lambda a, b: int(less(b, a)) - int(less(a, b)))
    found = np.empty(rows.shape, dtype=object)
    for place in np.ndindex(*rows.shape[:-1]):
        found[place] = sorted(rows[place], key=order)
    return ExactArray._of(np.moveaxis(found, -1, axis))


def trace(matrix: ExactArray) -> ExactArray:
    """Sum the diagonal of the last two axes."""
    return ExactArray._of(np.diagonal(matrix.values, axis1=-2, axis2=-1)).sum(-1)


def rationals(array: ExactArray) -> Objects:
    """Return the entries, which must be rational; NotCertifiable where one is not."""
    if not all(map(_is_rational, array.values.ravel())):
        raise NotCertifiable("an entry is not rational")
    return array.values
