"""Chapter 7.7: Laplacians of graphs, and the energy of points under the Gaussian kernel."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.clustering.graphs import (
    chances,
    edges,
    energy,
    expected,
    half_squares,
    laplacian,
    without_diagonal,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator


def _balanced(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Sums of cycles, whose in- and out-weights agree, and a vector; the diagonal at times zero."""
    n = sizes["i"]
    orders = rng.permuted(np.broadcast_to(np.arange(n), (count, 3, n)), axis=2)
    found = np.zeros((count, n, n), dtype=np.int64)
    batch = np.arange(count)[:, None]
    for k in range(3):
        found[batch, orders[:, k], np.roll(orders[:, k], 1, axis=1)] += rng.integers(0, 4, (count, 1))
    own = np.eye(n, dtype=np.int64) * rng.integers(0, 3, (count, n, 1)) * rng.integers(0, 2, (count, 1, 1))
    return {"w": found + own}


def _loopless(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Weights without a diagonal, nearly symmetric or not."""
    n = sizes["i"]
    half = rng.integers(0, 9, (count, n, n))
    tilt = rng.integers(0, 3, (count, n, n))
    return {"w": (half + half.swapaxes(1, 2) + tilt) * (1 - np.eye(n, dtype=np.int64))}


FORM = Domain(
    "a weighted directed graph and a vector",
    {"w": sorts.weights("i", "i", text="weights"), "v": sorts.values("i", text="a vector")},
    sizes={"i": (2, 5)},
    families={"balanced": _balanced, "loopless": _loopless},
)


def _form(world: Any, vector: Any) -> Any:
    """vᵀL(W)v."""
    return energy(laplacian(world["w"], world.size("i")), vector[..., None])


def _imbalance(world: Any) -> Any:
    """In-weights less out-weights."""
    return world["w"].sum(-2) - world["w"].sum(-1)


@FORM.quantity("zᵀL(W)z", tex=r"z^\top L(W)z")
def form(world: Any) -> Any:
    return _form(world, world["v"])


@FORM.quantity("Σ_i (in-weight − out-weight)²", range="≥ 0", tex=r"\|g\|^2")
def imbalance(world: Any) -> Any:
    return (_imbalance(world) ** 2).sum(-1)


@FORM.quantity("sum of the diagonal of W", range="≥ 0", tex=r"\operatorname{tr}W")
def loops(world: Any) -> Any:
    return world.trace(world["w"])


@FORM.quantity("out-weight of the first object", range="≥ 0", tex=r"\mathrm{out}_1")
def out(world: Any) -> Any:
    return world["w"].sum(-1)[..., 0]


@FORM.quantity("in-weight less out-weight of the first object", tex=r"\mathrm{in}_1-\mathrm{out}_1")
def tilt(world: Any) -> Any:
    return _imbalance(world)[..., 0]


@FORM.quantity("zᵀL(W)z at z = 1 + ((in_1 − out_1)/(2out_1))·e_1", tex=r"z_1^\top L(W)z_1")
def form_tilted(world: Any) -> Any:
    first = np.eye(world.size("i"), dtype=int)[0]
    step = _imbalance(world)[..., 0] / (2 * world["w"].sum(-1)[..., 0])
    return _form(world, 1 + step[..., None] * first)


LAPLACIAN = Statement(
    id="neighbours.clustering-laplacian",
    title="Laplacians are positive semidefinite",
    kind=Kind.INEQUALITY,
    source=Source("clustering", "definition of L"),
    domain=FORM,
    printed=Claim(
        "zᵀL(W)z ≥ 0 for every nonnegative matrix W and every z.",
        r"z^\top L(W)z\ge0",
        (Part("semidefinite", 0, "<=", form),),
    ),
    corrected=Claim(
        "zᵀL(W)z ≥ 0 for every z where each object has the same weight in and out, symmetric W in particular. With "
        "zero "
        "diagonal only there: z = 1 + ((in_1 − out_1)/(2out_1))·e_1 has zᵀL(W)z = −(in_1 − out_1)²/(4out_1).",
        r"\text{in}=\text{out}\Rightarrow z^\top L(W)z\ge0;\qquad W_{ii}=0\Rightarrow z_1^\top L(W)z_1="
        r"-\frac{(\mathrm{in}_1-\mathrm{out}_1)^2}{4\,\mathrm{out}_1}",
        (
            Part(
                "balanced", 0, "<=", form,
                given=(Hypothesis("balance", imbalance, "==", 0, "in-weights are out-weights"),),
            ),
            Part(
                "only-if", form_tilted, "==", -(tilt**2) / (4 * out), scale=out,
                given=(
                    Hypothesis("no-loops", loops, "==", 0, "the diagonal is zero"),
                    Hypothesis("out", 0, "<", out, "the first object points somewhere"),
                ),
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The definition takes row sums: where W is not symmetric, 1 is in the kernel of L but not in that of its "
    "transpose, "
    "and the form is linear near 1.",
)  # fmt: skip


def _circulant(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Objects that are related by their distance on a circle."""
    n = sizes["i"]
    apart = (np.arange(n)[:, None] - np.arange(n)) % n
    return {"pi": rng.integers(0, 5, (count, n))[:, apart] + (apart == 1)}


POINTS = Domain(
    "related objects, unit vectors and points for them",
    {
        "pi": sorts.weights("i", "i", text="π, how objects are related"),
        "z": sorts.unit("i", "q", text="unit vectors Z_i"),
        "free": sorts.values("i", "q", text="points Z_i"),
    },
    sizes={"i": (2, 4), "q": (1, 3)},
    families={"circulant": _circulant},
)


def _pull(world: Any, points: Any) -> Any:
    """−ΣP_ij log k(Z_i − Z_j)."""
    return (expected(world["pi"], world.size("i")) * half_squares(points)).sum(-1).sum(-1)


def _mean_laplacian(world: Any) -> Any:
    """L* = E L(W), over all graphs."""
    n = world.size("i")
    return (chances(world["pi"], n)[..., :, None, None] * laplacian(edges(n), n)).sum(-3)


@POINTS.quantity("smallest off-diagonal row sum of π", range="≥ 0", tex=r"\min_i\sum_{j\ne i}\pi_{ij}")
def least_sum(world: Any) -> Any:
    return without_diagonal(world["pi"], world.size("i")).sum(-1).min(-1)


@POINTS.quantity("−½‖Z_1 − Z_2‖²", range="[−2, 0]", tex=r"-\tfrac12\|Z_1-Z_2\|^2")
def distance(world: Any) -> Any:
    return -half_squares(world["z"])[..., 0, 1]


@POINTS.quantity("Z_1·Z_2", range="[−1, 1]", tex=r"Z_1\cdot Z_2")
def inner(world: Any) -> Any:
    return (world["z"][..., 0, :] * world["z"][..., 1, :]).sum(-1)


@POINTS.quantity("−ΣP_ij log k(Z_i − Z_j), unit rows", range="≥ 0", tex=r"-\sum P_{ij}\log k(Z_i-Z_j)")
def pull(world: Any) -> Any:
    return _pull(world, world["z"])


@POINTS.quantity("tr(ZᵀL*Z), unit rows", tex=r"\operatorname{tr}(Z^\top L^*Z)")
def spectral(world: Any) -> Any:
    return energy(_mean_laplacian(world), world["z"])


@POINTS.quantity("−ΣP_ij log k(Z_i − Z_j), any points", range="≥ 0", tex=r"-\sum P_{ij}\log k(Z_i-Z_j)")
def pull_free(world: Any) -> Any:
    return _pull(world, world["free"])


@POINTS.quantity("tr(ZᵀL*Z), any points", tex=r"\operatorname{tr}(Z^\top L^*Z)")
def spectral_free(world: Any) -> Any:
    return energy(_mean_laplacian(world), world["free"])


@POINTS.quantity("tr(ZᵀL((P+Pᵀ)/2)Z), any points", range="≥ 0", tex=r"\operatorname{tr}(Z^\top L(\tfrac12(P+P^\top))Z)")
def spectral_even(world: Any) -> Any:
    n = world.size("i")
    mean = expected(world["pi"], n)
    return energy(laplacian((mean + mean.swapaxes(-1, -2)) / 2, n), world["free"])


@POINTS.quantity("Σ‖Z_i‖², any points", range="≥ 0", tex=r"\|Z\|^2")
def length(world: Any) -> Any:
    return (world["free"] ** 2).sum(-1).sum(-1)


RELATIONS = Hypothesis("related", 0, "<", least_sum, "every object is related to another")

SIMILARITY = Statement(
    id="neighbours.clustering-similarity",
    title="Distances and inner products of unit vectors",
    kind=Kind.IDENTITY,
    source=Source("clustering", "§2.1"),
    domain=POINTS,
    printed=Claim(
        "Unit rows: −½‖Z_i − Z_j‖² = Z_i·Z_j − 1.",
        r"-\tfrac12\|Z_i-Z_j\|^2=Z_i\cdot Z_j-1",
        (Part("identity", distance, "==", inner - 1, scale=1),),
    ),
)

GAUSSIAN = Statement(
    id="neighbours.clustering-gaussian",
    title="The attraction is a spectral clustering loss on unit vectors",
    kind=Kind.IDENTITY,
    source=Source("clustering", "text after the definition of spectral clustering"),
    domain=POINTS,
    printed=Claim(
        "Unit rows, Gaussian kernel: −ΣP_ij log k(Z_i − Z_j) = tr(ZᵀL*Z), L* = E L(W).",
        r"-\sum P_{ij}\log k(Z_i-Z_j)=\operatorname{tr}(Z^\top L^*Z)",
        (Part("identity", pull, "==", spectral, scale=1),),
        given=(RELATIONS,),
    ),
)

GAUSSIAN_FREE = Statement(
    id="neighbours.clustering-gaussian-free",
    title="The attraction is a spectral clustering loss on any points",
    kind=Kind.IDENTITY,
    source=Source("clustering", "text after the definition of spectral clustering", reconstructed=True),
    domain=POINTS,
    printed=Claim(
        "Any points, Gaussian kernel: −ΣP_ij log k(Z_i − Z_j) = tr(ZᵀL*Z).",
        r"-\sum P_{ij}\log k(Z_i-Z_j)=\operatorname{tr}(Z^\top L^*Z)",
        (Part("identity", pull_free, "==", spectral_free, scale=length),),
        given=(RELATIONS,),
    ),
    corrected=Claim(
        "Any points: −ΣP_ij log k(Z_i − Z_j) = tr(ZᵀL((P+Pᵀ)/2)Z).",
        r"-\sum P_{ij}\log k(Z_i-Z_j)=\operatorname{tr}\bigl(Z^\top L(\tfrac12(P+P^\top))Z\bigr)",
        (Part("identity", pull_free, "==", spectral_even, scale=length),),
        given=(RELATIONS,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="L* counts ‖Z_i‖² once for each object, the attraction as often as the object is pointed to; on unit vectors "
    "both "
    "add up to the number of objects. The Laplacian of the symmetric part counts right.",
)
