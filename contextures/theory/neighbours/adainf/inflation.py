"""Chapter 7.2: a mixture of real and generated items, and the error of the best head on what is learned from it."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.eigenspaces import top_functions
from contextures.theory.neighbours.graphs import channel_affinity, spectrum
from contextures.theory.neighbours.heads import least, least_of_any_head, told_apart, vote_errors
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

KEY = "adainf"
MIXED = Domain(
    "real and generated items",
    {"real": sorts.mass("i"), "generated": sorts.mass("i"), "beta": sorts.ratio(0, 1, "right")},
    sizes={"i": (1, 5)},
)


def mixture(world: Any) -> Any:
    """P_t = βP_d + (1−β)P_g."""
    beta = world["beta"][..., None]
    return beta * world["real"] + (1 - beta) * world["generated"]


def variation(world: Any, first: Any, second: Any) -> Any:
    """½Σ|P − P′|."""
    return world.absolute(first - second).sum(-1) / 2


@MIXED.quantity("D_TV(P_t, P_d)", range="[0, 1]", tex="D_{TV}(P_t,P_d)")
def to_mixture(world: Any) -> Any:
    return variation(world, mixture(world), world["real"])


@MIXED.quantity("D_TV(P_g, P_d)", range="[0, 1]", tex="D_{TV}(P_g,P_d)")
def to_generated(world: Any) -> Any:
    return variation(world, world["generated"], world["real"])


@MIXED.quantity("share β of real items", range="(0, 1]", name="beta", tex=r"\beta")
def share(world: Any) -> Any:
    return world["beta"]


TOTAL_VARIATION = Statement(
    id="neighbours.adainf-tv",
    title="How far the mixture is from real data",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Theorem 1"),
    domain=MIXED,
    printed=Claim(
        "D_TV(P_t, P_d) = (1−β)D_TV(P_g, P_d).",
        r"D_{TV}(P_t,P_d)=(1-\beta)D_{TV}(P_g,P_d)",
        (Part("distance", to_mixture, "==", (1 - share) * to_generated, scale=1),),
    ),
)


def bridged(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Real items without a common view, labels in turn; among the generated ones another item, with all views."""
    i, x = sizes["i"], sizes["x"]
    real = np.ones((count, i), dtype=np.int64)
    real[:, -1] = i == 1
    views = np.zeros((count, i, x), dtype=np.int64)
    views[:, np.arange(i), np.arange(i) % x] = 1
    views[:, -1] = 1
    return {
        "real": real,
        "generated": np.broadcast_to(1 + np.eye(i, dtype=np.int64)[-1], (count, i)),
        "views": views,
        "beta": np.stack([16 - rng.integers(1, 5, count), np.full(count, 16)], axis=-1),
        "y": np.broadcast_to(np.arange(i) % 2, (count, i)),
        "z": np.broadcast_to(np.arange(x) % 2, (count, x)),
    }


INFLATED = Domain(
    "real and generated items with two labels, their views and a minimiser on the mixture",
    {
        "real": sorts.mass("i"),
        "generated": sorts.mass("i"),
        "beta": sorts.ratio(0, 1, "right"),
        "views": sorts.channel("i", "x"),
        "y": sorts.labels("i", into=2),
        "z": sorts.labels("x", into=2),
        "turn": sorts.values("x", "k"),
    },
    sizes={"i": (1, 4), "x": (1, 4), "k": (1, 3)},
    families={"bridged": bridged},
    near={"bridged": {"i": (4, 4), "x": (3, 4), "k": (1, 2)}},
)


def graph(world: Any) -> Any:
    """Weights of the graph of P_t."""
    return channel_affinity(mixture(world), world["views"])


def span(world: Any) -> tuple[Any, Any]:
    """What a minimiser spans."""
    return top_functions(world, graph(world), world.size("k"), world["turn"])


def mislabelled(world: Any, items: Any) -> Any:
    """P(y(x) ≠ y(x̄)) for items of some law."""
    wrong = world["y"][..., :, None] != world["z"][..., None, :]
    return (items * (world["views"] * wrong).sum(-1)).sum(-1)


