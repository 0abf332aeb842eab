"""Twelve errors in bounds of a channel K, of laws p, q and r that go through it or come out, and of functions."""

from __future__ import annotations

import sympy as sp

import contextures as cx
from benchmarks.planted.error import planted
from contextures import sorts

CHANNELS = cx.Domain(
    "channels",
    {
        "p": sorts.mass("x"),
        "channel": sorts.channel("x", "y"),
        "q": sorts.mass("x"),
        "centre": sorts.mass("x"),
        "output": sorts.mass("y"),
        "f": sorts.values("y"),
        "g": sorts.values("x"),
        "rho": sorts.ratio(0, 2),
        "bit": sorts.mass("b"),
        "flip": sorts.ratio(0, "1/2", closed="right"),
    },
    sizes={"x": (3, 5), "y": (3, 5)},
    fixed={"b": 2},
)


def _sent(world, law, channel="channel"):
    """The law that comes out."""
    return (world[law][..., None] * world[channel]).sum(-2)


def _apart(world, p, q):
    """The total variation, along the last axis."""
    return world.absolute(p - q).sum(-1) / 2


@CHANNELS.quantity("the total variation of p and q")
def variation(world):
    return _apart(world, world["p"], world["q"])


@CHANNELS.quantity("the total variation of pK and qK")
def variation_after(world):
    return _apart(world, _sent(world, "p"), _sent(world, "q"))


@CHANNELS.quantity("the largest total variation of two rows")
def dobrushin(world):
    k = world["channel"]
    return _apart(world, k[..., :, None, :], k[..., None, :, :]).max(-1).max(-1)


@CHANNELS.quantity("the mass that all rows share")
def doeblin(world):
    return world["channel"].min(-2).sum(-1)


@CHANNELS.quantity("I(p, K)")
def information(world):
    return world.mutual_information(world["p"][..., None] * world["channel"])


@CHANNELS.quantity("the largest KL(K_x, r)")
def radius(world):
    return world.kl(world["channel"], world["output"][..., None, :]).max(-1)


@CHANNELS.quantity("the chance to guess X from Y")
def guessed(world):
    return (world["p"][..., None] * world["channel"]).max(-2).sum(-1)


@CHANNELS.quantity("the largest mass of p")
def likeliest(world):
    return world["p"].max(-1)


@CHANNELS.quantity("Σ_y max_x K(x, y)")
def leakage(world):
    return world["channel"].max(-2).sum(-1)


def _variance(world, p, f):
    """The variance along the last axis."""
    return (p * f**2).sum(-1) - (p * f).sum(-1) ** 2


@CHANNELS.quantity("Var E[f(Y)|X]")
def explained(world):
    return _variance(world, world["p"], (world["channel"] * world["f"][..., None, :]).sum(-1))


@CHANNELS.quantity("Var f(Y)")
def variance(world):
    return _variance(world, _sent(world, "p"), world["f"])


@CHANNELS.quantity("the largest singular value of X and Y")
def correlation(world):
    return world.singular_values(world["p"][..., None] * world["channel"])[..., 0]


@CHANNELS.quantity("Σ √(pq)")
def affinity(world):
    return world.sqrt(world["p"] * world["q"]).sum(-1)


@CHANNELS.quantity("χ²(p, q)")
def chi_square(world):
    return (world["p"] ** 2 / world["q"]).sum(-1) - 1


@CHANNELS.quantity("the largest p/q")
def high(world):
    return (world["p"] / world["q"]).max(-1)


@CHANNELS.quantity("the smallest p/q")
def low(world):
    return (world["p"] / world["q"]).min(-1)


def _binary(world, p):
    """h(p) for a number p."""
    both = p[..., None] * [1, -1] + [0, 1]
    return world.entropy(both)


@CHANNELS.quantity("KL(r, p) + KL(r, q)")
def detour(world):
    return world.kl(world["centre"], world["p"]) + world.kl(world["centre"], world["q"])


@CHANNELS.quantity("what a bit says through a channel that flips it")
def through_flips(world):
    one, e = world["bit"][..., 0], world["flip"]
    return _binary(world, one * (1 - e) + (1 - one) * e) - _binary(world, e)


@CHANNELS.quantity("ln 2 − h(flip)")
def capacity(world):
    return world.log(2) - _binary(world, world["flip"])


@CHANNELS.quantity("what a bit says through a channel that turns 1 into 0 with that chance")
def through_asymmetry(world):
    one, e = world["bit"][..., 0], world["flip"]
    return _binary(world, one * (1 - e)) - one * _binary(world, e)


