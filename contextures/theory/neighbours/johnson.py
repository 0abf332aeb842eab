"""Chapter 7b.5: functions that views agree on, and minimisers of two losses (Johnson, El Hanchi, Maddison 2023)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb

from contextures.exact.arrays import ExactArray
from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.eigenspaces import top_functions
from contextures.theory.neighbours.graphs import (
    affinity,
    connections,
    gram,
    graph_eigenvalue,
    independent,
    loss,
    size,
    transitions,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

KEY = "johnson"


def characters(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Laws on ℤ_2², of eigenfunctions ±1 and rational eigenvalues; the span of the first, one turned to a later one."""
    table = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
    x, a, k = sizes["x"], sizes["a"], sizes["k"]
    strength = np.sort(rng.integers(0, 5, (count, 3)), axis=1)[:, ::-1]
    law = 12 + np.einsum("bi,ix,ia->bxa", strength, table[1:], table[1:])
    columns = table[:, rng.permutation(4)[:k] if rng.random() < 0.2 else np.arange(4)[:k]]
    columns = np.repeat(np.pad(columns, ((0, 0), (0, k - columns.shape[1])))[None], count, axis=0)
    last = min(k, 4) - 1
    columns[:, :, last] = 3 * columns[:, :, last] + rng.integers(-1, 2, (count, 1)) * table[:, 3]
    if (x, a) != (4, 4):
        return {}
    return {"law": law, "columns": columns}


CHOSEN = Domain(
    "views of inputs and a space of functions of the views",
    {"law": sorts.law("x", "a"), "columns": sorts.values("a", "k"), "epsilon": sorts.ratio(0, 4, "right")},
    sizes={"x": (1, 4), "a": (2, 4), "k": (1, 3)},
    together=lambda n: n["k"] < n["a"],
    families={"characters": characters, "turned": characters},
    near={"characters": {"x": (4, 4), "a": (4, 4)}, "turned": {"x": (4, 4), "a": (4, 4), "k": (2, 2)}},
)


def worst(world: Any, columns: Any) -> Any:
    """err(V)/ε: half the largest eigenvalue of (I−Π)(I−K)⁻¹(I−Π) off ker(I−K), ∞ where that kernel is not in V."""
    w = affinity(world["law"])
    weights, operator = w.sum(-1), transitions(world, w)
    identity = np.eye(w.shape[-1], dtype=int)
    joined = connections(w)
    kernel = joined * weights[..., None, :] / (joined * weights[..., None, :]).sum(-1)[..., :, None]
    resolvent = world.inverse(identity - operator + kernel) - kernel
    outside = identity - world.projector(columns, weights)
    largest = world.eigenvalues(outside @ resolvent @ outside, weights)[..., 0]
    missed = outside @ kernel
    lacking = world.exceeds((missed * missed).sum(-1).sum(-1), 0 * weights.sum(-1))
    if world.exact:
        return ExactArray([arb.pos_inf()])[0] if lacking else largest / 2
    return np.where(lacking, np.inf, largest / 2)


def eigenvalue(world: Any, place: int) -> Any:
    """g_place."""
    return graph_eigenvalue(world, world["law"], place)


def top_projector(world: Any) -> Any:
    """The projector on span(e_1, …, e_d)."""
    w = affinity(world["law"])
    functions, _ = top_functions(world, w, world.size("k"), world["columns"], zeros=True)
    return world.projector(functions, w.sum(-1))


@CHOSEN.quantity("err(V)", range="> 0", tex=r"\mathrm{err}(V)")
def error(world: Any) -> Any:
    return world["epsilon"] * worst(world, world["columns"])


@CHOSEN.quantity("err(span(e_1, …, e_d))", range="> 0", tex=r"\mathrm{err}(\langle e_1,\dots,e_d\rangle)")
def error_of_top(world: Any) -> Any:
    w = affinity(world["law"])
    functions, _ = top_functions(world, w, world.size("k"), world["columns"], zeros=True)
    return world["epsilon"] * worst(world, functions)


