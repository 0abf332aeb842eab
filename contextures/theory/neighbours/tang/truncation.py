"""Chapter 7.1: truncated singular value decompositions, and projections near a top eigenspace."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.algebra import diagonal, dilation, largest_first, squared, transposed
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _truncated(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Diagonal matrices, with ties and zeros, and their k largest entries; of two equal ones a mixture at times."""
    p, q, k = sizes["p"], sizes["q"], sizes["k"]
    small = min(p, q)
    levels = np.zeros((count, q), dtype=np.int64)
    levels[:, :small] = 25 * rng.choice([0, 0, 1, 1, 2, -1], (count, small))
    order = np.argsort(-np.abs(levels[:, :small]), axis=1, kind="stable")[:, :k]
    left, right = np.zeros((count, p, k), dtype=np.int64), np.zeros((count, q, k), dtype=np.int64)
    row, column = np.arange(count)[:, None], np.arange(k)[None, :]
    left[row, order, column] = np.take_along_axis(levels, order, 1)
    right[row, order, column] = 1
    if small > 1:
        mixed = (levels[:, 0] == levels[:, 1]) & (k == 1) & (rng.random(count) < 0.5)
        left[mixed], right[mixed] = 0, 0
        left[mixed, :2, 0] = np.array([3, 4]) * (levels[mixed, :1] // 25)
        right[mixed, :2, 0] = 3, 4
    still = np.zeros((count, p, p), dtype=np.int64), np.zeros((count, q, q), dtype=np.int64)
    return {"left": still[0], "right": still[1], "levels": levels, "heads": left, "tails": right}


TABLE = Domain(
    "a matrix M with its singular vectors, and a matrix N of rank at most k",
    {
        "left": sorts.orthogonal("p", text="left singular vectors of M, as columns"),
        "right": sorts.orthogonal("q", text="right singular vectors of M, as columns"),
        "levels": sorts.values("q", text="the singular values of M, with a sign each, as many as there are"),
        "heads": sorts.values("p", "k", text="N is the product of this"),
        "tails": sorts.values("q", "k", text="and of the transpose of this"),
    },
    sizes={"p": (1, 3), "q": (1, 3), "k": (1, 3)},
    together=lambda sizes: sizes["k"] <= min(sizes["p"], sizes["q"]),
    families={"truncated": _truncated},
)


def _between(world: Any, chosen: Any) -> Any:
    """U·diag(levels where chosen)·Vᵀ."""
    p, q = world.size("p"), world.size("q")
    kept = world.where(chosen, world["levels"], 0)
    return world["left"] @ (np.eye(p, q, dtype=int) * kept[..., None, :]) @ transposed(world["right"])


def _matrix(world: Any) -> Any:
    return _between(world, np.ones(world["levels"].shape, dtype=bool))


def _sizes_of(world: Any) -> Any:
    """|levels|, −1 for those that M does not have."""
    short = np.arange(world.size("q")) >= world.size("p")
    return world.where(np.broadcast_to(short, world["levels"].shape), -1, world.absolute(world["levels"]))


def _truncation(world: Any, last: bool = False) -> Any:
    """A rank-k truncation; of equal singular values the first ones are kept, or the last ones."""
    return _between(world, largest_first(_sizes_of(world), last) < world.size("k"))


def _near(world: Any) -> Any:
    return world["heads"] @ transposed(world["tails"])


def _singular(world: Any, matrix: Any) -> Any:
    """σ_1, σ_2, …, with zeros behind them, one more than k at least."""
    values = world.eigenvalues(dilation(matrix))[..., : min(matrix.shape[-2:])]
    return np.concatenate([values, *[0 * values[..., :1]] * (world.size("k") + 1)], -1)


@TABLE.quantity("‖M − N‖_F²", range="≥ 0", tex=r"\|M-N\|_F^2")
def distance(world: Any) -> Any:
    return squared(_matrix(world) - _near(world))


@TABLE.quantity("Σ_{i>k}σ_i²", range="≥ 0", tex=r"\sum_{i>k}\sigma_i^2")
def tail(world: Any) -> Any:
    return (_singular(world, _matrix(world))[..., world.size("k") :] ** 2).sum(-1)


@TABLE.quantity("σ_k(M)", range="≥ 0", tex=r"\sigma_k")
def sigma_k(world: Any) -> Any:
    return _singular(world, _matrix(world))[..., world.size("k") - 1]


@TABLE.quantity("σ_{k+1}(M)", range="≥ 0", tex=r"\sigma_{k+1}")
def sigma_next(world: Any) -> Any:
    return _singular(world, _matrix(world))[..., world.size("k")]


@TABLE.quantity("‖M − M_k‖_F² of the rank-k truncation M_k", range="≥ 0", tex=r"\|M-M_k\|_F^2")
def distance_of_truncation(world: Any) -> Any:
    return squared(_matrix(world) - _truncation(world))


@TABLE.quantity(
    "Σ_{i≤k}σ_i² − tr(Π_NMMᵀ) + k − rank N: 0 iff the column space of N is a top-k left singular subspace",
    range="≥ 0", tex=r"\ell(N)",
)  # fmt: skip
def lost(world: Any) -> Any:
    near, matrix, k = _near(world), _matrix(world), world.size("k")
    captured = (world.projector(near) * (matrix @ transposed(matrix))).sum((-1, -2))
    return (_singular(world, matrix)[..., :k] ** 2).sum(-1) - captured + k - world.rank(near)


@TABLE.quantity("‖N − M_k‖_F²", range="≥ 0", tex=r"\|N-M_k\|_F^2")
def apart(world: Any) -> Any:
    return squared(_near(world) - _truncation(world))


@TABLE.quantity(
    "‖M_k − M_k'‖_F² of two rank-k truncations, of equal singular values the first and the last ones",
    range="≥ 0", tex=r"\|M_k-M_k'\|_F^2",
)  # fmt: skip
def spread(world: Any) -> Any:
    return squared(_truncation(world) - _truncation(world, last=True))


@TABLE.quantity("smaller dimension of M, less k", tex=r"\min(p,q)-k")
def room(world: Any) -> Any:
    return min(world.size("p"), world.size("q")) - world.size("k")


@TABLE.quantity("‖M‖_F² + ‖N‖_F²", range="≥ 0", tex=r"\|M\|_F^2+\|N\|_F^2")
def size(world: Any) -> Any:
    return squared(_matrix(world)) + squared(_near(world))


FITS = Hypothesis("fits", 0, "<=", room, "k is at most the smaller dimension of M")
MINIMISES = Hypothesis("minimises", distance, "==", tail, "N attains the minimum")
GAP = Hypothesis("gap", sigma_next, "<", sigma_k)
TIE = Hypothesis("tie", sigma_next, "==", sigma_k)
POSITIVE = Hypothesis("positive", 0, "<", sigma_k)
VALUE = (Part("value", tail, "<=", distance), Part("attained", distance_of_truncation, "==", tail))

ECKART_YOUNG = Statement(
    id="neighbours.tang-eckart-young",
    title="The nearest matrix of rank k",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Fact 5"),
    domain=TABLE,
    printed=Claim(
        "M any matrix, 1 ≤ k ≤ its smaller dimension: min{‖M − N‖_F² : rank N ≤ k} is attained at the rank-k "
        "truncation of the SVD; a minimising N has as column space a top-k left singular subspace of M; the "
        "minimiser is unique precisely when σ_k > σ_{k+1}.",
        r"\min_{\mathrm{rank}N\le k}\|M-N\|_F^2=\sum_{i>k}\sigma_i^2,\qquad"
        r"\text{unique}\iff\sigma_k(M)>\sigma_{k+1}(M)",
        (
            *VALUE,
            Part("column-space", lost, "==", 0, given=(MINIMISES,), scale=1 + size),
            Part("unique-if", apart, "==", 0, given=(MINIMISES, GAP)),
            Part("unique-only-if", 0, "<", spread, given=(TIE,)),
        ),
        given=(FITS,),
    ),
    corrected=Claim(
        "The same where σ_k > 0; where σ_k = 0 the only minimiser is M, whose column space has fewer dimensions. So "
        "the minimiser is unique iff σ_k > σ_{k+1} or σ_k = 0.",
        r"\text{unique}\iff\sigma_k(M)>\sigma_{k+1}(M)\ \text{or}\ \sigma_k(M)=0",
        (
            *VALUE,
            Part("column-space", lost, "==", 0, given=(MINIMISES, POSITIVE), scale=1 + size),
            Part("unique-if", apart, "==", 0, given=(MINIMISES, GAP)),
            Part("unique-if-zero", apart, "==", 0, given=(MINIMISES, Hypothesis("zero", sigma_k, "==", 0))),
            Part("unique-only-if", 2 * sigma_k**2, "<=", spread, given=(TIE, POSITIVE)),
        ),
        given=(FITS,),
    ),
    faults=(Fault.BOUNDARY, Fault.ONLY_IF),
    why="A matrix of rank below k is its own and only minimiser, although σ_k = σ_{k+1} = 0, and its column space has "
    "fewer than k dimensions.",
    note="σ_i = 0 beyond the smaller dimension. Two truncations at a tie show that there are several minimisers.",
)


def _levels(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Two levels, and projections turned by one angle in several planes."""
    n, k = sizes["n"], sizes["k"]
    levels = np.where(np.arange(n) < k, 1, 0) * rng.integers(1, 4, (count, 1)) + rng.integers(-2, 1, (count, 1))
    frame = np.zeros((count, n, n), dtype=np.int64)
    turn = rng.integers(1, 5, (count, 2))
    for plane in range(min(k, n - k)):
        frame[:, plane, plane], frame[:, plane, k + plane] = turn[:, 0], turn[:, 1]
    return {"levels": levels, "basis": np.zeros((count, n, n), dtype=np.int64), "frame": frame}


FRAMED = Domain(
    "a symmetric M_0 with its eigenvectors, and a projection Π of rank k",
    {
        "levels": sorts.values("n", text="the eigenvalues of M_0"),
        "basis": sorts.orthogonal("n", text="the eigenvectors of M_0, as columns"),
        "frame": sorts.orthogonal("n", text="its first k columns span the range of Π"),
    },
    sizes={"n": (2, 4)},
    shared={"k": (1, 3)},
    together=lambda sizes: sizes["k"] < sizes["n"],
    families={"one angle": _levels},
)


def _form(world: Any) -> Any:
    """M_0."""
    return world["basis"] @ diagonal(world["levels"]) @ transposed(world["basis"])


def _best(world: Any) -> Any:
    """Π_0."""
    kept = world.where(largest_first(world["levels"]) < world.size("k"), 1, 0)
    return world["basis"] @ diagonal(kept) @ transposed(world["basis"])


def _given(world: Any) -> Any:
    """Π."""
    columns = world["frame"][..., :, : world.size("k")]
    return columns @ transposed(columns)


@FRAMED.quantity("⟨M_0, Π_0 − Π⟩", range="≥ 0", tex=r"\langle M_0,\Pi_0-\Pi\rangle")
def growth(world: Any) -> Any:
    return (_form(world) * (_best(world) - _given(world))).sum((-1, -2))


@FRAMED.quantity("λ_k − λ_{k+1} of M_0", range="≥ 0", tex=r"\lambda_k-\lambda_{k+1}")
def gap(world: Any) -> Any:
    values, k = world.eigenvalues(_form(world)), world.size("k")
    return values[..., k - 1] - values[..., k]


@FRAMED.quantity("‖M_0‖_F²", range="≥ 0", tex=r"\|M_0\|_F^2")
def size_of_form(world: Any) -> Any:
    return squared(_form(world))


@FRAMED.quantity("t = k − tr(ΠΠ_0)", range="[0, k]", tex="t")
def t(world: Any) -> Any:
    return world.size("k") - (_given(world) * _best(world)).sum((-1, -2))


@FRAMED.quantity("‖Π − Π_0‖_*", range="≥ 0", tex=r"\|\Pi-\Pi_0\|_*")
def nuclear(world: Any) -> Any:
    return world.absolute(world.eigenvalues(_given(world) - _best(world))).sum(-1)


@FRAMED.quantity("k", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return world.size("k")


@FRAMED.quantity("n, the number of rows of M_0", range="> k", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


QUADRATIC_GROWTH = Statement(
    id="neighbours.tang-quadratic-growth",
    title="Quadratic growth around a top eigenspace",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Lemma 9"),
    domain=FRAMED,
    printed=Claim(
        "M_0 symmetric, 1 ≤ k < its size, Π_0 onto a top-k eigenspace, Π a projection of rank k, t = k − tr(ΠΠ_0): "
        "⟨M_0, Π_0 − Π⟩ ≥ (λ_k − λ_{k+1})t, and ‖Π − Π_0‖_* ≤ 2√(kt).",
        r"\langle M_0,\Pi_0-\Pi\rangle\ge(\lambda_k-\lambda_{k+1})t,\qquad\|\Pi-\Pi_0\|_*\le2\sqrt{kt}",
        (
            Part("growth", gap * t, "<=", growth, scale=1 + size_of_form),
            Part("nuclear", nuclear, "<=", 2 * sp.sqrt(k * t)),
        ),
    ),
)

PROJECTIONS_APART = Statement(
    id="neighbours.tang-projections-apart",
    title="The nuclear distance of two projections, in both dimensions",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=FRAMED,
    printed=Claim(
        "Projections Π, Π_0 of rank k on n dimensions, t = k − tr(ΠΠ_0): 2t ≤ ‖Π − Π_0‖_* ≤ 2√(min(k, n − k)·t).",
        r"2t\le\|\Pi-\Pi_0\|_*\le2\sqrt{\min(k,n-k)\,t}",
        (Part("lower", 2 * t, "<=", nuclear), Part("upper", nuclear, "<=", 2 * sp.sqrt(sp.Min(k, n - k) * t))),
    ),
    uses=("neighbours.tang-quadratic-growth",),
)

STATEMENTS = (ECKART_YOUNG, QUADRATIC_GROWTH, PROJECTIONS_APART)
