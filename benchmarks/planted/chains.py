"""Twelve errors in information inequalities: a chain U, X, Y, two laws on X, and three variables."""

from __future__ import annotations

import numpy as np
import sympy as sp

import contextures as cx
from benchmarks.planted.error import planted
from contextures import sorts

CHAINS = cx.Domain(
    "chains",
    {
        "first": sorts.law("u", "x"),
        "second": sorts.channel("x", "y"),
        "p": sorts.mass("x"),
        "q": sorts.mass("x"),
        "f": sorts.values("x"),
        "s": sorts.ratio(0, 2),
        "triple": sorts.law("a", "b", "c"),
        "guess": sorts.labels("x", "u"),
    },
    sizes={"a": (2, 3), "b": (2, 2), "c": (2, 2), "u": (2, 4), "x": (3, 5), "y": (2, 4)},
)


@CHAINS.quantity("I(U;X)")
def before(world):
    return world.mutual_information(world["first"])


@CHAINS.quantity("I(U;Y)")
def after(world):
    return world.mutual_information(world["first"] @ world["second"])


@CHAINS.quantity("H(q)")
def entropy(world):
    return world.entropy(world["q"])


@CHAINS.quantity("s")
def coldness(world):
    return world["s"]


@CHAINS.quantity("ln Σ exp(−sx) + s E_q x")
def free_energy(world):
    points, s = np.arange(world.size("x")), world["s"]
    partition = world.exp(-s[..., None] * points).sum(-1)
    return world.log(partition) + s * (world["q"] * points).sum(-1)


@CHAINS.quantity("E_p f − ln E_q exp f")
def tilted(world):
    f = world["f"]
    return (world["p"] * f).sum(-1) - world.log((world["q"] * world.exp(f)).sum(-1))


@CHAINS.quantity("H(U|X)")
def equivocation(world):
    return world.entropy(world["first"].sum(-1)) - world.mutual_information(world["first"])


@CHAINS.quantity("the error of a guess of U from X")
def mistaken(world):
    right = world.indicator(world["guess"], "u").swapaxes(-1, -2)
    return 1 - (world["first"] * right).sum(-1).sum(-1)


@CHAINS.quantity("h(error)")
def binary(world):
    e = mistaken_of(world)
    return world.kl(e, e * 0 + 1) * -1


def mistaken_of(world):
    """The pmf of the error, (..., 2)."""
    right = world.indicator(world["guess"], "u").swapaxes(-1, -2)
    first = world["first"]
    joined = world.where(right == 1, first, 0 * first).sum(-1).sum(-1)[..., None]
    return joined * [1, -1] + [0, 1]


@CHAINS.quantity("ln(|U| − 1)")
def others(world):
    return world.log(world.size("u") - 1)


@CHAINS.quantity("KL(p, q)")
def divergence(world):
    return world.kl(world["p"], world["q"])


@CHAINS.quantity("KL(pK, qK)")
def divergence_after(world):
    p, q, k = world["p"], world["q"], world["second"]
    return world.kl((p[..., None] * k).sum(-2), (q[..., None] * k).sum(-2))


@CHAINS.quantity("the total variation of p and q")
def variation(world):
    return world.absolute(world["p"] - world["q"]).sum(-1) / 2


@CHAINS.quantity("χ²(p, q)")
def chi_square(world):
    return (world["p"] ** 2 / world["q"]).sum(-1) - 1


@CHAINS.quantity("the contraction of K in total variation")
def dobrushin(world):
    k = world["second"]
    return world.absolute(k[..., :, None, :] - k[..., None, :, :]).sum(-1).max(-1).max(-1) / 2


def _flat(world, joint):
    """The entropy of a law on several spaces."""
    axes = len(world["triple"].shape) - 3
    return world.entropy(joint.reshape((*joint.shape[:axes], -1)))


@CHAINS.quantity("H(A, B, C)")
def together(world):
    return _flat(world, world["triple"])


@CHAINS.quantity("H(A, B) + H(B, C) + H(A, C)")
def pairs(world):
    return sum(_flat(world, world["triple"].sum(axis)) for axis in (-1, -2, -3))


@CHAINS.quantity("H(A, B) + H(B, C)")
def overlapping(world):
    return _flat(world, world["triple"].sum(-1)) + _flat(world, world["triple"].sum(-3))


@CHAINS.quantity("H(B)")
def shared(world):
    return _flat(world, world["triple"].sum(-1).sum(-2))


