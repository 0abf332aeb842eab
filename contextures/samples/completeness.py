"""Whether a set of top eigenpairs lacks one: a random probe with a p-value, a search, and a proof by Cholesky."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from scipy.special import erf

from contextures.arrays import FloatArray
from contextures.samples.chebyshev import iterates
from contextures.samples.lanczos import Apply, EigenPairs, top_eigenpairs
from contextures.samples.operator import Operator
from contextures.samples.orthonormal import inner
from contextures.samples.threads import ALONE, Team

LEVEL = 1e-9
"""The p-value at which a missed direction is excluded."""
STARTS = 8
"""Random directions of the probe."""
MOST_DEGREE = 160
"""The highest degree of the probe's polynomial: a smaller gap is left to the search."""
WIDEST = 4.0
"""A gap wider than this factor needs no wider one."""
SHORT_DEGREE = 32
"""That of a probe which a higher one would not finish."""
EVERY = 8
"""Degrees between two looks at the probe."""
SEARCH_LEAST, SEARCH_MOST = 25, 150
"""The shortest and longest run of the search, in steps of as many directions.

After q steps from one random direction the largest eigenvalue is too small by a part ε or more with a probability of
at most 1.65 √n exp(−√ε(2q − 1)) (Kuczyński and Woźniakowski 1992); more steps are made until its residual is small too.
"""


@dataclass(frozen=True)
class Outcome:
    """What was learned of the complement of the pairs that were found.

    Attributes
    ----------
    missed : bool
        There is a larger eigenvalue than the k-th.
    sure : bool
        Whether that is decided.
    note : str
        What it rests on, in words.
    p_value : float or None
        Where a probe excluded a missed value: the probability of so small a probe if there were one.
    """

    missed: bool
    sure: bool
    note: str = ""
    p_value: float | None = None


def probe(
    apply: Apply,
    known: FloatArray,
    pairs: EigenPairs,
    k: int,
    tol: float,
    rng: np.random.Generator,
    team: Team = ALONE,
) -> Outcome:
    """Look for an eigenvalue above the k-th, by more than the tolerance, that is none of the pairs found.

    Parameters
    ----------
    apply : Apply
        S.
    known : ndarray, (n, l)
        Orthonormal eigenvectors.
    pairs : EigenPairs
        At least k; those beyond the k-th make a gap to see.
    k : int
    tol : float
    rng : Generator
        Of directions that nothing else has seen.
    team : Team, optional

    Notes
    -----
    Random directions z_1, …, z_b, standard normal in the complement of all that was found, are multiplied by T_m(S),
    scaled to the interval [0, a] in which what is left should lie. A missed unit eigenvector u of value σ or more has
    |⟨z_j, u⟩| ≤ ‖T_m(S)z_j‖/T_m(2σ/a − 1) for every j. With D the largest right-hand side, (erf(D/√2))^b is at least
    the probability of that, for all m at once, as it bounds one event. So it is a p-value wherever m ends.

    The pairs beyond the k-th need not have converged; a probe that speaks of σ' = σ − Σ r²/(σ − θ), over their
    residuals r and values θ < σ, speaks of σ with them put back (a Schur complement). The first k couple with the
    complement by their residuals, which moves the claim by at most the root of the sum of their squares. Arithmetic is
    taken as exact.

    Where the gap is too small for a polynomial of degree 160 a block Lanczos search takes over, which has no p-value;
    the value above which the probe does exclude one is told.
    """
    n = len(known)
    room = n - known.shape[1] - pairs.vectors.shape[1]
    level = float(pairs.values[k - 1]) + tol
    if room == 0:
        return Outcome(False, True, "nothing is left to search")
    starts = min(STARTS, room)
    target, edge, kept = _gap(pairs, k, level)
    outside = np.concatenate([known, pairs.vectors[:, :kept]], axis=1)
    z = _outside(team, outside, rng.standard_normal((n, starts)))
    reach = MOST_DEGREE if _degree(target, edge, n, starts) <= MOST_DEGREE else SHORT_DEGREE
    largest = 0.0
    polynomials = iterates(lambda vectors: _outside(team, outside, apply(vectors)), z, edge, team)
    for m, values in zip(range(1, reach + 1), polynomials, strict=False):
        if m % EVERY:
            continue
        largest = float(np.sqrt(np.einsum("ij,ij->j", values, values).max()))
        p = float(erf(largest / _height(m, target, edge) / np.sqrt(2.0)) ** starts)
        if p <= LEVEL:
            return Outcome(False, True, f"a probe of degree {m} excludes a larger value, p = {p:.0e}", p)
        if _ritz(apply, values) > level:
            return Outcome(True, True)
    found = np.concatenate([known, pairs.vectors], axis=1)
    return _search(apply, found, level, tol, rng, team, _excluded(reach, largest, edge, starts))


