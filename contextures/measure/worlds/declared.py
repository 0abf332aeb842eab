"""Instances of a declared domain: fields by name, and what can be computed of them, in floats and exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray
from scipy.special import rel_entr

from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.arithmetic import Arithmetic, Floats, Rationals, as_matrix
from contextures.exact.arrays import ExactArray, exact, rationals, trace
from contextures.exact.enclosures import eigenvalues_in_balls
from contextures.exact.logarithms import combine
from contextures.measure.degenerate import degenerate
from contextures.measure.formula import value_at
from contextures.measure.instance import Batch
from contextures.measure.outcomes import Samples, Sequences
from contextures.measure.suprema import biquadratic
from contextures.measure.suprema.binary_input import enclosed_peak, find_pair, find_peak, largest_pair, peak, ratio_at
from contextures.measure.suprema.contraction import enclosed, excess, find_witness, largest_ratio
from contextures.measure.world import World
from contextures.theory.sorts import Labels, Law, Mass, Sort

Array = NDArray[Any]
Made = TypeVar("Made")
Outcomes = TypeVar("Outcomes", Samples, Sequences)
Numbers = Any
"""An array of the back end: floats with the batch axis first, or an `ExactArray` without it."""

ROUNDING = 1e-12
"""What rounding may leave of zero under a root, and of a difference, in floats."""
SHORT = 4
"""Length of an axis up to which NumPy adds its slices faster than it sums along it."""
LARGE = 1e300
"""Size up to which a difference is measured in the numbers themselves."""


class DeclaredWorld(World):
    """Instances of a declared domain.

    The same function of a world serves both back ends: index from the right, so that a batch axis in front does not
    matter. In floats the first axis is the batch; exact numbers have none.
    """

    title: ClassVar[str]
    shared: ClassVar[tuple[str, ...]]
    bounds: ClassVar[Mapping[str, tuple[int, int]]]

    def __init__(
        self,
        fields: Mapping[str, Any],
        chosen: Mapping[str, int],
        arithmetic: Arithmetic,
        witnesses: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(fields, chosen, arithmetic, witnesses)
        self.declared: Mapping[str, Sort] = type(self).sorts

    def __getitem__(self, name: str) -> Numbers:
        """Return a field: floats (whole numbers for labels, subsets and counts), or exact numbers.

        Raises
        ------
        InputError
            If the domain has no such field.
        """
        self.seen.add(name)
        if name not in self.fields:
            if name in self.declared:
                raise InputError(f"the field {name!r} is read at some instances only; read it first, and always")
            raise InputError(f"{self.title} has no field {name!r}; its fields are {', '.join(self.declared)}")
        return ExactArray(self.fields[name]) if self.exact else self.fields[name]

    @property
    def seen(self) -> set[str]:
        """The fields that were read, and the spaces whose size was asked for."""
        found: set[str] = self.cache.setdefault("fields read", set())
        return found

    @property
    def count(self) -> int:
        """Number of instances, in floats."""
        return len(next(iter(self.fields.values())))

    @property
    def sizes(self) -> dict[str, int]:
        """The whole numbers that a claim may speak of without a quantity: none."""
        return {}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count spaces of one point where there could be more, and fields that are degenerate for their sort."""
        lengths = self.lengths
        found = {
            f"{axis} = 1": self.everywhere(lengths.get(axis) == 1 < high)
            for axis, (_, high) in self.bounds.items()
            if axis not in self.shared
        }
        for name, sort in self.declared.items():
            if name in self.fields and name in read:
                found |= {f"{name} {how}": where for how, where in degenerate(sort, self.fields[name]).items()}
        return found

    @classmethod
    def extent(cls, batch: Batch) -> tuple[int, int]:
        """Return the number of points of all spaces, and the sum of the whole numbers that are shared."""
        lengths = batch.lengths
        shared = sum(lengths[name] for name in cls.shared if name in lengths)
        return sum(lengths.values()) - shared, shared

    @property
    def lengths(self) -> dict[str, int]:
        """The number of points of every space."""
        return self.once("lengths of axes", self._lengths)

    def _lengths(self) -> dict[str, int]:
        skipped = 0 if self.exact else 1
        shown = {
            axis: int(np.shape(value)[skipped + place])
            for name, value in self.fields.items()
            if name in self.declared
            for place, axis in enumerate(self.declared[name].axes)
            if isinstance(axis, str)
        }
        return {**shown, **self.chosen}

    def size(self, axis: str) -> int:
        """Return the number of points of a space."""
        self.seen.add(axis)
        found = self.lengths
        if axis not in found:
            raise InputError(f"{self.title} has no space {axis!r}; its spaces are {', '.join(found)}")
        return found[axis]

    def shape_of(self, sort: Sort) -> tuple[int, ...]:
        """Return the lengths of the axes of a sort."""
        return tuple(axis if isinstance(axis, int) else self.size(str(axis)) for axis in sort.axes)

    def labels_of(self, sort: Sort) -> int | None:
        """Return the number of labels of a sort; None where it has none."""
        if not isinstance(sort, Labels):
            return None
        return sort.into if isinstance(sort.into, int) else self.size(str(sort.into))

    def holding(self, fields: Mapping[str, Any], sorts: Mapping[str, Sort]) -> Self:
        """Return the same instances with further fields of given sorts, in the numbers of the back end."""
        made = type(self)({**self.fields, **fields}, self.chosen, self.arithmetic)
        made.declared = {**self.declared, **sorts}
        made.witnesses, made.may_search = self.witnesses, self.may_search
        made.cache = {"fields read": self.seen}
        if fields.keys().isdisjoint(self.fields):
            made.cache["outcomes"] = self._outcomes
        return made

    def repeated(self, times: int) -> Self:
        """Return a batch in which each instance stands several times, one after the other (floats)."""
        fields = {name: np.repeat(values, times, axis=0) for name, values in self.fields.items()}
        made = type(self)(fields, self.chosen, self.arithmetic)
        made.declared, made.cache = self.declared, {"fields read": self.seen}
        return made

    # What is computed entry by entry.

    def log(self, value: Numbers) -> Numbers:
        """Take the natural logarithm."""
        return self._entrywise(np.log, value)

    def exp(self, value: Numbers) -> Numbers:
        """Take the exponential."""
        return self._entrywise(np.exp, value)

    def sqrt(self, value: Numbers) -> Numbers:
        """Take the square root."""
        if not self.exact:
            value = np.asarray(value, dtype=float)
            value = np.where((value < 0) & (value > -ROUNDING), 0.0, value)
        return self._entrywise(np.sqrt, value)

    def absolute(self, value: Numbers) -> Numbers:
        """Return the size."""
        return self._entrywise(np.absolute, value)

    def maximum(self, first: Numbers, second: Numbers) -> Numbers:
        """Return the larger of two numbers."""
        return self._entrywise(np.maximum, first, second)

    def minimum(self, first: Numbers, second: Numbers) -> Numbers:
        """Return the smaller of two numbers."""
        return self._entrywise(np.minimum, first, second)

    def reaches(self, first: Numbers, second: Numbers) -> Any:
        """Tell where first ≥ second; in floats, what misses by rounding reaches it too."""
        if self.exact:
            return ExactArray(first) >= ExactArray(second)
        return ~self.exceeds(second, first)

    def exceeds(self, first: Numbers, second: Numbers) -> Any:
        """Tell where first > second; in floats, by more than rounding."""
        if self.exact:
            return ExactArray(first) > ExactArray(second)
        with np.errstate(all="ignore"):
            return np.asarray(first - second > ROUNDING * np.clip(np.abs(second), 1.0, LARGE))

    def where(self, condition: Any, then: Numbers, otherwise: Numbers) -> Numbers:
        """Choose by a condition, entry by entry."""
        if self.exact:
            then, otherwise = ExactArray(then), ExactArray(otherwise)
        return np.where(condition, then, otherwise)

    def between(self, low: Numbers, high: Numbers, *, likely: Numbers) -> Numbers:
        """Return one number an instance that is known to lie between two ends; in floats, a likely value."""
        if not self.exact:
            return likely
        ends = (end(ExactArray(value).item()) for end, value in ((numbers.lower, low), (numbers.upper, high)))
        return ExactArray(np.array(numbers.Bracket(*ends), dtype=object))

    def floor(self, value: Numbers) -> Numbers:
        """Return the largest whole number that is at most the value (in floats: to rounding)."""
        return self._whole(lambda v: v.floor(), np.floor, value, ROUNDING)

    def ceiling(self, value: Numbers) -> Numbers:
        """Return the smallest whole number that is at least the value (in floats: to rounding)."""
        return self._whole(lambda v: v.ceil(), np.ceil, value, -ROUNDING)

    def _whole(self, exactly: Callable[[Any], Any], function: Any, value: Numbers, slack: float) -> Numbers:
        """Round to integers: of a rational exactly, of a float as if it were slightly moved."""
        if not self.exact:
            return function(np.asarray(value) + slack).astype(np.int64)
        entries = rationals(ExactArray(value))
        found = np.array([int(exactly(entry)) for entry in entries.ravel()], dtype=np.int64)
        return found.reshape(entries.shape)

    def _entrywise(self, function: Callable[..., Any], *values: Numbers) -> Numbers:
        if self.exact:
            return function(*map(ExactArray, values))
        with np.errstate(all="ignore"):
            return function(*values)

    def value(self, expression: Any, **settings: Any) -> Numbers:
        """Return the value of a formula over settings, such as a limit's, in the numbers of the back end.

        Parameters
        ----------
        expression : sympy.Expr
        **settings : array or number
            By the names of the symbols: they broadcast together. The last axis of a sequence is its index, from 1.

        Raises
        ------
        InputError
            Where the formula has a symbol that is not set.
        """
        return value_at(expression, settings, exact=self.exact)

    # Information.

    def entropy(self, p: Numbers) -> Numbers:
        """Return −Σ p log p along the last axis, in nats; 0·log 0 = 0."""
        if self.exact:
            return -self._divergence(p, ExactArray(np.ones(np.shape(p), dtype=int)))
        return self._float_divergence(p, np.ones_like(p)) * -1.0

    def kl(self, p: Numbers, q: Numbers) -> Numbers:
        """Return Σ p log(p/q) along the last axis, in nats; infinite where q = 0 < p."""
        return self._divergence(p, q) if self.exact else self._float_divergence(p, q)

    def mutual_information(self, joint: Numbers) -> Numbers:
        """Return Σ p(x,y) log(p(x,y)/(p(x)p(y))) over the last two axes, in nats."""
        both = joint.sum(-1)[..., :, None] * joint.sum(-2)[..., None, :]
        if not self.exact:
            apart = np.where(both > 0, (joint - both) / np.where(both > 0, both, 1.0), 0.0)
            return (both * excess(apart)).sum((-2, -1))
        flat = (*joint.shape[:-2], joint.shape[-2] * joint.shape[-1])
        return self.kl(joint.reshape(flat), both.reshape(flat))

    @staticmethod
    def _float_divergence(p: Array, q: Array) -> Array:
        terms = rel_entr(np.maximum(p, 0.0), q)
        if terms.shape[-1] > SHORT:
            return np.asarray(terms.sum(-1))
        return np.asarray(sum(terms[..., k] for k in range(terms.shape[-1])))

    @staticmethod
    def _divergence(p: Numbers, q: Numbers) -> ExactArray:
        first, second = np.broadcast_arrays(ExactArray(p).values, ExactArray(q).values)
        found = np.empty(first.shape[:-1], dtype=object)
        for place in np.ndindex(*found.shape):
            found[place] = _sum_of_logarithms(list(zip(first[place], second[place], strict=True)))
        return ExactArray(found)

    def contraction(self, name: str, p: Numbers, channel: Numbers) -> Numbers:
        """Return η_KL(p, W) = sup KL(RW‖pW)/KL(R‖p) over R ≠ p, for p > 0 on at least two points.

        Exactly it lies between what the witness of that name proves on both sides.
        """
        if not self.exact:
            return largest_ratio(p, channel)[0]
        law, rows = rationals(ExactArray(p)), rationals(ExactArray(channel))
        return enclosed(law, rows, self.witness(name, lambda: find_witness(law, rows, self.digits)))

    def largest_contraction(self, name: str, channel: Numbers) -> Numbers:
        """Return the largest η_KL(p, W) over the laws of a binary input; exactly, a witness bounds it from below."""
        if not self.exact:
            return largest_pair(channel)[0]
        rows = rationals(ExactArray(channel))
        return ratio_at(rows, self.witness(name, lambda: find_pair(rows, self.digits)))

    def largest_chi_square_contraction(self, name: str, channel: Numbers) -> Numbers:
        """Return the largest s_1² over the laws of a binary input, max_p Σ p(1−p)(W_0−W_1)²/((1−p)W_0+pW_1)."""
        if not self.exact:
            return peak(channel)
        rows = rationals(ExactArray(channel))
        return enclosed_peak(rows, self.witness(name, lambda: find_peak(rows, self.digits)))

    # Biquadratic forms.

    def largest_on_units(self, name: str, moments: Numbers) -> Numbers:
        """Return the largest ΣM_{ij,kl}u_iv_ju_kv_l over unit u, v, one of them of at most two coordinates.

        Exactly it lies between what the witness of that name proves on both sides; it is an eigenvalue where u or v has
        one coordinate.
        """
        planar = biquadratic.planar(moments.values if self.exact else moments)
        if not self.exact:
            return biquadratic.largest(planar)[0]
        if planar.shape[-1] == 1:
            return self.eigenvalues(ExactArray(planar[:, 0, :, 0]))[0]
        form = rationals(ExactArray(planar))
        found = biquadratic.enclosed(form, self.witness(name, lambda: biquadratic.find_witness(form, self.digits)))
        return ExactArray(np.array(found, dtype=object))

    def where_largest_on_units(self, moments: Array) -> tuple[Array, Array]:
        """Return unit vectors u (B, d) and v (B, e) of the largest value, in floats."""
        _, u, v = biquadratic.largest(biquadratic.planar(moments))
        return (u, v) if moments.shape[-1] <= 2 else (v, u)

    # Linear algebra, over the last two axes.

    def singular_values(self, joint: Numbers) -> Numbers:
        """Return the singular values of a law's operator, the constant left out, min(N, M) − 1, descending.

        Lines of zero mass have no singular function; zeros stand for what they lack.
        """
        if self.exact:
            return self._each_matrix(_exact_singular_values, joint)
        p_x, p_a = joint.sum(-1), joint.sum(-2)
        root = np.sqrt(p_x[..., :, None] * p_a[..., None, :])
        scaled = np.where(root > 0, joint / np.where(root > 0, root, 1.0), 0.0) - root
        return np.linalg.svd(scaled, compute_uv=False)[..., : min(joint.shape[-2:]) - 1]

    def eigenvalues(self, symmetric: Numbers, weights: Numbers | None = None) -> Numbers:
        """Return the eigenvalues of a symmetric matrix, descending; or of one self-adjoint for Σ w·f·g, w > 0.

        They have no value where an entry has none.
        """
        if self.exact:
            return self._each_matrix(_exact_eigenvalues, symmetric)
        known = np.isfinite(symmetric).all((-1, -2), keepdims=True)
        matrix = np.where(known, symmetric, 0.0)
        if weights is None:
            found = np.linalg.eigvalsh(matrix)[..., ::-1]
        else:
            found = np.stack(Floats().eigenvalues(matrix, weights), axis=-1)
        return np.where(known[..., 0], found, np.nan)

    def projector(self, columns: Numbers, weights: Numbers | None = None) -> Numbers:
        """Return the orthogonal projector on the span of columns, in the inner product Σ w·f·g (w = 1 by default)."""
        if self.exact:
            rows = ExactArray(columns)
            p = ExactArray(np.ones(rows.shape[-2], dtype=int)) if weights is None else ExactArray(weights)
            return ExactArray(Rationals().projector(rationals(rows), rationals(p)))
        return Floats().projector(columns, np.ones(columns.shape[:-1]) if weights is None else weights)

    def inverse(self, matrix: Numbers) -> Numbers:
        """Return the inverse; of no value where there is none."""
        if self.exact:
            return self._each_matrix(lambda m: Rationals().inverse(m, None), matrix)
        return Floats().inverse(matrix, np.abs(matrix).max((-1, -2)))

    def rank(self, matrix: Numbers) -> Numbers:
        """Return the rank."""
        if self.exact:
            return self._each_matrix(lambda m: np.array(fmpq(as_matrix(m).rank()), dtype=object), matrix)
        return Floats().rank(matrix, np.ones(matrix.shape[:-1]))

    def trace(self, matrix: Numbers) -> Numbers:
        """Return the sum of the diagonal."""
        return trace(ExactArray(matrix)) if self.exact else np.trace(matrix, axis1=-2, axis2=-1)

    def identity(self, axis: str) -> Numbers:
        """Return the identity matrix of a space."""
        one = np.eye(self.size(axis), dtype=int)
        return ExactArray(one) if self.exact else one.astype(float)

    def indicator(self, labels: Numbers, axis: str) -> Numbers:
        """Return 1 where a label is the index of the new last axis, 0 elsewhere: (..., n, size of the space)."""
        found = labels[..., None] == np.arange(self.size(axis))
        return ExactArray(found.astype(int)) if self.exact else np.asarray(found, dtype=float)

    def _each_matrix(self, function: Callable[[Array], Array], matrix: Numbers) -> ExactArray:
        """Apply a function of one matrix to each of a stack, in exact numbers."""
        stack = ExactArray(matrix)
        found = [function(stack.values[place]) for place in np.ndindex(*stack.shape[:-2])]
        return ExactArray(np.stack(found).reshape(stack.shape[:-2] + found[0].shape))

    # Expectations and samples.

    def expectation(self, p: Numbers, values: Numbers) -> Numbers:
        """Return Σ p·values along the last axis."""
        return (p * values).sum(-1)

    def samples(self, law: str | Numbers, n: int) -> Samples:
        """Return all outcomes of n draws from a one-axis law or mass, by how often each point is drawn.

        Parameters
        ----------
        law : str or array (..., k)
            The name of a field, or the probabilities of points.
        n : int
            At least 1.

        Raises
        ------
        InputError
            If the field is no law on one space, n is no whole number ≥ 1, or there are more than 200,000 outcomes.
        """
        return self._drawn(Samples.of, law, n)

    def sequences(self, law: str | Numbers, n: int) -> Sequences:
        """Return all sequences of n draws from a one-axis law or mass, in the order drawn.

        Parameters and errors are those of `samples`.
        """
        return self._drawn(Sequences.of, law, n)

    @property
    def _outcomes(self) -> dict[Any, Any]:
        """The outcomes of draws from fields that were listed, by what lists them."""
        found: dict[Any, Any] = self.cache.setdefault("outcomes", {})
        return found

    def _drawn(self, listed: Callable[..., Outcomes], law: str | Numbers, n: int) -> Outcomes:
        """List outcomes, those of a field once."""
        told, p = self._drawn_from(law, n)
        if not isinstance(law, str):
            return listed(told, p, int(n))
        key = listed, law, int(n)
        if key not in self._outcomes:
            self._outcomes[key] = listed(told, p, int(n))
        found: Outcomes = self._outcomes[key]
        return found

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """Return what is made once for these instances, by a name that nothing else has."""
        if key not in self.cache:
            self.cache[key] = make()
        found: Made = self.cache[key]
        return found

    def _drawn_from(self, law: str | Numbers, n: Any) -> tuple[str, Numbers]:
        told = repr(law) if isinstance(law, str) else "a law"
        sort = self.declared.get(law) if isinstance(law, str) else None
        if isinstance(law, str) and (not isinstance(sort, Law | Mass) or len(sort.axes) != 1):
            raise InputError(f"samples of {told}: the name of a law or mass on one space is right")
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
            raise InputError(f"samples of {told}: n is {n!r}; a whole number ≥ 1 is right")
        return told, self[law] if isinstance(law, str) else law


