"""Chapter 7b.1: the loss, conductances and partitions of the graph, and labels that views recover."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.graphs import affinity, gram, loss, residual, size
from contextures.theory.neighbours.partitions import components, conductances, expansions
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

KEY = "haochen"
ENCODED = Domain(
    "views of inputs and an encoder",
    {"law": sorts.law("x", "a"), "f": sorts.values("a", "k")},
    sizes={"x": (1, 4), "a": (1, 5), "k": (1, 3)},
)


@ENCODED.quantity("‖Ā − FFᵀ‖²", range="≥ 0", tex=r"\|\bar A-FF^\top\|_F^2")
def factor_residual(world: Any) -> Any:
    return residual(affinity(world["law"]), gram(world["f"]))


@ENCODED.quantity("spectral loss of f", tex=r"\ell(f)")
def spectral_loss(world: Any) -> Any:
    return loss(world["law"], world["f"])


@ENCODED.quantity("‖Ā‖²", range="≥ 0", tex=r"\|\bar A\|_F^2")
def graph_size(world: Any) -> Any:
    return size(affinity(world["law"]))


SPECTRAL_LOSS = Statement(
    id="neighbours.haochen-spectral-loss",
    title="The spectral loss is a factorisation of Ā",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Lemma 3.2"),
    domain=ENCODED,
    printed=Claim(
        "F with the rows √w(a)·f(a): ‖Ā − FFᵀ‖² = ℓ(f) + a constant, which is ‖Ā‖².",
        r"\|\bar A-FF^\top\|_F^2=\ell(f)+\|\bar A\|_F^2",
        (Part("identity", factor_residual, "==", spectral_loss + graph_size, scale=1 + factor_residual + graph_size),),
    ),
)

GRAPH = Domain("views of inputs", {"law": sorts.law("x", "a")}, sizes={"x": (1, 4), "a": (1, 5)})


def blocks(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Inputs and views that fall into groups, one to as many as there are, with few weights between them or none."""
    groups = rng.integers(1, min(sizes["x"], sizes["a"]) + 1, (count, 1, 1))
    same = np.arange(sizes["x"])[:, None] % groups == np.arange(sizes["a"]) % groups
    return {"law": same * rng.integers(1, 8, (count, sizes["x"], sizes["a"]))}


SPLIT = Domain(
    "views of inputs, two or more",
    {"law": sorts.law("x", "a")},
    sizes={"x": (1, 5), "a": (2, 5)},
    families={"blocks": blocks},
)


def loops(world: Any) -> Any:
    """Shares w(a, a)/w(a) of the loops."""
    w = affinity(world["law"])
    return (w * np.eye(w.shape[-1], dtype=int)).sum(-1) / w.sum(-1)


@GRAPH.quantity("φ of the first view alone", range="[0, 1]", tex=r"\phi(\{a\})")
def single(world: Any) -> Any:
    return conductances(world, affinity(world["law"]))[..., 1]


@GRAPH.quantity("w(a, a)/w(a) of the first view", range="(0, 1]", tex=r"\frac{w(a,a)}{w(a)}")
def loop(world: Any) -> Any:
    return loops(world)[..., 0]


@GRAPH.quantity("ρ_N, every view a part", range="[0, 1]", tex=r"\rho_N")
def finest(world: Any) -> Any:
    w = affinity(world["law"])
    return expansions(world, w)[..., -1]


@GRAPH.quantity("smallest w(a, a)/w(a)", range="(0, 1]", tex=r"\min_a\frac{w(a,a)}{w(a)}")
def least_loop(world: Any) -> Any:
    return loops(world).min(-1)


@GRAPH.quantity("number N of views", range="≥ 1", name="N", tex="N")
def views(world: Any) -> Any:
    return world.size("a")


