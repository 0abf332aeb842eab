"""Chapter 7b.4: the law of a pair with functions of each, and the quantities that several rows share."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.characters import characters, diagonal_law
from contextures.theory.statement import Hypothesis

Rng = np.random.Generator
Drawn = dict[str, Any]
KEY = "zheng"


def _modes(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Character laws with their modes, and maximisers of the nested score for f̄ a mode, a constant, both or neither."""
    points = sizes["x"]
    if points not in (2, 4) or sizes["y"] != points:
        return {}
    chi = characters(points)
    law, total, values = diagonal_law(rng, count, points)
    order = np.argsort(-np.abs(values) + rng.random(values.shape) / 2, axis=1)[:, [0, min(1, points - 2)]]
    first, second = chi.T[order[:, 0]], chi.T[order[:, 1]]
    modes = np.stack([first, second], -1)
    wrong = rng.random((count, 1)) < 0.1
    sign = np.where((np.take_along_axis(values, order, 1) < 0) & ~wrong, -1, 1)
    kind, other = rng.integers(0, 5, (count, 1)), rng.random((count, 1)) < 0.5
    base = np.choose(kind, [first, first + 1, 0 * first + 1, first - second, 0 * first])
    lead = np.choose(kind, [second, np.where(other, first - 1, second), first, first + second, first])
    base, lead = base * rng.integers(1, 3, (count, 1)), lead + (rng.random((count, 1)) < 0.05)
    square = np.maximum((base**2).sum(1, keepdims=True) // points, 1)
    density = (chi[None] * values[:, None, :]) @ chi.T
    image = (density.swapaxes(1, 2) @ base[:, :, None])[:, :, 0] // points
    rest = density * square[:, :, None] - base[:, :, None] * image[:, None, :]
    nothing = np.abs(rest).sum((1, 2))[:, None] == 0
    lead = np.where(nothing, rng.integers(-1, 2, (count, points)), lead)
    norm = np.maximum((lead**2).sum(1, keepdims=True), 1)
    return {
        "law": law, "modes": modes, "images": modes * sign[:, None, :], "base": base, "base_image": image * norm,
        "f": lead, "g": (rest.swapaxes(1, 2) @ lead[:, :, None])[:, :, 0], "divisor": total * (square * norm)[:, 0],
    }  # fmt: skip


PAIR = Domain(
    "the law of X and Y, functions of X and of Y, and a function on pairs",
    {
        "law": sorts.law("x", "y", text="the law of X and Y"),
        "a": sorts.values("x", text="a"),
        "score": sorts.values("x", "y", text="any function B on X×Y"),
        "fs": sorts.values("x", "d", text="f of the H-score, a component a column"),
        "gs": sorts.values("y", "d", text="g of the H-score, a component a column"),
        "modes": sorts.values("x", 2, text="f_1*, f_2*"),
        "images": sorts.values("y", 2, text="g_1*, g_2*"),
        "base": sorts.values("x", text="f̄"),
        "base_image": sorts.values("y", text="ḡ times the divisor"),
        "f": sorts.values("x", text="f of the nested score"),
        "g": sorts.values("y", text="g of the nested score times the divisor"),
        "divisor": sorts.count(1, 10_000, text="what ḡ and g are divided by"),
    },
    sizes={"x": (2, 4), "y": (2, 4), "d": (1, 3)},
    families={"modes": _modes, "modes of a bit": _modes},
    near={"modes": {"x": (4, 4), "y": (4, 4)}, "modes of a bit": {"x": (2, 2), "y": (2, 2)}},
)


def p_x(world: Any) -> Any:
    return world["law"].sum(-1)


def p_y(world: Any) -> Any:
    return world["law"].sum(-2)


def both(world: Any) -> Any:
    """P_XP_Y."""
    return p_x(world)[..., :, None] * p_y(world)[..., None, :]


def density(world: Any) -> Any:
    """B̃."""
    return world["law"] / both(world) - 1


def total(matrix: Any) -> Any:
    return matrix.sum(-1).sum(-1)


def energy(world: Any, function: Any) -> Any:
    """‖B‖² under P_XP_Y."""
    return total(both(world) * function**2)


def h_score_of(world: Any, f: Any, g: Any) -> Any:
    """tr cov(f, g) − ½tr(E ffᵀ·E ggᵀ)."""
    p, q = p_x(world)[..., :, None], p_y(world)[..., :, None]
    means = ((p * f).sum(-2) * (q * g).sum(-2)).sum(-1)
    covariance = total(f * (world["law"] @ g)) - means
    first, second = f.swapaxes(-1, -2) @ (p * f), g.swapaxes(-1, -2) @ (q * g)
    return covariance - total(first * second) / 2


def pmi(world: Any) -> Any:
    return world.log(world["law"] / both(world))


@PAIR.quantity("smallest entry of P", range="[0, 1/4]", tex=r"\min P")
def least(world: Any) -> Any:
    return world["law"].min(-1).min(-1)


POSITIVE = Hypothesis("positive", 0, "<", least, "P > 0, as PMI needs")
