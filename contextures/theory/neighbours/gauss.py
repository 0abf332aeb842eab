"""Chapter 7.3: alignment under InfoNCE (arXiv 2602.24012)."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _opposite(axis: Any) -> Any:
    """The code of minus the unit vector that a code stands for."""
    if axis.shape[-1] == 1:
        return -axis
    turned = axis * axis[..., :1]
    turned[..., 0] = -(axis[..., 1:] ** 2).sum(-1)
    turned[..., 1] += (turned == 0).all(-1)
    return turned


def _even(rng: Rng, count: int, items: int, groups: int, level: bool) -> Any:
    """Whole numbers (count, items, groups) whose columns have one sum; all singular values alike where level."""
    found = np.zeros((count, items, groups), dtype=np.int64)
    batch = np.arange(count)[:, None]
    for _ in range(1 if level else 4):
        place = rng.permuted(np.broadcast_to(np.arange(groups), (count, groups)), axis=1)
        found[batch, (place + rng.integers(0, items, (count, 1))) % items, np.arange(groups)] += rng.integers(
            1, 6, (count, 1)
        )
    return found + rng.integers(0, 3, (count, 1, 1))


def _split(rng: Rng, groups: Any, views: int) -> tuple[Any, Any]:
    """Columns for views, each a share of the column of its group, and which group that is."""
    k = groups.shape[-1]
    of = np.arange(views) % k
    weight = rng.integers(1, 4, (len(groups), views)) if views > k else np.ones((len(groups), views), dtype=np.int64)
    total = np.stack([weight[:, of == g].sum(1) for g in range(k)], -1)
    others = np.stack([np.delete(total, g, axis=1).prod(1) for g in range(k)], -1)
    return groups[:, :, of] * (weight * others[:, of])[:, None, :], of


def _isotropic(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Views at ± an orthonormal basis, all six or four or two of them with the same mass."""
    d, views = sizes["d"], sizes["a"]
    if views < 2 * d:
        return _centred(rng, count, sizes)
    joint, of = _split(rng, _even(rng, count, sizes["x"], 2 * d, bool(rng.integers(0, 2))), views)
    if d == 2:
        first = rng.integers(-6, 7, (count, 2))
        first[:, 0] += (first == 0).all(1)
        turns = [first]
        for _ in range(3):
            last = turns[-1]
            turns.append(np.stack([last[:, 0] - last[:, 1], last.sum(1)], -1))
        return {"joint": joint, "f": np.stack(turns, 1)[:, of]}
    basis = np.eye(d, dtype=np.int64) + np.eye(d, dtype=np.int64)[0]
    return {"joint": joint, "f": np.broadcast_to(np.concatenate([basis, _opposite(basis)])[of], (count, views, d))}


