"""The least value of the dual of err(Φ; F_ε), exactly between two bounds, without a task of the primal.

A dual point bounds it from above. From below a mixture W of unit functions with Tr(W(TT* − cI)) ≥ 0 does: for every
η ≥ 0, λ_max(P_{V⊥} + η(TT* − cI)) ≥ Tr(W P_{V⊥}).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import Floats, transpose
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, rational
from contextures.measure.suprema.worst_case import coordinates, edge_value, find_witness, is_dual_point
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld

NEAR_TOP = 1e-6
"""How far below the largest eigenvalue a direction still counts, in floats."""


def exact_value(world: ContextWorld) -> Exact:
    """Return the value, or a bracket of it.

    Raises
    ------
    NotCertifiable
        If the witnesses prove nothing.
    """
    at_edge = edge_value(world) if world.sizes["N"] > 1 else None
    if at_edge is not None:
        return at_edge
    point = world.witness("error", lambda: find_witness(world))
    eta, t = rational(point["eta"]), rational(point["t"])
    if eta < 0 or not is_dual_point(world, eta, t):
        raise NotCertifiable("the dual point is not feasible")
    mixture = world.witness("error_dual", lambda: _find_mixture(world, float(eta)))
    lo = _value_of_mixture(world, mixture)
    return lo if lo == t else Bracket(lo, t)


def _value_of_mixture(world: ContextWorld, mixture: list[list[str]]) -> fmpq:
    """Return Tr(W P_{V⊥}) for the best mixture of two of the functions; NotCertifiable without a feasible one."""
    level = (1 - world.fields["epsilon"]) ** 2
    found: list[tuple[fmpq, fmpq]] = []
    for values in mixture:
        f = world.centred(np.array([[rational(v)] for v in values], dtype=object))[:, 0]
        norm = world.inner_x(f, f)
        if norm != 0:
            rest = f - apply(world.projector, f)
            excess = world.inner_x(f, apply(world.operator_x, f)) / norm - level
            found.append((rational(world.inner_x(rest, rest) / norm), rational(excess)))
    proved = [value for value, excess in found if excess >= 0]
    for value, excess in found:
        for other, slack in found:
            if excess < 0 < slack:
                share = slack / (slack - excess)
                proved.append(share * value + (1 - share) * other)
    if not proved:
        raise NotCertifiable("no mixture of the functions is compatible")
    return max(proved)


def _find_mixture(world: ContextWorld, eta: float) -> list[list[str]]:
    """Return the steepest directions of the dual's top eigenspace at η, and μ_1, in floats rounded to rationals."""
    fields = {name: np.asarray(value, dtype=float)[None] for name, value in world.fields.items()}
    seen = ContextWorld(fields, world.chosen, Floats())
    objective, values, level = (part[0] for part in coordinates(seen))
    slopes = values - level
    eigenvalues, vectors = np.linalg.eigh(objective + eta * np.diag(slopes))
    top = vectors[:, eigenvalues >= eigenvalues[-1] - NEAR_TOP * (1 + abs(eta))]
    turned = top @ np.linalg.eigh(transpose(top) @ (slopes[:, None] * top))[1]
    functions: NDArray[Any] = seen.left_modes.functions[0]
    directions = [functions @ turned[:, 0], functions @ turned[:, -1], functions[:, 0]]
    grid = 10**world.digits
    return [[str(rational(round(v / np.abs(f).max() * grid)) / grid) for v in f] for f in directions]
