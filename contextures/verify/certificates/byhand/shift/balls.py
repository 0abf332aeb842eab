"""Recipes for worst cases over balls of the χ² divergence: a density of the ball and a dual point have one value."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from contextures.measure.quantities.registry import Quantity
from contextures.measure.quantities.shift import risks as shift
from contextures.measure.worlds.shift import LossWorld
from contextures.risks import tails
from contextures.risks.tails import Law
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe


@ingredient(LossWorld)
def worst_mean(script: Script) -> None:
    """A density of the ball and a dual point of one value."""
    script.put(
        "def worst_mean(points, rho, eta):  # the mean under a density of the ball; the dual at eta is no larger",
        "    highest = max(v for v, w in points if w)",
        "    rise = [(v, w, max(v - eta, 0) if eta < highest else F(v == highest)) for v, w in points]",
        "    mass = sum(w * r for v, w, r in rise)",
        "    value = sum(v * w * r for v, w, r in rise) / mass",
        "    assert sum(w * (r / mass) ** 2 for v, w, r in rise) <= 1 + 2 * rho and value >= eta",
        "    assert (value - eta) ** 2 == (1 + 2 * rho) * sum(w * max(v - eta, 0) ** 2 for v, w in points)",
        "    return value",
    )


def dual_point(law: Law, radius: Fraction, risk: Fraction) -> Fraction:
    """Return the η at which the dual of the χ² ball has a rational value.

    On the active prefix, of mean μ and variance v, it is μ − v/(R − μ); the largest loss where the ball reaches it.

    Raises
    ------
    NoScript
        If no prefix has it.
    """
    losses, weights = ([Fraction(str(v)) for v in part] for part in law)
    held = [(v, w) for v, w in zip(losses, weights, strict=True) if w]
    if risk == held[0][0]:
        return risk
    for size in range(1, len(held) + 1):
        active = held[:size]
        mass = sum((w for _, w in active), Fraction(0))
        centre = sum((v * w for v, w in active), Fraction(0)) / mass
        spread = sum(((v - centre) ** 2 * w for v, w in active), Fraction(0)) / mass
        rise = risk - centre
        if rise > 0 and rise**2 == spread * (mass * (1 + 2 * radius) - 1):
            eta = centre - spread / rise
            if active[-1][0] >= eta and (size == len(held) or held[size][0] <= eta):
                return eta
    raise NoScript("the dual of the χ² ball has no rational point")


def _law(world: LossWorld, name: str) -> Law:
    """Return the law that a script calls by a name."""
    if name == "points":
        return world.sorted
    if name == "trimmed":
        return tails.trimmed(world.sorted_train, world.fields["epsilon"])
    if name == "lowered":
        return tails.lowered(world.sorted, world.delta)
    law, share = world.sorted_train, world.fields["epsilon"]
    above = [sum((w for v, w in zip(*law, strict=True) if v > u), share * 0) for u in law.losses]
    kept = [w if mass >= share else w * 0 for w, mass in zip(law.weights, above, strict=True)]
    return Law(law.losses, np.array(kept) / sum(kept))


def _worst_case(quantity: Quantity, law: str) -> None:
    @recipe(quantity)
    def write(script: Script) -> None:
        world = script.world
        assert isinstance(world, LossWorld)
        if "beta" in quantity.needs and script.instance["beta"] != 2:
            raise NoScript("a divergence of another order than 2 has irrational worst cases")
        risk, radius = script.value(quantity.name), script.instance["rho"]
        script.use(law)
        if radius == 0:
            script.put(f"{quantity.name} = sum(v * w for v, w in {law})  # a ball of radius 0 holds the law alone")
            return
        eta = dual_point(_law(world, law), radius, risk)
        script.measure("rho")
        script.use("worst_mean")
        script.put(f"{quantity.name} = worst_mean({law}, rho, {literal(eta)})")


_worst_case(shift.chi_square_risk, "points")
_worst_case(shift.robust_risk, "points")
_worst_case(shift.robust_dual, "points")
_worst_case(shift.chi_square_doro, "trimmed")
_worst_case(shift.doro, "trimmed")
_worst_case(shift.doro_split, "trimmed")
_worst_case(shift.doro_conditional, "conditional")
_worst_case(shift.robust_in_ball, "lowered")
