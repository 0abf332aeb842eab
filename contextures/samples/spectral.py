"""Top singular values and functions of a large context, with residuals and a check that none is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import scipy.linalg

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.chebyshev import filter_for
from contextures.samples.completeness import excludes, probe
from contextures.samples.conditionals import row_blocks
from contextures.samples.inverted import Inverse
from contextures.samples.kept_runs import NOWHERE, KeptRun
from contextures.samples.lanczos import EigenPairs, top_eigenpairs
from contextures.samples.needs import iterates, refuse_spectrum
from contextures.samples.operator import MOST_DENSE, Operator
from contextures.samples.orthonormal import decomposed, inner, times
from contextures.samples.threads import team
from contextures.settings import number

TOLERANCE = {8: 1e-8, 4: 1e-6}
"""Largest residual ‖TT*μ − s²μ‖ that counts as converged, by the bytes of the operator's numbers."""
LARGE, LARGE_TOLERANCE = 200_000, 1e-6
"""From this order on it is larger."""
LOOSEST = 1e-3
"""The largest tolerance."""
RESOLUTION = {8: 1e-13, 4: 1e-6}
"""Values of s² below this cannot be told from rounding."""
PATIENCE = {True: 4.0, False: 3.0}
"""Lanczos gives way at about two thirds of the cost of the dense decomposition, up to order 14,000: sooner where its
products are dense."""
HOPELESS = 1.5
"""It gives way where none has converged in a basis of so many times the wanted pairs."""
INVERSE_STEPS = 60
"""Lanczos steps on the inverse after which the dense decomposition takes over."""
BLOCK, THIN_BLOCK, DENSE_BLOCK, THIN_FROM = 32, 8, 64, 50_000
"""Directions of a Lanczos step: few where the vectors are long; with a dense matrix many, as products like them."""
FILTERED = 10_000_000
"""Numbers in k vectors above which Lanczos works on a polynomial of TT*: products cost less than orthogonalisation."""
SPARE = 16
"""A sixteenth more pairs than wanted are set aside before the probe, so that there is a gap for it to see."""
ORTHONORMAL = 1e-10
"""How far inner products of computed vectors may be from those of orthonormal ones."""
MOST_STEPS = 2000
"""Lanczos steps after which the residuals are left to tell."""
ROUNDS = 5
"""How often missed directions are added, each time twice as many, before giving up."""


@dataclass(frozen=True, eq=False)
class Triplets:
    """The top of the singular value decomposition of Q̃.

    Attributes
    ----------
    singular_values : ndarray, (k,)
    u, v : ndarray, (r, k) and (c, k)
        Orthonormal singular vectors, orthogonal to √P_X and √P_A.
    residuals : ndarray, (k,)
        ‖QQᵀu − s²u‖, or that of QᵀQ and v where there are fewer columns than rows.
    complete : bool
        Whether the search for missed directions found none and every residual is within the tolerance.
    checks : tuple of str
        What `complete` rests on, or what failed.
    method : {"dense", "lanczos", "components"}
    resolution : float
        Values of s² below this cannot be told from rounding.
    """

    singular_values: FloatArray
    u: FloatArray
    v: FloatArray
    residuals: FloatArray
    complete: bool
    checks: tuple[str, ...]
    method: str
    resolution: float


