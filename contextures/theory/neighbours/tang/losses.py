"""Chapter 7.1: the spectral contrastive loss and its correction by a task covariance."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.characters import characters, diagonal_law
from contextures.theory.neighbours.tang.algebra import captured, centred, moments, squared, transposed
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator
Drawn = dict[str, Any]


def _minimisers(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Character laws and Λ, with minimisers of the losses, and pairs that just miss them."""
    points, d, j = sizes["x"], sizes["d"], sizes["j"]
    if points not in (2, 4) or sizes["a"] != points:
        return {}
    chi = characters(points)
    law, total, values = diagonal_law(rng, count, points)
    strength = np.zeros((count, j), dtype=np.int64)
    strength[:, : points - 1] = rng.integers(0, 3, (count, min(j, points - 1)))
    strength[:, : points - 1] += rng.random((count, 1)) < 0.5
    heads = np.zeros((count, j, points), dtype=np.int64)
    heads[:, : points - 1] = chi.T[: min(j, points - 1)]
    factors = np.zeros((count, points - 1), dtype=np.int64)
    factors[:, : min(j, points - 1)] = strength[:, : points - 1]
    which = rng.choice([0, 0, 1, 1, 1, 2, 2], (count, 1))
    weights = np.where(which == 0, values, values * factors)
    whole = np.concatenate([np.where(which == 2, total[:, None], 0), np.where(which == 2, values, weights)], 1)
    functions = np.concatenate([np.ones((points, 1), dtype=np.int64), chi], 1)

    def chosen(noise: Any) -> tuple[Any, Any]:
        order = np.argsort(-np.abs(whole) - noise, axis=1, kind="stable")[:, :d]
        order = np.pad(order, ((0, 0), (0, max(0, d - order.shape[1]))), mode="edge")
        f = np.moveaxis(functions[:, order], 0, 1)
        g = f * np.take_along_axis(whole, order, 1)[:, None, :]
        return f, g

    f, g = chosen(rng.random((count, points)) / 2)
    rival, _ = chosen(rng.random((count, points)) / 2)
    if d > 1:
        mixed = rng.random(count) < 0.3
        f[mixed, :, 1] += f[mixed, :, 0]
        g[mixed, :, 0] -= g[mixed, :, 1]
    lost = (np.abs(g).sum(1, keepdims=True) == 0) & (rng.random((count, 1, 1)) < 0.3)
    f = np.where(lost, 0, f)
    g[:, 0, 0] += rng.random(count) < 0.1
    return {
        "law": law, "f": f, "g": g, "rival": rival, "heads": heads, "strength": strength, "divisor": total,
    }  # fmt: skip


LOSS = Domain(
    "a law, functions f of X and g of A, and the root of a task covariance",
    {
        "law": sorts.law("x", "a", text="the law of X and A"),
        "f": sorts.values("x", "d", text="f, a component a column"),
        "g": sorts.values("a", "d", text="g times the divisor"),
        "divisor": sorts.count(1, 20, text="what g is divided by"),
        "rival": sorts.values("x", "d", text="the f of another minimiser"),
        "heads": sorts.values("j", "a", text="Λ^{1/2} is the sum of c_j h_j⊗h_j over these functions, centred"),
        "strength": sorts.weights("j", text="the c_j"),
        "root": sorts.ratio(0, 3, text="√c of Λ = c·Id"),
    },
    sizes={"x": (2, 4), "a": (2, 4), "d": (1, 3), "j": (1, 3)},
    families={"bit": _minimisers, "function of a bit": _minimisers, "two bits": _minimisers},
    near={
        "bit": {"x": (2, 2), "a": (2, 2)},
        "function of a bit": {"x": (2, 2), "a": (2, 2), "d": (1, 1)},
        "two bits": {"x": (4, 4), "a": (4, 4)},
    },
)


def p_x(world: Any) -> Any:
    return world["law"].sum(-1)


def p_a(world: Any) -> Any:
    return world["law"].sum(-2)


def head(world: Any) -> Any:
    return world["g"] / world["divisor"][..., None, None]


def feature(world: Any) -> Any:
    """f − E f."""
    return centred(p_x(world), world["f"])


def beside_one(f: Any) -> Any:
    """1 and functions: their span is that of 1 and the centred functions, also where one of these vanishes."""
    return np.concatenate([0 * f[..., :1] + 1, f], -1)


def plain_loss(world: Any, f: Any, g: Any) -> Any:
    """−2E f(X)ᵀg(A) + E_{P_X⊗P_A}(f(X)ᵀg(A))²."""
    apart = (moments(p_x(world), f) * moments(p_a(world), g)).sum((-1, -2))
    return apart - 2 * (f * (world["law"] @ g)).sum((-1, -2))


