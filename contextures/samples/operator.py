"""The operator Q = D_X^{1/2} P D_A^{-1/2} of a conditional law P, applied without being formed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components, reverse_cuthill_mckee
from scipy.sparse.linalg import LinearOperator

from contextures.arrays import FloatArray, IntArray
from contextures.samples.conditionals import is_sparse, row_blocks
from contextures.samples.threads import ALONE, Team, blocks

MOST_DENSE = 14_000
"""No matrix TT* of a larger order is formed."""
FILLED = 0.05
"""A sparse law with more than this part of its cells filled is multiplied as a dense one."""
SCATTERED = 20_000
"""From this order on the rows and columns of a sparse law are renumbered, so that those that meet lie close."""
UNITS = 64
"""Columns of the identity that an implicit law is applied to at a time."""


@dataclass(frozen=True, eq=False)
class Order:
    """A renumbering of rows and columns: the old positions in their new order."""

    rows: IntArray
    columns: IntArray


class Operator:
    """Q of a law P, and products with it.

    Parameters
    ----------
    core : ndarray, sparse array or LinearOperator, (r, c)
        Rows are laws P⁺(·|x).
    p_x, p_a : ndarray, (r,) and (c,)
        The marginals, > 0.
    team : Team, optional
        Who shares the rows of a product.
    own : bool
        Whether `core`, sparse, is for this operator alone, which may turn it into Q where it stands.
    """

    def __init__(self, core: Any, p_x: FloatArray, p_a: FloatArray, team: Team = ALONE, *, own: bool = False) -> None:
        self.root_x, self.root_a = np.sqrt(p_x), np.sqrt(p_a)
        self.team, self.dtype, self.shape = team, np.dtype(core.dtype), core.shape
        self.support = core.tocsr() if is_sparse(core) else None
        cells = core.shape[0] * core.shape[1]
        self.sparse = self.support is not None and (core.nnz <= FILLED * cells or cells > MOST_DENSE**2)
        self._given, self._own = core, own

    @cached_property
    def core(self) -> Any:
        """What vectors are multiplied with: Q itself where it is sparse, else the law; made when it is needed."""
        if self.support is None:
            return self._given
        if not self.sparse:
            return self.support.toarray()
        alone = self._own and self.dtype == np.float64  # `precise` asks for a law in single precision again
        return _scaled(self.support, self.root_x, self.root_a, self.support.data if alone else None)

    @cached_property
    def transposed(self) -> Any:
        """Its transpose."""
        return self.core.T.tocsr() if self.sparse else self.core.T

    @cached_property
    def _of_core(self) -> list[Any]:
        """Its blocks of rows, of a sparse one."""
        return _parted(self.core)

    @cached_property
    def _of_transposed(self) -> list[Any]:
        """The blocks of rows of its transpose."""
        return _parted(self.transposed)

    def shared(self, team: Team) -> Operator:
        """Return the same operator, its products shared by a team."""
        other = object.__new__(Operator)
        other.__dict__.update(self.__dict__, team=team)
        return other

    @property
    def precise(self) -> Operator:
        """The same law, multiplied in double precision: what rounds in single precision need not average out."""
        if self.dtype == np.float64 or isinstance(self._given, LinearOperator):
            return self
        if self.sparse:
            assert self.support is not None
            return Operator(self.support.astype(np.float64), self.root_x**2, self.root_a**2, self.team)
        core, parts = self.core, list(row_blocks(*self.shape))

        def product(vectors: FloatArray) -> FloatArray:
            return np.concatenate([core[rows].astype(np.float64) @ vectors for rows in parts])

        def transposed(vectors: FloatArray) -> FloatArray:
            total = np.zeros((core.shape[1], *vectors.shape[1:]))
            for rows in parts:
                total += core[rows].astype(np.float64).T @ vectors[rows]
            return total

        wide = LinearOperator(
            core.shape, dtype=np.float64, matvec=product, matmat=product, rmatvec=transposed, rmatmat=transposed
        )
        return Operator(wide, self.root_x**2, self.root_a**2)

    @property
    def by_rows(self) -> bool:
        """Whether there are no more rows than columns."""
        return bool(self.shape[0] <= self.shape[1])

    @property
    def small(self) -> FloatArray:
        """The constant on the smaller side: √P_X or √P_A."""
        return self.root_x if self.by_rows else self.root_a

    def forward(self, vectors: FloatArray) -> FloatArray:
        """Return QV, for V (c, k)."""
        if self.sparse:
            return self._sparse(self._of_core, vectors)
        scaled = (vectors / self.root_a[:, None]).astype(self.dtype, copy=False)
        return self._dense(self.core, scaled) * self.root_x[:, None]

    def backward(self, vectors: FloatArray) -> FloatArray:
        """Return QᵀU, for U (r, k)."""
        if self.sparse:
            return self._sparse(self._of_transposed, vectors)
        scaled = (vectors * self.root_x[:, None]).astype(self.dtype, copy=False)
        return self._dense(self.transposed, scaled) / self.root_a[:, None]

    def across(self, vectors: FloatArray) -> FloatArray:
        """From the smaller side to the other."""
        return self.backward(vectors) if self.by_rows else self.forward(vectors)

    def gram(self, vectors: FloatArray) -> FloatArray:
        """QQᵀ or QᵀQ, the smaller of the two, times vectors."""
        return self.forward(self.backward(vectors)) if self.by_rows else self.backward(self.forward(vectors))

    def matrix(self) -> FloatArray:
        """Return QQᵀ or QᵀQ, the smaller of the two, as an array."""
        if self.sparse:
            square = self.core @ self.transposed if self.by_rows else self.transposed @ self.core
            return np.asarray(square.toarray(), dtype=np.float64)
        if isinstance(self.core, np.ndarray):
            dense = self.core * self.root_x[:, None]
            dense /= self.root_a
            return np.asarray(dense @ dense.T if self.by_rows else dense.T @ dense)
        n = len(self.small)
        square = np.empty((n, n))
        for start in range(0, n, UNITS):
            square[:, start : start + UNITS] = self.gram(np.eye(n, min(UNITS, n - start), -start))
        return square

    def components(self) -> IntArray:
        """Return the connected component of the support that each point of the smaller side is in; all 0 if dense."""
        if self.support is None:
            return np.zeros(len(self.small), dtype=np.int64)
        rows = self.support.shape[0]
        labels = connected_components(_edges(self.support), directed=True, connection="weak")[1]
        return np.asarray(labels[:rows] if self.by_rows else labels[rows:], dtype=np.int64)

    def renumbered(self) -> tuple[Operator, Order | None]:
        """Return the operator with rows and columns in another order, and that order; itself where that gains nothing.

        A product reads entries of its vectors where a row has its positions: near each other they are in the
        processor's cache.
        """
        if not self.sparse or len(self.small) < SCATTERED:
            return self, None
        assert self.support is not None
        edges = _edges(self.support)
        rows = self.shape[0]
        order = reverse_cuthill_mckee((edges + edges.T).tocsr(), symmetric_mode=True)
        found = Order(order[order < rows].astype(np.int64), order[order >= rows].astype(np.int64) - rows)
        law = self.support[found.rows][:, found.columns]
        law.sort_indices()
        p_x, p_a = self.root_x[found.rows] ** 2, self.root_a[found.columns] ** 2
        return Operator(law, p_x, p_a, self.team, own=True), found

    def _sparse(self, parts: list[Any], vectors: FloatArray) -> FloatArray:
        """The product with a sparse matrix, given by its blocks of rows."""
        thin = np.ascontiguousarray(vectors, dtype=self.dtype)
        product = np.empty((sum(part.shape[0] for part in parts), *vectors.shape[1:]))
        first = parts[0].shape[0]

        def work(rows: slice) -> None:
            product[rows] = parts[rows.start // first] @ thin

        self.team.each(work, len(product))
        return product

    def _dense(self, matrix: Any, vectors: FloatArray) -> FloatArray:
        """The product with a dense or an implicit matrix."""
        if not isinstance(matrix, np.ndarray):
            return np.asarray(matrix @ vectors, dtype=np.float64)
        thin, product = np.ascontiguousarray(vectors.T), np.empty((len(matrix), *vectors.shape[1:]))

        def work(rows: slice) -> None:
            product[rows] = (thin @ matrix[rows].T).T  # a thin factor on the left is half again as fast

        self.team.each(work, len(product))
        return product


def _scaled(law: Any, root_x: FloatArray, root_a: FloatArray, data: FloatArray | None = None) -> Any:
    """D_X^{1/2} P D_A^{-1/2} of a sparse law, in its precision; its entries are written to `data`, which may be P's."""
    data = np.empty_like(law.data) if data is None else data
    for rows in blocks(law.shape[0]):
        ends = law.indptr[rows.start : rows.stop + 1]
        cells = slice(int(ends[0]), int(ends[-1]))
        data[cells] = law.data[cells] * np.repeat(root_x[rows], np.diff(ends)) / root_a[law.indices[cells]]
    return sp.csr_array((data, law.indices, law.indptr), shape=law.shape)


def _parted(matrix: Any) -> list[Any]:
    """The blocks of rows of a sparse matrix, whose entries are not copied, as they are by indexing and `csr_array`."""
    parts = []
    for rows in blocks(matrix.shape[0]):
        ends = matrix.indptr[rows.start : rows.stop + 1]
        cells = slice(int(ends[0]), int(ends[-1]))
        part = sp.csr_array((rows.stop - rows.start, matrix.shape[1]), dtype=matrix.dtype)
        part.data, part.indices, part.indptr = matrix.data[cells], matrix.indices[cells], ends - ends[0]
        parts.append(part)
    return parts


def _edges(law: Any) -> sp.csr_array:
    """The law's pairs of row and column as edges from the points 0, …, r − 1 to the points r, …, r + c − 1."""
    r, c = law.shape
    pointers = np.concatenate([law.indptr, np.full(c, law.indptr[-1], law.indptr.dtype)])
    return sp.csr_array(
        (np.ones(law.nnz, dtype=np.int8), law.indices + law.indices.dtype.type(r), pointers), shape=(r + c, r + c)
    )
