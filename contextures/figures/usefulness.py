"""The metric τ_d of weak, moderate and strong contexts against the true error of linear probes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.figures.spectra import NAMES, STYLES
from contextures.samples.probe import probe_errors
from contextures.samples.usefulness import usefulness
from contextures.studies.experiment import Prepared, Protocol
from contextures.style import GREY, letter, logarithmic


def data(
    source: Source, *, neighbours: Sequence[int] = (150, 30, 5), rows: int | None = None, rank: int = 256
) -> Arrays:
    """Return τ_d and the test error of the probe on the top-d singular functions, d = 1, 2, …, from weak to strong.

    Up to half as many dimensions as the probe has samples."""
    protocol = Protocol(seed=source.seed, rank=rank)
    prepared = Prepared.of(source.table(rows), protocol)
    _, labelled, test = prepared.parts
    outputs, ascending = prepared.outputs, sorted(neighbours)
    shown = min(rank - 1, len(labelled) // 2)
    tau, errors = {}, {}
    for k, (context, others) in zip(ascending, prepared.family("knn", protocol).contexts(ascending), strict=True):
        spectrum = context.spectrum(rank)
        tau[k] = usefulness(spectrum, protocol.beta, rank).tau_d
        features = spectrum.extend(others)
        size = len(labelled)
        found = probe_errors(features[:size], outputs[labelled], features[size:], outputs[test], protocol.ridges)
        errors[k] = found.errors
    return {
        "neighbours": np.array(neighbours),
        "tau": np.stack([_of_length(tau[k], shown) for k in neighbours]),
        "errors": np.stack([_of_length(errors[k], shown) for k in neighbours]),
        "table": np.array([prepared.table.name, f"{len(prepared.sample):,}"]),
    }


def _of_length(values: FloatArray, length: int) -> FloatArray:
    """Cut off, or fill with NaN."""
    return np.pad(values[:length], (0, max(0, length - len(values))), constant_values=np.nan)


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw τ_d above the error, with the d of least value marked on each."""
    upper, lower = figure.subplots(2, 1, sharex=True)
    for axes, values in ((upper, arrays["tau"]), (lower, arrays["errors"])):
        for curve, k, name, (colour, dash) in zip(values, arrays["neighbours"], NAMES, STYLES, strict=True):
            axes.plot(np.arange(1, len(curve) + 1), curve, dash, color=colour, label=f"{name}, K = {k}")
            best = int(np.nanargmin(curve))
            axes.plot(best + 1, curve[best], "o", color=colour)
        axes.plot([], [], "o", color=GREY, label="least value")
    name, count = arrays["table"]
    logarithmic(upper, "both")
    least, most = 0.95 * np.nanmin(arrays["tau"]), min(60, 1.1 * np.nanmax(arrays["tau"]))
    upper.set(ylabel=r"$\tau_d$", yticks=[tick for tick in (1, 2, 5, 10, 20, 50) if least < tick < most])
    upper.set_ylim(least, most)
    upper.legend()
    letter(upper, "a", "the metric, from the spectrum alone")
    lower.set(xlabel="dimension d of the encoder", ylabel="test error of the probe")
    letter(lower, "b", f"the error, on {name} ({count} rows)")


PICTURE = Picture(
    "usefulness", "The metric τ_d against the true error of the probe", data, draw, height=3.6, extra="data", cost=15
)
