"""Richardson's iteration, plain or with Chebyshev's steps, whose residual is computed afresh in every step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.solvers.stkr.transforms import Operator

RESTARTS = 6
"""How often the bound of the spectrum is doubled where the residual grows."""
GROWTH = 1e6
"""Growth of the residual beyond which the bound was too small."""


@dataclass(frozen=True)
class Steps:
    """How to step and when to stop.

    Attributes
    ----------
    tol : float
        Largest relative residual at which to stop.
    max_iter : int
        Most steps.
    accelerate : bool
        Chebyshev's steps; otherwise the constant step 2/(low + high).
    watch : function, optional
        Called with the residual vectors of every step.
    """

    tol: float
    max_iter: int
    accelerate: bool = True
    watch: Callable[[FloatArray], None] | None = None


@dataclass(frozen=True, eq=False)
class Iteration:
    """What an iteration came to.

    Attributes
    ----------
    solution : ndarray, as the right side
    residuals : ndarray, (n_iter + 1,)
        Largest relative residual ‖b − Ax‖/‖b‖ over the columns, before each step and at the end.
    low, high : float
        Bounds of the spectrum that the steps were made for.
    """

    solution: FloatArray
    residuals: FloatArray
    low: float
    high: float


def contraction(low: float, high: float, steps: int, accelerate: bool) -> FloatArray:
    """Return the factors by which 0, …, `steps` steps reduce a residual, for a spectrum in [low, high].

    ((κ−1)/(κ+1))^k for equal steps and 2q^k/(1+q^{2k}) with q = (√κ−1)/(√κ+1) for Chebyshev's, κ = high/low.
    """
    k, condition = np.arange(steps + 1), high / low
    if not accelerate:
        return np.asarray(((condition - 1.0) / (condition + 1.0)) ** k, dtype=np.float64)
    q = (np.sqrt(condition) - 1.0) / (np.sqrt(condition) + 1.0)
    factors: FloatArray = 2.0 * q**k / (1.0 + q ** (2 * k))
    return factors


def richardson(apply: Operator, right: FloatArray, low: float, high: float, steps: Steps) -> Iteration:
    """Solve A x = b from x = 0, for an A that is self-adjoint in some inner product, spectrum in [low, high].

    Parameters
    ----------
    apply : function
        A times vectors.
    right : ndarray, (n, C)
        b, one system for each column.
    low, high : float
        Bounds of the spectrum, 0 < low ≤ high. Where `high` turns out too small it is doubled and the solve restarts.
    steps : Steps

    Returns
    -------
    Iteration
        Its last residual is above the tolerance where the steps did not suffice.

    Raises
    ------
    InputError
        Where the residual grows whatever the bound: A is not what it should be.
    """
    scale = np.linalg.norm(right, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    for _ in range(RESTARTS):
        centre, half = (high + low) / 2.0, (high - low) / 2.0
        solution, step, rho = np.zeros_like(right), np.zeros_like(right), 0.0
        residuals: list[float] = []
        while True:
            residual = right - apply(solution)
            residuals.append(float((np.linalg.norm(residual, axis=0) / scale).max()))
            if steps.watch is not None:
                steps.watch(residual)
            grown = not residuals[-1] <= GROWTH * max(residuals[0], 1.0)
            if grown or residuals[-1] <= steps.tol or len(residuals) > steps.max_iter:
                break
            if not steps.accelerate or half == 0.0:
                step = residual / centre
            elif len(residuals) == 1:
                rho, step = half / centre, residual / centre
            else:
                following = 1.0 / (2.0 * centre / half - rho)
                step, rho = following * (rho * step + 2.0 / half * residual), following
            solution = solution + step
        if not grown:
            return Iteration(solution, np.array(residuals), low, high)
        high *= 2.0
    raise InputError("the iteration diverges: the kernel is not positive semi-definite on these points")