@CHAINS.quantity("χ² information of U and X")
def chi_before(world):
    return _dependence(world["first"])


@CHAINS.quantity("χ² information of U and Y")
def chi_after(world):
    return _dependence(world["first"] @ world["second"])


def _dependence(joint):
    """Σ p(u,x)²/(p(u)p(x)) − 1."""
    return (joint**2 / (joint.sum(-1)[..., :, None] * joint.sum(-2)[..., None, :])).sum(-1).sum(-1) - 1


@CHAINS.quantity("the largest singular value of X and Y")
def correlation(world):
    return world.singular_values(world["first"].sum(-2)[..., None] * world["second"])[..., 0]


HALF, QUARTER, TENTH = sp.Rational(1, 2), sp.Rational(1, 4), sp.Rational(1, 10)
SUPPORTED = cx.Hypothesis("supported", chi_square, "<", sp.oo)
APART = cx.Hypothesis("apart", TENTH, "<=", variation)
NEAR = cx.Hypothesis("not equal", sp.Rational(1, 100), "<=", variation)
TOLD = cx.Hypothesis("told", TENTH, "<=", before)
LOSES = cx.Hypothesis("loses", dobrushin, "<=", 3 * QUARTER)
KEEPS = cx.Hypothesis("keeps", QUARTER, "<=", dobrushin)
WRONG = (cx.Hypothesis("errs", QUARTER, "<=", mistaken), cx.Hypothesis("less than half", mistaken, "<=", HALF))
TERNARY = cx.Hypothesis("three", HALF, "<=", others)
TIED = cx.Hypothesis("tied", TENTH, "<=", pairs - 2 * together)

PLANTED = (
    planted(CHAINS, "chains.processing", "I(U;Y) ≤ I(U;X)", after, before, less="1/1000", given=(TOLD,)),
    planted(
        CHAINS, "chains.donsker-varadhan", "E_p f ≤ KL(p, q) + ln E_q exp f", tilted, divergence, less="1/1000",
        given=(SUPPORTED, APART),
    ),
    planted(CHAINS, "chains.gibbs", "H(q) ≤ ln Σ exp(−sx) + s E_q x", entropy, free_energy, less="1/1000",
            given=(cx.Hypothesis("cold", HALF, "<=", coldness),)),
    planted(
        CHAINS, "chains.fano", "H(U|X) ≤ h(e) + e ln(|U|−1), 1/4 ≤ e ≤ 1/2", equivocation, binary + mistaken * others,
        less="1/1000", given=(*WRONG, TERNARY, TOLD),
    ),
    planted(CHAINS, "chains.pinsker", "2 TV² ≤ KL", 2 * variation**2, divergence, more="1/1000", given=(NEAR,)),
    planted(
        CHAINS, "chains.renyi", "KL ≤ ln(1 + χ²)", divergence, sp.log(1 + chi_square), less="1/1000",
        given=(SUPPORTED, NEAR),
    ),
    planted(
        CHAINS, "chains.divergence", "KL(pK, qK) ≤ KL(p, q)", divergence_after, divergence, less="1/1000",
        given=(SUPPORTED, APART),
    ),
    planted(
        CHAINS, "chains.contraction", "I(U;Y) ≤ η I(U;X)", after, dobrushin * before, less="1/1000",
        given=(TOLD, KEEPS, LOSES),
    ),
    planted(
        CHAINS, "chains.shearer", "2 H(ABC) ≤ H(AB) + H(BC) + H(AC)", 2 * together, pairs, less="1/1000",
        given=(cx.Hypothesis("spread", 1, "<=", together),),
    ),
    planted(
        CHAINS, "chains.submodular", "H(ABC) + H(B) ≤ H(AB) + H(BC)", together + shared, overlapping, less="1/1000",
        given=(TIED,),
    ),
    planted(
        CHAINS, "chains.chi-square", "χ²(U;Y) ≤ s² χ²(U;X)", chi_after, correlation**2 * chi_before, less="1/1000",
        given=(TOLD, cx.Hypothesis("correlated", QUARTER, "<=", correlation), LOSES),
    ),
    planted(
        CHAINS, "chains.conditional", "H(ABC) ≤ H(AB) + H(BC) − H(B)", together, overlapping - shared,
        instead=(together, overlapping - sp.Rational(1001, 1000) * shared), error="1/1000 more of H(B) taken off",
        given=(TIED,),
    ),
)  # fmt: skip
