"""Linear heads with two labels: which sets of views some head can tell from the others, by the signs of minors.

A head on features of rows f_a with two labels is a vector v: it predicts the second label where ⟨v, f_a⟩ < 0 and the
first elsewhere, ties included. By Gordan's theorem no v does so on exactly S iff some y ≠ 0 with Σy_af_a = 0 has
y ≤ 0 on S, y ≥ 0 off S and y_S ≠ 0; such a y is a sum of elementary ones of the same signs, whose entries are minors.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from contextures.exact.arithmetic import as_matrix
from contextures.exact.arrays import ExactArray, rationals
from contextures.theory.neighbours.eigenspaces import column_basis
from contextures.theory.neighbours.graphs import subset_sums

NEGLIGIBLE = 1e-9
"""Size below which a minor of rows of length 1 counts as 0 in floats."""


def told_apart(world: Any, features: Any, count: Any) -> Any:
    """Tell for each subset of the views whether some head predicts the second label there and nowhere else.

    Parameters
    ----------
    world : World
    features : array (..., a, k)
        Of which the first columns are independent and the others 0.
    count : int or ndarray of int
        How many are independent.

    Returns
    -------
    ndarray of bool, (..., 2^a)
        By the binary code of the subset.
    """
    return by_relations(world, features, count, told)


def by_relations(world: Any, features: Any, count: Any, function: Callable[[Any], Any]) -> Any:
    """Apply a function of the signs of all elementary relations of the rows, (b, relations, a), to (b, ...)."""
    if world.exact:
        return function(exact_signs(rationals(ExactArray(features))[:, :count])[None])[0]
    widths = np.unique(count)
    parts = [function(float_signs(features[count == width][..., : int(width)])) for width in widths]
    found = np.zeros((len(features), *parts[0].shape[1:]), dtype=parts[0].dtype)
    for width, part in zip(widths, parts, strict=True):
        found[count == width] = part
    return found


def float_signs(rows: Any) -> Any:
    """Signs of the elementary relations of the rows (b, a, k), (b, relations, a)."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled = np.where(length > NEGLIGIBLE, rows / np.where(length > 0, length, 1.0), 0.0)
    minors = {
        chosen: np.linalg.det(scaled[:, list(chosen)]) for chosen in combinations(range(rows.shape[1]), rows.shape[2])
    }
    signs = {chosen: np.where(np.abs(minor) > NEGLIGIBLE, np.sign(minor), 0) for chosen, minor in minors.items()}
    return relations(signs, *rows.shape)


def exact_signs(rows: Any) -> Any:
    """The same of one matrix of rationals, (relations, a)."""
    size, width = rows.shape
    signs = {}
    for chosen in combinations(range(size), width):
        minor = as_matrix(rows[list(chosen)]).det() if width else 1
        signs[chosen] = np.array([int(minor > 0) - int(minor < 0)])
    return relations(signs, 1, size, width)[0]


def relations(signs: dict[tuple[int, ...], Any], batch: int, size: int, width: int) -> Any:
    """By Cramer's rule: of any width + 1 rows, the minors that lack one, with alternating signs."""
    found = np.zeros((batch, max(1, len(list(combinations(range(size), width + 1)))), size), dtype=np.int64)
    for k, chosen in enumerate(combinations(range(size), width + 1)):
        for place, row in enumerate(chosen):
            found[:, k, row] = (-1) ** place * signs[chosen[:place] + chosen[place + 1 :]]
    return found


def told(signs: Any) -> Any:
    """Tell which subsets no relation forbids, (b, 2^a)."""
    bits = 2 ** np.arange(signs.shape[-1])
    positive, negative = ((signs > 0) * bits).sum(-1)[..., None], ((signs < 0) * bits).sum(-1)[..., None]
    codes = np.arange(2 ** signs.shape[-1])
    forbidden = np.zeros((len(signs), len(codes)), dtype=bool)
    for inner, outer in ((negative, positive), (positive, negative)):
        forbidden |= ((inner != 0) & (inner & ~codes == 0) & (outer & codes == 0)).any(-2)
    return ~forbidden


def strictly_told(signs: Any) -> tuple[Any, Any]:
    """Tell which subsets are exactly those of the rows that are not 0 where some vector is < 0, and > 0 on the others.

    Returns
    -------
    allowed : ndarray of bool, (b, 2^a)
    null : ndarray of bool, (b, a)
        The rows that are 0, which no vector tells.
    """
    bits, codes = 2 ** np.arange(signs.shape[-1]), np.arange(2 ** signs.shape[-1])
    alone = (signs != 0).sum(-1) == 1
    several = ((signs != 0).sum(-1) > 1)[..., None]
    positive, negative = ((signs > 0) * bits).sum(-1)[..., None], ((signs < 0) * bits).sum(-1)[..., None]
    forbidden = np.zeros((len(signs), len(codes)), dtype=bool)
    for inner, outer in ((negative, positive), (positive, negative)):
        forbidden |= (several & (inner & ~codes == 0) & (outer & codes == 0)).any(-2)
    return ~forbidden, (alone[..., None] & (signs != 0)).any(-2)


def view_errors(law: Any, second: Any) -> Any:
    """P(prediction at A ≠ y) for each subset of views with the second label, (..., 2^a).

    Parameters
    ----------
    law : array (..., x, a)
    second : array (..., x)
        1 where the label of an input is the second, else 0.
    """
    right, wrong = ((law * labels[..., :, None]).sum(-2) for labels in (second, 1 - second))
    return right.sum(-1)[..., None] + subset_sums(wrong - right)


def vote_errors(world: Any, law: Any, second: Any, weights: Any, ties_first: bool = True) -> Any:
    """P(label with most of the views of x ≠ y) for each subset, the inputs weighted, (..., 2^a).

    Parameters
    ----------
    world : World
    law : array (..., x, a)
        Chances of the views of each input, up to a factor.
    second : array (..., x)
    weights : array (..., x)
    ties_first : bool, optional
        Whether a tie goes to the first label.
    """
    ahead = subset_sums(2 * law) - law.sum(-1)[..., None]
    chosen = world.exceeds(ahead, 0 * ahead) if ties_first else world.reaches(ahead, 0 * ahead)
    change = weights * (1 - 2 * second)
    return (weights * second).sum(-1)[..., None] + (change[..., None, :] @ chosen.astype(int))[..., 0, :]


def reversed_ties(allowed: Any) -> Any:
    """Which subsets get the second label from some head where a tie at a view goes to the second label too."""
    return allowed[..., ::-1]


def least_of_any_head(world: Any, functions: Any, law: Any, second: Any, weights: Any) -> Any:
    """Smallest error of the vote of a head with a bias, under either order of the labels, of functions (..., a, k)."""
    ones = world.where(functions[..., :1] == functions[..., :1], 1, 0)
    told = told_apart(world, *column_basis(world, np.concatenate([functions, ones], axis=-1)))
    first = least(world, vote_errors(world, law, second, weights), told)
    other = least(world, vote_errors(world, law, second, weights, ties_first=False), reversed_ties(told))
    return world.minimum(first, other)


def least(world: Any, errors: Any, allowed: Any) -> Any:
    """Smallest error of the subsets that some head tells apart; the empty one always is."""
    return world.where(allowed, errors, 2 + 0 * errors).min(-1)
