"""Encoders of contexts of every kind on tables, with a ridge probe, against raw features and gradient boosting."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.files import write_text
from contextures.samples.data_context import DataContext
from contextures.samples.mixing import concatenate, convolve, mix
from contextures.samples.modelled import booster, forest, teacher_context, tree_context
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.sampled import knn_context, rbf_context
from contextures.samples.tables import DataTable

ALPHAS = tuple(np.logspace(-3, 4, 15))
"""Ridges of a probe, for features of variance 1 or less."""
DIMENSIONS = (8, 32, 128)
"""Numbers of singular functions that a probe may take."""


@dataclass(frozen=True)
class Plan:
    """What is compared on a table.

    Attributes
    ----------
    rows : int
        A random choice of as many rows, where the table has more.
    folds : int
    seed : int
        Of the rows, folds, masks, corruptions and models.
    k : int
        Neighbours.
    share : float
        Part of the features that is masked, or replaced.
    draws : int
        Masks or corruptions.
    """

    rows: int = 1000
    folds: int = 3
    seed: int = 0
    k: int = 30
    share: float = 0.3
    draws: int = 20

    def __post_init__(self) -> None:
        """Check the settings."""
        if min(self.k, self.draws) < 1 or not 2 <= self.folds <= self.rows or not 0 < self.share < 1:
            raise InputError(
                "k and draws must be at least 1, folds at least 2, rows at least the folds, and share between 0 and 1"
            )


@dataclass(frozen=True, eq=False)
class Fold:
    """One division of a table into points to learn from and points of the test.

    Attributes
    ----------
    points, others : ndarrays, (n, p) and (m, p)
        Standardised, categories as indicators.
    groups : list of list of int
    target, truth : ndarrays, (n,) and (m,)
        Numbers, or the codes of classes.
    regression : bool
    half : ndarray of bool, (n,)
        The points that models learn from where a context needs one; its probe learns from the others.
    """

    points: FloatArray
    others: FloatArray
    groups: list[list[int]]
    target: Any
    truth: Any
    regression: bool
    half: Any

    def taught(self, make: Callable[..., DataContext], model: Any) -> DataContext:
        """Return the context of a model that learned the target on half of the points."""
        return make(self.points, model.fit(self.points[self.half], self.target[self.half]))

    def trees(self, plan: Plan) -> DataContext:
        """Return the context of a forest that learned the target."""
        return self.taught(tree_context, forest(self.regression, plan.seed))

    def teacher(self, plan: Plan) -> DataContext:
        """Return the context of boosted trees that learned the target."""
        return self.taught(teacher_context, booster(self.regression, plan.seed))

    def near(self, plan: Plan, **settings: Any) -> DataContext:
        """Return the context of neighbours."""
        return knn_context(self.points, plan.k, **self._settings(plan, settings))

    def smooth(self, plan: Plan, **settings: Any) -> DataContext:
        """Return the context of a Gaussian kernel."""
        return rbf_context(self.points, **self._settings(plan, settings))

    def _settings(self, plan: Plan, settings: dict[str, Any]) -> dict[str, Any]:
        return settings | {"groups": self.groups, "draws": plan.draws, "seed": plan.seed}


CONTEXTS: dict[str, tuple[bool, Callable[[Fold, Plan], DataContext]]] = {
    "neighbours": (False, lambda fold, plan: fold.near(plan)),
    "kernel": (False, lambda fold, plan: fold.smooth(plan)),
    "neighbours, masked": (False, lambda fold, plan: fold.near(plan, mask=plan.share)),
    "neighbours, SCARF": (False, lambda fold, plan: fold.near(plan, corrupt=plan.share)),
    "neighbours, CutMix": (False, lambda fold, plan: fold.near(plan, corrupt=plan.share, donors="rows")),
    "kernel, SCARF": (False, lambda fold, plan: fold.smooth(plan, corrupt=plan.share)),
    "kernel, CutMix": (False, lambda fold, plan: fold.smooth(plan, corrupt=plan.share, donors="rows")),
    "random trees": (False, lambda fold, plan: tree_context(fold.points, seed=plan.seed)),
    "trees": (True, lambda fold, plan: fold.trees(plan)),
    "teacher": (True, lambda fold, plan: fold.teacher(plan)),
    "trees + kernel": (True, lambda fold, plan: mix(fold.trees(plan), fold.smooth(plan))),
    "trees + teacher": (True, lambda fold, plan: mix(fold.trees(plan), fold.teacher(plan))),
    "CutMix then trees": (
        True,
        lambda fold, plan: convolve(fold.near(plan, corrupt=plan.share, donors="rows"), fold.trees(plan)),
    ),
    "neighbours and teacher": (True, lambda fold, plan: concatenate(fold.near(plan), fold.teacher(plan))),
}
"""Contexts by name: whether a model learned the target on half of the points, and how they are made."""
BASELINES = ("raw features", "gradient boosting")
"""What they are compared with: the same probe on the columns, and scikit-learn's histogram gradient boosting."""


