"""The worst law on two points, exactly: between two answers the miss is a polynomial in the probability of the second.

For values a < b and p = P(b) the set of samples that miss changes only where the mean a + p(b − a) passes an answer. On
each piece the probability of a miss is a polynomial in p; its supremum over the closed piece is at an end or at a root
of the derivative. A supremum at the end of a piece need not be attained there; a law that comes near it is rational.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb, floor
from typing import Any

import flint
import numpy as np
from flint import arb, fmpq, fmpz_poly
from numpy.typing import NDArray

from contextures.exact.numbers import PRECISION, Exact, rational
from contextures.verify.audit.promises import Floats, fraction, missed, nearest, rational_of
from contextures.verify.audit.samples import Integers, Space

SLACK = 1e-10
"""More than the floats of a piece are off."""
EXAMINED = 200
"""Pieces that are examined exactly, the most promising first."""
NEAR = fmpq(1, 10**5)
"""How near, relative to it, the miss of the law that is returned comes to the supremum."""
STEPS = 60
"""Steps, a tenth each, in which a law is moved towards the supremum."""


@dataclass(frozen=True)
class Peak:
    """The worst law on two points.

    Attributes
    ----------
    p : fmpq
        Probability of the second point.
    miss : fmpq
        At that law.
    supremum : Exact
        Over all laws on the two points: a rational, or a ball that holds it.
    """

    p: fmpq
    miss: fmpq
    supremum: Exact


@dataclass(frozen=True)
class Piece:
    """Where the supremum over one piece is, and what it is."""

    index: int
    place: Exact
    value: Exact


class TwoPoints:
    """Laws on two points, with the answers to all samples.

    Parameters
    ----------
    space : Space
        Of samples from two points.
    low, high : ndarray (K, seeds)
        What each answer leaves to the mean.
    points : pair of Fraction
        a < b.
    rounding : fmpq
    least : fmpq, optional
        Smallest mean.
    """

    def __init__(
        self,
        space: Space,
        low: Floats,
        high: Floats,
        points: tuple[Fraction, Fraction],
        rounding: fmpq,
        least: fmpq | None = None,
    ) -> None:
        self.space, self.low, self.high, self.rounding = space, low, high, rounding
        self.size, self.draws = space.rows.shape[1], low.shape[1]
        self.a, self.b = (rational(point) for point in points)
        start = fmpq(0) if least is None else max(fmpq(0), (least - self.a) / (self.b - self.a))
        self.edges, self.numbers = self._pieces(start)
        self.bounds = self._bernstein()

    def mean(self, p: fmpq) -> fmpq:
        """Return the mean of a law."""
        return self.a + p * (self.b - self.a)

    def miss(self, p: fmpq) -> fmpq:
        """Return the exact probability of a miss at a law."""
        times = missed(self.low, self.high, self.mean(p), self.rounding).sum(axis=1)
        return fmpq(self.space.probability([1 - p, p], times) / self.draws)

    @property
    def sketch(self) -> float:
        """The supremum in floats, from below."""
        return float(self.bounds[:, [0, -1]].max())

    def _pieces(self, start: fmpq) -> tuple[list[fmpq], Integers]:
        """Return the edges of the pieces in p, and how many samples and seeds of each count miss on each."""
        ups, up = _thresholds(self.high, self.rounding, self.a, self.b)
        downs, down = _thresholds(self.low, -self.rounding, self.a, self.b)
        inner = {t for t in (*ups, *downs) if start < t < 1}
        edges = [start, *sorted(inner), fmpq(1)] if start < 1 else [start, start]
        place = {edge: k for k, edge in enumerate(edges)}
        count = np.broadcast_to(self.space.counts[:, 1:], self.high.shape)
        changes = np.zeros((len(edges), self.size + 1), dtype=np.int64)
        last = len(edges) - 1

        def begin(rows: NDArray[np.bool_] | Integers, values: Integers, of: list[int], sign: int) -> None:
            np.add.at(changes, (np.array(of, dtype=np.int64)[values], count[rows]), sign)

        # An upper end is passed from its threshold on, a lower one up to its threshold.
        begin(up >= 0, up[up >= 0], [0 if t <= start else place.get(t, last) for t in ups], 1)
        np.add.at(changes, (0, count[self.high == -np.inf]), 1)
        begin(down >= 0, down[down >= 0], [0] * len(downs), 1)
        begin(down >= 0, down[down >= 0], [0 if t <= start else place.get(t, last) for t in downs], -1)
        np.add.at(changes, (0, count[self.low == np.inf]), 1)
        return edges, np.cumsum(changes, axis=0)[:-1]

    def _weights(self) -> list[fmpq]:
        """What one miss of each count weighs in the polynomial."""
        every = [1] * (self.size + 1)
        for k, orders in zip(self.space.counts[:, 1], self.space.orders, strict=True):
            every[int(k)] = orders
        return [fmpq(orders, self.draws) for orders in every]

    def _bernstein(self) -> Floats:
        """Return each piece's coefficients in its Bernstein basis: they bound it, the outer ones are its ends."""
        scale = np.array([nearest(w / comb(self.size, k)) for k, w in enumerate(self._weights())])
        left = np.array([nearest(edge) for edge in self.edges[:-1]])[:, None]
        right = np.array([nearest(edge) for edge in self.edges[1:]])[:, None]
        part = np.where(left < 1, (right - left) / np.where(left < 1, 1 - left, 1), 0)
        return _until(_from(self.numbers * scale, left), np.clip(part, 0, 1))

    def peak(self, delta: fmpq) -> Peak:
        """Return the supremum and a law near it; one beyond δ if the supremum is."""
        upper, ends = self.bounds.max(axis=1), self.bounds[:, [0, -1]].max(axis=1)
        best = self._examine(int(ends.argmax()))
        promising = np.argsort(-upper, kind="stable")
        for index in promising[:EXAMINED]:
            if upper[index] + SLACK < _middle(best.value):
                break
            found = self._examine(int(index))
            if _middle(found.value) > _middle(best.value):
                best = found
        left = promising[EXAMINED:]
        if len(left) and upper[left[0]] + SLACK >= _middle(best.value):
            best = Piece(best.index, best.place, arb(best.value).union(arb(float(upper[left[0]]) + SLACK)))
        p, miss = self._near(best, delta)
        return Peak(p, miss, best.value)

    def _examine(self, index: int) -> Piece:
        """Find the supremum over one piece."""
        left, right = self.edges[index], self.edges[index + 1]
        polynomial, scale = self._polynomial(index)
        found = [Piece(index, end, fmpq(polynomial(end)) * scale) for end in (left, right)]
        best = max(found, key=lambda piece: piece.value)
        if self.bounds[index].max() <= self.bounds[index, [0, -1]].max():
            return best
        with flint.ctx.workprec(PRECISION + 8 * self.size):
            for root in _real_roots(polynomial.derivative()):
                if left < root < right:
                    value = polynomial(root) * arb(scale)
                    if _middle(value) > _middle(best.value):
                        best = Piece(index, root, value)
        return best

    def _polynomial(self, index: int) -> tuple[fmpz_poly, fmpq]:
        """Return the miss on a piece as a whole polynomial times a rational."""
        found = fmpz_poly([0])
        for k, (number, weight) in enumerate(zip(self.numbers[index], self._weights(), strict=True)):
            if number:
                found += fmpz_poly([int(number) * int((weight * self.draws).p)]) * _basis(self.size, k)
        return found, fmpq(1, self.draws)

    def _near(self, best: Piece, delta: fmpq) -> tuple[fmpq, fmpq]:
        """Return a law in the piece whose miss is near the supremum, of a small denominator if one will do."""
        left, right = self.edges[best.index], self.edges[best.index + 1]
        place = fraction(best.place) if isinstance(best.place, fmpq) else fraction(best.place.mid().fmpq())
        supremum = _lower(best.value)
        found: list[tuple[fmpq, fmpq]] = []
        if best.place in (self.edges[0], self.edges[-1]):
            found.append((best.place, self.miss(best.place)))
        width = Fraction(1, 10)
        for _ in range(STEPS):
            if any(miss >= supremum * (1 - NEAR) and (miss > delta or supremum <= delta) for _, miss in found):
                break
            low, high = max(fraction(left), place - width), min(fraction(right), place + width)
            if low < high:
                p = rational(simplest(low, high))
                found.append((p, self.miss(p)))
            width /= 10
        return max(found, key=lambda pair: pair[1])


