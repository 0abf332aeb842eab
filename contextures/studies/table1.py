"""Table 1 of C25: what it prints, and the correlations that were obtained."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from scipy.stats import rankdata

from contextures.errors import InputError
from contextures.samples.tables import INDEX, TARGET, DataTable, read_features, table_of_frame
from contextures.samples.usefulness import UNIT, tau_curve
from contextures.studies.levels import FAMILIES


class Printed(NamedTuple):
    """A line of Table 1: rows, features, task, and both correlations of τ with the error."""

    rows: int
    features: int
    task: str
    pearson: float
    distance: float


PRINTED = MappingProxyType(
    {
        "credit-approval": Printed(690, 15, "classification", 0.583, 0.683),
        "breast-w": Printed(699, 9, "classification", 0.072, 0.255),
        "diabetes": Printed(768, 8, "classification", 0.737, 0.740),
        "solar_flare": Printed(1066, 10, "regression", 0.019, 0.262),
        "Moneyball": Printed(1232, 14, "regression", 0.680, 0.650),
        "yeast": Printed(1269, 8, "classification", 0.221, 0.256),
        "cmc": Printed(1473, 9, "classification", 0.867, 0.860),
        "wine_red": Printed(1599, 11, "regression", -0.084, 0.212),
        "scene": Printed(2407, 299, "classification", 0.608, 0.685),
        "dna": Printed(3186, 180, "classification", 0.881, 0.843),
        "splice": Printed(3190, 60, "classification", 0.831, 0.801),
        "kr-vs-kp": Printed(3196, 36, "classification", 0.543, 0.512),
        "abalone": Printed(4177, 8, "regression", 0.028, 0.470),
        "spambase": Printed(4601, 57, "classification", 0.775, 0.858),
        "colleges": Printed(7603, 44, "regression", 0.155, 0.387),
        "mushroom": Printed(8124, 22, "classification", 0.185, 0.340),
        "kin8nm": Printed(8192, 8, "regression", 0.805, 0.760),
        "pumadyn32nh": Printed(8192, 32, "regression", 0.938, 0.961),
        "cpu_activity": Printed(8192, 21, "regression", 0.709, 0.825),
        "SpeedDating": Printed(8378, 120, "classification", 0.590, 0.656),
        "grid_stability": Printed(10000, 12, "regression", 0.925, 0.911),
        "sulfur": Printed(10081, 6, "regression", -0.180, 0.487),
        "brazilian_houses": Printed(10692, 9, "regression", -0.290, 0.563),
        "fifa": Printed(19178, 28, "regression", -0.349, 0.663),
        "superconductivity": Printed(21263, 81, "regression", 0.141, 0.367),
        "kings_county": Printed(21613, 21, "regression", 0.842, 0.882),
        "health_insurance": Printed(22272, 11, "regression", 0.601, 0.749),
        "cps88wages": Printed(28155, 6, "regression", 0.250, 0.479),
    }
)
"""The lines of Table 1 by name, smallest table first."""
OPENML_NAMES = MappingProxyType({"wine_red": "red_wine"})
"""Names on OpenML where they are others."""
FIELDS = (
    "dataset",
    "context",
    "level",
    "parameter",
    "tau",
    "d_star",
    "near_limit",
    "error",
    "probe_d",
    "baseline",
    "decay_rate",
    "kernel_deviation",
    "complete",
    "resolved",
)
"""Columns of the CSV of contexts."""


class Choice(NamedTuple):
    """How τ and error of the contexts of a table are compared.

    `own_d` takes the error at the d of least τ_d, not the least error; `trusted` leaves out τ near 1 + β; τ above
    `most` is left out; only levels from `first` to below `last` count; `ranks` compares ranks, which makes Spearman's
    correlation of Pearson's.
    """

    beta: float = 1.0
    d0: int = 512
    own_d: bool = False
    trusted: bool = False
    most: float = np.inf
    first: int = 0
    last: int = 1000
    ranks: bool = False


@dataclass(frozen=True)
class Line:
    """What was obtained on one table.

    Attributes
    ----------
    dataset : str
    context : str
        A kind of context, or "all".
    contexts : int
        How many contexts the correlations are over.
    infinite : int
        Contexts left out because their τ is infinite.
    incomplete : int
        Contexts whose spectrum may be incomplete.
    pearson, distance : float or None
        Correlations of τ and error; None where fewer than three contexts are there or one of the two is constant.
    printed_pearson, printed_distance : float or None
        Those of Table 1, which are over all kinds.
    """

    dataset: str
    context: str
    contexts: int
    infinite: int
    incomplete: int
    pearson: float | None
    distance: float | None
    printed_pearson: float | None
    printed_distance: float | None

    @property
    def counted(self) -> str:
        """How many contexts the correlations are over, and of how many where some are left out."""
        return f"{self.contexts} of {self.contexts + self.infinite}" if self.infinite else str(self.contexts)


def summary(results: Iterable[dict[str, Any]]) -> list[Line]:
    """Return the correlations on each table, over all contexts and over each kind.

    Parameters
    ----------
    results : iterable of dict
        Checkpoints of `contextures.studies.experiment`.
    """
    by_table: dict[str, list[dict[str, Any]]] = {}
    for result in results:
        by_table.setdefault(result["dataset"], []).append(result)
    lines = []
    for name, found in by_table.items():
        for kind in ("all", *FAMILIES):
            chosen = [result for result in found if kind in ("all", result["context"])]
            finite = [result for result in chosen if result["tau"] is not None]
            tau, error = (np.array([result[key] for result in finite]) for key in ("tau", "error"))
            printed = PRINTED.get(name) if kind == "all" else None
            lines.append(
                Line(
                    dataset=name,
                    context=kind,
                    contexts=len(finite),
                    infinite=len(chosen) - len(finite),
                    incomplete=sum(not result["complete"] for result in chosen),
                    pearson=pearson_correlation(tau, error),
                    distance=distance_correlation(tau, error),
                    printed_pearson=printed and printed.pearson,
                    printed_distance=printed and printed.distance,
                )
            )
    return lines


CHOICES: dict[str, Choice] = {
    "as stated": Choice(),
    "β = 0.3": Choice(beta=0.3),
    "β = 3": Choice(beta=3.0),
    "d_0 = 128": Choice(d0=128),
    "error at the d of τ": Choice(own_d=True),
    "τ not near 1 + β": Choice(trusted=True),
    "τ ≤ 10": Choice(most=10.0),
    "middle 25 levels": Choice(first=5, last=30),
    "ranks": Choice(ranks=True),
}
"""Variants of what C25 leaves open or warns of, by name."""


def sensitivity(results: Iterable[dict[str, Any]]) -> dict[str, tuple[float | None, float | None]]:
    """Return both correlations on one table under each of `CHOICES`, from the spectra and errors that were kept.

    Parameters
    ----------
    results : iterable of dict
        Checkpoints of one table.
    """
    found = list(results)
    answers = {}
    for name, choice in CHOICES.items():
        taus, errors = [], []
        for result in found:
            values = np.array(result["singular_values"])
            values[result["resolved"] :] = 0.0
            curve = tau_curve(values, choice.beta, choice.d0, max(UNIT, result["resolution"]))
            outside = not choice.first <= result["level"] < choice.last or (choice.trusted and result["near_limit"])
            if outside or not np.isfinite(curve.min()) or curve.min() > choice.most:
                continue
            kept = result["errors"][: int(np.argmin(curve)) + 1]
            taus.append(float(curve.min()))
            errors.append(kept[-1] if choice.own_d and kept else result["error"])
        if choice.ranks:
            taus, errors = (rankdata(values).tolist() for values in (taus, errors))
        answers[name] = pearson_correlation(taus, errors), distance_correlation(taus, errors)
    return answers


def pearson_correlation(x: ArrayLike, y: ArrayLike) -> float | None:
    """Return Pearson's correlation of two samples, or None where one is constant or shorter than three."""
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if len(a) < 3 or np.ptp(a) <= 1e-12 * np.abs(a).max() or np.ptp(b) <= 1e-12 * np.abs(b).max():
        return None
    return float(np.corrcoef(a, b)[0, 1])


