"""STKR solved: directly, or by STKR-Prop in its two forms, from a Gram matrix, labels, a transform and a ridge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import scipy.linalg

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.settings import count, number
from contextures.solvers.stkr.gram import Gram, largest_eigenvalue
from contextures.solvers.stkr.iteration import Iteration, Steps, richardson
from contextures.solvers.stkr.transforms import (
    Interpolant,
    InverseLaplacian,
    InversePolynomial,
    Polynomial,
    Transform,
    Truncation,
    interpolant,
    transformed,
)

Solver = Literal["auto", "direct", "richardson"]
Explicit: TypeAlias = Polynomial | InversePolynomial | Callable[[FloatArray], FloatArray]
Fitted: TypeAlias = Explicit | Truncation

DENSE = 2000
"""Points up to which a dense kernel is solved directly by default."""
MARGIN = 1.01
"""Factor on the largest eigenvalue, which Lanczos's method sees from below."""
NOTHING = 1e-12
"""Relative size below which an eigenvalue counts as zero."""


@dataclass(frozen=True, eq=False)
class Solution:
    """A fitted STKR: f̂(x) = Σ_j c_j K(x, x_j) over all N points.

    Attributes
    ----------
    dual : ndarray, (N, C)
        c = (s(λ)/λ)(G_K/N) α, with α zero off the labels.
    values : ndarray, (N, C)
        f̂ at the points.
    solver : str
        ``direct`` or ``richardson``.
    residuals : ndarray
        Relative residuals ‖b − Ax‖/‖b‖ of the system that was solved: of every step, or the one of a direct solve.
    tolerance : float
        What the last one had to reach.
    error_bound : float
        ‖f̂ − f̂_exact‖₂ over the N points is at most this, for each column: the residual times the norm of what takes
        it to the values. Rounding is left out.
    low, high : float
        Bounds of the spectrum of that system; for direct solves not computed (NaN).
    """

    dual: FloatArray
    values: FloatArray
    solver: str
    residuals: FloatArray
    tolerance: float
    error_bound: float
    low: float = np.nan
    high: float = np.nan

    @property
    def residual(self) -> float:
        """The last relative residual."""
        return float(self.residuals[-1])

    @property
    def converged(self) -> bool:
        """Whether the residual reached the tolerance."""
        return self.residual <= self.tolerance


def solve(
    gram: Gram,
    labelled: IntArray,
    y: FloatArray,
    s: Transform,
    beta: float,
    *,
    solver: Solver = "auto",
    tol: float = 1e-6,
    max_iter: int = 10_000,
    accelerate: bool = True,
    watch: Callable[[FloatArray], None] | None = None,
) -> Solution:
    """Return f̂ = v_{K̂_s,n}(·)ᵀ(G_{K̂_s,n} + nβI)^{−1}y with G_{K̂_s} = N s(G_K/N).

    Parameters
    ----------
    gram : Gram
        Over all N points.
    labelled : ndarray of int, (n,)
        Positions of the labelled points.
    y : ndarray, (n, C)
        Their labels, one column for each output.
    s : Transform
    beta : float
        β > 0.
    solver : {"auto", "direct", "richardson"}
        With ``"auto"`` a dense kernel on at most 2000 points, and every truncation, is solved directly.
    tol : float
        Relative residual at which STKR-Prop stops.
    max_iter : int
        Most steps of STKR-Prop.
    accelerate : bool
        Chebyshev's steps for Richardson's.
    watch : function, optional
        Called with the residual of every step: (n, C) where s is simple, (N, C) where 1/s is.

    Raises
    ------
    InputError
        Where the problem is not well posed, or the solver does not suit it.
    """
    beta = number(beta, "beta", positive=True)
    if solver not in ("auto", "direct", "richardson"):
        raise InputError(f"solver is {solver!r}; 'auto', 'direct' or 'richardson' is right")
    fitted = fit_transform(s, gram)
    steps = Steps(number(tol, "tol", positive=True), count(max_iter, "max_iter"), accelerate, watch)
    if isinstance(fitted, Truncation):
        if solver == "richardson":
            raise InputError("a truncation needs eigenvectors, not steps; solver='direct' or 'auto' is right")
        return _truncated(gram, labelled, y, fitted, beta)
    if solver == "direct" or (solver == "auto" and not gram.sparse and gram.size <= DENSE):
        if gram.sparse:
            raise InputError("a direct solve would fill a sparse kernel; solver='richardson' or 'auto' is right")
        return _direct(gram, labelled, y, fitted, beta)
    if isinstance(fitted, InversePolynomial):
        return _simple_inverse(gram, labelled, y, fitted, beta, steps)
    simple = fitted if isinstance(fitted, Polynomial) else interpolant(fitted, gram.top)
    return _simple(gram, labelled, y, simple, beta, steps)


