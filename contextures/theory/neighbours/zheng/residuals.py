"""Chapter 7b.4: what is left of a function on pairs in the direction of its first mode."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from contextures.exact.numbers import NotCertifiable
from contextures.theory.neighbours.zheng.pair import KEY, PAIR, POSITIVE, density, energy, p_x, p_y, pmi, total
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement

ASIDE = Fraction(1, 10**9)
"""What tells centred functions from constants where nothing of a score is left between them, in floats."""


def _best_left(world: Any, score: Any) -> Any:
    """f*f*ᵀ of the best f, g of mean 0 and variance 1 for a function on X×Y: (…, x, x).

    A binary X has one f of mean 0 and variance 1 up to its sign, and a binary Y one g, whose image is a multiple of f*.
    Elsewhere it is found in floats only.
    """
    p, q = p_x(world), p_y(world)
    if world.size("x") == 2:
        ends = np.stack([p[..., 1], -p[..., 0]], -1)
        return ends[..., :, None] * ends[..., None, :] / (p[..., 0] * p[..., 1])[..., None, None]
    if world.size("y") == 2:
        ends = score[..., 0] - score[..., 1]
        ends = ends - (p * ends).sum(-1)[..., None]
        return ends[..., :, None] * ends[..., None, :] / (p * ends**2).sum(-1)[..., None, None]
    if world.exact:
        raise NotCertifiable("the best function of more than two points is found in floats")
    root_x, root_y = np.sqrt(p), np.sqrt(q)
    form = np.where(np.isfinite(score), score, 0.0) * root_x[..., :, None] * root_y[..., None, :]
    centre = np.eye(p.shape[-1]) - root_x[..., :, None] * root_x[..., None, :]
    form = centre @ (form - (form @ root_y[..., :, None]) * root_y[..., None, :])
    aside = float(ASIDE) * (1 + np.abs(form).max((-1, -2), keepdims=True)) * centre
    f = np.linalg.svd(np.concatenate([form, aside], -1), full_matrices=False)[0][..., :, 0] / root_x
    return f[..., :, None] * f[..., None, :]


def _residual(world: Any, score: Any) -> tuple[Any, Any]:
    """f*(x)Σ_x′P_X(x′)(B(x′, y) − σf*(x′)g*(y))f*(x′), (…, x, y), as a multiple of f*; and f*f*ᵀ.

    σg* is what Σ_xP_X(x)B(x, ·)f*(x) has of mean 0, and f* has variance 1.
    """
    p, q = p_x(world), p_y(world)
    best = _best_left(world, score)
    seen = best @ (p[..., :, None] * score)
    partner = seen - (q[..., None, :] * seen).sum(-1)[..., :, None]
    again = best @ (p[..., :, None] * partner)
    return seen - again, best


def _square(world: Any, residual: Any, centred: bool = False) -> Any:
    """E_Y of the square of the residual, f* having variance 1."""
    p, q = p_x(world), p_y(world)
    if centred:
        residual = residual - (q[..., None, :] * residual).sum(-1)[..., :, None]
    return total(p[..., :, None] * q[..., None, :] * residual**2)


@PAIR.quantity("E_Y(Σ_xP_X(B − σf*g*)f*)² for any B", range="≥ 0", tex=r"\mathbb E_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)^2")
def residual_any(world: Any) -> Any:
    return _square(world, _residual(world, world["score"])[0])


@PAIR.quantity(
    "E_Y(Σ_xP_X(B − σf*g*)f*)² for B = PMI", range="≥ 0", tex=r"\mathbb E_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)^2"
)
def residual_pmi(world: Any) -> Any:
    return _square(world, _residual(world, pmi(world))[0])


@PAIR.quantity("E_Y(Σ_xP_X(B − σf*g*)f*)² for B = B̃", range="≥ 0", tex=r"\mathbb E_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)^2")
def residual_local(world: Any) -> Any:
    return _square(world, _residual(world, density(world))[0])


@PAIR.quantity(
    "Var_Y of Σ_xP_X(B − σf*g*)f* for any B", range="≥ 0", tex=r"\mathrm{Var}_Y(\sum_xP_X(B-\sigma f^*g^*)f^*)"
)
def residual_spread(world: Any) -> Any:
    return _square(world, _residual(world, world["score"])[0], centred=True)


@PAIR.quantity("Var_X of E_Y B(X, Y)", range="≥ 0", tex=r"\mathrm{Var}_X\mathbb E_YB")
def uneven(world: Any) -> Any:
    p, means = p_x(world), (p_y(world)[..., None, :] * world["score"]).sum(-1)
    return (p * means**2).sum(-1) - (p * means).sum(-1) ** 2


@PAIR.quantity("1 + ‖B‖²", range="≥ 1", tex=r"1+\|B\|^2")
def size_of_score(world: Any) -> Any:
    return 1 + energy(world, world["score"])


ORTHOGONAL = Statement(
    id="neighbours.zheng-orthogonal",
    title="What is left of a function is orthogonal to its first mode",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Modal Decomposition, after “Rank-1 Approximation”"),
    domain=PAIR,
    printed=Claim(
        "With (σ, f*, g*) the rank-1 approximation of B: Σ_xP_X(x)(B(x, y) − σf*(x)g*(y))f*(x) = 0 for every y; for "
        "every function B, for B = PMI, for B = B̃.",
        r"\sum_xP_X(x)\bigl(B(x,y)-\sigma f^*(x)g^*(y)\bigr)f^*(x)=0",
        (
            Part("any", residual_any, "==", 0, scale=size_of_score),
            Part("pmi", residual_pmi, "==", 0, given=(POSITIVE,)),
            Part("local", residual_local, "==", 0, scale=1),
        ),
    ),
    corrected=Claim(
        "For every B the sum is the same for every y, E_Y B(·, Y) in the direction of f*; it is 0 where E_Y B(x, Y) "
        "does not depend on x, as for B̃.",
        r"\sum_xP_X(x)\bigl(B(x,y)-\sigma f^*(x)g^*(y)\bigr)f^*(x)=\sum_xP_X(x)f^*(x)\,\mathbb E_YB(x,Y)",
        (
            Part("constant", residual_spread, "==", 0, scale=size_of_score),
            Part("bound", residual_any, "<=", uneven, scale=size_of_score),
            Part("local", residual_local, "==", 0, scale=1),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="g* is kept to mean 0, so that σg* has only what varies with y of Σ_xP_X(x)B(x, y)f*(x): its mean stays, "
    "unless B is centred in y.",
    note="All y at once: the mean square. The best f is known where X or Y is binary; elsewhere it is found in floats.",
)

STATEMENTS = (ORTHOGONAL,)
