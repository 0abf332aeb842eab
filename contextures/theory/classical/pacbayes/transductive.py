"""Chapter 8.3: PAC-Bayes for examples that are drawn without replacement."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import comb, lgamma, prod
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.limits.pac import CORRECTED, LIMITS
from contextures.theory.classical.pacbayes.posteriors import POSTERIORS
from contextures.theory.classical.pacbayes.rules import binary_kl
from contextures.theory.domain import Domain
from contextures.theory.functions import Xi
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols import classical

LOGS = np.array([lgamma(k + 1.0) for k in range(101)])
"""Logarithms of factorials."""
LEVEL = LIMITS["classical.pb-transductive"]["bound"].value.args[1]
SHARPER = CORRECTED["classical.pb-transductive"]["bound"].value.args[1]
STEPS = 8
"""Steps of the first grid of posteriors."""


def _complementary(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Hypotheses of which one errs on each example, and one that hardly ever errs."""
    whole = sizes["population"]
    first = rng.choice([1, 2, whole // 2, whole - 1, *range(3, whole)], count)
    return {"first": first, "second": whole - first}


DRAWN = Domain(
    "m of N examples drawn without replacement, and two hypotheses that never err on the same one",
    {
        "first": sorts.count(0, 56, text="on how many the first errs"),
        "second": sorts.count(0, 56, text="on how many the second errs, and not the first"),
        "prior": sorts.law("h", text="the prior π"),
        "delta": sorts.ratio(0, 1, "neither"),
    },
    fixed={"h": 2},
    shared={"m": (20, 26), "population": (40, 56)},
    together=lambda sizes: sizes["m"] + 20 <= sizes["population"],
    families={"complementary": _complementary},
)


@DRAWN.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@DRAWN.quantity("number of examples drawn", range="≥ 20", tex="m")
def m(world: Any) -> Any:
    return world.size("m")


@DRAWN.quantity("number N of examples", range="≥ 40", tex="N")
def population(world: Any) -> Any:
    return world.size("population")


drawn_moment = 3 * sp.log(m) * sp.sqrt(m * (1 - m / population))


@DRAWN.quantity("errors of both hypotheses together", range="≥ 0", tex="J_1+J_2")
def errors(world: Any) -> Any:
    return world["first"] + world["second"]


@DRAWN.quantity("errors of the first hypothesis", range="≥ 0", tex="J")
def errors_of_first(world: Any) -> Any:
    return world["first"]


def _chances(world: Any, drawn: Any, counts: list[Any]) -> Any:
    """The chance of drawing so many of each kind (K, kinds), and the rest of neither: (..., K)."""
    whole, size = world.size("population"), world.size("m")
    kinds = [*zip(counts, drawn.T, strict=True), (whole - sum(counts), size - drawn.sum(1))]
    if world.exact:
        ways = [[_ways(int(there.item().p), int(k)) for k in taken] for there, taken in kinds]
        exact = np.array([Fraction(prod(row), comb(whole, size)) for row in zip(*ways, strict=True)], dtype=object)
        return world.where(np.ones(len(exact), dtype=bool), exact, 0)
    found = np.zeros((world.count, len(drawn)))
    for there, taken in kinds:
        left = there[:, None] - taken
        ways = LOGS[np.maximum(there, 0)][:, None] - LOGS[taken] - LOGS[np.maximum(left, 0)]
        found = np.where(left >= 0, found + ways, -np.inf)
    return np.exp(found - np.log(float(comb(whole, size))))


def _ways(there: int, taken: int) -> int:
    """C(there, taken), 0 where there are not so many."""
    return comb(there, taken) if there >= 0 else 0


@DRAWN.quantity("Σ_j C(J,j)C(N−J,m−j)/C(N,m)·e^{m kl(j/m‖J/N)}", range="≥ 1", tex=r"\mathbb E e^{m\,\mathrm{kl}}")
def moment(world: Any) -> Any:
    size, drawn = world.size("m"), np.arange(world.size("m") + 1)[:, None]
    chances = _chances(world, drawn, [world["first"]])
    share = 0 * chances + (world["first"] / world.size("population"))[..., None]
    seen = (0 * chances + drawn[:, 0]) / size
    terms = world.exp(size * binary_kl(world, seen, share))
    return (chances * world.where(chances == 0, 1 + 0 * chances, terms)).sum(-1)


def _sides(world: Any, formula: sp.Expr, drawn: Any, rho: Any, *, several: bool = False) -> tuple[Any, Any]:
    """kl(L_S‖L) of posteriors (..., K, h), or of several (..., K, posteriors, h), and the level that it may exceed."""
    both = np.stack([world["first"], world["second"]], axis=-1) / world.size("population")
    extra = (Ellipsis, None, None, slice(None)) if several else (Ellipsis, None, slice(None))
    kinds, errors = drawn[:, None] if several else drawn, both[extra]
    seen = sum(rho[..., h] * kinds[..., h] for h in range(2)) / world.size("m")
    risk = sum(rho[..., h] * errors[..., h] for h in range(2))
    prior = world["prior"]
    KL = world.kl(rho, prior[extra])
    whole, size = world.size("population"), world.size("m")
    level = world.value(formula, KL=KL, m=size, population=whole, delta=world["delta"][extra[:-1]])
    return binary_kl(world, seen, risk), level


def _samples(world: Any) -> Any:
    """How many of each kind may be drawn at some instance, (K, 2)."""
    size = world.size("m")
    errors = [world[name] for name in ("first", "second")]
    first, second, rest = (_most(count, size) for count in (*errors, world.size("population") - sum(errors)))
    found = [(i, j) for i in range(first + 1) for j in range(max(0, size - rest - i), min(second, size - i) + 1)]
    return np.array(found or [(0, 0)])


def _most(counts: Any, size: int) -> int:
    """The largest of some whole numbers, between 0 and a size."""
    every = np.ravel(getattr(counts, "values", counts))
    return min(size, max(0, *(int(getattr(count, "p", count)) for count in every)))


def _worst(world: Any, formula: sp.Expr) -> dict[str, Any]:
    """The posterior of each sample that violates the bound most, in floats."""
    drawn = _samples(world)
    grid = np.linspace(0, 1, STEPS + 1)
    rows = np.broadcast_to(np.stack([grid, 1 - grid], axis=-1), (world.count, 1, STEPS + 1, 2))
    rows = np.concatenate([rows, world["prior"][:, None, None, :]], axis=2)
    for width in (0.5 / STEPS, 0.0):
        first, second = _sides(world, formula, drawn, rows, several=True)
        gap = np.where(np.isnan(first - second), -np.inf, first - second)
        wide = np.broadcast_to(rows, (*gap.shape, 2))
        found = np.take_along_axis(wide, gap.argmax(-1)[..., None, None], axis=-2)
        moved = np.clip(found[..., :1] + width * np.linspace(-1, 1, 5)[:, None], 0, 1)
        rows = np.concatenate([moved, 1 - moved], axis=-1)
    return {"rho": found[..., 0, :]}


def _chance(world: Any, formula: sp.Expr) -> Any:
    """The chance of a sample on which the posteriors of the witness violate a level."""
    drawn = _samples(world)
    hit = world.exceeds(*_sides(world, formula, drawn, world["rho"]))
    return (_chances(world, drawn, [world["first"], world["second"]]) * hit).sum(-1)


@DRAWN.quantity(
    "P(some ρ: kl(L_S‖L) > (KL + ln(3 ln(m)√(m(1 − m/N))/δ))/m)", range="[0, 1]",
    tex=r"\Pr(\exists\rho:\mathrm{kl}>\ldots)", best={"rho": POSTERIORS}, at=partial(_worst, formula=LEVEL),
)  # fmt: skip
def miss(world: Any) -> Any:
    return _chance(world, LEVEL)


@DRAWN.quantity(
    "the same with the smaller of ξ(m) and 3 ln(m)√(m(1 − m/N))", range="[0, 1]",
    tex=r"\Pr(\exists\rho:\mathrm{kl}>\ldots\xi)", best={"rho": POSTERIORS}, at=partial(_worst, formula=SHARPER),
)  # fmt: skip
def miss_sharper(world: Any) -> Any:
    return _chance(world, SHARPER)


@DRAWN.quantity("ξ(m) = ΣC(m,k)(k/m)^k(1−k/m)^{m−k}", range="≥ 1", tex=r"\xi(m)")
def xi(world: Any) -> Any:
    return world.value(Xi(classical.m), m=world.size("m"))


PB_TRANSDUCTIVE = Statement(
    id="classical.pb-transductive",
    title="PAC-Bayes for examples drawn without replacement",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Bégin, Germain, Laviolette, Roy 2014", reconstructed=True),
    domain=DRAWN,
    printed=Claim(
        "0/1 losses, m of N examples drawn without replacement, 20 ≤ m ≤ N − 20, L over all N: P(some ρ: kl(L_S‖L) > "
        "(KL + ln(3 ln(m)√(m(1 − m/N))/δ))/m) ≤ δ, and Σ_j C(J,j)C(N−J,m−j)/C(N,m)·e^{m·kl(j/m‖J/N)} ≤ "
        "3 ln(m)√(m(1 − m/N)) for 0 ≤ J ≤ N.",
        r"\Pr\Bigl(\exists\rho:\mathrm{kl}(L_S\|L)>\tfrac1m\bigl(\mathrm{KL}+\ln\tfrac{3\ln(m)\sqrt{m(1-m/N)}}\delta\bigr)"
        r"\Bigr)\le\delta,\qquad\sum_j\frac{\binom Jj\binom{N-J}{m-j}}{\binom Nm}e^{m\,\mathrm{kl}(j/m\|J/N)}\le"
        r"3\ln(m)\sqrt{m(1-m/N)}",
        (
            Part("bound", miss, "<=", delta, given=(Hypothesis("fits", errors, "<=", population),)),
            Part("moment", moment, "<=", drawn_moment, given=(Hypothesis("fits", errors_of_first, "<=", population),)),
        ),
    ),
    corrected=Claim(
        "The same with the smaller of ξ(m) and 3 ln(m)√(m(1 − m/N)) in place of the latter, ξ(m) the sum of Maurer.",
        r"\sum_j\frac{\binom Jj\binom{N-J}{m-j}}{\binom Nm}e^{m\,\mathrm{kl}(j/m\|J/N)}\le"
        r"\min\bigl(\xi(m),3\ln(m)\sqrt{m(1-m/N)}\bigr)",
        (
            Part("bound", miss_sharper, "<=", delta, given=(Hypothesis("fits", errors, "<=", population),)),
            Part(
                "moment",
                moment,
                "<=",
                sp.Min(xi, drawn_moment),
                given=(Hypothesis("fits", errors_of_first, "<=", population),),
            ),
            Part("replaced", moment, "<=", xi, given=(Hypothesis("fits", errors_of_first, "<=", population),)),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="Nothing is wrong with it, but it can be sharper: by Hoeffding (1963) a convex function of an average has no "
    "larger mean without replacement than with, where it is ξ(m): smaller unless nearly all examples are drawn.",
    note="Two hypotheses that never err on the same example, and at most 26 of 56 examples drawn.",
)
