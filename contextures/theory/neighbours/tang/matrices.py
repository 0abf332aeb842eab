"""Chapter 7.1: the matrix facts that the paper rests on."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.algebra import diagonal, dilation, outer, squared, transposed
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _diagonal(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Diagonal matrices with ties, in the same order or not."""
    n = sizes["n"]
    first, second = rng.integers(-2, 3, (2, count, n))
    same = rng.integers(0, 2, (count, 1))
    alike = np.where(same == 1, np.sort(first, 1), first), np.where(same == 1, np.sort(second, 1), second)
    return {"first": diagonal(alike[0]), "second": diagonal(alike[1])}


def _polynomial(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """A matrix and its square, or a multiple of it."""
    half = np.triu(rng.integers(-2, 3, (count, sizes["n"], sizes["n"])))
    first = half + np.triu(half, 1).swapaxes(1, 2)
    factor = rng.integers(-2, 3, (count, 1, 1))
    return {"first": first, "second": np.where(rng.integers(0, 2, (count, 1, 1)) == 1, first @ first, factor * first)}


PAIR = Domain(
    "two symmetric matrices M, N, and a projection Π of rank k",
    {
        "first": sorts.symmetric("n", text="M"),
        "second": sorts.symmetric("n", text="N"),
        "frame": sorts.orthogonal("n", text="its first k columns span the range of Π"),
    },
    sizes={"n": (1, 4)},
    shared={"k": (1, 4)},
    together=lambda sizes: sizes["k"] <= sizes["n"],
    families={"diagonal": _diagonal, "polynomial": _polynomial},
    near={"polynomial": {"n": (1, 3)}},
)


def _compressed(matrix: Any, columns: Any) -> Any:
    return transposed(columns) @ matrix @ columns


@PAIR.quantity("tr(ΠM)", tex=r"\mathrm{tr}(\Pi M)")
def trace_on(world: Any) -> Any:
    columns = world["frame"][..., :, : world.size("k")]
    return (world["first"] * (columns @ transposed(columns))).sum((-1, -2))


@PAIR.quantity("Σ_{i≤k}λ_i(M)", tex=r"\sum_{i\le k}\lambda_i(M)")
def top(world: Any) -> Any:
    return world.eigenvalues(world["first"])[..., : world.size("k")].sum(-1)


@PAIR.quantity("‖MΠ − ΠM‖_F²", range="≥ 0", tex=r"\|M\Pi-\Pi M\|_F^2")
def moved(world: Any) -> Any:
    columns = world["frame"][..., :, : world.size("k")]
    projection = columns @ transposed(columns)
    return squared(world["first"] @ projection - projection @ world["first"])


@PAIR.quantity("smallest eigenvalue of M on the range of Π", tex=r"\lambda_{\min}(M|_{\Pi})")
def lowest_inside(world: Any) -> Any:
    return world.eigenvalues(_compressed(world["first"], world["frame"][..., :, : world.size("k")]))[..., -1]


@PAIR.quantity(
    "largest eigenvalue of M on the kernel of Π, or the smallest on the range where that is everything",
    tex=r"\lambda_{\max}(M|_{\Pi^\perp})",
)
def highest_outside(world: Any) -> Any:
    k = world.size("k")
    if k >= world.size("n"):
        return world.eigenvalues(world["first"])[..., -1]
    return world.eigenvalues(_compressed(world["first"], world["frame"][..., :, k:]))[..., 0]


INVARIANT = Hypothesis("invariant", moved, "==", 0, "ΠM = MΠ")
ABOVE = Hypothesis("above", highest_outside, "<=", lowest_inside, "M is nowhere larger off the range than on it")
ATTAINS = Hypothesis("attains", trace_on, "==", top, "tr(ΠM) = Σ_{i≤k}λ_i(M)")

KY_FAN = Statement(
    id="neighbours.tang-ky-fan",
    title="Ky Fan's maximum principle",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Fact 1"),
    domain=PAIR,
    printed=Claim(
        "M symmetric, Π an orthogonal projection of rank k ≥ 1: max tr(ΠM) = Σ_{i≤k}λ_i(M), attained exactly where Π "
        "is onto a top-k eigenspace (any choice where λ_k ties).",
        r"\max_{\mathrm{rank}\,\Pi=k}\mathrm{tr}(\Pi M)=\sum_{i\le k}\lambda_i(M)",
        (
            Part("bound", trace_on, "<=", top),
            Part("attained", trace_on, "==", top, given=(INVARIANT, ABOVE)),
            Part("only-invariant", moved, "==", 0, given=(ATTAINS,)),
            Part("only-top", highest_outside, "<=", lowest_inside, given=(ATTAINS,)),
        ),
    ),
    note="A top-k eigenspace is an invariant subspace on which M is nowhere smaller than on its complement.",
)


@PAIR.quantity("tr(MN)", tex=r"\mathrm{tr}(MN)")
def product(world: Any) -> Any:
    return (world["first"] * world["second"]).sum((-1, -2))


@PAIR.quantity("Σλ_i(M)λ_i(N), both decreasing", tex=r"\sum_i\lambda_i(M)\lambda_i(N)")
def aligned(world: Any) -> Any:
    return (world.eigenvalues(world["first"]) * world.eigenvalues(world["second"])).sum(-1)


@PAIR.quantity("‖MN − NM‖_F²", range="≥ 0", tex=r"\|MN-NM\|_F^2")
def commutator(world: Any) -> Any:
    first, second = world["first"], world["second"]
    return squared(first @ second - second @ first)


def _differences(world: Any, matrix: Any) -> Any:
    """M⊗Id − Id⊗M, whose eigenvalues are the differences of two eigenvalues of M."""
    n = world.size("n")
    one = world.identity("n")
    left = matrix[..., :, None, :, None] * one[:, None, :]
    right = one[:, None, :, None] * matrix[..., None, :, None, :]
    return (left - right).reshape((*matrix.shape[:-2], n * n, n * n))


@PAIR.quantity(
    "smallest (m_i − m_j)(n_i − n_j) over common eigenvectors, where M and N commute",
    range="≤ 0", tex=r"\min_{i,j}(m_i-m_j)(n_i-n_j)",
)  # fmt: skip
def least_order(world: Any) -> Any:
    both = _differences(world, world["first"]) @ _differences(world, world["second"])
    return world.eigenvalues((both + transposed(both)) / 2)[..., -1]


COMMUTE = Hypothesis("commute", commutator, "==", 0, "MN = NM")
ORDERED = Hypothesis("ordered", 0, "<=", least_order, "common eigenvectors have both eigenvalues in one order")
EQUAL = Hypothesis("equality", product, "==", aligned, "tr(MN) = Σλ_i(M)λ_i(N)")

VON_NEUMANN = Statement(
    id="neighbours.tang-von-neumann",
    title="Von Neumann's trace inequality",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Fact 3"),
    domain=PAIR,
    printed=Claim(
        "M, N symmetric: tr(MN) ≤ Σλ_i(M)λ_i(N), both decreasing, with equality iff some orthonormal basis "
        "diagonalises both in these orders.",
        r"\mathrm{tr}(MN)\le\sum_i\lambda_i(M)\lambda_i(N)",
        (
            Part("bound", product, "<=", aligned),
            Part("if", product, "==", aligned, given=(COMMUTE, ORDERED)),
            Part("only-if-commute", commutator, "==", 0, given=(EQUAL,)),
            Part("only-if-ordered", 0, "<=", least_order, given=(EQUAL,), scale=1 + commutator + sp.Abs(aligned)),
        ),
    ),
    note="Some basis diagonalises both in decreasing order iff they commute and no two common eigenvectors have their "
    "eigenvalues in opposite orders.",
)


LEADING = Domain(
    "a positive semidefinite Λ, and orthonormal ν_1, ν_2, …",
    {"task": sorts.semidefinite("n", text="Λ"), "basis": sorts.orthogonal("n", text="the ν_i, as columns")},
    sizes={"n": (2, 5)},
    shared={"r": (1, 4)},
    together=lambda sizes: sizes["r"] < sizes["n"],
)


def _block(world: Any, r: int) -> Any:
    """Eigenvalues of the compression of Λ to the first r of the ν_i."""
    return world.eigenvalues(_compressed(world["task"], world["basis"][..., :, :r]))


@LEADING.quantity("λ_max of Λ^(r)", range="≥ 0", tex=r"\lambda_{\max}^{(r)}")
def largest(world: Any) -> Any:
    return _block(world, world.size("r"))[..., 0]


@LEADING.quantity("λ_max of Λ^(r+1)", range="≥ 0", tex=r"\lambda_{\max}^{(r+1)}")
def largest_next(world: Any) -> Any:
    return _block(world, world.size("r") + 1)[..., 0]


@LEADING.quantity("λ_min of Λ^(r)", range="≥ 0", tex=r"\lambda_{\min}^{(r)}")
def smallest(world: Any) -> Any:
    return _block(world, world.size("r"))[..., -1]


@LEADING.quantity("λ_min of Λ^(r+1)", range="≥ 0", tex=r"\lambda_{\min}^{(r+1)}")
def smallest_next(world: Any) -> Any:
    return _block(world, world.size("r") + 1)[..., -1]


INTERLACING = Statement(
    id="neighbours.tang-interlacing",
    title="Compressions to nested subspaces",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Fact 4"),
    domain=LEADING,
    printed=Claim(
        "r ↦ λ_max^(r) does not decrease, and r ↦ λ_min^(r) does not increase.",
        r"\lambda_{\max}^{(r)}\le\lambda_{\max}^{(r+1)},\qquad\lambda_{\min}^{(r+1)}\le\lambda_{\min}^{(r)}",
        (Part("largest", largest, "<=", largest_next), Part("smallest", smallest_next, "<=", smallest)),
    ),
)


def _alike(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Matrices and changes of them with singular vectors in common."""
    p, q, n = sizes["p"], sizes["q"], sizes["n"]
    eye, square = np.eye(p, q, dtype=np.int64), np.eye(n, dtype=np.int64)
    return {
        "table": eye * rng.integers(-3, 4, (count, 1, q)),
        "change": eye * rng.integers(-3, 4, (count, 1, q)),
        "matrix": square * rng.integers(-3, 4, (count, 1, n)),
        "rise": square * rng.integers(0, 3, (count, 1, n)),
        "lines": np.eye(sizes["k"], n, dtype=np.int64) * rng.integers(0, 4, (count, sizes["k"], 1)),
    }


WEYL = Domain(
    "a symmetric matrix with changes of it, and a rectangular one with a change",
    {
        "matrix": sorts.symmetric("n", text="M"),
        "rise": sorts.semidefinite("n", text="N − M of the first part"),
        "lines": sorts.values("k", "n", text="N of the last part is the sum of ±wwᵀ over these rows w"),
        "signs": sorts.subset("k", text="which of them have the sign −"),
        "table": sorts.values("p", "q", text="M of the second part"),
        "change": sorts.values("p", "q", text="N of the second part"),
    },
    sizes={"n": (1, 4), "k": (1, 3), "p": (1, 3), "q": (1, 3)},
    shared={"i": (1, 4)},
    together=lambda sizes: sizes["i"] <= sizes["n"] and sizes["i"] <= max(sizes["p"], sizes["q"]),
    families={"alike": _alike},
)


def _changed(world: Any) -> Any:
    """N of the last part, of rank at most k."""
    sign = 1 - 2 * world["signs"]
    return (sign[..., :, None, None] * outer(world["lines"])).sum(-3)


def _entry(values: Any, i: int) -> Any:
    """The i-th of some values, from 1; the last one beyond them."""
    return values[..., min(i, values.shape[-1]) - 1]


def _singular(world: Any, matrix: Any, i: int) -> Any:
    """σ_i, 0 beyond the smaller side."""
    values = world.eigenvalues(dilation(matrix))
    return values[..., i - 1] if i <= min(matrix.shape[-2:]) else 0 * values[..., 0]


@WEYL.quantity("λ_i(M)", tex=r"\lambda_i(M)")
def eigenvalue(world: Any) -> Any:
    return _entry(world.eigenvalues(world["matrix"]), world.size("i"))


@WEYL.quantity("λ_i(N) for N = M + a semidefinite matrix", tex=r"\lambda_i(N)")
def eigenvalue_above(world: Any) -> Any:
    return _entry(world.eigenvalues(world["matrix"] + world["rise"]), world.size("i"))


@WEYL.quantity("λ_{i+k}(M)", tex=r"\lambda_{i+k}(M)")
def eigenvalue_later(world: Any) -> Any:
    return _entry(world.eigenvalues(world["matrix"]), world.size("i") + world.size("k"))


@WEYL.quantity("λ_i(M − N), rank N ≤ k", tex=r"\lambda_i(M-N)")
def eigenvalue_without(world: Any) -> Any:
    return _entry(world.eigenvalues(world["matrix"] - _changed(world)), world.size("i"))


@WEYL.quantity("number of rows of M, less i and k", tex="n-i-k")
def left_over(world: Any) -> Any:
    return world.size("n") - world.size("i") - world.size("k")


@WEYL.quantity("σ_i(M)", range="≥ 0", tex=r"\sigma_i(M)")
def sigma(world: Any) -> Any:
    return _singular(world, world["table"], world.size("i"))


@WEYL.quantity("σ_i(M + N)", range="≥ 0", tex=r"\sigma_i(M+N)")
def sigma_changed(world: Any) -> Any:
    return _singular(world, world["table"] + world["change"], world.size("i"))


@WEYL.quantity("‖N‖", range="≥ 0", tex=r"\|N\|")
def norm(world: Any) -> Any:
    return _singular(world, world["change"], 1)


WEYL_FACT = Statement(
    id="neighbours.tang-weyl",
    title="Weyl's inequalities",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Fact 2"),
    domain=WEYL,
    printed=Claim(
        "M ⪯ N: λ_i(M) ≤ λ_i(N). Matrices of one shape: σ_i(M + N) ≤ σ_i(M) + ‖N‖. M, N symmetric, rank N ≤ k: "
        "λ_i(M) ≤ λ_{i−k}(M − N) for i > k.",
        r"\lambda_i(M)\le\lambda_i(N),\quad\sigma_i(M+N)\le\sigma_i(M)+\|N\|,\quad\lambda_i(M)\le\lambda_{i-k}(M-N)",
        (
            Part("monotone", eigenvalue, "<=", eigenvalue_above),
            Part("singular-values", sigma_changed, "<=", sigma + norm),
            Part(
                "low-rank",
                eigenvalue_later,
                "<=",
                eigenvalue_without,
                given=(Hypothesis("index-in-range", 0, "<=", left_over, "i + k is the number of an eigenvalue"),),
            ),
        ),
    ),
    note="The last part has i + k for i.",
)

STATEMENTS = (KY_FAN, WEYL_FACT, VON_NEUMANN, INTERLACING)
