"""Twelve errors in bounds of a weighted graph: cuts, expansion, degrees, eigenvalues, and labels of its vertices."""

from __future__ import annotations

import sympy as sp

import contextures as cx
from benchmarks.planted.error import planted
from contextures import sorts

GRAPHS = cx.Domain(
    "graphs",
    {
        "graph": sorts.graph("v"),
        "positive": sorts.weights("v"),
        "side": sorts.subset("v"),
        "other": sorts.subset("v"),
        "f": sorts.values("v"),
        "colour": sorts.labels("v", "c"),
    },
    sizes={"v": (4, 6)},
    fixed={"c": 2},
)


def _degrees(world):
    """Weight at each vertex, loops included."""
    return world["graph"].sum(-1)


def _laplacian(world):
    """The combinatorial Laplacian, in which loops cancel."""
    return _degrees(world)[..., None] * world.identity("v") - world["graph"]


@GRAPHS.quantity("the number of vertices")
def vertices(world):
    return world.size("v")


@GRAPHS.quantity("the points of S")
def points(world):
    return world["side"].sum(-1)


@GRAPHS.quantity("the weight between S and the rest")
def cut(world):
    s = world["side"]
    return (world["graph"] * (s[..., :, None] * (1 - s)[..., None, :])).sum(-1).sum(-1)


@GRAPHS.quantity("the second smallest eigenvalue of L")
def connectivity(world):
    return world.eigenvalues(_laplacian(world))[..., -2]


@GRAPHS.quantity("the largest eigenvalue of L")
def spread(world):
    return world.eigenvalues(_laplacian(world))[..., 0]


@GRAPHS.quantity("the largest degree")
def largest(world):
    return _degrees(world).max(-1)


@GRAPHS.quantity("min (Af)ᵢ/fᵢ")
def collatz(world):
    f = world["positive"]
    return ((world["graph"] * f[..., None, :]).sum(-1) / f).min(-1)


@GRAPHS.quantity("(f₁ − fₙ)²")
def drop(world):
    return (world["f"][..., 0] - world["f"][..., -1]) ** 2


@GRAPHS.quantity("the resistance between the first vertex and the last")
def resistance(world):
    return world.inverse(_laplacian(world)[..., :-1, :-1])[..., 0, 0]


@GRAPHS.quantity("the smallest degree without loops")
def smallest(world):
    return (_laplacian(world) * world.identity("v")).sum(-1).min(-1)


@GRAPHS.quantity("the largest eigenvalue of A")
def radius(world):
    return world.eigenvalues(world["graph"])[..., 0]


@GRAPHS.quantity("the second eigenvalue of A")
def second(world):
    return world.eigenvalues(world["graph"])[..., 1]


@GRAPHS.quantity("the largest eigenvalue of A without its last vertex")
def without_last(world):
    return world.eigenvalues(world["graph"][..., :-1, :-1])[..., 0]


def _volume(world, name):
    """The share of the degrees that a set has."""
    degrees = _degrees(world)
    return (degrees * world[name]).sum(-1) / degrees.sum(-1)


@GRAPHS.quantity("the volume of S")
def volume(world):
    return _volume(world, "side")


@GRAPHS.quantity("the volume of T")
def volume_other(world):
    return _volume(world, "other")


@GRAPHS.quantity("the share of the weight between S and T")
def between(world):
    pairs = world["side"][..., :, None] * world["other"][..., None, :]
    return (world["graph"] * pairs).sum(-1).sum(-1) / _degrees(world).sum(-1)


@GRAPHS.quantity("the largest singular value of the walk")
def expansion(world):
    return world.singular_values(world["graph"] / _degrees(world).sum(-1)[..., None, None])[..., 0]


@GRAPHS.quantity("fᵀLf")
def energy(world):
    f = world["f"]
    return ((_laplacian(world) * f[..., None, :]).sum(-1) * f).sum(-1)


@GRAPHS.quantity("|f − mean|²")
def variation(world):
    f = world["f"]
    return (f**2).sum(-1) - f.sum(-1) ** 2 / world.size("v")


@GRAPHS.quantity("fᵀAf")
def form(world):
    f = world["f"]
    return ((world["graph"] * f[..., None, :]).sum(-1) * f).sum(-1)


@GRAPHS.quantity("|f|²")
def square(world):
    return (world["f"] ** 2).sum(-1)


@GRAPHS.quantity("the weight inside S")
def inside(world):
    s = world["side"]
    return (world["graph"] * (s[..., :, None] * s[..., None, :])).sum(-1).sum(-1)


