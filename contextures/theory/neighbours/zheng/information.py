"""Chapter 7b.4: information against the squares of the modes."""

from __future__ import annotations

from typing import Any

from contextures.theory.neighbours.zheng.pair import KEY, PAIR, POSITIVE, both, energy, pmi
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


@PAIR.quantity("I(X;Y) in nats", range="≥ 0", tex="I(X;Y)")
def mi(world: Any) -> Any:
    return world.mutual_information(world["law"])


@PAIR.quantity("Σσ_i² of the modes of B̃", range="≥ 0", tex=r"\sum_i\sigma_i^2")
def chi2(world: Any) -> Any:
    return (world.singular_values(world["law"]) ** 2).sum(-1)


@PAIR.quantity("‖PMI‖²", range="≥ 0", tex=r"\|\mathrm{PMI}\|^2")
def pmi_energy(world: Any) -> Any:
    return energy(world, pmi(world))


def _rate(world: Any, ratio: Any) -> Any:
    """(t ln t − t + 1)/(t − 1)²."""
    return (1 - ratio - world.entropy(ratio[..., None])) / (ratio - 1) ** 2


@PAIR.quantity(
    "φ(max e^{PMI}), φ(t) = (t ln t − t + 1)/(t − 1)²", range="(0, 1/2)", tex=r"\varphi(\max e^{\mathrm{PMI}})"
)
def rate_least(world: Any) -> Any:
    return _rate(world, (world["law"] / both(world)).max(-1).max(-1))


@PAIR.quantity("φ(min e^{PMI})", range="(1/2, 1]", tex=r"\varphi(\min e^{\mathrm{PMI}})")
def rate_most(world: Any) -> Any:
    return _rate(world, (world["law"] / both(world)).min(-1).min(-1))


@PAIR.quantity(
    "(max e^{PMI} − 1)·(1 − min e^{PMI})", range="≥ 0", tex=r"(\max e^{\mathrm{PMI}}-1)(1-\min e^{\mathrm{PMI}})"
)
def dependence(world: Any) -> Any:
    ratio = world["law"] / both(world)
    return (ratio.max(-1).max(-1) - 1) * (1 - ratio.min(-1).min(-1))


DEPENDENT = Hypothesis("dependent", 0, "<", dependence, "X and Y are not independent")

INFORMATION = Statement(
    id="neighbours.zheng-information",
    title="Information and the squares of the modes",
    kind=Kind.EQUIVALENCE,
    source=Source(KEY, "Modal Decomposition, Property 5", reconstructed=True),
    domain=PAIR,
    printed=Claim(
        "I(X;Y) = ½Σσ_i² for the modes of B̃; I(X;Y) = ½‖PMI‖²; I ≤ ½Σσ_i²; I ≥ ½Σσ_i².",
        r"I(X;Y)=\tfrac12\sum_i\sigma_i^2,\quad I(X;Y)=\tfrac12\|\mathrm{PMI}\|^2",
        (
            Part("local", mi, "==", chi2 / 2),
            Part("pmi", mi, "==", pmi_energy / 2, given=(POSITIVE,)),
            Part("at-most", mi, "<=", chi2 / 2),
            Part("at-least", chi2 / 2, "<=", mi),
        ),
    ),
    corrected=Claim(
        "φ(max e^{PMI})·Σσ_i² ≤ I(X;Y) ≤ φ(min e^{PMI})·Σσ_i², with φ(t) = (t ln t − t + 1)/(t − 1)², "
        "which decreases from 1 at t = 0 through ½ at t = 1.",
        r"\varphi(\max e^{\mathrm{PMI}})\sum_i\sigma_i^2\le I(X;Y)\le\varphi(\min e^{\mathrm{PMI}})\sum_i\sigma_i^2,"
        r"\quad\varphi(t)=\frac{t\ln t-t+1}{(t-1)^2}",
        (
            Part("at-least", rate_least * chi2, "<=", mi, given=(DEPENDENT,), scale=chi2),
            Part("at-most", mi, "<=", rate_most * chi2, given=(DEPENDENT,), scale=chi2),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="½Σσ_i² is the second-order term of I at independence: a fair bit X = Y has I = ln 2 > ½, and X = Y on four "
    "values has I = ln 4 < 3/2.",
    note="Read without the local regime. Both factors tend to ½ at independence.",
)

STATEMENTS = (INFORMATION,)
