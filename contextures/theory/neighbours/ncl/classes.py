"""Chapter 7.4: latent classes, their overlap, and what the minimiser says of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.ncl.latent import KEY, others, overlaps, posterior, pure, square_prior
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def one_class_each(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Every point in one class."""
    owner = (np.arange(sizes["x"]) + rng.integers(0, 4, (count, 1))) % sizes["c"]
    owner = np.where(rng.random((count, 1)) < 0.5, rng.integers(0, sizes["c"], (count, sizes["x"])), owner)
    held = owner[:, None, :] == np.arange(sizes["c"])[:, None]
    rows = held * rng.integers(1, 6, (count, 1, sizes["x"]))
    return {"law": rows + (rows.sum(-1) == 0)[..., None]}


def raw_one_class_each(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Augmentations that share nothing, where there are points enough for all raw items."""
    held = np.arange(sizes["x"]) % sizes["c"] == np.arange(sizes["c"])[:, None]
    weights = held * rng.integers(1, 6, (count, sizes["c"], sizes["x"]))
    return {"views": weights + (weights.sum(-1) == 0)[..., None]}


RAW = Domain(
    "raw items and an augmentation",
    {"raw": sorts.mass("c"), "views": sorts.channel("c", "x")},
    sizes={"c": (1, 4), "x": (1, 4)},
    families={"one class each": raw_one_class_each},
)


@RAW.quantity("Σ(A_xx′ − P(x, x′))², P(x, x′) of the raw items as classes", range="≥ 0", tex=r"\|A-P\|_F^2")
def graph_difference(world: Any) -> Any:
    raw, views = world["raw"], world["views"]
    graph = (raw[..., :, None, None] * views[..., :, :, None] * views[..., :, None, :]).sum(-3)
    law = raw[..., :, None] * views
    chances = law.sum(-1)[..., :, None]
    given = law / world.where(chances > 0, chances, 1)
    change = graph - np.swapaxes(given, -1, -2) @ law
    return (change * change).sum(-1).sum(-1)


@RAW.quantity("largest number of classes of a point", range="≥ 1", tex=r"\max_x\#\{c:P(c|x)>0\}")
def most_items(world: Any) -> Any:
    return (world["raw"][..., :, None] * world["views"] > 0).sum(-2).max(-1)


@RAW.quantity("largest overlap ε = max P(c, c′)", range="[0, 1]", name="epsilon", tex=r"\varepsilon")
def overlap_of_items(world: Any) -> Any:
    law = world["raw"][..., :, None] * world["views"]
    chances = law.sum(-2)[..., None, :]
    found = law / world.where(chances > 0, chances, 1) @ np.swapaxes(law, -1, -2)
    return (found * others(found.shape[-1])).max(-1).max(-1)


LATENT = Domain(
    "latent classes",
    {"law": sorts.law("c", "x")},
    sizes={"c": (1, 4), "x": (1, 5)},
    families={"one class each": one_class_each, "square prior": square_prior},
)
SEVERAL = Domain(
    "two latent classes or more",
    {"law": sorts.law("c", "x")},
    sizes={"c": (2, 4), "x": (1, 5)},
    families={"one class each": one_class_each, "square prior": square_prior},
)


@LATENT.quantity("largest number of classes of a point", range="≥ 1", tex=r"\max_x\#\{c:P(c|x)>0\}")
def most_classes(world: Any) -> Any:
    return (world["law"] > 0).sum(-2).max(-1)


ONE_CLASS = Hypothesis("one-class", most_classes, "==", 1, "every point is in one class")

GENERAL = Statement(
    id="neighbours.ncl-general",
    title="Raw items are latent classes",
    kind=Kind.IDENTITY,
    source=Source(KEY, "remark to Assumption 1"),
    domain=RAW,
    printed=Claim(
        "Each raw item a latent class: the graph A_xx′ = Σ P(x̄)𝒜(x|x̄)𝒜(x′|x̄) is an instance of Assumption 1. One class "
        "per x ⇒ ε = 0.",
        r"\sum_{\bar x}P(\bar x)\mathcal A(x|\bar x)\mathcal A(x'|\bar x)=\sum_cP(c)P(x|c)P(x'|c),\qquad"
        r"\#\{c:P(c|x)>0\}=1\ \forall x\Rightarrow\varepsilon=0",
        (
            Part("graph", graph_difference, "==", 0, scale=1),
            Part("overlap", overlap_of_items, "==", 0, given=(Hypothesis("one-class", most_items, "==", 1),), scale=1),
        ),
    ),
    note="Raw items without mass are no classes, points that no item reaches no points.",
)


def largest_overlap(world: Any) -> Any:
    """ε = max P(c, c′) over c ≠ c′; 0 for one class."""
    found = overlaps(world["law"])
    return (found * others(found.shape[-1])).max(-1).max(-1)


@SEVERAL.quantity("E φ_1φ_2", range="≥ 0", tex=r"\mathbb E\,\phi_1\phi_2")
def correlation(world: Any) -> Any:
    law = world["law"]
    phi = posterior(law) / world.sqrt(law.sum(-1))[..., :, None]
    return (law.sum(-2) * phi[..., 0, :] * phi[..., 1, :]).sum(-1)


@SEVERAL.quantity("P(c_1, c_2)", range="[0, 1]", tex="P(c_1,c_2)")
def overlap(world: Any) -> Any:
    return overlaps(world["law"])[..., 0, 1]


@SEVERAL.quantity("P(c_1)P(c_2)", range="(0, 1]", tex="P(c_1)P(c_2)")
def chances(world: Any) -> Any:
    p = world["law"].sum(-1)
    return p[..., 0] * p[..., 1]


@SEVERAL.quantity("max E φ_iφ_j over i ≠ j", range="≥ 0", tex=r"\max_{i\ne j}\mathbb E\,\phi_i\phi_j")
def largest_correlation(world: Any) -> Any:
    found, p = overlaps(world["law"]), world["law"].sum(-1)
    scaled = found * found / (p[..., :, None] * p[..., None, :]) * others(found.shape[-1])
    return world.sqrt(scaled.max(-1).max(-1))


@SEVERAL.quantity("smallest P(c)", range="(0, 1]", tex=r"\min_cP(c)")
def rarest(world: Any) -> Any:
    return world["law"].sum(-1).min(-1)


largest = SEVERAL.quantity("largest overlap ε", range="[0, 1]", name="epsilon", tex=r"\varepsilon")(largest_overlap)

ORTHOGONALITY = Statement(
    id="neighbours.ncl-orthogonality",
    title="Coordinates of little overlap are nearly orthogonal",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Section 4.2"),
    domain=SEVERAL,
    printed=Claim(
        "E φ_iφ_j = P(c_i, c_j)/√(P(c_i)P(c_j)) ≤ ε/min_c P(c) for i ≠ j.",
        r"\mathbb E\,\phi_i\phi_j=\frac{P(c_i,c_j)}{\sqrt{P(c_i)P(c_j)}}\le\frac\varepsilon{\min_cP(c)}",
        (
            Part("value", correlation, "==", overlap / sp.sqrt(chances)),
            Part("bound", largest_correlation, "<=", largest / rarest),
        ),
    ),
)


@LATENT.quantity("Σ|φ_c(x)² − 1[c = μ(x)]|", range="≥ 0", tex=r"\sum|\phi_c(x)^2-1[c=\mu(x)]|")
def no_indicator(world: Any) -> Any:
    law, classes = world["law"], posterior(world["law"])
    return world.absolute(classes * classes / law.sum(-1)[..., :, None] - pure(law)).sum(-1).sum(-1)


@LATENT.quantity("Σ|φ_c(x)² − 1[c = μ(x)]/P(c)|", range="≥ 0", tex=r"\sum|\phi_c(x)^2-1[c=\mu(x)]/P(c)|")
def no_scaled_indicator(world: Any) -> Any:
    law, classes = world["law"], posterior(world["law"])
    prior = law.sum(-1)[..., :, None]
    return world.absolute(classes * classes / prior - pure(law) / prior).sum(-1).sum(-1)


@LATENT.quantity("largest ‖φ(x)‖_0", range="≥ 1", tex=r"\max_x\|\phi(x)\|_0")
def densest(world: Any) -> Any:
    return (posterior(world["law"]) > 0).sum(-2).max(-1)


@LATENT.quantity("smallest ‖φ(x)‖_0", range="≥ 1", tex=r"\min_x\|\phi(x)\|_0")
def sparsest(world: Any) -> Any:
    return (posterior(world["law"]) > 0).sum(-2).min(-1)


@LATENT.quantity("Σ_{i≠j}(E φ_iφ_j)² + Σ_i(E φ_i² − 1)²", range="≥ 0", tex=r"\|\mathbb E\,\phi\phi^\top-I\|_F^2")
def no_identity(world: Any) -> Any:
    found, p = overlaps(world["law"]), world["law"].sum(-1)
    off = found * found / (p[..., :, None] * p[..., None, :]) * others(found.shape[-1])
    on = (found * (1 - others(found.shape[-1]))).sum(-1) / p - 1
    return off.sum(-1).sum(-1) + (on * on).sum(-1)


REST = (
    Part("sparse", densest, "==", 1),
    Part("sparse-all", sparsest, "==", 1),
    Part("orthogonal", no_identity, "==", 0, scale=1),
)
ONE_HOT = Statement(
    id="neighbours.ncl-one-hot",
    title="Disjoint classes have an indicator as minimiser",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 4"),
    domain=LATENT,
    printed=Claim(
        "Every x in exactly one class μ(x): φ(x) is the unit vector of μ(x); ‖φ(x)‖_0 = 1; E φφᵀ = I.",
        r"\phi(x)=e_{\mu(x)},\qquad\|\phi(x)\|_0=1,\qquad\mathbb E\,\phi\phi^\top=I",
        (Part("indicator", no_indicator, "==", 0, scale=1), *REST),
        given=(ONE_CLASS,),
    ),
    corrected=Claim(
        "Every x in exactly one class μ(x): φ(x) = e_{μ(x)}/√P(μ(x)); ‖φ(x)‖_0 = 1; E φφᵀ = I.",
        r"\phi(x)=\frac{e_{\mu(x)}}{\sqrt{P(\mu(x))}},\qquad\|\phi(x)\|_0=1,\qquad\mathbb E\,\phi\phi^\top=I",
        (Part("indicator", no_scaled_indicator, "==", 0, scale=1), *REST),
        given=(ONE_CLASS,),
    ),
    faults=(Fault.TYPO,),
    why="The coordinate of the class is 1/√P(c), and 1 only where there is a single class; without it E φφᵀ = I would "
    "fail.",
    note="The coordinates are ≥ 0, so that φ_c(x) = 1 is φ_c(x)² = 1, which is rational. `sparse-all` is `sparse` for "
    "the point with the fewest coordinates that are not 0.",
)

LABELLED = Domain(
    "latent classes with labels",
    {"law": sorts.law("c", "x"), "y": sorts.labels("c", into="y")},
    sizes={"c": (1, 4), "x": (1, 4), "y": (1, 3)},
    families={"square prior": square_prior},
)


def scores(world: Any) -> Any:
    """w_yᵀφ(x) with w_y = (√P(c)·1[c ∈ 𝒞_y])_c, (..., x, y)."""
    law = world["law"]
    root = world.sqrt(law.sum(-1))[..., :, None]
    phi = posterior(law) / root
    heads = root * world.indicator(world["y"], "y")
    return (phi[..., :, :, None] * heads[..., :, None, :]).sum(-3)


def label_posterior(world: Any) -> Any:
    """P(y|x), (..., x, y)."""
    joint = np.swapaxes(world["law"], -1, -2) @ world.indicator(world["y"], "y")
    return joint / joint.sum(-1)[..., None]


@LABELLED.quantity("Σ|w_yᵀφ(x) − P(y|x)|", range="≥ 0", tex=r"\sum|w_y^\top\phi(x)-P(y|x)|")
def score_difference(world: Any) -> Any:
    return world.absolute(scores(world) - label_posterior(world)).sum(-1).sum(-1)


@LABELLED.quantity("number of x, y where y is in one argmax and not in the other", range="≥ 0", tex=r"\#")
def different_argmax(world: Any) -> Any:
    first, second = scores(world), label_posterior(world)
    best = [world.reaches(found, found.max(-1)[..., None]) for found in (first, second)]
    return (best[0] != best[1]).sum(-1).sum(-1)


BAYES = Statement(
    id="neighbours.ncl-bayes",
    title="A linear head on the minimiser is Bayes-optimal",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Theorem 6"),
    domain=LABELLED,
    printed=Claim(
        "y a function of the class: argmax_y w_yᵀφ(x) = argmax_y P(y|x) with w_y = (√P(c)·1[c ∈ 𝒞_y])_c, since w_yᵀφ = "
        "P(y|x).",
        r"\arg\max_yw_y^\top\phi(x)=\arg\max_yP(y|x)",
        (
            Part("argmax", different_argmax, "==", 0, scale=1),
            Part("scores", score_difference, "==", 0, scale=1),
        ),
    ),
    note="`scores` is the step of the proof that shows it; both argmax are sets.",
)

STATEMENTS = (GENERAL, ORTHOGONALITY, ONE_HOT, BAYES)
