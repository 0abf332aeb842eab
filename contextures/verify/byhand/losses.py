"""Recipes of stand-alone scripts on losses: ``points`` are pairs of a loss and a weight."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import sympy as sp

from contextures.verify.byhand.script import NoScript, Script, literal, recipe
from contextures.verify.loss_world import LossWorld
from contextures.verify.risks import tails
from contextures.verify.risks.tails import Law


@recipe()
def points(script: Script) -> None:
    """The losses and their weights."""
    script.put(
        f"loss = {literal(script.instance['losses'][0])}",
        f"law = {literal(script.instance['law'])}",
        "points = list(zip(loss, law))",
    )


@recipe()
def tail(script: Script) -> None:
    """The mean of the worst share of the mass."""
    script.put(
        "def tail(points, level):  # the mean of the worst share of the mass",
        "    left, total = level, 0",
        "    for v, w in sorted(points, reverse=True): total, left = total + v * min(w, left), left - min(w, left)",
        "    return total / level",
    )


@recipe()
def without_top(script: Script) -> None:
    """The points without the top of their mass."""
    script.use("points")
    script.put(
        "def without_top(points, left):  # the worst mass is taken away",
        "    kept = []",
        "    for v, w in sorted(points, reverse=True):",
        "        kept, left = kept + [(v, w - min(w, left))], left - min(w, left)",
        "    return kept",
    )


@recipe()
def train(script: Script) -> None:
    """The contaminated law."""
    script.use("points", "epsilon")
    script.put(
        f"outliers = {literal(script.instance['contamination'])}",
        "train = [(v, (1 - epsilon) * w + epsilon * o) for (v, w), o in zip(points, outliers)]",
    )


@recipe()
def trimmed(script: Script) -> None:
    """The contaminated law without its top ε."""
    script.use("train", "without_top")
    script.put("trimmed = [(v, w / (1 - epsilon)) for v, w in without_top(train, epsilon)]")


@recipe()
def conditional(script: Script) -> None:
    """The contaminated law on the points that a mass of ε exceeds."""
    script.use("train")
    script.put(
        "exceeded = [(v, w) for v, w in train if sum(y for x, y in train if x > v) >= epsilon]",
        "conditional = [(v, w / sum(y for _, y in exceeded)) for v, w in exceeded]",
    )


@recipe()
def groups(script: Script) -> None:
    """Mass and total loss of each group."""
    script.use("points")
    script.put(
        f"groups = {literal(script.instance['groups'])}",
        "masses = [sum(w for (v, w), inside in zip(points, group) if inside) for group in groups]",
        "totals = [sum(v * w for (v, w), inside in zip(points, group) if inside) for group in groups]",
    )


@recipe()
def alpha(script: Script) -> None:
    """Chosen, or the mass of the smallest group."""
    if "alpha" in script.instance:
        script.put(f"alpha = {literal(script.instance['alpha'])}")
        return
    script.use("groups")
    script.put("alpha = min(masses)")


def _setting(name: str) -> None:
    @recipe(name)
    def write(script: Script) -> None:
        script.put(f"{name} = {literal(script.instance[name])}")


_setting("rho")
_setting("beta")


def _measured(name: str, formula: str, *needs: str) -> None:
    @recipe(name)
    def write(script: Script) -> None:
        script.use(*needs)
        script.put(f"{name} = {formula}")


_measured("R_max", "max(t / m for t, m in zip(totals, masses))", "groups")
_measured("smallest_loss", "min(loss)", "points")
_measured("cvar", "tail(points, alpha)", "points", "tail", "alpha")
_measured("cvar_doro", "tail(trimmed, alpha)", "tail", "alpha", "trimmed")


@recipe()
def cvar_in_ball(script: Script) -> None:
    """The worst mass is moved to the least loss."""
    script.use("points", "tail", "alpha", "epsilon", "without_top")
    script.put(
        "delta = epsilon / (1 - epsilon)  # the worst mass is moved to the least loss",
        "cvar_in_ball = tail(without_top(points, delta) + [(min(loss), delta)], alpha)",
    )


@recipe()
def pairs_of_laws(script: Script) -> None:
    """What two answers lose on two laws that contamination makes alike."""
    script.use("tail", "alpha", "epsilon")
    script.put(
        "mass = min(epsilon / (1 - epsilon), alpha)  # law j has it at point j; answer t loses 1 at point t",
        "risks = [[tail([(0, 1 - mass), (F(t == j), mass)], alpha) for t in (1, 2)] for j in (1, 2)]",
        "gaps = [[r - min(row) for r in row] for row in risks]",
    )


_measured("pair_gap", "max(min(row) for row in gaps)", "pairs_of_laws")
_measured("learner_gap", "min(max(column) for column in zip(*gaps))", "pairs_of_laws")


# The χ² ball


@recipe()
def chi_square(script: Script) -> None:
    """A density of the ball and a dual point of one value."""
    script.put(
        "def chi_square(points, rho, eta, root):  # a density of the ball and the dual at eta have one value",
        "    top = max(v for v, w in points if w)",
        "    rise = [(v, w, max(v - eta, 0) if eta < top else F(v == top)) for v, w in points]",
        "    mass = sum(w * r for v, w, r in rise)",
        "    assert sum(w * (r / mass) ** 2 for v, w, r in rise) <= 1 + 2 * rho",
        "    assert root >= 0 and root**2 == (1 + 2 * rho) * sum(w * max(v - eta, 0) ** 2 for v, w in points)",
        "    assert eta + root == sum(v * w * r for v, w, r in rise) / mass",
        "    return eta + root",
    )


def dual_point(law: Law, radius: Fraction, risk: Fraction) -> Fraction:
    """Return the η at which the dual of the χ² ball has a rational value.

    On the active prefix, of mean μ and variance v, it is μ − v/(R − μ); the largest loss where the ball reaches it.

    Raises
    ------
    NoScript
        If no prefix has it, as where the radius is 0.
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


CHI_SQUARE = {
    "chi_square_risk": "points",
    "robust_risk": "points",
    "robust_dual": "points",
    "chi_square_doro": "trimmed",
    "doro": "trimmed",
    "doro_conditional": "conditional",
}
"""Risk → the law whose χ² ball it is the worst case of, where β = 2."""


def _law(world: LossWorld, name: str) -> Law:
    if name == "points":
        return world.sorted
    if name == "trimmed":
        return tails.trimmed(world.sorted_train, world.fields["epsilon"])
    law, share = world.sorted_train, world.fields["epsilon"]
    above = [sum((w for v, w in zip(*law, strict=True) if v > u), share * 0) for u in law.losses]
    kept = [w if mass >= share else w * 0 for w, mass in zip(law.weights, above, strict=True)]
    return Law(law.losses, np.array(kept) / sum(kept))


def _worst_case(name: str, law: str) -> None:
    @recipe(name)
    def write(script: Script) -> None:
        world = script.evaluator.world
        assert isinstance(world, LossWorld)
        if "beta" in script.instance and "chi_square" not in name and script.instance["beta"] != 2:
            raise NoScript("a divergence of another order than 2 has irrational worst cases")
        risk, radius = script.rational(sp.Symbol(name, real=True)), script.instance["rho"]
        eta = dual_point(_law(world, law), radius, risk)
        script.use("rho", law, "chi_square")
        script.put(f"{name} = chi_square({law}, rho, {literal(eta)}, {literal(risk - eta)})")


for _name, _of in CHI_SQUARE.items():
    _worst_case(_name, _of)
