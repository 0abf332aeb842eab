"""What R_{D_β,ρ} is at one exact instance, by two routes that share no formula: over the ball, and over η.

Over the ball: a law of it from below; from above the Lagrange bound of the supremum at a multiplier λ of the radius and
one, ν, of the mass, E_Qℓ ≤ ν + λρ + λE f*((ℓ−ν)/λ) with the conjugate f* of f_β. Over η: the formula of the dual at two
points that its slope shows to be on either side of the minimum, and the tangent between them. Both are closed for χ².
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import Array, Rationals
from contextures.exact.numbers import NotCertifiable, UndefinedError, ball, rational
from contextures.risks import divergences
from contextures.risks.divergences import conjugate
from contextures.risks.tails import Law, mean

Witness: TypeAlias = Callable[[str, Callable[[], Any]], Any]
"""Takes a name and what makes a witness; returns the one given under that name, or the one made."""

FINE = 10**12
"""Denominator of the dual points."""
APART = (fmpq(1, 10**11), fmpq(1, 10**9), fmpq(1, 10**6), fmpq(1, 1000), fmpq(1))
"""How far beside the minimum the slope is asked for its sign."""


def over_the_ball(law: Law, radius: fmpq, order: fmpq, witness: Witness, name: str) -> Any:
    """Return R_{D_β,ρ} by the laws of the ball.

    Raises
    ------
    UndefinedError
        If β ≤ 1.
    NotCertifiable
        If the witness is no law of the ball.
    """
    if order <= 1:
        raise UndefinedError("the order of a divergence is above 1")
    if order == 2:
        return divergences.chi_square_risk(law, radius, Rationals())
    if radius == 0 or len(_held(law)) == 1:
        return mean(law)
    found = witness(name, lambda: _law_and_multipliers(law, radius, order))
    q = np.array([rational(value) for value in found["law"]], dtype=object)
    if q.shape != law.weights.shape or (q < 0).any() or q.sum() != 1:
        raise NotCertifiable("the law of the witness is none")
    if not numbers.certainly_at_most(exact_divergence(q, law.weights, order), radius):
        raise NotCertifiable("the law of the witness is outside the ball")
    above = _lagrange(law, radius, order, rational(found["mass"]), rational(found["radius"]))
    return arb((q * law.losses).sum()).union(above)


def over_eta(law: Law, radius: fmpq, order: fmpq, witness: Witness, name: str) -> Any:
    """Return inf_η c_β(ρ)(E(ℓ−η)_+^{β*})^{1/β*} + η; an exact value for χ² where the best η is rational.

    Raises
    ------
    UndefinedError
        If β ≤ 1.
    NotCertifiable
        If the points of the witness are not on either side of the minimum.
    """
    if order <= 1:
        raise UndefinedError("the order of a divergence is above 1")
    if radius == 0:
        return mean(law)
    if order == 2 and (eta := _stationary(law, radius)) is not None:
        square = sum((w * max(v - eta, fmpq(0)) ** 2 for v, w in zip(*law, strict=True)), fmpq(0))
        return numbers.add([eta, numbers.square_root((1 + 2 * radius) * square)])
    found = witness(name, lambda: _beside_the_minimum(law, radius, order))
    below, above = rational(found["below"]), rational(found["above"])
    first, slope = dual(law, radius, order, below)
    second, rise = dual(law, radius, order, above)
    if not (below < above and slope <= 0 and rise >= 0):
        raise NotCertifiable("the dual points of the witness are not on either side of the minimum")
    return (first + slope * (above - below)).min(second).union(first.min(second))


def dual(law: Law, radius: fmpq, order: fmpq, eta: fmpq) -> tuple[arb, arb]:
    """Return the dual objective at a rational η, and its slope, in balls."""
    star = conjugate(order)
    above = [(loss - eta, w) for loss, w in zip(*law, strict=True) if loss > eta and w != 0]
    if not above:
        return arb(eta), arb(1)
    scale = ball(exact_power(1 + order * (order - 1) * radius, 1 / order))
    low, high = (
        ball(numbers.add([numbers.multiply([w, exact_power(rise, power)]) for rise, w in above]))
        for power in (star - 1, star)
    )
    return scale * high ** (1 / arb(star)) + eta, 1 - scale * low / high ** (1 / arb(order))


def _lagrange(law: Law, radius: fmpq, order: fmpq, mass: fmpq, multiplier: fmpq) -> arb:
    """ν + λρ + λE f*((ℓ−ν)/λ), f*(s) = ((1+(β−1)s)_+^{β*} − 1)/β; the largest loss without a multiplier."""
    if multiplier <= 0:
        return arb(max(_held(law)))
    terms = []
    for loss, w in zip(*law, strict=True):
        rise = 1 + (order - 1) * (loss - mass) / multiplier
        power = exact_power(rise, conjugate(order)) if rise > 0 else fmpq(0)
        terms.append(numbers.multiply([w / order, numbers.add([power, fmpq(-1)])]))
    return ball(numbers.add([mass, multiplier * radius, numbers.multiply([multiplier, numbers.add(terms)])]))


def _held(law: Law) -> set[fmpq]:
    return {value for value, w in zip(*law, strict=True) if w != 0}


def _floats(law: Law) -> Law:
    return Law(*(np.asarray(part, dtype=float) for part in law))


def _law_and_multipliers(law: Law, radius: fmpq, order: fmpq) -> dict[str, Any]:
    """A law of the ball and multipliers that nearly attain the risk, all rational."""
    seen, beta = _floats(law), float(order)
    optimal = divergences.boundary_law(seen, float(radius), beta)
    heaviest = int(np.argmax(seen.weights))
    for inwards in (0.0, 1e-12, 1e-11, 1e-10, 1e-8, 1e-6, 1.0):
        mixed = (1 - inwards) * optimal + inwards * seen.weights
        q = np.array([fmpq(int(v * 10**15), 10**15) for v in mixed], dtype=object)
        q[heaviest] += 1 - q.sum()
        if numbers.certainly_at_most(exact_divergence(q, law.weights, order), radius):
            break
    density = np.where(seen.weights > 0, optimal, 0.0) / np.where(seen.weights > 0, seen.weights, 1.0)
    slopes = density ** (beta - 1)  # of f_β, up to 1 and β − 1: affine in the loss where the density is positive
    first, last = np.flatnonzero(density > 0)[[0, -1]]
    fall = seen.losses[first] - seen.losses[last]
    size = (beta - 1) * fall / (slopes[first] - slopes[last]) if slopes[first] > slopes[last] else 0.0
    nu = seen.losses[first] - size * (slopes[first] - 1) / (beta - 1)
    return {"law": [str(v) for v in q], "mass": _near(nu), "radius": _near(size)}


def _beside_the_minimum(law: Law, radius: fmpq, order: fmpq) -> dict[str, str]:
    """Rational points close to the minimum of the dual, one on either side."""
    eta = fmpq(round(float(divergences.cressie_read_risk(_floats(law), float(radius), float(order))[1]) * FINE), FINE)
    highest = max(_held(law))
    ends = []
    for sign in (-1, 1):
        tried = [min(eta + sign * step * (1 + abs(eta)), highest) for step in APART]
        ends.append(next((e for e in tried if sign * dual(law, radius, order, e)[1] >= 0), tried[-1]))
    return {"below": str(ends[0]), "above": str(ends[1])}


def _stationary(law: Law, radius: fmpq) -> Any:
    """The η at which the slope of the χ² dual is exactly zero, or the largest loss where it stays negative below."""
    square = 1 + 2 * radius
    held = sorted(((v, w) for v, w in zip(*law, strict=True) if w != 0), reverse=True)
    highest = held[0][0]
    if square * sum((w for v, w in held if v == highest), fmpq(0)) >= 1:
        return highest
    for size in range(1, len(held) + 1):
        mass, first, second = (sum((w * v**power for v, w in held[:size]), fmpq(0)) for power in range(3))
        if square * mass <= 1:
            continue
        spread = numbers.square_root((second / mass - (first / mass) ** 2) / (square * mass - 1))
        if isinstance(spread, fmpq):
            eta = first / mass - spread
            rises = [(max(v - eta, fmpq(0)), w) for v, w in held]
            low, high = (sum((w * rise**power for rise, w in rises), fmpq(0)) for power in (1, 2))
            if square * low**2 == high > 0:
                return eta
    return None


def _near(value: float) -> str:
    return str(fmpq(round(float(value) * FINE), FINE))


def exact_power(base: fmpq, exponent: fmpq) -> Any:
    """Raise a rational ≥ 0 to a positive rational power: a rational where the exponent is whole, else a ball."""
    return fmpq(0) if base == 0 else numbers.power(base, exponent)


def exact_divergence(q: Array, p: Array, beta: fmpq) -> Any:
    """Return D_β(Q‖P) for rational laws: a rational for a whole β, else a ball.

    Raises
    ------
    NotCertifiable
        If Q is not dominated by P.
    """
    if any(a != 0 and b == 0 for a, b in zip(q, p, strict=True)):
        raise NotCertifiable("the law of the witness is not dominated")
    terms = [numbers.multiply([b, exact_power(a / b, beta)]) for a, b in zip(q, p, strict=True) if b != 0]
    return numbers.multiply([numbers.add([*terms, fmpq(-1)]), 1 / (beta * (beta - 1))])
