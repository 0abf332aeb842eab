"""Chapter 8.4: betting on two halves of a sample."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory.classical.means.betting import BETS, delta, played
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


@BETS.quantity("number n of draws", range="≥ 1", tex="n")
def draws(world: Any) -> Any:
    return world.size("step")


@BETS.quantity("n mod 2", range="0 or 1", tex=r"n\bmod2")
def odd(world: Any) -> Any:
    return world.size("step") % 2


@BETS.quantity(
    "P(the product of the largest capitals of the halves ≥ 1/δ)", range="[0, 1]", tex=r"\Pr(M_1M_2\ge1/\delta)"
)
def ruin_of_halves(world: Any) -> Any:
    capital, chances = played(world, "stake", -1)
    half = max(1, world.size("step") // 2)
    first = capital[..., :half].max(-1)
    second = (capital[..., -half:] / capital[..., half - 1, None]).max(-1)
    return (chances * world.reaches(first * second, (1 / world["delta"])[..., None])).sum(-1)


CUT = (Hypothesis("even", odd, "==", 0), Hypothesis("four", 4, "<=", draws))

BETTING_HALVES = Statement(
    id="classical.betting-halves",
    title="Betting on two halves",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=BETS,
    printed=Claim(
        text="classical.betting with the sample cut in two halves of n/2 (n even, n ≥ 4), and the product of the two "
        "prefix "
        "maxima: P(max_{i≤n/2}Π_{j≤i}(1−ν_j(Z_j−p)) · max_{i>n/2}Π_{n/2<j≤i}(1−ν_j(Z_j−p)) ≥ 1/δ) ≤ δ.",
        tex=r"\Pr\Bigl(\max_{i\le n/2}\prod_{j\le i}(1-\nu_j(Z_j-p))\cdot\max_{i>n/2}\prod_{n/2<j\le i}(1-\nu_j(Z_j-p))"
        r"\ge\tfrac1\delta\Bigr)\le\delta",
        given=CUT,
        parts=(Part("product", ruin_of_halves, "<=", delta),),
    ),
    corrected=Claim(
        text="With the product of the two prefix maxima: P(it is ≥ 1/δ) ≤ δ(1 + ln(1/δ)).",
        tex=r"\Pr(M_1M_2\ge\tfrac1\delta)\le\delta\bigl(1+\ln\tfrac1\delta\bigr)",
        given=CUT,
        parts=(Part("product", ruin_of_halves, "<=", delta * (1 + sp.log(1 / delta))),),
    ),
    faults=(Fault.CONSTANT,),
    why="The largest capital is no fair bet: each maximum is Ville's 1/U at most, and the product of two such "
    "exceeds 1/δ with "
    "probability up to δ(1 + ln(1/δ)).",
    uses=("classical.betting",),
)

STATEMENTS = (BETTING_HALVES,)
