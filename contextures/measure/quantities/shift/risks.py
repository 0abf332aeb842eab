"""How the risks of chapter 6 are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError, rational
from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.shift import LossWorld
from contextures.risks import divergences, tails
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


def _enclosed(world: LossWorld, law: Law, name: str) -> Any:
    """R_{D_β,ρ} of a law, exactly: between a law of the ball and a dual point, both rational; closed where β = 2."""
    order, radius = world.fields["beta"], world.fields["rho"]
    if order <= 1:
        raise UndefinedError("the order of a divergence is above 1")
    if order == 2:
        return divergences.chi_square_risk(law, radius, world.arithmetic)
    if radius == 0 or len({value for value, w in zip(law.losses, law.weights, strict=True) if w != 0}) == 1:
        return tails.mean(law)
    witness = world.witness(name, lambda: _ball_witness(law, radius, order))
    q = np.array([rational(value) for value in witness["law"]], dtype=object)
    if q.shape != law.weights.shape or (q < 0).any() or q.sum() != 1:
        raise NotCertifiable("the law of the witness is none")
    if not numbers.certainly_at_most(divergences.exact_divergence(q, law.weights, order), radius):
        raise NotCertifiable("the law of the witness is outside the ball")
    upper = divergences.exact_dual(law, radius, order, rational(witness["eta"]))
    return arb((q * law.losses).sum()).union(upper)


def _ball_witness(law: Law, radius: fmpq, order: fmpq) -> dict[str, Any]:
    """A dual point and a law of the ball that nearly attain the risk, both rational."""
    seen = Law(*(np.asarray(part, dtype=float) for part in law))
    _, eta = divergences.cressie_read_risk(seen, float(radius), float(order))
    optimal = divergences.boundary_law(seen, float(radius), float(order))
    heaviest = int(np.argmax(seen.weights))
    for inwards in (0.0, 1e-12, 1e-11, 1e-10, 1e-8, 1e-6, 1.0):
        mixed = (1 - inwards) * optimal + inwards * seen.weights
        q = np.array([fmpq(int(v * 10**15), 10**15) for v in mixed], dtype=object)
        q[heaviest] += 1 - q.sum()
        if numbers.certainly_at_most(divergences.exact_divergence(q, law.weights, order), radius):
            break
    return {"eta": str(fmpq(round(float(eta) * 10**12), 10**12)), "law": [str(v) for v in q]}


def _general(world: LossWorld, law: Law, name: str) -> Any:
    """R_{D_β,ρ} of a law."""
    if world.exact:
        return _enclosed(world, law, name)
    return divergences.cressie_read_risk(law, world.fields["rho"], world.fields["beta"])[0]


@quantity("losses", "rho", "beta", cost=4)
def robust_risk(world: LossWorld) -> Any:
    """The law Q ∝ P(ℓ−η)_+^{β*−1} whose divergence is ρ, by bisection of the divergence."""
    if world.exact:
        return _enclosed(world, world.sorted, "robust")
    q = divergences.boundary_law(world.sorted, world.fields["rho"], world.fields["beta"])
    return (q * world.sorted.losses).sum(-1)


# Duals


@quantity("losses", "rho", "beta", cost=4)
def robust_dual(world: LossWorld) -> Any:
    """Bisection of the slope of the dual."""
    return _general(world, world.sorted, "robust")


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
    """P_train without its top ε of mass, then the dual in one variable."""
    return _general(world, tails.trimmed(world.sorted_train, world.fields["epsilon"]), "doro")


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
        return _general(world, Law(law.losses, kept / total), "doro_conditional")
    safe = np.where(total > 0, total, 1.0)
    conditional = Law(law.losses, np.where(per_point(total) > 0, kept / per_point(safe), law.weights))
    return np.where(total > 0, _general(world, conditional, ""), np.nan)


@quantity("losses", "contamination", "epsilon", "rho", "beta", cost=4)
def doro_split(world: LossWorld) -> Any:
    """Golden-section search of the convex function of η; exactly, the dual of the law that h loses its top ε of."""
    if world.exact:
        return _general(world, tails.trimmed(world.sorted_train, world.fields["epsilon"]), "doro")
    law, order, share = world.sorted_train, world.fields["beta"], world.fields["epsilon"]
    star, scale = divergences.conjugate(order), divergences.dual_scale(world.fields["rho"], order)
    size = np.maximum(np.ptp(law.losses, axis=-1), 1e-3)

    def dual(fall: Any) -> Any:
        eta = law.losses.max(-1) - size * np.expm1(fall)
        h = np.maximum(law.losses - per_point(eta), 0.0) ** per_point(star)
        kept = ((law.weights - tails.top(Law(h, law.weights), share)) * h).sum(-1) / (1 - share)
        return scale * np.maximum(kept, 0.0) ** (1 / star) + eta

    low, high = np.zeros_like(size), np.full_like(size, 12.0)
    for _ in range(SEARCHES):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        better = dual(left) <= dual(right)
        low, high = np.where(better, low, left), np.where(better, right, high)
    return np.where(world.fields["rho"] > 0, dual((low + high) / 2), tails.mean(tails.trimmed(law, share)))


@quantity("losses", "contamination", "epsilon")
def split_mass(world: LossWorld) -> Any:
    """Smallest distance from ε to the mass above a level, 0 and 1 included."""
    law, share = world.sorted_train, per_point(world.fields["epsilon"])
    distances = np.abs(_tail_above(law) - share)
    return np.minimum(distances.min(-1), np.abs(1 - world.fields["epsilon"]))


@quantity("losses", "epsilon", "rho", "beta", cost=4)
def robust_in_ball(world: LossWorld) -> Any:
    """P with its top ε/(1−ε) of mass at the smallest loss, then the dual."""
    return _general(world, tails.lowered(world.sorted, world.delta), "robust_in_ball")


@quantity("losses", "epsilon", through=("alpha",))
def cvar_in_ball(world: LossWorld) -> Any:
    """P with its top ε/(1−ε) of mass at the smallest loss, then sorting."""
    return tails.tail_mean(tails.lowered(world.sorted, world.delta), world.alpha)
