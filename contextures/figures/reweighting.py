"""Gradient descent under weights of the samples: whatever they are, it comes to the limit of equal weights."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.exact.arithmetic import Floats
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.measure.domain import REWEIGHTED_SAMPLES
from contextures.measure.evaluate import Evaluator
from contextures.measure.worlds.reweighting import SampleWorld
from contextures.style import BLACK, BLUE, GREEN, ORANGE, VERMILION, letter
from contextures.theory.catalogue import catalogue

WEIGHTS = ("equal", "a tenth on half of the samples", "ten to one, the halves in turn", "random at each step")
STYLES = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (ORANGE, ":"))


def data(
    source: Source, *, samples: int = 8, dimensions: int = 20, steps: int = 2000, size: float = 0.2, points: int = 41
) -> Arrays:
    """Return distances to the limit of ERM along four descents; and that of the solution with a penalty.

    Random samples and labels, so that n < p and the risk can be 0. Over the weight of the penalty the second part
    gives, of the solution under one tenth on half of the samples, the final risk, the distance to the limit of ERM
    and the bound on it.
    """
    rng = source.rng("reweighting")
    inputs, labels = rng.normal(size=(samples, dimensions)) / np.sqrt(dimensions), rng.normal(size=samples)
    half = np.arange(samples) < samples // 2
    tenth = np.where(half, 0.1, 1.0)
    turns = np.where((np.arange(steps)[:, None] // 50) % 2 == 0, tenth, 1.1 - tenth)
    schedules = [np.ones((steps, samples)), np.tile(tenth, (steps, 1)), turns, rng.exponential(size=(steps, samples))]
    descent = _evaluator(inputs, labels, schedule=np.stack(schedules), step=np.full(len(schedules), size * samples))
    squares = descent.quantities["distance_square"](descent.world)

    penalties = np.geomspace(1e-6, 1, points)
    penalised = _evaluator(inputs, labels, sample_weights=np.tile(tenth / tenth.sum(), (points, 1)), ridge=penalties)
    statement = catalogue["shift.grw-regularised"]
    claim = statement.corrected or statement.printed
    distance, bound = penalised.sides(claim.parts[0])
    return {
        "distance": np.sqrt(np.stack(squares, axis=1)),
        "risk": np.asarray(penalised.quantities["final_risk"](penalised.world)),
        "apart": np.asarray(distance),
        "bound": np.asarray(bound),
    }


def _evaluator(inputs: FloatArray, labels: FloatArray, **fields: FloatArray) -> Evaluator:
    """Return what evaluates the formulas of the chapter on samples under several weights, (B, …) each."""
    count = len(next(iter(fields.values())))
    shared = {"inputs": inputs, "labels": labels, "start": np.zeros(inputs.shape[1])}
    everywhere = {name: np.broadcast_to(values, (count, *values.shape)) for name, values in shared.items()}
    return Evaluator(SampleWorld({**everywhere, **fields}, {"a": 1}, Floats()), REWEIGHTED_SAMPLES.quantities)


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the distances along the descents above those of the penalised solutions."""
    upper, lower = figure.subplots(2, 1)
    for distance, label, (colour, dash) in zip(arrays["distance"], WEIGHTS, STYLES, strict=True):
        upper.plot(np.arange(len(distance)), distance, dash, color=colour, label=label)
    upper.set(yscale="log", xlabel="step t", ylabel=r"$\|\theta^{(t)}-\theta_{ERM}\|$", ylim=(1e-10, 10))
    upper.legend(title="weights", alignment="left")
    letter(upper, "a", "no penalty: one limit")

    order = np.argsort(arrays["risk"])
    lower.plot(
        arrays["risk"][order], arrays["bound"][order], color=BLACK, label="bound, $\\propto\\sqrt{\\varepsilon}$"
    )
    lower.plot(arrays["risk"], arrays["apart"], "o", color=VERMILION, markersize=2.4, label="a penalty µ, exactly")
    lower.set(xscale="log", yscale="log", xlabel="final training risk ε", ylabel=r"$\|\theta_q-\theta_{ERM}\|$")
    lower.legend()
    letter(lower, "b", "with a penalty: near, as far as the risk is small")


PICTURE = Picture(
    "reweighting", "Reweighted descent comes to the limit of equal weights", data, draw, height=4.2, cost=2
)