def distance_correlation(x: ArrayLike, y: ArrayLike) -> float | None:
    """Return the distance correlation of two samples, or None where one is constant or shorter than three.

    Notes
    -----
    Székely, Rizzo and Bakirov (2007): the root of the normalised squared distance covariance, in [0, 1].
    """
    a, b = np.asarray(x, dtype=np.float64)[:, None], np.asarray(y, dtype=np.float64)[:, None]
    if pearson_correlation(a.ravel(), b.ravel()) is None:
        return None
    first, second = (_doubly_centred(cdist(values, values)) for values in (a, b))
    square = (first * second).mean() / np.sqrt(np.square(first).mean() * np.square(second).mean())
    return float(np.sqrt(max(square, 0.0)))


def load(name: str, folder: Path | None) -> DataTable:
    """Return a table of Table 1, from a folder or from OpenML.

    Parameters
    ----------
    name : str
    folder : Path, optional
        With a `tables.json`, or files NAME.csv or NAME.csv.gz whose target column is `__target__`. A table that it
        lacks is fetched from OpenML, as all are by default.

    Returns
    -------
    DataTable
        With a note where it has not as many rows and features as Table 1 prints.

    Raises
    ------
    InputError
        Where the table is in neither place.
    """
    table = _read(name, folder) if folder is not None else None
    if table is None:
        table = _fetched(name, "" if folder is None else f"{folder} holds no {name}.csv or {name}.csv.gz, and ")
    printed = PRINTED.get(name)
    if printed is not None and table.features.shape != (printed.rows, printed.features):
        found = f"{len(table.features)} rows and {len(table.features.columns)} features"
        table = replace(table, notes=(*table.notes, f"{found}; Table 1 prints {printed.rows} and {printed.features}"))
    return table


