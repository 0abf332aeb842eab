"""Chapter 7b.1: what the error of the best head does not see of its features."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.eigenspaces import column_basis
from contextures.theory.neighbours.haochen.graph import KEY
from contextures.theory.neighbours.heads import least, told_apart, vote_errors
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def least_error(world: Any, features: Any) -> Any:
    """𝓔 of features (..., a, k): the smallest error of the vote over the views of an input, of all heads."""
    law = world["law"]
    allowed = told_apart(world, *column_basis(world, features))
    return least(world, vote_errors(world, law, world["y"], law.sum(-1)), allowed)


FEATURES = {"law": sorts.law("x", "a"), "y": sorts.labels("x", into=2), "f": sorts.values("a", "k")}
SIZES = {"x": (1, 3), "a": (1, 3), "k": (1, 2)}
SCALED = Domain(
    "views of inputs with two labels, features, a head, and what multiplies the features",
    {
        **FEATURES,
        "scale": sorts.ratios("a", low=0, high=3, closed="right"),
        "mix": sorts.Invertible(axes=("k", "k"), text="Q"),
        "head": sorts.values("k", "r"),
    },
    sizes={**SIZES, "r": (2, 3)},
)


def predictions(world: Any, scores: Any) -> Any:
    """The first label of largest score, one-hot, (..., a, r)."""
    best = world.reaches(scores, scores.max(-1)[..., None])
    earlier = np.cumsum(best, axis=-1) - best
    return best & (earlier == 0)


def multiplied(world: Any) -> Any:
    """DFQ."""
    return world["scale"][..., :, None] * (world["f"] @ world["mix"])


@SCALED.quantity("views at which Q⁻¹B on DFQ and B on F differ", range="≥ 0", tex=r"\#")
def changed_views(world: Any) -> Any:
    before = predictions(world, world["f"] @ world["head"])
    after = predictions(world, multiplied(world) @ (world.inverse(world["mix"]) @ world["head"]))
    return (before != after).any(-1).sum(-1)


@SCALED.quantity("𝓔(F)", range="[0, 1]", tex=r"\mathcal E(F)")
def error(world: Any) -> Any:
    return least_error(world, world["f"])


@SCALED.quantity("𝓔(DFQ)", range="[0, 1]", tex=r"\mathcal E(DFQ)")
def error_after(world: Any) -> Any:
    return least_error(world, multiplied(world))


PROBE_INVARIANCE = Statement(
    id="neighbours.haochen-probe-invariance",
    title="Positive scalings of views and invertible maps of features change no head",
    kind=Kind.IDENTITY,
    source=Source(KEY, "Lemma 3.1"),
    domain=SCALED,
    printed=Claim(
        "D diagonal with positive entries, Q invertible: the head Q⁻¹B on DFQ predicts as B on F at every view; 𝓔(F) = "
        "𝓔(DFQ).",
        r"\arg\max(DFQ\,Q^{-1}B)_a=\arg\max(FB)_a,\qquad\mathcal E(F)=\mathcal E(DFQ)",
        (Part("prediction", changed_views, "==", 0), Part("error", error_after, "==", error, scale=1)),
    ),
    note="`error` with two labels, over all heads exactly; `prediction` with two or three.",
)

FREE = Domain(
    "views of inputs with two labels, features, and any matrices that multiply them",
    {**FEATURES, "scale": sorts.values("a"), "mix": sorts.values("k", "k")},
    sizes=SIZES,
)


@FREE.quantity("𝓔(F)", range="[0, 1]", name="error", tex=r"\mathcal E(F)")
def error_of_features(world: Any) -> Any:
    return least_error(world, world["f"])


@FREE.quantity("𝓔(FQ)", range="[0, 1]", tex=r"\mathcal E(FQ)")
def error_right(world: Any) -> Any:
    return least_error(world, world["f"] @ world["mix"])


@FREE.quantity("𝓔(DF)", range="[0, 1]", tex=r"\mathcal E(DF)")
def error_left(world: Any) -> Any:
    return least_error(world, world["scale"][..., :, None] * world["f"])


@FREE.quantity("smallest entry of D", tex=r"\min_aD_{aa}")
def least_scale(world: Any) -> Any:
    return world["scale"].min(-1)


@FREE.quantity("rank of F", range="≥ 0", tex=r"\mathrm{rank}\,F")
def rank_before(world: Any) -> Any:
    return world.rank(world["f"])


@FREE.quantity("rank of FQ", range="≥ 0", tex=r"\mathrm{rank}\,FQ")
def rank_after(world: Any) -> Any:
    return world.rank(world["f"] @ world["mix"])


ANY_MATRIX = Statement(
    id="neighbours.haochen-any-matrix",
    title="Any matrix from the right, any diagonal matrix from the left",
    kind=Kind.IDENTITY,
    source=Source(KEY, "sentence before Lemma 3.1"),
    domain=FREE,
    printed=Claim(
        "Multiplying F by any k×k matrix on the right, or by any diagonal matrix on the left, does not change 𝓔.",
        r"\mathcal E(FQ)=\mathcal E(F),\qquad\mathcal E(DF)=\mathcal E(F)",
        (
            Part("right", error_right, "==", error_of_features, scale=1),
            Part("left", error_left, "==", error_of_features, scale=1),
        ),
    ),
    corrected=Claim(
        "𝓔(FQ) ≥ 𝓔(F) for every Q, with equality where Q keeps the rank of F; 𝓔(DF) = 𝓔(F) for D diagonal with "
        "positive entries.",
        r"\mathcal E(FQ)\ge\mathcal E(F),\ =\text{ if }\mathrm{rank}\,FQ=\mathrm{rank}\,F;\qquad "
        r"D>0\Rightarrow\mathcal E(DF)=\mathcal E(F)",
        (
            Part("right", error_of_features, "<=", error_right, scale=1),
            Part(
                "right-equal",
                error_right,
                "==",
                error_of_features,
                given=(Hypothesis("rank", rank_after, "==", rank_before),),
                scale=1,
            ),
            Part(
                "left",
                error_left,
                "==",
                error_of_features,
                given=(Hypothesis("positive", 0, "<", least_scale),),
                scale=1,
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="A matrix that loses rank loses heads; a zero on the diagonal hides its view from all heads, and a negative "
    "entry turns the prediction there round. It is the rank, and the signs, that must be kept.",
    note="With two labels, over all heads exactly.",
    uses=("neighbours.haochen-probe-invariance",),
)

STATEMENTS = (PROBE_INVARIANCE, ANY_MATRIX)
