"""Transforms s of a spectrum: what STKR makes of the eigenvalues of its base kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.polynomial import chebyshev

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.settings import Estimator, count, number

Operator = Callable[[FloatArray], FloatArray]
"""Multiplication by G_K/N."""

LARGEST_DEGREE = 512
"""Degree at which the search for a polynomial that follows a given s stops."""
ACCURACY = 1e-11
"""How closely that polynomial follows s(λ)/λ, relative to its largest value."""


@dataclass(eq=True, unsafe_hash=True)
class Polynomial(Estimator):
    """The simple transform s(λ) = Σ_{p≥1} π_p λ^p.

    Parameters
    ----------
    coefficients : sequence of float
        π_1, π_2, …, each ≥ 0 and not all 0. The default s(λ) = λ leaves the kernel as it is.
    """

    coefficients: Sequence[float] = (1.0,)

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return s(λ), elementwise."""
        return np.asarray(np.polynomial.polynomial.polyval(values, [0.0, *self.coefficients]), dtype=np.float64)

    def checked(self) -> Polynomial:
        """Return the transform.

        Raises
        ------
        InputError
            Where a coefficient is negative or not finite, or none is positive.
        """
        pi = [number(value, f"coefficients[{p}]") for p, value in enumerate(self.coefficients)]
        if not any(pi):
            raise InputError("the coefficients of s are all 0; at least one positive coefficient is right")
        return self

    def quotient(self, apply: Operator, vectors: FloatArray) -> FloatArray:
        """Return (s(λ)/λ)(G_K/N) times vectors, by Horner's rule: one multiplication for each degree but one."""
        *lower, last = self.coefficients
        result: FloatArray = last * vectors
        for value in reversed(lower):
            result = apply(result) + value * vectors
        return result


@dataclass(eq=True, unsafe_hash=True)
class InversePolynomial(Estimator):
    """The transform s(λ) = λ/(ξ_0 + ξ_1λ + …), whose inverse is simple.

    Parameters
    ----------
    coefficients : sequence of float
        ξ_0 > 0, ξ_1, …; the sum must be positive on [0, λ̂_1].
    """

    coefficients: Sequence[float]

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return s(λ), elementwise."""
        result: FloatArray = values / self.denominator(values)
        return result

    def denominator(self, values: FloatArray) -> FloatArray:
        """Return ξ_0 + ξ_1λ + …, elementwise."""
        return np.asarray(np.polynomial.polynomial.polyval(values, list(self.coefficients)), dtype=np.float64)

    def range(self, top: float) -> tuple[float, float]:
        """Return the least and the largest value of the denominator on [0, top]."""
        turning = np.asarray(np.polynomial.Polynomial(list(self.coefficients)).deriv().roots(), dtype=np.complex128)
        inside = turning.real[(np.abs(turning.imag) < 1e-12) & (turning.real > 0) & (turning.real < top)]
        values = self.denominator(np.array([0.0, top, *inside]))
        return float(values.min()), float(values.max())

    def fitted(self, top: float) -> InversePolynomial:
        """Return the transform for the largest eigenvalue λ̂_1 of G_K/N.

        Raises
        ------
        InputError
            Where the denominator is not positive on [0, λ̂_1]: s has a pole there, and STKR has no solution.
        """
        if not np.isfinite(np.asarray(self.coefficients, dtype=float)).all() or not len(self.coefficients):
            raise InputError(f"the coefficients of 1/s are {tuple(self.coefficients)!r}; finite numbers are right")
        least, _ = self.range(top)
        if least <= 0:
            raise InputError(
                f"the denominator of s falls to {least:.4g} on the spectrum, which ends at λ̂_1 = {top:.6g}; "
                "a polynomial that is positive on [0, λ̂_1] is right"
            )
        return self


@dataclass(eq=True, unsafe_hash=True)
class InverseLaplacian(Estimator):
    """The transform s(λ) = λ/(1 − ηλ) = λ + ηλ² + η²λ³ + …, the inverse Laplacian.

    Parameters
    ----------
    eta : float
        η, between 0 and 1/λ̂_1, where λ̂_1 is the largest eigenvalue of G_K/N over labelled and unlabelled points.
    relative : bool
        Whether `eta` is in units of 1/λ̂_1, and then between 0 and 1.
    """

    eta: float = 0.9
    relative: bool = False

    def fitted(self, top: float) -> InversePolynomial:
        """Return the transform for the largest eigenvalue λ̂_1 of G_K/N.

        Raises
        ------
        InputError
            Where η ≤ 0, or ηλ̂_1 ≥ 1: the empirical spectrum, not that of the population, decides.
        """
        eta = number(self.eta, "eta", positive=True)
        if self.relative:
            if eta >= 1:
                raise InputError(f"eta is {eta:g} in units of 1/λ̂_1; a number between 0 and 1 is right")
            return InversePolynomial((1.0, -eta / top))
        if eta * top >= 1:
            raise InputError(
                f"eta is {eta:g}, too large for these data, whose λ̂_1 is {top:.6g}; "
                f"a number between 0 and 1/λ̂_1 = {1 / top:.6g} is right"
            )
        return InversePolynomial((1.0, -eta))


@dataclass(eq=True, unsafe_hash=True)
class Truncation(Estimator):
    """The transform s(λ̂_i) = λ̂_i for i ≤ d and 0 beyond: kernel PCA, then a ridge.

    Parameters
    ----------
    rank : int
        d ≥ 1, at most the rank of the Gram matrix.
    """

    rank: int

    def checked(self) -> Truncation:
        """Return the transform.

        Raises
        ------
        InputError
            Where the rank is no whole number ≥ 1.
        """
        count(self.rank, "rank")
        return self


@dataclass(frozen=True)
class Interpolant:
    """A polynomial that follows a given s on [0, λ̂_1], in Chebyshev's basis.

    Attributes
    ----------
    series : tuple of float
        Coefficients of s(λ)/λ in the Chebyshev polynomials of [0, λ̂_1].
    top : float
        λ̂_1.
    error : float
        Largest difference from s(λ)/λ on a fine grid.
    """

    series: tuple[float, ...]
    top: float
    error: float

    def __call__(self, values: FloatArray) -> FloatArray:
        """Return s(λ), elementwise."""
        result: FloatArray = values * chebyshev.chebval(2.0 * values / self.top - 1.0, self.series)
        return result

    def quotient(self, apply: Operator, vectors: FloatArray) -> FloatArray:
        """Return (s(λ)/λ)(G_K/N) times vectors, by Clenshaw's rule: one multiplication for each degree."""
        ahead, last = np.zeros_like(vectors), np.zeros_like(vectors)
        for coefficient in reversed(self.series[1:]):
            ahead, last = coefficient * vectors + 2.0 * (apply(ahead) * (2.0 / self.top) - ahead) - last, ahead
        result: FloatArray = self.series[0] * vectors + (apply(ahead) * (2.0 / self.top) - ahead) - last
        return result


