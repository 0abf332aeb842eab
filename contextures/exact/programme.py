"""Linear programmes over the rationals, by the simplex method with Bland's rule: the optimum, no enclosure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import Array
from contextures.exact.numbers import NotCertifiable


def least(cost: Sequence[fmpq], rows: Array, sides: Sequence[fmpq]) -> tuple[fmpq, Array]:
    """Minimise c·x over x ≥ 0 with Ax = b.

    Parameters
    ----------
    cost : sequence of fmpq, (n,)
    rows : ndarray (m, n)
        A, of rationals.
    sides : sequence of fmpq, (m,)
        b.

    Returns
    -------
    value : fmpq
    x : ndarray (n,)
        A vertex.

    Raises
    ------
    NotCertifiable
        If no x meets the equations, or the least value is −∞.
    """
    m, n = rows.shape
    signs = np.array([fmpq(-1 if side < 0 else 1) for side in sides], dtype=object)
    identity = np.array([[fmpq(int(i == j)) for j in range(m)] for i in range(m)], dtype=object)
    table = np.concatenate([signs[:, None] * rows, identity, (signs * np.array(sides, dtype=object))[:, None]], axis=1)
    basis = list(range(n, n + m))
    zero = fmpq(0)
    first = np.array([*[zero] * n, *[fmpq(1)] * m, zero], dtype=object) - table.sum(0)
    first[n : n + m] = zero
    if _descend(table, basis, first, n + m) != 0:
        raise NotCertifiable("no point meets the constraints of the programme")
    for i, column in enumerate(basis):
        if column >= n and (real := next((j for j in range(n) if table[i, j] != 0), None)) is not None:
            _pivot(table, basis, first, i, real)
    second = np.array([*cost, *[zero] * m, zero], dtype=object)
    for i, column in enumerate(basis):
        if column < n:
            second = second - second[column] * table[i]
    value = _descend(table, basis, second, n)
    x = np.array([zero] * n, dtype=object)
    for i, column in enumerate(basis):
        if column < n:
            x[column] = table[i, -1]
    return value, x


def _descend(table: Array, basis: list[int], reduced: Array, usable: int) -> Any:
    """Pivot in place until no reduced cost of the usable columns is negative; return the value."""
    while (column := next((j for j in range(usable) if reduced[j] < 0), None)) is not None:
        ratios = [(table[i, -1] / table[i, column], basis[i], i) for i in range(len(basis)) if table[i, column] > 0]
        if not ratios:
            raise NotCertifiable("the programme has no least value")
        _pivot(table, basis, reduced, min(ratios)[2], column)
    return -reduced[-1]


def _pivot(table: Array, basis: list[int], reduced: Array, row: int, column: int) -> None:
    """Bring a column into the basis in place of the one of a row."""
    table[row] = table[row] / table[row, column]
    for i in range(len(table)):
        if i != row and table[i, column] != 0:
            table[i] = table[i] - table[i, column] * table[row]
    reduced -= reduced[column] * table[row]
    basis[row] = column
