"""The experiment of Table 1 of C25: does the metric τ of a context tell the error of its best linear probe?"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.data_context import DataContext
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.probe import RIDGES, probe_errors
from contextures.samples.split import Split
from contextures.samples.tables import DataTable
from contextures.samples.usefulness import decay_rate, kernel_deviation, resolved_spectrum, usefulness
from contextures.studies.levels import FAMILIES, Family, neighbour_levels

DEVIATION_SAMPLE = 200
"""Points that the kernel deviation is averaged over."""
LARGE = 10_000
"""A table of more rows is large."""


@dataclass(frozen=True)
class Protocol:
    """What the experiment does; C25 gives the split into three parts, d_0, β and the mask, and leaves the rest open.

    Attributes
    ----------
    pretrain, labelled : float
        Parts of the rows that the context is made from and that the probe learns from; the rest is the test.
    seed : int
        Of the split and of the masks.
    levels : int
        Levels of association of each kind of context.
    every : int
        Only every so many levels are computed.
    every_large : int
        The same for tables of more than 10,000 rows, where it is the larger of the two.
    k_low, k_high : int, float
        K runs about geometrically from the first to this part of the pretraining rows.
    gamma_span : float
        γ runs geometrically from 1/(span · p) to span/p, for p columns.
    rank : int
        d_0, and the largest d.
    beta : float
    mask : float
        The part of the features that is hidden.
    draws : int
        Masks that are averaged.
    ridges : tuple of float
        Grid of the ridge, chosen for each d by the leave-one-out error.
    """

    pretrain: float = 0.6
    labelled: float = 0.2
    seed: int = 0
    levels: int = 35
    every: int = 1
    every_large: int = 1
    k_low: int = 2
    k_high: float = 0.5
    gamma_span: float = 256.0
    rank: int = 512
    beta: float = 1.0
    mask: float = 0.2
    draws: int = 50
    ridges: tuple[float, ...] = RIDGES

    def __post_init__(self) -> None:
        if min(self.levels, self.every, self.every_large, self.k_low, self.draws) < 1 or self.rank < 2:
            raise InputError("levels, k_low, every, every_large and draws must be at least 1, and the rank at least 2")
        if not (0 < self.k_high < 1 and self.gamma_span >= 1 and 0 < self.mask < 1):
            raise InputError("k_high and mask must be between 0 and 1, and gamma_span at least 1")

    def computed(self, rows: int) -> range:
        """Return the levels that are computed of a table with so many rows."""
        return range(0, self.levels, max(self.every, self.every_large) if rows > LARGE else self.every)

    @property
    def split(self) -> Split:
        """Which rows serve for what."""
        return Split(self.pretrain, self.labelled, self.seed)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A table, split and preprocessed.

    Attributes
    ----------
    table : DataTable
    parts : three ndarrays of int
        Rows for pretraining, probe and test.
    sample : ndarray, (n, p)
        The pretraining points.
    others : ndarray, (m, p)
        Those of the probe, then those of the test.
    outputs : ndarray, (n + m, q)
        The target of all rows of the table, of variance 1 on those of the probe.
    groups : list of list of int
    notes : tuple of str
    """

    table: DataTable
    parts: tuple[IntArray, IntArray, IntArray]
    sample: FloatArray
    others: FloatArray
    outputs: FloatArray
    groups: list[list[int]]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, table: DataTable, protocol: Protocol, pipeline: Any = None) -> Prepared:
        """Split a table and fit its preprocessing to the pretraining rows.

        Raises
        ------
        InputError
            As for `Split.rows`, `Preprocessor.fit` and `DataTable.outputs`.
        """
        parts = protocol.split.rows(len(table.features))
        pretrain, labelled, test = parts
        steps = Preprocessor(table.categorical, pipeline).fit(table.features.iloc[pretrain])
        return cls(
            table,
            parts,
            steps.transform(table.features.iloc[pretrain]),
            steps.transform(table.features.iloc[np.concatenate([labelled, test])]),
            table.outputs(labelled),
            steps.groups_,
            table.notes + steps.notes_,
        )

    def family(self, kind: str, protocol: Protocol) -> Family:
        """Return the contexts of a kind."""
        return Family(kind, self.sample, self.others, self.groups, protocol.mask, protocol.draws, protocol.seed)

    def parameters(self, kind: str, protocol: Protocol) -> dict[int, float]:
        """Return K or γ of each level that is to be computed, from weak to strong in γ and from strong to weak in K."""
        if kind.startswith("knn"):
            n = len(self.sample)
            values: list[float] = list(neighbour_levels(n, protocol.levels, protocol.k_low, int(protocol.k_high * n)))
        else:
            span = protocol.gamma_span
            values = list(np.geomspace(1.0 / span, span, protocol.levels) / self.sample.shape[1])
        computed = protocol.computed(len(self.table.features))
        return {level: value for level, value in enumerate(values) if level in computed}


