"""Recipes for losses under shift: ``points`` are pairs of a loss and a weight."""

from __future__ import annotations

from contextures.measure.quantities.shift import groups as of_groups
from contextures.measure.quantities.shift import learners, levels
from contextures.measure.quantities.shift import risks as shift
from contextures.measure.worlds.shift import LossWorld
from contextures.measure.worlds.transfer import TransferWorld
from contextures.verify.certificates.byhand.linear import exact_root, formula, setting
from contextures.verify.certificates.byhand.script import NoScript, Script, ingredient, literal, recipe

setting(shift.epsilon, shift.rho, shift.beta, levels.alpha)


@ingredient(LossWorld)
def law(script: Script) -> None:
    """The weights of the points."""
    script.put(f"law = {literal(script.instance['law'])}")


@ingredient(LossWorld)
def points(script: Script) -> None:
    """The first loss of the family, and the weights."""
    script.put(f"loss = {literal(script.instance['losses'][0])}")
    script.use("law")
    script.put("points = list(zip(loss, law))")


@ingredient(LossWorld, TransferWorld)
def top(script: Script) -> None:
    """The worst mass, shared out."""
    script.put(
        "def top(points, level):  # how much of the worst mass each point holds, the worst point first",
        "    points = sorted(points, reverse=True)",
        "    above = [sum(w for _, w in points[:i]) for i in range(len(points))]",
        "    return [(v, w, min(w, max(level - a, 0))) for (v, w), a in zip(points, above)]",
    )


@ingredient(LossWorld, TransferWorld)
def tail(script: Script) -> None:
    """The mean of the worst share of the mass."""
    script.use("top")
    script.put("def tail(points, level): return sum(v * held for v, w, held in top(points, level)) / level")


@ingredient(LossWorld)
def without_top(script: Script) -> None:
    """The points without the worst share of the mass."""
    script.use("top")
    script.put("def without_top(points, level): return [(v, w - held) for v, w, held in top(points, level)]")


@ingredient(LossWorld)
def train(script: Script) -> None:
    """The contaminated law."""
    script.use("points")
    script.measure("epsilon")
    script.put(
        f"outliers = {literal(script.instance['contamination'])}",
        "train = [(v, (1 - epsilon) * w + epsilon * o) for (v, w), o in zip(points, outliers)]",
    )


@ingredient(LossWorld)
def trimmed(script: Script) -> None:
    """The contaminated law without its top ε."""
    script.use("train", "without_top")
    script.put("trimmed = [(v, w / (1 - epsilon)) for v, w in without_top(train, epsilon)]")


@ingredient(LossWorld)
def conditional(script: Script) -> None:
    """The contaminated law on the points that a mass of ε exceeds."""
    script.use("train")
    script.put(
        "exceeded = [(v, w) for v, w in train if sum(y for x, y in train if x > v) >= epsilon]",
        "conditional = [(v, w / sum(y for _, y in exceeded)) for v, w in exceeded]",
    )


@ingredient(LossWorld)
def lowered(script: Script) -> None:
    """The law in the ball around it whose losses are least: the worst mass is moved to the least loss."""
    script.use("points", "without_top")
    script.measure("epsilon")
    script.put(
        "delta = epsilon / (1 - epsilon)  # the worst mass is moved to the least loss",
        "lowered = without_top(points, delta) + [(min(loss), delta)]",
    )


@ingredient(LossWorld)
def masses(script: Script) -> None:
    """Mass of each group."""
    script.use("law")
    script.put(
        f"groups = {literal(script.instance['groups'])}",
        "masses = [sum(w for w, inside in zip(law, group) if inside) for group in groups]",
    )


@ingredient(LossWorld)
def totals(script: Script) -> None:
    """Total loss of each group."""
    script.use("points", "masses")
    script.put("totals = [sum(v * w for (v, w), inside in zip(points, group) if inside) for group in groups]")


@ingredient(LossWorld)
def family(script: Script) -> None:
    """The losses of the whole family."""
    script.put(f"family = {literal(script.instance['losses'])}")


formula(of_groups.alpha, "min(masses)", "masses")
formula(shift.R_max, "max(t / m for t, m in zip(totals, masses))", "totals")
formula(shift.smallest_loss, "min(map(min, family))", "family")
formula(shift.cvar, "tail(points, alpha)", "points", "tail", measured=("alpha",))
formula(shift.cvar_doro, "tail(trimmed, alpha)", "tail", "trimmed", measured=("alpha",))
formula(shift.cvar_in_ball, "tail(lowered, alpha)", "tail", "lowered", measured=("alpha",))


@recipe(shift.sigma, "square")
def sigma_squared(script: Script) -> None:
    """Second moment."""
    script.use("points")
    script.put("sigma_squared = sum(v**2 * w for v, w in points)")