def _thresholds(ends: Floats, rounding: fmpq, a: fmpq, b: fmpq) -> tuple[list[fmpq], Integers]:
    """Return where in p the mean passes each distinct finite end, and which one each end is (-1: infinite)."""
    which = np.full(ends.shape, -1, dtype=np.int64)
    finite = np.isfinite(ends)
    values, inverse = np.unique(ends[finite], return_inverse=True)
    which[finite] = inverse
    return [(rational_of(float(value)) + rounding - a) / (b - a) for value in values], which


def _from(coefficients: Floats, t: Floats) -> Floats:
    """Restrict polynomials in the Bernstein basis of [0, 1] to [t, 1]."""
    found, row, n = coefficients.astype(float), coefficients.astype(float), coefficients.shape[1] - 1
    for step in range(1, n + 1):
        row = (1 - t) * row[:, :-1] + t * row[:, 1:]
        found[:, n - step] = row[:, -1]
    return found


def _until(coefficients: Floats, t: Floats) -> Floats:
    """Restrict polynomials in the Bernstein basis of [0, 1] to [0, t]."""
    return _from(coefficients[:, ::-1], 1 - t)[:, ::-1]


@lru_cache(maxsize=4096)
def _basis(n: int, k: int) -> fmpz_poly:
    """Return x^k (1 − x)^(n − k)."""
    return fmpz_poly([0] * k + [(-1) ** j * comb(n - k, j) for j in range(n - k + 1)])


def _real_roots(polynomial: Any) -> list[arb]:
    """Return balls that hold the real roots of a polynomial."""
    return [root.real for root, _ in polynomial.complex_roots() if root.imag == 0] if polynomial.degree() > 0 else []


def _middle(value: Exact) -> float:
    return nearest(value) if isinstance(value, fmpq) else float(value.mid())


def _lower(value: Exact) -> fmpq:
    return value if isinstance(value, fmpq) else value.lower().mid().fmpq()


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction of the smallest denominator strictly between two."""
    whole = floor(low)
    if whole + 1 < high:
        return Fraction(whole + 1)
    low, high = low - whole, high - whole
    if low == 0:
        return whole + Fraction(1, floor(1 / high) + 1)
    return whole + 1 / simplest(1 / high, 1 / low)
