"""Complexity and spectra of masking, cropping, flipping and block schemes on words, exactly or for a symbolic rate.

A word has m independent letters of one law. Functions on words are sums of products of mean-zero functions of the
letters in a set S; every scheme here multiplies such a product by a number that depends on S only, so that the
eigenvalues of TT* are known. The uniform law on two letters is the cube {−1,1}^m.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import comb
from typing import Any, TypeAlias

import numpy as np
import sympy as sp

from contextures.arrays import FloatArray, read_only
from contextures.errors import InputError
from contextures.formulas import mathml
from contextures.markup import SHOWN, card, paragraph, table

Rate: TypeAlias = Any
"""A number, a string such as ``"1/5"``, or a SymPy expression."""
UNIFORM = (Fraction(1, 2), Fraction(1, 2))
"""The law of a letter of the cube."""
LISTED = 4096
"""Singular values that are listed, at most."""


@dataclass(frozen=True, repr=False)
class Scheme:
    """What a scheme does to words, the constant counted: usable as the context of a bound.

    Attributes
    ----------
    kappa_square : sympy.Expr
        κ² = max_x k_X(x, x).
    spectrum : tuple of (sympy.Expr, int)
        Eigenvalues of TT* with their multiplicities, the constant's among them; largest first where they are numbers.
    """

    kappa_square: sp.Expr
    spectrum: tuple[tuple[sp.Expr, int], ...]

    def __repr__(self) -> str:
        """κ² and how many eigenvalues there are."""
        return f"Scheme(kappa_square={self.kappa_square}, {len(self.spectrum)} different eigenvalues)"

    def _repr_html_(self) -> str:
        """The first eigenvalues with their multiplicities, for a notebook."""
        rows = [[mathml(sp.latex(value)), str(count)] for value, count in self.spectrum[:SHOWN]]
        kappa = paragraph(mathml(rf"\kappa^2 = {sp.latex(self.kappa_square)}"))
        return card(repr(self), kappa, table(["eigenvalue", "times"], rows))

    @property
    def S_lambda(self) -> sp.Expr:
        """Sum of all eigenvalues."""
        return sp.Add(*(value * count for value, count in self.spectrum))

    @cached_property
    def singular_values(self) -> FloatArray:
        """The largest s_i, the constant excluded, at most 4096 of them; InputError where the rate is a symbol."""
        if any(value.free_symbols for value, _ in self.spectrum):
            raise InputError("the rate of the scheme is a symbol; a number is needed for a bound")
        values: list[float] = []
        for k, (value, count) in enumerate(self.spectrum):
            kept = min(count - (k == 0), LISTED - len(values))
            values += [float(sp.sqrt(value))] * kept
        return read_only(np.array(values))

    @property
    def whole(self) -> bool:
        """Whether these are all that are positive."""
        return sum(count for value, count in self.spectrum if value != 0) - 1 <= LISTED

    @property
    def chi_square(self) -> float:
        """S_λ − 1."""
        return float(self.S_lambda - 1)

    @property
    def kernel_diagonal(self) -> FloatArray:
        """The largest k_X(x, x) alone."""
        return read_only(np.array([float(self.kappa_square)]))


def masking(m: int, rate: Rate, *, letters: Sequence[Rate] = UNIFORM, flips: Rate = 0) -> Scheme:
    """Mask each letter with probability α, visibly: κ² = (α + (1−α)b)^m and λ_S = ((1−α)(1−ρ)²)^|S|.

    Parameters
    ----------
    m : int
        Length of the words, ≥ 1.
    rate : number or sympy.Expr
        α in [0, 1].
    letters : sequence of numbers, optional
        Law of a letter; by default two equally likely ones. b = 1 + (1−ρ)²(1/min p − 1).
    flips : number or sympy.Expr, optional
        ρ in [0, 1]: each letter is first replaced by a fresh one with this probability. On two letters that is a flip
        with probability ρ/2.

    Returns
    -------
    Scheme

    Raises
    ------
    InputError
        For a length, a rate or a law out of range.
    """
    length, alpha, rho, law = _length(m), _rate("rate", rate), _rate("flips", flips), _law(letters)
    kept = (1 - alpha) * (1 - rho) ** 2
    spectrum = [(kept**k if k else sp.S.One, comb(length, k) * (len(law) - 1) ** k) for k in range(length + 1)]
    return _scheme((alpha + (1 - alpha) * _letter(law, rho)) ** length, spectrum)


def flipping(m: int, flips: Rate, *, letters: Sequence[Rate] = UNIFORM) -> Scheme:
    """Replace each letter by a fresh one with probability ρ: κ² = b^m and λ_S = (1−ρ)^{2|S|}; see `masking`."""
    return masking(m, 0, letters=letters, flips=flips)


def block_masking(m: int, hidden: int, *, letters: Sequence[Rate] = UNIFORM, flips: Rate = 0) -> Scheme:
    """Mask ``hidden`` consecutive letters, their start uniform, visibly: κ² = b^{m−hidden}.

    λ_S is the share of starts whose block avoids S, times (1−ρ)^{2|S|}; see `masking` for the other parameters.

    Raises
    ------
    InputError
        For a length, a block, a rate or a law out of range.
    """
    length, rho, law = _length(m), _rate("flips", flips), _law(letters)
    block = _part("hidden", hidden, length)
    counts = _sets(length, len(law), lambda gap: max(gap - block + 1, 0)) if block else _any_set(length, len(law))
    starts = length - block + 1
    return _windows(_letter(law, rho) ** (length - block), counts, starts, rho)


def cropping(m: int, kept: int, *, letters: Sequence[Rate] = UNIFORM, flips: Rate = 0) -> Scheme:
    """Show ``kept`` consecutive letters, their start uniform and visible: κ² = b^kept.

    λ_S is the share of windows that hold S, times (1−ρ)^{2|S|}; see `masking` for the other parameters.

    Raises
    ------
    InputError
        For a length, a window, a rate or a law out of range.
    """
    length, rho, law = _length(m), _rate("flips", flips), _law(letters)
    window = _part("kept", kept, length)
    starts = length - window + 1
    counts: Counter[tuple[int, int]] = Counter({(starts, 0): 1})
    for first in range(length):
        for last in range(first, length):
            holding = max(0, min(first, length - window) - max(last - window + 1, 0) + 1)
            inner = last - first - 1
            if last == first:
                counts[holding, 1] += len(law) - 1
            else:
                for k in range(inner + 1):
                    counts[holding, k + 2] += comb(inner, k) * (len(law) - 1) ** (k + 2)
    return _windows(_letter(law, rho) ** window, counts, starts, rho)


def _any_set(length: int, letters: int) -> Counter[tuple[int, int]]:
    """The same for an empty block, which avoids every S."""
    return Counter({(length + 1, k): comb(length, k) * (letters - 1) ** k for k in range(length + 1)})


def _sets(length: int, letters: int, avoiding: Callable[[int], int]) -> Counter[tuple[int, int]]:
    """Count products by (number of starts whose block avoids S, |S|), gap by gap between the members of S."""
    open_: Counter[tuple[int, int, int]] = Counter({(0, 0, 0): 1})
    for _ in range(length):
        following: Counter[tuple[int, int, int]] = Counter()
        for (gap, free, size), count in open_.items():
            following[gap + 1, free, size] += count
            following[0, free + avoiding(gap), size + 1] += count * (letters - 1)
        open_ = following
    closed: Counter[tuple[int, int]] = Counter()
    for (gap, free, size), count in open_.items():
        closed[free + avoiding(gap), size] += count
    return closed


def _windows(kappa_square: sp.Expr, counts: Counter[tuple[int, int]], starts: int, rho: sp.Expr) -> Scheme:
    kept = (1 - rho) ** 2
    spectrum = [
        (sp.Rational(free, starts) * (kept**size if size else 1), count) for (free, size), count in counts.items()
    ]
    return _scheme(kappa_square, spectrum)


def _scheme(kappa_square: sp.Expr, spectrum: list[tuple[sp.Expr, int]]) -> Scheme:
    """Join equal eigenvalues; sort numbers."""
    joined: Counter[sp.Expr] = Counter()
    for value, count in spectrum:
        joined[sp.sympify(value)] += count
    known = not any(value.free_symbols for value in joined)
    pairs = [(value, count) for value, count in joined.items() if count]
    return Scheme(sp.sympify(kappa_square), tuple(sorted(pairs, key=lambda pair: -pair[0]) if known else pairs))


def _letter(law: Sequence[sp.Expr], rho: sp.Expr) -> sp.Expr:
    """b, the largest k(x, x) of one letter that may be replaced."""
    return 1 + (1 - rho) ** 2 * (1 / min(law) - 1)


def _length(m: int) -> int:
    if isinstance(m, bool) or not isinstance(m, int | np.integer) or m < 1:
        raise InputError(f"m is {m!r}; the length of the words, a whole number ≥ 1, is right")
    return int(m)


def _part(name: str, value: int, length: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not 0 <= value <= length:
        raise InputError(f"{name} is {value!r}; a whole number from 0 to m = {length} is right")
    return int(value)


def _rate(name: str, value: Rate) -> sp.Expr:
    if isinstance(value, sp.Basic):
        rate = sp.nsimplify(value, rational=True)
    else:
        try:
            rate = sp.Rational(str(value))
        except (TypeError, ValueError, ZeroDivisionError):
            raise InputError(f"{name} is {value!r}; a number from 0 to 1, or a SymPy expression, is right") from None
    if rate.is_number and not 0 <= rate <= 1:
        raise InputError(f"{name} is {value}; a number from 0 to 1 is right")
    return rate


def _law(letters: Sequence[Rate]) -> list[sp.Expr]:
    law = [_rate("a probability of a letter", p) for p in letters]
    if not law or any(not p.is_number or p == 0 for p in law) or sum(law) != 1:
        raise InputError(f"letters is {list(map(str, law))}; positive probabilities of sum 1 are right")
    return law