def top_triplets(
    operator: Operator,
    rank: int,
    *,
    method: str = "auto",
    tol: float | None = None,
    seed: int = 0,
    certify: bool = False,
    run: KeptRun = NOWHERE,
) -> Triplets:
    """Return the top singular triplets of Q with the constants removed.

    Parameters
    ----------
    operator : Operator
    rank : int
        From 1 to min(r, c) − 1.
    method : {"auto", "dense", "lanczos"}
        By default the whole matrix QQᵀ is decomposed up to order 2,000, or 6 times the rank, and block Lanczos is used
        above.
    tol : float, optional
        Largest residual of s² that counts as converged; 1e-8 by default, 1e-6 in single precision.
    seed : int
        Of the random directions.
    certify : bool
        Prove completeness of a Lanczos result by a Cholesky factorisation, in O(n³), instead of probing.
    run : KeptRun, optional
        Where the state of Lanczos is kept, and gone on from.

    Raises
    ------
    InputError
        Where there is no such method, `tol` is out of range, a matrix beyond order 14,000 would be formed, or there is
        less memory than the vectors need.
    """
    n = len(operator.small)
    if method not in ("auto", "dense", "lanczos"):
        raise InputError(f"method is {method!r}; 'auto', 'dense' or 'lanczos' is right")
    if n > MOST_DENSE and (method == "dense" or certify):
        raise InputError(f"a dense matrix of order {n} would be needed; at most {MOST_DENSE} is right, or lanczos")
    if tol is None:
        tol = max(TOLERANCE[operator.dtype.itemsize], LARGE_TOLERANCE if n > LARGE else 0.0)
    tol = number(tol, "tol", positive=True)
    if tol > LOOSEST:
        raise InputError(f"tol is {tol:g}; at most {LOOSEST:g} is right")
    iterated = iterates(n, rank, method)
    refuse_spectrum(n, rank, method)
    labels = operator.components()
    exact = unit_functions(labels, operator.small, rank)
    wanted = rank - exact.shape[1]
    checks = [f"{exact.shape[1]} unit values from {labels.max() + 1} components"] if exact.size else []
    passed, used, found = True, "components", None
    if wanted and iterated:
        gives_way = method == "auto" and n <= MOST_DENSE
        limit = PATIENCE[operator.sparse] * n**2 / (4 * n + 1e4) if gives_way else np.inf
        used = "lanczos"
        with team() as crew:
            found, passed, note = _by_lanczos(operator.shared(crew), exact, wanted, tol, seed, certify, limit, run)
            if found is None and not certify:
                found, note = _by_inverse(operator.shared(crew), exact, wanted, tol, seed)
                passed = found is not None
        if found is not None:
            checks.append(note)
    if found is None:
        vectors = exact
        if wanted:
            used, passed = "dense", True
            checks.append("all eigenvalues of the whole matrix were counted")
            known = np.concatenate([operator.small[:, None], exact], axis=1)
            vectors = np.concatenate([exact, _dense(operator, known, wanted).vectors], axis=1)
        found = _polished(operator.precise, vectors)
    for part in (run, run.part("filtered")):
        part.drop()
    s, u, v, residuals = found
    worst = float(residuals.max(initial=0.0))
    checks.append(f"largest residual {worst:.1e}, tolerance {tol:.0e}")
    return Triplets(
        singular_values=np.clip(s, 0.0, 1.0),
        u=u,
        v=v,
        residuals=residuals,
        complete=bool(passed and worst <= tol),
        checks=tuple(checks),
        method=used,
        resolution=max(RESOLUTION[operator.dtype.itemsize], 10.0 * worst),
    )


def unit_functions(labels: IntArray, constant: FloatArray, most: int) -> FloatArray:
    """Return orthonormal functions of value 1 under Q, constant on each component and orthogonal to the constant.

    Parameters
    ----------
    labels : ndarray of int, (n,)
        The component of each point, from 0 to C − 1.
    constant : ndarray, (n,)
        The unit vector √P.
    most : int
        How many are wanted.

    Returns
    -------
    ndarray, (n, min(C − 1, most))

    Notes
    -----
    Columns 1, 2, … of the indicators under the reflection that exchanges the first one and the negative constant; the
    C indicators themselves are never held.
    """
    roots = np.sqrt(np.bincount(labels, np.square(constant)))  # the constant in coordinates of the indicators
    mirror = roots.copy()
    mirror[0] += 1.0
    kept = min(len(roots) - 1, most)
    own = constant / roots[labels]
    functions = np.outer(own * mirror[labels], -mirror[1 : kept + 1] / mirror[0])
    inside = np.flatnonzero((labels >= 1) & (labels <= kept))
    functions[inside, labels[inside] - 1] += own[inside]
    return functions


