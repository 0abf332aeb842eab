"""From the columns of a data frame to the matrix that contexts are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, read_only
from contextures.errors import InputError
from contextures.reading.frames import as_pandas, native
from contextures.samples.scratch import room
from contextures.samples.tables import as_numbers, categorical_columns

ROWS = 2**15
"""Rows of the matrix that are made at a time."""
CONSTANT = 1e-14
"""A column whose standard deviation is below this part of its largest entry is constant."""

LEARNED = ("numeric", "moments", "nominal", "modes", "categories", "lengths")
"""Names of the arrays that hold what the standard steps learned."""


class Numeric(NamedTuple):
    """What replaces missing entries of a numeric column, and its mean and standard deviation then."""

    median: float
    mean: float
    deviation: float


class Nominal(NamedTuple):
    """What replaces missing entries of a categorical column, and its categories as text, sorted."""

    mode: str
    categories: NDArray[np.str_]


class Preprocessor:
    """Numeric columns: median for missing values, mean 0 and variance 1. Categorical ones: most frequent, one-hot.

    Constant columns are dropped; a category that was not seen in `fit` has no indicator.

    Parameters
    ----------
    categorical : iterable of str, optional
        Columns read as categories. Default: those that do not hold numbers.
    pipeline : estimator, optional
        A scikit-learn transformer that takes the place of the steps above.

    Attributes
    ----------
    numeric_ : dict of str to Numeric
        The numeric columns that are kept; they come first in the matrix.
    nominal_ : dict of str to Nominal
        The categorical columns that are kept.
    groups_ : list of list of int
        The columns of the matrix that each feature became, which masks hide together; one each for a pipeline.
    notes_ : tuple of str
        What is done, a sentence each.
    """

    def __init__(self, categorical: Iterable[str] | None = None, pipeline: Any = None) -> None:
        self.categorical, self.pipeline = categorical, pipeline

    def fit(self, frame: Any) -> Preprocessor:
        """Learn medians, means, deviations and categories.

        Parameters
        ----------
        frame : DataFrame, (n, p)
            Or whatever the pipeline takes.

        Raises
        ------
        InputError
            Where a numeric column holds infinite entries, a column is all missing, or no column is left.
        """
        if self.pipeline is not None:
            return self._fit_pipeline(frame)
        frame = as_pandas(frame)
        named = set(categorical_columns(frame) if self.categorical is None else self.categorical)
        self.numeric_: dict[str, Numeric] = {}
        self.nominal_: dict[str, Nominal] = {}
        for column in frame.columns:
            if frame[column].isna().all():
                raise InputError(f"column {column!r} has no entry that is not missing; leave it out")
            if column in named:
                values, counts = np.unique(as_text(frame[column].dropna()), return_counts=True)
                if len(values) > 1:
                    self.nominal_[column] = Nominal(str(values[counts.argmax()]), values)
            else:
                learned = _numeric(as_numbers(frame[column], column), column, frame.index)
                if learned.deviation:
                    self.numeric_[column] = learned
        if not self.numeric_ and not self.nominal_:
            raise InputError("every column is constant, so there is nothing to make a context from")
        self.groups_ = [[j] for j in range(len(self.numeric_))]
        for column in self.nominal_.values():
            start = self.groups_[-1][-1] + 1 if self.groups_ else 0
            self.groups_.append(list(range(start, start + len(column.categories))))
        self.notes_: tuple[str, ...] = self._said(frame)
        return self

    def transform(self, frame: Any) -> FloatArray:
        """Return the matrix, (n, p).

        Raises
        ------
        InputError
            Where columns of `fit` are missing, or an entry of the matrix is not finite.
        """
        if self.pipeline is not None:
            points = _matrix(self._steps.transform, frame)
        else:
            frame = as_pandas(frame)
            absent = [column for column in (*self.numeric_, *self.nominal_) if column not in frame]
            if absent:
                raise InputError(f"the table has no column {absent[0]!r}; the columns of the sample are right")
            points = self._placed(frame)
        for start in range(0, len(points), ROWS):
            odd = np.flatnonzero(~np.isfinite(points[start : start + ROWS]).all(axis=1))
            if len(odd):
                raise InputError(
                    f"row {start + odd[0]} (from 0) of the transformed table holds NaN or infinite entries; finite "
                    "numbers are right"
                )
        return points

    def _placed(self, frame: Any) -> FloatArray:
        """The matrix of a frame, made block by block."""
        width = len(self.numeric_) + sum(len(column.categories) for column in self.nominal_.values())
        points = room((len(frame), width), "the table")
        numbers = {name: as_numbers(frame[name], name) for name in self.numeric_}
        texts = {
            name: np.where(frame[name].isna(), column.mode, as_text(frame[name]))
            for name, column in self.nominal_.items()
        }
        for start in range(0, len(points), ROWS):
            rows = slice(start, start + ROWS)
            for j, (name, (median, mean, deviation)) in enumerate(self.numeric_.items()):
                values = numbers[name][rows]
                points[rows, j] = (np.where(np.isnan(values), median, values) - mean) / deviation
            first = len(numbers)
            for name, (_, categories) in self.nominal_.items():
                points[rows, first : first + len(categories)] = texts[name][rows][:, None] == categories
                first += len(categories)
        return points

    def learned(self) -> dict[str, NDArray[Any]]:
        """Return what the standard steps learned as arrays, by the names of `LEARNED`.

        Raises
        ------
        InputError
            Where a pipeline took their place.
        """
        if self.pipeline is not None:
            raise InputError(
                "a context whose points a pipeline of your own transforms cannot be saved; transform the points first"
            )
        categories = [column.categories for column in self.nominal_.values()]
        found = (
            np.array(list(self.numeric_), dtype=np.str_),
            np.array(list(self.numeric_.values()), dtype=np.float64).reshape(-1, 3),
            np.array(list(self.nominal_), dtype=np.str_),
            np.array([column.mode for column in self.nominal_.values()], dtype=np.str_),
            np.concatenate([*categories, np.empty(0, dtype=np.str_)]),
            np.array([len(values) for values in categories], dtype=np.int64),
        )
        return dict(zip(LEARNED, found, strict=True))

    @classmethod
    def of_learned(cls, arrays: Mapping[str, NDArray[Any]]) -> Preprocessor:
        """Return the fitted steps that `learned` gave."""
        numeric, moments, nominal, modes, categories, lengths = (arrays[name] for name in LEARNED)
        steps = cls()
        steps.numeric_ = {str(name): Numeric(*map(float, row)) for name, row in zip(numeric, moments, strict=True)}
        parts = np.split(categories, np.cumsum(lengths))[:-1]
        steps.nominal_ = {str(n): Nominal(str(m), c) for n, m, c in zip(nominal, modes, parts, strict=True)}
        return steps

    def _fit_pipeline(self, frame: Any) -> Preprocessor:
        self._steps = deepcopy(self.pipeline)
        points = _matrix(lambda table: self._steps.fit(table).transform(table), frame)
        self.groups_ = [[j] for j in range(points.shape[1])]
        self.notes_ = (f"transformed by {type(self.pipeline).__name__}",)
        return self

    def _said(self, frame: Any) -> tuple[str, ...]:
        notes = []
        dropped = [c for c in frame.columns if c not in self.numeric_ and c not in self.nominal_]
        close = [c for c in dropped if frame[c].nunique() > 1]
        if len(close) < len(dropped):
            notes.append(f"dropped constant columns: {', '.join(c for c in dropped if c not in close)}")
        if close:
            notes.append(f"dropped columns that vary by less than rounding, relative to their size: {', '.join(close)}")
        if self.numeric_:
            notes.append(f"{len(self.numeric_)} numeric columns standardised")
        if self.nominal_:
            notes.append(f"{len(self.nominal_)} categorical columns one-hot: {', '.join(map(str, self.nominal_))}")
        own = [c for c, learned in self.nominal_.items() if len(learned.categories) == len(frame) > 2]
        if own:
            notes.append(f"another category in every row, which tells rows apart and nothing else: {', '.join(own)}")
        for names, how in ((self.numeric_, "the median"), (self.nominal_, "the most frequent value")):
            missing = sum(int(frame[name].isna().sum()) for name in names)
            if missing:
                notes.append(f"{missing} missing entries replaced by {how}")
        return tuple(notes)


def prepared(X: Any, preprocess: Any) -> tuple[Any, Preprocessor | None]:
    """Return what a sample became, and the fitted steps; None where it is taken as it stands.

    Parameters
    ----------
    X : array_like or DataFrame, (n, p)
    preprocess : "auto", None, Preprocessor or scikit-learn transformer
        "auto" is a `Preprocessor` for data frames, and None for all else.

    Raises
    ------
    InputError
        As for `Preprocessor.fit` and `transform`, and where `preprocess` is none of these.
    """
    if preprocess is None or (isinstance(preprocess, str) and preprocess == "auto" and native(X) is None):
        return X, None
    if isinstance(preprocess, Preprocessor):
        steps = Preprocessor(preprocess.categorical, preprocess.pipeline)
    elif hasattr(preprocess, "fit") and hasattr(preprocess, "transform"):
        steps = Preprocessor(pipeline=preprocess)
    elif isinstance(preprocess, str) and preprocess == "auto":
        steps = Preprocessor()
    else:
        raise InputError(f"preprocess is {preprocess!r}; 'auto', None or a transformer is right")
    points = steps.fit(X).transform(X)
    return (read_only(points) if steps.pipeline is None else points), steps


def _numeric(values: FloatArray, name: str, labels: Any) -> Numeric:
    """What is learned of a numeric column; a deviation of 0 where it is constant."""
    odd = np.flatnonzero(np.isinf(values))
    if len(odd):
        raise InputError(
            f"column {name!r} holds an infinite entry, in row {labels[odd[0]]}; finite or missing entries are right"
        )
    median = float(np.nanmedian(values))
    filled = np.where(np.isnan(values), median, values)
    deviation = float(filled.std())
    return Numeric(median, float(filled.mean()), deviation if deviation > CONSTANT * np.abs(filled).max() else 0.0)


def as_text(column: Any) -> NDArray[np.str_]:
    """Return a column as text, (m,): 1, 1.0 and a category of either look the same, as missing entries make floats."""
    whole = (int(v) if isinstance(v, float) and v.is_integer() else v for v in column.astype(object))
    return np.array([str(v) for v in whole], dtype=np.str_)


def _matrix(steps: Any, table: Any) -> FloatArray:
    """What the steps of a pipeline make of a table."""
    try:
        values = steps(table)
    except (TypeError, ValueError) as error:
        raise InputError(f"the table cannot be transformed: {error}") from error
    return np.asarray(values.toarray() if hasattr(values, "toarray") else values, dtype=np.float64)
