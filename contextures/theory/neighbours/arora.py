"""Chapter 7b.3, `arora`: contrastive losses over latent classes, and what they say of mean classifiers."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.limit import Limit, Side
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement
from contextures.theory.symbols.classical import collision
from contextures.theory.symbols.classical import contrastive as contrastive_loss

ROUNDS = 12
"""Weighted least squares on the way to the best heads, in floats."""


def _few(sizes: Any) -> bool:
    return bool(sizes["c"] * sizes["x"] <= 9)


def _apart(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Classes on points of their own, those of a class of one image: no part of the loss is lost."""
    classes, points = sizes["c"], sizes["x"]
    home = np.arange(points) % classes
    rows = np.broadcast_to(np.eye(classes, dtype=np.int64)[:, home], (count, classes, points))
    if points < classes:
        rows = np.ones((count, classes, points), dtype=np.int64)
    image = rng.integers(-3, 4, (count, classes, sizes["k"]))
    return {"conditional": rows, "image": image[:, home, :]}


def _hinge(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """max(0, 1 − v), and steeper."""
    steep = np.broadcast_to(np.array([-1, 0]), (count, 2)) * rng.integers(1, 4, (count, 1))
    return {"slope": steep, "drop": np.broadcast_to(np.array([0, 1]), (count, 2))}


CLASSES = Domain(
    "latent classes with laws on points, an encoder, and a convex loss ℓ(v) = max_j(a_jv + 1 − b_j) with least b_j 0",
    {
        "prior": sorts.law("c", text="P(c)"),
        "conditional": sorts.channel("c", "x", text="the laws D_c, one a row"),
        "image": sorts.values("x", "k", text="f(x), one point a row"),
        "slope": sorts.values(2, text="the slopes a of the loss"),
        "drop": sorts.weights(2, text="the drops b of the loss, the least moved to 0"),
    },
    sizes={"c": (2, 3), "x": (1, 4), "k": (1, 2)},
    together=_few,
    families={"classes apart": _apart, "hinge": _hinge},
)


def means(world: Any) -> Any:
    """μ_c, (..., c, k)."""
    return world["conditional"] @ world["image"]


def collided(world: Any) -> Any:
    """τ = Σρ_c²."""
    return (world["prior"] ** 2).sum(-1)


def triple_margins(world: Any) -> Any:
    """f(x)ᵀ(f(x⁺) − f(x⁻)), (..., x, x⁺, x⁻)."""
    gram = world["image"] @ world["image"].swapaxes(-1, -2)
    return gram[..., :, :, None] - gram[..., :, None, :]


def unsupervised(world: Any, loss: Any) -> Any:
    """The mean of a loss of every triple."""
    prior, rows = world["prior"], world["conditional"]
    pairs = rows.swapaxes(-1, -2) @ (prior[..., :, None] * rows)
    other = (prior[..., :, None] * rows).sum(-2)
    return (pairs[..., :, :, None] * other[..., None, None, :] * loss).sum((-1, -2, -3))


def head_margins(world: Any, heads: Any) -> Any:
    """f(x)ᵀ(w_c − w_c′), (..., c, c′, x)."""
    score = heads @ world["image"].swapaxes(-1, -2)
    return score[..., :, None, :] - score[..., None, :, :]


def weights(world: Any) -> Any:
    """P(c⁺=c, c⁻=c′, x | c⁺ ≠ c⁻), (..., c, c′, x)."""
    prior, rows = world["prior"], world["conditional"]
    apart = 1 - np.eye(world.size("c"), dtype=int)
    pair = prior[..., :, None] * prior[..., None, :] * apart
    return pair[..., None] * rows[..., :, None, :] / (1 - collided(world))[..., None, None, None]


def supervised(world: Any, loss: Any) -> Any:
    """The mean of a loss of every point and pair of classes."""
    return (weights(world) * loss).sum((-1, -2, -3))


def convex(world: Any, margins: Any) -> Any:
    """The loss of the instance, the offset moved so that ℓ(0) = 1."""
    slope, drop = world["slope"], world["drop"]
    least_drop = drop.min(-1)
    shape = (..., *[None] * (margins.ndim - least_drop.ndim))
    lines = [slope[..., j][shape] * margins + 1 - (drop[..., j] - least_drop)[shape] for j in range(2)]
    return world.maximum(*lines)


def hinge(world: Any, margins: Any) -> Any:
    """max(0, 1 − v)."""
    return world.maximum(1 - margins, 0 * margins)


def logistic(world: Any, margins: Any) -> Any:
    """ln(1 + e^{−v}) = max(−v, 0) + ln(1 + e^{−|v|})."""
    return world.maximum(-margins, 0 * margins) + world.log(1 + world.exp(-world.absolute(margins)))


def _descent(world: Any) -> dict[str, Any]:
    """Heads of nearly the least hinge loss, by least squares whose weights majorise |1 − v|, from w = μ (floats)."""
    share, points = weights(world), world["image"]
    count, classes, width = len(share), world.size("c"), world.size("k")
    size = classes * width
    sign = np.eye(classes)[:, None, :] - np.eye(classes)[None, :, :]
    rows = (sign[None, :, :, None, :, None] * points[:, None, None, :, None, :]).reshape(count, -1, size)
    share = share.reshape(count, -1)
    heads = means(world).reshape(count, size)
    best, found = heads, np.full(count, np.inf)
    for _ in range(ROUNDS):
        gap = 1 - (rows @ heads[..., None])[..., 0]
        loss = (share * np.maximum(gap, 0)).sum(-1)
        best, found = np.where((loss < found)[:, None], heads, best), np.fmin(found, loss)
        curve = share / np.maximum(np.abs(gap), 1e-7)
        form = rows.swapaxes(-1, -2) @ (curve[..., None] * rows)
        ridge = 1e-9 * (1 + np.trace(form, axis1=-2, axis2=-1))[:, None, None] * np.eye(size)
        pull = (rows * (curve + share)[..., None]).sum(-2)
        heads = np.linalg.solve(form + ridge, pull[..., None])[..., 0]
    return {"heads": best.reshape(count, classes, width)}


@CLASSES.quantity("τ = Σρ_c²", range="(0, 1)", tex=r"\tau")
def tau(world: Any) -> Any:
    return collided(world)


@CLASSES.quantity("L_un of the convex loss", tex=r"L_{\mathrm{un}}")
def contrastive(world: Any) -> Any:
    return unsupervised(world, convex(world, triple_margins(world)))


@CLASSES.quantity("L^μ of the convex loss", tex=r"L^\mu")
def mean_classifier(world: Any) -> Any:
    return supervised(world, convex(world, head_margins(world, means(world))))


@CLASSES.quantity("L_un of ln(1 + e^{−v})", range="> 0", tex=r"L_{\mathrm{un}}")
def contrastive_logistic(world: Any) -> Any:
    return unsupervised(world, logistic(world, triple_margins(world)))


@CLASSES.quantity("L^μ of ln(1 + e^{−v})", range="> 0", tex=r"L^\mu")
def mean_logistic(world: Any) -> Any:
    return supervised(world, logistic(world, head_margins(world, means(world))))


@CLASSES.quantity("L^μ of the hinge loss", range="≥ 0", tex=r"L^\mu")
def mean_hinge(world: Any) -> Any:
    return supervised(world, hinge(world, head_margins(world, means(world))))


@CLASSES.quantity(
    "L_sup of the hinge loss",
    range="[0, 1]",
    tex=r"L_{\mathrm{sup}}",
    best={"heads": sorts.values("c", "k")},
    sense="smallest",
    at=_descent,
)
def best_hinge(world: Any) -> Any:
    return supervised(world, hinge(world, head_margins(world, world["heads"])))


def from_contrastive(at_zero: sp.Expr) -> sp.Expr:
    """(L_un − τℓ(0))/(1 − τ)."""
    return (contrastive_loss - collision * at_zero) / (1 - collision)


def promised(at_zero: sp.Expr) -> Limit:
    """What L_un and τ say of L^μ, and so of L_sup."""
    return Limit(from_contrastive(at_zero), Side.AT_MOST, "L^μ, and L_sup with it", needs=())


LATENT_CLASS = Statement(
    id="neighbours.arora-latent-class",
    title="A small contrastive loss makes the mean classifier good",
    kind=Kind.INEQUALITY,
    source=Source("arora", "Lemma 4.3", reconstructed=True),
    domain=CLASSES,
    printed=Claim(
        "For ℓ convex with ℓ(0) = 1: L^μ ≤ (L_un − τ)/(1 − τ), and L_sup ≤ L^μ.",
        r"L_{\sup}\le L^\mu\le\frac{L_{\mathrm{un}}-\tau}{1-\tau}",
        (
            Part(
                "mean", mean_classifier, "<=", (contrastive - tau) / (1 - tau), "a convex loss with ℓ(0) = 1", scale=1
            ),
            Part(
                "mean-logistic",
                mean_logistic / sp.log(2),
                "<=",
                (contrastive_logistic / sp.log(2) - tau) / (1 - tau),
                "ℓ(v) = log_2(1 + e^{−v})",
            ),
            Part("best", best_hinge, "<=", mean_hinge, "the hinge loss", scale=1),
        ),
        limits={"mean": promised(sp.S.One)},
    ),
    note="From memory of the literature. The losses of “mean” are the larger of two lines with ℓ(0) = 1, the hinge "
    "loss among them. “best” is w_c = μ_c, whatever ℓ is; heads that are found bound the infimum from above only.",
)

LOGISTIC = Statement(
    id="neighbours.arora-logistic",
    title="The bound by the contrastive loss with the natural logarithm",
    kind=Kind.INEQUALITY,
    source=Source("arora", "Lemma 4.3, as it is coded (folklore)", reconstructed=True),
    domain=CLASSES,
    printed=Claim(
        "For ℓ(v) = ln(1 + e^{−v}): L^μ ≤ (L_un − τ)/(1 − τ).",
        r"L^\mu\le\frac{L_{\mathrm{un}}-\tau}{1-\tau},\quad\ell(v)=\ln(1+e^{-v})",
        (Part("mean", mean_logistic, "<=", (contrastive_logistic - tau) / (1 - tau), scale=1),),
    ),
    corrected=Claim(
        "For ℓ(v) = ln(1 + e^{−v}): L^μ ≤ (L_un − τ ln 2)/(1 − τ).",
        r"L^\mu\le\frac{L_{\mathrm{un}}-\tau\ln2}{1-\tau}",
        (Part("mean", mean_logistic, "<=", (contrastive_logistic - tau * sp.log(2)) / (1 - tau)),),
        limits={"mean": promised(sp.log(2))},
    ),
    faults=(Fault.CONSTANT,),
    why="τ stands for τℓ(0): where the two classes collide the loss is ℓ(0) = ln 2 at least, not 1. An encoder that is "
    "constant has L^μ = L_un = ln 2.",
    uses=("neighbours.arora-latent-class",),
)

STATEMENTS = (LATENT_CLASS, LOGISTIC)