@INFLATED.quantity("error of the best head on f*", range="[0, 1]", tex=r"\mathcal E(f^*,B^*)")
def error(world: Any) -> Any:
    errors = vote_errors(world, world["views"], world["y"], world["real"])
    return least(world, errors, told_apart(world, *span(world)))


@INFLATED.quantity(
    "the same for the best head with a bias and either order of the labels", range="[0, 1]", tex=r"\mathcal E"
)
def least_error(world: Any) -> Any:
    functions, _ = span(world)
    return least_of_any_head(world, functions, world["views"], world["y"], world["real"])


@INFLATED.quantity("λ_{k+1} of the graph of P_t", range="[0, 1]", tex=r"\lambda_{k+1}")
def eigenvalue(world: Any) -> Any:
    found, k = spectrum(world, graph(world)), world.size("k")
    value = 1 - found[..., k] if k < found.shape[-1] else 1 + 0 * found[..., 0]
    return world.where(world.exceeds(value, 0 * value), value, 0)


@INFLATED.quantity("labelling error α of real items", range="[0, 1]", tex=r"\alpha")
def alpha(world: Any) -> Any:
    return mislabelled(world, world["real"])


@INFLATED.quantity("labelling error α_t of the mixture", range="[0, 1]", tex=r"\alpha_t")
def alpha_of_mixture(world: Any) -> Any:
    return mislabelled(world, mixture(world))


@INFLATED.quantity("D_TV(P_d, P_g)", range="[0, 1]", tex="D_{TV}(P_d,P_g)")
def distance(world: Any) -> Any:
    return variation(world, world["real"], world["generated"])


@INFLATED.quantity("share β of real items", range="(0, 1]", name="beta", tex=r"\beta")
def beta(world: Any) -> Any:
    return world["beta"]


GAP = Hypothesis("gap", 0, "<", eigenvalue, "else the bound is infinite")
TERMS = {"8α/λ": 8 * alpha / eigenvalue, "16α": 16 * alpha, "2(1−β)D": 2 * (1 - beta) * distance}
INFLATED_ERROR = Statement(
    id="neighbours.adainf-inflated-error",
    title="The error after inflation with generated data",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 2"),
    domain=INFLATED,
    printed=Claim(
        "k ≥ 1, r ≥ 2, λ_{k+1} of the graph of P_t, every f* and the learned head B*: 𝓔(f*, B*) ≤ 8α/λ_{k+1} + 16α + "
        "2(1−β)D_TV(P_d, P_g).",
        r"\mathcal E(f^*,B^*)\le\frac{8\alpha}{\lambda_{k+1}}+16\alpha+2(1-\beta)D_{TV}(P_d,P_g)",
        (Part.of_terms("bound", least_error, TERMS),),
        given=(GAP,),
    ),
    corrected=Claim(
        "Two labels, α_t the labelling error of the mixture: 𝓔(f*, B*) ≤ 4α_t/λ_{k+1} + (1−β)D_TV(P_d, P_g), and "
        "𝓔(f*, B*) ≤ 4α_t/(βλ_{k+1}).",
        r"\mathcal E(f^*,B^*)\le\frac{4\alpha_t}{\lambda_{k+1}}+(1-\beta)D_{TV}(P_d,P_g),\qquad"
        r"\mathcal E(f^*,B^*)\le\frac{4\alpha_t}{\beta\lambda_{k+1}}",
        (
            Part.of_terms(
                "bound", error, {"4α_t/λ": 4 * alpha_of_mixture / eigenvalue, "(1−β)D": (1 - beta) * distance}
            ),
            Part("share", error, "<=", 4 * alpha_of_mixture / (beta * eigenvalue)),
        ),
        given=(GAP,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Generated items whose views get another label connect the classes: they raise λ_{k+1} without entering α, "
    "which is of real items alone. The α that is divided by λ_{k+1} must be that of the mixture; 16α is not needed, "
    "nor the 2 before the distance.",
    note="Searched with r = 2 labels, for which the best head is found exactly. What falls does so for every head, "
    "with a bias too and under either order of the labels, and for k < r and k ≥ r alike. For r labels the argument "
    "gives 8α_t/λ_{k+1} in place of 4α_t/λ_{k+1}.",
    uses=("neighbours.haochen-lambda-sharp",),
)
