"""Worst cases over balls of Cressie–Read divergences, R_{D_β,ρ} = sup{E_Q ℓ: Q ≪ P, D_β(Q‖P) ≤ ρ}.

χ² (β = 2) has a closed form on the active prefix of the sorted losses, over both back ends. For a general β the dual

    R = inf_η c_β(ρ) (E(ℓ−η)_+^{β*})^{1/β*} + η,   c_β(ρ) = (1+β(β−1)ρ)^{1/β},  β* = β/(β−1),

is a convex problem in one variable, solved for a whole batch by bisection of its slope. `boundary_law` finds the worst
law without it. What either says of one exact instance is in `enclosures.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact import numbers
from contextures.exact.arithmetic import Arithmetic, Array
from contextures.risks.tails import Law, divisor, mean, per_point

BISECTIONS = 100
ROUNDING = 4e-15
"""What rounding leaves of the zero under the root of χ² where the ball just reaches the active prefix."""


def chi_square_risk(law: Law, rho: Any, arithmetic: Arithmetic) -> Any:
    """Return R_{χ²,ρ}, D = ½E(dQ/dP − 1)².

    On the prefix of the k largest losses, of mass m, mean μ and variance v, the optimal density is affine in the loss
    and the value is μ + √(v(m(1+2ρ) − 1)). The prefix ends before the first loss level η at which the slope of the
    dual is not positive, (1+2ρ)(E(ℓ−η)_+)² ≥ E(ℓ−η)_+² > 0.
    """
    square = 1 + 2 * rho
    fall = law.losses[..., :1] - law.losses
    mass, first, second = (np.cumsum(law.weights * power, axis=-1) for power in (fall**0, fall, fall**2))
    excess = fall * mass - first
    passed = (excess > 0) & (per_point(square) * excess**2 >= fall**2 * mass - 2 * fall * first + second)
    active = law.weights * ~np.logical_or.accumulate(passed.astype(bool), axis=-1)
    total = divisor(active.sum(-1))
    centre = (active * law.losses).sum(-1) / total
    spread = (active * (law.losses - per_point(centre)) ** 2).sum(-1) / total
    if arithmetic.exact:
        return numbers.add([centre, arithmetic.sqrt(spread * (total * square - 1))])
    room = np.where(passed.any(-1), total * square - 1, 2 * rho)
    return centre + arithmetic.sqrt(spread * np.where(room > ROUNDING * square, room, 0.0))


def conjugate(beta: Any) -> Any:
    """Return β* = β/(β−1)."""
    return beta / (beta - 1)


def dual_scale(rho: Array, beta: Array) -> Array:
    """Return c_β(ρ) (floats)."""
    return np.asarray((1 + beta * (beta - 1) * rho) ** (1 / beta))


def cressie_read_risk(law: Law, rho: Any, beta: Any) -> tuple[Array, Array]:
    """Return R_{D_β,ρ} and the η that attains it (floats, β > 1, 0 ≤ ρ < ∞); η = −∞ at ρ = 0.

    The slope 1 − c E(ℓ−η)_+^{β*−1}/(E(ℓ−η)_+^{β*})^{1/β} is increasing in η and negative from
    min ℓ − (max ℓ − min ℓ)κ/(1−κ) down, κ = c^{1−β}.
    """
    rho, beta = (np.asarray(value, dtype=float) for value in (rho, beta))
    held = law.weights > 0
    highest = np.where(held, law.losses, -np.inf).max(-1)
    size = highest - np.where(held, law.losses, np.inf).min(-1)
    scaled = np.where(held, (law.losses - per_point(highest)) / per_point(np.where(size > 0, size, 1.0)), -1.0)
    scale, star = dual_scale(rho, beta), conjugate(beta)
    power = per_point(star)

    def moments(shift: Array) -> tuple[Array, Array]:
        above = np.maximum(scaled + per_point(shift), 0.0)
        return (law.weights * above ** (power - 1)).sum(-1), (law.weights * above**power).sum(-1)

    with np.errstate(divide="ignore"):
        high = np.asarray(np.broadcast_to(1 / -np.expm1((1 - beta) * np.log(scale)), size.shape)).copy()
    sharp = np.isfinite(high)
    high = np.where(sharp, high, 1.0)
    low = np.zeros_like(high)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        lower, upper = moments(middle)
        enough = scale * lower >= upper ** (1 / beta)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    value = highest + size * (scale * moments(high)[1] ** (1 / star) - high)
    return np.where(sharp & (size > 0), value, mean(law)), np.where(sharp, highest - size * high, -np.inf)


def optimal_law(law: Law, eta: Array, beta: Any) -> Array:
    """Return the Q ∝ P(ℓ−η)_+^{β*−1} of a dual point (floats); all mass on the largest loss where η reaches it."""
    above = np.maximum(law.losses - per_point(eta), 0.0)
    q = law.weights * above ** (per_point(conjugate(np.asarray(beta, dtype=float))) - 1)
    highest = law.weights * (law.losses == np.where(law.weights > 0, law.losses, -np.inf).max(-1)[..., None])
    q = np.where(q.sum(-1, keepdims=True) > 0, q, highest)
    return np.asarray(q / q.sum(-1, keepdims=True))


def boundary_law(law: Law, rho: Any, beta: Any) -> Array:
    """Return the Q of largest E_Q ℓ in the ball (floats): that of its dual form whose divergence is ρ.

    Bisects the divergence over η and then, since a density ∝ (ℓ−η)_+^{1/(β−1)} may jump with the last digit of η, over
    mixtures of the last law inside the ball and the last one outside.
    """
    rho = np.asarray(rho, dtype=float)
    highest = np.where(law.weights > 0, law.losses, -np.inf).max(-1)
    lowest = np.where(law.weights > 0, law.losses, np.inf).min(-1)
    size = np.where(highest > lowest, highest - lowest, 1.0)
    low, high = np.full_like(size, -60.0), np.full_like(size, 40.0)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        q = optimal_law(law, highest - size * np.exp(middle), beta)
        inside = divergence(q, law.weights, beta) <= rho
        low, high = np.where(inside, low, middle), np.where(inside, middle, high)
    outer, inner = (optimal_law(law, highest - size * np.exp(end), beta) for end in (low, high))
    few, many = np.zeros_like(size), np.ones_like(size)
    for _ in range(BISECTIONS):
        middle = (few + many) / 2
        q = per_point(middle) * outer + per_point(1 - middle) * inner
        inside = divergence(q, law.weights, beta) <= rho
        few, many = np.where(inside, middle, few), np.where(inside, many, middle)
    q = per_point(few) * outer + per_point(1 - few) * inner
    return np.asarray(np.where(per_point(rho) > 0, q, law.weights))


def divergence(q: Array, p: Array, beta: Any) -> Array:
    """Return D_β(Q‖P) (floats); Q ≪ P."""
    beta = np.asarray(beta, dtype=float)
    ratio = np.where(p > 0, q, 0.0) / np.where(p > 0, p, 1.0)
    return np.asarray(((p * ratio ** per_point(beta)).sum(-1) - 1) / (beta * (beta - 1)))
