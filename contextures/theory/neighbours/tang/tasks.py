"""Chapter 7.1: tasks, what a probe of a feature leaves of them, and the rank of a bank of tasks."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.algebra import transposed
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

PROBED = Domain(
    "a chain U, A, X, and functions of A and of X",
    {
        "first": sorts.law("u", "a", text="the law of U and A"),
        "second": sorts.channel("a", "x", text="the law of X given A"),
        "same": sorts.values("a", "d", text="functions of A, one a column"),
        "cross": sorts.values("x", "d", text="functions of X, one a column"),
        "epsilon": sorts.ratio(0, 5, "right", text="ε"),
    },
    sizes={"u": (1, 3), "a": (2, 4), "x": (2, 4), "d": (1, 3)},
)


def _posterior(joint: Any) -> Any:
    """P(u|z) of a law (…, u, z)."""
    return joint / joint.sum(-2)[..., None, :]


def _energy(joint: Any) -> Any:
    """Σ_u P_U(u)⁻¹E P(u|·)²."""
    return ((joint * _posterior(joint)).sum(-1) / joint.sum(-1)).sum(-1)


def _risk(world: Any, joint: Any, columns: Any) -> Any:
    """Σ_u P_U(u)⁻¹ min E(P(u|·) − wᵀφ − c)² for a law (…, u, z): what the span of 1 and φ leaves of the energy."""
    design = np.concatenate([0 * columns[..., :1] + 1, columns], -1)
    fitted = _posterior(joint) @ transposed(world.projector(design, joint.sum(-2)))
    return _energy(joint) - ((joint * fitted).sum(-1) / joint.sum(-1)).sum(-1)


def _left(world: Any, p: Any, columns: Any, shifts: Any) -> Any:
    """‖(I − Π_Φ)H‖_F² of functions (…, u, z), the rows of H."""
    mean = (p[..., :, None] * columns).sum(-2)
    kept = shifts @ transposed(world.projector(columns - mean[..., None, :], p))
    return (p[..., None, :] * (shifts - kept) ** 2).sum((-1, -2))


def _shifts(world: Any) -> Any:
    """(P(a|u) − P_A(a))/(εP_A(a)), (…, u, a)."""
    joint = world["first"]
    given = joint / joint.sum(-1)[..., :, None]
    return (given / joint.sum(-2)[..., None, :] - 1) / world["epsilon"][..., None, None]


def _weighted(world: Any, p: Any, columns: Any, shifts: Any) -> Any:
    """ε²‖(I − Π_Φ)Δ‖_F², where the u-th column of Δ is √P_U(u) times the u-th shift."""
    total = 0
    for u in range(world.size("u")):
        mass = world["first"][..., u, :].sum(-1)
        total = total + mass * _left(world, p, columns, shifts[..., u : u + 1, :])
    return world["epsilon"] ** 2 * total


def _joint_cross(world: Any) -> Any:
    """The law of U and X."""
    return world["first"] @ world["second"]


@PROBED.quantity("Σ_u P_U(u)⁻¹ min_{w,c} E(P(u|A) − wᵀφ(A) − c)²", range="≥ 0", tex=r"R_{\mathrm{same}}")
def risk_same(world: Any) -> Any:
    return _risk(world, world["first"], world["same"])


@PROBED.quantity("ε²‖(I − Π_Φ)Δ‖_F², φ a function of A", range="≥ 0", tex=r"\varepsilon^2\|(I-\Pi_\Phi)\Delta\|_F^2")
def left_same(world: Any) -> Any:
    return _weighted(world, world["first"].sum(-2), world["same"], _shifts(world))


@PROBED.quantity("Σ_u P_U(u)⁻¹ min_{w,c} E(P(u|X) − wᵀφ(X) − c)²", range="≥ 0", tex=r"R_{\mathrm{cross}}")
def risk_cross(world: Any) -> Any:
    return _risk(world, _joint_cross(world), world["cross"])


@PROBED.quantity(
    "ε²‖(I − Π_Φ)Q̃Δ‖_F², φ a function of X", range="≥ 0",
    tex=r"\varepsilon^2\|(I-\Pi_\Phi)\tilde Q\Delta\|_F^2",
)  # fmt: skip
def left_cross(world: Any) -> Any:
    p_a, to_x = world["first"].sum(-2), world["second"]
    p_x = (p_a[..., :, None] * to_x).sum(-2)
    passed = (_shifts(world) * p_a[..., None, :]) @ to_x / p_x[..., None, :]
    return _weighted(world, p_x, world["cross"], passed)


@PROBED.quantity("Σ_u P_U(u)⁻¹E P(u|A)²", range="≥ 1", tex=r"\sum_uP_U(u)^{-1}\mathbb E P(u\mid A)^2")
def energy(world: Any) -> Any:
    return _energy(world["first"])


@PROBED.quantity("smallest mass of X", range="[0, 1/2]", tex=r"\min P_X")
def least_mass(world: Any) -> Any:
    return _joint_cross(world).sum(-2).min(-1)


PROBING_RISK = Statement(
    id="neighbours.tang-probing-risk",
    title="What a linear probe leaves of a task",
    kind=Kind.IDENTITY,
    source=Source("tang", "Proposition 1"),
    domain=PROBED,
    printed=Claim(
        "U–A–X a Markov chain, φ a feature, ε > 0: Σ_u P_U(u)⁻¹ min_{w,c} E(P(u|·) − wᵀφ − c)² = ε²‖(I − Π_Φ)Δ‖_F² for "
        "φ a function of A and P(u|a), and with Q̃Δ for Δ for φ a function of X and P(u|x).",
        r"\sum_uP_U(u)^{-1}\min_{w,c}\mathbb E\bigl(P(u\mid\cdot)-w^\top\varphi-c\bigr)^2"
        r"=\varepsilon^2\|(I-\Pi_\Phi)\Delta\|_F^2",
        (
            Part("same-view", risk_same, "==", left_same, scale=energy),
            Part(
                "cross-view",
                risk_cross,
                "==",
                left_cross,
                given=(Hypothesis("charged", 0, "<", least_mass, "P_X > 0"),),
                scale=energy,
            ),
        ),
    ),
    note="Both sides depend on the span of 1 and φ only, so that any components stand for normalised ones.",
)


def _bits(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Tasks that are functions of A, some of them constant or the same."""
    t, a, u = sizes["t"], sizes["a"], sizes["u"]
    chosen = rng.integers(0, u, (count, t, a))
    chosen[:, 1::2] = np.where(rng.random((count, 1, 1)) < 0.3, chosen[:, :1], chosen[:, 1::2])
    return {"tasks": np.eye(u, dtype=np.int64)[chosen]}