def _centred(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Pairs of views at opposite points, of the same mass."""
    pairs = sizes["a"] // 2
    joint, of = _split(rng, _even(rng, count, sizes["x"], 2 * pairs, bool(rng.integers(0, 2))), sizes["a"])
    axis = rng.integers(-4, 5, (count, pairs, sizes["d"]))
    axis[..., 0] += (axis == 0).all(-1)
    return {"joint": joint, "f": np.concatenate([axis, _opposite(axis)], axis=1)[:, of]}


def _two_points(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Two kinds of views, each at a point of its own, which the item tells more or less."""
    kind = np.arange(sizes["a"]) % 2
    told = rng.integers(1, 9, (count, sizes["x"], 2))
    share = rng.integers(1, 5, (count, 1, sizes["a"]))
    axis = rng.integers(-5, 6, (count, 2, sizes["d"]))
    axis[..., 0] += (axis == 0).all(-1)
    return {"joint": told[:, :, kind] * share, "f": axis[:, kind]}


VIEWS = Domain(
    "an item and a view of it, and a unit vector for each view",
    {
        "joint": sorts.law("x", "a", text="the law of an item and a view of it"),
        "f": sorts.unit("a", "d", text="the encoder"),
        "g": sorts.values("a", text="a function of a view"),
    },
    sizes={"x": (2, 4), "a": (2, 6), "d": (1, 3)},
    families={"isotropic": _isotropic, "centred": _centred, "two points": _two_points},
)


def _marginal(world: Any) -> Any:
    return world["joint"].sum(-2)


def _mean(world: Any) -> Any:
    return (_marginal(world)[..., :, None] * world["f"]).sum(-2)


def _covariance(world: Any) -> Any:
    """E uuᵀ − mmᵀ."""
    f, mean = world["f"], _mean(world)
    second = (_marginal(world)[..., :, None] * f).swapaxes(-1, -2) @ f
    return second - mean[..., :, None] * mean[..., None, :]


def _squares(world: Any) -> Any:
    """The squared singular values s_i²."""
    return world.singular_values(world["joint"]) ** 2


def _conditional(world: Any, values: Any) -> Any:
    """E[values | item], (..., x, columns)."""
    return (world["joint"] @ values) / world["joint"].sum(-1)[..., None]


@VIEWS.quantity("η², the largest Var E[g|X_0]/Var g", range="[0, 1]", tex=r"\eta^2")
def eta2(world: Any) -> Any:
    joint, p = world["joint"], _marginal(world)
    between = joint.swapaxes(-1, -2) @ (joint / joint.sum(-1)[..., None])
    return world.eigenvalues(between / p[..., :, None] - p[..., None, :], p)[..., 0]


@VIEWS.quantity("s_1²", range="[0, 1]", tex="s_1^2")
def s1(world: Any) -> Any:
    return _squares(world)[..., 0]


@VIEWS.quantity("s_2², 0 where there is none", range="[0, 1]", tex="s_2^2")
def s2(world: Any) -> Any:
    squares = _squares(world)
    return squares[..., 1] if squares.shape[-1] > 1 else 0 * squares[..., 0]


@VIEWS.quantity("s_d², 0 beyond the rank", range="[0, 1]", tex="s_d^2")
def s_last(world: Any) -> Any:
    squares, d = _squares(world), world.size("d")
    return squares[..., d - 1] if squares.shape[-1] >= d else 0 * squares[..., 0]


@VIEWS.quantity("d⁻¹Σ_{i≤d}s_i²", range="[0, 1]", tex=r"\frac1d\sum_{i\le d}s_i^2")
def s_mean(world: Any) -> Any:
    return _squares(world)[..., : world.size("d")].sum(-1) / world.size("d")


@VIEWS.quantity("Var E[g|X_0]", range="≥ 0", tex=r"\operatorname{Var}E[g\mid X_0]")
def explained(world: Any) -> Any:
    values = _conditional(world, world["g"][..., None])[..., 0]
    items = world["joint"].sum(-1)
    return (items * values**2).sum(-1) - (items * values).sum(-1) ** 2


@VIEWS.quantity("Var g", range="≥ 0", tex=r"\operatorname{Var}g")
def variance(world: Any) -> Any:
    p, g = _marginal(world), world["g"]
    return (p * g**2).sum(-1) - (p * g).sum(-1) ** 2


@VIEWS.quantity("E u·v of two views of an item", range="[0, 1]", tex=r"\mathbb E\,u\cdot v")
def aligned(world: Any) -> Any:
    return (world["joint"].sum(-1)[..., None] * _conditional(world, world["f"]) ** 2).sum(-1).sum(-1)


@VIEWS.quantity("‖m‖²", range="[0, 1]", tex=r"\|m\|^2")
def mean2(world: Any) -> Any:
    return (_mean(world) ** 2).sum(-1)


@VIEWS.quantity("largest entry of |E uuᵀ − I_d/d|", range="≥ 0", tex=r"\max|\mathbb E\,uu^\top-I_d/d|")
def anisotropy(world: Any) -> Any:
    f, d = world["f"], world.size("d")
    second = (_marginal(world)[..., :, None] * f).swapaxes(-1, -2) @ f
    return world.absolute(d * second - np.eye(d, dtype=int)).max(-1).max(-1) / d


@VIEWS.quantity("Σs_i²λ_i(Cov u)", range="≥ 0", tex=r"\sum_is_i^2\lambda_i(\operatorname{Cov}u)")
def spectral(world: Any) -> Any:
    squares, spread = _squares(world), world.eigenvalues(_covariance(world))
    terms = min(squares.shape[-1], spread.shape[-1])
    return (squares[..., :terms] * spread[..., :terms]).sum(-1)


@VIEWS.quantity("λ_1(Cov u)", range="[0, 1]", tex=r"\lambda_1(\operatorname{Cov}u)")
def spread(world: Any) -> Any:
    return world.eigenvalues(_covariance(world))[..., 0]


@VIEWS.quantity("number of values of the encoder", range="≥ 1", tex=r"|f|")
def points(world: Any) -> Any:
    f = world["f"]
    apart = ((f[..., :, None, :] - f[..., None, :, :]) ** 2).sum(-1)
    same = world.where(world.exceeds(apart, 0 * apart), 0, 1)
    return (1 / same.sum(-1)).sum(-1)


CENTRED = Hypothesis("centred", mean2, "==", 0, "m = 0")
ISOTROPIC = Hypothesis("isotropic", anisotropy, "==", 0, "E uuᵀ = I_d/d")
BOUND = s1 + (1 - s1) * mean2
ATTAINED = (
    Hypothesis("simple", s2, "<", s1, "s_1 > s_2"),
    Hypothesis("moving", mean2, "<", 1, "the encoder is not constant"),
    Hypothesis("attained", aligned, "==", BOUND),
)

HGR = Statement(
    id="neighbours.gauss-hgr",
    title="The alignability of views is their squared maximal correlation",
    kind=Kind.IDENTITY,
    source=Source("gauss", "(5)"),
    domain=VIEWS,
    printed=Claim(
        "η² = s_1², and η² ∈ [0, 1].",
        r"\eta^2=\sup_g\frac{\operatorname{Var}E[g\mid X_0]}{\operatorname{Var}g}=s_1^2\in[0,1]",
        (
            Part("equal", eta2, "==", s1, scale=1),
            Part("every", explained, "<=", s1 * variance, scale=variance),
            Part("nonnegative", 0, "<=", eta2),
            Part("at-most-one", eta2, "<=", 1),
        ),
    ),
    note="η² as the largest eigenvalue of Var E[g|X_0] beside Var g; `every` is the supremum function by function.",
)

ALIGNMENT = Statement(
    id="neighbours.gauss-alignment",
    title="A bound of the alignment of two views",
    kind=Kind.INEQUALITY,
    source=Source("gauss", "Proposition 1"),
    domain=VIEWS,
    printed=Claim(
        "E u·v ≤ η² + (1 − η²)‖m‖².",
        r"\mathbb E\,u\cdot v\le\eta^2+(1-\eta^2)\|m\|^2",
        (Part("bound", aligned, "<=", BOUND),),
    ),
    uses=("neighbours.gauss-hgr",),
)

ALIGNMENT_CENTRED = Statement(
    id="neighbours.gauss-alignment-centred",
    title="A bound of the alignment of centred views",
    kind=Kind.INEQUALITY,
    source=Source("gauss", "§4.3"),
    domain=VIEWS,
    printed=Claim(
        "Where m = 0: E u·v ≤ η².",
        r"m=0\Rightarrow\mathbb E\,u\cdot v\le\eta^2",
        (Part("bound", aligned, "<=", s1),),
        given=(CENTRED,),
    ),
    uses=("neighbours.gauss-alignment",),
)

ALIGNMENT_ATTAINED = Statement(
    id="neighbours.gauss-alignment-attained",
    title="When the bound of the alignment is attained",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=VIEWS,
    printed=Claim(
        "Where s_1 > s_2, an encoder that is not constant and has E u·v = η² + (1 − η²)‖m‖² takes exactly two values: "
        "the "
        "bound is attained only where ν_1 has two values, since a sphere meets a line in two points. In general E u·v "
        "is below it by "
        "(s_1² − s_2²)(1 − ‖m‖² − λ_1(Cov u)) at least.",
        r"s_1>s_2,\ \|m\|<1,\ \mathbb E\,u\cdot v=\eta^2+(1-\eta^2)\|m\|^2\Rightarrow|f|=2;\quad"
        r"\mathbb E\,u\cdot v\le\eta^2+(1-\eta^2)\|m\|^2-(s_1^2-s_2^2)(1-\|m\|^2-\lambda_1(\operatorname{Cov}u))",
        (
            Part("two", points, "==", 2, given=ATTAINED),
            Part("gap", aligned + (s1 - s2) * (1 - mean2 - spread), "<=", BOUND),
        ),
    ),
    uses=("neighbours.gauss-alignment",),
)

FLOOR = Statement(
    id="neighbours.gauss-floor",
    title="The alignment is at least that of the means",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=VIEWS,
    printed=Claim(
        "E u·v ≥ ‖m‖².",
        r"\mathbb E\,u\cdot v\ge\|m\|^2",
        (Part("bound", mean2, "<=", aligned),),
    ),
)

ISOTROPY = Statement(
    id="neighbours.gauss-isotropic",
    title="The alignment of isotropic encoders",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=VIEWS,
    printed=Claim(
        "m = 0 and E uuᵀ = I_d/d: E u·v ≤ d⁻¹Σ_{i≤d}s_i². So E u·v = η² only where s_1 = … = s_d.",
        r"m=0,\ \mathbb E\,uu^\top=I_d/d\Rightarrow\mathbb E\,u\cdot v\le\frac1d\sum_{i\le d}s_i^2;\quad"
        r"\mathbb E\,u\cdot v=\eta^2\Rightarrow s_1=\dots=s_d",
        (
            Part("bound", aligned, "<=", s_mean),
            Part("level", s1, "==", s_last, scale=1, given=(Hypothesis("largest", aligned, "==", s1, "E u·v = η²"),)),
        ),
        given=(CENTRED, ISOTROPIC),
    ),
    uses=("neighbours.gauss-alignment",),
)

SPECTRAL = Statement(
    id="neighbours.gauss-spectral",
    title="The alignment by the spectra of the views and of the encoder",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=VIEWS,
    printed=Claim(
        "E u·v ≤ ‖m‖² + Σ_is_i²λ_i(Cov u), which is at most η² + (1 − η²)‖m‖².",
        r"\mathbb E\,u\cdot v\le\|m\|^2+\sum_is_i^2\lambda_i(\operatorname{Cov}u)\le\eta^2+(1-\eta^2)\|m\|^2",
        (Part("bound", aligned, "<=", mean2 + spectral), Part("sharper", mean2 + spectral, "<=", BOUND)),
    ),
    uses=("neighbours.gauss-alignment",),
)

RADIAL = Domain(
    "two laws of a direction and a radius",
    {
        "mu": sorts.mass("u", text="a law of directions"),
        "kappa": sorts.channel("u", "r", text="the radius given the direction"),
        "sigma": sorts.mass("u", text="another law of directions"),
        "xi": sorts.channel("u", "r", text="the radius given the direction under it"),
    },
    sizes={"u": (1, 4), "r": (1, 3)},
)


def _flat(law: Any) -> Any:
    return law.reshape((*law.shape[:-2], -1))


def _both(world: Any, directions: str, radii: str) -> Any:
    return _flat(world[directions][..., None] * world[radii])


@RADIAL.quantity("KL(ρ‖γ) in nats", range="[0, ∞]", tex=r"\mathrm{KL}(\rho\|\gamma)")
def kl(world: Any) -> Any:
    return world.kl(_both(world, "mu", "kappa"), _both(world, "sigma", "xi"))


@RADIAL.quantity("KL(μκ‖σκ) in nats", range="[0, ∞]", tex=r"\mathrm{KL}(\mu\kappa\|\sigma\kappa)")
def kl_same(world: Any) -> Any:
    return world.kl(_both(world, "mu", "kappa"), _both(world, "sigma", "kappa"))


@RADIAL.quantity("KL(μ‖σ) in nats", range="[0, ∞]", tex=r"\mathrm{KL}(\mu\|\sigma)")
def kl_directions(world: Any) -> Any:
    return world.kl(world["mu"], world["sigma"])


RADIAL_KL = Statement(
    id="neighbours.gauss-radial",
    title="The divergence of directions and radii",
    kind=Kind.INEQUALITY,
    source=Source("gauss", "Proposition 3, finite form"),
    domain=RADIAL,
    printed=Claim(
        "ρ = μ·κ, γ = σ·ξ: KL(ρ‖γ) ≥ KL(μ‖σ), with equality where κ = ξ.",
        r"\mathrm{KL}(\mu\kappa\|\sigma\xi)\ge\mathrm{KL}(\mu\|\sigma)=\mathrm{KL}(\mu\kappa\|\sigma\kappa)",
        (Part("bound", kl_directions, "<=", kl), Part("equality", kl_same, "==", kl_directions, scale=1)),
    ),
)

STATEMENTS = (
    HGR,
    ALIGNMENT,
    ALIGNMENT_CENTRED,
    ALIGNMENT_ATTAINED,
    RADIAL_KL,
    FLOOR,
    ISOTROPY,
    SPECTRAL,
)
