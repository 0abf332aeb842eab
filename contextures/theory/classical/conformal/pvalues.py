"""Chapter 8.4: p-values for the mean of losses in [0, 1]."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.classical.limits.conformal import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def at_level(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Laws whose mean is the level: constants, and two values, the upper one 1 mostly."""
    z, fine = sizes["z"], int(rng.choice([4, 10, 20, 100]))
    law = np.ones((count, z), dtype=np.int64)
    law[:, 0] = 10 ** rng.integers(0, 4, count)
    top = np.where(rng.random((count, 1)) < 0.6, fine, rng.integers(1, fine, (count, 1)))
    losses = np.broadcast_to(top, (count, z)).copy()
    losses[:, 0] = np.where(rng.random(count) < 0.3, top[:, 0], rng.integers(0, fine, count))
    mean = [Fraction(int(s), int(w) * fine) for s, w in zip((law * losses).sum(-1), law.sum(-1), strict=True)]
    level = [value if value < 1 else Fraction(fine - 1, fine) for value in mean]
    return {
        "law": law,
        "losses": np.stack([losses, np.full_like(losses, fine)], axis=-1),
        "alpha": np.array([value.as_integer_ratio() for value in level], dtype=np.int64),
    }


LOSSES = Domain(
    "n losses in [0, 1] from a finite law, and a level that its mean is said to reach",
    {"law": sorts.law("z"), "losses": sorts.ratios("z"), "alpha": sorts.ratio(0, 1, "neither")},
    sizes={"z": (1, 3)},
    shared={"n": (1, 7)},
    families={"at the level": at_level},
)


@LOSSES.quantity("level α", range="(0, 1)", tex=r"\alpha")
def alpha(world: Any) -> Any:
    return world["alpha"]


@LOSSES.quantity("mean of the law", range="[0, 1]", tex="p")
def p(world: Any) -> Any:
    return (world["law"] * world["losses"]).sum(-1)


def totals(world: Any) -> Any:
    """np̂ by sample, (..., C)."""
    return (world.samples("law", world.size("n")).counts * world["losses"][..., None, :]).sum(-1)


def largest_excess(world: Any, row: str, part: str = "", factor: Any = 1) -> Any:
    """The largest P(p-value ≤ u)/u, of a p-value that does not fall as np̂ grows: u is one of its values."""
    total, probabilities = totals(world), world.samples("law", world.size("n")).probabilities
    n, level = world.size("n"), world["alpha"][..., None]
    pvalues = factor * world.value(LIMITS[row][part].value, mean=total / n, n=n, alpha=level)
    smaller = world.reaches(total[..., :, None], total[..., None, :])
    return ((smaller * probabilities[..., None, :]).sum(-1) / pvalues).max(-1)


@LOSSES.quantity("largest P(p-value ≤ u)/u, Hoeffding–Bentkus", range="≥ 0", tex=r"\sup_u\Pr(P\le u)/u")
def hoeffding_bentkus(world: Any) -> Any:
    return largest_excess(world, "classical.hoeffding-bentkus")


@LOSSES.quantity("largest P(p-value ≤ u)/u, Hoeffding–Bentkus with ⌊np̂⌋", range="≥ 0", tex=r"\sup_u\Pr(P\le u)/u")
def hoeffding_bentkus_floor(world: Any) -> Any:
    return largest_excess(world, "classical.hoeffding-bentkus-floor")


@LOSSES.quantity("largest P(p-value ≤ u)/u, binomial with ⌊np̂⌋", range="≥ 0", tex=r"\sup_u\Pr(P\le u)/u")
def binomial_floor(world: Any) -> Any:
    return largest_excess(world, "classical.binomial-pvalue-losses", "floor")


@LOSSES.quantity("largest P(p-value ≤ u)/u, binomial with ⌈np̂⌉", range="≥ 0", tex=r"\sup_u\Pr(P\le u)/u")
def binomial_ceil(world: Any) -> Any:
    return largest_excess(world, "classical.binomial-pvalue-losses", "ceil")


@LOSSES.quantity("largest P(p-value ≤ u)/u, e times the binomial with ⌈np̂⌉", range="≥ 0", tex=r"\sup_u\Pr(P\le u)/u")
def bentkus(world: Any) -> Any:
    return largest_excess(world, "classical.binomial-pvalue-losses", "ceil", world.exp(1))