@GRAPHS.quantity("the smallest degree in S")
def smallest_inside(world):
    degrees = _degrees(world)
    return world.where(world["side"] == 1, degrees, largest_of(degrees)).min(-1)


def largest_of(degrees):
    """The largest degree at every vertex."""
    return degrees.max(-1)[..., None] + 0 * degrees


def _classes(world):
    """Which vertex is of which colour, (..., n, 2)."""
    return world.indicator(world["colour"], "c")


@GRAPHS.quantity("the weight inside each colour over its points, added")
def within(world):
    chosen = _classes(world)
    weight = (chosen * (world["graph"] @ chosen)).sum(-2)
    return (weight / chosen.sum(-2)).sum(-1)


@GRAPHS.quantity("the points of the smaller colour")
def smaller(world):
    return _classes(world).sum(-2).min(-1)


PROPER = (cx.Hypothesis("some", 1, "<=", points), cx.Hypothesis("not all", points, "<=", vertices - 1))
VOLUMES = (
    cx.Hypothesis("S", 0, "<", volume), cx.Hypothesis("not S", volume, "<", 1),
    cx.Hypothesis("T", 0, "<", volume_other), cx.Hypothesis("not T", volume_other, "<", 1),
)  # fmt: skip
CONNECTED = cx.Hypothesis("connected", sp.Rational(1, 100), "<=", connectivity)
UNEVEN = cx.Hypothesis("uneven", 3 * smallest, "<=", 2 * largest)

PLANTED = (
    planted(GRAPHS, "graphs.cut", "λ₂ ≤ n cut(S)/(|S||Sᶜ|)", connectivity,
            vertices * cut / (points * (vertices - points)), less="1/1000", given=(*PROPER, CONNECTED, UNEVEN)),
    planted(GRAPHS, "graphs.largest-cut", "4 cut(S) ≤ n λ(L)", 4 * cut, vertices * spread, less="1/1000"),
    planted(GRAPHS, "graphs.collatz", "min (Af)ᵢ/fᵢ ≤ λ(A)", collatz, radius, less="1/1000",
            given=(CONNECTED, UNEVEN)),
    planted(GRAPHS, "graphs.largest-degree", "λ(A) ≤ max degree", radius, largest, less="1/1000",
            given=(CONNECTED,)),
    planted(GRAPHS, "graphs.resistance", "(f₁ − fₙ)² ≤ R fᵀLf", drop, resistance * energy, less="1/1000",
            given=(CONNECTED, UNEVEN)),
    planted(
        GRAPHS, "graphs.mixing", "|e(S,T) − vol S vol T| ≤ s √(vol S vol Sᶜ vol T vol Tᶜ)",
        (between - volume * volume_other) ** 2,
        expansion**2 * volume * (1 - volume) * volume_other * (1 - volume_other), less="1/1000",
        given=(*VOLUMES, UNEVEN, cx.Hypothesis("expands", expansion, "<=", sp.Rational(3, 4))),
    ),
    planted(GRAPHS, "graphs.fiedler", "(n − 1) λ₂ ≤ n min degree", (vertices - 1) * connectivity, vertices * smallest,
            less="1/1000",
            given=(CONNECTED,)),
    planted(GRAPHS, "graphs.poincare", "λ₂ |f − mean|² ≤ fᵀLf", connectivity * variation, energy, more="1/1000",
            given=(CONNECTED, UNEVEN)),
    planted(GRAPHS, "graphs.rayleigh", "fᵀAf ≤ λ(A)|f|²", form, radius * square, less="1/1000",
            given=(CONNECTED, UNEVEN)),
    planted(
        GRAPHS, "graphs.independent", "|S| λ(L) ≤ n (λ(L) − min degree in S), S independent", points * spread,
        vertices * (spread - smallest_inside), more="1/1000",
        given=(CONNECTED, cx.Hypothesis("independent", inside, "<=", 0), cx.Hypothesis("two", 2, "<=", points)),
    ),
    planted(GRAPHS, "graphs.interlacing", "λ₂(A) ≤ λ(A without a vertex)", second, without_last, more="1/1000",
            given=(cx.Hypothesis("positive", 1, "<=", second), CONNECTED, UNEVEN)),
    planted(GRAPHS, "graphs.clusters", "Σ e(S_c, S_c)/|S_c| ≤ λ₁ + λ₂", within, radius + second, more="1/1000",
            given=(cx.Hypothesis("both", 2, "<=", smaller), CONNECTED, UNEVEN)),
)  # fmt: skip
