"""Contexts of one table from weak to strong: how strong the association is, τ, and the error of the best probe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contextures.arrays import FloatArray
from contextures.figures.source import Source
from contextures.samples.usefulness import lipschitz_constant
from contextures.studies.experiment import Prepared, Protocol, evaluate_context

MEASURES = ("decay_rate", "kernel_deviation", "lipschitz", "tau", "error")


def measures(
    source: Source, kinds: Sequence[str], levels: int, rows: int, rank: int, draws: int = 20
) -> dict[str, FloatArray]:
    """Return each of `MEASURES` for some kinds of context, (len(kinds), levels), NaN where it has no value.

    Parameters
    ----------
    source : Source
    kinds : sequence of {"knn", "rbf", "knn-mask", "rbf-mask"}
    levels : int
        Values of K, or of γ, of each kind.
    rows : int
        Rows of the table that are used.
    rank : int
        d_0.
    draws : int
        Masks that are averaged.
    """
    protocol = Protocol(seed=source.seed, levels=levels, rank=rank, draws=draws)
    prepared = Prepared.of(source.table(rows), protocol)
    found = {name: np.full((len(kinds), levels), np.nan) for name in MEASURES}
    for row, kind in enumerate(kinds):
        parameters = prepared.parameters(kind, protocol)
        contexts = prepared.family(kind, protocol).contexts(list(parameters.values()))
        for level, (context, others) in zip(parameters, contexts, strict=True):
            result = evaluate_context(prepared, context, others, protocol)
            result["lipschitz"] = lipschitz_constant(context, prepared.sample, sample=300)
            for name in MEASURES:
                found[name][row, level] = np.nan if result[name] is None else result[name]
    return found
