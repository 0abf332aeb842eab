"""Top singular values and functions of a large context, with residuals and a check that none is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import LinearOperator

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.conditionals import is_sparse, row_blocks
from contextures.samples.lanczos import Apply, EigenPairs, top_eigenpairs
from contextures.settings import number

TOLERANCE = {8: 1e-8, 4: 1e-6}
"""Largest residual ‖TT*μ − s²μ‖ that counts as converged, by the bytes of the operator's numbers."""
LOOSEST = 1e-3
"""The largest tolerance."""
RESOLUTION = {8: 1e-13, 4: 1e-6}
"""Values of s² below this cannot be told from rounding."""
DENSE = 2000
"""Up to this order, or 6 times the rank, the whole matrix TT* is decomposed."""
MOST_DENSE = 14_000
"""No matrix TT* of a larger order is formed."""
FILLED = 0.05
"""A sparse law with more than this part of its cells filled is multiplied as a dense one."""
PATIENCE = 2.5
"""Lanczos gives way to the dense decomposition at about two thirds of its cost, up to order 14,000."""
BLOCK = {"sparse": 32, "dense": 64}
"""Directions of a Lanczos step: a product with a sparse matrix costs little, one with a dense matrix likes many."""
PROBE_BLOCK, PROBE_LEAST, PROBE_MOST = 8, 25, 150
"""Fresh random directions of the search for what was missed, and its shortest and longest run.

After q steps from one random direction the largest eigenvalue is too small by a part ε or more with a probability of
at most 1.65 √n exp(−√ε(2q − 1)) (Kuczyński and Woźniakowski 1992); more steps are made until its residual is small too.
"""
SPARE = 16
"""A sixteenth more pairs than wanted are set aside before the probe, so that there is a gap for it to see."""
ORTHONORMAL = 1e-10
"""How far inner products of computed vectors may be from those of orthonormal ones."""
MOST_STEPS = 2000
"""Lanczos steps after which the residuals are left to tell."""
ROUNDS = 5
"""How often missed directions are added before giving up."""


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


class Operator:
    """Q = D_X^{1/2} P D_A^{-1/2} of a conditional law P, applied without being formed.

    Parameters
    ----------
    core : ndarray, sparse array or LinearOperator, (r, c)
        Rows are laws P⁺(·|x).
    p_x, p_a : ndarray, (r,) and (c,)
        The marginals, > 0.
    """

    def __init__(self, core: Any, p_x: FloatArray, p_a: FloatArray) -> None:
        self.core, self.transposed, self.support = core, core.T, None
        if is_sparse(core):
            self.support = core
            cells = core.shape[0] * core.shape[1]
            if core.nnz > FILLED * cells and cells <= MOST_DENSE**2:
                self.core = core.toarray()
                self.transposed = self.core.T
            else:
                self.core, self.transposed = core.tocsr(), core.T.tocsr()
        self.root_x, self.root_a = np.sqrt(p_x), np.sqrt(p_a)
        self.dtype = np.dtype(core.dtype)
        self.by_rows = core.shape[0] <= core.shape[1]

    @property
    def precise(self) -> Operator:
        """The same law, multiplied in double precision: what rounds in single precision need not average out."""
        core = self.core
        if self.dtype == np.float64 or isinstance(core, LinearOperator):
            return self
        if is_sparse(core):
            return Operator(core.astype(np.float64), self.root_x**2, self.root_a**2)
        blocks = list(row_blocks(*core.shape))

        def product(vectors: FloatArray) -> FloatArray:
            return np.concatenate([core[rows].astype(np.float64) @ vectors for rows in blocks])

        def transposed(vectors: FloatArray) -> FloatArray:
            total = np.zeros((core.shape[1], *vectors.shape[1:]))
            for rows in blocks:
                total += core[rows].astype(np.float64).T @ vectors[rows]
            return total

        wide = LinearOperator(
            core.shape, dtype=np.float64, matvec=product, matmat=product, rmatvec=transposed, rmatmat=transposed
        )
        return Operator(wide, self.root_x**2, self.root_a**2)

    @property
    def small(self) -> FloatArray:
        """The constant on the smaller side: √P_X or √P_A."""
        return self.root_x if self.by_rows else self.root_a

    def forward(self, vectors: FloatArray) -> FloatArray:
        """Return QV, for V (c, k)."""
        scaled = (vectors / self.root_a[:, None]).astype(self.dtype, copy=False)
        return np.asarray(self.core @ scaled, dtype=np.float64) * self.root_x[:, None]

    def backward(self, vectors: FloatArray) -> FloatArray:
        """Return QᵀU, for U (r, k)."""
        scaled = (vectors * self.root_x[:, None]).astype(self.dtype, copy=False)
        return np.asarray(self.transposed @ scaled, dtype=np.float64) / self.root_a[:, None]

    def across(self, vectors: FloatArray) -> FloatArray:
        """From the smaller side to the other."""
        return self.backward(vectors) if self.by_rows else self.forward(vectors)

    def gram(self, vectors: FloatArray) -> FloatArray:
        """QQᵀ or QᵀQ, the smaller of the two, times vectors."""
        return self.forward(self.backward(vectors)) if self.by_rows else self.backward(self.forward(vectors))

    def matrix(self) -> FloatArray:
        """Return QQᵀ or QᵀQ, the smaller of the two, as an array."""
        if is_sparse(self.core):
            scaled = sp.diags_array(self.root_x) @ self.core @ sp.diags_array(1.0 / self.root_a)
            square = scaled @ scaled.T if self.by_rows else scaled.T @ scaled
            return np.asarray(square.toarray())
        if isinstance(self.core, np.ndarray):
            dense = self.core * self.root_x[:, None]
            dense /= self.root_a
            return np.asarray(dense @ dense.T if self.by_rows else dense.T @ dense)
        return self.gram(np.eye(len(self.small)))

    def components(self) -> IntArray:
        """Return the connected component of the support that each point of the smaller side is in; all 0 if dense."""
        if self.support is None:
            return np.zeros(len(self.small), dtype=np.int64)
        rows = self.support.shape[0]
        blocks: Any = [[None, self.support], [self.support.T, None]]
        labels = connected_components(sp.block_array(blocks, format="csr"), directed=False)[1]
        return np.asarray(labels[:rows] if self.by_rows else labels[rows:], dtype=np.int64)


