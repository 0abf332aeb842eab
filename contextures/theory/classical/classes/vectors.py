"""Chapter 8.2: Rademacher averages of finite sets of vectors, and what functions of the coordinates do to them."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.exact.enumeration import signs
from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement


def average_of_largest(points: Any) -> Any:
    """E_σ max_a Σσ_ia_i of vectors (..., a, n)."""
    n = points.shape[-1]
    return (points @ signs(n).T).max(-2).sum(-1) / 2**n


def average_of_largest_size(world: Any, points: Any) -> Any:
    """E_σ max_a |Σσ_ia_i| of vectors (..., a, n)."""
    n = points.shape[-1]
    return world.absolute(points @ signs(n).T).max(-2).sum(-1) / 2**n


def mirrored(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Pairs of opposite vectors of signs and zeros, and functions that keep a coordinate or take its size."""
    half = rng.integers(-1, 2, (count, sizes["a"], sizes["n"]))
    half[:, 1::2] = -half[:, : 2 * (sizes["a"] // 2) : 2]
    folded = rng.integers(0, 2, (count, 1, sizes["n"])) == 1
    return {"vectors": half, "images": np.where(folded, np.abs(half), half)}


def of_signs(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Vectors of signs, no two of a set equal or opposite where there are enough of them."""
    n, most = sizes["n"], 2 ** (sizes["n"] - 1)
    every = signs(n)[most:].astype(np.int64)
    chosen = rng.permuted(np.broadcast_to(np.arange(most), (count, most)), axis=1)
    return {"vectors": every[np.take(chosen, np.arange(sizes["a"]) % most, axis=1)]}


VECTORS = Domain(
    "a finite set of vectors, and a function of each coordinate",
    {"vectors": sorts.values("a", "n"), "images": sorts.values("a", "n")},
    sizes={"a": (1, 4), "n": (1, 5)},
    families={"mirrored": mirrored, "signs": of_signs},
    near={"mirrored": {"a": (2, 3), "n": (2, 3)}},
)


def mapped(points: Any, images: Any) -> Any:
    """What the functions make of the vectors: the image of a coordinate is that of the first vector that has it."""
    first = (points[..., :, None, :] == points[..., None, :, :]).argmax(-2)
    return np.take_along_axis(images, first, -2)


def steepest(world: Any, points: Any, images: Any) -> Any:
    """The largest |φ_i(a_i) − φ_i(a'_i)|/|a_i − a'_i|."""
    gaps = world.absolute(points[..., :, None, :] - points[..., None, :, :])
    jumps = world.absolute(images[..., :, None, :] - images[..., None, :, :])
    return (world.where(gaps > 0, jumps, 0) / world.where(gaps > 0, gaps, 1)).max((-1, -2, -3))


def with_origin(points: Any) -> Any:
    """The vectors, after one that is zero."""
    return np.concatenate([0 * points[..., :1, :], points], -2)


@VECTORS.quantity("Rademacher complexity R(A)", range="≥ 0", tex=r"\mathcal R(A)")
def rademacher(world: Any) -> Any:
    return average_of_largest(world["vectors"]) / world.size("n")


@VECTORS.quantity("n⁻¹E max|Σσ_ia_i|", range="≥ 0", tex=r"\tfrac1n\mathbb E\max_a|\textstyle\sum\sigma_ia_i|")
def rademacher_absolute(world: Any) -> Any:
    return average_of_largest_size(world, world["vectors"]) / world.size("n")


@VECTORS.quantity("largest norm of a vector", range="≥ 0", tex=r"\max\|a\|")
def norm(world: Any) -> Any:
    return world.sqrt((world["vectors"] ** 2).sum(-1).max(-1))


@VECTORS.quantity("largest distance from the average ā", range="≥ 0", tex=r"\max\|a-\bar a\|")
def spread(world: Any) -> Any:
    a = world["vectors"]
    centre = a.sum(-2) / world.size("a")
    return world.sqrt(((a - centre[..., None, :]) ** 2).sum(-1).max(-1))


@VECTORS.quantity("number N of vectors", range="≥ 1", tex="N")
def vectors(world: Any) -> Any:
    return world.size("a")


@VECTORS.quantity("number n of coordinates", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@VECTORS.quantity("R(φ(A))", range="≥ 0", tex=r"\mathcal R(\varphi(A))")
def rademacher_mapped(world: Any) -> Any:
    return average_of_largest(mapped(world["vectors"], world["images"])) / world.size("n")


@VECTORS.quantity("smallest Lipschitz constant of the φ_i", range="≥ 0", tex=r"\rho")
def rho(world: Any) -> Any:
    a = world["vectors"]
    return steepest(world, a, mapped(a, world["images"]))


@VECTORS.quantity("W(A) = E max|Σσ_ia_i|", range="≥ 0", tex="W(A)")
def largest_size(world: Any) -> Any:
    return average_of_largest_size(world, world["vectors"])


@VECTORS.quantity("W(φ(A)), φ_i(0) = 0", range="≥ 0", tex=r"W(\varphi(A))")
def largest_size_mapped(world: Any) -> Any:
    a, images = with_origin(world["vectors"]), with_origin(world["images"])
    return average_of_largest_size(world, mapped(a, images)[..., 1:, :])


@VECTORS.quantity("smallest Lipschitz constant of the φ_i with φ_i(0) = 0", range="≥ 0", tex=r"\rho_0")
def rho_0(world: Any) -> Any:
    a, images = with_origin(world["vectors"]), with_origin(world["images"])
    return steepest(world, a, mapped(a, images))


MASSART = Statement(
    id="classical.massart",
    title="Massart's lemma",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Lemma 26.8", recalled=("plain",)),
    domain=VECTORS,
    printed=Claim(
        text="A = {a_1, …, a_N} ⊂ ℝⁿ, ā their average: R(A) ≤ max‖a−ā‖√(2 ln N)/n, and R(A) ≤ max‖a‖√(2 ln N)/n.",
        tex=r"\mathcal R(A)\le\max\|a-\bar a\|\frac{\sqrt{2\ln N}}n,\quad"
        r"\mathcal R(A)\le\max\|a\|\frac{\sqrt{2\ln N}}n",
        parts=(
            Part("centred", rademacher, "<=", spread * sp.sqrt(2 * sp.log(vectors)) / n),
            Part("plain", rademacher, "<=", norm * sp.sqrt(2 * sp.log(vectors)) / n),
        ),
    ),
    note="The part `plain` is after FoML Theorem 3.7.",
)

ABSOLUTE = (
    Part("one", rademacher_absolute, "<=", norm * sp.sqrt(2 * sp.log(vectors)) / n),
    Part("two", rademacher_absolute, "<=", norm * sp.sqrt(2 * sp.log(2 * vectors)) / n),
)

MASSART_ABSOLUTE = Statement(
    id="classical.massart-absolute",
    title="Massart's lemma with absolute values",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=VECTORS,
    printed=Claim(
        text="n⁻¹E_σ max_a|Σσ_ia_i| ≤ max‖a‖√(2 ln N)/n; with ln(2N) for ln N.",
        tex=r"\tfrac1n\mathbb E\max_a|\textstyle\sum\sigma_ia_i|\le\max\|a\|\frac{\sqrt{2\ln N}}n,\quad"
        r"\le\max\|a\|\frac{\sqrt{2\ln 2N}}n",
        parts=ABSOLUTE,
    ),
    corrected=Claim(
        text="n⁻¹E_σ max_a|Σσ_ia_i| ≤ max‖a‖√(2 ln(2N))/n.",
        tex=r"\tfrac1n\mathbb E\max_a|\textstyle\sum\sigma_ia_i|\le\max\|a\|\frac{\sqrt{2\ln 2N}}n",
        parts=ABSOLUTE[1:],
    ),
    faults=(Fault.CONSTANT,),
    why="The absolute value adds the opposite of every vector, so that 2N vectors compete: ln(2N) stands for ln N.",
    uses=("classical.massart",),
)

CONTRACTION = Statement(
    id="classical.contraction",
    title="Contraction",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Lemma 26.9"),
    domain=VECTORS,
    printed=Claim(
        text="φ_i ρ-Lipschitz on ℝ: R({(φ_1(a_1), …, φ_n(a_n)): a ∈ A}) ≤ ρR(A).",
        tex=r"\mathcal R(\varphi(A))\le\rho\,\mathcal R(A)",
        parts=(Part("bound", rademacher_mapped, "<=", rho * rademacher),),
    ),
    note="A function on the coordinates that occur extends to ℝ with its Lipschitz constant (McShane).",
)

TWICE = Part("two", largest_size_mapped, "<=", 2 * rho_0 * largest_size)

CONTRACTION_ABSOLUTE = Statement(
    id="classical.contraction-absolute",
    title="Contraction with absolute values",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Ledoux–Talagrand 1991, Theorem 4.12; folklore", reconstructed=True),
    domain=VECTORS,
    printed=Claim(
        text="φ_i ρ-Lipschitz, φ_i(0) = 0, W(A) = E max_a|Σσ_ia_i|: W(φ(A)) ≤ 2ρW(A), and W(φ(A)) ≤ ρW(A).",
        tex=r"W(\varphi(A))\le2\rho\,W(A),\quad W(\varphi(A))\le\rho\,W(A)",
        parts=(TWICE, Part("one", largest_size_mapped, "<=", rho_0 * largest_size)),
    ),
    corrected=Claim(
        text="φ_i ρ-Lipschitz, φ_i(0) = 0, W(A) = E max_a|Σσ_ia_i|: W(φ(A)) ≤ 2ρW(A).",
        tex=r"W(\varphi(A))\le2\rho\,W(A)",
        parts=(TWICE,),
    ),
    faults=(Fault.CONSTANT,),
    why="With absolute values the factor 2 stays: A = {(1, 1), (−1, −1)} has W(A) = 1, and φ = (x, |x|) makes it 2.",
    note="The functions are those on the coordinates that occur and 0; they extend to ℝ (McShane).",
    uses=("classical.contraction",),
)

TUPLES = Domain(
    "a finite set of n-tuples of points of a Euclidean space, and a function of each entry",
    {"points": sorts.values("t", "n", "q"), "images": sorts.values("t", "n")},
    sizes={"t": (1, 4), "n": (1, 3), "q": (1, 3)},
)


def entries(world: Any) -> Any:
    """What the functions make of the tuples: the image of an entry is that of the first tuple that has it."""
    t = world["points"]
    first = (t[..., :, None, :, :] == t[..., None, :, :, :]).all(-1).argmax(-2)
    return np.take_along_axis(world["images"], first, -2)


@TUPLES.quantity("E max_t Σσ_ih_i(t_i)", range="≥ 0", tex=r"\mathbb E\max_t\textstyle\sum_i\sigma_ih_i(t_i)")
def largest_of_functions(world: Any) -> Any:
    return average_of_largest(entries(world))


@TUPLES.quantity("E max_t Σσ_{ik}t_{ik}", range="≥ 0", tex=r"\mathbb E\max_t\textstyle\sum_{ik}\sigma_{ik}t_{ik}")
def largest_of_coordinates(world: Any) -> Any:
    t = world["points"]
    return average_of_largest(t.reshape((*t.shape[:-2], t.shape[-2] * t.shape[-1])))


@TUPLES.quantity("smallest Lipschitz constant of the h_i, Euclidean", range="≥ 0", tex=r"\rho")
def rho_euclidean(world: Any) -> Any:
    t, h = world["points"], entries(world)
    gaps = ((t[..., :, None, :, :] - t[..., None, :, :, :]) ** 2).sum(-1)
    jumps = (h[..., :, None, :] - h[..., None, :, :]) ** 2
    return world.sqrt((world.where(gaps > 0, jumps, 0) / world.where(gaps > 0, gaps, 1)).max((-1, -2, -3)))


VECTOR_CONTRACTION = Statement(
    id="classical.vector-contraction",
    title="Contraction of vectors",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Maurer 2016", reconstructed=True),
    domain=TUPLES,
    printed=Claim(
        text="h_i: ℝ^q → ℝ ρ-Lipschitz in the Euclidean norm: E max_t Σσ_ih_i(t_i) ≤ √2·ρ·E max_t Σσ_{ik}t_{ik}.",
        tex=r"\mathbb E\max_t\sum_i\sigma_ih_i(t_i)\le\sqrt2\rho\,\mathbb E\max_t\sum_{ik}\sigma_{ik}t_{ik}",
        parts=(Part("bound", largest_of_functions, "<=", sp.sqrt(2) * rho_euclidean * largest_of_coordinates),),
    ),
    note="The functions are those on the entries that occur; they extend to ℝ^q (McShane).",
    uses=("classical.contraction",),
)

STATEMENTS = (MASSART, MASSART_ABSOLUTE, CONTRACTION, CONTRACTION_ABSOLUTE, VECTOR_CONTRACTION)