SEVERAL = Hypothesis("several", 2, "<=", views)
SINGLETON = Statement(
    id="neighbours.haochen-singleton",
    title="The conductance of a single view",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Definition 3.3, text after Definition 3.4"),
    domain=GRAPH,
    printed=Claim(
        "φ({a}) = 1 for every view a; ρ_N = 1, N ≥ 2.",
        r"\phi(\{a\})=1,\qquad\rho_N=1",
        (Part("singleton", single, "==", 1), Part("partition", finest, "==", 1, given=(SEVERAL,))),
    ),
    corrected=Claim(
        "φ({a}) = 1 − w(a, a)/w(a) < 1 for every view a; ρ_N = 1 − min_a w(a, a)/w(a) < 1.",
        r"\phi(\{a\})=1-\frac{w(a,a)}{w(a)}<1,\qquad\rho_N=1-\min_a\frac{w(a,a)}{w(a)}<1",
        (
            Part("singleton", single, "==", 1 - loop),
            Part("singleton-less", single, "<", 1),
            Part("partition", finest, "==", 1 - least_loop, given=(SEVERAL,)),
            Part("partition-less", finest, "<", 1, given=(SEVERAL,)),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Two views of one input may be the same view: w(a, a) = E P(a|X)² > 0, a loop that does not leave {a}. "
    "Where each input has many views that are about equally likely the loop is light, and φ({a}) near 1.",
)


@SPLIT.quantity("max ρ_m − ρ_{m+1} over 2 ≤ m < N", tex=r"\max_{2\le m<N}(\rho_m-\rho_{m+1})")
def largest_fall(world: Any) -> Any:
    found = expansions(world, affinity(world["law"]))[..., 1:]
    return (found[..., :-1] - found[..., 1:]).max(-1) if found.shape[-1] > 1 else 0 * found[..., 0]


def separated(world: Any) -> tuple[Any, Any]:
    """Where ρ_m = 0, and where the graph has at least m components, (..., m)."""
    w = affinity(world["law"])
    found = expansions(world, w)
    numbers = np.arange(1, w.shape[-1] + 1)
    return ~world.exceeds(found, 0 * found), np.asarray(components(w))[..., None] >= numbers


@SPLIT.quantity("number of m ≤ number of components with ρ_m > 0", range="≥ 0", tex=r"\#\{m\le c:\rho_m>0\}")
def still_joined(world: Any) -> Any:
    zero, few = separated(world)
    return (few & ~zero).sum(-1)


@SPLIT.quantity("number of m > number of components with ρ_m = 0", range="≥ 0", tex=r"\#\{m>c:\rho_m=0\}")
def already_apart(world: Any) -> Any:
    zero, few = separated(world)
    return (zero & ~few).sum(-1)


MONOTONE = Statement(
    id="neighbours.haochen-monotone",
    title="Partitions into more parts, and components",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "text after Theorem 3.7"),
    domain=SPLIT,
    printed=Claim(
        "ρ_m ≤ ρ_{m+1} for 2 ≤ m < N; ρ_m = 0 exactly if the graph has at least m components.",
        r"\rho_m\le\rho_{m+1},\qquad\rho_m=0\iff m\le\#\text{components}",
        (
            Part("monotone", largest_fall, "<=", 0, scale=1),
            Part("components-if", still_joined, "==", 0),
            Part("components-only-if", already_apart, "==", 0),
        ),
    ),
)

LABELLED = Domain(
    "views of labelled inputs",
    {"law": sorts.law("x", "a"), "y": sorts.labels("x", into="r")},
    sizes={"x": (1, 5), "a": (1, 4), "r": (2, 4)},
    families={"blocks": blocks},
)


def label_law(world: Any) -> Any:
    """P(a, y), (..., a, r)."""
    return np.swapaxes(world["law"], -1, -2) @ world.indicator(world["y"], "r")


@LABELLED.quantity("least error α of a label of the view", range="[0, 1]", tex=r"\alpha")
def alpha(world: Any) -> Any:
    joint = label_law(world)
    return (joint.sum(-1) - joint.max(-1)).sum(-1)


@LABELLED.quantity("views under two inputs of different labels", range="≥ 0", tex=r"\#")
def shared_views(world: Any) -> Any:
    return ((label_law(world) > 0).sum(-1) > 1).sum(-1)


@LABELLED.quantity("P(y(X_1) ≠ y(X_2)) given one view", range="[0, 1]", tex=r"\Pr(y(X_1)\ne y(X_2))")
def disagreement(world: Any) -> Any:
    law, y = world["law"], world["y"]
    pairs = law[..., :, None, :] * law[..., None, :, :] / law.sum(-2)[..., None, None, :]
    return (pairs.sum(-1) * (y[..., :, None] != y[..., None, :])).sum(-1).sum(-1)


@LABELLED.quantity("number r of labels", range="≥ 2", name="r", tex="r")
def labels(world: Any) -> Any:
    return world.size("r")


RECOVERABLE = Statement(
    id="neighbours.haochen-recoverable",
    title="Labels that views recover",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "text before Assumption 3.5; `rare` is ours", recalled=("rare-lower", "rare")),
    domain=LABELLED,
    printed=Claim(
        "α = 0 iff no view has positive probability under two inputs of different labels; X_1, X_2 drawn independently "
        "given one A: α ≤ P(y(X_1) ≠ y(X_2)) ≤ 2α.",
        r"\alpha=0\iff\text{no view is shared},\qquad\alpha\le\Pr(y(X_1)\ne y(X_2))\le2\alpha",
        (
            Part("zero-if", alpha, "==", 0, given=(Hypothesis("apart", shared_views, "==", 0),), scale=1),
            Part("zero-only-if", shared_views, "==", 0, given=(Hypothesis("recoverable", alpha, "==", 0),)),
            Part("rare-lower", alpha, "<=", disagreement),
            Part("rare", disagreement, "<=", 2 * alpha),
        ),
    ),
    note="`rare-lower` and `rare` are the two halves of the row's `rare`.",
)
RECOVERABLE_SHARP = Statement(
    id="neighbours.haochen-recoverable-sharp",
    title="How often labels of one view disagree at most",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=LABELLED,
    printed=Claim(
        "P(y(X_1) ≠ y(X_2)) ≤ 2α − rα²/(r−1), X_1, X_2 drawn independently given one A; attained where every view has "
        "one most likely label and the others are equally likely.",
        r"\Pr(y(X_1)\ne y(X_2))\le2\alpha-\frac r{r-1}\alpha^2",
        (Part("rare", disagreement, "<=", 2 * alpha - labels * alpha**2 / (labels - 1)),),
    ),
    uses=("neighbours.haochen-recoverable",),
)

