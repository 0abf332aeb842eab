"""Minimisers of the spectral loss: spans of the top k eigenfunctions of the graph, any of them where g_k is repeated.

F with the rows √w(a)·f(a) minimises ‖Ā − FFᵀ‖² over k columns iff FFᵀ is a best approximation of rank k: f spans k
eigenfunctions of the largest eigenvalues that are not 0. A head sees the span alone, each row up to a positive factor.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq_mat

from contextures.exact.arithmetic import Rationals, as_array, as_matrix, independent_columns, null_space
from contextures.exact.arrays import ExactArray, rationals
from contextures.exact.numbers import NotCertifiable
from contextures.theory.neighbours.graphs import transitions

TIE = 1e-9
"""Difference up to which eigenvalues count as equal in floats, and size below which they count as 0."""


def top_functions(world: Any, w: Any, k: int, turn: Any, zeros: bool = False) -> tuple[Any, Any]:
    """Return functions that the features of a minimiser span, and how many of the columns count.

    Parameters
    ----------
    world : World
    w : array (..., a, a)
        Weights of the graph.
    k : int
    turn : array (..., a, columns)
        Functions of the views: of an eigenspace that has more dimensions than are left, the span of their projections
        is taken, completed by those of single views.
    zeros : bool, optional
        Whether eigenfunctions of the eigenvalue 0 count too: those of k largest eigenvalues, and no minimiser.

    Returns
    -------
    functions : array (..., a, min(k, a))
    count : int or ndarray of int
        Columns beyond it are 0.

    Raises
    ------
    NotCertifiable
        Exactly, where the span is not given by rational functions.
    """
    return _exact_top(world, w, k, turn, zeros) if world.exact else _float_top(w, k, turn, zeros)


def column_basis(world: Any, features: Any) -> tuple[Any, Any]:
    """Return independent functions with the span of the columns (..., a, k), and how many count."""
    if world.exact:
        rows = rationals(ExactArray(features))
        return _padded(rows[:, independent_columns(rows)], rows.shape[1])
    size = np.linalg.norm(features, axis=-2, keepdims=True)
    left, values, _ = np.linalg.svd(features / np.where(size > 0, size, 1.0), full_matrices=False)
    kept = values > TIE
    return left * kept[..., None, :], kept.sum(-1)


def _padded(columns: Any, k: int) -> tuple[ExactArray, int]:
    count = columns.shape[1]
    width = max(count, min(k, len(columns)))
    found = as_array(fmpq_mat(len(columns), width))
    found[:, :count] = columns
    return ExactArray(found), count


def _float_top(w: Any, k: int, turn: Any, zeros: bool) -> tuple[Any, Any]:
    degrees = w.sum(-1)
    root = np.sqrt(np.where(degrees > 0, degrees, 1.0))
    values, vectors = np.linalg.eigh(w / (root[..., :, None] * root[..., None, :]))
    values, vectors = values[..., ::-1], vectors[..., ::-1]
    size = values.shape[-1]
    width = min(k, size)
    last = values[:, width - 1 : width]
    counted = (values > TIE) | zeros
    above = (values > last + TIE) & counted
    tied = (np.abs(values - last) <= TIE) & counted
    wanted = np.minimum(width, counted.sum(-1))
    found, count = vectors[..., :width] * above[:, None, :width], above.sum(-1)
    space = vectors * tied[:, None, :]
    candidates = np.concatenate([root[..., None] * turn, np.broadcast_to(np.eye(size), w.shape)], axis=-1)
    projected = space @ (np.swapaxes(space, -1, -2) @ candidates)
    for column in np.moveaxis(projected, -1, 0) if (count < wanted).any() else ():
        length = np.linalg.norm(column, axis=-1, keepdims=True)
        rest = column / np.where(length > 0, length, 1.0)
        for _ in range(2):
            rest = rest - (found @ (np.swapaxes(found, -1, -2) @ rest[..., None]))[..., 0]
        left = np.linalg.norm(rest, axis=-1)
        taken = (count < wanted) & (length[:, 0] > TIE) & (left > TIE)
        place = (np.arange(width) == count[:, None]) & taken[:, None]
        found = found + place[:, None, :] * (rest / np.where(left > 0, left, 1.0)[:, None])[..., None]
        count = count + taken
    return found / root[..., None], count


def _exact_top(world: Any, w: Any, k: int, turn: Any, zeros: bool) -> tuple[Any, Any]:
    operator = rationals(transitions(world, w))
    size, weights = len(operator), rationals(ExactArray(w)).sum(1)
    _, factors = as_matrix(operator).charpoly().numer().factor()
    found = sorted(
        (
            (root.real, count * times, place)
            for place, (factor, count) in enumerate(factors)
            for root, times in _roots(factor)
        ),
        key=lambda entry: -float(entry[0].mid()),
    )
    inside: list[int] = []
    taken, polynomials = 0, [factor for factor, _ in factors]
    for _, count, place in found:
        zero = polynomials[place].degree() == 1 and polynomials[place][0] == 0
        if taken == min(k, size) or (zero and not zeros):
            break
        if taken + count > k:
            above = _kernel(operator, inside, polynomials)
            return _split(operator, weights, above, polynomials[place], k - taken, turn)
        inside.append(place)
        taken += count
    return _padded(_kernel(operator, inside, polynomials), k)


def _roots(factor: Any) -> Any:
    return factor.complex_roots()


def _kernel(operator: Any, inside: list[int], polynomials: list[Any]) -> Any:
    """The eigenfunctions of the roots inside, one entry a root: all roots of the factors that they belong to."""
    chosen = [polynomials[place] for place in dict.fromkeys(inside)]
    if sum(factor.degree() for factor in chosen) > len(inside):
        raise NotCertifiable("the top eigenspace is not given by rational functions")
    product = _scalar(len(operator), 1)
    matrix = as_matrix(operator)
    for factor in chosen:
        value = fmpq_mat(len(operator), len(operator))
        for j in range(factor.degree(), -1, -1):
            value = value * matrix + _scalar(len(operator), factor[j])
        product = product * value
    return null_space(as_array(product)) if chosen else operator[:, :0]


def _scalar(size: int, value: Any) -> Any:
    return fmpq_mat(size, size, [value if i == j else 0 for i in range(size) for j in range(size)])


def _split(operator: Any, weights: Any, above: Any, factor: Any, wanted: int, turn: Any) -> tuple[Any, Any]:
    """Some functions of the eigenspace of the smallest eigenvalue that counts, beside those above."""
    if factor.degree() > 1:
        raise NotCertifiable("an irrational eigenvalue is repeated")
    size = len(operator)
    space = null_space(as_array(as_matrix(operator) * int(factor[1]) + _scalar(size, factor[0])))
    projector = Rationals().projector(space, weights)
    candidates = np.concatenate([projector @ rationals(ExactArray(turn)), projector], axis=1)
    chosen = candidates[:, independent_columns(candidates)[:wanted]]
    return _padded(np.concatenate([above, chosen], axis=1), above.shape[1] + wanted)
