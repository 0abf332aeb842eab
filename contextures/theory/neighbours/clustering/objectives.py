"""Chapter 7.7: InfoNCE of one view and of pairs as spectral clustering."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.clustering.graphs import (
    chances,
    energy,
    half_squares,
    laplacian,
    picked,
    without_diagonal,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator


def _regular(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Objects related by their distance on a circle, all alike or not, placed at one point or at two opposite ones."""
    n, q = sizes["i"], sizes["q"]
    steps = np.arange(n)
    apart = np.minimum((steps[:, None] - steps) % n, (steps - steps[:, None]) % n)
    level = rng.integers(0, 4, (count, n)) * rng.integers(0, 2, (count, 1)) + 1
    slack = np.stack([rng.integers(0, 3, count) * rng.integers(0, 2, count), np.full(count, 2)], -1)
    place = np.zeros((count, n, q), dtype=np.int64)
    place[..., 0] = 1
    return {"pairs": level[:, apart] * (apart > 0), "slack": slack, "z": place}


RELATED = Domain(
    "objects with symmetric relations and two placements of them on a sphere",
    {
        "pairs": sorts.graph("i", text="relations, before they are scaled; the diagonal does not count"),
        "slack": sorts.ratio(0, 4, text="what every diagonal entry is above its least, before scaling"),
        "z": sorts.unit("i", "q", text="unit vectors Z_i"),
        "other": sorts.unit("i", "q", text="other unit vectors"),
    },
    sizes={"i": (2, 4), "q": (1, 3)},
    families={"regular": _regular},
)


def _relations(world: Any) -> Any:
    """π: symmetric, each row a probability vector; what a row lacks stands on the diagonal."""
    n = world.size("i")
    others = without_diagonal(world["pairs"], n)
    sums = others.sum(-1)
    scale = sums.max(-1) * (1 + world["slack"])
    return (others + (scale[..., None] - sums)[..., :, None] * np.eye(n, dtype=int)) / scale[..., None, None]


def _mean(world: Any) -> Any:
    """P = E W: the rows of π without the diagonal, normalised."""
    others = without_diagonal(_relations(world), world.size("i"))
    return others / others.sum(-1)[..., None]


def _attraction(pi: Any, points: Any, n: int) -> Any:
    """𝓗(Z) − log R(Z) = −E log ΠK_ij^{W_ij}, over all graphs."""
    return (chances(pi, n) * picked(half_squares(points), n).sum(-1)).sum(-1)


def _difference(world: Any, points: Any) -> Any:
    """𝓗(Z) less tr(ZᵀL(π)Z) + log R(Z)."""
    n, pi = world.size("i"), _relations(world)
    return _attraction(pi, points, n) - energy(laplacian(pi, n), points)


def _log_row(world: Any, points: Any) -> Any:
    """Σ_l exp(−½‖Z_i − Z_l‖²) over l ≠ i, in logarithms, with the largest term taken out."""
    n = world.size("i")
    near = -half_squares(points)
    others = near[..., np.arange(n)[:, None], np.array([[j for j in range(n) if j != i] for i in range(n)])]
    largest = others.max(-1)
    return largest + world.log(world.exp(others - largest[..., None]).sum(-1))


def _objective(world: Any, points: Any) -> Any:
    """tr(ZᵀL(π)Z) + log R(Z)."""
    form = laplacian(_relations(world), world.size("i"))
    return energy(form, points) + _log_row(world, points).sum(-1)


def _alike(world: Any) -> Any:
    """All objects at the first unit vector."""
    return world["z"] * 0 + np.eye(world.size("q"), dtype=int)[0]


@RELATED.quantity("smallest sum of relations to others", range="≥ 0", tex=r"\min_i\sum_{j\ne i}\pi_{ij}")
def least_sum(world: Any) -> Any:
    return without_diagonal(world["pairs"], world.size("i")).sum(-1).min(-1)


@RELATED.quantity("sum of the diagonal of π", range="≥ 0", tex=r"\operatorname{tr}\pi")
def diagonal(world: Any) -> Any:
    return world.trace(_relations(world))


@RELATED.quantity("π_11", range="[0, 1)", tex=r"\pi_{11}")
def first_diagonal(world: Any) -> Any:
    return _relations(world)[..., 0, 0]


@RELATED.quantity("the difference of the two objectives at Z", tex=r"D(Z)")
def difference(world: Any) -> Any:
    return _difference(world, world["z"])


@RELATED.quantity("the difference of the two objectives at Z′", tex=r"D(Z')")
def difference_other(world: Any) -> Any:
    return _difference(world, world["other"])


def _looped(world: Any) -> Any:
    """π_iiπ_ij/(1 − π_ii): what normalising anew adds to π_ij, where j ≠ i."""
    pi, n = _relations(world), world.size("i")
    own = (pi * np.eye(n, dtype=int)).sum(-1)
    return (own / (1 - own))[..., None] * without_diagonal(pi, n)


