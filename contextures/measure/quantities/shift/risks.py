"""How the risks of chapter 6 are measured."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from contextures.exact import numbers
from contextures.exact.numbers import UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.world import Array
from contextures.measure.worlds.shift import LossWorld
from contextures.risks import divergences, enclosures, tails
from contextures.risks.tails import Law, divisor, per_point

SEARCHES = 100
"""Steps of a search for a minimum in one variable."""
GOLDEN = (5**0.5 - 1) / 2


# Settings and moments


@quantity("epsilon")
def epsilon(world: LossWorld) -> Any:
    """Of the instance."""
    return world.fields["epsilon"]


@quantity("rho")
def rho(world: LossWorld) -> Any:
    """Of the instance."""
    return world.fields["rho"]


@quantity("beta")
def beta(world: LossWorld) -> Any:
    """Of the instance."""
    return world.fields["beta"]


@quantity("losses")
def smallest_loss(world: LossWorld) -> Any:
    """Over all points and the whole family."""
    return world.losses.min((-1, -2))


@quantity("losses")
def sigma(world: LossWorld) -> Any:
    """Root of the second moment."""
    return world.arithmetic.sqrt((world.p * world.loss**2).sum(-1))


# Risks of P and of its groups


@quantity("losses", through=("alpha",))
def cvar(world: LossWorld) -> Any:
    """Sorting; the atom at the quantile is split."""
    return tails.tail_mean(world.sorted, world.alpha)


@quantity("losses", "rho")
def chi_square_risk(world: LossWorld) -> Any:
    """The active prefix of the sorted losses."""
    return divergences.chi_square_risk(world.sorted, world.fields["rho"], world.arithmetic)


@quantity("losses", "groups")
def R_max(world: LossWorld) -> Any:
    """Mean loss of each group."""
    shares = world.group_shares
    return ((world.members * (world.p * world.loss)[..., None, :]).sum(-1) / shares).max(-1)


def _over_the_ball(world: LossWorld, law: Law, name: str) -> Any:
    """R_{D_β,ρ} of a law by the laws of the ball."""
    radius, order = world.fields["rho"], world.fields["beta"]
    if world.exact:
        return enclosures.over_the_ball(law, radius, order, world.witness, name)
    return (divergences.boundary_law(law, radius, order) * law.losses).sum(-1)


def _over_eta(world: LossWorld, law: Law, name: str) -> Any:
    """R_{D_β,ρ} of a law by its dual."""
    radius, order = world.fields["rho"], world.fields["beta"]
    if world.exact:
        return enclosures.over_eta(law, radius, order, world.witness, name)
    return divergences.cressie_read_risk(law, radius, order)[0]


@quantity("losses", "rho", "beta", cost=4)
def robust_risk(world: LossWorld) -> Any:
    """The law Q ∝ P(ℓ−η)_+^{β*−1} whose divergence is ρ, by bisection of the divergence; a Lagrange bound above."""
    return _over_the_ball(world, world.sorted, "robust")


# Duals


@quantity("losses", "rho", "beta", cost=4)
def robust_dual(world: LossWorld) -> Any:
    """Bisection of the slope of the dual."""
    return _over_eta(world, world.sorted, "robust_dual")


def _cvar_dual(world: LossWorld, eta: Any) -> Any:
    above = world.loss - per_point(eta)
    above = np.where(above > 0, above, above * 0)
    return (world.p * above).sum(-1) / divisor(world.alpha) + eta


@quantity("losses", through=("alpha",))
def cvar_dual(world: LossWorld) -> Any:
    """Piecewise linear in η with breaks at the losses: least at one of them."""
    values = [_cvar_dual(world, world.loss[..., i]) for i in range(world.sizes["n"])]
    return numbers.smallest(values) if world.exact else np.min(values, axis=0)


@quantity("losses", through=("alpha",))
def cvar_dual_at_quantile(world: LossWorld) -> Any:
    """At that loss; undefined at α = 1, where the infimum is −∞."""
    if world.exact and world.alpha >= 1:
        raise UndefinedError("the quantile is −∞")
    value = _cvar_dual(world, tails.quantile(world.sorted, world.alpha))
    return value if world.exact else np.where(world.alpha < 1, value, np.nan)


# Contamination


@quantity("losses", "contamination", "epsilon", through=("alpha",))
def cvar_doro(world: LossWorld) -> Any:
    """P_train without its top ε of mass, then sorting."""
    return tails.tail_mean(tails.trimmed(world.sorted_train, world.fields["epsilon"]), world.alpha)


@quantity("losses", "contamination", "epsilon", "rho")
def chi_square_doro(world: LossWorld) -> Any:
    """P_train without its top ε of mass, then the active prefix."""
    kept = tails.trimmed(world.sorted_train, world.fields["epsilon"])
    return divergences.chi_square_risk(kept, world.fields["rho"], world.arithmetic)


@quantity("losses", "contamination", "epsilon", "rho", "beta", cost=4)
def doro(world: LossWorld) -> Any:
    """P_train without its top ε of mass, then the worst law of the ball."""
    return _over_the_ball(world, tails.trimmed(world.sorted_train, world.fields["epsilon"]), "doro")


def _tail_above(law: Law) -> Any:
    """P(ℓ > ℓ_i) for each point."""
    return (law.weights[..., None, :] * (law.losses[..., None, :] > law.losses[..., :, None])).sum(-1)


@quantity("losses", "contamination", "epsilon", "rho", "beta", cost=4)
def doro_conditional(world: LossWorld) -> Any:
    """The law of the points that enough mass exceeds, then the dual; undefined where there are none."""
    law = world.sorted_train
    slack = 0 if world.exact else 1e-12
    kept = law.weights * (_tail_above(law) >= per_point(world.fields["epsilon"]) - slack)
    total = kept.sum(-1)
    if world.exact:
        if total == 0:
            raise UndefinedError("no point is exceeded by a mass of ε")
        return _over_eta(world, Law(law.losses, kept / total), "doro_conditional")
    safe = np.where(total > 0, total, 1.0)
    conditional = Law(law.losses, np.where(per_point(total) > 0, kept / per_point(safe), law.weights))
    return np.where(total > 0, _over_eta(world, conditional, ""), np.nan)


def _clipped(losses: Array, weights: Array, share: Any) -> Array:
    """E min(ℓ, z) − εz at each z = ℓ_j, (..., n): largest at the quantile, where it is Eℓ − ε CVaR_ε(ℓ)."""
    least = np.minimum(losses[..., None, :], losses[..., :, None])
    return np.asarray((weights[..., None, :] * least).sum(-1) - per_point(share) * losses)


@quantity("losses", "contamination", "epsilon", "rho", "beta", cost=4)
def doro_split(world: LossWorld) -> Any:
    """ε CVaR_ε(h) = min_z E(h−z)_+ + εz; golden-section search of the convex function of η, exactly its slope."""
    law, order, share = world.sorted_train, world.fields["beta"], world.fields["epsilon"]
    if world.exact:
        level = law.losses[max(range(len(law.losses)), key=list(_clipped(law.losses, law.weights, share)).__getitem__)]
        last = max(i for i, loss in enumerate(law.losses) if loss >= level)
        kept = np.where(law.losses < level, law.weights, law.weights * 0)
        kept[last] = law.weights[: last + 1].sum() - share
        return _over_eta(world, Law(law.losses, kept / divisor(1 - share)), "doro_split")
    star, scale = divergences.conjugate(order), divergences.dual_scale(world.fields["rho"], order)
    size = np.maximum(np.ptp(law.losses, axis=-1), 1e-3)

    def dual(fall: Any) -> Any:
        eta = law.losses.max(-1) - size * np.expm1(fall)
        h = np.maximum(law.losses - per_point(eta), 0.0) ** per_point(star)
        kept = _clipped(h, law.weights, share).max(-1) / (1 - share)
        return scale * np.maximum(kept, 0.0) ** (1 / star) + eta

    low, high = np.zeros_like(size), np.full_like(size, 12.0)
    for _ in range(SEARCHES):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        better = dual(left) <= dual(right)
        low, high = np.where(better, low, left), np.where(better, right, high)
    mean = _clipped(law.losses, law.weights, share).max(-1) / (1 - share)
    return np.where(world.fields["rho"] > 0, dual((low + high) / 2), mean)


@quantity("contamination", "epsilon")
def farthest_kept(world: LossWorld) -> Any:
    """Every event A: what is kept has at most min{1, P_train(A)/(1−ε)} of it."""
    n = world.sizes["n"]
    events = np.array(list(itertools.product((0, 1), repeat=n)))
    most = (events * world.train[..., None, :]).sum(-1) / per_point(divisor(1 - world.fields["epsilon"]))
    held = (events * world.p[..., None, :]).sum(-1)
    return (np.minimum(most, most * 0 + 1) - held).max(-1)


@quantity("losses", "contamination", "epsilon")
def split_mass(world: LossWorld) -> Any:
    """Smallest distance from ε to the mass above a level, 0 and 1 included."""
    law, share = world.sorted_train, per_point(world.fields["epsilon"])
    distances = np.abs(_tail_above(law) - share)
    return np.minimum(distances.min(-1), np.abs(1 - world.fields["epsilon"]))


@quantity("losses", "epsilon", "rho", "beta", cost=4)
def robust_in_ball(world: LossWorld) -> Any:
    """P with its top ε/(1−ε) of mass at the smallest loss, then the worst law of the ball."""
    return _over_the_ball(world, tails.lowered(world.sorted, world.delta), "robust_in_ball")


@quantity("losses", "epsilon", through=("alpha",))
def cvar_in_ball(world: LossWorld) -> Any:
    """P with its top ε/(1−ε) of mass at the smallest loss, then sorting."""
    return tails.tail_mean(tails.lowered(world.sorted, world.delta), world.alpha)