def _dense(operator: Operator, known: FloatArray, k: int) -> EigenPairs:
    matrix = _deflated(operator, known)
    n = len(matrix)
    try:
        values, vectors = scipy.linalg.eigh(
            matrix, driver="evr", subset_by_index=(n - k, n - 1), overwrite_a=True, check_finite=False
        )
        sound = len(values) == k and np.abs(vectors.T @ vectors - np.eye(k)).max() < ORTHONORMAL
    except np.linalg.LinAlgError:
        sound = False
    if not sound:  # it can lose or mix pairs of a large cluster; divide and conquer does not
        del matrix
        values, vectors = scipy.linalg.eigh(
            _deflated(operator, known), driver="evd", overwrite_a=True, check_finite=False
        )
    return EigenPairs(values[-k:][::-1], vectors[:, -k:][:, ::-1], np.zeros(k), n)


def _deflated(operator: Operator, known: FloatArray) -> FloatArray:
    """The matrix with known directions below every eigenvalue, in the order that LAPACK overwrites."""
    matrix = np.asfortranarray(operator.matrix().T)  # symmetric, so that no copy is made
    for rows in row_blocks(*matrix.shape):
        matrix[rows] -= 2.0 * (known[rows] @ known.T)
    return matrix


Found: TypeAlias = tuple[FloatArray, FloatArray, FloatArray, FloatArray]
"""Singular values, u, v and residuals."""


def _by_lanczos(
    operator: Operator, exact: FloatArray, k: int, tol: float, seed: int, certify: bool, limit: float, run: KeptRun
) -> tuple[Found | None, bool, str]:
    """Lanczos on renumbered rows; nothing where it gave up although the dense decomposition can take over."""
    moved, order = operator.renumbered()
    exact = exact if order is None else exact[order.rows if operator.by_rows else order.columns]
    known = np.concatenate([moved.small[:, None], exact], axis=1)
    pairs, passed, note = _lanczos(moved, known, k, tol, seed, certify, limit, run)
    if limit < np.inf and not (passed and (pairs.residuals <= tol).all()):
        return None, False, note
    vectors = np.concatenate([exact, pairs.vectors], axis=1)
    del pairs, known, exact
    s, u, v, residuals = _polished(moved.precise, vectors)
    del vectors
    if order is not None:
        u, v = _back(u, order.rows), _back(v, order.columns)
    return (s, u, v, residuals), passed, note


def _by_inverse(operator: Operator, exact: FloatArray, k: int, tol: float, seed: int) -> tuple[Found | None, str]:
    """Lanczos on the inverse of σ − TT*; nothing where that does not settle it."""
    known = np.concatenate([operator.small[:, None], exact], axis=1)
    try:
        inverse = Inverse(operator, known, k)
    except np.linalg.LinAlgError:
        return None, ""
    fine = inverse.tolerance(tol)
    pairs, passed, note = _lanczos(inverse, known, k, fine, seed, False, INVERSE_STEPS * DENSE_BLOCK)
    if not passed or inverse.told(float(pairs.values[-1]), fine) > tol:
        return None, note
    del inverse
    found = _polished(operator.precise, np.concatenate([exact, pairs.vectors], axis=1))
    return (found, f"of the inverse, {note}") if found[3].max() <= tol else (None, note)


def _back(vectors: FloatArray, order: IntArray) -> FloatArray:
    """Rows where they were before a renumbering."""
    placed = np.empty_like(vectors)
    placed[order] = vectors
    return placed