def excess(world: Any, density: Any, f: Any, g: Any) -> Any:
    """‖K − FGᵀ‖_F² − ‖K‖_F² for the operator of a density k(x, a) under P_X⊗P_A."""
    both = p_x(world)[..., :, None] * p_a(world)[..., None, :]
    return (both * ((density - f @ transposed(g)) ** 2 - density**2)).sum((-1, -2))


def density_of(world: Any) -> Any:
    """dP⁺/d(P_X⊗P_A) − 1, the density of Q̃."""
    return world["law"] / (p_x(world)[..., :, None] * p_a(world)[..., None, :]) - 1


def root_kernel(world: Any) -> Any:
    """The kernel of Λ^{1/2} on L²(P_A)."""
    heads = centred(p_a(world), transposed(world["heads"]))
    return (heads * world["strength"][..., None, :]) @ transposed(heads)


def square(world: Any, density: Any) -> Any:
    """The kernel of KKᵀ on L²(P_X) for the operator of a density."""
    return (density * p_a(world)[..., None, :]) @ transposed(density)


def spectrum(world: Any, kernel: Any) -> Any:
    """Eigenvalues of a self-adjoint operator on L²(P_X), with zeros behind them."""
    p = p_x(world)
    values = world.eigenvalues(kernel * p[..., None, :], p)
    return np.concatenate([values, *[0 * values[..., :1]] * (world.size("d") + 1)], -1)


def top(world: Any, kernel: Any) -> Any:
    return spectrum(world, kernel)[..., : world.size("d")].sum(-1)


def lost(world: Any, kernel: Any, f: Any, among: int = 0) -> Any:
    """0 iff the span of f, less some dimensions where the operator is 0, is a top-d eigenspace."""
    held = captured(world, p_x(world), f, kernel)
    return top(world, kernel) - held + world.size("d") - (world.rank(f) - among)


@LOSS.quantity("loss (10) of f − E f and g", tex=r"\ell(f,g)")
def loss_centred(world: Any) -> Any:
    return plain_loss(world, feature(world), head(world))


@LOSS.quantity("‖Q̃ − FGᵀ‖_F² − ‖Q̃‖_F² for f − E f", tex=r"\|\tilde Q-FG^\top\|_F^2-\|\tilde Q\|_F^2")
def gap_centred(world: Any) -> Any:
    return excess(world, density_of(world), feature(world), head(world))


@LOSS.quantity("‖E ffᵀ − I‖_F² for f − E f", range="≥ 0", tex=r"\|\mathbb E ff^\top-I\|_F^2")
def unnormalised(world: Any) -> Any:
    return squared(moments(p_x(world), feature(world)) - np.eye(world.size("d"), dtype=int))


@LOSS.quantity("S_d = Σ_{i≤d}s_i²", range="≥ 0", tex="S_d")
def S(world: Any) -> Any:
    return (world.singular_values(world["law"]) ** 2)[..., : world.size("d")].sum(-1)


@LOSS.quantity("how far the span of f − E f is from a top-d left singular subspace of Q̃", range="≥ 0", tex=r"\ell_d(f)")
def lost_centred(world: Any) -> Any:
    return lost(world, square(world, density_of(world)), beside_one(world["f"]), among=1)


@LOSS.quantity("min(N, M) − 1 − d", tex=r"\min(N,M)-1-d")
def room(world: Any) -> Any:
    return min(world.size("x"), world.size("a")) - 1 - world.size("d")


@LOSS.quantity("1 + the size of both sides", range="≥ 1", tex=r"1+\|f\|^2\|g\|^2")
def size(world: Any) -> Any:
    f, g = moments(p_x(world), world["f"]), moments(p_a(world), head(world))
    return 1 + world.trace(f) * (1 + world.trace(g)) + world.trace(f) ** 2 * squared(root_kernel(world))


ROOM = Hypothesis("room", 0, "<=", room, "d ≤ min(N, M) − 1")
NORMALISED = Hypothesis("normalised", unnormalised, "==", 0, "E ffᵀ = I")

CONTRASTIVE_LOSS = Statement(
    id="neighbours.tang-contrastive-loss",
    title="The spectral contrastive loss of a feature",
    kind=Kind.IDENTITY,
    source=Source("tang", "(10)"),
    domain=LOSS,
    printed=Claim(
        "f a feature on X, g any ℝ^d-valued function of A: −2E f(X)ᵀg(A) + E_{P_X⊗P_A}(f(X)ᵀg(A))² = "
        "‖Q̃ − FGᵀ‖_F² − ‖Q̃‖_F²; every minimiser over such f, g has as span of f a top-d left singular subspace of Q̃.",
        r"-2\mathbb E f(X)^\top g(A)+\mathbb E_{P_X\otimes P_A}\bigl(f(X)^\top g(A)\bigr)^2"
        r"=\|\tilde Q-FG^\top\|_F^2-\|\tilde Q\|_F^2",
        (
            Part("identity", loss_centred, "==", gap_centred, scale=size),
            Part(
                "minimiser",
                lost_centred,
                "==",
                0,
                given=(
                    ROOM,
                    NORMALISED,
                    Hypothesis("minimises", loss_centred, "==", -S, "(f, g) attains the minimum, −S_d"),
                ),
                scale=1,
            ),
        ),
    ),
    note="f − E f is measured in place of f; the identity needs no more than that.",
)


