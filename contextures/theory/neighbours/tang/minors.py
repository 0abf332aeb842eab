"""Chapter 7.1: what E(uᵀAv)² does not see of the second moments of A, and examples."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.algebra import outer, squared, transposed
from contextures.theory.neighbours.tang.oscillation import second_moments
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

MINORS = Domain(
    "a random matrix A, an element K of Alt⊗Alt, and matrices G, H",
    {
        "law": sorts.mass("k", text="the law of A"),
        "table": sorts.values("k", "p", "q", text="the values of A"),
        "skew": sorts.values("p", "p", "q", "q", text="K before it is made alternating in both pairs"),
        "u": sorts.unit(1, "p"),
        "v": sorts.unit(1, "q"),
        "heads": sorts.values("p", 2, text="G"),
        "tails": sorts.values("q", 2, text="H"),
    },
    sizes={"k": (1, 4), "p": (1, 3), "q": (1, 3)},
)


def _moments(world: Any) -> Any:
    return second_moments(world["law"], world["table"])


def _alternating(world: Any) -> Any:
    """K as (…, p, q, p, q)."""
    raw = world["skew"]
    once = raw - raw.swapaxes(-4, -3)
    return (once - transposed(once)).swapaxes(-3, -2)


def _form(moments: Any, first: Any, second: Any) -> Any:
    """ΣM_{ij,kl}S_{ik}R_{jl}."""
    weights = first[..., :, None, :, None] * second[..., None, :, None, :]
    return (moments * weights).sum((-1, -2, -3, -4))


def _grams(world: Any) -> tuple[Any, Any]:
    return world["heads"] @ transposed(world["heads"]), world["tails"] @ transposed(world["tails"])


@MINORS.quantity("Q_K(u, v) of an element K of Alt⊗Alt", tex="Q_K(u,v)")
def form_alternating(world: Any) -> Any:
    return _form(_alternating(world), outer(world["u"][..., 0, :]), outer(world["v"][..., 0, :]))


@MINORS.quantity("size of the entries of K", range="≥ 0", tex=r"\|K\|_1")
def size_alternating(world: Any) -> Any:
    return world.absolute(_alternating(world)).sum((-1, -2, -3, -4))


@MINORS.quantity("dimension of the kernel of M ↦ Q_M on the symmetric M", range="≥ 0", tex=r"\dim\ker")
def nullity(world: Any) -> Any:
    """What the products E_{ij,kl} lose: a basis element goes to one monomial u_iu_kv_jv_l, a row of a matrix."""
    p, q = world.size("p"), world.size("q")
    places = [(i, j) for i in range(p) for j in range(q)]
    basis = [(a, b) for n, a in enumerate(places) for b in places[n:]]
    pairs = [(min(i, k), max(i, k)) for i in range(p) for k in range(i, p)]
    others = [(min(j, m), max(j, m)) for j in range(q) for m in range(j, q)]
    found = [
        [int((min(i, k), max(i, k)) == pair and (min(j, m), max(j, m)) == other) for pair in pairs for other in others]
        for (i, j), (k, m) in basis
    ]
    return len(basis) - world.rank(np.array(found, dtype=int) + 0 * world["law"][..., :1, None])


@MINORS.quantity("C(d_1,2)·C(d_2,2)", range="≥ 0", tex=r"\binom{d_1}2\binom{d_2}2")
def alternating_dimension(world: Any) -> Any:
    p, q = world.size("p"), world.size("q")
    return p * (p - 1) * q * (q - 1) // 4


@MINORS.quantity("E‖GᵀAH‖_F²", range="≥ 0", tex=r"\mathbb E\|G^\top AH\|_F^2")
def energy(world: Any) -> Any:
    seen = transposed(world["heads"])[..., None, :, :] @ world["table"] @ world["tails"][..., None, :, :]
    return (world["law"] * squared(seen)).sum(-1)


@MINORS.quantity("E‖GᵀA′H‖_F² for M_{A′} = M_A + K", tex=r"\mathbb E\|G^\top A'H\|_F^2")
def energy_other(world: Any) -> Any:
    return _form(_moments(world) + _alternating(world), *_grams(world))


@MINORS.quantity("1 + ‖G‖²‖H‖²(E‖A‖² + ‖K‖_1)", range="≥ 1", tex=r"1+\dots")
def size(world: Any) -> Any:
    held = (world["law"] * squared(world["table"])).sum(-1) + world.absolute(_alternating(world)).sum((-1, -2, -3, -4))
    return 1 + squared(world["heads"]) * squared(world["tails"]) * held


@MINORS.quantity("squared norm of the component of M_A in Alt⊗Alt", range="≥ 0", tex=r"\|\Pi_{\mathrm{Alt}}M_A\|_F^2")
def component(world: Any) -> Any:
    moments = _moments(world)
    return ((moments - moments.swapaxes(-3, -1)) ** 2).sum((-1, -2, -3, -4)) / 4


@MINORS.quantity("Σ(E of the 2×2 minors of A)²", range="≥ 0", tex=r"\sum(\mathbb E\det A_{ik,jl})^2")
def minors(world: Any) -> Any:
    table, total = world["table"], 0 * world["law"][..., 0]
    for i, k in combinations(range(world.size("p")), 2):
        for j, m in combinations(range(world.size("q")), 2):
            minor = table[..., i, j] * table[..., k, m] - table[..., i, m] * table[..., k, j]
            total = total + (world["law"] * minor).sum(-1) ** 2
    return total


PLUCKER = Statement(
    id="neighbours.tang-plucker",
    title="What the energies do not see: the minors",
    kind=Kind.IDENTITY,
    source=Source("tang", "Theorem 17"),
    domain=MINORS,
    printed=Claim(
        "M_A ↦ Q_A on Sym(ℝ^{d_1}⊗ℝ^{d_2}) has the kernel Alt⊗Alt, of dimension C(d_1,2)C(d_2,2); two A whose M_A "
        "differ by an element of it have the same E‖GᵀAH‖_F² for all G, H; the component of M_A in the kernel is "
        "determined by the E det of the 2×2 minors of A.",
        r"\ker=\mathrm{Alt}\otimes\mathrm{Alt},\quad\dim\ker=\binom{d_1}2\binom{d_2}2",
        (
            Part("kernel", form_alternating, "==", 0, scale=1 + size_alternating),
            Part("dimension", nullity, "==", alternating_dimension),
            Part("energies", energy, "==", energy_other, scale=size),
            Part("minors", component, "==", minors),
        ),
    ),
    note="A subspace of the kernel that has its dimension is the kernel. The components on the products of two planes "
    "are the E det, so that the squared norm of the component is the sum of their squares.",
)

SIGNS = Domain(
    "a 2×2 matrix of signs times r, whose diagonals are correlated oppositely",
    {
        "root": sorts.ratio(0, 3, "right", text="r, √ν"),
        "correlation": sorts.ratio(-1, 1, text="γ/ν"),
        "u": sorts.unit(1, 2),
        "v": sorts.unit(1, 2),
    },
)


@SIGNS.quantity("Q_A(u, v)", range="≥ 0", tex="Q_A(u,v)")
def Q_signs(world: Any) -> Any:
    """a, e equal with chance (1 + γ/ν)/2, b, c with chance (1 − γ/ν)/2, by all sixteen outcomes."""
    c, r, total = world["correlation"], world["root"], 0 * world["root"]
    u, v = world["u"][..., 0, :], world["v"][..., 0, :]
    for a in (-1, 1):
        for e in (-1, 1):
            for b in (-1, 1):
                for g in (-1, 1):
                    chance = (1 + a * e * c) * (1 - b * g * c) / 16
                    seen = u[..., 0] * (a * v[..., 0] + b * v[..., 1]) + u[..., 1] * (g * v[..., 0] + e * v[..., 1])
                    total = total + chance * (r * seen) ** 2
    return total


@SIGNS.quantity("ν", range="> 0", tex=r"\nu")
def nu_signs(world: Any) -> Any:
    return world["root"] ** 2


@SIGNS.quantity("γ", range="[−ν, ν]", tex=r"\gamma")
def gamma(world: Any) -> Any:
    return world["correlation"] * world["root"] ** 2


EXAMPLE_MINORS = Statement(
    id="neighbours.tang-example-minors",
    title="Correlated diagonals that no energy sees",
    kind=Kind.IDENTITY,
    source=Source("tang", "Example 18"),
    domain=SIGNS,
    printed=Claim(
        "A = [[a, b], [c, e]] of mean 0, all variances ν, Cov(a, e) = γ, Cov(b, c) = −γ, 0 < |γ| ≤ ν, other "
        "covariances 0: Q_A = ν for all unit u, v.",
        r"Q_A(u,v)=\nu",
        (Part("constant", Q_signs, "==", nu_signs, given=(Hypothesis("correlated", 0, "<", sp.Abs(gamma)),)),),
    ),
    note="Q_A depends on the second moments only, which signs times √ν have; r² stands for ν.",
    uses=("neighbours.tang-plucker",),
)

COLUMNS = Domain(
    "two independent columns with covariances 2νP and 2ν(Id − P), and a random matrix of two columns",
    {
        "level": sorts.ratio(0, 3, "right", text="ν"),
        "frame": sorts.orthogonal("p", text="its first d_1/2 columns span the range of P"),
        "law": sorts.mass("k", text="the law of another A"),
        "table": sorts.values("k", "p", 2, text="its values"),
    },
    sizes={"p": (2, 4), "k": (1, 3)},
    together=lambda sizes: sizes["p"] % 2 == 0,
)


def _columns(world: Any) -> Any:
    """M_A of the two columns, (…, p, 2, p, 2)."""
    half = world["frame"][..., :, : world.size("p") // 2]
    first = half @ transposed(half)
    second = np.eye(world.size("p"), dtype=int) - first
    zero = 0 * first
    blocks = np.stack([np.stack([first, zero], -1), np.stack([zero, second], -1)], -3)
    return 2 * world["level"][..., None, None, None, None] * blocks


def _prior(moments: Any) -> Any:
    """Λ = E AAᵀ."""
    return np.diagonal(moments, axis1=-3, axis2=-1).sum(-1)


@COLUMNS.quantity("osc(Q_A) of the two columns", range="≥ 0", tex=r"\mathrm{osc}(Q_A)")
def osc_columns(world: Any) -> Any:
    moments = _columns(world)
    return world.largest_on_units("columns", moments) + world.largest_on_units("columns below", -moments)


@COLUMNS.quantity("2ν", range="> 0", tex=r"2\nu")
def twice(world: Any) -> Any:
    return 2 * world["level"]


@COLUMNS.quantity("‖Λ − 2ν·Id‖_F² of the two columns", range="≥ 0", tex=r"\|\Lambda-2\nu\,\mathrm{Id}\|_F^2")
def prior_apart(world: Any) -> Any:
    level = 2 * world["level"][..., None, None] * np.eye(world.size("p"), dtype=int)
    return squared(_prior(_columns(world)) - level)


@COLUMNS.quantity("osc(Q_A) of an A of two columns", range="≥ 0", tex=r"\mathrm{osc}(Q_A)")
def osc_other(world: Any) -> Any:
    moments = second_moments(world["law"], world["table"])
    return world.largest_on_units("other", moments) + world.largest_on_units("other below", -moments)


@COLUMNS.quantity("λ_max(E AAᵀ) of an A of two columns", range="≥ 0", tex=r"\lambda_{\max}(\Lambda)")
def prior_other(world: Any) -> Any:
    return world.eigenvalues(_prior(second_moments(world["law"], world["table"])))[..., 0]


EXAMPLE_COLUMNS = Statement(
    id="neighbours.tang-example-columns",
    title="A flat prior with the largest oscillation",
    kind=Kind.IDENTITY,
    source=Source("tang", "Example 19"),
    domain=COLUMNS,
    printed=Claim(
        "d_2 = 2, d_1 even, independent mean-zero columns with covariances 2νP and 2ν(I − P), P a projection of rank "
        "d_1/2: osc(Q_A) = 2ν, Λ = E AAᵀ = 2ν·Id, and no A with d_2 = 2 and this Λ has a larger osc.",
        r"\mathrm{osc}(Q_A)=2\nu,\quad\Lambda=2\nu\,\mathrm{Id},\quad\mathrm{osc}(Q_A)\le\lambda_{\max}(\Lambda)",
        (
            Part("oscillation", osc_columns, "==", twice),
            Part("prior", prior_apart, "==", 0),
            Part("largest", osc_other, "<=", prior_other),
        ),
    ),
    note="The part `largest` is of every A of two columns: osc(Q_A) ≤ λ_max(Λ), which is 2ν for the Λ of the example.",
    uses=("neighbours.tang-oscillation",),
)

STATEMENTS = (PLUCKER, EXAMPLE_MINORS, EXAMPLE_COLUMNS)
