"""Chapter 8.4: conformal risk control."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def falling(drops: Any, last: Any) -> Any:
    """Values (..., l) that end at `last` (...) and fall by each drop but the first on the way."""
    total = drops.sum(-1)[..., None] - drops.cumsum(-1)
    return last[..., None] + total


def steps(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Losses 1[s_i > λ], and a level."""
    i, m = sizes["i"], sizes["l"]
    at = rng.integers(0, m, (count, i, 1))
    drops = ((np.arange(m) == at) & (at > 0)).astype(np.int64)
    fine = 10 * i
    return {
        "drops": drops * fine,
        "short": np.broadcast_to((top := rng.integers(1, fine, (count, 1))), (count, i)),
        "level": top,
        "spare": np.where((at == 0).all((1, 2)), fine, 0)[:, None],
    }


RANDOM_LOSSES = Domain(
    "n + 1 non-increasing losses on a finite ordered set, in random order; and scores",
    {
        "drops": sorts.weights("i", "l"),
        "short": sorts.weights("i"),
        "level": sorts.values(1),
        "spare": sorts.weights(1),
        "scores": sorts.values("i"),
        "alpha": sorts.ratio(0, 1, "neither"),
    },
    sizes={"i": (2, 6), "l": (1, 4)},
    families={"steps": steps},
)


def random_losses(world: Any) -> Any:
    """L_i(λ), (..., i, l): at most the level at the largest λ."""
    return falling(world["drops"], world["level"] - world["short"])


@RANDOM_LOSSES.quantity("target level α", tex=r"\alpha")
def alpha(world: Any) -> Any:
    return world["level"][..., 0]


@RANDOM_LOSSES.quantity("bound B of the losses", tex="B")
def B(world: Any) -> Any:
    return random_losses(world).max((-1, -2)) + world["spare"][..., 0]


@RANDOM_LOSSES.quantity("E L_{n+1}(λ̂)", tex=r"\mathbb E L_{n+1}(\hat\lambda)")
def expected_loss(world: Any) -> Any:
    losses = random_losses(world)
    bound = losses.max((-1, -2)) + world["spare"][..., 0]
    size, last = world.size("i"), world.size("l") - 1
    others = losses.sum(-2)[..., None, :] - losses
    controlled = world.reaches(size * world["level"][..., None], others + bound[..., None, None])
    chosen = np.where(controlled.any(-1), controlled.argmax(-1), last)
    return np.take_along_axis(losses, chosen[..., None], -1).sum((-1, -2)) / size