@recipe(shift.cvar_dual)
def cvar_dual(script: Script) -> None:
    """Least at one of the losses, where the dual breaks."""
    script.use("points")
    script.measure("alpha")
    script.put(
        "def dual(eta): return sum(w * max(v - eta, 0) for v, w in points) / alpha + eta",
        "cvar_dual = min(dual(v) for v in loss)  # convex, with breaks at the losses only",
    )


# Two pairs that no learner can tell apart


@ingredient(LossWorld)
def pairs_of_laws(script: Script) -> None:
    """What two answers lose on two laws that contamination makes alike."""
    script.use("tail")
    script.measure("epsilon")
    script.measure("alpha")
    script.put(
        "mass = min(epsilon / (1 - epsilon), alpha)  # law j has it at point j; answer t loses 1 at point t",
        "risks = [[tail([(0, 1 - mass), (F(t == j), mass)], alpha) for t in (1, 2)] for j in (1, 2)]",
        "gaps = [[r - min(row) for r in row] for row in risks]",
    )


@ingredient(LossWorld)
def chi_pairs_of_laws(script: Script) -> None:
    """The same for χ²: of a loss 0 or 1 the worst mean is the mass at 1 of a law on the boundary of the ball."""
    script.measure("epsilon")
    script.measure("rho")
    radius = script.instance["rho"]
    mass = min(script.instance["epsilon"] / (1 - script.instance["epsilon"]), 1 / (1 + 2 * radius))
    root = exact_root(2 * radius * mass * (1 - mass))
    script.put(
        "mass = min(epsilon / (1 - epsilon), 1 / (1 + 2 * rho))  # law j has it at point j",
        f"worst = {literal(mass + root)}  # the law (1 - worst, worst) is on the boundary of the ball:",
        "assert mass <= worst <= 1 and (worst - mass) ** 2 == 2 * rho * mass * (1 - mass)",
        "risks = [[worst * (t == j) for t in (1, 2)] for j in (1, 2)]  # answer t loses 1 at point t",
        "gaps = [[r - min(row) for r in row] for row in risks]",
    )


formula(learners.learner_gap, "min(max(column) for column in zip(*gaps))", "pairs_of_laws")
formula(learners.learner_gap_chi, "min(max(column) for column in zip(*gaps))", "chi_pairs_of_laws")
GAME = "gaps[0][0] * gaps[1][1] / (gaps[0][0] + gaps[1][1])  # a game of two answers"
formula(learners.drawn_gap, GAME, "pairs_of_laws")
formula(learners.drawn_gap_chi, GAME, "chi_pairs_of_laws")


# 0/1 losses and mixtures


@ingredient(LossWorld)
def wrong(script: Script) -> None:
    """The 0/1 losses of the family."""
    script.use("family")
    script.put("wrong = [[F(v > 0) for v in row] for row in family]")


@ingredient(LossWorld)
def equal(script: Script) -> None:
    """The points of a loss under equal weights."""
    script.put("def equal(row): return [(v, F(1, len(row))) for v in row]")


@ingredient(LossWorld)
def weighted(script: Script) -> None:
    """Risk and CVaR of each 0/1 loss."""
    script.use("wrong", "law", "tail")
    script.measure("alpha")
    script.put(
        "risks = [sum(v * w for v, w in zip(row, law)) for row in wrong]",
        "cvars = [tail(list(zip(row, law)), alpha) for row in wrong]",
    )


formula(learners.zero_one_risk, "risks[0]", "weighted")
formula(learners.zero_one_cvar, "cvars[0]", "weighted")
formula(learners.least_cvar, "min(cvars)", "weighted")
formula(learners.erm_cvar, "max(c for c, r in zip(cvars, risks) if r == min(risks))", "weighted")
formula(
    learners.single_cvar, "min(tail(equal(row), alpha) for row in wrong)", "wrong", "equal", "tail", measured=("alpha",)
)


@recipe(learners.mixture_cvar)
def mixture_cvar(script: Script) -> None:
    """A mixture, and weights that prove that none does better."""
    script.value("mixture_cvar")
    witness = script.world.witnesses.get("mixture")
    if witness is None:
        raise NoScript("the best mixture has no witness")
    script.use("wrong", "equal", "tail")
    script.measure("alpha")
    script.put(
        f"shares, weights = {literal(witness['mixture'])}, {literal(witness['weights'])}",
        "assert sum(shares) == sum(weights) == 1 and min(shares + weights) >= 0",
        "mixture_cvar = tail(equal([sum(s * v for s, v in zip(shares, c)) for c in zip(*wrong)]), alpha)",
        "assert max(weights) * alpha * len(weights) <= 1  # so that no mixture has a smaller one than this:",
        "assert mixture_cvar == min(sum(v * w for v, w in zip(row, weights)) for row in wrong)",
    )


@recipe(learners.boosting_value)
def boosting_value(script: Script) -> None:
    """By duality, 1 less the CVaR of the best mixture: the same witness proves it."""
    script.put(f"boosting_value = 1 - {script.measure('mixture_cvar')}")
