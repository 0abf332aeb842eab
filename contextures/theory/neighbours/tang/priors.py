"""Chapter 7.1: priors with partial traces, and priors of independent tasks."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.algebra import outer, transposed
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _coherent(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Tables with all their mass in one row."""
    r, m, u = sizes["r"], sizes["m"], sizes["u"]
    tables = np.zeros((count, r, m, u), dtype=np.int64)
    tables[:, :, 0] = rng.integers(-3, 4, (count, r, u))
    return {"tables": tables}


TRACED = Domain(
    "M̂ = c_0·Id + Σγ_r w_rw_rᵀ on (mean-zero functions of A) ⊗ ℝ^{d_U}",
    {
        "c": sorts.ratio(0, 4, "right", text="c_0"),
        "gamma": sorts.ratios("r", high=8, closed="right", text="γ_r"),
        "tables": sorts.values("r", "m", "u", text="W_r up to a factor; none where it is zero"),
        "common": sorts.unit(1, "m", text="a"),
        "own": sorts.unit("r", "u", text="b_r"),
    },
    sizes={"r": (1, 3), "m": (1, 3), "u": (1, 3)},
    families={"one row": _coherent},
)


def _norms(world: Any) -> Any:
    """‖W_r‖², or 1, and which of them count."""
    square = (world["tables"] ** 2).sum((-1, -2))
    return world.where(square > 0, square, 1), world.where(square > 0, 1, 0)


def _prior(world: Any, tables: Any, factors: Any) -> Any:
    """Λ, the partial trace of M̂ for w_r the entries of tables (…, r, m, u), times factors (…, r)."""
    m, u = world.size("m"), world.size("u")
    vectors = tables.reshape((*tables.shape[:-2], m * u))
    terms = ((world["gamma"] * factors)[..., None, None] * outer(vectors)).sum(-3)
    whole = world["c"][..., None, None] * np.eye(m * u, dtype=int) + terms
    return np.diagonal(whole.reshape((*whole.shape[:-2], m, u, m, u)), axis1=-3, axis2=-1).sum(-1)


def _anisotropy(world: Any, matrix: Any) -> Any:
    """α = λ_max/λ_min − 1."""
    values = world.eigenvalues(matrix)
    return values[..., 0] / values[..., -1] - 1


@TRACED.quantity("α of the partial trace Λ of M̂", range="≥ 0", tex=r"\alpha(\Lambda)")
def alpha_traced(world: Any) -> Any:
    square, counts = _norms(world)
    return _anisotropy(world, _prior(world, world["tables"], counts / square))


@TRACED.quantity("Σγ_rσ_max²(W_r)", range="≥ 0", tex=r"\sum_r\gamma_r\sigma_{\max}^2(W_r)")
def strengths(world: Any) -> Any:
    square, counts = _norms(world)
    top = world.eigenvalues(world["tables"] @ transposed(world["tables"]))[..., 0]
    return (world["gamma"] * top * counts / square).sum(-1)


@TRACED.quantity("c_0d_U", range="> 0", tex="c_0d_U")
def floor(world: Any) -> Any:
    return world["c"] * world.size("u")


PARTIAL_TRACE = Statement(
    id="neighbours.tang-partial-trace",
    title="The anisotropy of a partial trace",
    kind=Kind.INEQUALITY,
    source=Source("tang", "(9)"),
    domain=TRACED,
    printed=Claim(
        "M̂ = c_0·Id + Σγ_r w_rw_rᵀ, c_0 > 0, γ_r > 0, ‖w_r‖ = 1, W_r the matrix of w_r: Λ = c_0d_U·Id + Σγ_rW_rW_rᵀ "
        "has α(Λ) ≤ Σγ_rσ_max²(W_r)/(c_0d_U).",
        r"\alpha(\Lambda)\le\frac{\sum_r\gamma_r\sigma_{\max}^2(W_r)}{c_0d_U}",
        (Part("bound", alpha_traced, "<=", strengths / floor),),
    ),
    note="Λ is measured as the partial trace of M̂. A term with W_r = 0 is none.",
)


@TRACED.quantity("α of the partial trace Λ of M̂ for W_r = ab_rᵀ", range="≥ 0", tex=r"\alpha(\Lambda)")
def alpha_coherent(world: Any) -> Any:
    tables = world["common"][..., 0, None, :, None] * world["own"][..., :, None, :]
    return _anisotropy(world, _prior(world, tables, 1))


@TRACED.quantity("Σγ_r", range="≥ 0", tex=r"\sum_r\gamma_r")
def total(world: Any) -> Any:
    return world["gamma"].sum(-1)


