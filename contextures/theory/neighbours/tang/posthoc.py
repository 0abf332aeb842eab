"""Chapter 7.1: directions of a given feature that are chosen after it, from the means of tasks."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.characters import characters, diagonal_law
from contextures.theory.neighbours.tang.algebra import centred, moments, squared, transposed
from contextures.theory.neighbours.tang.losses import plain_loss
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _scaled(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Character laws, tasks that see one character each, and features that are characters, scaled or not."""
    points, e, t, u = sizes["x"], sizes["e"], sizes["t"], sizes["u"]
    if points not in (2, 4) or sizes["a"] != points:
        return {}
    chi = characters(points)
    law, total, values = diagonal_law(rng, count, points)
    order = np.argsort(-np.abs(values) + rng.random(values.shape) / 2, axis=1)
    order = np.pad(order, ((0, 0), (0, max(0, e - points + 1))), mode="edge")[:, :e]
    scale = np.where(rng.random((count, 1)) < 0.4, 1, rng.integers(1, 5, (count, e)))
    seen = np.where(rng.random((count, t)) < 0.5, order[:, np.arange(t) % e], rng.integers(0, points - 1, (count, t)))
    strength = rng.integers(0, 4, (count, t))
    opposed = rng.random((count, 1)) < 0.5
    scale = np.where(opposed, 1 + np.arange(e) * rng.integers(1, 5, (count, 1)), scale)
    seen = np.where(opposed, order[:, np.arange(t) % e], seen)
    strength = np.where(opposed, 3, strength)
    means = (((seen[:, :, None] == order[:, None, :]) * strength[:, :, None] ** 2).sum(1)) * (
        scale * np.take_along_axis(values, order, 1)
    ) ** 2
    largest = np.argsort(-means, axis=1, kind="stable")
    order, scale = (np.take_along_axis(drawn, largest, 1) for drawn in (order, scale))
    f = np.moveaxis(chi[:, order], 0, 1)
    g = f * np.take_along_axis(values, order, 1)[:, None, :] * 12 // scale[:, None, :]
    f = f * scale[:, None, :]
    f[:, :, e - 1] += (rng.random((count, 1)) < 0.2) * f[:, :, 0] * (e > 1)
    tasks = np.full((count, t, points, u), 1, dtype=np.int64)
    change = strength[:, :, None] * np.moveaxis(chi[:, seen], 0, -1) * (u > 1)
    tasks[..., 0], tasks[..., u - 1] = 3 + change, 3 - change
    return {
        "law": law, "tasks": tasks, "f": f, "g": g, "divisor": 12 * total,
        "frame": np.zeros((count, e, e), dtype=np.int64),
    }  # fmt: skip


FEATURE = Domain(
    "a law, tasks, a feature f, and orthonormal directions w_j",
    {
        "law": sorts.law("x", "a", text="the law of X and A"),
        "tasks": sorts.channel("t", "a", "u", text="the law of U_t given A; values without mass are none"),
        "epsilon": sorts.ratio(0, 4, "right", text="ε"),
        "f": sorts.values("x", "e", text="f, a component a column"),
        "g": sorts.values("a", "e", text="g times the divisor"),
        "divisor": sorts.count(1, 240, text="what g is divided by"),
        "frame": sorts.orthogonal("e", text="w_1, w_2, …, as columns"),
    },
    sizes={"x": (2, 4), "a": (2, 4), "t": (1, 3), "u": (1, 3), "e": (1, 3)},
    shared={"d": (1, 2)},
    together=lambda sizes: sizes["d"] <= sizes["e"],
    families={"bit": _scaled, "two bits": _scaled, "a direction of two bits": _scaled},
    near={
        "bit": {"x": (2, 2), "a": (2, 2), "e": (1, 1)},
        "two bits": {"x": (4, 4), "a": (4, 4), "t": (2, 3), "u": (2, 3), "e": (2, 3), "d": (1, 2)},
        "a direction of two bits": {"x": (4, 4), "a": (4, 4), "t": (2, 3), "u": (2, 3), "e": (2, 3), "d": (1, 1)},
    },
)


def _p_x(world: Any) -> Any:
    return world["law"].sum(-1)


def _p_a(world: Any) -> Any:
    return world["law"].sum(-2)


def _masses(world: Any) -> Any:
    """P(U_t = u), and 1/P(U_t = u), 0 where there is no mass."""
    mass = (_p_a(world)[..., None, :, None] * world["tasks"]).sum(-2)
    return mass, world.where(mass > 0, 1, 0) / world.where(mass > 0, mass, 1)


def _units(world: Any) -> Any:
    """nε²."""
    return (world.size("t") * world["epsilon"] ** 2)[..., None, None]


