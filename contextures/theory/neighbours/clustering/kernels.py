"""Chapter 7.7: the law of the graph, cross entropies of graphs and the InfoNCE loss, for any kernel."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.clustering.graphs import chances, expected, picked, without_diagonal
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _positive(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Positive weights and kernels, the diagonal of the weights at times zero."""
    n = sizes["i"]
    shape = (count, n, n)
    half = rng.integers(1, 9, shape)
    own = np.eye(n, dtype=np.int64) * rng.integers(0, 2, (count, 1, 1))
    return {"pi": rng.integers(1, 9, shape) * (1 - own), "kernel": half + half.swapaxes(1, 2)}


def _sparse(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Each object related to the next one, and to few others."""
    n = sizes["i"]
    ring = np.roll(np.eye(n, dtype=np.int64), 1, axis=1) * rng.integers(1, 5, (count, 1, 1))
    half = rng.integers(1, 30, (count, n, n))
    return {"pi": ring + rng.integers(0, 2, (count, n, n)) * rng.integers(0, 2), "kernel": half + half.swapaxes(1, 2)}


RELATED = Domain(
    "related objects and the values of a kernel between them",
    {
        "pi": sorts.weights("i", "i", text="π, how objects are related"),
        "kernel": sorts.graph("i", text="K_ij = k(Z_i − Z_j)"),
    },
    sizes={"i": (2, 4)},
    families={"positive": _positive, "sparse": _sparse},
)


@RELATED.quantity("smallest off-diagonal row sum of π", range="≥ 0", tex=r"\min_i\sum_{j\ne i}\pi_{ij}")
def least_sum(world: Any) -> Any:
    return without_diagonal(world["pi"], world.size("i")).sum(-1).min(-1)


@RELATED.quantity("smallest value of the kernel", range="≥ 0", tex=r"\min_{i,j}K_{ij}")
def least_kernel(world: Any) -> Any:
    return world["kernel"].min(-1).min(-1)


@RELATED.quantity("largest |P(W_ij = 1) − π_ij/Σ_j′π_ij′|", range="[0, 1]", tex=r"\max_{i,j}|P_{ij}-\pi_{ij}/\sum\pi|")
def off_all(world: Any) -> Any:
    pi = world["pi"]
    gap = expected(pi, world.size("i")) - pi / pi.sum(-1)[..., None]
    return world.absolute(gap).max(-1).max(-1)


@RELATED.quantity(
    "largest |P(W_ij = 1) − π_ij/Σ_{j′≠i}π_ij′| off the diagonal, and P(W_ii = 1)",
    range="[0, 1]",
    tex=r"\max_{i\ne j}|P_{ij}-\pi_{ij}/\textstyle\sum_{j'\ne i}\pi_{ij'}|",
)
def off_others(world: Any) -> Any:
    others = without_diagonal(world["pi"], world.size("i"))
    gap = expected(world["pi"], world.size("i")) - others / others.sum(-1)[..., None]
    return world.absolute(gap).max(-1).max(-1)


@RELATED.quantity(
    "largest |ℙ(W) − the product of the laws of its rows|", range="[0, 1]", tex=r"\max_W|\mathbb P(W)-\prod|"
)
def dependence(world: Any) -> Any:
    n = world.size("i")
    rows = picked(expected(world["pi"], n), n).prod(-1)
    return world.absolute(chances(world["pi"], n) - rows).max(-1)


@RELATED.quantity("𝓗(Z), the cross entropy of the graphs", range="≥ 0", tex=r"\mathcal H(Z)")
def cross(world: Any) -> Any:
    n = world.size("i")
    return -(chances(world["pi"], n) * world.log(chances(world["kernel"], n))).sum(-1)


@RELATED.quantity("−Σ P_ij log K_ij", tex=r"-\sum P_{ij}\log K_{ij}")
def attraction(world: Any) -> Any:
    return -(expected(world["pi"], world.size("i")) * world.log(world["kernel"])).sum(-1).sum(-1)


@RELATED.quantity("log R(Z)", tex=r"\log R(Z)")
def repulsion(world: Any) -> Any:
    return world.log(picked(world["kernel"], world.size("i")).prod(-1).sum(-1))


@RELATED.quantity(
    "InfoNCE, summed over anchors", range="≥ 0", tex=r"-\sum_{ij}P_{ij}\log\frac{K_{ij}}{\sum_{l\ne i}K_{il}}"
)
def infonce(world: Any) -> Any:
    n, kernel = world.size("i"), world["kernel"]
    shares = kernel / without_diagonal(kernel, n).sum(-1)[..., None]
    return -(expected(world["pi"], n) * world.log(shares)).sum(-1).sum(-1)


RELATIONS = Hypothesis("related", 0, "<", least_sum, "every object is related to another")
KERNEL = Hypothesis("kernel", 0, "<", least_kernel, "the kernel is positive")

MULTINOMIAL = Statement(
    id="neighbours.clustering-multinomial",
    title="Each row of the graph is multinomial",
    kind=Kind.IDENTITY,
    source=Source("clustering", "Lemma 1"),
    domain=RELATED,
    printed=Claim(
        "Row i of W is multinomial with one trial and probabilities π_ij/Σ_j′π_ij′.",
        r"\mathbb P(W_{ij}=1)=\frac{\pi_{ij}}{\sum_{j'}\pi_{ij'}}",
        (Part("probabilities", off_all, "==", 0, scale=1),),
        given=(RELATIONS,),
    ),
    corrected=Claim(
        "Row i of W is multinomial with one trial and probabilities π_ij/Σ_{j′≠i}π_ij′ for j ≠ i, and 0 for j = i.",
        r"\mathbb P(W_{ij}=1)=\frac{\pi_{ij}}{\sum_{j'\ne i}\pi_{ij'}}\quad(j\ne i)",
        (Part("probabilities", off_others, "==", 0, scale=1),),
        given=(RELATIONS,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Graphs have no loops, so that π_ii has no part in the law and none in its normalisation.",
)

ROWS = Statement(
    id="neighbours.clustering-rows",
    title="The rows of the graph are independent",
    kind=Kind.IDENTITY,
    source=Source("clustering", "Lemma 1"),
    domain=RELATED,
    printed=Claim(
        "The rows of W are independent.",
        r"\mathbb P(W)=\prod_i\mathbb P(W_i)",
        (Part("product", dependence, "==", 0, scale=1),),
        given=(RELATIONS,),
    ),
)

ATTRACTION = Statement(
    id="neighbours.clustering-attraction",
    title="The cross entropy is an attraction and a repulsion",
    kind=Kind.IDENTITY,
    source=Source("clustering", "Lemma 3"),
    domain=RELATED,
    printed=Claim(
        "𝓗(Z) = −ΣP_ij log k(Z_i − Z_j) + log R(Z): both sides have the same minimisers.",
        r"\mathcal H(Z)=-\sum_{i,j}P_{ij}\log k(Z_i-Z_j)+\log R(Z)",
        (Part("identity", cross, "==", attraction + repulsion, scale=1),),
        given=(RELATIONS, KERNEL),
    ),
    note="K is any symmetric matrix of positive numbers: points in general position and some even positive k have it.",
)

INFONCE = Statement(
    id="neighbours.clustering-infonce",
    title="The cross entropy is InfoNCE",
    kind=Kind.IDENTITY,
    source=Source("clustering", "§1 and §2"),
    domain=RELATED,
    printed=Claim(
        "𝓗(Z) = Σ_iΣ_jP_ij·(−log(K_ij/Σ_{l≠i}K_il)): InfoNCE with one positive, summed over anchors.",
        r"\mathcal H(Z)=-\sum_{i,j}P_{ij}\log\frac{K_{ij}}{\sum_{l\ne i}K_{il}}",
        (Part("identity", cross, "==", infonce, scale=1),),
        given=(RELATIONS, KERNEL),
    ),
    uses=("neighbours.clustering-rows",),
)

FACTORS = Domain(
    "two laws on a product of three sets, each of independent factors",
    {f"{name}{k}": sorts.mass(f"x{k}", text=f"factor {k} of {name.upper()}") for name in "pq" for k in (1, 2, 3)},
    sizes={"x1": (1, 3), "x2": (1, 3), "x3": (1, 2)},
)


def _product(world: Any, name: str) -> Any:
    """The law of the three together, flat."""
    first, second, third = (world[f"{name}{k}"] for k in (1, 2, 3))
    whole = first[..., :, None, None] * second[..., None, :, None] * third[..., None, None, :]
    return whole.reshape((*first.shape[:-1], -1))


def _cross(world: Any, p: Any, q: Any) -> Any:
    """−Σ p log q."""
    return world.entropy(p) + world.kl(p, q)


@FACTORS.quantity("cross entropy of the products", range="[0, ∞]", tex=r"-\mathbb E_P\log Q")
def whole(world: Any) -> Any:
    return _cross(world, _product(world, "p"), _product(world, "q"))


@FACTORS.quantity("sum of the cross entropies of the factors", range="[0, ∞]", tex=r"-\sum_i\mathbb E_{P_i}\log Q_i")
def summed(world: Any) -> Any:
    return sum(_cross(world, world[f"p{k}"], world[f"q{k}"]) for k in (1, 2, 3))


@FACTORS.quantity("P(Q = 0)", range="[0, 1]", tex=r"P(Q=0)")
def uncovered(world: Any) -> Any:
    return (_product(world, "p") * world.where(_product(world, "q") == 0, 1, 0)).sum(-1)


CROSS_ENTROPY = Statement(
    id="neighbours.clustering-cross-entropy",
    title="The cross entropy of products",
    kind=Kind.IDENTITY,
    source=Source("clustering", "Lemma 2"),
    domain=FACTORS,
    printed=Claim(
        "P = ⊗P_i, Q = ⊗Q_i, Q > 0 where P > 0: −E_P log Q is the sum of the cross entropies of the factors.",
        r"-\mathbb E_P\log Q=-\sum_i\mathbb E_{P_i}\log Q_i",
        (Part("sum", whole, "==", summed, scale=1),),
        given=(Hypothesis("covered", uncovered, "==", 0, "Q > 0 where P > 0"),),
    ),
)
