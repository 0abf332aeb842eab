"""Chapter 8.1: a limit for losses that are bounded above alone."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.classical.means.samples import limit
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

OUTCOMES = 220


def _listed(sizes: Any) -> bool:
    return comb(sizes["n"] + sizes["z"] - 1, sizes["n"]) <= OUTCOMES


def _low_and_one(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A loss of 1 and another one that is far below."""
    points = sizes["z"]
    law, value = np.ones((count, points), dtype=np.int64), np.ones((count, points, 2), dtype=np.int64)
    law[:, 0] = rng.integers(1, 100, count) * points
    value[:, 1:, 0] = -rng.integers(0, 5, count)[:, None]
    return {"law": law, "value": value}


BELOW_ONE = Domain(
    "n draws from a law below 1",
    {
        "law": sorts.law("z"),
        "value": sorts.ratios("z", low=-5),
        "delta": sorts.ratio(0, 1, closed="neither"),
        "rate": sorts.ratio(0, 1, closed="neither"),
    },
    sizes={"z": (1, 4)},
    shared={"n": (1, 40)},
    together=_listed,
    families={"far below one": _low_and_one},
)


@BELOW_ONE.quantity("the failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@BELOW_ONE.quantity("P(p ≥ the unexpected Bernstein limit)", range="[0, 1]", tex=r"\Pr(p\ge U_\gamma)")
def reach(world: Any) -> Any:
    n, value = world.size("n"), world["value"]
    drawn = world.samples("law", n)
    mean, square = ((drawn.counts * power[..., None, :]).sum(-1) / n for power in (value, value**2))
    found = world.value(
        limit("unexpected-bernstein").value,
        n=n,
        mean=mean,
        second_moment=square,
        b=1,
        gamma=world["rate"][..., None],
        delta=world["delta"][..., None],
    )
    p = (world["law"] * value).sum(-1)
    return (drawn.probabilities * world.reaches(p[..., None], found)).sum(-1)


UNEXPECTED_BERNSTEIN = Statement(
    id="classical.unexpected-bernstein",
    title="The unexpected Bernstein limit",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 3"),
    domain=BELOW_ONE,
    printed=Claim(
        "For Z ≤ b, b > 0, a γ in (0, 1/b) that is fixed before the data, ψ(u) = u − ln(1 + u): "
        "P(p ≥ p̂ + ψ(−γb)/(γb²)·n⁻¹ΣZ_i² + ln(1/δ)/(γn)) ≤ δ.",
        r"\Pr\Big(p\ge\hat p+\frac{\psi(-\gamma b)}{\gamma b^2}\,\frac1n\sum_iZ_i^2+\frac{\ln(1/\delta)}{\gamma n}\Big)"
        r"\le\delta,\quad\psi(u)=u-\ln(1+u)",
        (Part("limit", reach, "<=", delta),),
    ),
    note="Searched at b = 1: values, b and 1/γ scale together.",
)
