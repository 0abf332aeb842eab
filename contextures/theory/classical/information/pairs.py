"""Chapter 8.5: a pair of variables, its information and its singular values, and a guess of one from the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.information.channels import balance
from contextures.theory.classical.information.contraction import weight
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator


def _spread_errors(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A uniform variable seen with errors that are all equally likely, and the guess that trusts what it sees."""
    n, m = sizes["x"], sizes["y"]
    same = np.arange(n)[:, None] == np.arange(m) % n
    told = same * rng.integers(1, 30, (count, 1, 1)) + rng.integers(0, 4, (count, 1, 1))
    return {"joint": told, "guess": np.broadcast_to(same.T.astype(np.int64), (count, m, n))}


def _blocks(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Pairs that share one bit, with sets that tell it, and some noise."""
    n, m = sizes["x"], sizes["y"]
    f, g = rng.integers(0, 2, (count, n)), rng.integers(0, 2, (count, m))
    same = f[:, :, None] == g[:, None, :]
    joint = same * rng.integers(1, 30, (count, 1, 1)) + rng.integers(1, 4, (count, 1, 1))
    return {"joint": joint, "f": f, "g": g}


PAIR = Domain(
    "a pair X, Y, a set of values of each, and a guess of X from Y",
    {
        "joint": sorts.law("x", "y", text="the law of X and Y"),
        "f": sorts.subset("x", text="where f(X) = 1"),
        "g": sorts.subset("y", text="where g(Y) = 1"),
        "guess": sorts.channel("y", "x", text="the law of the guess X̂ given Y"),
    },
    families={"spread errors": _spread_errors, "blocks": _blocks},
)


@PAIR.quantity("I(X;Y) in nats", range="≥ 0", tex="I(X;Y)")
def mi(world: Any) -> Any:
    return world.mutual_information(world["joint"])


@PAIR.quantity("Σs_i², the χ²-information", range="≥ 0", tex=r"\sum_is_i^2")
def chi2(world: Any) -> Any:
    return (world.singular_values(world["joint"]) ** 2).sum(-1)


@PAIR.quantity("the maximal correlation s_1", range="[0, 1]", tex="s_1")
def s_1(world: Any) -> Any:
    return world.singular_values(world["joint"])[..., 0]


@PAIR.quantity("s_1², the squared maximal correlation", range="[0, 1]", tex="s_1^2")
def rho2(world: Any) -> Any:
    return world.singular_values(world["joint"])[..., 0] ** 2


@PAIR.quantity("smallest mass of X", range="(0, 1/2]", tex=r"\min P_X")
def min_p(world: Any) -> Any:
    return world["joint"].sum(-1).min(-1)


@PAIR.quantity("π*, the largest of min(P_X(A), 1 − P_X(A)) over sets A", range="(0, 1/2]", tex=r"\pi^*")
def pi_star(world: Any) -> Any:
    return balance(world["joint"].sum(-1))


@PAIR.quantity("number of singular values, the smaller number of points less 1", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return min(world.size("x"), world.size("y")) - 1


@PAIR.quantity("number of values of X", range="≥ 2", tex="m")
def m(world: Any) -> Any:
    return world.size("x")


@PAIR.quantity("H(X|Y) in nats", range="≥ 0", tex=r"H(X\mid Y)")
def H(world: Any) -> Any:
    joint = world["joint"]
    flat = joint.reshape((*joint.shape[:-2], joint.shape[-2] * joint.shape[-1]))
    return world.entropy(flat) - world.entropy(joint.sum(-2))


def _mistaken(world: Any) -> Any:
    """P(X̂ ≠ X)."""
    return 1 - (world["joint"] * world["guess"].swapaxes(-1, -2)).sum(-1).sum(-1)


@PAIR.quantity("P_e, the chance that the guess is wrong", range="[0, 1]", tex="P_e")
def p_e(world: Any) -> Any:
    return _mistaken(world)


@PAIR.quantity("h(P_e) in nats", range="[0, ln 2]", tex="h(P_e)")
def h_of_error(world: Any) -> Any:
    return world.entropy(_mistaken(world)[..., None] * [1, -1] + [0, 1])


@PAIR.quantity("p = P(f = 1)", range="[0, 1]", tex="p")
def p(world: Any) -> Any:
    return (world["joint"].sum(-1) * world["f"]).sum(-1)


@PAIR.quantity("q = P(g = 1)", range="[0, 1]", tex="q")
def q(world: Any) -> Any:
    return (world["joint"].sum(-2) * world["g"]).sum(-1)


@PAIR.quantity("P(f = g = 1)", range="[0, 1]", tex=r"\Pr(f=g=1)")
def both(world: Any) -> Any:
    return (world["joint"] * (world["f"][..., :, None] * world["g"][..., None, :])).sum(-1).sum(-1)


FANO = Statement(
    id="classical.fano",
    title="Fano's inequality",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Fano", reconstructed=True),
    domain=PAIR,
    printed=Claim(
        "X on m ≥ 2 values, X̂ a function of Y, randomised or not, with values there, P_e = P(X̂ ≠ X): "
        "H(X|Y) ≤ h(P_e) + P_e ln(m − 1), and P_e ≥ (H(X|Y) − ln 2)/ln m.",
        r"H(X\mid Y)\le h(P_e)+P_e\ln(m-1),\qquad P_e\ge\frac{H(X\mid Y)-\ln2}{\ln m}",
        (
            Part("fano", H, "<=", h_of_error + p_e * sp.log(m - 1)),
            Part("weak", (H - sp.log(2)) / sp.log(m), "<=", p_e),
        ),
    ),
)

MI_CHI2 = Statement(
    id="classical.mi-chi2",
    title="Information is at most what the singular values say",
    kind=Kind.INEQUALITY,
    source=Source("classical", "information and χ²", reconstructed=True),
    domain=PAIR,
    printed=Claim(
        "I(X;Y) ≤ ln(1 + Σs_i²) ≤ Σs_i².",
        r"I(X;Y)\le\ln\Bigl(1+\sum_is_i^2\Bigr)\le\sum_is_i^2",
        (Part("log", mi, "<=", sp.log(1 + chi2)), Part("linear", sp.log(1 + chi2), "<=", chi2)),
    ),
)

GAUSSIAN = -sp.log(1 - rho2) / 2
NOT_SHARED = Hypothesis("correlation-below-one", rho2, "<", 1, "s_1 < 1")

GAUSSIAN_MI = Statement(
    id="classical.gaussian-mi",
    title="The Gaussian formula as a bound of information",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=PAIR,
    printed=Claim(
        "For s_1 < 1: I(X;Y) ≥ −½ ln(1 − s_1²), and I(X;Y) ≤ −½ ln(1 − s_1²).",
        r"I(X;Y)\ge-\tfrac12\ln(1-s_1^2),\qquad I(X;Y)\le-\tfrac12\ln(1-s_1^2)",
        (Part("lower", GAUSSIAN, "<=", mi), Part("upper", mi, "<=", GAUSSIAN)),
        given=(NOT_SHARED,),
    ),
    corrected=Claim(
        "I(X;Y) ≥ ½ϕ(π*)·min P_X·s_1² ≥ min P_X·s_1², with ϕ and π* of Makur and Zheng, and "
        "I(X;Y) ≤ ln(1 + k·s_1²), k + 1 the smaller number of points.",
        r"I(X;Y)\ge\tfrac12\phi(\pi^*)\min P_X\,s_1^2,\qquad I(X;Y)\le\ln(1+k\,s_1^2)",
        (
            Part("lower", weight(pi_star) * min_p * rho2 / 2, "<=", mi),
            Part("upper", mi, "<=", sp.log(1 + k * rho2)),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The formula is that of jointly Gaussian variables: a rare pair of values is fully correlated and tells almost "
    "nothing, so that a lower bound needs the smallest mass, and several singular values may carry information, so "
    "that an upper bound needs their number.",
)

WITSENHAUSEN = Statement(
    id="classical.witsenhausen",
    title="Two events of a pair and the maximal correlation",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Witsenhausen 1975", reconstructed=True),
    domain=PAIR,
    printed=Claim(
        "f(X), g(Y) ∈ {0, 1} of means p, q: |P(f = g = 1) − pq| ≤ s_1√(p(1 − p)q(1 − q)).",
        r"|\Pr(f=g=1)-pq|\le s_1\sqrt{p(1-p)\,q(1-q)}",
        (Part("bound", sp.Abs(both - p * q), "<=", s_1 * sp.sqrt(p * (1 - p) * q * (1 - q))),),
    ),
)