def available(folder: Path) -> list[str]:
    """Return the names of the tables of Table 1 that a folder holds, smallest first.

    Raises
    ------
    InputError
        Where there is no such folder, or it holds none.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; one with tables such as abalone.csv is right")
    found = [name for name in PRINTED if any((folder / f"{name}{s}").is_file() for s in (".csv", ".csv.gz"))]
    if not found:
        raise InputError(f"{folder} holds no table of Table 1; files such as abalone.csv are right")
    return found


def as_csv(rows: Iterable[dict[str, Any]], fields: Iterable[str]) -> str:
    """Return dictionaries as CSV text with chosen columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(fields), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _read(name: str, folder: Path) -> DataTable | None:
    for suffix in (".csv.gz", ".csv"):
        path = folder / f"{name}{suffix}"
        if path.is_file():
            task = PRINTED[name].task if name in PRINTED and not (folder / INDEX).exists() else None
            return read_features(path, TARGET, task=task)
    return None


def _fetched(name: str, lacking: str) -> DataTable:
    try:
        from sklearn.datasets import fetch_openml
    except ImportError as error:
        raise InputError("fetching tables needs scikit-learn: pip install 'contextures[data]'") from error
    try:
        bunch = fetch_openml(name=OPENML_NAMES.get(name, name), version="active", as_frame=True, parser="auto")
    except Exception as error:
        raise InputError(
            f"{lacking}{name} cannot be fetched from OpenML ({error}); a folder with {name}.csv as --data is right"
        ) from error
    frame = bunch.data.assign(**{TARGET: bunch.target})
    return table_of_frame(name, frame, TARGET, task=PRINTED[name].task if name in PRINTED else None)


def _doubly_centred(distances: Any) -> Any:
    means = distances.mean(axis=0)
    return distances - means - means[:, None] + means.mean()
