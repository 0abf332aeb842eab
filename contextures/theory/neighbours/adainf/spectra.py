"""Chapter 7.2: eigenvalues of the Laplacian, with more items and with a stronger augmentation."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.adainf.inflation import KEY
from contextures.theory.neighbours.graphs import channel_affinity, graph_eigenvalues, spectrum
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

RAW = Domain(
    "raw items and an augmentation",
    {"raw": sorts.mass("i"), "views": sorts.channel("i", "x")},
    sizes={"i": (1, 4), "x": (1, 5)},
)


def laplacian_eigenvalues(world: Any, w: Any) -> Any:
    """λ_1 ≤ λ_2 ≤ … of I − D^{−1/2}AD^{−1/2}; 1 for a node that no item reaches, where there are no more nodes."""
    return 1 - spectrum(world, w)


@RAW.quantity("λ_1", range="≥ 0", tex=r"\lambda_1")
def first(world: Any) -> Any:
    return laplacian_eigenvalues(world, channel_affinity(world["raw"], world["views"]))[..., 0]


@RAW.quantity("smallest λ_j", tex=r"\min_j\lambda_j")
def least(world: Any) -> Any:
    return laplacian_eigenvalues(world, channel_affinity(world["raw"], world["views"])).min(-1)


@RAW.quantity("largest λ_j", tex=r"\lambda_N")
def last(world: Any) -> Any:
    return laplacian_eigenvalues(world, channel_affinity(world["raw"], world["views"])).max(-1)


SPECTRUM = Statement(
    id="neighbours.adainf-spectrum",
    title="Where the eigenvalues of the Laplacian lie",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Section 4.1"),
    domain=RAW,
    printed=Claim(
        "0 = λ_1 ≤ λ_2 ≤ … ≤ λ_N ≤ 2.",
        r"0=\lambda_1\le\lambda_2\le\dots\le\lambda_N\le2",
        (
            Part("zero", first, "==", 0, scale=1),
            Part("order", 0, "<=", least, scale=1),
            Part("two", last, "<=", 2),
        ),
    ),
    note="The order is how the eigenvalues are numbered; `order` is that none is below λ_1 = 0.",
)
SPECTRUM_SHARP = Statement(
    id="neighbours.adainf-spectrum-sharp",
    title="No eigenvalue of an augmentation graph exceeds 1",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=RAW,
    printed=Claim(
        "λ_N ≤ 1: the graph of an augmentation is positive semidefinite.",
        r"\lambda_N\le1",
        (Part("one", last, "<=", 1),),
    ),
    uses=("neighbours.adainf-spectrum",),
)


def loose_ends(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A raw item with all augmented points; further items that keep to one point each."""
    i, x = sizes["i"], sizes["x"]
    views = np.zeros((count, i, x), dtype=np.int64)
    views[:, np.arange(i), rng.integers(0, x, i)] = 1
    views[:, 0] = rng.integers(1, 3, (count, x))
    kept = np.zeros((count, i), dtype=np.int64)
    kept[:, 0] = 1
    return {"views": views, "kept": kept}


SETS = Domain(
    "a set of items, a subset of it, and an augmentation",
    {"views": sorts.channel("i", "x"), "kept": sorts.subset("i")},
    sizes={"i": (1, 4), "x": (1, 4)},
    families={"loose ends": loose_ends},
)


def weights(world: Any) -> tuple[Any, Any]:
    """The graphs of the raw and of the inflated set, an item with weight 1."""
    kept, views = world["kept"], world["views"]
    return channel_affinity(1 * kept, views), channel_affinity(1 + 0 * kept, views)


@SETS.quantity("number of raw items", range="≥ 0", tex="n")
def items(world: Any) -> Any:
    return (1 * world["kept"]).sum(-1)


@SETS.quantity("points that the inflated set alone reaches", range="≥ 0", tex=r"\#")
def new_points(world: Any) -> Any:
    raw, inflated = (w.sum(-1) > 0 for w in weights(world))
    return (inflated & ~raw).sum(-1)


@SETS.quantity("max λ_j(raw) − λ_j(inflated)", tex=r"\max_j(\lambda_j-\lambda_j')")
def fall(world: Any) -> Any:
    raw, inflated = weights(world)
    change = laplacian_eigenvalues(world, raw) - laplacian_eigenvalues(world, inflated)
    nodes = (raw.sum(-1) > 0).sum(-1)
    counted = np.arange(raw.shape[-1]) < np.asarray(nodes)[..., None]
    return world.where(counted, change, -2).max(-1)


@SETS.quantity("max ℓ_j(raw) − ℓ_j(inflated) of D − A, an item with weight 1", tex=r"\max_j(\ell_j-\ell_j')")
def plain_fall(world: Any) -> Any:
    found = []
    for w in weights(world):
        degrees = w.sum(-1)[..., :, None] * np.eye(w.shape[-1], dtype=int)
        found.append(world.eigenvalues(degrees - w))
    return (found[0] - found[1]).max(-1)


@SETS.quantity(
    "max θλ_j(raw) − λ_j(inflated), θ the smallest ratio of degrees", tex=r"\max_j(\theta\lambda_j-\lambda_j')"
)
def scaled_fall(world: Any) -> Any:
    raw, inflated = weights(world)
    degrees = inflated.sum(-1)
    ratio = world.where(degrees > 0, raw.sum(-1) / world.where(degrees > 0, degrees, 1), 1).min(-1)[..., None]
    change = ratio * laplacian_eigenvalues(world, raw) - laplacian_eigenvalues(world, inflated)
    return change.max(-1)


