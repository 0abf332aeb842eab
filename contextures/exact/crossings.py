"""Numbers that are known by where a monotone function crosses a level: a rational is compared with them exactly.

Whether u is above the crossing is asked at u itself ("is P(Bin(n, u) ≤ k) below δ?"), so that a comparison is decided
even where both are equal. In any other computation the number is a ball, found by bisection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import flint
from flint import arb, fmpq

BITS = 46
"""Width, as a power of ½, of the brackets that stand for a crossing in a computation."""
WORKING = 6 * BITS
"""Bits of the balls that decide on which side of a crossing a rational is."""
FIRST = 47
"""Width, as a power of ½, of the bracket around what floats say."""


@dataclass(eq=False)
class Root:
    """A number in [0, 1] where a function changes sides.

    Attributes
    ----------
    side : callable
        From a rational u to the sign of u − root; None where it is open.
    guess : float
        What floats say.
    bracket : pair of fmpq or None
        What is known so far.
    """

    side: Callable[[fmpq], int | None]
    guess: float
    bracket: tuple[fmpq, fmpq] | None = field(default=None)

    def side_of(self, u: fmpq) -> int | None:
        """Return the sign of u − root; None where it is open."""
        with flint.ctx.workprec(WORKING):
            return self.side(u)

    def ends(self, bits: int = BITS) -> tuple[fmpq, fmpq]:
        """Return rationals around the root, at most 2^−bits apart unless a comparison stays open."""
        low, high = self.bracket or self._first()
        width = fmpq(1, 2**bits)
        while high - low > width:
            middle = (low + high) / 2
            sign = self.side_of(middle)
            if sign is None:
                break
            if sign == 0:
                low = high = middle
            elif sign > 0:
                high = middle
            else:
                low = middle
        self.bracket = low, high
        return low, high

    def _first(self) -> tuple[fmpq, fmpq]:
        """A bracket around the guess, widened until it holds the root."""
        near = fmpq(round(self.guess * 2**FIRST), 2**FIRST)
        step = fmpq(1, 2**FIRST)
        low = high = near
        while low > 0 and self.side_of(low) != -1:
            low, step = max(fmpq(0), near - step), step * 16
        step = fmpq(1, 2**FIRST)
        while high < 1 and self.side_of(high) != 1:
            high, step = min(fmpq(1), near + step), step * 16
        return max(low, fmpq(0)), min(high, fmpq(1))


@dataclass(frozen=True, eq=False)
class Crossing:
    """The number offset + factor·root.

    Attributes
    ----------
    root : Root
    offset, factor : fmpq
        The factor is not 0.
    """

    root: Root
    offset: fmpq = field(default_factory=lambda: fmpq(0))
    factor: fmpq = field(default_factory=lambda: fmpq(1))

    def moved(self, offset: fmpq, factor: fmpq) -> Crossing:
        """Return offset + factor·this."""
        return Crossing(self.root, offset + factor * self.offset, factor * self.factor)

    def sign(self, value: fmpq) -> int | None:
        """Return the sign of this − value; None where it is open."""
        place = (value - self.offset) / self.factor
        side = 1 if place > 1 else -1 if place < 0 else self.root.side_of(place)
        return None if side is None else -side if self.factor > 0 else side

    @property
    def ends(self) -> tuple[fmpq, fmpq]:
        """Rationals around the number."""
        low, high = (self.offset + self.factor * end for end in self.root.ends())
        return (low, high) if low <= high else (high, low)

    @property
    def ball(self) -> arb:
        """A ball that holds the number."""
        low, high = self.ends
        return arb(low).union(arb(high))
