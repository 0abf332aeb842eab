"""Chapter 8.2: leaving one out of a ridge regression."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

REGRESSION = Domain(
    "n points of a Euclidean space with labels, and a penalty",
    {"points": sorts.values("n", "q"), "labels": sorts.values("n"), "penalty": sorts.ratio(0, 10, "right")},
    sizes={"n": (1, 5), "q": (1, 3)},
)


def fitted(world: Any, points: Any, labels: Any, penalty: Any) -> Any:
    """argmin Σ(y_i − ⟨w, x_i⟩)² + penalty·‖w‖², (..., q, 1).

    In floats by least squares with a row √penalty·e_k for each coordinate, which spares the square of the condition.
    """
    turned = points.swapaxes(-1, -2)
    if not world.exact:
        extended = np.concatenate([points, np.sqrt(penalty)[..., None, None] * world.identity("q")], axis=-2)
        return np.linalg.pinv(extended)[..., : points.shape[-2]] @ labels[..., None]
    gram = turned @ points + penalty[..., None, None] * world.identity("q")
    return world.inverse(gram) @ (turned @ labels[..., None])


def left_out(world: Any, penalty: Any) -> Any:
    """The residual of the first point where the others are fitted."""
    x, y = world["points"], world["labels"]
    w = fitted(world, x[..., 1:, :], y[..., 1:], penalty)
    return y[..., 0] - (x[..., :1, :] @ w)[..., 0, 0]


def corrected_residual(world: Any, penalty: Any) -> Any:
    """(y_1 − ŷ_1)/(1 − H_11) with H = X(XᵀX + penalty·I)⁻¹Xᵀ, ŷ = Hy.

    In floats, where 1 − H_11 may be lost, by I − H = penalty·(XXᵀ + penalty·I)⁻¹.
    """
    x, y = world["points"], world["labels"]
    turned = x.swapaxes(-1, -2)
    if not world.exact:
        rest = world.inverse(x @ turned + penalty[..., None, None] * world.identity("n"))[..., 0, :]
        return (rest * y).sum(-1) / rest[..., 0]
    hat = x @ world.inverse(turned @ x + penalty[..., None, None] * world.identity("q")) @ turned
    return (y[..., 0] - (hat @ y[..., None])[..., 0, 0]) / (1 - hat[..., 0, 0])


@REGRESSION.quantity("leave-one-out residual of the first point", tex=r"e_{(1)}")
def residual_left_out(world: Any) -> Any:
    return left_out(world, world["penalty"])


@REGRESSION.quantity("(y_1 − ŷ_1)/(1 − H_11), H = X(XᵀX + λI)⁻¹Xᵀ", tex=r"\frac{y_1-\hat y_1}{1-H_{11}}")
def residual_by_leverage(world: Any) -> Any:
    return corrected_residual(world, world["penalty"])


@REGRESSION.quantity("leave-one-out residual of the first point, averages fitted", tex=r"e_{(1)}")
def residual_of_averages(world: Any) -> Any:
    return left_out(world, (world.size("n") - 1) * world["penalty"])


@REGRESSION.quantity("(y_1 − ŷ_1)/(1 − H_11), H = X(XᵀX + nλI)⁻¹Xᵀ", tex=r"\frac{y_1-\hat y_1}{1-H_{11}}")
def residual_at_n(world: Any) -> Any:
    return corrected_residual(world, world.size("n") * world["penalty"])


@REGRESSION.quantity("(y_1 − ŷ_1)/(1 − H_11), H = X(XᵀX + (n−1)λI)⁻¹Xᵀ", tex=r"\frac{y_1-\hat y_1}{1-H_{11}}")
def residual_at_fewer(world: Any) -> Any:
    return corrected_residual(world, (world.size("n") - 1) * world["penalty"])


@REGRESSION.quantity("largest |y_i|", range="≥ 0", tex=r"\max|y|")
def largest_label(world: Any) -> Any:
    return world.absolute(world["labels"]).max(-1)


@REGRESSION.quantity("number n of points", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


RIDGE_LOO = Statement(
    id="classical.ridge-loo",
    title="Leaving one out of a ridge regression",
    kind=Kind.IDENTITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=REGRESSION,
    printed=Claim(
        text="w = argmin Σ(y_i − ⟨w, x_i⟩)² + λ‖w‖², λ > 0 not changed by leaving out, H = X(XᵀX + λI)⁻¹Xᵀ: the "
        "leave-one-out residual of i is (y_i − ŷ_i)/(1 − H_ii).",
        tex=r"y_i-\langle w_{(i)},x_i\rangle=\frac{y_i-\hat y_i}{1-H_{ii}}",
        parts=(Part("residual", residual_left_out, "==", residual_by_leverage, scale=largest_label),),
    ),
    note="Of the first point: the order of the points is free.",
)

TWO = (Hypothesis("two", 2, "<=", n),)

RIDGE_LOO_AVERAGE = Statement(
    id="classical.ridge-loo-average",
    title="Leaving one out of a ridge regression of averages",
    kind=Kind.IDENTITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=REGRESSION,
    printed=Claim(
        text="w = argmin of the average squared error + λ‖w‖², fitted on n ≥ 2 and on n−1 points with one λ, "
        "H = X(XᵀX + nλI)⁻¹Xᵀ: the leave-one-out residual of i is (y_i − ŷ_i)/(1 − H_ii).",
        tex=r"y_i-\langle w_{(i)},x_i\rangle=\frac{y_i-\hat y_i}{1-H_{ii}},\quad H=X(X^\top X+n\lambda I)^{-1}X^\top",
        given=TWO,
        parts=(Part("residual", residual_of_averages, "==", residual_at_n, scale=largest_label),),
    ),
    corrected=Claim(
        text="w = argmin of the average squared error + λ‖w‖², fitted on n−1 of n ≥ 2 points, "
        "H = X(XᵀX + (n−1)λI)⁻¹Xᵀ, ŷ = Hy: the leave-one-out residual of i is (y_i − ŷ_i)/(1 − H_ii).",
        tex=r"y_i-\langle w_{(i)},x_i\rangle=\frac{y_i-(Hy)_i}{1-H_{ii}},\quad "
        r"H=X(X^\top X+(n-1)\lambda I)^{-1}X^\top",
        given=TWO,
        parts=(Part("residual", residual_of_averages, "==", residual_at_fewer, scale=largest_label),),
    ),
    faults=(Fault.CONSTANT,),
    why="An average over n−1 points weighs one λ as a sum does (n−1)λ, so that H and ŷ must be those of (n−1)λ, not "
    "of the "
    "fit to all n points.",
    uses=("classical.ridge-loo",),
)

STATEMENTS = (RIDGE_LOO, RIDGE_LOO_AVERAGE)