def top_triplets(
    operator: Operator,
    rank: int,
    *,
    method: str = "auto",
    tol: float | None = None,
    seed: int = 0,
    certify: bool = False,
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

    Raises
    ------
    InputError
        Where there is no such method, `tol` is out of range, or a matrix beyond order 14,000 would be formed.
    """
    n = len(operator.small)
    if method not in ("auto", "dense", "lanczos"):
        raise InputError(f"method is {method!r}; 'auto', 'dense' or 'lanczos' is right")
    if n > MOST_DENSE and (method == "dense" or certify):
        raise InputError(f"a dense matrix of order {n} would be needed; at most {MOST_DENSE} is right, or lanczos")
    tol = TOLERANCE[operator.dtype.itemsize] if tol is None else number(tol, "tol", positive=True)
    if tol > LOOSEST:
        raise InputError(f"tol is {tol:g}; at most {LOOSEST:g} is right")
    labels = operator.components()
    exact = unit_functions(labels, operator.small, rank)
    known = np.concatenate([operator.small[:, None], exact], axis=1)
    wanted = rank - exact.shape[1]
    checks = [f"{exact.shape[1]} unit values from {labels.max() + 1} components"] if exact.size else []
    if wanted == 0:
        pairs, used = EigenPairs(np.zeros(0), np.zeros((n, 0)), np.zeros(0), 0), "components"
        passed = True
    elif method == "dense" or (method == "auto" and n <= min(max(DENSE, 6 * rank), MOST_DENSE)):
        pairs, used = _dense(operator, known, wanted), "dense"
        passed, note = True, "all eigenvalues of the whole matrix were counted"
        checks.append(note)
    else:
        used = "lanczos"
        limit = PATIENCE * n**2 / (4 * n + 1e4) if method == "auto" and n <= MOST_DENSE else np.inf
        pairs, passed, note = _lanczos(operator, known, wanted, tol, seed, certify, limit)
        if limit < np.inf and not (passed and (pairs.residuals <= tol).all()):
            pairs, used, passed = _dense(operator, known, wanted), "dense", True
            note = "all eigenvalues of the whole matrix were counted"
        checks.append(note)
    vectors = np.concatenate([exact, pairs.vectors], axis=1)
    s, near, far, residuals = _polished(operator.precise, vectors)
    worst = float(residuals.max(initial=0.0))
    checks.append(f"largest residual {worst:.1e}, tolerance {tol:.0e}")
    u, v = (near, far) if operator.by_rows else (far, near)
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


def _lanczos(
    operator: Operator,
    known: FloatArray,
    k: int,
    tol: float,
    seed: int,
    certify: bool,
    limit: float = np.inf,
) -> tuple[EigenPairs, bool, str]:
    """Block Lanczos, and rounds of looking for what it missed; it gives up after `limit` directions."""
    rng = np.random.default_rng(seed)
    n = len(known)
    block = BLOCK["sparse" if is_sparse(operator.core) else "dense"]

    def apply(vectors: FloatArray) -> FloatArray:
        return operator.gram(vectors)

    steps = int(min(MOST_STEPS, limit // block + 1))
    spare = min(max(8, k // SPARE), n - known.shape[1] - k)
    pairs, added = (
        top_eigenpairs(apply, n, k, tol=tol, rng=rng, locked=known, block=block, spare=spare, max_steps=steps),
        0,
    )
    if len(pairs.values) < k or (pairs.residuals[:k] > tol).any():
        return _top(pairs, k), False, f"{steps} Lanczos steps did not converge"
    for _ in range(ROUNDS):
        if certify:
            proved = _positive(operator, known, _top(pairs, k), tol)
            return (
                _top(pairs, k),
                proved,
                "a Cholesky factorisation " + ("excludes" if proved else "does not exclude") + " a larger value",
            )
        missed, conclusive = _probe(apply, known, pairs, k, tol, rng)
        if not missed:
            note = f"{added} missed directions were added; " if added else ""
            state = "found no larger value" if conclusive else "did not converge"
            return _top(pairs, k), conclusive, f"{note}a probe with {PROBE_BLOCK} fresh directions {state}"
        found = np.concatenate([known, pairs.vectors], axis=1)
        more = top_eigenpairs(apply, n, min(block, n - found.shape[1]), tol=tol, rng=rng, locked=found, block=block)
        added += len(more.values)
        pairs = _joined(pairs, more)
    return _top(pairs, k), False, f"missed directions kept turning up in {ROUNDS} rounds"


def _joined(first: EigenPairs, second: EigenPairs) -> EigenPairs:
    """Both sets of pairs, largest value first."""
    values = np.concatenate([first.values, second.values])
    order = np.argsort(-values, kind="stable")
    return EigenPairs(
        values[order],
        np.concatenate([first.vectors, second.vectors], axis=1)[:, order],
        np.concatenate([first.residuals, second.residuals])[order],
        max(first.basis_size, second.basis_size),
    )


def _top(pairs: EigenPairs, k: int) -> EigenPairs:
    return EigenPairs(pairs.values[:k], pairs.vectors[:, :k], pairs.residuals[:k], pairs.basis_size)


def _probe(
    apply: Apply, known: FloatArray, pairs: EigenPairs, k: int, tol: float, rng: np.random.Generator
) -> tuple[bool, bool]:
    """Whether there is a value above the k-th in the complement of all that was found, and whether that is sure."""
    least = float(pairs.values[k - 1])
    found = np.concatenate([known, pairs.vectors], axis=1)
    room = len(found) - found.shape[1]
    if room == 0:
        return False, True

    def decided(values: FloatArray, residuals: FloatArray, steps: int) -> bool:
        passed = steps >= PROBE_LEAST and values[0] + residuals[0] <= least + tol
        return bool(values[0] > least + tol or passed)

    probe = top_eigenpairs(
        apply,
        len(found),
        1,
        tol=tol,
        rng=rng,
        locked=found,
        block=PROBE_BLOCK,
        most=PROBE_BLOCK * 100,
        max_steps=PROBE_MOST,
        enough=decided,
    )
    if probe.values[0] > least + tol:
        return True, True
    return False, bool(probe.values[0] + probe.residuals[0] <= least + tol)


def _positive(operator: Operator, known: FloatArray, pairs: EigenPairs, tol: float) -> bool:
    """Whether (λ + tol)I less the deflated matrix is positive definite, so that it has no eigenvalue above λ + tol."""
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


def _polished(operator: Operator, vectors: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Singular values and vectors of both sides of Q on a space of the smaller side, and residuals ‖QQᵀu − s²u‖.

    The square roots of eigenvalues of QQᵀ would lose half the digits of small values.
    """
    constant = operator.root_a if operator.by_rows else operator.root_x
    image = np.concatenate([constant[:, None], operator.across(vectors)], axis=1)
    basis, triangle = np.linalg.qr(image)
    left, s, right = np.linalg.svd(triangle[1:, 1:])
    near, far = vectors @ right.T, basis[:, 1:] @ left
    gaps = (operator.forward(far) if operator.by_rows else operator.backward(far)) - near * s
    residuals: FloatArray = s * np.sqrt(np.einsum("ij,ij->j", gaps, gaps))
    return s, near, far, residuals
