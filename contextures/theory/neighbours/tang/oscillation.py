"""Chapter 7.1: random matrices, how much E(uᵀAv)² varies over unit vectors, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.algebra import outer, squared, transposed
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _isotropic(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """One entry or all of them with a sign, and the rest small."""
    k, p, q = sizes["k"], sizes["p"], sizes["q"]
    one = (np.arange(p * q) == rng.integers(0, p * q, (count, k, 1))).reshape(count, k, p, q)
    table = np.where(one, rng.choice([-1, 1, 2], (count, k, 1, 1)), 0)
    return {"table": table + (rng.random((count, 1, 1, 1)) < 0.3) * rng.integers(-1, 2, (count, k, p, q))}


MATRIX = Domain(
    "a random matrix A, unit vectors, and matrices beside it",
    {
        "law": sorts.mass("k", text="the law of A"),
        "table": sorts.values("k", "p", "q", text="the values of A"),
        "u": sorts.unit(2, "p", text="u and u′"),
        "v": sorts.unit(2, "q", text="v and v′"),
        "left": sorts.orthogonal("p", text="Q_1"),
        "right": sorts.orthogonal("q", text="Q_2"),
        "zeta": sorts.ratio(0, 40, text="ζ"),
        "centre": sorts.ratio(0, 20, text="c"),
        "signs": sorts.subset("k", text="which values of A have the sign − in Y"),
        "heads": sorts.values("p", 2, text="G"),
        "tails": sorts.values("q", 2, text="H"),
        "factor": sorts.values("p", "p", text="C"),
    },
    sizes={"k": (1, 4), "p": (1, 3), "q": (1, 2)},
    families={"single entries": _isotropic},
)


def second_moments(weights: Any, table: Any) -> Any:
    """E vec(A)vec(A)ᵀ as (…, p, q, p, q)."""
    p, q = table.shape[-2:]
    flat = table.reshape((*table.shape[:-2], p * q))
    found = transposed(flat) @ (weights[..., :, None] * flat)
    return found.reshape((*found.shape[:-2], p, q, p, q))


def value_at(weights: Any, table: Any, u: Any, v: Any) -> Any:
    """E(uᵀAv)²."""
    seen = ((table * v[..., None, None, :]).sum(-1) * u[..., None, :]).sum(-1)
    return (weights * seen**2).sum(-1)


def _moments(world: Any) -> Any:
    return second_moments(world["law"], world["table"])


def _flat(moments: Any) -> Any:
    p, q = moments.shape[-2:]
    return moments.reshape((*moments.shape[:-4], p * q, p * q))


def _whole_identity(world: Any) -> Any:
    """The identity as (p, q, p, q)."""
    p, q = world.size("p"), world.size("q")
    return np.eye(p * q, dtype=int).reshape(p, q, p, q)


@MATRIX.quantity("sup Q_A", range="≥ 0", tex=r"\sup Q_A")
def sup(world: Any) -> Any:
    return world.largest_on_units("sup", _moments(world))


@MATRIX.quantity("inf Q_A", range="≥ 0", tex=r"\inf Q_A")
def inf(world: Any) -> Any:
    return -world.largest_on_units("inf", -_moments(world))


@MATRIX.quantity("ζ", range="≥ 0", tex=r"\zeta")
def zeta(world: Any) -> Any:
    return world["zeta"]


@MATRIX.quantity("Q_A(u, v) = E(uᵀAv)²", range="≥ 0", tex="Q_A(u,v)")
def Q(world: Any) -> Any:
    return value_at(world["law"], world["table"], world["u"][..., 0, :], world["v"][..., 0, :])


@MATRIX.quantity("Q_A(Q_1u, Q_2v)", range="≥ 0", tex="Q_A(Q_1u,Q_2v)")
def Q_turned(world: Any) -> Any:
    u = (world["left"] @ world["u"][..., 0, :, None])[..., 0]
    v = (world["right"] @ world["v"][..., 0, :, None])[..., 0]
    return value_at(world["law"], world["table"], u, v)


@MATRIX.quantity("Q_A(u′, v′)", range="≥ 0", tex="Q_A(u',v')")
def Q_other(world: Any) -> Any:
    return value_at(world["law"], world["table"], world["u"][..., 1, :], world["v"][..., 1, :])


def _reflected(world: Any, pair: Any) -> Any:
    """The image of the first vector under the reflection that takes it to the second one."""
    first, normal = pair[..., 0, :], pair[..., 0, :] - pair[..., 1, :]
    square = (normal**2).sum(-1)
    along = 2 * (normal * first).sum(-1) / world.where(square > 0, square, 1)
    return first - along[..., None] * normal


@MATRIX.quantity("Q_A(Q_1u, Q_2v) for the reflections from u to u′ and v to v′", range="≥ 0", tex="Q_A(Q_1u,Q_2v)")
def Q_reflected(world: Any) -> Any:
    u, v = _reflected(world, world["u"]), _reflected(world, world["v"])
    return value_at(world["law"], world["table"], u, v)


@MATRIX.quantity("ν = E‖A‖_F²/(d_1d_2)", range="≥ 0", tex=r"\nu")
def nu(world: Any) -> Any:
    p, q = world.size("p"), world.size("q")
    return (world["law"] * squared(world["table"])).sum(-1) / (p * q)


@MATRIX.quantity("d_1d_2", range="≥ 1", tex="d_1d_2")
def entries(world: Any) -> Any:
    return world.size("p") * world.size("q")


OSC, CENTRE = sup - inf, (sup + inf) / 2
ISOTROPIC = Hypothesis("isotropic", OSC, "<=", zeta, "osc(Q_A) ≤ ζ")

OSCILLATION = Statement(
    id="neighbours.tang-oscillation",
    title="Isotropy is a small oscillation",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Definition 15, Proposition 16"),
    domain=MATRIX,
    printed=Claim(
        "A is ζ-isotropic, |Q_A(Q_1u, Q_2v) − Q_A(u, v)| ≤ ζ for all orthogonal Q_1, Q_2 and unit u, v, iff "
        "osc(Q_A) ≤ ζ; then |Q_A − q̄| ≤ ζ/2 everywhere, and |Q_A − ν| ≤ ζ with ν = E‖A‖_F²/(d_1d_2).",
        r"\mathrm{osc}(Q_A)\le\zeta\Rightarrow|Q_A-\bar q|\le\tfrac\zeta2,\quad|Q_A-\nu|\le\zeta",
        (
            Part("if", sp.Abs(Q_turned - Q), "<=", zeta, given=(ISOTROPIC,)),
            Part("only-if", Q_reflected, "==", Q_other),
            Part("centre", sp.Abs(Q - CENTRE), "<=", zeta / 2, given=(ISOTROPIC,)),
            Part("mean", sp.Abs(Q - nu), "<=", zeta, given=(ISOTROPIC,)),
        ),
    ),
    note="The part `only-if` says that orthogonal matrices take any unit vectors to any others, so that what bounds "
    "all differences of the definition bounds sup − inf.",
)

OSCILLATION_MEAN = Statement(
    id="neighbours.tang-oscillation-mean",
    title="The distance of E(uᵀAv)² from its mean, with the best constant",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=MATRIX,
    printed=Claim(
        "|Q_A − ν| ≤ (1 − 1/(d_1d_2))·osc(Q_A), with ν = E‖A‖_F²/(d_1d_2).",
        r"|Q_A-\nu|\le\Bigl(1-\frac1{d_1d_2}\Bigr)\mathrm{osc}(Q_A)",
        (Part("bound", sp.Abs(Q - nu), "<=", (1 - 1 / entries) * OSC, scale=sup + inf),),
    ),
    note="ν is the mean of Q_A over the pairs of two orthonormal bases, one pair of which may be u, v. A with one "
    "entry attains it.",
    uses=("neighbours.tang-oscillation",),
)


@MATRIX.quantity("c", range="≥ 0", tex="c")
def centre(world: Any) -> Any:
    return world["centre"]


@MATRIX.quantity("‖M_A − c·Id‖_sep", range="≥ 0", tex=r"\|M_A-c\,\mathrm{Id}\|_{\mathrm{sep}}")
def sep(world: Any) -> Any:
    rest = _moments(world) - world["centre"][..., None, None, None, None] * _whole_identity(world)
    return world.maximum(world.largest_on_units("sep above", rest), world.largest_on_units("sep below", -rest))


def _signed(world: Any) -> Any:
    """A symmetric Y."""
    return second_moments(world["law"] * (1 - 2 * world["signs"]), world["table"])


@MATRIX.quantity("‖Y‖_sep", range="≥ 0", tex=r"\|Y\|_{\mathrm{sep}}")
def sep_signed(world: Any) -> Any:
    form = _signed(world)
    return world.maximum(world.largest_on_units("Y above", form), world.largest_on_units("Y below", -form))


@MATRIX.quantity("‖Y‖", range="≥ 0", tex=r"\|Y\|")
def norm_signed(world: Any) -> Any:
    values = world.eigenvalues(_flat(_signed(world)))
    return world.maximum(values[..., 0], -values[..., -1])


def _paired(world: Any) -> Any:
    """Y = wwᵀ for w = Σ_i e_i⊗e_i, as (…, p, q, p, q)."""
    p, q = world.size("p"), world.size("q")
    w = np.eye(p, q, dtype=int).reshape(p * q)
    return (0 * _flat(_moments(world)) + outer(w)).reshape((*_moments(world).shape[:-4], p, q, p, q))


@MATRIX.quantity("‖Y‖ for Y = wwᵀ, w = Σe_i⊗e_i", range="≥ 1", tex=r"\|Y\|")
def norm_paired(world: Any) -> Any:
    return world.eigenvalues(_flat(_paired(world)))[..., 0]


@MATRIX.quantity("‖Y‖_sep for Y = wwᵀ, w = Σe_i⊗e_i", range="1", tex=r"\|Y\|_{\mathrm{sep}}")
def sep_paired(world: Any) -> Any:
    return world.largest_on_units("paired", _paired(world))


@MATRIX.quantity("min(d_1, d_2)", range="≥ 1", tex=r"\min(d_1,d_2)")
def smaller(world: Any) -> Any:
    return min(world.size("p"), world.size("q"))


SEPARABLE = Statement(
    id="neighbours.tang-separable",
    title="Isotropy and the separable norm",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "(12)"),
    domain=MATRIX,
    printed=Claim(
        "A is ζ-isotropic iff ‖M_A − q̄·Id‖_sep ≤ ζ/2; ‖Y‖_sep ≤ ‖Y‖ for symmetric Y; for all d_1, d_2 some Y has "
        "‖Y‖ = min(d_1, d_2)·‖Y‖_sep > 0.",
        r"\|M_A-\bar q\,\mathrm{Id}\|_{\mathrm{sep}}=\tfrac12\mathrm{osc}(Q_A),\quad\|Y\|_{\mathrm{sep}}\le\|Y\|,\quad"
        r"\|Y\|=\min(d_1,d_2)\|Y\|_{\mathrm{sep}}",
        (
            Part("iff", sep, "==", OSC / 2 + sp.Abs(centre - CENTRE), scale=1 + sup + centre),
            Part("norm", sep_signed, "<=", norm_signed),
            Part("gap", norm_paired, "==", smaller * sep_paired),
        ),
    ),
    note="The part `iff` has any c for q̄: the separable norm is osc/2 + |c − q̄|, least at q̄, where it is osc/2. "
    "Sizes with d_2 ≤ 2 are searched.",
    uses=("neighbours.tang-oscillation",),
)


@MATRIX.quantity("E‖GᵀAH‖_F²", range="≥ 0", tex=r"\mathbb E\|G^\top AH\|_F^2")
def energy(world: Any) -> Any:
    seen = transposed(world["heads"])[..., None, :, :] @ world["table"] @ world["tails"][..., None, :, :]
    return (world["law"] * squared(seen)).sum(-1)


@MATRIX.quantity("‖G‖_F²‖H‖_F²", range="≥ 0", tex=r"\|G\|_F^2\|H\|_F^2")
def weight(world: Any) -> Any:
    return squared(world["heads"]) * squared(world["tails"])


def _where(world: Any) -> Mapping[str, Any]:
    """u, v of the largest Q_A."""
    u, v = world.where_largest_on_units(_moments(world))
    return {"top_head": u, "top_tail": v}


@MATRIX.quantity(
    "largest E‖GᵀAH‖_F²/(‖G‖_F²‖H‖_F²)", range="≥ 0",
    tex=r"\max_{G,H}\frac{\mathbb E\|G^\top AH\|_F^2}{\|G\|_F^2\|H\|_F^2}",
    best={"top_head": sorts.values("p"), "top_tail": sorts.values("q")}, at=_where,
)  # fmt: skip
def energy_largest(world: Any) -> Any:
    head, tail = world["top_head"], world["top_tail"]
    return value_at(world["law"], world["table"], head, tail) / ((head**2).sum(-1) * (tail**2).sum(-1))


LARGE = 1 + weight * (1 + sup + zeta)

ENERGY_TRANSFER = Statement(
    id="neighbours.tang-energy-transfer",
    title="Energy through an isotropic matrix",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Lemma 21"),
    domain=MATRIX,
    printed=Claim(
        "osc(Q_A) ≤ ζ ⇒ |E‖GᵀAH‖_F² − q̄‖G‖_F²‖H‖_F²| ≤ (ζ/2)‖G‖_F²‖H‖_F² for all G, H; at ζ = osc some non-zero G, H "
        "attain it.",
        r"\bigl|\mathbb E\|G^\top AH\|_F^2-\bar q\|G\|_F^2\|H\|_F^2\bigr|\le\tfrac\zeta2\|G\|_F^2\|H\|_F^2",
        (
            Part("bound", sp.Abs(energy - CENTRE * weight), "<=", zeta * weight / 2, given=(ISOTROPIC,), scale=LARGE),
            Part("attained", OSC / 2, "<=", sp.Abs(energy_largest - CENTRE), scale=1 + sup),
        ),
    ),
    note="G and H have two columns each. The part `attained` has one column each, where Q_A is largest.",
    uses=("neighbours.tang-oscillation",),
)


def _passed(world: Any) -> Any:
    """CA."""
    return world["factor"][..., None, :, :] @ world["table"]


@MATRIX.quantity("sup Q_{CA}", range="≥ 0", tex=r"\sup Q_{CA}")
def sup_passed(world: Any) -> Any:
    return world.largest_on_units("sup CA", second_moments(world["law"], _passed(world)))


@MATRIX.quantity("inf Q_{CA}", range="≥ 0", tex=r"\inf Q_{CA}")
def inf_passed(world: Any) -> Any:
    return -world.largest_on_units("inf CA", -second_moments(world["law"], _passed(world)))


@MATRIX.quantity("τ_1²", range="≥ 0", tex=r"\tau_1^2")
def tau_first(world: Any) -> Any:
    return world.eigenvalues(world["factor"] @ transposed(world["factor"]))[..., 0]


@MATRIX.quantity("τ_{d_1}²", range="≥ 0", tex=r"\tau_{d_1}^2")
def tau_last(world: Any) -> Any:
    return world.eigenvalues(world["factor"] @ transposed(world["factor"]))[..., -1]


PASSED = CENTRE * (tau_first - tau_last) + zeta / 2 * (tau_first + tau_last)

PROPAGATION = Statement(
    id="neighbours.tang-propagation",
    title="Oscillation behind a linear map",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Lemma 22"),
    domain=MATRIX,
    printed=Claim(
        "C with singular values τ_1 ≥ … ≥ τ_{d_1}, osc(Q_A) ≤ ζ: osc(Q_{CA}) ≤ q̄(τ_1² − τ_{d_1}²) + "
        "(ζ/2)(τ_1² + τ_{d_1}²), and equality occurs for some A, C.",
        r"\mathrm{osc}(Q_{CA})\le\bar q(\tau_1^2-\tau_{d_1}^2)+\tfrac\zeta2(\tau_1^2+\tau_{d_1}^2)",
        (
            Part("bound", sup_passed - inf_passed, "<=", PASSED, given=(ISOTROPIC,), scale=1 + sup * (1 + tau_first)),
            Part(
                "equality",
                PASSED,
                "<=",
                sup_passed - inf_passed,
                given=(ISOTROPIC, Hypothesis("real", 0, "<", inf, "inf Q_A > 0"), Hypothesis("map", 0, "<", tau_last)),
                exists=True,
            ),
        ),
    ),
    uses=("neighbours.tang-oscillation",),
)


@MATRIX.quantity("λ_max(Λ), Λ = E AAᵀ", range="≥ 0", tex=r"\lambda_{\max}(\Lambda)")
def prior_max(world: Any) -> Any:
    moments = _moments(world)
    return world.eigenvalues(np.diagonal(moments, axis1=-3, axis2=-1).sum(-1))[..., 0]


@MATRIX.quantity("λ_min(Λ), Λ = E AAᵀ", range="≥ 0", tex=r"\lambda_{\min}(\Lambda)")
def prior_min(world: Any) -> Any:
    moments = _moments(world)
    return world.eigenvalues(np.diagonal(moments, axis1=-3, axis2=-1).sum(-1))[..., -1]


ALPHA = prior_max / prior_min - 1
BOUND = zeta / (CENTRE - zeta / 2)

ISOTROPY_FLATNESS = Statement(
    id="neighbours.tang-isotropy-flatness",
    title="An isotropic prior is flat",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Proposition 20, S2 ⇒ S3"),
    domain=MATRIX,
    printed=Claim(
        "A = Δ in orthonormal coordinates, Λ = E AAᵀ ≠ 0: A ζ-isotropic, ζ ≥ 0 ⇒ α(Λ) ≤ ζ/(q̄ − ζ/2).",
        r"\alpha(\Lambda)\le\frac\zeta{\bar q-\zeta/2}",
        (Part("bound", ALPHA, "<=", BOUND),),
        given=(ISOTROPIC, Hypothesis("prior", 0, "<", prior_max, "Λ ≠ 0")),
    ),
    corrected=Claim(
        "The same for ζ < 2q̄; and α(Λ) ≤ osc(Q_A)/inf Q_A where inf Q_A > 0.",
        r"\zeta<2\bar q\Rightarrow\alpha(\Lambda)\le\frac\zeta{\bar q-\zeta/2},\qquad"
        r"\alpha(\Lambda)\le\frac{\mathrm{osc}(Q_A)}{\inf Q_A}",
        (
            Part(
                "bound",
                ALPHA,
                "<=",
                BOUND,
                given=(ISOTROPIC, Hypothesis("small", zeta, "<", 2 * CENTRE, "ζ < 2q̄")),
            ),
            Part(
                "oscillation",
                ALPHA,
                "<=",
                OSC / inf,
                given=(Hypothesis("positive", 0, "<", inf),),
                scale=(sup / inf) ** 2,
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Every A is ζ-isotropic for a large ζ, and the bound is negative for ζ > 2q̄.",
    note="Any random matrix is a Δ for some tasks and a small ε.",
    uses=("neighbours.tang-oscillation",),
)

STATEMENTS = (OSCILLATION, OSCILLATION_MEAN, SEPARABLE, ENERGY_TRANSFER, PROPAGATION, ISOTROPY_FLATNESS)
