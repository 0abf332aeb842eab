"""Chapter 8.5: what an algorithm's information about its sample says of its generalisation gap."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

Rng = np.random.Generator


def _greedy(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Algorithms that minimise the loss on the sample, some of the time, with losses of 0 and 1."""
    z, w = sizes["z"], sizes["w"]
    loss = rng.integers(0, 2, (count, w, z))
    total = loss[:, :, :, None, None] + loss[:, :, None, :, None] + loss[:, :, None, None, :]
    best = np.moveaxis(total, 1, -1)
    chosen = np.eye(w, dtype=np.int64)[best.argmin(-1)]
    lazy = rng.integers(0, 2, (count, 1, 1, 1, 1)) * rng.integers(0, 4, (count, 1, 1, 1, 1))
    return {"loss": np.stack([loss, 1 - loss], axis=-1), "algorithm": 6 * chosen + lazy}


ALGORITHM = Domain(
    "an algorithm W of a sample of n ≤ 3 points, and losses in [0, 1]",
    {
        "law": sorts.law("z", text="the law of a point"),
        "algorithm": sorts.channel(
            "z", "z", "z", "w", text="the law of W given the sample; points past n do not count"
        ),
        "loss": sorts.channel("w", "z", 2, text="the loss of W at a point, and 1 less it"),
    },
    sizes={"z": (2, 3), "w": (1, 3)},
    shared={"n": (1, 3)},
    families={"greedy": _greedy},
)


def _draws(world: Any) -> list[Any]:
    """The law of (z_1, …, z_n, W), and then the laws of (z_i, W)."""
    n, p, rows = world.size("n"), world["law"], world["algorithm"]
    if n == 1:
        whole = p[..., :, None] * rows[..., :, 0, 0, :]
        return [whole, whole]
    if n == 2:
        whole = p[..., :, None, None] * p[..., None, :, None] * rows[..., :, :, 0, :]
        return [whole, whole.sum(-2), whole.sum(-3)]
    whole = p[..., :, None, None, None] * p[..., None, :, None, None] * p[..., None, None, :, None] * rows
    return [whole, whole.sum(-2).sum(-2), whole.sum(-2).sum(-3), whole.sum(-3).sum(-3)]


@ALGORITHM.quantity("sample size", range="1 to 3", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@ALGORITHM.quantity("the gap E[L(W) − L_S(W)]", range="[−1, 1]", tex="g")
def gap(world: Any) -> Any:
    _, *pairs = _draws(world)
    loss = world["loss"][..., 0].swapaxes(-1, -2)
    risk = (pairs[0].sum(-2) * (world["law"][..., :, None] * loss).sum(-2)).sum(-1)
    return risk - sum((pair * loss).sum(-1).sum(-1) for pair in pairs) / len(pairs)


@ALGORITHM.quantity("I(S;W) in nats", range="≥ 0", tex="I(S;W)")
def mi(world: Any) -> Any:
    whole = _draws(world)[0]
    lead = len(whole.shape) - world.size("n") - 1
    return world.mutual_information(whole.reshape((*whole.shape[:lead], -1, whole.shape[-1])))


@ALGORITHM.quantity("n⁻¹Σ√(I(z_i;W)/2)", range="≥ 0", tex=r"\frac1n\sum_i\sqrt{I(z_i;W)/2}")
def single(world: Any) -> Any:
    _, *pairs = _draws(world)
    return sum(world.sqrt(world.mutual_information(pair) / 2) for pair in pairs) / len(pairs)


XU_RAGINSKY = Statement(
    id="classical.xu-raginsky",
    title="The generalisation gap and the information about the sample",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Xu–Raginsky 2017; Bu et al. 2020", reconstructed=True),
    domain=ALGORITHM,
    printed=Claim(
        "Losses in [0, 1], g = E[L(W) − L_S(W)]: |g| ≤ √(I(S;W)/2n), and |g| ≤ n⁻¹Σ√(I(z_i;W)/2), which is never above "
        "the other.",
        r"|g|\le\sqrt{\frac{I(S;W)}{2n}},\qquad |g|\le\frac1n\sum_i\sqrt{\tfrac12I(z_i;W)}\le\sqrt{\frac{I(S;W)}{2n}}",
        (
            Part("whole", sp.Abs(gap), "<=", sp.sqrt(mi / (2 * n))),
            Part("single", sp.Abs(gap), "<=", single),
            Part("order", single, "<=", sp.sqrt(mi / (2 * n))),
        ),
    ),
)
