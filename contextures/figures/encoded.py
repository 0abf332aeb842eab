"""Formulas of the catalogue evaluated for many encoders on one context."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.exact.arithmetic import Floats
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.evaluate import Evaluator
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.statement import Claim, Part
from contextures.verify.search.suspects import met


def evaluator(context: Context, encoders: ArrayLike, epsilon: ArrayLike) -> Evaluator:
    """Return what evaluates formulas of chapters 1 to 3 for many encoders on one context.

    Parameters
    ----------
    context : Context
    encoders : array_like, (B, N, d)
    epsilon : array_like, (B,)
    """
    phi, levels = np.asarray(encoders, dtype=float), np.asarray(epsilon, dtype=float)
    joint = np.broadcast_to(context.joint, (len(levels), *context.shape))
    world = ContextWorld({"joint": joint, "encoder": phi, "epsilon": levels}, {"d": phi.shape[2]}, Floats())
    return Evaluator(world, FINITE_CONTEXTS.quantities)


def measured(evaluate: Evaluator, name: str) -> FloatArray:
    """Return the values of a symbol, (B,)."""
    return np.asarray(evaluate.quantities[name](evaluate.world), dtype=float)


def sides(evaluate: Evaluator, claim: Claim, part: Part) -> tuple[FloatArray, FloatArray]:
    """Return the two sides of a part, (B,), NaN where a hypothesis is not met."""
    given = np.ones(evaluate.world.count, dtype=bool)
    for hypothesis in claim.hypotheses(part):
        given &= met(evaluate, hypothesis)
    with np.errstate(all="ignore"):
        lhs, rhs = (np.where(given, side, np.nan) for side in evaluate.sides(part))
    return lhs, rhs