BANK = Domain(
    "a law of A, a bank of tasks U_t, and functions of A",
    {
        "law": sorts.law("a", text="the law of A"),
        "tasks": sorts.channel("t", "a", "u", text="the law of U_t given A; values without mass are none"),
        "directions": sorts.values("a", "d", 2, text="2d functions of A"),
    },
    sizes={"a": (2, 5), "t": (1, 3), "u": (1, 3), "d": (1, 2)},
    families={"bits": _bits},
)


def _columns(world: Any) -> Any:
    """P(a, U_t = u), a column for each value of each task."""
    joint = np.moveaxis(world["law"][..., None, :, None] * world["tasks"], -3, -2)
    return joint.reshape((*joint.shape[:-2], joint.shape[-2] * joint.shape[-1]))


@BANK.quantity("rank of Λ", range="≥ 0", tex=r"\mathrm{rank}\,\Lambda")
def rank_of_bank(world: Any) -> Any:
    """Those of a task add up to P_A, which the columns of its Δ_t are taken off: the rank of all joint laws less 1."""
    return world.rank(_columns(world)) - 1


@BANK.quantity("m = Σ_t(|U_t| − 1)", range="≥ 0", tex="m")
def m(world: Any) -> Any:
    return world.where(_columns(world).sum(-2) > 0, 1, 0).sum(-1) - world.size("t")


@BANK.quantity(
    "rank of the compression of Λ to 2d functions of mean 0", range="≥ 0", tex=r"\mathrm{rank}\,\Lambda^{(2d)}"
)
def rank_of_block(world: Any) -> Any:
    """Centred functions do not see P_A: the rank of what 1 and the functions make of the joint laws, less 1."""
    raw = world["directions"]
    columns = raw.reshape((*raw.shape[:-2], raw.shape[-2] * raw.shape[-1]))
    design = np.concatenate([0 * columns[..., :1] + 1, columns], -1)
    return world.rank(transposed(design) @ _columns(world)) - 1


@BANK.quantity("2d", range="≥ 2", tex="2d")
def twice_d(world: Any) -> Any:
    return 2 * world.size("d")


@BANK.quantity("M − 1", range="≥ 1", tex="M-1")
def dimension(world: Any) -> Any:
    return world.size("a") - 1


TANG_BANK = Statement(
    id="neighbours.tang-bank",
    title="The rank of a bank of tasks",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Section 5"),
    domain=BANK,
    printed=Claim(
        "Λ the average of Δ_tΔ_tᵀ over n tasks, m = Σ(|U_t| − 1): rank Λ ≤ m, and Λ^{(2d)} is singular if "
        "m < 2d ≤ M − 1.",
        r"\mathrm{rank}\,\Lambda\le m=\sum_t(|U_t|-1),\qquad m<2d\le M-1\Rightarrow\det\Lambda^{(2d)}=0",
        (
            Part("rank", rank_of_bank, "<=", m),
            Part(
                "singular",
                rank_of_block,
                "<=",
                twice_d - 1,
                given=(
                    Hypothesis("few", m, "<", twice_d, "m < 2d"),
                    Hypothesis("room", twice_d, "<=", dimension, "2d ≤ M − 1"),
                ),
            ),
        ),
    ),
    note="The compression is to any 2d functions of mean 0, the ν_i among them; the rank does not depend on ε.",
)

STATEMENTS = (PROBING_RISK, TANG_BANK)
