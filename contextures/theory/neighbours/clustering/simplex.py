"""Chapter 7.7: the exponential form of the loss as a maximum over the simplex."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

Rng = np.random.Generator


def _softmax(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Weights from the softmax of the scores to the uniform ones."""
    scores = rng.integers(1, 12, (count, sizes["i"]))
    near = 20 * scores * rng.integers(0, 2, (count, 1)) + rng.integers(0, 4, (count, 1)) * 10
    return {"w": scores, "a": near + rng.integers(0, 3, (count, sizes["i"])) + 1}


def _tight(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Scores whose softmax just meets the constraint: all equal, or 2 with four of 1 for each of 4."""
    n = sizes["i"]
    scores = np.full((count, n), 2)
    if n >= 6:
        split = rng.integers(0, 2, (count, 1)).astype(bool)
        scores[:, 1:6] = np.where(split, [1, 1, 4, 1, 1], 2)
    scores = scores * rng.integers(1, 4, (count, 1))
    return {"w": scores, "a": scores}


def _only(rng: Rng, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A first score that is the largest, alone or not, and weights on it and on those that tie."""
    n = sizes["i"]
    psi = rng.integers(-4, 1, (count, n))
    psi[:, 0] = 0
    weights = (psi == 0) * rng.integers(0, 3, (count, n))
    weights[:, 0] += 1
    return {"psi": psi, "a": weights}


SCORES = Domain(
    "scores, weights on them and a temperature",
    {
        "w": sorts.weights("i", text="e^{ψ_i/τ}"),
        "psi": sorts.values("i", text="scores"),
        "a": sorts.mass("i", text="weights on the scores"),
        "tau": sorts.ratio(0, 5, "right", text="the temperature"),
    },
    sizes={"i": (2, 6)},
    families={"softmax": _softmax, "tight": _tight, "only": _only},
)


def _scores(world: Any) -> Any:
    """ψ_i/τ."""
    return world.log(world["w"])


@SCORES.quantity("temperature", range="(0, 5]", tex=r"\tau")
def tau(world: Any) -> Any:
    return world["tau"]


@SCORES.quantity("smallest e^{ψ_i/τ}", range="≥ 0", tex=r"\min_ie^{\psi_i/\tau}")
def least(world: Any) -> Any:
    return world["w"].min(-1)


@SCORES.quantity("Σa_iψ_i/τ − ψ_1/τ", tex=r"\tfrac1\tau\bigl(\sum a_i\psi_i-\psi_1\bigr)")
def slack(world: Any) -> Any:
    scores = _scores(world)
    return (world["a"] * scores).sum(-1) - scores[..., 0]


@SCORES.quantity("entropy of a in nats", range="≥ 0", tex=r"-\sum a_i\log a_i")
def entropy(world: Any) -> Any:
    return world.entropy(world["a"])


@SCORES.quantity("Σa_iψ_i/τ − ψ_1/τ at the softmax", tex=r"\tfrac1\tau\bigl(\sum a_i^*\psi_i-\psi_1\bigr)")
def slack_softmax(world: Any) -> Any:
    scores, w = _scores(world), world["w"]
    return (w / w.sum(-1)[..., None] * scores).sum(-1) - scores[..., 0]


@SCORES.quantity("entropy of the softmax in nats", range="≥ 0", tex=r"-\sum a_i^*\log a_i^*")
def entropy_softmax(world: Any) -> Any:
    return world.entropy(world["w"] / world["w"].sum(-1)[..., None])


@SCORES.quantity("−log(e^{ψ_1/τ}/Σe^{ψ_i/τ})", tex=r"-\log\frac{e^{\psi_1/\tau}}{\sum_ie^{\psi_i/\tau}}")
def infonce(world: Any) -> Any:
    return -world.log(world["w"][..., 0] / world["w"].sum(-1))


@SCORES.quantity("ψ_1 less the largest other score", tex=r"\psi_1-\max_{i\ge2}\psi_i")
def lead(world: Any) -> Any:
    return world["psi"][..., 0] - world["psi"][..., 1:].max(-1)


@SCORES.quantity("Σa_iψ_i − ψ_1", tex=r"\sum a_i\psi_i-\psi_1")
def room(world: Any) -> Any:
    return (world["a"] * world["psi"]).sum(-1) - world["psi"][..., 0]


@SCORES.quantity("a_1", range="[0, 1]", tex="a_1")
def first(world: Any) -> Any:
    return world["a"][..., 0]


FINITE = Hypothesis("finite", 0, "<", least, "the scores are finite")
FEASIBLE = Hypothesis("feasible", 0, "<=", slack, "ψ_1 ≤ Σa_iψ_i")

EXPONENTIAL = Statement(
    id="neighbours.clustering-exponential",
    title="InfoNCE as a maximum over the simplex",
    kind=Kind.IDENTITY,
    source=Source("clustering", "Theorem 3"),
    domain=SCORES,
    printed=Claim(
        "τ > 0: the maximum of −ψ_1 + Σa_iψ_i − τΣa_i log a_i over the simplex is −τ log(e^{ψ_1/τ}/Σe^{ψ_i/τ}).",
        r"\max_{a\in\Delta}-\psi_1+\sum a_i\psi_i-\tau\sum a_i\log a_i=-\tau\log\frac{e^{\psi_1/\tau}}{\sum_ie^"
        r"{\psi_i/\tau}}",
        (
            Part("upper", tau * (slack + entropy), "<=", tau * infonce),
            Part("attained", tau * (slack_softmax + entropy_softmax), "==", tau * infonce, scale=tau),
        ),
        given=(FINITE,),
    ),
    note="`upper`: no a has more; `attained`: the softmax of the scores does.",
)

DUAL = Statement(
    id="neighbours.clustering-dual",
    title="The entropy under the constraint is below InfoNCE",
    kind=Kind.INEQUALITY,
    source=Source("clustering", "§5.1"),
    domain=SCORES,
    printed=Claim(
        "(P1) is the largest entropy over the simplex subject to ψ_1 ≤ Σa_iψ_i: τ·max(P1) ≤ max(P2).",
        r"\tau\max_{a\in\Delta,\ \psi_1\le\sum a_i\psi_i}-\sum a_i\log a_i\le\max(\mathrm{P2})",
        (Part("bound", tau * entropy, "<=", tau * infonce),),
        given=(FINITE, FEASIBLE),
    ),
    uses=("neighbours.clustering-exponential",),
)

DUAL_EXACT = Statement(
    id="neighbours.clustering-dual-exact",
    title="At its best temperature InfoNCE is the entropy under the constraint",
    kind=Kind.IDENTITY,
    source=Source("ours"),
    domain=SCORES,
    printed=Claim(
        "Where the softmax a* meets the constraint with equality, ψ_1 = Σa*_iψ_i, it solves (P1), and "
        "τ·max(P1) = max(P2): max(P1) is the least of max(P2)/τ over temperatures.",
        r"\psi_1=\sum a_i^*\psi_i\Rightarrow\tau\max(\mathrm{P1})=\max(\mathrm{P2})",
        (
            Part("value", tau * entropy_softmax, "==", tau * infonce, scale=tau),
            Part("solves", entropy, "<=", entropy_softmax, given=(FEASIBLE,)),
        ),
        given=(FINITE, Hypothesis("tight", slack_softmax, "==", 0, "ψ_1 = Σa*_iψ_i")),
    ),
    uses=("neighbours.clustering-dual",),
)

SOLE = Statement(
    id="neighbours.clustering-sole",
    title="Where the positive scores highest nothing else is feasible",
    kind=Kind.INEQUALITY,
    source=Source("clustering", "§5.1"),
    domain=SCORES,
    printed=Claim(
        "ψ_1 > ψ_i for all i ≥ 2: the first unit vector is the only feasible point of (P1).",
        r"\psi_1>\max_{i\ge2}\psi_i,\ \psi_1\le\sum a_i\psi_i\Rightarrow a=e_1",
        (Part("only", first, "==", 1),),
        given=(
            Hypothesis("largest", 0, "<", lead, "the first score is the largest"),
            Hypothesis("feasible", 0, "<=", room, "ψ_1 ≤ Σa_iψ_i"),
        ),
    ),
)