@CHANNELS.quantity("the chance that is flipped")
def flipped(world):
    return world["flip"]


@CHANNELS.quantity("χ²(q, p)")
def from_p(world):
    return (world["q"] ** 2 / world["p"]).sum(-1) - 1


@CHANNELS.quantity("ρ")
def budget(world):
    return world["rho"]


@CHANNELS.quantity("(E_q g − E_p g)²")
def shift(world):
    return ((world["q"] - world["p"]) * world["g"]).sum(-1) ** 2


@CHANNELS.quantity("Var_p g")
def spread(world):
    return _variance(world, world["p"], world["g"])


HALF, QUARTER, TENTH = sp.Rational(1, 2), sp.Rational(1, 4), sp.Rational(1, 10)
POSITIVE = cx.Hypothesis("positive", TENTH, "<=", low)
APART = cx.Hypothesis("apart", TENTH, "<=", variation)
LOSES = cx.Hypothesis("loses", dobrushin, "<=", 3 * QUARTER)
KEEPS = cx.Hypothesis("keeps", QUARTER, "<=", dobrushin)
CORRELATED = (cx.Hypothesis("correlated", QUARTER, "<=", correlation), cx.Hypothesis("noise", correlation, "<=", HALF))

PLANTED = (
    planted(CHANNELS, "channels.dobrushin", "TV(pK, qK) ≤ η TV(p, q)", variation_after, dobrushin * variation,
            less="1/1000", given=(LOSES, KEEPS, APART, cx.Hypothesis("overlap", variation, "<=", HALF))),
    planted(CHANNELS, "channels.doeblin", "η ≤ 1 − Σ min K", dobrushin, 1 - doeblin, less="1/1000",
            given=(cx.Hypothesis("shares", TENTH, "<=", doeblin), KEEPS)),
    planted(CHANNELS, "channels.radius", "I(p, K) ≤ max KL(K_x, r)", information, radius, less="1/200",
            given=(cx.Hypothesis("informs", TENTH, "<=", information), LOSES)),
    planted(CHANNELS, "channels.guessing", "V(p, K) ≤ max p Σ max K", guessed, likeliest * leakage, less="1/1000",
            given=(LOSES, KEEPS)),
    planted(CHANNELS, "channels.variance", "Var E[f|X] ≤ s² Var f", explained, correlation**2 * variance,
            less="1/1000", given=CORRELATED),
    planted(CHANNELS, "channels.affinity", "(Σ √pq)² + TV² ≤ 1", affinity**2 + variation**2, sp.S.One,
            instead=(affinity**2 + sp.Rational(1005, 1000) * variation**2, sp.S.One), error="1/200 more of TV²",
            given=(APART, POSITIVE)),
    planted(CHANNELS, "channels.chi-square", "4 TV² ≤ χ²", 4 * variation**2, chi_square, more="1/1000",
            given=(APART, POSITIVE)),
    planted(CHANNELS, "channels.two-ratios", "χ² ≤ (M − 1)(1 − m)", chi_square, (high - 1) * (1 - low), less="1/1000",
            given=(POSITIVE, APART)),
    planted(CHANNELS, "channels.between", "−2 ln Σ √(pq) ≤ KL(r, p) + KL(r, q)", -2 * sp.log(affinity), detour,
            less="1/1000", given=(APART, POSITIVE)),
    planted(CHANNELS, "channels.z-capacity", "I(p, Z(e)) ≤ ln(1 + (1−e) e^(ln(e) e/(1−e)))", through_asymmetry,
            sp.log(1 + (1 - flipped) * sp.exp(sp.log(flipped) * flipped / (1 - flipped))), less="1/1000",
            given=(cx.Hypothesis("noisy", TENTH, "<=", flipped),)),
    planted(CHANNELS, "channels.flips", "I(p, BSC(e)) ≤ ln 2 − h(e)", through_flips, capacity, less="1/1000",
            given=(cx.Hypothesis("noisy", QUARTER, "<=", flipped),
                   cx.Hypothesis("not useless", flipped, "<=", sp.Rational(2, 5)))),
    planted(CHANNELS, "channels.ball", "(E_q g − E_p g)² ≤ ρ Var_p g, χ²(q, p) ≤ ρ", shift, budget * spread,
            less="1/1000", given=(cx.Hypothesis("in the ball", from_p, "<=", budget),
                                  cx.Hypothesis("not at the centre", TENTH, "<=", from_p),
                                  cx.Hypothesis("overlap", variation, "<=", HALF))),
)  # fmt: skip
