"""The largest value of a quadratic form over unit vectors on which a diagonal one is large enough, for a batch at once.

The dual of: maximise ⟨f, Af⟩ over unit f with Σ λ_i f_i² ≥ c, ``inf_{η≥0} λ_max(A + η(diag(λ) − cI))``, is a convex
function of one variable, without a gap; the primal is a combination of two top eigenvectors at the optimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import transpose

Array = NDArray[Any]

GAP = 1e-13
"""Where the search for η stops: distance of the dual value from a certified lower bound."""
ROUNDS = 90
EDGE = 1e-12
"""How close c must be to λ_1 to count as equal, in floats and in units of the larger of the two."""
ROUNDING = 4e-15
"""What rounding may do to a singular value or to ε, both of which are computed beside numbers near 1."""
STIFF = 1e3
"""Size of η diag(k) from which a plain eigenvalue solver loses digits of the largest eigenvalue."""


@dataclass(frozen=True)
class Solution:
    """Primal and dual solutions of a batch.

    Attributes
    ----------
    value : ndarray (B,)
        Dual value; NaN where no unit f is compatible.
    multiplier : ndarray (B,)
        Optimal η; infinite where the infimum is not attained.
    task : ndarray (B, n)
        A unit f, in coordinates of the singular functions, that attains the value.
    """

    value: Array
    multiplier: Array
    task: Array


def edge_of_squares(largest: Any) -> Any:
    """Return how close c must be to λ_1 = s_1² to count as equal, as far as s_1 and 1−ε are known in floats."""
    s = np.sqrt(np.maximum(largest, 0.0))
    near = EDGE / 2 * s + ROUNDING
    return near * (2 * s + near)


def solve(objective: Array, values: Array, level: Array, edge: Array | None = None) -> Solution:
    """Maximise ⟨f, Af⟩ over unit f with Σ λ_i f_i² ≥ c.

    Parameters
    ----------
    objective : ndarray (B, n, n)
        Symmetric A.
    values : ndarray (B, n)
        λ, descending.
    level : ndarray (B,)
        c.
    edge : ndarray (B,), optional
        How close c must be to λ_1 to count as equal; by default as for squared singular values, up to their sign.

    Returns
    -------
    Solution
    """
    count, n = values.shape
    top = values[:, 0]
    edge = edge_of_squares(np.abs(values).max(axis=1, initial=0.0)) if edge is None else edge
    value, multiplier, task = np.full(count, np.nan), np.zeros(count), np.zeros((count, n))

    at = np.flatnonzero(np.abs(top - level) <= edge)
    kept = values[at] >= (top - edge)[at, None]
    on_top = np.where(kept[:, :, None] & kept[:, None, :], objective[at], 0.0)
    on_top -= np.where(kept, 0.0, 2.0)[:, :, None] * np.eye(n)
    eigenvalues, vectors = np.linalg.eigh(on_top)
    value[at], multiplier[at], task[at] = eigenvalues[:, -1], np.inf, vectors[:, :, -1]

    inside = np.flatnonzero(top - level > edge)
    room = (top - level)[inside]
    found = _cut(objective[inside], (values - level[:, None])[inside] / room[:, None])
    value[inside], multiplier[inside], task[inside] = found.value, found.multiplier / room, found.task
    return Solution(value, multiplier, task)


def _cut(a: Array, slope_form: Array) -> Solution:
    """Minimise λ_max(A + η diag(k)) over η ≥ 0, where the largest k is 1, by cutting planes from both sides."""
    count, _ = slope_form.shape
    eigenvalues, vectors = np.linalg.eigh(a)
    peak = eigenvalues[:, -1]

    # At η = 0 the slope is the best k in the top eigenspace of A.
    on_top = eigenvalues >= peak[:, None] - 1e-11
    inner = transpose(vectors) @ (slope_form[:, :, None] * vectors)
    inner = np.where(on_top[:, :, None] & on_top[:, None, :], inner, 0.0)
    below = 1.0 + 2.0 * np.abs(slope_form).max(1, keepdims=True)
    inner -= np.where(on_top, 0.0, below)[:, :, None] * np.eye(a.shape[1])
    slopes, combination = np.linalg.eigh(inner)
    left = np.zeros(count)
    left_value, left_slope = peak.copy(), slopes[:, -1].copy()
    left_vector = (vectors @ combination[:, :, -1:])[:, :, 0]
    # A top eigenvector with k ≥ 0 settles it. Where rounding may hide the slope, in either direction, the vector itself
    # is asked, and a steeper slope bounds the dual still.
    noise = 1e-15 * below[:, 0]
    hidden = noise > 1e-10
    settled = np.where(hidden, (slope_form * left_vector**2).sum(-1), left_slope) >= 0
    left_slope[hidden] -= noise[hidden]

    # Beyond λ_max(A) − λ_min(A) the dual exceeds λ_max(A).
    right = np.maximum(peak - eigenvalues[:, 0], 1e-300)
    right_value, right_slope, right_vector = _top(a, slope_form, right)
    rising = right_slope >= 0

    best, where = left_value.copy(), left.copy()
    better = (right_value < best) & ~settled
    best[better], where[better] = right_value[better], right[better]
    active = np.flatnonzero(~settled & rising)
    for step in range(ROUNDS):
        if not len(active):
            break
        lo, hi = left[active], right[active]
        fall, rise = left_slope[active], right_slope[active]
        crossing = (right_value[active] - left_value[active] + fall * lo - rise * hi) / (fall - rise)
        bound = left_value[active] + fall * (crossing - lo)
        going = (best[active] - bound > GAP) & (hi - lo > 1e-15 * hi)
        active, lo, hi, fall, rise, crossing = (x[going] for x in (active, lo, hi, fall, rise, crossing))
        if not len(active):
            break
        point = crossing if step % 3 == 0 else lo - fall * (hi - lo) / (rise - fall) if step % 3 == 1 else (lo + hi) / 2
        margin = 1e-3 * (hi - lo)
        point = np.clip(point, lo + margin, hi - margin) if step % 3 else np.clip(point, lo, hi)
        new_value, new_slope, new_vector = _top(a[active], slope_form[active], point)
        better = new_value < best[active]
        best[active[better]], where[active[better]] = new_value[better], point[better]
        down = new_slope < 0
        for side, chosen in ((0, down), (1, ~down)):
            index = active[chosen]
            if side == 0:
                left[index], left_value[index], left_slope[index], left_vector[index] = (
                    point[chosen],
                    new_value[chosen],
                    new_slope[chosen],
                    new_vector[chosen],
                )
            else:
                right[index], right_value[index], right_slope[index], right_vector[index] = (
                    point[chosen],
                    new_value[chosen],
                    new_slope[chosen],
                    new_vector[chosen],
                )
    task = _join(a, slope_form, left_vector, right_vector)
    return Solution(best, where, np.where(settled[:, None], left_vector, task))


def _top(a: Array, slope_form: Array, eta: Array) -> tuple[Array, Array, Array]:
    """Return value, slope and top eigenvector of A + η diag(k)."""
    shifted = a.copy()
    diagonal = np.arange(a.shape[1])
    shifted[:, diagonal, diagonal] += eta[:, None] * slope_form
    eigenvalues, vectors = np.linalg.eigh(shifted)
    value, vector = eigenvalues[:, -1], vectors[:, :, -1]
    added = eta[:, None] * slope_form
    stiff = np.abs(added).max(axis=1, initial=0.0) > STIFF
    if stiff.any():
        value[stiff], vector[stiff] = _top_of_stiff(a[stiff], added[stiff])
    return value, (slope_form * vector**2).sum(-1), vector


def _top_of_stiff(a: Array, added: Array) -> tuple[Array, Array]:
    """Return the largest eigenvalue μ of A + diag(added), however large −added, and its vector.

    With D² = 1/max(1, |added|) it is the root of λ_max(D(A + diag(added))D − μD²), convex and decreasing in μ, all of
    whose entries are of the size of those of A; Newton's steps from below are Rayleigh quotients.
    """
    diagonal = np.arange(a.shape[1])
    scale = 1 / np.sqrt(np.maximum(1.0, np.abs(added)))
    scaled = scale[:, :, None] * a * scale[:, None, :]
    scaled[:, diagonal, diagonal] += added * scale**2
    value = (a[:, diagonal, diagonal] + added).max(axis=1)
    vector = np.zeros_like(added)
    for _ in range(ROUNDS):
        shifted = scaled.copy()
        shifted[:, diagonal, diagonal] -= value[:, None] * scale**2
        found = np.linalg.eigh(shifted)[1][:, :, -1] * scale
        vector = found / np.sqrt((found**2).sum(-1, keepdims=True))
        following = np.einsum("bi,bij,bj->b", vector, a, vector) + (added * vector**2).sum(-1)
        rises = following > value + 1e-15 * np.abs(value)
        value = np.where(rises, following, value)
        if not rises.any():
            break
    return value, vector


def _join(a: Array, slope_form: Array, below: Array, above: Array) -> Array:
    """Return the best unit vector with ⟨f, diag(k) f⟩ = 0 in the plane of one that has it below 0 and one above."""
    k_below = (slope_form * below**2).sum(-1)
    k_above = (slope_form * above**2).sum(-1)
    k_cross = (slope_form * below * above).sum(-1)
    # The roots t of k_above + 2t k_cross + t² k_below, without cancellation.
    stable = -(k_cross + np.where(k_cross < 0, -1.0, 1.0) * np.sqrt(np.maximum(k_cross**2 - k_below * k_above, 0.0)))
    best = above.copy()
    best_value = np.einsum("bi,bij,bj->b", best, a, best)
    for top, bottom in ((stable, k_below), (k_above, stable)):
        with np.errstate(divide="ignore", invalid="ignore"):
            t = top / bottom
            f = above + t[:, None] * below
            f = f / np.sqrt((f**2).sum(-1, keepdims=True))
        value = np.einsum("bi,bij,bj->b", f, a, f)
        better = np.isfinite(t) & (value > best_value)
        best = np.where(better[:, None], f, best)
        best_value = np.where(better, value, best_value)
    return best


def solve_with_equality(objective: Array, values: Array, level: Array) -> Array:
    """Maximise ⟨f, Af⟩ over unit f with Σ λ_i f_i² = c; −∞ where there is none.

    With n ≥ 3 coordinates the dual over η of either sign is tight; with one or two the few candidates are compared.
    """
    n = values.shape[1]
    top, bottom = values[:, 0], values[:, -1]
    edge = edge_of_squares(np.abs(values).max(axis=1))
    exists = (level <= top + edge) & (level >= bottom - edge)
    if n >= 3:
        above = solve(objective, values, level).value
        below = solve(objective[:, ::-1, ::-1], -values[:, ::-1], -level).value
        value = np.fmin(above, below)
    elif n == 2:
        spread = top - bottom
        wide = spread > edge
        share = np.clip(np.where(wide, (level - bottom) / np.where(wide, spread, 1.0), 0.5), 0.0, 1.0)
        cross = 2 * np.sqrt(share * (1 - share)) * np.abs(objective[:, 0, 1])
        value = share * objective[:, 0, 0] + (1 - share) * objective[:, 1, 1] + cross
        value = np.where(wide, value, np.linalg.eigvalsh(objective)[:, -1])
    else:
        value = objective[:, 0, 0]
    return np.where(exists, value, -np.inf)