@LOSS.quantity("loss (10) of f and g", tex=r"\ell(f,g)")
def loss_free(world: Any) -> Any:
    return plain_loss(world, world["f"], head(world))


@LOSS.quantity("‖Q̃ − FGᵀ‖_F² − ‖Q̃‖_F²", tex=r"\|\tilde Q-FG^\top\|_F^2-\|\tilde Q\|_F^2")
def gap_free(world: Any) -> Any:
    return excess(world, density_of(world), world["f"], head(world))


@LOSS.quantity("‖Q − FGᵀ‖_F² − ‖Q‖_F²", tex=r"\|Q-FG^\top\|_F^2-\|Q\|_F^2")
def gap_whole(world: Any) -> Any:
    return excess(world, density_of(world) + 1, world["f"], head(world))


@LOSS.quantity("1 + Σ_{i<d}s_i²", range="≥ 1", tex=r"1+\sum_{i<d}s_i^2")
def S_whole(world: Any) -> Any:
    return 1 + (world.singular_values(world["law"]) ** 2)[..., : world.size("d") - 1].sum(-1)


@LOSS.quantity("how far the span of f is from a top-d left singular subspace of Q̃", range="≥ 0", tex=r"\ell_d(f)")
def lost_free(world: Any) -> Any:
    return lost(world, square(world, density_of(world)), world["f"])


@LOSS.quantity("how far the span of f is from a top-d left singular subspace of Q", range="≥ 0", tex=r"\ell_d'(f)")
def lost_whole(world: Any) -> Any:
    return lost(world, square(world, density_of(world) + 1), world["f"])


@LOSS.quantity("d-th singular value of Q, the constant's 1 counted, squared", range="[0, 1]", tex=r"s_{d-1}^2,\ s_0=1")
def s_before(world: Any) -> Any:
    return spectrum(world, square(world, density_of(world) + 1))[..., world.size("d") - 1]


MINIMISES_FREE = Hypothesis("minimises", loss_free, "==", -S_whole, "(f, g) attains the minimum, −1 − Σ_{i<d}s_i²")

CONTRASTIVE_LOSS_FREE = Statement(
    id="neighbours.tang-contrastive-loss-free",
    title="The spectral contrastive loss as it is trained",
    kind=Kind.IDENTITY,
    source=Source("tang", "(10) as trained", reconstructed=True),
    domain=LOSS,
    printed=Claim(
        "The identity and the minimisers of neighbours.tang-contrastive-loss for arbitrary f, g, nothing centred or "
        "normalised.",
        r"-2\mathbb E f^\top g+\mathbb E_{P_X\otimes P_A}(f^\top g)^2=\|\tilde Q-FG^\top\|_F^2-\|\tilde Q\|_F^2",
        (
            Part("identity", loss_free, "==", gap_free, scale=size),
            Part("minimiser", lost_free, "==", 0, given=(ROOM, MINIMISES_FREE), scale=1),
        ),
    ),
    corrected=Claim(
        "The identity with Q, the constant counted, for Q̃; the minimum is −1 − Σ_{i<d}s_i², and where s_{d−1} > 0 "
        "(s_0 = 1) every minimiser has as span of f a top-d left singular subspace of Q.",
        r"-2\mathbb E f^\top g+\mathbb E_{P_X\otimes P_A}(f^\top g)^2=\|Q-FG^\top\|_F^2-\|Q\|_F^2"
        r"\ge-1-\sum_{i<d}s_i^2",
        (
            Part("identity", loss_free, "==", gap_whole, scale=size),
            Part("minimum", -S_whole, "<=", loss_free, scale=size),
            Part(
                "minimiser",
                lost_whole,
                "==",
                0,
                given=(ROOM, MINIMISES_FREE, Hypothesis("positive", 0, "<", s_before, "s_{d−1} > 0")),
                scale=1,
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="Without centring the constant is the largest singular function of the loss: the two sides differ by "
    "2E fᵀ·E g, and a minimiser spends one of its d dimensions on the constant.",
    uses=("neighbours.tang-contrastive-loss",),
)


STATEMENTS = (CONTRASTIVE_LOSS, CONTRASTIVE_LOSS_FREE)
