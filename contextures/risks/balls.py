"""Balls of laws around a law P: dQ/dP ≤ 1/α, ½E(dQ/dP − 1)² ≤ ρ, or TV(P, Q) ≤ δ; the worst Q of each, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from contextures.errors import InputError
from contextures.exact.arithmetic import Array
from contextures.risks import inputs
from contextures.risks.divergences import boundary_law
from contextures.risks.robust import chi2_risk, cvar, tv_infimum
from contextures.risks.tails import descending, top


@dataclass(frozen=True)
class Ball:
    """The laws near a law, in floats.

    Attributes
    ----------
    kind : {"alpha", "rho", "delta"}
        Of CVaR, of χ² or in total variation.
    radius : float
    """

    kind: Literal["alpha", "rho", "delta"]
    radius: float

    def risk(self, losses: Array, p: Array) -> float:
        """Return the largest E_Q ℓ of the ball."""
        if self.kind == "alpha":
            return float(cvar(losses, self.radius, p))
        if self.kind == "rho":
            return float(chi2_risk(losses, self.radius, p))
        return -float(tv_infimum(-losses, self.radius, alpha=1.0, weights=p))

    def worst(self, losses: Array, p: Array) -> Array:
        """Return a law Q of the ball with the largest E_Q ℓ."""
        law = descending(losses, p)
        if self.kind == "alpha":
            worst = top(law, self.radius) / self.radius
        elif self.kind == "rho":
            worst = boundary_law(law, self.radius, 2.0)
        else:
            worst = top(law, 1 - self.radius)
            worst[0] += self.radius
        found = np.empty_like(worst)
        found[np.argsort(-losses, kind="stable")] = worst
        return found


def ball_of(alpha: Any = None, rho: Any = None, delta: Any = None) -> Ball:
    """Return the ball of the one radius that is given.

    Raises
    ------
    InputError
        If not exactly one is given, or it is out of range.
    """
    if sum(radius is not None for radius in (alpha, rho, delta)) != 1:
        raise InputError("exactly one of alpha, rho and delta is right")
    if alpha is not None:
        return Ball("alpha", inputs.single(inputs.share(alpha), "alpha"))
    if rho is not None:
        return Ball("rho", inputs.single(inputs.radius(rho), "rho"))
    return Ball("delta", min(1.0, inputs.single(inputs.radius(delta, "delta"), "delta")))