@CHOSEN.quantity("ε", range="> 0", name="epsilon", tex=r"\varepsilon")
def epsilon(world: Any) -> Any:
    return world["epsilon"]


@CHOSEN.quantity("g_d", range="[0, 1]", tex="g_d")
def last(world: Any) -> Any:
    return eigenvalue(world, world.size("k"))


@CHOSEN.quantity("g_{d+1}", range="[0, 1]", tex="g_{d+1}")
def following(world: Any) -> Any:
    return eigenvalue(world, world.size("k") + 1)


@CHOSEN.quantity("g_M", range="[0, 1]", tex="g_M")
def smallest(world: Any) -> Any:
    return eigenvalue(world, world.size("a"))


@CHOSEN.quantity("dimension of V", range="≥ 0", tex=r"\dim V")
def rank(world: Any) -> Any:
    return world.rank(world["columns"])


@CHOSEN.quantity("number d of columns", range="≥ 1", name="d", tex="d")
def dimension(world: Any) -> Any:
    return world.size("k")


@CHOSEN.quantity("number M of views", range="≥ 2", name="M", tex="M")
def views(world: Any) -> Any:
    return world.size("a")


@CHOSEN.quantity("‖Π_V − Π_d‖², of V and span(e_1, …, e_d)", range="≥ 0", tex=r"\|\Pi_V-\Pi_d\|^2")
def apart(world: Any) -> Any:
    change = world.projector(world["columns"], affinity(world["law"]).sum(-1)) - top_projector(world)
    return world.trace(change @ change)


LEAST = epsilon / (2 * (1 - following))
FEWER = Hypothesis("fewer", dimension, "<", views)
FULL = Hypothesis("dimension", rank, "==", dimension)
BELOW = Hypothesis("below-one", following, "<", 1)
MINIMAX = Statement(
    id="neighbours.johnson-minimax",
    title="The smallest error over nearly invariant functions",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "Theorem 4.1", reconstructed=True),
    domain=CHOSEN,
    printed=Claim(
        "1 ≤ d < M, g_{d+1} < 1: err(V) ≥ ε/(2(1−g_{d+1})) for every d-dimensional V, with equality for "
        "span(e_1, …, e_d).",
        r"\mathrm{err}(V)\ge\frac\varepsilon{2(1-g_{d+1})}=\mathrm{err}(\langle e_1,\dots,e_d\rangle)",
        (
            Part("lower", LEAST, "<=", error, given=(FULL,)),
            Part("equality", error_of_top, "==", LEAST),
        ),
        given=(FEWER, BELOW),
    ),
    note="Where g_d = g_{d+1} the e_i are any; `columns` say which.",
)