@TRACED.quantity("M − 1", range="≥ 1", tex="M-1")
def dimension(world: Any) -> Any:
    return world.size("m")


EXACT = (Part("exact", alpha_coherent, "==", total / floor),)

COHERENT = Statement(
    id="neighbours.tang-coherent",
    title="Coherent tasks",
    kind=Kind.IDENTITY,
    source=Source("tang", "Proposition 12(i)"),
    domain=TRACED,
    printed=Claim(
        "If moreover W_r = ab_rᵀ with one unit a for all r: α(Λ) = Σγ_r/(c_0d_U), whatever the dimension M − 1.",
        r"\alpha(\Lambda)=\frac{\sum_r\gamma_r}{c_0d_U}",
        EXACT,
    ),
    corrected=Claim(
        "The same for M − 1 ≥ 2; α(Λ) = 0 for M = 2.",
        r"\alpha(\Lambda)=\frac{\sum_r\gamma_r}{c_0d_U}\ (M\ge3),\qquad\alpha(\Lambda)=0\ (M=2)",
        (
            Part(
                "exact", alpha_coherent, "==", total / floor, given=(Hypothesis("room", 2, "<=", dimension, "M ≥ 3"),)
            ),
            Part("line", alpha_coherent, "==", 0, given=(Hypothesis("binary", dimension, "==", 1, "M = 2"),)),
        ),
    ),
    faults=(Fault.BOUNDARY,),
    why="A binary A has one mean-zero function up to a factor, on which every Λ > 0 is isotropic.",
    uses=("neighbours.tang-partial-trace",),
)


TASKS = Domain(
    "independent Δ_1, …, Δ_n with EΔΔᵀ = λ·Id: multiples of the vectors of two orthonormal bases",
    {
        "level": sorts.ratio(0, 2, "right", text="λ"),
        "share": sorts.ratio(0, 1, "left", text="the chance of the second basis"),
        "first": sorts.law("m", text="the chance of each vector of the first basis, given this basis"),
        "second": sorts.law("m", text="the chance of each vector of the second basis"),
        "turn": sorts.orthogonal("m", text="the second basis in the first one"),
        "eta": sorts.ratio(0, 1, "neither", text="η"),
        "change": sorts.symmetric("m", text="Λ̂ − λ·Id of the second part, up to a factor"),
        "size": sorts.ratio(0, 2, text="the factor, in λ over the sum of the sizes of the entries"),
    },
    sizes={"m": (1, 3)},
    shared={"n": (1, 3)},
)


def _atoms(world: Any) -> Any:
    """The chances of ΔΔᵀ and its values, λ/p_i times a projection, (…, 2m) and (…, 2m, m, m)."""
    share, turn, first, second = world["share"], world["turn"], world["first"], world["second"]
    chances = np.concatenate([(1 - share)[..., None] * first, share[..., None] * second], -1)
    one = outer(0 * turn + np.eye(world.size("m"), dtype=int))
    bases = np.concatenate([one, outer(transposed(turn))], -3)
    scale = world["level"][..., None] / np.concatenate([first, second], -1)
    return chances, scale[..., None, None] * bases


def _deviations(world: Any) -> Any:
    """ϱ = ‖Λ̂ − λ·Id‖ of every sample of n, and their chances."""
    m, n = world.size("m"), world.size("n")
    chances, values = _atoms(world)
    samples = world.samples(chances, n)
    flat = values.reshape((*values.shape[:-2], m * m))
    mean = (samples.counts @ flat) / n
    matrices = mean.reshape((*mean.shape[:-1], m, m))
    rest = world.eigenvalues(matrices - world["level"][..., None, None, None] * np.eye(m, dtype=int))
    return world.maximum(rest[..., 0], -rest[..., -1]), samples.probabilities


def _largest(world: Any) -> Any:
    """R², the largest ‖Δ‖²."""
    chances, _ = _atoms(world)
    scale = world["level"][..., None] / np.concatenate([world["first"], world["second"]], -1)
    return world.where(chances > 0, scale, 0).max(-1)


def _miss(world: Any, square: Any) -> Any:
    """P(ϱ > √(2R²λℓ/n) + 2R²ℓ/(3n)) for some number as R²."""
    n = world.size("n")
    logarithm = world.log(2 * world.size("m") / world["eta"])
    bound = world.sqrt(2 * square * world["level"] * logarithm / n) + 2 * square * logarithm / (3 * n)
    found, chances = _deviations(world)
    return world.where(world.exceeds(found, bound[..., None]), chances, 0).sum(-1)


@TASKS.quantity("P(ϱ > √(2R²λℓ/n) + 2R²ℓ/(3n))", range="[0, 1]", tex=r"\Pr(\varrho>\dots)")
def miss(world: Any) -> Any:
    return _miss(world, _largest(world))