def _estimate(world: Any) -> Any:
    """M̂, from the means of f over the inputs of each task and value."""
    p_x, p_a = _p_x(world), _p_a(world)
    mass, inverse = _masses(world)
    reached = (world["law"] / p_a[..., None, :])[..., None, :, :] @ (p_a[..., None, :, None] * world["tasks"])
    given = reached * inverse[..., None, :]
    means = transposed(given) @ world["f"][..., None, :, :]
    shifts = means - (p_x[..., :, None] * world["f"]).sum(-2)[..., None, None, :]
    return (transposed(shifts) @ (mass[..., None] * shifts)).sum(-3) / _units(world)


def _kernel(world: Any) -> Any:
    """The kernel of L = TΛT* on L²(P_X)."""
    mass, inverse = _masses(world)
    shifts = world["tasks"] - mass[..., None, :]
    task = ((shifts * inverse[..., None, :]) @ transposed(shifts)).sum(-3) / _units(world)
    seen = world["law"] / _p_x(world)[..., :, None]
    return seen @ task @ transposed(seen)


def _held(world: Any) -> Any:
    """H = ⟨f̃_i, Lf̃_j⟩."""
    weighted = _p_x(world)[..., :, None] * centred(_p_x(world), world["f"])
    return transposed(weighted) @ _kernel(world) @ weighted


def _gram(world: Any) -> Any:
    return moments(_p_x(world), centred(_p_x(world), world["f"]))


def _chosen(world: Any) -> Any:
    return world["frame"][..., :, : world.size("d")]


def _ratio(world: Any, above: Any, below: Any) -> Any:
    """tr((WᵀBW)⁻¹WᵀAW)."""
    w = _chosen(world)
    return world.trace(world.inverse(transposed(w) @ below @ w) @ (transposed(w) @ above @ w))


@FEATURE.quantity("tr(WᵀM̂W)", range="≥ 0", tex=r"\mathrm{tr}(W^\top\hat MW)")
def trace_on(world: Any) -> Any:
    w = _chosen(world)
    return world.trace(transposed(w) @ _estimate(world) @ w)


@FEATURE.quantity("Σ_{i≤d}λ_i(M̂)", range="≥ 0", tex=r"\sum_{i\le d}\lambda_i(\hat M)")
def top(world: Any) -> Any:
    return world.eigenvalues(_estimate(world))[..., : world.size("d")].sum(-1)


@FEATURE.quantity("J of the functions w_jᵀf", range="≥ 0", tex=r"J(W^\top f;\Lambda)")
def J(world: Any) -> Any:
    return _ratio(world, _held(world), _gram(world))


@FEATURE.quantity("largest J of d dimensions in the span of f", range="≥ 0", tex=r"\max_WJ(W^\top f;\Lambda)")
def J_best(world: Any) -> Any:
    """The largest eigenvalues of ΠLΠ, Π onto the span of f̃."""
    p = _p_x(world)
    onto = world.projector(centred(p, world["f"]), p)
    return world.eigenvalues(onto @ (_kernel(world) * p[..., None, :]) @ onto, p)[..., : world.size("d")].sum(-1)


@FEATURE.quantity("‖E f̃f̃ᵀ − I‖_F²", range="≥ 0", tex=r"\|\mathbb E\tilde f\tilde f^\top-I\|_F^2")
def unnormalised(world: Any) -> Any:
    return squared(_gram(world) - np.eye(world.size("e"), dtype=int))


@FEATURE.quantity("loss (10) of f − E f and g", tex=r"\ell(f,g)")
def loss(world: Any) -> Any:
    g = world["g"] / world["divisor"][..., None, None]
    return plain_loss(world, centred(_p_x(world), world["f"]), g)


@FEATURE.quantity("Σ_{i≤d_0}s_i²", range="≥ 0", tex="S_{d_0}")
def S(world: Any) -> Any:
    return (world.singular_values(world["law"]) ** 2)[..., : world.size("e")].sum(-1)


@FEATURE.quantity("tr((WᵀĜW)⁻¹WᵀM̂W), Ĝ = E f̃f̃ᵀ", range="≥ 0", tex=r"\mathrm{tr}((W^\top\hat GW)^{-1}W^\top\hat MW)")
def ratio_on(world: Any) -> Any:
    return _ratio(world, _estimate(world), _gram(world))


