"""Chapter 7b.4: the nested H-score."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.zheng.pair import KEY, PAIR, density, energy, h_score_of, p_x, p_y
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _nested(world: Any) -> tuple[Any, Any, Any, Any]:
    """f̄, ḡ, f, g."""
    divisor = world["divisor"][..., None]
    return world["base"], world["base_image"] / divisor, world["f"], world["g"] / divisor


def _explained(world: Any) -> tuple[Any, Any]:
    """‖f̄‖²‖b‖² for the b of least ‖B̃ − f̄⊗b‖, and what is left of B̃, R."""
    p, base = p_x(world), world["base"]
    square = (p * base**2).sum(-1)
    image = ((p * base)[..., :, None] * density(world)).sum(-2)
    b = image / world.where(square > 0, square, 1)[..., None]
    return square * (p_y(world) * b**2).sum(-1), density(world) - base[..., :, None] * b[..., None, :]


def _largest(world: Any, rest: Any) -> Any:
    """σ_1² of a function on X×Y."""
    p = p_x(world)
    kernel = (rest * p_y(world)[..., None, :]) @ rest.swapaxes(-1, -2)
    return world.eigenvalues(kernel * p[..., None, :], p)[..., 0]


@PAIR.quantity("H(f̄, ḡ)", tex=r"\mathcal H(\bar f,\bar g)")
def score_base(world: Any) -> Any:
    base, image, _, _ = _nested(world)
    return h_score_of(world, base[..., :, None], image[..., :, None])


@PAIR.quantity("H([f̄, f], [ḡ, g])", tex=r"\mathcal H([\bar f,f],[\bar g,g])")
def score_both(world: Any) -> Any:
    base, image, f, g = _nested(world)
    return h_score_of(world, np.stack([base, f], -1), np.stack([image, g], -1))


@PAIR.quantity("max H(f̄, ·) = ½‖B̃ᵀf̄‖²/‖f̄‖²", range="≥ 0", tex=r"\max_{\bar g}\mathcal H(\bar f,\bar g)")
def most_base(world: Any) -> Any:
    return _explained(world)[0] / 2


@PAIR.quantity("½σ_1(R)², R the best B̃ − f̄⊗b", range="≥ 0", tex=r"\tfrac12\sigma_1(R)^2")
def most_rest(world: Any) -> Any:
    return _largest(world, _explained(world)[1]) / 2


@PAIR.quantity("‖R‖², R the best B̃ − f̄⊗b", range="≥ 0", tex=r"\|R\|^2")
def energy_rest(world: Any) -> Any:
    return energy(world, _explained(world)[1])


@PAIR.quantity("E f̄(X)f(X)", tex=r"\mathbb E\bar f(X)f(X)")
def overlap(world: Any) -> Any:
    return (p_x(world) * world["base"] * world["f"]).sum(-1)


BASE = Hypothesis("base", score_base, "==", most_base, "ḡ maximises H(f̄, ·)")
BOTH = Hypothesis("both", score_both, "==", most_base + most_rest, "(f, g) maximises H([f̄, ·], [ḡ, ·])")
SUM = Hypothesis("nested", score_base + score_both, "==", 2 * most_base + most_rest, "the nested score is largest")
REST = Hypothesis("rest", 0, "<", energy_rest, "B̃ is no f̄⊗b")

NESTED = Statement(
    id="neighbours.zheng-nested",
    title="The nested H-score finds what is orthogonal",
    kind=Kind.IDENTITY,
    source=Source(KEY, "The Nested H-Score Network, remarks 1, 2"),
    domain=PAIR,
    printed=Claim(
        "Every maximiser (ḡ, f, g) of the nested score H(f̄, ḡ) + H([f̄, f], [ḡ, g]) has E f̄(X)f(X) = 0; so has every "
        "(f, g) that maximises H([f̄, f], [ḡ*, g]) for ḡ* a maximiser of H(f̄, ḡ).",
        r"\mathbb E\bar f(X)f(X)=0",
        (
            Part("simultaneous", overlap, "==", 0, given=(SUM,)),
            Part("sequential", overlap, "==", 0, given=(BASE, BOTH)),
        ),
    ),
    corrected=Claim(
        "The same where B̃ is no product f̄⊗b.",
        r"\tilde B\ne\bar f\otimes b\Rightarrow\mathbb E\bar f(X)f(X)=0",
        (
            Part("simultaneous", overlap, "==", 0, given=(SUM, REST)),
            Part("sequential", overlap, "==", 0, given=(BASE, BOTH, REST)),
        ),
    ),
    faults=(Fault.BOUNDARY,),
    why="Where f̄ already carries all of B̃, g = 0 is best and f is arbitrary: so for independent X, Y, and for a binary "
    "X with f̄ of mean 0.",
    note="The maxima are ½‖B̃‖² less what the best approximations leave: twice ½‖B̃ᵀf̄‖²/‖f̄‖² and ½σ_1(R)².",
    uses=("neighbours.zheng-h-score",),
)

STATEMENTS = (NESTED,)