def fit_transform(s: Transform, gram: Gram) -> Fitted:
    """Return a transform, checked against the empirical spectrum.

    Raises
    ------
    InputError
        Where it does not suit it, or is no transform.
    """
    if isinstance(s, InverseLaplacian | InversePolynomial):
        return s.fitted(gram.top)
    if isinstance(s, Polynomial | Truncation):
        return s.checked()
    if not callable(s):
        raise InputError(f"s is {s!r}; a transform of contextures or a function of eigenvalues is right")
    if transformed(s, np.zeros(1))[0] > 0:
        raise InputError("s(0) is not 0, so s(λ) ≤ Mλ holds for no M; a transform with s(0) = 0 is right")
    return s


def _spread(vectors: FloatArray, labelled: IntArray, size: int) -> FloatArray:
    whole = np.zeros((size, *vectors.shape[1:]))
    whole[labelled] = vectors
    return whole


def _truncated(gram: Gram, labelled: IntArray, y: FloatArray, s: Truncation, beta: float) -> Solution:
    """Use the eigenvectors: a system of size d by Woodbury's identity."""
    values, vectors = gram.eigenpairs(s.rank)
    rows, ridge = vectors[labelled], len(labelled) * beta
    scaled = rows * np.sqrt(gram.size * values)
    inner = scaled.T @ scaled + ridge * np.eye(len(values))
    alpha = (y - scaled @ scipy.linalg.solve(inner, scaled.T @ y, assume_a="pos")) / ridge
    residual = y - scaled @ (scaled.T @ alpha) - ridge * alpha
    dual = vectors @ (rows.T @ alpha)
    fitted = vectors @ (gram.size * values[:, None] * (rows.T @ alpha))
    return _directly(dual, fitted, residual, y, gram.size * values[0], ridge)


def _direct(gram: Gram, labelled: IntArray, y: FloatArray, s: Explicit, beta: float) -> Solution:
    """Form the N × n block of (s(λ)/λ)(G_K/N) of the labels and factor the n × n system."""
    operator, ridge = gram.dense(), len(labelled) * beta
    unit = _spread(np.eye(len(labelled)), labelled, gram.size)
    if isinstance(s, Polynomial):
        block = s.quotient(lambda vectors: operator @ vectors, unit)
        largest = float(s(np.array([gram.top]))[0])
    elif isinstance(s, InversePolynomial):
        block = _inverse_block(operator, s, unit)
        largest = gram.top / s.range(gram.top)[0]
    else:
        values, vectors = np.linalg.eigh(operator)
        positive = values > NOTHING * values[-1]
        chosen = np.where(positive, values, values[-1])
        image = np.where(positive, transformed(s, chosen), 0.0)
        block = vectors @ ((image / chosen)[:, None] * vectors[labelled].T)
        largest = float(image.max())
    kernel = gram.size * (operator @ block)
    system = kernel[labelled] + ridge * np.eye(len(labelled))
    system = (system + system.T) / 2
    alpha = scipy.linalg.solve(system, y, assume_a="pos")
    return _directly(block @ alpha, kernel @ alpha, y - system @ alpha, y, gram.size * largest, ridge)