@FEATURE.quantity("Σ_{i≤d}λ_i(Ĝ⁻¹M̂)", range="≥ 0", tex=r"\sum_{i\le d}\lambda_i(\hat G^{-1}\hat M)")
def ratio_top(world: Any) -> Any:
    """Those of f̃Ĝ⁻¹M̂Ĝ⁻¹f̃ᵀ on L²(P_X)."""
    p, inverse = _p_x(world), world.inverse(_gram(world))
    f = centred(p, world["f"])
    kernel = f @ inverse @ _estimate(world) @ inverse @ transposed(f)
    return world.eigenvalues(kernel * p[..., None, :], p)[..., : world.size("d")].sum(-1)


@FEATURE.quantity("λ_min(Ĝ)/λ_max(Ĝ), Ĝ = E f̃f̃ᵀ", range="(0, 1]", tex=r"\kappa(\hat G)^{-1}")
def evenness(world: Any) -> Any:
    values = world.eigenvalues(_gram(world))
    return values[..., -1] / values[..., 0]


TOP = Hypothesis("top", trace_on, "==", top, "the w_j span a top-d eigenspace of M̂")
NORMALISED = Hypothesis("normalised", unnormalised, "==", 0, "E f̃f̃ᵀ = I")
INDEPENDENT = Hypothesis("independent", 0, "<", evenness, "the components of f̃ are linearly independent")
MINIMISES = Hypothesis("minimises", loss, "==", -S, "(f, g) attains the minimum of loss (10), −S_{d_0}")

POSTHOC = Statement(
    id="neighbours.tang-posthoc",
    title="Directions of a feature chosen by the means of tasks",
    kind=Kind.IDENTITY,
    source=Source("tang", "Section 5"),
    domain=FEATURE,
    printed=Claim(
        "f a normalised feature of d_0 components, m_{t,u} = E[f(X)|U_t=u] − E f(X), M̂ = (nε²)⁻¹ΣP_{U_t}(u)m_{t,u}"
        "m_{t,u}ᵀ, Λ the average of Δ_tΔ_tᵀ: for orthonormal w_1..w_d that span a top-d eigenspace of M̂ the functions "
        "w_jᵀf have the largest gain J(·;Λ) among d-dimensional subspaces of span(f).",
        r"J(W^\top f;\Lambda)=\max_{\dim V=d,\,V\subset\mathrm{span}f}J(V;\Lambda)",
        (Part("gain", J, "==", J_best, given=(NORMALISED, TOP)),),
    ),
    note="That tr(WᵀM̂W) = Σ_{i≤d}λ_i(M̂) tells a top-d eigenspace (neighbours.tang-ky-fan).",
    uses=("neighbours.tang-ky-fan",),
)

POSTHOC_TRAINED = Statement(
    id="neighbours.tang-posthoc-trained",
    title="The same with a trained encoder",
    kind=Kind.IDENTITY,
    source=Source("tang", "Section 5, where f is a trained encoder", reconstructed=True),
    domain=FEATURE,
    printed=Claim(
        "The same, M̂ and w_jᵀf as before, for every f with d_0 linearly independent centred components; for f of a "
        "minimiser (f, g) of loss (10) at width d_0 over centred f and all g.",
        r"J(W^\top f;\Lambda)=\max_{\dim V=d,\,V\subset\mathrm{span}f}J(V;\Lambda)",
        (
            Part("any", J, "==", J_best, given=(TOP, INDEPENDENT)),
            Part("minimiser", J, "==", J_best, given=(TOP, INDEPENDENT, MINIMISES)),
        ),
    ),
    corrected=Claim(
        "The same where the w_j span a top-d eigenspace of Ĝ⁻¹M̂ with Ĝ = E f̃f̃ᵀ; for those of M̂ the gain is at least "
        "the largest one times λ_min(Ĝ)/λ_max(Ĝ).",
        r"J(W^\top f;\Lambda)=\max_VJ(V;\Lambda)\text{ for }\hat G^{-1}\hat M,\qquad "
        r"J(W^\top f;\Lambda)\ge\frac{\lambda_{\min}(\hat G)}{\lambda_{\max}(\hat G)}\max_VJ(V;\Lambda)"
        r"\text{ for }\hat M",
        (
            Part(
                "any",
                J,
                "==",
                J_best,
                given=(
                    INDEPENDENT,
                    Hypothesis("top", ratio_on, "==", ratio_top, "the w_j span a top-d eigenspace of Ĝ⁻¹M̂"),
                ),
                scale=(1 + J_best) / evenness,
            ),
            Part("share", evenness * J_best, "<=", J, given=(TOP, INDEPENDENT), scale=(1 + J_best) / evenness),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The loss fixes the span of f and no scale: a component that is scaled up has large means without gain, and "
    "the top directions of M̂ follow it. Means are to be compared with the covariance of f.",
    uses=("neighbours.tang-posthoc",),
)

STATEMENTS = (POSTHOC, POSTHOC_TRAINED)
