"""Top eigenpairs of a symmetric operator by block Lanczos with full orthogonalisation and thick restarts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from contextures.arrays import FloatArray
from contextures.samples.kept_runs import NOWHERE, KeptRun, State
from contextures.samples.orthonormal import combine, orthonormalise, overlaps, subtract
from contextures.samples.threads import ALONE, Team

Apply = Callable[[FloatArray], FloatArray]
"""V (n, b) ↦ SV (n, b) for a symmetric S."""

DEPENDENT = 1e-11
"""A direction whose part outside the basis is below this is replaced by a random one."""
GROWTH = 1.5
"""The basis grows at most by this factor from one Rayleigh–Ritz step to the next."""
RITZ = 10
"""A Rayleigh–Ritz step of a basis of s vectors costs as much as Lanczos steps of s²/n times as many directions."""


@dataclass(frozen=True)
class EigenPairs:
    """Approximate eigenpairs, largest first.

    Attributes
    ----------
    values : ndarray, (k,)
    vectors : ndarray, (n, k)
        Orthonormal, and orthogonal to the vectors that were locked out.
    residuals : ndarray, (k,)
        ‖Su − θu‖: an eigenvalue lies at most this far from θ.
    basis_size : int
        The dimension of the last Krylov basis.
    """

    values: FloatArray
    vectors: FloatArray
    residuals: FloatArray
    basis_size: int

    def first(self, k: int) -> EigenPairs:
        """Return the first k pairs."""
        return EigenPairs(self.values[:k], self.vectors[:, :k], self.residuals[:k], self.basis_size)

    def joined(self, other: EigenPairs) -> EigenPairs:
        """Return the pairs of both, largest value first."""
        values = np.concatenate([self.values, other.values])
        order = np.argsort(-values, kind="stable")
        return EigenPairs(
            values[order],
            np.concatenate([self.vectors, other.vectors], axis=1)[:, order],
            np.concatenate([self.residuals, other.residuals])[order],
            max(self.basis_size, other.basis_size),
        )


def top_eigenpairs(
    apply: Apply,
    n: int,
    k: int,
    *,
    tol: float,
    rng: np.random.Generator,
    locked: FloatArray | None = None,
    block: int = 64,
    most: int | None = None,
    max_steps: int = 1000,
    spare: int = 0,
    enough: Callable[[FloatArray, FloatArray, int], bool] | None = None,
    scale: Callable[[FloatArray], FloatArray] | None = None,
    team: Team = ALONE,
    run: KeptRun = NOWHERE,
) -> EigenPairs:
    """Return the k largest eigenpairs of S on the orthogonal complement of the locked vectors.

    Parameters
    ----------
    apply : Apply
    n, k : int
        Order of S; number of pairs, at most n less the locked vectors.
    tol : float
        Residual at which a pair is taken as converged.
    rng : Generator
    locked : ndarray, (n, l), optional
        Orthonormal vectors that span an invariant subspace.
    block : int
        Directions of a step. A Krylov space from b directions holds at most b copies of an eigenvalue, until a
        direction is used up and replaced.
    most : int, optional
        The size at which the basis is compressed to its best Ritz vectors.
    max_steps : int
        Multiplications by S after which it gives up; the residuals then tell.
    spare : int
        Further pairs that are returned as they are, converged or not.
    enough : callable, optional
        Ends the iteration early: a function of the Ritz values, largest first, of their residuals, and of the number of
        steps.
    scale : callable, optional
        From Ritz values to what their tolerance is in units of `tol`; by default 1.
    team : Team, optional
        Who shares the rows of the vectors.
    run : KeptRun, optional
        Where the state is kept at each restart, and read from if it is there.

    Notes
    -----
    Golub and Underwood (1977); Wu and Simon (2000) for the restarts. SV of a block meets that block, the one before and
    the next one only, and after a restart all that was kept; what is left of it is made orthogonal to the whole basis.
    """
    fixed = 0 if locked is None else locked.shape[1]
    room = n - fixed
    k = min(k, room)
    block = min(block, room)
    cap = min(room, max(most or 3 * k, k + 16 * block))
    rows = np.empty((fixed + cap, n))  # the basis, a vector a row, the locked ones first
    if locked is not None:
        rows[:fixed] = locked.T
    projected = np.zeros((cap, cap))
    none = np.zeros((0, n))
    coupled = done = 0  # where the directions begin that SV of the last block can meet, and that block
    due = min(k, cap - 1)
    ritz, coordinates, residuals = np.zeros(0), np.zeros((0, 0)), np.zeros(0)
    state = run.read(rng, n, cap)
    if state is None:
        first, size = 1, _extend(rows, fixed, fixed + cap, none, rng, block, team) - fixed
    else:
        first, done = state.step + 1, len(state.values)
        due, rows[fixed : fixed + done] = done, state.basis
        projected[:done, :done] = np.diag(state.values)
        size = _extend(rows, fixed + done, fixed + cap, state.directions, rng, block, team) - fixed
    for step in range(first, max_steps + 1):
        basis = rows[fixed + coupled : fixed + size]
        image = np.ascontiguousarray(apply(np.ascontiguousarray(rows[fixed + done : fixed + size].T)).T)
        overlap = overlaps(team, basis, image)
        subtract(team, image, overlap, basis)
        projected[coupled:size, done:size] = overlap
        projected[done:size, coupled:size] = overlap.T
        full = cap < room and size + block > cap
        if full or size >= min(room, due):
            due = size + min(max(block, RITZ * size**2 // n), int((GROWTH - 1) * size) + 1)
            window = projected[:size, :size]
            values, vectors = np.linalg.eigh((window + window.T) / 2)
            ritz, coordinates = values[::-1], vectors[:, ::-1]
            reach = overlaps(team, image, image)
            tail = coordinates[done:size, : k + spare]
            residuals = np.sqrt(np.maximum(np.einsum("ij,ik,kj->j", tail, reach, tail), 0.0))
            limits = tol if scale is None else tol * scale(ritz[:k])
            converged = size >= k and bool((residuals[:k] <= limits).all())
            if converged or size == room or (enough is not None and enough(ritz, residuals, step)):
                break
        if full:
            kept = min(size, k + max(block, k // 8))
            combine(team, coordinates[:, :kept].T, rows[fixed : fixed + size])
            run.write(State(step, ritz[:kept], rows[fixed : fixed + kept], image), rng)
            projected[:] = 0.0
            projected[:kept, :kept] = np.diag(ritz[:kept])
            coupled, done, due = 0, kept, kept
            size = _extend(rows, fixed + kept, fixed + cap, image, rng, block, team) - fixed
        else:
            coupled = done
            done, size = size, _extend(rows, fixed + size, fixed + cap, image, rng, block, team) - fixed
    count = min(k + spare, len(ritz))
    combine(team, coordinates[:, :count].T, rows[fixed : fixed + len(coordinates)])
    return EigenPairs(
        ritz[:count], np.ascontiguousarray(rows[fixed : fixed + count].T), residuals[:count], len(coordinates)
    )


def _extend(
    rows: FloatArray, size: int, limit: int, directions: FloatArray, rng: np.random.Generator, least: int, team: Team
) -> int:
    """Append to the basis the span of directions (b, n), filled up with random ones to `least`; return the new size."""
    scale = 1.0
    least = min(least, limit - size)
    while least > 0:
        if len(directions):
            fresh = directions[: limit - size].copy()
            if not orthonormalise(team, fresh, DEPENDENT * scale):
                fresh = _independent(directions, DEPENDENT * scale, limit - size)
            if len(fresh):
                subtract(team, fresh, overlaps(team, rows[:size], fresh), rows[:size])  # twice is enough
                if not orthonormalise(team, fresh):
                    fresh = np.linalg.qr(fresh.T)[0].T
            rows[size : size + len(fresh)] = fresh
            size += len(fresh)
            least -= len(fresh)
        directions, scale = rng.standard_normal((max(least, 0), rows.shape[1])), rows.shape[1] ** 0.5
        if len(directions):
            subtract(team, directions, overlaps(team, rows[:size], directions), rows[:size])
    return size


def _independent(directions: FloatArray, least: float, most: int) -> FloatArray:
    """Orthonormal rows that span the directions (b, n) but for what is shorter than `least`."""
    q, r = np.linalg.qr(directions.T)
    combined, lengths, _ = np.linalg.svd(r)
    good = min(int((lengths > least).sum()), most)
    basis: FloatArray = combined[:, :good].T @ q.T
    return basis