SOME = Hypothesis("some", 1, "<=", items)
SAME = Hypothesis("same-nodes", new_points, "==", 0)
CONNECTIVITY = Statement(
    id="neighbours.adainf-connectivity",
    title="Inflation raises the eigenvalues",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Section 4.2"),
    domain=SETS,
    printed=Claim(
        "The graph without inflation is a subgraph of the inflated one, so that inflation raises its eigenvalues: "
        "λ_j(inflated) ≥ λ_j(raw) for every j up to the number of raw nodes. `all`: any two sets, one in the other; "
        "`same-nodes`: both reach the same augmented points.",
        r"\lambda_j(\text{inflated})\ge\lambda_j(\text{raw})",
        (Part("all", fall, "<=", 0, scale=1), Part("same-nodes", fall, "<=", 0, given=(SAME,), scale=1)),
        given=(SOME,),
    ),
    corrected=Claim(
        "With an item of weight 1, every eigenvalue of D − A rises, on all points of the inflated graph. Those of the "
        "normalised Laplacian do not fall below θ times their value, θ the smallest ratio of a degree in the raw graph "
        "to that in the inflated one.",
        r"\ell_j(\text{inflated})\ge\ell_j(\text{raw}),\qquad"
        r"\lambda_j(\text{inflated})\ge\theta\lambda_j(\text{raw}),\ "
        r"\theta=\min_x\frac{D_{\mathrm{raw}}(x)}{D_{\mathrm{infl}}(x)}",
        (
            Part("all", plain_fall, "<=", 0, scale=1),
            Part("normalised", scaled_fall, "<=", 0, scale=1),
        ),
        given=(SOME,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="New items add to degrees too: a new item with few views makes its points heavy and the normalised graph less "
    "connected, and a new point that shares no item with the rest is a component of its own. Edges are only added, "
    "which is what D − A sees.",
)

COMPOSED = Domain(
    "an augmentation followed by a channel",
    {"law": sorts.law("i", "x"), "step": sorts.channel("x", "z")},
    sizes={"i": (1, 4), "x": (1, 4), "z": (1, 4)},
)


def after(world: Any) -> Any:
    """Law of the raw item and the augmented point after the further channel."""
    return world["law"] @ world["step"]


@COMPOSED.quantity("max λ_j(𝒜) − λ_j(𝒜′)", tex=r"\max_j(\lambda_j(\mathcal A)-\lambda_j(\mathcal A'))")
def strength_lost(world: Any) -> Any:
    before, later = graph_eigenvalues(world, world["law"]), graph_eigenvalues(world, after(world))
    length = max(before.shape[-1], later.shape[-1])
    padded = [
        np.concatenate([g, np.zeros((*g.shape[:-1], length - g.shape[-1]), dtype=int)], axis=-1)
        for g in (before, later)
    ]
    return (padded[1] - padded[0]).max(-1)


@COMPOSED.quantity("max s_{i+j−1}(𝒜′)² − s_i(𝒜)²s_j(x→x′)²", tex=r"\max_{ij}(s_{i+j-1}'^2-s_i^2\sigma_j^2)")
def product_excess(world: Any) -> Any:
    law = world["law"]
    outer = world.singular_values(law) ** 2
    inner = world.singular_values(law.sum(-2)[..., :, None] * world["step"]) ** 2
    both = world.singular_values(after(world)) ** 2
    found = [0 * law.sum(-1).sum(-1) - 1]
    for place in range(both.shape[-1]):
        for i in range(place + 1):
            j = place - i
            if i < outer.shape[-1] and j < inner.shape[-1]:
                found.append(both[..., place] - outer[..., i] * inner[..., j])
    return np.stack(found).max(0)


STRONGER = Statement(
    id="neighbours.adainf-stronger",
    title="A stronger augmentation connects more",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Section 4.2", reconstructed=True),
    domain=COMPOSED,
    printed=Claim(
        "If 𝒜′ is 𝒜 followed by a channel x → x′, then λ_j(𝒜′) ≥ λ_j(𝒜) for every j.",
        r"\mathcal A'=W\mathcal A\ \Rightarrow\ \lambda_j(\mathcal A')\ge\lambda_j(\mathcal A)",
        (Part("stronger", strength_lost, "<=", 0, scale=1),),
    ),
)
STRONGER_SHARP = Statement(
    id="neighbours.adainf-stronger-sharp",
    title="How much more a stronger augmentation connects",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=COMPOSED,
    printed=Claim(
        "𝒜′ is 𝒜 followed by a channel with singular values σ_j (under the law of x, the constant left out): "
        "1 − λ_{i+j}(𝒜′) ≤ (1 − λ_{i+1}(𝒜))σ_j², i, j ≥ 1; so 1 − λ_{i+1}(𝒜′) ≤ (1 − λ_{i+1}(𝒜))σ_1².",
        r"1-\lambda_{i+j}(\mathcal A')\le(1-\lambda_{i+1}(\mathcal A))\,\sigma_j^2",
        (Part("product", product_excess, "<=", 0, scale=1),),
    ),
    uses=("neighbours.adainf-stronger",),
)
