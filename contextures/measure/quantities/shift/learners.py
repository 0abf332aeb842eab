"""How the learners of chapter 6 are measured: what minimises a DORO risk, what can be known, what boosting mixes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable
from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.shift import LossWorld
from contextures.risks import divergences, enclosures, tails
from contextures.risks.boosting import exact_mixture, least_weights, solve_mixtures
from contextures.risks.tails import Law, descending, divisor

TIE = 1e-11
"""Relative distance below which two risks count as equal, in floats."""


def _worst_minimiser(world: LossWorld, trained: list[Any], true: list[Any]) -> tuple[Any, list[Any]]:
    """The gap, in the second risks, of the worst minimiser of the first, and which loss that is, as indicators."""
    if not world.exact:
        goals, risks = np.stack(trained), np.stack(true)
        size = np.abs(goals).max(0) + np.abs(world.losses).max((-1, -2))
        minimal = goals <= goals.min(0) + TIE * size
        worst = np.where(minimal, risks, -np.inf).argmax(0)
        chosen = [np.where(worst == t, 1.0, 0.0) for t in range(len(trained))]
        return np.take_along_axis(risks, worst[None], 0)[0] - risks.min(0), chosen
    minimisers = [t for t, a in enumerate(trained) if all(numbers.certainly_at_most(a, b) for b in trained)]
    if not minimisers:
        raise NotCertifiable("the minimiser of the DORO risk is not certain")
    worst = next((t for t in minimisers if all(numbers.certainly_at_most(true[u], true[t]) for u in minimisers)), None)
    if worst is None:
        raise NotCertifiable("the worst minimiser of the DORO risk is not certain")
    gap = numbers.add([true[worst], numbers.multiply([fmpq(-1), numbers.smallest(true)])])
    return gap, [fmpq(int(t == worst)) for t in range(len(trained))]


def _cvar_learner(world: LossWorld) -> tuple[Any, list[Any]]:
    epsilon, family = world.fields["epsilon"], range(world.losses.shape[-2])
    trained = [tails.tail_mean(tails.trimmed(world.law_of(t, train=True), epsilon), world.alpha) for t in family]
    return _worst_minimiser(world, trained, [tails.tail_mean(world.law_of(t), world.alpha) for t in family])


def _chi_learner(world: LossWorld) -> tuple[Any, list[Any]]:
    epsilon, radius, family = world.fields["epsilon"], world.fields["rho"], range(world.losses.shape[-2])

    def risk(law: Law) -> Any:
        return divergences.chi_square_risk(law, radius, world.arithmetic)

    trained = [risk(tails.trimmed(world.law_of(t, train=True), epsilon)) for t in family]
    return _worst_minimiser(world, trained, [risk(world.law_of(t)) for t in family])


def _moment(world: LossWorld, chosen: list[Any]) -> Any:
    """(E_Pℓ^{2k})^{1/(2k)} of the chosen loss."""
    order = 2 * world.chosen["k"]
    moments = [(world.p * world.losses[..., t, :] ** order).sum(-1) for t in range(len(chosen))]
    moment = sum((m * c for m, c in zip(moments, chosen, strict=True)), moments[0] * 0)
    if world.exact:
        return fmpq(0) if moment == 0 else numbers.power(moment, fmpq(1, order))
    return moment ** (1 / order)


@quantity("losses", "contamination", "epsilon", through=("alpha",))
def cvar_gap(world: LossWorld) -> Any:
    """Every member of the family is evaluated; of several minimisers the one with the largest CVaR counts."""
    return _cvar_learner(world)[0]


@quantity("losses", "contamination", "epsilon", through=("alpha",))
def sigma_2k(world: LossWorld) -> Any:
    """Of the minimiser that the gap is of."""
    return _moment(world, _cvar_learner(world)[1])


@quantity("losses", "contamination", "epsilon", "rho")
def chi_square_gap(world: LossWorld) -> Any:
    """Every member of the family is evaluated; of several minimisers the one with the largest risk counts."""
    return _chi_learner(world)[0]


@quantity("losses", "contamination", "epsilon", "rho")
def sigma_2k_chi(world: LossWorld) -> Any:
    """Of the minimiser that the gap is of."""
    return _moment(world, _chi_learner(world)[1])


# Two pairs that no learner can tell apart


def _two_pairs(world: LossWorld, mass: Any, risk: Callable[[Law], Any]) -> list[list[Any]]:
    """Gaps of two answers on two pairs: entry [pair][answer].

    The points are 0, 1, 2; answer θ loses 1 at point θ; pair j has P = (1−m)·0 + m·j, and P̃ holds the other point, so
    that P_train = (1−2(1−ε)m)·0 + (1−ε)m·1 + (1−ε)m·2 for both: possible while (1−ε)m ≤ ε.
    """
    zero = mass * 0
    one = zero + 1
    gaps = []
    for pair in (1, 2):
        weights = np.stack([one - mass, *((mass if point == pair else zero) for point in (1, 2))], axis=-1)
        risks = []
        for answer in (1, 2):
            losses = np.stack([zero, *((one if point == answer else zero) for point in (1, 2))], axis=-1)
            risks.append(risk(descending(losses, weights)))
        best = numbers.smallest(risks) if world.exact else np.minimum(*risks)
        minus = numbers.multiply([fmpq(-1), best]) if world.exact else -best
        gaps.append([numbers.add([r, minus]) if world.exact else r + minus for r in risks])
    return gaps


def _extreme(world: LossWorld, values: list[Any], sign: int) -> Any:
    if world.exact:
        return numbers.largest(values) if sign > 0 else numbers.smallest(values)
    return np.max(values, axis=0) if sign > 0 else np.min(values, axis=0)


def _cvar_pairs(world: LossWorld) -> list[list[Any]]:
    mass = np.minimum(world.delta, world.alpha)
    mass = mass[()] if world.exact and isinstance(mass, np.ndarray) else mass
    return _two_pairs(world, mass, lambda law: tails.tail_mean(law, world.alpha))


def _chi_pairs(world: LossWorld) -> list[list[Any]]:
    radius = world.fields["rho"]
    mass = np.minimum(world.delta, 1 / divisor(1 + 2 * radius))

    def risk(law: Law) -> Any:
        """By the dual, which shares nothing with the formula of the claims."""
        if world.exact:
            return enclosures.over_eta(law, radius, fmpq(2), world.witness, "learner_gap_chi")
        return divergences.cressie_read_risk(law, radius, 2.0)[0]

    return _two_pairs(world, mass, risk)


def _pair_last(world: LossWorld, gaps: list[list[Any]]) -> Any:
    return _extreme(world, [_extreme(world, list(column), 1) for column in zip(*gaps, strict=True)], -1)


@quantity("epsilon", through=("alpha",))
def learner_gap(world: LossWorld) -> Any:
    """For each answer the worse pair, then the best answer."""
    return _pair_last(world, _cvar_pairs(world))


@quantity("epsilon", "rho")
def learner_gap_chi(world: LossWorld) -> Any:
    """For each answer the worse pair, then the best answer."""
    return _pair_last(world, _chi_pairs(world))


def _drawn(gaps: list[list[Any]]) -> Any:
    """The value ab/(a+b) of the game with gaps a and b off the diagonal and none on it."""
    (_, a), (b, _) = (row[::-1] for row in gaps)
    if not isinstance(a, fmpq | np.ndarray):
        a, b = numbers.ball(a), numbers.ball(b)
    return a * b / divisor(a + b)


@quantity("epsilon", through=("alpha",))
def drawn_gap(world: LossWorld) -> Any:
    """The game of the answers against the pairs."""
    return _drawn(_cvar_pairs(world))


@quantity("epsilon", "rho")
def drawn_gap_chi(world: LossWorld) -> Any:
    """The game of the answers against the pairs."""
    return _drawn(_chi_pairs(world))


# 0/1 losses and mixtures


def _zero_one(world: LossWorld) -> tuple[list[Any], list[Any]]:
    """Risks and CVaRs of the 0/1 losses of the family."""
    laws = [descending(world.wrong[..., t, :], world.p) for t in range(world.losses.shape[-2])]
    return [tails.mean(law) for law in laws], [tails.tail_mean(law, world.alpha) for law in laws]


@quantity("losses", through=("alpha",))
def zero_one_risk(world: LossWorld) -> Any:
    """Mass of the points with ℓ > 0."""
    return _zero_one(world)[0][0]


@quantity("losses", through=("alpha",))
def zero_one_cvar(world: LossWorld) -> Any:
    """Sorting."""
    return _zero_one(world)[1][0]


@quantity("losses", through=("alpha",))
def least_cvar(world: LossWorld) -> Any:
    """Each member of the family."""
    return _extreme(world, _zero_one(world)[1], -1)


@quantity("losses", through=("alpha",))
def erm_cvar(world: LossWorld) -> Any:
    """Of several minimisers of the risk the one with the largest CVaR."""
    risks, levels = _zero_one(world)
    least = _extreme(world, risks, -1)
    if world.exact:
        return numbers.largest([level for risk, level in zip(risks, levels, strict=True) if risk == least])
    return np.where(np.stack(risks) <= least + TIE, np.stack(levels), -np.inf).max(0)


@quantity("losses", through=("alpha",))
def single_cvar(world: LossWorld) -> Any:
    """Sorting each member of the family; equal weights."""
    equal = (world.p * 0 + 1) / world.sizes["n"]
    laws = [descending(world.wrong[..., t, :], equal) for t in range(world.losses.shape[-2])]
    return _extreme(world, [tails.tail_mean(law, world.alpha) for law in laws], -1)


@quantity("losses", through=("alpha",), cost=3)
def mixture_cvar(world: LossWorld) -> Any:
    """The programme over mixtures, η and excesses; exactly, by the simplex method, met by sorting a best mixture."""
    if world.exact:
        return exact_mixture(world.wrong, world.alpha, world.witness)
    return solve_mixtures(world.wrong, world.alpha, dual=False)


@quantity("losses", through=("alpha",), cost=3)
def boosting_value(world: LossWorld) -> Any:
    """The programme over weights; exactly, by the simplex method."""
    if world.exact:
        return least_weights(world.wrong, world.alpha)[0]
    return solve_mixtures(world.wrong, world.alpha, dual=True)


def _spread(world: LossWorld) -> tuple[Any, Any]:
    """n and the level, as scalars of the back end."""
    level = world.alpha
    return level * 0 + world.sizes["n"], level


@quantity(through=("alpha",))
def spread_mixture(world: LossWorld) -> Any:
    """Sorting n equal losses 1/n of equal weights."""
    points, level = _spread(world)
    weights = np.stack([1 / points] * world.sizes["n"], axis=-1)
    return tails.tail_mean(descending(weights, weights), level)


@quantity(through=("alpha",))
def spread_best(world: LossWorld) -> Any:
    """Sorting one loss 1 among n of equal weights."""
    points, level = _spread(world)
    weights = np.stack([1 / points] * world.sizes["n"], axis=-1)
    losses = np.stack([level * 0 + int(i == 0) for i in range(world.sizes["n"])], axis=-1)
    return tails.tail_mean(descending(losses, weights), level)
