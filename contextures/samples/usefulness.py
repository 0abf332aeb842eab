"""How useful a context is, from its spectrum: the metric τ, and how strong the association is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import scipy.optimize
import scipy.sparse as sp
from numpy.typing import ArrayLike
from scipy.spatial.distance import pdist

from contextures import arrays
from contextures.arrays import FloatArray, IntArray
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.markup import SHOWN, card, element, table
from contextures.samples.conditionals import Matrix, is_sparse
from contextures.samples.data_context import DataContext, Spectrum, known_context
from contextures.samples.sampled import matrix
from contextures.settings import checked_seed, count, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.05
"""τ within this part of 1 + β says little."""
SAMPLE = 1000
"""Points that kernel deviation and Lipschitz constant are taken over, unless there are fewer."""
CELLS = 2**22
"""Values of a kernel that are held at a time, but for an implicit law, whose products cost the same for any number."""
UNIT = 1e-12
"""s_{d+1}² this close to 1 is taken as 1, or closer than a spectrum resolves."""
ZERO = 1e-27
"""s_i² below this is rounding of 0."""


@dataclass(frozen=True, eq=False)
class Usefulness:
    """The metric τ_d = 1/(1 − s_{d+1}²) + β Σ_{i≤d} s_i² / Σ_{i≤d_0} s_i², and its minimum.

    Attributes
    ----------
    tau : float
        min_d τ_d; infinite where s_{d+1} = 1 for every d, to the precision of the spectrum.
    d_star : int or None
        The smallest d that attains it; None where τ is infinite.
    tau_d : ndarray, (D,)
        τ_1, …, τ_D, D = min(d_0 − 1, r) for r singular values. Where s_{d+1} = 1 it is infinite. At d = r, s_{d+1} = 0.
    beta : float
    d0 : int
    independent : bool
        Whether every s_i is 0. Then the second term, 0/0, is read as β: no d loses anything. So τ_d = 1 + β.
    near_limit : bool
        Whether τ is within 5 % of 1 + β, its value for an encoder that keeps everything: such a τ is not to be trusted
        (C25 §5).
    """

    tau: float
    d_star: int | None
    tau_d: FloatArray
    beta: float
    d0: int
    independent: bool
    near_limit: bool

    def __repr__(self) -> str:
        """τ and where it is attained."""
        return f"Usefulness(tau={self.tau:.4g}, d_star={self.d_star}, beta={self.beta:g}, d0={self.d0})"

    def _repr_html_(self) -> str:
        """The first τ_d with the smallest among them, for a notebook."""
        best = self.d_star or 1
        first = max(0, min(best - SHOWN // 2, len(self.tau_d) - SHOWN))
        rows = [
            [str(d), element("strong", f"{value:.4f}") if d == self.d_star else f"{value:.4f}"]
            for d, value in enumerate(self.tau_d[first : first + SHOWN], first + 1)
        ]
        return card(repr(self), table(["d", "τ_d"], rows))

    def plot(self, axes: Axes | None = None) -> Axes:
        """Draw τ_d against d on axes of Matplotlib, by default of a new figure."""
        from contextures.samples.picture import draw_tau
        from contextures.style import drawing

        with drawing(axes) as drawn:
            draw_tau(self.tau_d, self.beta, None if self.d_star is None else (self.d_star, self.tau), drawn)
        return drawn


def usefulness(context: Context | DataContext | Spectrum, beta: float = 1.0, d0: int = 512) -> Usefulness:
    """Return the metric of a context.

    Parameters
    ----------
    context : Context, DataContext or Spectrum
        Of a `DataContext` the top d_0 singular values are computed; a `Spectrum` must hold them, or all.
    beta : float
        β ≥ 0, the weight of what d dimensions keep.
    d0 : int
        d_0 ≥ 2. Singular values beyond the last one are 0, so d_0 may exceed their number.

    Returns
    -------
    Usefulness

    Raises
    ------
    InputError
        Where a setting is out of range, there is no singular value, or a spectrum is too short for d_0.

    Notes
    -----
    C25 §5.1, for d = 1, …, d_0 − 1. Where d_0 exceeds the number r of singular values, d ends at r.

    Examples
    --------
    >>> import contextures as cx
    >>> found = cx.usefulness(cx.load_table("smoking"))
    >>> round(found.tau, 4), found.d_star
    (1.8877, 1)
    """
    beta, d0 = number(beta, "beta"), count(d0, "d0")
    if d0 < 2:
        raise InputError(f"d0 is {d0}; at least 2 is right, since d runs from 1 to d0 − 1")
    s, whole, unit = resolved_spectrum(context, d0)
    if not len(s):
        raise InputError("this context has one point or one value of A, so no singular value")
    if not whole and len(s) < d0:
        raise InputError(f"the spectrum holds {len(s)} values; d0 = {d0} needs as many, or all there are")
    tau_d = tau_curve(s, beta, d0, unit)
    tau = float(tau_d.min())
    return Usefulness(
        tau=tau,
        d_star=int(np.argmin(tau_d)) + 1 if np.isfinite(tau) else None,
        tau_d=tau_d,
        beta=beta,
        d0=d0,
        independent=not s.any(),
        near_limit=bool(abs(tau - 1.0 - beta) <= MARGIN * (1.0 + beta)),
    )


def tau_curve(singular_values: FloatArray, beta: float = 1.0, d0: int = 512, unit: float = UNIT) -> FloatArray:
    """Return τ_1, …, τ_D for the top d_0 singular values, or all there are, (D,); see `Usefulness`.

    Parameters
    ----------
    singular_values : ndarray, (k,)
    beta, d0
        As for `usefulness`.
    unit : float
        How close to 1 a square is taken as 1.
    """
    squares = _squares(singular_values[:d0])
    last = min(d0 - 1, len(squares))
    following = np.append(squares, 0.0)[1 : last + 1]
    total = float(squares.sum())
    kept = np.cumsum(squares)[:last] / total if total > 0 else np.ones(last)
    with np.errstate(divide="ignore"):
        curve: FloatArray = 1.0 / np.where(following >= 1.0 - unit, 0.0, 1.0 - following) + beta * kept
    return curve


class ResolvedSpectrum(NamedTuple):
    """Singular values, those that the precision cannot tell from 0 set to 0.

    `whole` tells whether those that are not there are all 0, and `unit` how close to 1 a square is taken as 1.
    """

    values: FloatArray
    whole: bool
    unit: float


def resolved_spectrum(context: Context | DataContext | Spectrum, rank: int) -> ResolvedSpectrum:
    """Return the top singular values of a context, at least `rank` of them where a `DataContext` has as many."""
    if isinstance(context, Context):
        return ResolvedSpectrum(np.sqrt(_squares(context.singular_values)), True, UNIT)
    spectrum = context.spectrum(rank) if isinstance(context, DataContext) else context
    if not isinstance(spectrum, Spectrum):
        raise InputError(f"context is a {type(context).__name__}; a Context, DataContext or Spectrum is right")
    values = np.where(np.arange(len(spectrum.singular_values)) < spectrum.resolved, spectrum.singular_values, 0.0)
    return ResolvedSpectrum(values, spectrum.whole, max(UNIT, spectrum.resolution))


def _squares(singular_values: FloatArray) -> FloatArray:
    """s_i², with rounding of 0 removed."""
    squares = np.square(singular_values)
    return np.where(squares > ZERO, squares, 0.0)


def decay_rate(singular_values: ArrayLike) -> float:
    """Return the λ ≥ 0 of the least squares fit s_i² ≈ exp(−λi), i = 1, 2, …: 0 if all are 1, infinite if all are 0.

    Parameters
    ----------
    singular_values : array_like, (k,)
        From s_1 on, descending.

    Raises
    ------
    InputError
        Where they are no vector of finite numbers.

    Notes
    -----
    C25 §5.3. The sum of squares can have several local minima in λ; the best of a grid is refined.
    """
    values = arrays.finite(singular_values, "singular_values")
    if values.ndim != 1:
        raise InputError(f"singular_values has shape {values.shape}; a vector is right")
    squares = _squares(values)
    if not squares.any():
        return float("inf")
    index = np.arange(1.0, len(squares) + 1)

    def loss(rate: float) -> float:
        return float(np.square(squares - np.exp(-rate * index)).sum())

    grid = np.concatenate([[0.0], np.geomspace(1e-6, 80.0, 400)])
    best = int(np.argmin([loss(rate) for rate in grid]))
    bounds = (grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    found = scipy.optimize.minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": 1e-12})
    return float(min((found.x, grid[best]), key=loss))


def kernel_deviation(context: Context | DataContext, sample: int = SAMPLE, seed: int = 0) -> float:
    """Return E|k_X(X, X') − 1|, for X, X' independent with law P_X; 0 exactly where A is independent of X.

    Parameters
    ----------
    context : Context or DataContext
    sample : int
        X runs over this many distinct points, drawn without replacement and weighted by P_X, where there are more; X'
        always runs over all of them.
    seed : int
        Of the draw.
    """
    context = known_context(context)
    if isinstance(context, Context):
        return float(context.p_x @ np.abs(context.kernel_x - 1.0) @ context.p_x)
    rows = _drawn(len(context.p_rows), sample, seed)
    weights = context.p_rows[rows] / context.p_rows[rows].sum()
    step = _step(context, len(rows))
    parts = [_deviations(context, rows[start : start + step]) for start in range(0, len(rows), step)]
    return float(weights @ np.concatenate(parts))


def lipschitz_constant(context: Context | DataContext, points: ArrayLike, sample: int = SAMPLE, seed: int = 0) -> float:
    """Return max |k_X(z, x) − k_X(z, y)| / ‖x − y‖ over points x ≠ y and z of a sample.

    Parameters
    ----------
    context : Context or DataContext
    points : array_like, (n, p)
        Where the points of the context lie.
    sample : int
        Points drawn without replacement, where there are more.
    seed : int
        Of the draw.

    Returns
    -------
    float
        A lower bound of the constant; nan where all points coincide.

    Raises
    ------
    InputError
        Where there is not one point for each row of the context.
    """
    places = points if isinstance(points, np.ndarray) and points.ndim else matrix(points)
    if len(places) != known_context(context).n_x:
        raise InputError(f"points has {len(places)} rows; {context.n_x}, one for each point of the context, are right")
    chosen = _drawn(context.n_x, sample, seed)
    if isinstance(context, Context):
        kernel = context.kernel_x[np.ix_(chosen, chosen)]
    else:
        kernel = _kernel_among(context, context.row_of[chosen])
    distances = pdist(matrix(places[chosen]))
    apart = distances > 0
    if not apart.any():
        return float("nan")
    return float((pdist(kernel, "chebyshev")[apart] / distances[apart]).max())


def _held(context: DataContext) -> bool:
    """Whether the law of a context is held, so that its rows can be picked."""
    return isinstance(context.core, np.ndarray) or is_sparse(context.core)


def _step(context: DataContext, rows: int) -> int:
    """How many points are taken at a time; between these and all others k_X is held, where it is positive if sparse."""
    if not _held(context):
        return rows
    values: int = max(context.core.shape)
    if is_sparse(context.core):
        meeting = np.bincount(sp.csr_array(context.core).indices)
        values = min(values, int((meeting**2).sum() / context.core.shape[0]) + 1)
    return max(1, CELLS // values)


def _deviations(context: DataContext, rows: IntArray) -> FloatArray:
    """E|k_X(x, X') − 1| at some distinct points x, (len(rows),)."""
    weighted = _scaled(context, _law(context, rows))
    if not is_sparse(weighted):
        return np.asarray(context.p_rows @ np.abs(context.forward(weighted.T) - 1.0))
    kernel = sp.csr_array(context.core @ weighted.T.tocsr())
    apart = (np.abs(kernel.data - 1.0) - 1.0) * np.repeat(context.p_rows, np.diff(kernel.indptr))
    return np.asarray(1.0 + np.bincount(kernel.indices, apart, minlength=len(rows)))


def _kernel_among(context: DataContext, rows: IntArray) -> FloatArray:
    """k_X among some distinct points, (len(rows), len(rows))."""
    if not _held(context):
        return context.forward(_scaled(context, _law(context, rows)).T).T[:, rows]
    law = _law(context, rows)
    kernel = _scaled(context, law) @ law.T
    return np.asarray(kernel.toarray() if is_sparse(kernel) else kernel)


def _law(context: DataContext, rows: IntArray) -> Matrix:
    """The law at some distinct points, (len(rows), c), in double precision."""
    if _held(context):
        return context.core[rows].astype(np.float64)
    picked = np.zeros((context.core.shape[0], len(rows)))
    picked[rows, np.arange(len(rows))] = 1.0
    return context.backward(picked).T


def _scaled(context: DataContext, law: Matrix) -> Matrix:
    """A law with each value of A divided by its P_A."""
    return law @ sp.diags_array(1.0 / context.p_columns) if is_sparse(law) else law / context.p_columns


def _drawn(n: int, sample: int, seed: int) -> IntArray:
    """At most `sample` of n positions, in order."""
    size, seed = count(sample, "sample"), checked_seed(seed)
    if size >= n:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, size=size, replace=False))
