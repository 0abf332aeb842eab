"""Chapter 8.2: hypotheses that are told by few of the examples."""

from __future__ import annotations

from itertools import product
from math import comb
from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.classical.limits.classes import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

OUTCOMES = 703
"""Count vectors of a sample, at most: 36 examples of three points, all 150 of two."""


def elsewhere(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Hypotheses without loss on a frequent point and with loss elsewhere."""
    z = sizes["z"]
    loss = np.broadcast_to((np.arange(z) > 0).astype(np.int64), (count, z, z, z))
    law = np.ones((count, z), dtype=np.int64)
    law[:, 0] = rng.integers(1, 20, count)
    return {
        "law": law,
        "of_one": np.stack([loss[:, 0], np.ones_like(loss[:, 0])], -1),
        "of_two": np.stack([loss, np.ones_like(loss)], -1),
        "held": np.stack([loss[:, 0, 0], np.ones_like(loss[:, 0, 0])], -1),
    }


def just_missed(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """The same with a risk just above the limit of a silent sample, at a δ near 1, which makes that limit small."""
    delta = rng.integers(900, 1000, count)
    limit = 8 * sizes["k"] * np.log(1000 * sizes["n"] / delta) / sizes["n"]
    lost = np.clip(limit * rng.uniform(1, 1.1, count), 0, 1)
    found = elsewhere(rng, count, sizes)
    found["law"][:, 1:] = np.ceil(10_000 * lost / (sizes["z"] - 1))[:, None]
    found["law"][:, 0] = np.maximum(10_000 - found["law"][:, 1:].sum(1), 1)
    return {**found, "delta": np.stack([delta, np.full(count, 1000)], axis=-1)}


KEPT = Domain(
    "a map from k examples to a hypothesis, told by its losses, a hypothesis from other data, and n examples",
    {
        "law": sorts.law("z"),
        "of_one": sorts.ratios("z", "z"),
        "of_two": sorts.ratios("z", "z", "z"),
        "held": sorts.ratios("z"),
        "delta": sorts.ratio(0, 1, "neither"),
    },
    sizes={"z": (1, 3)},
    shared={"n": (2, 150), "k": (1, 2)},
    together=lambda sizes: comb(sizes["n"] + sizes["z"] - 1, sizes["n"]) <= OUTCOMES,
    families={"elsewhere": elsewhere, "just missed": just_missed},
    near={"just missed": {"z": (2, 2), "n": (60, 150), "k": (1, 2)}},
)


@KEPT.quantity("number n of examples", range="≥ 2", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@KEPT.quantity("number k of examples that tell the hypothesis", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return world.size("k")


@KEPT.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


def chosen(world: Any) -> tuple[Any, Any]:
    """The losses (..., T, z) of B at each tuple of points, and what the tuple takes from the counts at least, (T, z).

    An index may be chosen twice, which takes one example.
    """
    z, one, two = world.size("z"), world["of_one"], world["of_two"]
    unit = np.eye(z, dtype=int)
    if world.size("k") == 1:
        return one, unit
    pairs = list(product(range(z), repeat=2))
    places = [*pairs, *((a, a) for a in range(z))]
    first, second = np.array(places).T
    return two[..., first, second, :], np.array([unit[a] + unit[b] for a, b in pairs] + list(unit))


LIMIT = LIMITS["classical.compression"]


def some_tuple(world: Any, part: str, silent: bool = False) -> Any:
    """P(L > limit at some index tuple), where L_V = 0 if it must be silent."""
    samples, (losses, taken) = world.samples("law", world.size("n")), chosen(world)
    rest = samples.counts - taken[:, None, :]
    there = (rest >= 0).all(-1)
    left = world.size("n") - taken.sum(-1)[:, None]
    held = (np.maximum(rest, 0) * losses[..., None, :]).sum(-1) / left
    held = world.where(there, held, 1)
    known = {"mean": held, "n": world.size("n"), "k": world.size("k"), "delta": world["delta"][..., None, None]}
    risk = (losses * world["law"][..., None, :]).sum(-1)[..., None]
    missed = world.exceeds(risk, world.value(LIMIT[part].value, **known))
    found = there & missed & ((held == 0) | (not silent))
    return (samples.probabilities * found.any(-2)).sum(-1)


@KEPT.quantity("P(some tuple: L > L_V + √(4kl·L_V/n) + 8kl/n)", range="[0, 1]", tex=r"\Pr(\exists i_1,\dots,i_k)")
def miss(world: Any) -> Any:
    return some_tuple(world, "bound")


@KEPT.quantity("P(some tuple: L_V = 0, L > 8kl/n)", range="[0, 1]", tex=r"\Pr(\exists i_1,\dots,i_k)")
def miss_consistent(world: Any) -> Any:
    return some_tuple(world, "consistent", silent=True)


@KEPT.quantity("P(L − L_V ≥ √(2L_V·ln(1/δ)/|V|) + 4 ln(1/δ)/|V|)", range="[0, 1]", tex=r"\Pr(L-L_V\ge\cdots)")
def miss_held_out(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    held = (samples.counts * world["held"][..., None, :]).sum(-1) / world.size("n")
    limit = world.value(LIMIT["held-out"].value, mean=held, n=world.size("n"), delta=world["delta"][..., None])
    beyond = world.reaches((world["held"] * world["law"]).sum(-1)[..., None], limit)
    return (samples.probabilities * beyond).sum(-1)


COMPRESSION = Statement(
    id="classical.compression",
    title="Compression",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Theorem 30.2, Corollary 30.3, Lemma 30.1"),
    domain=KEPT,
    printed=Claim(
        text="k ≥ 1, n ≥ 2k, B maps k examples to a hypothesis, A(S) = B(z_{i_1}, …, z_{i_k}) for indices chosen "
        "from S in "
        "any way, L_V its average loss on the examples not chosen, l = ln(n/δ): P(L > L_V + √(4kl·L_V/n) + 8kl/n) ≤ δ; "
        "P(L_V = 0, L > 8kl/n) ≤ δ. A hypothesis from other data: P(L − L_V ≥ √(2L_V ln(1/δ)/|V|) + 4 ln(1/δ)/|V|) ≤ "
        "δ.",
        tex=r"\Pr\Bigl(L>L_V+\sqrt{\tfrac{4kl\,L_V}n}+\tfrac{8kl}n\Bigr)\le\delta,\quad l=\ln\tfrac n\delta",
        parts=(
            Part("bound", miss, "<=", delta, given=(Hypothesis("half", 2 * k, "<=", n),)),
            Part("consistent", miss_consistent, "<=", delta, given=(Hypothesis("half", 2 * k, "<=", n),)),
            Part("held-out", miss_held_out, "<=", delta),
        ),
    ),
    note="Any way to choose is some index tuple; an index may occur in it twice. k up to 2. Of `held-out`, V has n "
    "examples. The first two events are rare wherever they can be listed: the second has at most the probability "
    "n^k·(1 − 8kl/n)^(n−k) ≤ δ^{4k}/n^{3k}, so that 2 would do in place of 8.",
)

STATEMENTS = (COMPRESSION,)