@RANDOM_LOSSES.quantity("n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("i") - 1


@RANDOM_LOSSES.quantity("level of the scores", range="(0, 1)", name="alpha_scores", tex=r"\alpha")
def alpha_of_scores(world: Any) -> Any:
    return world["alpha"]


@RANDOM_LOSSES.quantity("k = ⌈(n+1)(1−α)⌉", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return world.ceiling(world.size("i") * (1 - world["alpha"]))


@RANDOM_LOSSES.quantity("λ̂ of the losses 1[s_i > λ]", tex=r"\hat\lambda")
def threshold(world: Any) -> Any:
    s, size = world["scores"][..., 1:], world.size("i")
    above = (s[..., None, :] > s[..., :, None]).sum(-1)
    controlled = world.reaches(size * world["alpha"][..., None], above + 1)
    return world.where(controlled, s, s.max(-1)[..., None]).min(-1)


@RANDOM_LOSSES.quantity("s_(k) of the first n scores", tex="s_{(k)}")
def order_statistic(world: Any) -> Any:
    s = np.sort(world["scores"][..., 1:], -1)
    size = world.size("i")
    at = np.asarray(np.minimum(world.ceiling(size * (1 - world["alpha"])), size - 1) - 1)
    return np.take_along_axis(s, at[..., None], -1)[..., 0]


BOUNDED = Hypothesis("level-below-bound", alpha, "<", B)

CRC = Statement(
    id="classical.crc",
    title="Conformal risk control",
    kind=Kind.INEQUALITY,
    source=Source("CRC", "Theorem 1, §2.3"),
    domain=RANDOM_LOSSES,
    printed=Claim(
        text="L_i(λ), i ≤ n+1, exchangeable, non-increasing and right-continuous in λ ∈ Λ, L_i(λ_max) ≤ α, L_i ≤ B, "
        "α < B; "
        "λ̂ = inf{λ: (n/(n+1))·n⁻¹ΣL_i(λ) + B/(n+1) ≤ α}, λ_max if there is none: E L_{n+1}(λ̂) ≤ α. For L_i = 1[s_i "
        "> λ], "
        "B = 1, 0 < α < 1, k = ⌈(n+1)(1−α)⌉ ≤ n, λ̂ = s_(k).",
        tex=r"\mathbb E L_{n+1}(\hat\lambda)\le\alpha,\quad"
        r"\hat\lambda=\inf\Bigl\{\lambda:\tfrac1{n+1}\textstyle\sum_{i\le n}L_i(\lambda)+\tfrac B{n+1}\le\alpha\Bigr\}",
        parts=(
            Part("upper", expected_loss, "<=", alpha, given=(BOUNDED,)),
            Part("conformal", threshold, "==", order_statistic, given=(Hypothesis("finite", k, "<=", n),)),
        ),
    ),
    note="Exchangeable losses are a mixture of random orders of fixed ones; Λ is a finite ordered set, which stands "
    "for an "
    "interval where the losses are steps.",
    uses=("classical.conformal",),
)


def low_losses(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Losses that start above the level, or far below it."""
    f, m = sizes["f"], sizes["l"]
    high = rng.integers(0, 2, (count, 1, 1))
    return {"drops": rng.integers(0, 3, (count, f, m)) * (1 + 20 * high)}


CONTINUOUS_LOSSES = Domain(
    "n + 1 losses drawn from a finite law of non-increasing, continuous and piecewise linear functions",
    {
        "law": sorts.law("f"),
        "drops": sorts.weights("f", "l"),
        "ends": sorts.ratios("f"),
        "level": sorts.ratio(0, 4, "right"),
        "spare": sorts.weights(1),
    },
    sizes={"f": (1, 3), "l": (2, 4)},
    shared={"n": (1, 6)},
    families={"low": low_losses},
)


def continuous_losses(world: Any) -> Any:
    """L_f at the knots, (..., f, l): from 0 to the level at the largest λ."""
    return falling(world["drops"], world["ends"] * world["level"][..., None])


def bound_of(world: Any) -> Any:
    """B: at least the losses."""
    return continuous_losses(world).max((-1, -2)) + world["spare"][..., 0]


@CONTINUOUS_LOSSES.quantity("target level α", name="alpha", tex=r"\alpha")
def level(world: Any) -> Any:
    return world["level"]


@CONTINUOUS_LOSSES.quantity("bound B of the losses", name="B", tex="B")
def bound(world: Any) -> Any:
    return bound_of(world)


@CONTINUOUS_LOSSES.quantity("n", range="≥ 1", name="n", tex="n")
def number(world: Any) -> Any:
    return world.size("n")


@CONTINUOUS_LOSSES.quantity("smallest L(λ_min)", range="≥ 0", tex=r"\min L(\lambda_{\min})")
def least_at_start(world: Any) -> Any:
    return continuous_losses(world)[..., 0].min(-1)


@CONTINUOUS_LOSSES.quantity("E L_{n+1}(λ̂)", range="≥ 0", name="expected_loss", tex=r"\mathbb E L_{n+1}(\hat\lambda)")
def expected_continuous(world: Any) -> Any:
    losses, last = continuous_losses(world), world.size("l") - 1
    samples = world.samples("law", world.size("n"))
    target = ((world.size("n") + 1) * world["level"] - bound_of(world))[..., None]
    totals = samples.counts @ losses
    controlled = world.reaches(target[..., None], totals)
    at = np.where(controlled.any(-1), controlled.argmax(-1), last)
    before = np.maximum(at - 1, 0)
    high, low = (np.take_along_axis(totals, place[..., None], -1)[..., 0] for place in (before, at))
    crossed = controlled.any(-1) & (at > 0)
    width = world.where(crossed, high - low, 1)
    share = world.where(crossed, (high - target) / width, 1)[..., None]
    mean = (world["law"][..., :, None] * losses).sum(-2)[..., None, :]
    mean = np.broadcast_to(mean, (*at.shape, last + 1))
    start, end = (np.take_along_axis(mean, place[..., None], -1) for place in (before, at))
    return (samples.probabilities * ((1 - share) * start + share * end)[..., 0]).sum(-1)


POSITIVE = Hypothesis("level-below-bound", level, "<", bound)

CRC_LOWER = Statement(
    id="classical.crc-lower",
    title="Conformal risk control is not wasteful",
    kind=Kind.INEQUALITY,
    source=Source("CRC", "Theorem 2"),
    domain=CONTINUOUS_LOSSES,
    printed=Claim(
        text="In the setting of classical.crc, L_i moreover iid, L_i ≥ 0, and for each λ P(L_i jumps at λ) = 0: "
        "E L_{n+1}(λ̂) ≥ α − 2B/(n+1).",
        tex=r"\mathbb E L_{n+1}(\hat\lambda)\ge\alpha-\frac{2B}{n+1}",
        given=(POSITIVE,),
        parts=(Part("lower", level - 2 * bound / (number + 1), "<=", expected_continuous),),
    ),
    corrected=Claim(
        text="Where moreover L_i(λ_min) ≥ α − 2B/(n+1) surely: E L_{n+1}(λ̂) ≥ α − 2B/(n+1). Where the L_i are "
        "continuous and "
        "L_i(λ_min) ≥ α − B/(n+1) surely: E L_{n+1}(λ̂) ≥ α − B/(n+1).",
        tex=r"L_i(\lambda_{\min})\ge\alpha-\frac{cB}{n+1}\ \Rightarrow\ "
        r"\mathbb E L_{n+1}(\hat\lambda)\ge\alpha-\frac{cB}{n+1},\quad c=2\ (c=1\text{ if continuous})",
        given=(POSITIVE,),
        parts=tuple(
            Part(
                name,
                level - factor * bound / (number + 1),
                "<=",
                expected_continuous,
                given=(Hypothesis("starts-high", level - factor * bound / (number + 1), "<=", least_at_start),),
            )
            for name, factor in (("lower", sp.Integer(2)), ("continuous", sp.Integer(1)))
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="A loss that is small at every λ leaves λ̂ at the smallest λ, where nothing pushes the risk up to α: the "
    "losses must "
    "start high enough.",
    note="A finite law has no jumps at random places, so that the losses are continuous here; a jump costs another "
    "B/(n+1).",
    uses=("classical.crc",),
)

STATEMENTS = (CRC, CRC_LOWER)