def _inverse_block(operator: FloatArray, s: InversePolynomial, unit: FloatArray) -> FloatArray:
    """Solve with the denominator of s as a matrix, which is positive definite."""
    size = len(operator)
    denominator = s.coefficients[-1] * np.eye(size)
    for value in reversed(s.coefficients[:-1]):
        denominator = operator @ denominator
        denominator[np.diag_indices(size)] += value
    block: FloatArray = scipy.linalg.solve((denominator + denominator.T) / 2, unit, assume_a="pos")
    return block


def _directly(
    dual: FloatArray, values: FloatArray, residual: FloatArray, y: FloatArray, largest: float, ridge: float
) -> Solution:
    relative = np.array([_relative(residual, y)])
    bound = _bound(residual, np.sqrt(largest / ridge) / 2.0)
    return Solution(dual, values, "direct", relative, np.inf, bound)


def _relative(residual: FloatArray, right: FloatArray) -> float:
    scale = np.linalg.norm(right, axis=0)
    return float((np.linalg.norm(residual, axis=0) / np.where(scale > 0, scale, 1.0)).max())


def _bound(residual: FloatArray, factor: float) -> float:
    return float(factor * np.linalg.norm(residual, axis=0).max())


def _simple(
    gram: Gram,
    labelled: IntArray,
    y: FloatArray,
    s: Polynomial | Interpolant,
    beta: float,
    steps: Steps,
) -> Solution:
    """Solve (G_{K̂_s,n} + nβI)α = y; q multiplications by G_K/N in a step, by Horner's rule."""
    ridge, size = len(labelled) * beta, gram.size

    def system(alpha: FloatArray) -> FloatArray:
        inner = s.quotient(gram.apply, _spread(alpha, labelled, size))
        product: FloatArray = size * gram.apply(inner)[labelled] + ridge * alpha
        return product

    high = MARGIN * largest_eigenvalue(system, len(labelled))
    done = richardson(system, y, ridge, max(high, ridge), steps)
    dual = s.quotient(gram.apply, _spread(done.solution, labelled, size))
    values = size * gram.apply(dual)
    factor = np.sqrt(size * float(s(np.array([gram.top]))[0]) / ridge) / 2.0
    return _iterated(done, dual, values, y - system(done.solution), y, factor, steps.tol)


def _simple_inverse(
    gram: Gram,
    labelled: IntArray,
    y: FloatArray,
    s: InversePolynomial,
    beta: float,
    steps: Steps,
) -> Solution:
    """Solve (N·1_L G_K/N + nβ r(G_K/N))c = y for s(λ) = λ/r(λ); as many multiplications as r has degrees."""
    ridge, size = len(labelled) * beta, gram.size
    constant, *rest = s.coefficients

    def system(dual: FloatArray) -> FloatArray:
        image = gram.apply(dual)
        product: FloatArray = ridge * constant * dual
        if rest:
            product = product + ridge * Polynomial(tuple(rest)).quotient(gram.apply, image)
        product[labelled] += size * image[labelled]
        return product

    least, most = s.range(gram.top)
    low, high = ridge * least, MARGIN * size * gram.block_top(labelled) + ridge * most
    right = _spread(y, labelled, size)
    done = richardson(system, right, low, high, steps)
    values = size * gram.apply(done.solution)
    factor = size * gram.top / (ridge * least)
    return _iterated(done, done.solution, values, right - system(done.solution), right, factor, steps.tol)


def _iterated(
    done: Iteration,
    dual: FloatArray,
    values: FloatArray,
    residual: FloatArray,
    right: FloatArray,
    factor: float,
    tol: float,
) -> Solution:
    return Solution(dual, values, "richardson", done.residuals, tol, _bound(residual, factor), done.low, done.high)