def evaluate_context(prepared: Prepared, context: DataContext, others: Any, protocol: Protocol) -> dict[str, Any]:
    """Return τ and the probe errors of one context.

    Parameters
    ----------
    prepared : Prepared
    context : DataContext
        On the pretraining rows.
    others : array_like
        Its law at the rows of probe and test.
    protocol : Protocol
    """
    spectrum = context.spectrum(protocol.rank)
    metric = usefulness(spectrum, protocol.beta, protocol.rank)
    resolved = resolved_spectrum(spectrum, protocol.rank)
    features = spectrum.extend(others)
    _, labelled, test = prepared.parts
    size = len(labelled)
    probe = probe_errors(
        features[:size], prepared.outputs[labelled], features[size:], prepared.outputs[test], protocol.ridges
    )
    rate = decay_rate(resolved.values)
    return {
        "tau": metric.tau if np.isfinite(metric.tau) else None,
        "d_star": metric.d_star,
        "near_limit": metric.near_limit,
        "error": probe.best_error,
        "probe_d": probe.best_d,
        "baseline": probe.baseline,
        "decay_rate": rate if np.isfinite(rate) else None,
        "kernel_deviation": kernel_deviation(context, DEVIATION_SAMPLE),
        "complete": spectrum.complete,
        "method": spectrum.method,
        "residual": float(spectrum.residuals.max(initial=0.0)),
        "resolved": spectrum.resolved,
        "whole": spectrum.whole,
        "resolution": spectrum.resolution,
        "singular_values": spectrum.singular_values.tolist(),
        "errors": [float(f"{value:.8g}") for value in probe.errors],
    }


def checkpoint(folder: Path, name: str, kind: str, level: int) -> Path:
    """Return the file of one context."""
    return folder / name / f"{kind}-{level:02d}.json"


def run_family(table: DataTable, kind: str, protocol: Protocol, folder: Path) -> Iterator[int]:
    """Compute the contexts of one kind that have no checkpoint yet, and yield their levels as they are done.

    Parameters
    ----------
    table : DataTable
    kind : {"knn", "rbf", "knn-mask", "rbf-mask"}
    protocol : Protocol
    folder : Path
        Where checkpoints are; one file a context, written whole.

    Raises
    ------
    InputError
        Where a checkpoint was made by another protocol, or the table cannot be used.
    """
    prepared = Prepared.of(table, protocol)
    parameters = prepared.parameters(kind, protocol)
    done = {level for level in parameters if read_checkpoint(checkpoint(folder, table.name, kind, level), protocol)}
    pending = [level for level in parameters if level not in done]
    if not pending:
        return
    contexts = prepared.family(kind, protocol).contexts([parameters[level] for level in pending])
    start = time.process_time()
    for level, (context, others) in zip(pending, contexts, strict=True):
        result = {
            "format": 1,
            "dataset": table.name,
            "context": kind,
            "level": level,
            "parameter": parameters[level],
            "rows": [len(part) for part in prepared.parts],
            "columns": prepared.sample.shape[1],
            "preprocessing": list(prepared.notes),
            **evaluate_context(prepared, context, others, protocol),
            "protocol": _plain(protocol),
        }
        del context, others  # not to be held while the next one is made
        now = time.process_time()
        result["cpu_seconds"] = round(now - start, 3)
        _write(checkpoint(folder, table.name, kind, level), json.dumps(result, allow_nan=False))
        yield level
        start = now


def read_checkpoint(path: Path, protocol: Protocol) -> dict[str, Any] | None:
    """Return the result of one context, or None where there is none.

    Raises
    ------
    InputError
        Where it was made by another protocol (which levels are computed may differ), or cannot be read.
    """
    if not path.exists():
        return None
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        which = {"every": protocol.every, "every_large": protocol.every_large}
        same = found["protocol"] | which == _plain(protocol)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no checkpoint of this experiment; remove it") from error
    if not same:
        raise InputError(f"{path} was made with other settings; give the same ones, or another folder")
    return found


def results(tables: Iterable[str], protocol: Protocol, folder: Path) -> list[dict[str, Any]]:
    """Return the results that are there, at any level of the protocol, in order; raises as `read_checkpoint` does."""
    found = []
    for name in tables:
        for kind in FAMILIES:
            for level in range(protocol.levels):
                result = read_checkpoint(checkpoint(folder, name, kind, level), protocol)
                if result is not None:
                    found.append(result)
    return found


def _plain(protocol: Protocol) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(protocol)))
    return plain


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)