def interpolant(s: Callable[[FloatArray], FloatArray], top: float) -> Interpolant:
    """Return a polynomial that follows a given s.

    Raises
    ------
    InputError
        Where s(λ)/λ is not finite, or no polynomial of degree 512 follows it: it is not smooth, or s(0) is not 0.
    """

    def quotient(t: FloatArray) -> FloatArray:
        values = top * (np.asarray(t) + 1.0) / 2.0
        found: FloatArray = transformed(s, values) / values
        return found

    grid = np.cos(np.linspace(0.0, np.pi, 4 * LARGEST_DEGREE + 1)[1:-1])
    exact = quotient(grid)
    degree = 8
    while degree <= LARGEST_DEGREE:
        nodes = np.cos(np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1))
        series = chebyshev.chebfit(nodes, quotient(nodes), degree)
        error = float(np.abs(chebyshev.chebval(grid, series) - exact).max())
        if error <= ACCURACY * np.abs(exact).max():
            return Interpolant(tuple(series), top, error)
        degree *= 2
    raise InputError(
        f"s(λ)/λ is not followed by a polynomial of degree {LARGEST_DEGREE} on [0, {top:.4g}] (error {error:.2g}); "
        "a smooth s with s(0) = 0, or solver='direct' on a dense kernel, is right"
    )


def transformed(s: Callable[[FloatArray], FloatArray], values: FloatArray) -> FloatArray:
    """Return s at eigenvalues, checked.

    Raises
    ------
    InputError
        Where s gives no array of that shape, or a value that is not a finite number ≥ 0.
    """
    result: FloatArray = np.asarray(s(values), dtype=np.float64)
    if result.shape != values.shape:
        raise InputError(f"s gave shape {result.shape} for {values.shape} eigenvalues; one value for each is right")
    wrong = ~(np.isfinite(result) & (result >= 0))
    if wrong.any():
        k = int(np.argmax(wrong))
        raise InputError(f"s({values.ravel()[k]:.6g}) is {result.ravel()[k]}; a finite number ≥ 0 is right")
    return result


Transform: TypeAlias = (
    Polynomial | InversePolynomial | InverseLaplacian | Truncation | Callable[[FloatArray], FloatArray]
)
"""What may be given as s: one of the transforms here, or any function of an array of eigenvalues."""