@RELATED.quantity(
    "Σ_{i≠j}π_iiπ_ij/(1 − π_ii)·½‖Z_i − Z_j‖²",
    range="≥ 0",
    tex=r"\sum_{i\ne j}\frac{\pi_{ii}\pi_{ij}}{1-\pi_{ii}}\cdot\tfrac12\|Z_i-Z_j\|^2",
)
def pull_of_loops(world: Any) -> Any:
    return (_looped(world) * half_squares(world["z"])).sum(-1).sum(-1)


@RELATED.quantity("Σ_{j≠1}π_j1π_jj/(1 − π_jj)", range="≥ 0", tex=r"\sum_{j\ne1}\frac{\pi_{j1}\pi_{jj}}{1-\pi_{jj}}")
def loops_around(world: Any) -> Any:
    return _looped(world)[..., :, 0].sum(-1)


@RELATED.quantity("their difference where all objects are at one point", tex=r"D(e,\dots,e)")
def difference_alike(world: Any) -> Any:
    return _difference(world, _alike(world))


@RELATED.quantity("their difference where the first object is opposite all others", tex=r"D(-e,e,\dots,e)")
def difference_opposite(world: Any) -> Any:
    sign = 1 - 2 * (np.arange(world.size("i")) == 0)
    return _difference(world, _alike(world) * sign[:, None])


@RELATED.quantity(
    "𝓗(Z) less the entropy of the graph, its least possible value", range="≥ 0", tex=r"\mathcal H(Z)-H(W)"
)
def excess(world: Any) -> Any:
    mean = _mean(world)
    pull = (mean * half_squares(world["z"])).sum(-1).sum(-1)
    return pull + _log_row(world, world["z"]).sum(-1) - world.entropy(mean).sum(-1)


@RELATED.quantity("tr(ZᵀL(π)Z) + log R(Z)", tex=r"\operatorname{tr}(Z^\top L(\pi)Z)+\log R(Z)")
def objective(world: Any) -> Any:
    return _objective(world, world["z"])


@RELATED.quantity("the same at Z′", tex=r"\operatorname{tr}(Z'^\top L(\pi)Z')+\log R(Z')")
def objective_other(world: Any) -> Any:
    return _objective(world, world["other"])


@RELATED.quantity("𝓗(Z) − log R(Z)", range="≥ 0", tex=r"\mathcal H(Z)-\log R(Z)")
def attraction(world: Any) -> Any:
    return _attraction(_relations(world), world["z"], world.size("i"))


@RELATED.quantity("tr(ZᵀL(P)Z)", tex=r"\operatorname{tr}(Z^\top L(P)Z)")
def spectral_mean(world: Any) -> Any:
    return energy(laplacian(_mean(world), world.size("i")), world["z"])


@RELATED.quantity("tr(ZᵀL(π)Z)", tex=r"\operatorname{tr}(Z^\top L(\pi)Z)")
def spectral(world: Any) -> Any:
    return energy(laplacian(_relations(world), world.size("i")), world["z"])


RELATIONS = Hypothesis("related", 0, "<", least_sum, "every object is related to another")
NO_LOOPS = Hypothesis("no-diagonal", diagonal, "==", 0, "the diagonal of π is zero")