@TASKS.quantity("P(ϱ > √(2(R²−λ)λℓ/n) + 2(R²−λ)ℓ/(3n))", range="[0, 1]", tex=r"\Pr(\varrho>\dots)")
def miss_centred(world: Any) -> Any:
    return _miss(world, _largest(world) - world["level"])


@TASKS.quantity("η", range="(0, 1)", tex=r"\eta")
def eta(world: Any) -> Any:
    return world["eta"]


@TASKS.quantity("λ", range="> 0", tex=r"\lambda")
def level(world: Any) -> Any:
    return world["level"]


@TASKS.quantity("M − 1", range="≥ 1", tex="M-1")
def m(world: Any) -> Any:
    return world.size("m")


def _changed(world: Any) -> Any:
    """Λ̂ − λ·Id of the second part."""
    change = world["change"]
    total = world.absolute(change).sum((-1, -2))
    factor = world["size"] * world["level"] / world.where(total > 0, total, 1)
    return factor[..., None, None] * change


@TASKS.quantity("ϱ = ‖Λ̂ − λ·Id‖", range="≥ 0", tex=r"\varrho")
def deviation(world: Any) -> Any:
    values = world.eigenvalues(_changed(world))
    return world.maximum(values[..., 0], -values[..., -1])


@TASKS.quantity("α(Λ̂)", range="≥ 0", tex=r"\alpha(\hat\Lambda)")
def alpha_estimated(world: Any) -> Any:
    level = world["level"][..., None, None] * np.eye(world.size("m"), dtype=int)
    return _anisotropy(world, level + _changed(world))


DIVERSITY = Statement(
    id="neighbours.tang-diversity",
    title="Many independent tasks make the prior isotropic",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 13"),
    domain=TASKS,
    printed=Claim(
        "Δ_1, …, Δ_n independent, EΔ_tΔ_tᵀ = λ·Id, ‖Δ_t‖_F² ≤ R², Λ̂ = n⁻¹ΣΔ_tΔ_tᵀ, 0 < η < 1, λ > 0, "
        "ℓ = ln(2(M−1)/η): with probability ≥ 1 − η, ϱ = ‖Λ̂ − λ·Id‖ ≤ √(2R²λℓ/n) + 2R²ℓ/(3n); and if ϱ ≤ λ/2, "
        "α(Λ̂) ≤ 2ϱ/(λ − ϱ) ≤ 4ϱ/λ.",
        r"\varrho\le\sqrt{\frac{2R^2\lambda\ell}n}+\frac{2R^2\ell}{3n},\qquad"
        r"\alpha(\hat\Lambda)\le\frac{2\varrho}{\lambda-\varrho}\le\frac{4\varrho}\lambda",
        (
            Part("deviation", miss, "<=", eta),
            Part(
                "conversion",
                alpha_estimated,
                "<=",
                2 * deviation / (level - deviation),
                given=(Hypothesis("near", deviation, "<=", level / 2, "ϱ ≤ λ/2"),),
            ),
            Part(
                "conversion-simple",
                2 * deviation / (level - deviation),
                "<=",
                4 * deviation / level,
                given=(Hypothesis("near", deviation, "<=", level / 2, "ϱ ≤ λ/2"),),
            ),
        ),
    ),
    note="ΔΔᵀ is λ/p_i times the projection on a vector of one of two bases, drawn with the chance p_i; all samples "
    "are listed. R² is the largest ‖Δ‖².",
)

DIVERSITY_CENTRED = Statement(
    id="neighbours.tang-diversity-centred",
    title="The deviation of the prior with R² − λ for R²",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=TASKS,
    printed=Claim(
        "In neighbours.tang-diversity with M ≥ 3: ϱ ≤ √(2(R²−λ)λℓ/n) + 2(R²−λ)ℓ/(3n) with probability ≥ 1 − η.",
        r"\varrho\le\sqrt{\frac{2(R^2-\lambda)\lambda\ell}n}+\frac{2(R^2-\lambda)\ell}{3n}",
        (Part("deviation", miss_centred, "<=", eta),),
        given=(Hypothesis("room", 2, "<=", m, "M ≥ 3"),),
    ),
    note="R² ≥ E‖Δ‖² = λ(M − 1), so that R² − λ ≥ λ bounds both ‖ΔΔᵀ − λ·Id‖ and, times λ, its variance.",
    uses=("neighbours.tang-diversity",),
)

STATEMENTS = (PARTIAL_TRACE, COHERENT, DIVERSITY, DIVERSITY_CENTRED)