def excludes(operator: Operator, known: FloatArray, pairs: EigenPairs, tol: float) -> bool:
    """Return whether (λ + tol)I less the deflated matrix is positive definite: it has no eigenvalue above λ + tol."""
    matrix = operator.matrix()
    matrix -= (pairs.vectors * pairs.values) @ pairs.vectors.T
    matrix -= known @ known.T
    np.negative(matrix, out=matrix)
    matrix[np.diag_indices_from(matrix)] += pairs.values[-1] + tol
    try:
        scipy.linalg.cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
    except np.linalg.LinAlgError:
        return False
    return True


def _gap(pairs: EigenPairs, k: int, level: float) -> tuple[float, float, int]:
    """The value that a probe must speak of, the end of its interval, and the pairs left out, for the widest gap."""
    best = level, float(pairs.values[k - 1]), k
    values, residuals = pairs.values[k:], pairs.residuals[k:]
    costs = np.cumsum(np.square(residuals) / np.maximum(level - values, 1e-300))
    for j, (value, cost) in enumerate(zip(values, costs, strict=True), start=1):
        if level - cost - value > best[0] - best[1]:
            best = float(level - cost), float(value), k + j
    target, edge, kept = best
    return target, max(edge, target / WIDEST), kept


def _height(m: int, target: float, edge: float) -> float:
    """T_m(2σ/a − 1), or ∞ where that is too large."""
    return float(np.cosh(min(m * np.arccosh(max(2.0 * target / edge - 1.0, 1.0)), 700.0)))


def _degree(target: float, edge: float, n: int, starts: int) -> float:
    """The degree at which a probe of n directions is expected to reach its level; ∞ without a gap."""
    slope = float(np.arccosh(max(2.0 * target / edge - 1.0, 1.0)))
    return float(np.log(2.0 * np.sqrt(n) / LEVEL ** (1.0 / starts)) / slope) if slope > 0 else np.inf


def _excluded(m: int, largest: float, edge: float, starts: int) -> float:
    """The least value σ at which a probe of degree m has reached its level."""
    height = largest * np.sqrt(2.0 / np.pi) / LEVEL ** (1.0 / starts)
    return edge * (1.0 + float(np.cosh(np.arccosh(max(height, 1.0)) / m))) / 2.0


def _outside(team: Team, basis: FloatArray, vectors: FloatArray) -> FloatArray:
    """The part of vectors (n, b) outside the span of orthonormal columns (n, l), in place."""
    overlap = inner(team, basis, vectors)

    def work(at: slice) -> None:
        vectors[at] -= basis[at] @ overlap

    team.each(work, len(vectors))
    return vectors


def _ritz(apply: Apply, vectors: FloatArray) -> float:
    """The largest Ritz value of S on the span of vectors."""
    lengths = np.linalg.norm(vectors, axis=0)
    q = np.linalg.qr(vectors / np.maximum(lengths, 1e-300))[0]
    return float(np.linalg.eigvalsh(q.T @ apply(q))[-1])


def _search(
    apply: Apply,
    found: FloatArray,
    level: float,
    tol: float,
    rng: np.random.Generator,
    team: Team,
    reached: float,
) -> Outcome:
    """Block Lanczos in the complement of what was found, until its largest Ritz value is above the level or settled."""
    starts = min(STARTS, len(found) - found.shape[1])

    def decided(values: FloatArray, residuals: FloatArray, steps: int) -> bool:
        return bool(values[0] > level or (steps >= SEARCH_LEAST and values[0] + residuals[0] <= level))

    best = top_eigenpairs(
        apply,
        len(found),
        1,
        tol=tol,
        rng=rng,
        locked=found,
        block=starts,
        most=starts * 100,
        max_steps=SEARCH_MOST,
        enough=decided,
        team=team,
    )
    if best.values[0] > level:
        return Outcome(True, True)
    settled = bool(best.values[0] + best.residuals[0] <= level)
    state = "found no larger value" if settled else "did not converge"
    note = f"a search from {starts} fresh directions {state}; a probe excludes one above {reached:.6g}, p = {LEVEL:.0e}"
    return Outcome(False, settled, note)