def _sum_of_logarithms(pairs: list[tuple[Any, Any]]) -> Any:
    """Σ p log(p/q), 0 where p = 0, ∞ where q = 0 < p."""
    kept = [(p, q) for p, q in pairs if not (isinstance(p, fmpq) and p == 0)]
    if any(isinstance(q, fmpq) and q == 0 for _, q in kept):
        return arb.pos_inf()
    if all(isinstance(p, fmpq) and isinstance(q, fmpq) for p, q in kept):
        return combine((p, numbers.log(p / q)) for p, q in kept)
    terms = [(p, numbers.negative(numbers.log(q))) for p, q in kept]
    return numbers.add(
        [numbers.multiply([p, numbers.add([numbers.log(p), minus])]) for p, minus in terms] or [exact(0)]
    )


def _exact_singular_values(joint: Array) -> Array:
    count = min(joint.shape) - 1
    if not all(isinstance(value, fmpq) for value in joint.ravel()):
        raise numbers.NotCertifiable("the singular values of an irrational law are not enclosed")
    kept = joint[joint.sum(1) != 0][:, joint.sum(0) != 0]
    found: list[Any] = []
    if kept.size:
        p_x, p_a = kept.sum(1), kept.sum(0)
        forward, backward = kept / p_x[:, None], kept.T / p_a[:, None]
        if len(p_x) <= len(p_a):
            operator, p = forward @ backward - p_x[None, :], p_x
        else:
            operator, p = backward @ forward - p_a[None, :], p_a
        values = Rationals().eigenvalues(operator, p)
        found = [numbers.square_root(value) for value in values[: min(kept.shape) - 1]]
    padded = np.empty(count, dtype=object)
    padded[:] = [*found, *[fmpq(0)] * (count - len(found))]
    return padded


def _exact_eigenvalues(symmetric: Array) -> Array:
    if all(isinstance(value, fmpq) for value in symmetric.ravel()):
        values = Rationals().eigenvalues(symmetric, symmetric[0])
    else:
        values = sorted(eigenvalues_in_balls(symmetric), key=lambda ball: ball.mid().fmpq(), reverse=True)
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
