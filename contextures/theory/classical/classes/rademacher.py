"""Chapter 8.2: Rademacher averages of a class on a sample: what they bound, and what bounds them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from contextures.exact.enumeration import signs
from contextures.theory import sorts
from contextures.theory.classical.classes.learning import chance, empirical, excess, risks, symmetrised
from contextures.theory.classical.limits.classes import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement


def punctured(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """The functions that are 1 at all points but one, and a uniform law: a sample looks best to one of them."""
    points = np.ones((count, sizes["z"]), dtype=np.int64)
    best = 1 - np.eye(sizes["z"], dtype=np.int64)[np.arange(sizes["g"]) % sizes["z"]]
    return {"law": points, "values": np.broadcast_to(np.stack([best, np.ones_like(best)], -1), (count, *best.shape, 2))}


BOUNDED = Domain(
    "a finite class of functions with values in [0, 1], and n examples",
    {"law": sorts.law("z"), "values": sorts.ratios("g", "z"), "delta": sorts.ratio(0, 1, "neither")},
    sizes={"z": (1, 4), "g": (1, 4)},
    shared={"n": (1, 5)},
    families={"punctured": punctured},
)


def empirical_averages(world: Any, counts: Any) -> Any:
    """R_S(G) by sample, (..., C)."""
    sums = symmetrised(world["values"], counts)
    return sums.max(-2).sum(-1) / sums.shape[-1]


@BOUNDED.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@BOUNDED.quantity("Rademacher complexity R_n(G)", range="≥ 0", tex=r"\mathcal R_n(G)")
def rademacher(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    return (samples.probabilities * empirical_averages(world, samples.counts)).sum(-1)


@BOUNDED.quantity("E sup(Eg − average of g)", range="≥ 0", tex=r"\mathbb E\sup_g(\mathbb Eg-\bar g)")
def largest_excess(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    return (samples.probabilities * excess(world, "values", samples.counts).max(-1)).sum(-1)


def miss(world: Any, part: str, samples: Any, complexity: Any) -> Any:
    """P(some g: Eg > limit), at a complexity by sample (..., C)."""
    limit = world.value(
        LIMITS["classical.rademacher-bound"][part].value,
        mean=empirical(samples.counts, world["values"]),
        n=world.size("n"),
        rademacher=complexity[..., None],
        delta=world["delta"][..., None, None],
    )
    return chance(samples, world.exceeds(risks(world, "values")[..., None, :], limit))


@BOUNDED.quantity("P(some g: Eg > average + 2R_n(G) + √(ln(1/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists g)")
def miss_expected(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    averages = empirical_averages(world, samples.counts)
    return miss(world, "expected", samples, (samples.probabilities * averages).sum(-1)[..., None])


@BOUNDED.quantity("P(some g: Eg > average + 2R_S(G) + 3√(ln(2/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists g)")
def miss_empirical(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    return miss(world, "empirical", samples, empirical_averages(world, samples.counts))


RADEMACHER_BOUND = Statement(
    id="classical.rademacher-bound",
    title="Uniform convergence by Rademacher complexity",
    kind=Kind.INEQUALITY,
    source=Source("FoML", "Theorem 3.3"),
    domain=BOUNDED,
    printed=Claim(
        text="G of values in [0, 1]; each with probability ≥ 1−δ, for all g: Eg ≤ n⁻¹Σg(z_i) + 2R_n(G) + "
        "√(ln(1/δ)/2n), "
        "and Eg ≤ n⁻¹Σg(z_i) + 2R_S(G) + 3√(ln(2/δ)/2n). E sup_g(Eg − n⁻¹Σg(z_i)) ≤ 2R_n(G).",
        tex=r"\mathbb Eg\le\tfrac1n\textstyle\sum g(z_i)+2\mathcal R_n(G)+\sqrt{\tfrac{\ln(1/\delta)}{2n}},\quad"
        r"\mathbb E\sup_g(\mathbb Eg-\bar g)\le2\mathcal R_n(G)",
        parts=(
            Part("expected", miss_expected, "<=", delta),
            Part("empirical", miss_empirical, "<=", delta),
            Part("symmetrisation", largest_excess, "<=", 2 * rademacher),
        ),
    ),
    note="`symmetrisation` is UML Lemma 26.2.",
)


def shifted_by_one(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Functions that are nearly constant."""
    values = rng.integers(1, 20, (count, sizes["f"], 1)) + rng.integers(0, 2, (count, sizes["f"], sizes["z"]))
    return {"functions": values}