def _lanczos(
    operator: Operator | Inverse,
    known: FloatArray,
    k: int,
    tol: float,
    seed: int,
    certify: bool,
    limit: float = np.inf,
    run: KeptRun = NOWHERE,
) -> tuple[EigenPairs, bool, str]:
    """Block Lanczos, and rounds of looking for what it missed; it gives up after `limit` directions."""
    rng = np.random.default_rng(seed)
    n, crew = len(known), operator.team
    block = DENSE_BLOCK if not operator.sparse else THIN_BLOCK if n >= THIN_FROM else BLOCK
    steps = int(min(MOST_STEPS, limit // block + 1))
    spare = min(max(8, k // SPARE), n - known.shape[1] - k)
    settings: Any = {"tol": tol, "rng": rng, "locked": known, "team": crew}
    more = {"block": block, "spare": spare, "max_steps": steps}
    if limit < np.inf and isinstance(operator, Operator):
        more["enough"] = lambda values, residuals, _: len(values) >= HOPELESS * k and (residuals[:k] > tol).all()
    pairs, added = _first(operator, n, k, settings | more, run), 0
    if len(pairs.values) < k or (pairs.residuals[:k] > tol).any():
        return pairs.first(k), False, f"{steps} Lanczos steps did not converge"
    for attempt in range(ROUNDS):
        if certify and isinstance(operator, Operator):
            proved = excludes(operator, known, pairs.first(k), tol)
            state = "excludes" if proved else "does not exclude"
            return pairs.first(k), proved, f"a Cholesky factorisation {state} a larger value"
        outcome = probe(operator.gram, known, pairs, k, tol, rng, crew)
        if not outcome.missed:
            note = f"{added} missed directions were added; " if added else ""
            return pairs.first(k), outcome.sure, note + outcome.note
        found = np.concatenate([known, pairs.vectors], axis=1)
        more = min(BLOCK << attempt, n - found.shape[1])
        missed = top_eigenpairs(operator.gram, n, more, **(settings | {"locked": found, "block": BLOCK}))
        added += len(missed.values)
        pairs = pairs.joined(missed)
    return pairs.first(k), False, f"missed directions kept turning up in {ROUNDS} rounds"


def _first(operator: Operator | Inverse, n: int, k: int, settings: Any, run: KeptRun) -> EigenPairs:
    """The top pairs by Lanczos on TT*, or on a polynomial of it where the vectors are long."""
    chosen, crew = None, settings["team"]
    if operator.sparse and n * k > FILTERED:
        above = int(1.5 * k) + settings["spare"]
        chosen = filter_for(operator.gram, n, above, settings["rng"], settings["locked"], crew)
    if chosen is None:
        return top_eigenpairs(operator.gram, n, k, run=run, **settings)
    most = 2 * k + 8 * settings["block"]
    filtered = top_eigenpairs(
        lambda vectors: chosen(operator.gram, vectors, crew),
        n,
        k,
        most=most,
        scale=chosen.tolerance,
        run=run.part("filtered"),
        **settings,
    )
    pairs = _ritz(operator, filtered)
    if pairs.values[k - 1] > chosen.edge:
        return pairs
    return top_eigenpairs(operator.gram, n, k, run=run, **settings)


def _ritz(operator: Operator | Inverse, pairs: EigenPairs) -> EigenPairs:
    """The pairs of TT* on the space of other pairs."""
    crew, vectors = operator.team, pairs.vectors
    image = operator.gram(vectors)
    values, rotation = np.linalg.eigh(inner(crew, vectors, image))
    values, rotation = values[::-1], rotation[:, ::-1]
    vectors, image = times(crew, vectors, rotation), times(crew, image, rotation)
    image -= vectors * values
    return EigenPairs(values, vectors, np.linalg.norm(image, axis=0), pairs.basis_size)


def _polished(operator: Operator, vectors: FloatArray) -> Found:
    """Singular values and vectors of both sides of Q on a space of the smaller side, and residuals ‖QQᵀu − s²u‖.

    The square roots of eigenvalues of QQᵀ would lose half the digits of small values.
    """
    crew, constant = operator.team, operator.root_a if operator.by_rows else operator.root_x
    basis, triangle = decomposed(crew, np.concatenate([constant[:, None], operator.across(vectors)], axis=1))
    left, s, right = np.linalg.svd(triangle[1:, 1:])
    near = times(crew, vectors, right.T)
    far = times(crew, basis[:, 1:], left)
    del basis
    gaps = operator.forward(far) if operator.by_rows else operator.backward(far)

    def squares(at: slice) -> FloatArray:
        gaps[at] -= near[at] * s
        return np.asarray(np.einsum("ij,ij->j", gaps[at], gaps[at]))

    residuals: FloatArray = s * np.sqrt(np.asarray(sum(crew.each(squares, len(gaps)))))
    return (s, near, far, residuals) if operator.by_rows else (s, far, near, residuals)
