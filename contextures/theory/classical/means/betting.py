"""Chapter 8.1: limits by betting, and the variable's own martingales."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

SEQUENCES = 256
"""Samples in order, at most."""


def _listed(sizes: Any) -> bool:
    return bool(sizes["z"] ** sizes["step"] <= SEQUENCES)


def _whole_stakes(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Zeros and ones, all or nothing staked, and a δ that the capital can reach."""
    steps, histories, points = sizes["step"], sizes["history"], sizes["z"]
    heavy = rng.choice([1, 2, 3, 9, 99], count)
    value = np.zeros((count, points, 2), dtype=np.int64)
    value[..., 1], value[:, -1, 0] = 1, 1
    law = np.ones((count, points), dtype=np.int64)
    law[:, 0] = heavy * max(1, points - 1)
    stake = np.ones((count, steps, histories, 2), dtype=np.int64)
    stake[..., 0] = rng.integers(0, 2, (count, steps, histories)) | (rng.random(count) < 0.5)[:, None, None]
    mean = (points - 1) / (law.sum(1))
    times = rng.integers(1, steps + 1, count)
    delta = np.floor(10**6 * (1 + mean) ** -times.astype(float))
    return {
        "law": law,
        "value": value,
        "stake": stake,
        "delta": np.stack([np.clip(delta, 1, 999_999).astype(np.int64), np.full(count, 10**6)], axis=1),
    }


BETS = Domain(
    "n draws in order from a law on [0, 1], and stakes that depend on what was drawn before",
    {
        "law": sorts.law("z"),
        "value": sorts.ratios("z"),
        "stake": sorts.ratios("step", "history"),
        "against": sorts.ratios("step", "history"),
        "delta": sorts.ratio(0, 1, closed="neither"),
        "share": sorts.ratio(0, 1, closed="neither"),
    },
    sizes={"z": (1, 3), "step": (1, 6), "history": (1, 8)},
    together=_listed,
    families={"whole stakes": _whole_stakes},
)


@BETS.quantity("the failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


def played(world: Any, name: str, sign: int) -> tuple[Any, Any]:
    """The factors Π of each prefix by sample, (…, K, n), and the probabilities of the samples."""
    n, points, histories = world.size("step"), world.size("z"), world.size("history")
    drawn = world.sequences("law", n)
    before = np.zeros_like(drawn.points)
    for j in range(1, n):
        before[:, j] = before[:, j - 1] * points + drawn.points[:, j - 1] + 1
    stakes = world[name][..., np.arange(n), before % histories]
    gaps = world["value"] - (world["law"] * world["value"]).sum(-1)[..., None]
    factors = 1 + sign * stakes * gaps[..., drawn.points]
    capital = [factors[..., 0]]
    for j in range(1, n):
        capital.append(capital[-1] * factors[..., j])
    return np.stack(capital, axis=-1), drawn.probabilities


@BETS.quantity("P(max_i K_i(p) ≥ 1/δ)", range="[0, 1]", tex=r"\Pr(\max_iK_i(p)\ge1/\delta)")
def ruin(world: Any) -> Any:
    capital, chances = played(world, "stake", -1)
    return (chances * world.reaches(capital.max(-1), (1 / world["delta"])[..., None])).sum(-1)


@BETS.quantity("P(max_i max(θK_i(p), (1 − θ)K⁻_i(p)) ≥ 1/δ)", range="[0, 1]", tex=r"\Pr_\theta")
def hedged_ruin(world: Any) -> Any:
    up, chances = played(world, "stake", -1)
    down, _ = played(world, "against", 1)
    share = world["share"][..., None]
    best = world.maximum(share * up.max(-1), (1 - share) * down.max(-1))
    return (chances * world.reaches(best, (1 / world["delta"])[..., None])).sum(-1)


BETTING = Statement(
    id="classical.betting",
    title="Limits by betting",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Waudby-Smith and Ramdas 2023", reconstructed=True),
    domain=BETS,
    printed=Claim(
        "Stakes 0 ≤ ν_j ≤ 1 that depend on Z_1, …, Z_(j−1), n and δ, K_i(m) = Π_{j≤i}(1 − ν_j(Z_j − m)): "
        "P(max_i K_i(p) ≥ 1/δ) ≤ δ, so that sup{m ≤ 1: max_i K_i(m) < 1/δ} is an upper limit; with "
        "K⁻_i(m) = Π(1 + ν′_j(Z_j − m)) and 0 < θ < 1: P(max_i max(θK_i(p), (1 − θ)K⁻_i(p)) ≥ 1/δ) ≤ δ.",
        r"\Pr\Big(\max_{i\le n}K_i(p)\ge\tfrac1\delta\Big)\le\delta,\quad "
        r"\Pr\Big(\max_{i\le n}\max(\theta K_i(p),(1-\theta)K^-_i(p))\ge\tfrac1\delta\Big)\le\delta",
        (Part("prefix", ruin, "<=", delta), Part("hedged", hedged_ruin, "<=", delta)),
    ),
    note="A stake rule is a table of the step and of what was drawn before, told by a number of histories: with one "
    "history the stakes are fixed, with enough of them every predictable rule is in the table.",
)
