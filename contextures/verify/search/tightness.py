"""How tight a bound is: the best ratio of its two sides, apart where it is attained for a trivial reason.

An instance is trivial for a bound where a cap is active, a printed term vanishes, or the instance is degenerate: there
a ratio of 1 says nothing of the formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from contextures.measure.domain import MeasuredDomain
from contextures.measure.evaluate import Evaluator
from contextures.theory.statement import Claim, Part
from contextures.verify.certificates.hinges import degenerate

Mask = NDArray[np.bool_]

LEAST = 1e-9
"""Larger sides below this have no ratio."""
VANISHING = 1e-12
"""Size below which a term counts as absent, and relative difference below which a branch counts as the active one."""


class Ratio(NamedTuple):
    """The best ratio of some instances of a batch, and which one has it."""

    value: float
    where: int


def ratios(evaluator: Evaluator, part: Part, kept: Mask) -> Iterator[tuple[dict[str, int], NDArray[np.float64]]]:
    """Yield, for each index, lhs/rhs of each instance of a batch (rhs/lhs where negative), −∞ where there is none."""
    if part.relation == "==" or part.lhs == sp.S.Zero or part.rhs == sp.S.Zero:
        return
    for index in evaluator.indices(part):
        lhs, rhs = (np.broadcast_to(np.asarray(v, dtype=float), kept.shape) for v in evaluator.sides(part, index))
        small, large = np.where(rhs < 0, -rhs, lhs), np.where(rhs < 0, -lhs, rhs)
        use = kept & np.isfinite(small) & np.isfinite(large) & (large > LEAST) & (small >= 0)
        yield index, np.where(use, small / np.where(use, large, 1.0), -np.inf)


def tightest(
    domain: MeasuredDomain, claim: Claim, part: Part, evaluator: Evaluator, kept: Mask, known: float | None
) -> tuple[Ratio | None, Ratio | None]:
    """Return the best ratio of the kept instances that are not trivial, and that of the trivial ones.

    Parameters
    ----------
    domain, claim, part
    evaluator : Evaluator
    kept : ndarray of bool, (B,)
    known : float or None
        The best ratio so far of what is not trivial: where nothing exceeds it, nothing is asked.
    """
    plain: Ratio | None = None
    trivial: Ratio | None = None
    lost: Mask | None = None
    for index, found in ratios(evaluator, part, kept):
        if not np.isfinite(found).any() or (known is not None and found.max() <= known):
            continue
        lost = degenerate(domain, claim, part, evaluator.world) if lost is None else lost
        idle = lost | capped(evaluator, part, index)
        plain = _better(plain, np.where(idle, -np.inf, found))
        trivial = _better(trivial, np.where(idle, found, -np.inf))
    return plain, trivial


def _better(best: Ratio | None, found: NDArray[np.float64]) -> Ratio | None:
    where = int(found.argmax())
    least = best.value if best else -np.inf
    return Ratio(float(found[where]), where) if found[where] > least else best


def capped(evaluator: Evaluator, part: Part, index: dict[str, int]) -> Mask:
    """Tell where a cap of one of the sides is active, or a term of it vanishes: a printed summand, or a named one."""
    idle = np.zeros(evaluator.world.count, dtype=bool)
    for node in (*_nodes(part.lhs), *_nodes(part.rhs)):
        if isinstance(node, sp.Add):
            idle |= _absent(evaluator, (term for term in node.args if term.free_symbols), index)
        elif (main := _main(node)) is not None:
            value, active = (np.asarray(evaluator.value(e, index), dtype=float) for e in (main, node))
            idle |= ~(np.abs(value - active) <= VANISHING * np.maximum(1.0, np.abs(active)))
    return idle | _absent(evaluator, part.terms.values(), index)


def _absent(evaluator: Evaluator, terms: Iterable[sp.Expr], index: dict[str, int]) -> Mask:
    """Where one of the terms vanishes."""
    idle = np.zeros(evaluator.world.count, dtype=bool)
    for term in terms:
        idle |= np.abs(np.asarray(evaluator.value(term, index), dtype=float)) <= VANISHING
    return idle


def _nodes(side: sp.Expr) -> Iterator[sp.Expr]:
    """The sums and extremes of a side, none inside a case or a sum over an index."""
    if isinstance(side, sp.Add | sp.Max | sp.Min):
        yield side
    if not isinstance(side, sp.Sum | sp.Piecewise):
        for argument in side.args:
            yield from _nodes(argument)


def _main(extreme: sp.Expr) -> sp.Expr | None:
    """The branch of a maximum or minimum that is its formula, the longest one; None where no branch is but a cap."""
    longest, *others = sorted(extreme.args, key=lambda branch: -branch.count_ops())
    return longest if longest.count_ops() > others[0].count_ops() else None