def divided(table: DataTable, plan: Plan) -> Iterator[Fold]:
    """Yield the folds of a table."""
    if table.target is None:
        raise InputError(f"{table.name} has no target; a table with one is right")
    rng = np.random.default_rng(plan.seed)
    rows = rng.permutation(len(table.features))[: plan.rows]
    regression = table.task == "regression"
    target = np.asarray(table.target)[rows]
    target = target.astype(np.float64) if regression else np.unique(target, return_inverse=True)[1]
    for test in np.array_split(np.arange(len(rows)), plan.folds):
        kept = np.setdiff1d(np.arange(len(rows)), test)
        steps = Preprocessor(table.categorical).fit(table.features.iloc[rows[kept]])
        points, others = (steps.transform(table.features.iloc[rows[part]]) for part in (kept, test))
        half = rng.permutation(len(kept)) < len(kept) // 2
        yield Fold(points, others, steps.groups_, target[kept], target[test], regression, half)


def errors(fold: Fold, plan: Plan) -> dict[str, float]:
    """Return the test error of every method: 1 − R² for regression, else the share of wrong classes."""
    found = {"raw features": _wrong(fold, _probed(fold, fold.points, fold.others, None, slice(None)))}
    model = booster(fold.regression, plan.seed).fit(fold.points, fold.target)
    found["gradient boosting"] = _wrong(fold, model.predict(fold.others))
    for name, (learned, make) in CONTEXTS.items():
        try:
            spectrum = make(fold, plan).spectrum(max(DIMENSIONS))
        except InputError as error:
            raise InputError(f"the context “{name}” of {len(fold.points)} points: {error}") from error
        values = spectrum.transform(np.concatenate([fold.points, fold.others]))
        rows = ~fold.half if learned else slice(None)
        first, second = values[: len(fold.points)], values[len(fold.points) :]
        found[name] = _wrong(fold, _probed(fold, first, second, spectrum.singular_values, rows))
    return found


def _probed(fold: Fold, features: FloatArray, others: FloatArray, scales: FloatArray | None, rows: Any) -> Any:
    """Predictions of a ridge whose size, features and weights are those of least leave-one-out error.

    The features of a context are μ_i or s_iμ_i, for i up to one of `DIMENSIONS`.
    """
    from sklearn.linear_model import RidgeCV

    y = fold.target[rows] if fold.regression else np.eye(fold.target.max() + 1)[fold.target[rows]]
    best: tuple[float, Any] = (-np.inf, None)
    weights = [np.ones(features.shape[1])] + ([] if scales is None else [scales[: features.shape[1]]])
    for d in (features.shape[1],) if scales is None else DIMENSIONS:
        for w in weights:
            model = RidgeCV(ALPHAS).fit(features[rows, :d] * w[:d], y)
            if model.best_score_ > best[0]:
                best = model.best_score_, model.predict(others[:, :d] * w[:d])
    return best[1] if fold.regression else best[1].argmax(axis=1)


def _wrong(fold: Fold, predicted: Any) -> float:
    if fold.regression:
        return float(np.square(predicted - fold.truth).mean() / np.square(fold.truth - fold.target.mean()).mean())
    return float((predicted != fold.truth).mean())


def kept_in(folder: Path, name: str) -> Path:
    """Return the file of a table's checkpoint."""
    return folder / f"{name}.json"


def kept(path: Path, plan: Plan) -> dict[str, Any] | None:
    """Return what was found on a table, or None where it was not computed yet.

    Raises
    ------
    InputError
        Where the file is no checkpoint, or was made by another plan.
    """
    if not path.exists():
        return None
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        same = found["plan"] == asdict(plan) and set(found["errors"]) == {*BASELINES, *CONTEXTS}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is no checkpoint of this study; remove it") from error
    if not same:
        raise InputError(f"{path} was made with other settings; give the same ones, or another folder")
    return found


def run(table: DataTable, plan: Plan, folder: Path) -> dict[str, Any]:
    """Return the errors on all folds of a table, from its checkpoint where there is one.

    Raises
    ------
    InputError
        Where the checkpoint is none, or was made by another plan.
    """
    path = kept_in(folder, table.name)
    earlier = kept(path, plan)
    if earlier is not None:
        return earlier
    start = time.perf_counter()
    try:
        folds = [errors(fold, plan) for fold in divided(table, plan)]
    except InputError as error:
        raise InputError(f"{table.name}: {error}") from error
    found = {
        "table": table.name,
        "task": table.task,
        "rows": min(plan.rows, len(table.features)),
        "of": len(table.features),
        "columns": len(table.features.columns),
        "errors": {name: [fold[name] for fold in folds] for name in folds[0]},
        "plan": asdict(plan),
        "seconds": round(time.perf_counter() - start, 1),
    }
    folder.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(found))
    return found


def ranks(results: Iterable[dict[str, Any]]) -> dict[str, float]:
    """Return the mean rank of each method over tables, 1 for the least error."""
    from scipy.stats import rankdata

    found = [[np.mean(values) for values in result["errors"].values()] for result in results]
    means = np.mean([rankdata(row) for row in found], axis=0)
    return dict(zip((*BASELINES, *CONTEXTS), means.tolist(), strict=True))
