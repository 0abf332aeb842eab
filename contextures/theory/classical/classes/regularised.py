"""Chapter 8.2: regularised empirical risk minimisation on a line.

A loss is s·w + b|w − c| with b ≥ 0: a linear loss, an absolute loss, or a hinge.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact.enumeration import count_vectors
from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement


def two_sides(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Linear losses of slopes 1 and −1, and absolute losses around opposite points."""
    z = sizes["z"]
    side = np.where(np.arange(z) % 2, -1, 1) * np.ones((count, 1), dtype=np.int64)
    linear = rng.integers(0, 2, (count, 1))
    return {"slopes": side * linear, "bends": np.broadcast_to(1 - linear, (count, z)), "knots": side}


LINE = Domain(
    "convex losses on a line, a penalty, and n examples",
    {
        "law": sorts.law("z"),
        "slopes": sorts.values("z"),
        "bends": sorts.weights("z"),
        "knots": sorts.values("z"),
        "lambda": sorts.ratio(0, 4, "right"),
    },
    sizes={"z": (1, 3)},
    shared={"n": (1, 5)},
    families={"two sides": two_sides},
)


def losses(world: Any, w: Any) -> Any:
    """ℓ(w, z) of points w (...), (..., z)."""
    extra = w.ndim - world["lambda"].ndim
    s, b, c = (
        world[name].reshape((*world["lambda"].shape, *[1] * extra, world.size("z")))
        for name in ("slopes", "bends", "knots")
    )
    return s * w[..., None] + b * world.absolute(w[..., None] - c)


def minimiser(world: Any, weights: Any) -> Any:
    """argmin Σ_z weight·ℓ(w, z) + λw² for weights (..., C, z): at a knot, or where a slope vanishes."""
    s, b, c, penalty = world["slopes"], world["bends"], world["knots"], world["lambda"][..., None, None]
    right = np.where(c[..., None, :] <= c[..., :, None], 1, -1)
    sides = np.concatenate([right, np.broadcast_to(-1, (*c.shape[:-1], 1, world.size("z")))], -2)
    slopes = s[..., None, :] + b[..., None, :] * sides
    flat = -(weights @ slopes.swapaxes(-1, -2)) / (2 * penalty)
    knots = np.broadcast_to(c[..., None, :], (*flat.shape[:-1], world.size("z")))
    candidates = np.concatenate([flat, knots], -1)
    values = (weights[..., None, :] * losses(world, candidates)).sum(-1) + penalty * candidates**2
    least = (values == values.min(-1)[..., None]).argmax(-1)
    return np.take_along_axis(candidates, least[..., None], -1)[..., 0]


def shares(world: Any) -> Any:
    """The counts of all samples over n, (C, z), for the weights of an empirical risk."""
    counts = count_vectors(world.size("z"), world.size("n"))
    return counts * world["lambda"][..., None, None] / (world["lambda"][..., None, None] * world.size("n"))


def objective(world: Any, w: Any) -> Any:
    """L(w) of points w (..., C)."""
    return (losses(world, w) * world["law"][..., None, :]).sum(-1)


@LINE.quantity("Lipschitz constant ρ of the losses", range="≥ 0", tex=r"\rho")
def rho(world: Any) -> Any:
    return (world.absolute(world["slopes"]) + world["bends"]).max(-1)


@LINE.quantity("penalty λ", range="> 0", name="lambda", tex=r"\lambda")
def penalty(world: Any) -> Any:
    return world["lambda"]


@LINE.quantity("number n of examples", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@LINE.quantity(
    "largest ℓ(A(S^{(i)}), z_i) − ℓ(A(S), z_i)", range="≥ 0", tex=r"\max\,\ell(A(S^{(i)}),z_i)-\ell(A(S),z_i)"
)
def largest_change(world: Any) -> Any:
    z, n = world.size("z"), world.size("n")
    rest = count_vectors(z, n - 1) if n > 1 else np.zeros((1, z), dtype=int)
    counts = (rest[:, None, :] + np.eye(z, dtype=int)).reshape(-1, z)
    one = world["lambda"][..., None, None]
    found = losses(world, minimiser(world, counts * one / (one * n)))
    found = found.reshape((*found.shape[:-2], len(rest), z, z))
    own = np.diagonal(found, axis1=-2, axis2=-1)
    return (found - own[..., None, :]).max((-1, -2, -3))


@LINE.quantity("E[L(A(S)) − L_S(A(S))]", tex=r"\mathbb E[L(A(S))-L_S(A(S))]")
def expected_gap(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    weights = shares(world)
    found = losses(world, minimiser(world, weights))
    gaps = (found * (world["law"][..., None, :] - weights)).sum(-1)
    return (samples.probabilities * gaps).sum(-1)


@LINE.quantity("E L(A(S))", tex=r"\mathbb E L(A(S))")
def expected_risk(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    return (samples.probabilities * objective(world, minimiser(world, shares(world)))).sum(-1)


@LINE.quantity("min_w L(w) + λw²", tex=r"\min_wL(w)+\lambda w^2")
def best(world: Any) -> Any:
    w = minimiser(world, world["law"][..., None, :])
    return (objective(world, w) + world["lambda"][..., None] * w**2)[..., 0]


REGULARISED_ERM = Statement(
    id="classical.regularised-erm",
    title="Regularised empirical risk minimisation",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Corollaries 13.6, 13.8"),
    domain=LINE,
    printed=Claim(
        text="ℓ(w, z) convex and ρ-Lipschitz in w, A(S) = argmin L_S(w) + λ‖w‖², λ > 0: ℓ(A(S^{(i)}), z_i) − ℓ(A(S), "
        "z_i) ≤ "
        "2ρ²/(λn) for every S, z′, i; E[L − L_S] ≤ 2ρ²/(λn); E L(A(S)) ≤ L(w) + λ‖w‖² + 2ρ²/(λn) for every w.",
        tex=r"\mathbb E[L(A(S))-L_S(A(S))]\le\frac{2\rho^2}{\lambda n},\quad"
        r"\mathbb EL(A(S))\le L(w)+\lambda\|w\|^2+\frac{2\rho^2}{\lambda n}",
        parts=(
            Part("pointwise", largest_change, "<=", 2 * rho**2 / (penalty * n)),
            Part("expectation", expected_gap, "<=", 2 * rho**2 / (penalty * n)),
            Part("oracle", expected_risk, "<=", best + 2 * rho**2 / (penalty * n)),
        ),
    ),
    corrected=Claim(
        text="The same with ρ²/(λn) in place of 2ρ²/(λn).",
        tex=r"\mathbb E[L(A(S))-L_S(A(S))]\le\frac{\rho^2}{\lambda n},\quad"
        r"\mathbb EL(A(S))\le L(w)+\lambda\|w\|^2+\frac{\rho^2}{\lambda n}",
        parts=(
            Part("pointwise", largest_change, "<=", rho**2 / (penalty * n)),
            Part("expectation", expected_gap, "<=", rho**2 / (penalty * n)),
            Part("oracle", expected_risk, "<=", best + rho**2 / (penalty * n)),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="Nothing is wrong with it, but half of it will do: both minimisers are optimal, each by λ‖u−v‖², so that "
    "2λ‖u−v‖² ≤ 2ρ‖u−v‖/n. Linear losses of slopes ±ρ attain the first inequality.",
    note="On a line, of linear, absolute and hinge losses and their sums; the minimiser is exact.",
    uses=("classical.uniform-stability",),
)

STATEMENTS = (REGULARISED_ERM,)
