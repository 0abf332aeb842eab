"""Linear algebra over matrices of balls, where entries are irrational: enclosures that are certain."""

from __future__ import annotations

from typing import Any

from flint import acb_mat, arb, arb_mat, fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace, transpose
from contextures.exact.numbers import NotCertifiable


def _matrix(values: Any) -> Any:
    rows, columns = values.shape
    return arb_mat(rows, columns, [numbers.ball(value) for value in values.ravel()])


def explained_in_balls(columns: Any, values: Any, p: Any) -> Any:
    """Return what `explained` does on the span of independent rational columns, for weights and values in balls."""
    weighted = transpose(columns) * p
    reached = _matrix(weighted @ values)
    return (reached.transpose() * _matrix(weighted @ columns).solve(reached)).trace()


def eigenvalues_in_balls(form: Any) -> list[arb]:
    """Return balls that hold the eigenvalues of a matrix of balls with a real spectrum, each as often as it is one.

    Raises
    ------
    NotCertifiable
        Where FLINT finds no enclosures.
    """
    try:
        found = acb_mat(_matrix(form)).eig(multiple=True)
    except ValueError:
        raise NotCertifiable("no enclosures of the eigenvalues are found") from None
    return [value.real for value in found]


def top_sum_in_balls(form: Any, count: int) -> Any:
    """Return a ball that holds the sum of the ``count`` largest eigenvalues of a matrix of balls."""
    if count >= len(form):
        return trace(form)
    # The k-th largest of some numbers grows with each of them, so that the ends of their balls bound it.
    found = eigenvalues_in_balls(form)
    ends = (sorted((end(value).mid().fmpq() for value in found), reverse=True) for end in (arb.lower, arb.upper))
    low, high = (arb(sum(values[:count], fmpq(0))) for values in ends)
    return low.union(high)
