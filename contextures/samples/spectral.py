"""Top singular values and functions of a large context, with residuals and a check that none is missing."""

from __future__ import annotations

import numpy as np
import scipy.linalg

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.conditionals import row_blocks
from contextures.samples.iterated import by_inverse, by_lanczos
from contextures.samples.kept_runs import NOWHERE, KeptRun
from contextures.samples.lanczos import EigenPairs
from contextures.samples.needs import by_iteration, refuse_spectrum
from contextures.samples.operator import MOST_DENSE, Operator
from contextures.samples.threads import team
from contextures.samples.triplets import Triplets, polished
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
ORTHONORMAL = 1e-10
"""How far inner products of computed vectors may be from those of orthonormal ones."""


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
    iterated = by_iteration(n, rank, method)
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
            found, passed, note = by_lanczos(operator.shared(crew), exact, wanted, tol, seed, certify, limit, run)
            if found is None and not certify:
                found, note = by_inverse(operator.shared(crew), exact, wanted, tol, seed)
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
        found = polished(operator.precise, vectors)
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