SAMPLED = Domain(
    "views of inputs, an encoder and n inputs drawn",
    {"law": sorts.law("x", "a"), "f": sorts.values("a", "k")},
    sizes={"x": (1, 3), "a": (1, 4), "k": (1, 2)},
    shared={"n": (2, 4)},
)


@SAMPLED.quantity("expected empirical loss", tex=r"\mathbb E\,\hat\ell_n(f)")
def expected_loss(world: Any) -> Any:
    law, f, n = world["law"], world["f"], world.size("n")
    p = law.sum(-1)
    given = law / p[..., :, None]
    means = given @ f
    alike = (means * means).sum(-1)
    apart = given @ (gram(f) * gram(f)) @ np.swapaxes(given, -1, -2)
    samples = world.sequences(p, n)
    total = 0
    for i in range(n):
        total = total - 2 * alike[..., samples.points[:, i]] / n
        for j in range(n):
            if i != j:
                total = total + apart[..., samples.points[:, i], samples.points[:, j]] / (n * (n - 1))
    return (samples.probabilities * total).sum(-1)


@SAMPLED.quantity("spectral loss of f", name="spectral_loss", tex=r"\ell(f)")
def population_loss(world: Any) -> Any:
    return loss(world["law"], world["f"])


@SAMPLED.quantity("E‖f‖²² + (E‖f‖²)², a size of the terms", range="≥ 0", tex="s")
def term_size(world: Any) -> Any:
    squares = (world["f"] * world["f"]).sum(-1)
    return 1 + ((squares * squares) * world["law"].sum(-2)).sum(-1)


UNBIASED = Statement(
    id="neighbours.haochen-unbiased",
    title="The empirical loss is unbiased",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Section 4 (Claim E.2)"),
    domain=SAMPLED,
    printed=Claim(
        "n ≥ 2 independent inputs x_i, views a, a⁺ of x_i and a′ of x_j: −(2/n)Σ_i E[f(a)ᵀf(a⁺)|x_i] + "
        "(n(n−1))⁻¹Σ_{i≠j} E[(f(a)ᵀf(a′))²|x_i, x_j] has the expectation ℓ(f).",
        r"\mathbb E\Bigl[-\tfrac2n\sum_i\mathbb E[f(a)^\top f(a^+)|x_i]+\tfrac1{n(n-1)}\sum_{i\ne j}\mathbb "
        r"E[(f(a)^\top f(a'))^2|x_i,x_j]\Bigr]=\ell(f)",
        (Part("unbiased", expected_loss, "==", population_loss, scale=term_size),),
    ),
)

STATEMENTS = (SPECTRAL_LOSS, SINGLETON, MONOTONE, RECOVERABLE, RECOVERABLE_SHARP, UNBIASED)