REAL = Domain(
    "a finite class of real functions, and n examples",
    {"law": sorts.law("z"), "functions": sorts.values("f", "z")},
    sizes={"z": (1, 3), "f": (1, 3)},
    shared={"n": (1, 5)},
    families={"near constants": shifted_by_one},
)


def means(world: Any) -> Any:
    """Ef, (..., f)."""
    return (world["law"][..., None, :] * world["functions"]).sum(-1)


def largest_average(world: Any, functions: Any) -> Any:
    """E max_f |n⁻¹Σσ_if(z_i)| over samples and signs."""
    samples = world.samples("law", world.size("n"))
    sums = world.absolute(symmetrised(functions, samples.counts)).max(-2)
    return (samples.probabilities * sums.sum(-1)).sum(-1) / sums.shape[-1]


@REAL.quantity("E max|n⁻¹Σσ_i(f(z_i) − Ef)|", range="≥ 0", tex=r"\mathbb E\max_f|\tfrac1n\sum\sigma_i(f(z_i)-Pf)|")
def centred(world: Any) -> Any:
    return largest_average(world, world["functions"] - means(world)[..., None])


@REAL.quantity("E max|n⁻¹Σσ_if(z_i)|", range="≥ 0", tex=r"\mathbb E\max_f|\tfrac1n\sum\sigma_if(z_i)|")
def plain(world: Any) -> Any:
    return largest_average(world, world["functions"])


@REAL.quantity("E max|(P_n − P)f|", range="≥ 0", tex=r"\mathbb E\max_f|(P_n-P)f|")
def deviation(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    largest = world.absolute(excess(world, "functions", samples.counts)).max(-1)
    return (samples.probabilities * largest).sum(-1)


@REAL.quantity("max|Ef|", range="≥ 0", tex=r"\max|Pf|")
def largest_mean(world: Any) -> Any:
    return world.absolute(means(world)).max(-1)


@REAL.quantity("number n of examples", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@REAL.quantity("E|n⁻¹Σσ_i|", range="(0, 1]", tex=r"\mathbb E|\tfrac1n\sum\sigma_i|")
def walk(world: Any) -> Any:
    sums = np.abs(signs(world.size("n")).sum(-1)).astype(int)
    return Fraction(int(sums.sum()), sums.size * world.size("n"))


HALF = sp.Rational(1, 2)
CENTRED = Part("centred", HALF * centred, "<=", deviation)
SHIFTED = Part("shifted", HALF * plain, "<=", deviation + HALF * largest_mean / sp.sqrt(n))

DESYMMETRISATION = Statement(
    id="classical.desymmetrisation",
    title="Desymmetrisation",
    kind=Kind.INEQUALITY,
    source=Source("classical", "van der Vaart–Wellner; folklore", reconstructed=True),
    domain=REAL,
    printed=Claim(
        text="½E max_f|n⁻¹Σσ_i(f(z_i) − Ef)| ≤ E max_f|(P_n − P)f|; ½E max_f|n⁻¹Σσ_if(z_i)| ≤ E max_f|(P_n − P)f| + "
        "½max|Ef|/√n; and the same without the last term.",
        tex=r"\tfrac12\mathbb E\max_f|\tfrac1n\textstyle\sum\sigma_if(z_i)|\le\mathbb E\max_f|(P_n-P)f|"
        r"\;\bigl(+\tfrac{\max|Pf|}{2\sqrt n}\bigr)",
        parts=(CENTRED, SHIFTED, Part("free", HALF * plain, "<=", deviation)),
    ),
    corrected=Claim(
        text="½E max_f|n⁻¹Σσ_i(f(z_i) − Ef)| ≤ E max_f|(P_n − P)f|; ½E max_f|n⁻¹Σσ_if(z_i)| ≤ E max_f|(P_n − P)f| + "
        "½max|Ef|·E|n⁻¹Σσ_i|, which is at most ½max|Ef|/√n more.",
        tex=r"\tfrac12\mathbb E\max_f|\tfrac1n\textstyle\sum\sigma_if(z_i)|\le\mathbb E\max_f|(P_n-P)f|"
        r"+\tfrac12\max|Pf|\,\mathbb E|\tfrac1n\textstyle\sum\sigma_i|",
        parts=(CENTRED, SHIFTED, Part("free", HALF * plain, "<=", deviation + HALF * largest_mean * walk)),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="A constant function never deviates from its mean, but its signed average does: the means must vanish or "
    "enter, "
    "by ½max|Ef|·E|n⁻¹Σσ_i|, which constants attain.",
)

STATEMENTS = (RADEMACHER_BOUND, DESYMMETRISATION)