MAIN = Statement(
    id="neighbours.clustering-main",
    title="InfoNCE is spectral clustering on the similarity graph",
    kind=Kind.EQUIVALENCE,
    source=Source("clustering", "Theorem 1"),
    domain=RELATED,
    printed=Claim(
        "π symmetric, every row a probability vector, unit rows, Gaussian kernel: minimising 𝓗 is equivalent to "
        "minimising "
        "tr(ZᵀL(π)Z) + log R(Z): they differ by a constant in Z, and have the same minimisers.",
        r"\min_Z\mathcal H(Z)\iff\min_Z\operatorname{tr}(Z^\top L(\pi)Z)+\log R(Z)",
        (
            Part("difference", difference, "==", difference_other, scale=1),
            Part(
                "minimisers", objective, "<=", objective_other,
                given=(Hypothesis("minimiser", excess, "==", 0, "Z minimises 𝓗: it attains the entropy of the graph"),),
            ),
        ),
        given=(RELATIONS,),
    ),
    corrected=Claim(
        "With P_ij = π_ij/(1−π_ii) for j ≠ i and P_ii = 0: 𝓗(Z) = tr(ZᵀL(P)Z) + log R(Z). With π itself the two are "
        "equal where the diagonal of π is zero; in general 𝓗 is larger by "
        "−tr π + Σ_{i≠j}π_iiπ_ij/(1−π_ii)·½‖Z_i−Z_j‖², which grows by "
        "exactly 2(π_11 + Σ_{j≠1}π_j1π_jj/(1−π_jj)) as the first object moves from all others to the "
        "opposite point: it is constant only if the diagonal is zero.",
        r"\mathcal H(Z)=\operatorname{tr}(Z^\top L(P)Z)+\log R(Z)=\operatorname{tr}(Z^\top L(\pi)Z)+\log R(Z)"
        r"-\operatorname{tr}\pi+\sum_{i\ne j}\frac{\pi_{ii}\pi_{ij}}{1-\pi_{ii}}\cdot\tfrac12\|Z_i-Z_j\|^2",
        (
            Part("equal", attraction, "==", spectral_mean, scale=1),
            Part("no-diagonal", attraction, "==", spectral, scale=1, given=(NO_LOOPS,)),
            Part("loops", difference, "==", pull_of_loops - diagonal, scale=1),
            Part(
                "only-if",
                difference_opposite - difference_alike, "==", 2 * (first_diagonal + loops_around), scale=1,
            ),
        ),
        given=(RELATIONS,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The graph has no loops: its mean is π without the diagonal, normalised again, and the Laplacian of that is "
    "the "
    "one that InfoNCE minimises.",
    note="`minimisers`: that Z minimises 𝓗 is seen where 𝓗(Z) is the entropy of the graph, which no cross entropy is "
    "below. log R(Z) stands in both objectives and is left out of their difference.",
)  # fmt: skip

PAIRED = Domain(
    "objects of two kinds, edges between them, and a placement on a sphere",
    {
        "edges": sorts.subset("a", "b", text="which objects make a pair"),
        "left": sorts.unit("a", "q", text="unit vectors of the first kind"),
        "right": sorts.unit("b", "q", text="unit vectors of the second kind"),
    },
    sizes={"a": (1, 3), "b": (1, 3), "q": (1, 3)},
    together=lambda sizes: sizes["a"] + sizes["b"] <= 4,
)


def _pair_relations(world: Any) -> Any:
    """π_ij = 1/(edges of i) on the edges of i, in both directions."""
    edges = world["edges"] * 1
    a, b = edges.shape[-2:]
    upper = np.concatenate([np.eye(a, a, dtype=int) * 0 + edges[..., :, :1] * 0, edges], axis=-1)
    lower = np.concatenate(
        [edges.swapaxes(-1, -2), np.eye(b, b, dtype=int) * 0 + edges.swapaxes(-1, -2)[..., :, :1] * 0], -1
    )
    both = np.concatenate([upper, lower], axis=-2)
    return both / both.sum(-1)[..., None]


def _placed(world: Any) -> Any:
    return np.concatenate([world["left"], world["right"]], axis=-2)


def _objects(world: Any) -> int:
    return int(world.size("a") + world.size("b"))


@PAIRED.quantity("fewest edges of an object", range="≥ 0", tex=r"\min\deg")
def least_degree(world: Any) -> Any:
    edges = world["edges"] * 1
    return world.minimum(edges.sum(-1).min(-1), edges.sum(-2).min(-1))


@PAIRED.quantity("largest |row sum of π − 1|", range="≥ 0", tex=r"\max_i|\sum_j\pi_{ij}-1|")
def off_one(world: Any) -> Any:
    return world.absolute(_pair_relations(world).sum(-1) - 1).max(-1)


@PAIRED.quantity("largest |π_ij − π_ji|", range="[0, 1]", tex=r"\max_{i,j}|\pi_{ij}-\pi_{ji}|")
def asymmetry(world: Any) -> Any:
    pi = _pair_relations(world)
    return world.absolute(pi - pi.swapaxes(-1, -2)).max(-1).max(-1)


@PAIRED.quantity("𝓗(Z) − log R(Z)", range="≥ 0", tex=r"\mathcal H(Z)-\log R(Z)")
def pair_attraction(world: Any) -> Any:
    return _attraction(_pair_relations(world), _placed(world), _objects(world))


@PAIRED.quantity("tr(ZᵀL(π)Z)", tex=r"\operatorname{tr}(Z^\top L(\pi)Z)")
def pair_spectral(world: Any) -> Any:
    return energy(laplacian(_pair_relations(world), _objects(world)), _placed(world))


CLIP = Statement(
    id="neighbours.clustering-clip",
    title="The loss of paired data is spectral clustering on the pair graph",
    kind=Kind.IDENTITY,
    source=Source("clustering", "Theorem 2"),
    domain=PAIRED,
    printed=Claim(
        "Edges between two kinds of objects, no isolated object, π_ij = 1/(out-degree of i) on the edges of i: rows "
        "of π sum "
        "to 1, π need not be symmetric, and on unit rows with the Gaussian kernel 𝓗(Z) = tr(ZᵀL(π)Z) + log R(Z).",
        r"\mathcal H(Z)=\operatorname{tr}(Z^\top L(\pi)Z)+\log R(Z)",
        (
            Part("rows", off_one, "==", 0, scale=1),
            Part("asymmetric", 0, "<", asymmetry, exists=True),
            Part("equal", pair_attraction, "==", pair_spectral, scale=1),
        ),
        given=(Hypothesis("no-isolated", 0, "<", least_degree, "every object has an edge"),),
    ),
    note="log R(Z) stands on both sides and is left out.",
)
