"""How a spectrum is computed, by size and rank, and what memory that needs."""

from __future__ import annotations

from collections.abc import Iterable

from contextures.samples import memory
from contextures.samples.operator import MOST_DENSE

DENSE, RANKS = 2000, 6
"""Up to this order, or so many times the rank, the whole matrix TT* is decomposed."""
HELD = 3
"""Vectors that Lanczos holds at the least for each that is wanted."""
SIDES = 2
"""Vectors that a spectrum holds for each of its values."""
NUMBER = 8.0
"""Bytes of a number in double precision."""


def by_iteration(n: int, rank: int, method: str = "auto") -> bool:
    """Return whether Lanczos finds so many values of a law of order n, and not a decomposition of the whole matrix."""
    return method == "lanczos" or (method == "auto" and n > min(max(DENSE, RANKS * rank), MOST_DENSE))


def refuse_spectrum(
    n: int, rank: int, method: str = "auto", *, law: float = 0.0, beside: float = 0.0, after: float = 0.0
) -> None:
    """Raise InputError where memory would not hold a spectrum, with the number of values that it would hold.

    Parameters
    ----------
    n : int
        Order of the law: the smaller of its numbers of points and of values of A.
    rank : int
        Singular values that are wanted; there are n − 1 at most.
    method : {"auto", "dense", "lanczos"}
        As for `contextures.samples.spectral`.
    law : float
        Bytes of the law, where it is not held yet.
    beside, after : float
        Bytes for each value that are needed besides, and once the spectrum is there.
    """
    rank = min(rank, n - 1)
    iterated = by_iteration(n, rank, method)
    vectors = HELD * rank if iterated else 2 * n
    needed = law + beside * rank + max(NUMBER * n * vectors, after * rank)
    left = memory.available()
    if needed <= left:
        return
    fits = min(int((left - law) / (beside + max(NUMBER * HELD * n, after))), rank - 1)
    if not iterated:  # fewer values are found by Lanczos, if the matrix is large
        fits = min(fits, (n - 1) // RANKS) if n > DENSE and method == "auto" else 0
    right = f"at most {_values(fits)} {'is' if fits == 1 else 'are'} right" if fits > 0 else "fewer points are right"
    memory.refuse_beyond(needed, f"a spectrum of {_values(rank)} of a law on {n:,} points", right)


def refuse_spectra(orders: Iterable[int], rank: int) -> None:
    """Raise InputError where memory would not hold the spectrum of a law of one of some orders."""
    for n in orders:
        refuse_spectrum(n, rank)


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count:,} values"