REACHED = (Hypothesis("mean", alpha, "<=", p),)
NOTE = (
    "Valid: P(p-value ≤ u) ≤ u for every u. The p-value does not fall as np̂ grows, so that the levels u that matter "
    "are "
    "its values, and P(p-value ≤ u)/u is largest at one of them."
)
VALID = Part("valid", hoeffding_bentkus, "<=", 1)

HOEFFDING_BENTKUS = Statement(
    id="classical.hoeffding-bentkus",
    title="The p-value of Hoeffding and Bentkus",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Bates et al. 2021; Angelopoulos et al. 2021", reconstructed=True),
    domain=LOSSES,
    printed=Claim(
        text="Losses in [0, 1], 0 < α < 1: min{exp(−n·kl(min(p̂, α)‖α)), e·P(Bin(n, α) ≤ ⌈np̂⌉)} is a valid p-value "
        "for "
        "mean ≥ α.",
        tex=r"\min\{e^{-n\,\mathrm{kl}(\min(\hat p,\alpha)\|\alpha)},"
        r"e\Pr(\mathrm{Bin}(n,\alpha)\le\lceil n\hat p\rceil)\}",
        given=REACHED,
        parts=(VALID,),
    ),
    note=NOTE,
)

HOEFFDING_BENTKUS_FLOOR = Statement(
    id="classical.hoeffding-bentkus-floor",
    title="The p-value of Hoeffding and Bentkus, rounded down",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=LOSSES,
    printed=Claim(
        text="Losses in [0, 1], 0 < α < 1: min{exp(−n·kl(min(p̂, α)‖α)), e·P(Bin(n, α) ≤ ⌊np̂⌋)} is a valid p-value "
        "for "
        "mean ≥ α.",
        tex=r"\min\{e^{-n\,\mathrm{kl}(\min(\hat p,\alpha)\|\alpha)},"
        r"e\Pr(\mathrm{Bin}(n,\alpha)\le\lfloor n\hat p\rfloor)\}",
        given=REACHED,
        parts=(Part("valid", hoeffding_bentkus_floor, "<=", 1),),
    ),
    corrected=Claim(
        text="Losses in [0, 1], 0 < α < 1: min{exp(−n·kl(min(p̂, α)‖α)), e·P(Bin(n, α) ≤ ⌈np̂⌉)} is a valid p-value "
        "for "
        "mean ≥ α.",
        tex=r"\min\{e^{-n\,\mathrm{kl}(\min(\hat p,\alpha)\|\alpha)},"
        r"e\Pr(\mathrm{Bin}(n,\alpha)\le\lceil n\hat p\rceil)\}",
        given=REACHED,
        parts=(VALID,),
    ),
    faults=(Fault.BOUNDARY,),
    why="Losses are no counts: np̂ falls between whole numbers, and rounding it down counts as few losses what are "
    "nearly as "
    "many as the next; Bentkus' inequality rounds up.",
    note=NOTE,
    uses=("classical.hoeffding-bentkus",),
)

BINOMIAL_PVALUE_LOSSES = Statement(
    id="classical.binomial-pvalue-losses",
    title="Binomial p-values for losses",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=LOSSES,
    printed=Claim(
        text="Losses in [0, 1], 0 < α < 1: P(Bin(n, α) ≤ ⌊np̂⌋), and P(Bin(n, α) ≤ ⌈np̂⌉), are valid p-values for "
        "mean ≥ α.",
        tex=r"\Pr(\mathrm{Bin}(n,\alpha)\le\lfloor n\hat p\rfloor),\quad"
        r"\Pr(\mathrm{Bin}(n,\alpha)\le\lceil n\hat p\rceil)",
        given=REACHED,
        parts=(Part("floor", binomial_floor, "<=", 1), Part("ceil", binomial_ceil, "<=", 1)),
    ),
    corrected=Claim(
        text="Losses in [0, 1], 0 < α < 1: e·P(Bin(n, α) ≤ ⌈np̂⌉) is a valid p-value for mean ≥ α.",
        tex=r"e\Pr(\mathrm{Bin}(n,\alpha)\le\lceil n\hat p\rceil)",
        given=REACHED,
        parts=(Part("bentkus", bentkus, "<=", 1),),
    ),
    faults=(Fault.CONSTANT,),
    why="Losses between 0 and 1 spread less than coins: constant losses of 1/2 have np̂ = n/2 surely, which coins "
    "reach with "
    "probability below 1; Bentkus' factor e makes up for it.",
    note=NOTE,
    uses=("classical.hoeffding-bentkus",),
)

STATEMENTS = (HOEFFDING_BENTKUS, HOEFFDING_BENTKUS_FLOOR, BINOMIAL_PVALUE_LOSSES)