MINIMAL = Hypothesis("minimal", error, "==", LEAST)
DISTINCT = Hypothesis("distinct", following, "<", last)
UNIQUE = Statement(
    id="neighbours.johnson-unique",
    title="The best representation",
    kind=Kind.INEQUALITY,
    source=Source(KEY, "“the best representation”, read as a characterisation", reconstructed=True),
    domain=CHOSEN,
    printed=Claim(
        "1 ≤ d < M, g_d > g_{d+1}, g_{d+1} < 1: a d-dimensional V with err(V) = ε/(2(1−g_{d+1})) is span(e_1, …, e_d).",
        r"\mathrm{err}(V)=\frac\varepsilon{2(1-g_{d+1})}\ \Rightarrow\ V=\langle e_1,\dots,e_d\rangle",
        (Part("unique", apart, "==", 0, scale=1),),
        given=(FEWER, BELOW, DISTINCT, FULL, MINIMAL),
    ),
    corrected=Claim(
        "The same if g_d = 1, or if g_{d+1} = g_M; in no other case, since e_d may be turned towards e_M as long as "
        "what is left outside V is no harder than e_{d+1}.",
        r"g_d=1\ \text{ or }\ g_{d+1}=g_M:\quad\mathrm{err}(V)=\frac\varepsilon{2(1-g_{d+1})}\ \Rightarrow\ "
        r"V=\langle e_1,\dots,e_d\rangle",
        (
            Part("components", apart, "==", 0, given=(Hypothesis("top", last, "==", 1),), scale=1),
            Part("flat", apart, "==", 0, given=(Hypothesis("bottom", following, "==", smallest),), scale=1),
        ),
        given=(FEWER, BELOW, DISTINCT, FULL, MINIMAL),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The error sees the worst function outside V alone, which is e_{d+1}: turning e_d a little towards e_M with "
    "g_M < g_{d+1} changes V and not the worst function.",
    uses=("neighbours.johnson-minimax",),
)


def kernels(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Independent inputs and views, or four blocks of them; f as a minimiser has it, and ratios up to a factor a
    row."""
    x, a, k = sizes["x"], sizes["a"], sizes["k"]
    blocks = 4 if min(x, a, k) >= 4 and rng.random() < 0.7 else 1
    rows, columns = np.arange(x) % blocks, np.arange(a) % blocks
    law = (rows[:, None] == columns) * 1
    law = law * (12 // np.array([(rows == b).sum() for b in range(blocks)]))[rows][:, None]
    law = law * (12 // np.array([(columns == b).sum() for b in range(blocks)]))[columns]
    f = np.zeros((count, a, k), dtype=np.int64)
    f[:, np.arange(a), columns] = (2 if blocks == 4 else 1) * rng.choice([-1, 1], (count, 1))
    scores = np.ones((count, a, a, 2), dtype=np.int64)
    scores[..., 0] = rng.integers(1, 6, (count, a, 1))
    return {"law": np.broadcast_to(law, (count, x, a)), "f": f, "scores": scores}


def ratios_up_to_rows(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Scores that are the ratios of a law, times a factor for each row."""
    x, a = sizes["x"], sizes["a"]
    law = rng.integers(1, 4, (count, x, a))
    given = [[[Fraction(int(v), int(row.sum())) for v in row] for row in one] for one in law]
    scores = np.ones((count, a, a, 2), dtype=np.int64)
    for b in range(count):
        both = [[sum(int(law[b, i, c]) * given[b][i][e] for i in range(x)) for e in range(a)] for c in range(a)]
        degrees, mass = [sum(row) for row in both], int(law[b].sum())
        for c in range(a):
            factor = Fraction(int(rng.integers(1, 3)), a * 3)
            for e in range(a):
                scores[b, c, e] = (factor * both[c][e] * mass / (degrees[c] * degrees[e])).as_integer_ratio()
    return {"law": law, "scores": scores}


KERNEL_DOMAIN = Domain(
    "views of inputs, an encoder and scores of pairs of views",
    {
        "law": sorts.law("x", "a"),
        "f": sorts.values("a", "k"),
        "scores": sorts.ratios("a", "a", low=0, high=20, closed="right"),
    },
    sizes={"x": (1, 4), "a": (1, 4), "k": (1, 4)},
    families={"minimisers": kernels, "four blocks": kernels, "ratios": ratios_up_to_rows},
    near={"four blocks": {"x": (4, 4), "a": (4, 4), "k": (4, 4)}},
)


def ratio(world: Any) -> Any:
    """P(a, a′)/(P(a)P(a′))."""
    w = affinity(world["law"])
    return w / independent(w)


def infonce(world: Any, scores: Any) -> Any:
    """−E ln(t(A, A⁺)/E t(A, A′)) for t = e^s."""
    w = affinity(world["law"])
    means = (scores * w.sum(-1)[..., None, :]).sum(-1)[..., :, None]
    return -(w * world.log(scores / means)).sum(-1).sum(-1)


@KERNEL_DOMAIN.quantity("spectral loss of f", name="loss", tex=r"\ell(f)")
def spectral_loss(world: Any) -> Any:
    return loss(world["law"], world["f"])


@KERNEL_DOMAIN.quantity("‖Ā‖²", range="≥ 0", name="size", tex=r"\|\bar A\|_F^2")
def graph_size(world: Any) -> Any:
    return size(affinity(world["law"]))


@KERNEL_DOMAIN.quantity("rank of Ā", range="≥ 1", name="rank", tex=r"\mathrm{rank}\,\bar A")
def graph_rank(world: Any) -> Any:
    return world.rank(world["law"])


@KERNEL_DOMAIN.quantity("number k of coordinates", range="≥ 1", name="k", tex="k")
def width(world: Any) -> Any:
    return world.size("k")


@KERNEL_DOMAIN.quantity("Σ(f(a)ᵀf(a′) − P(a, a′)/(P(a)P(a′)))²", range="≥ 0", tex=r"\|ff^\top-\mathrm{ratio}\|_F^2")
def kernel_defect(world: Any) -> Any:
    rest = gram(world["f"]) - ratio(world)
    return (rest * rest).sum(-1).sum(-1)


@KERNEL_DOMAIN.quantity("smallest P(a, a′)", range="≥ 0", tex=r"\min P(a,a')")
def rarest(world: Any) -> Any:
    return affinity(world["law"]).min(-1).min(-1)


@KERNEL_DOMAIN.quantity("InfoNCE loss of s", tex=r"\ell_{\mathrm{NCE}}(s)")
def infonce_of_scores(world: Any) -> Any:
    return infonce(world, world["scores"])


@KERNEL_DOMAIN.quantity("InfoNCE loss of the log-ratio", tex=r"\ell_{\mathrm{NCE}}(s^*)")
def infonce_of_ratio(world: Any) -> Any:
    found = ratio(world)
    return infonce(world, world.where(found > 0, found, 1))


@KERNEL_DOMAIN.quantity(
    "Σ(q(a, a′) − q(a, a″))² for q = e^s over the ratio", range="≥ 0", tex=r"\sum(q_{aa'}-q_{aa''})^2"
)
def row_spread(world: Any) -> Any:
    found = ratio(world)
    scaled = world["scores"] / world.where(found > 0, found, 1)
    change = scaled[..., :, None] - scaled[..., None, :]
    return (change * change).sum(-1).sum(-1).sum(-1)


POSITIVE = Hypothesis("positive", 0, "<", rarest)
KERNEL = Statement(
    id="neighbours.johnson-kernel",
    title="What the minimisers of the spectral loss and of InfoNCE are",
    kind=Kind.EQUIVALENCE,
    source=Source(KEY, "Section 3", reconstructed=True),
    domain=KERNEL_DOMAIN,
    printed=Claim(
        "k ≥ rank Ā: every minimiser of the spectral loss has f(a)ᵀf(a′) = P(a, a′)/(P(a)P(a′)). P(a, a′) > 0 "
        "everywhere: s minimises −E ln(e^{s(A,A⁺)}/E_{A′}e^{s(A,A′)}) iff s(a, a′) − ln(P(a, a′)/(P(a)P(a′))) depends "
        "on a only.",
        r"f(a)^\top f(a')=\frac{P(a,a')}{P(a)P(a')},\qquad s\in\arg\min\iff s(a,a')-\ln\frac{P(a,a')}{P(a)P(a')}=c(a)",
        (
            Part(
                "spectral",
                kernel_defect,
                "==",
                0,
                given=(
                    Hypothesis("wide", graph_rank, "<=", width),
                    Hypothesis("minimal", spectral_loss, "==", -graph_size, "f is a minimiser"),
                ),
                scale=1,
            ),
            Part("infonce-minimum", infonce_of_ratio, "<=", infonce_of_scores, given=(POSITIVE,), scale=1),
            Part(
                "infonce-if",
                infonce_of_scores,
                "<=",
                infonce_of_ratio,
                given=(POSITIVE, Hypothesis("rows", row_spread, "==", 0)),
                scale=1,
            ),
            Part(
                "infonce-only-if",
                row_spread,
                "==",
                0,
                given=(POSITIVE, Hypothesis("minimal", infonce_of_scores, "==", infonce_of_ratio)),
                scale=1,
            ),
        ),
    ),
    note="`infonce` is three parts: the log-ratio is a minimiser, what differs from it by a function of a is one, and "
    "no other is. The least spectral loss is −‖Ā‖² where k ≥ rank Ā.",
)

STATEMENTS = (MINIMAX, UNIQUE, KERNEL)
