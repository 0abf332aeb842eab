"""Data frames of any library, through narwhals: recognised, and taken apart into columns with their names."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.reading.content import with_pandas


def native(value: Any) -> Any:
    """Return a narwhals DataFrame or Series of a value that is one in its library; None for all else.

    Raises
    ------
    InputError
        Where it is lazy, or is a frame of the interchange protocol that cannot be read.
    """
    if isinstance(value, np.ndarray | list | tuple) or type(value).__module__.startswith("scipy."):
        return None
    import narwhals as nw

    names = getattr(value, "columns", None)
    if names is not None and hasattr(names, "duplicated"):
        refuse_twins(list(map(str, names)))
    found = nw.from_native(value, allow_series=True, pass_through=True)
    if isinstance(found, nw.LazyFrame):
        raise InputError(f"{type(value).__name__} is a frame whose values are not computed yet; collect it first")
    if isinstance(found, nw.DataFrame | nw.Series):
        return found
    if hasattr(value, "__dataframe__"):
        return nw.from_native(_interchanged(value), eager_only=True)
    return None


def is_frame(value: Any) -> bool:
    """Whether a value is a data frame of some library."""
    return hasattr(native(value), "columns")


def is_series(value: Any) -> bool:
    """Whether a value is one column of some library."""
    found = native(value)
    return found is not None and not hasattr(found, "columns")


def as_pandas(value: Any) -> Any:
    """Return a data frame, or a series as a frame of one column, as one of pandas with text for names.

    Raises
    ------
    InputError
        Where two columns have one name, or it is no frame.
    """
    pandas, found = with_pandas("a data frame"), native(value)
    if found is None:
        raise InputError(f"{type(value).__name__} is no data frame; one with the columns of the sample is right")
    if not hasattr(found, "columns"):
        found = found.to_frame()
    if isinstance(value, pandas.DataFrame | pandas.Series):
        series = isinstance(value, pandas.Series)
        frame = (value if value.name is not None else value.rename("0")).to_frame() if series else value
        names = list(map(str, frame.columns))
        refuse_twins(names)
        frame = frame.set_axis(names, axis=1)
    else:
        names = list(map(str, found.columns))
        refuse_twins(names)
        columns = [_column(column) for column in found.iter_columns()]
        frame = pandas.DataFrame(dict(zip(names, columns, strict=True)))
    for name in frame.columns:
        if frame[name].dtype == object and _are_exact(frame[name]):
            frame = frame.assign(**{name: pandas.to_numeric(frame[name].map(float, na_action="ignore"))})
    return frame


def values_of(value: Any) -> NDArray[Any]:
    """Return the values of a frame, (n, p), or of a series, (n,), missing ones as None."""
    found = native(value)
    if hasattr(found, "columns"):
        refuse_twins(list(map(str, found.columns)))
        columns = [_column(column) for column in found.iter_columns()]
        return np.column_stack(columns) if columns else np.empty((len(found), 0))
    return _column(found)


def labelled(value: Any) -> tuple[Any, list[Any] | None, list[Any] | None]:
    """Return a table, the labels of its rows and those of its columns, None where it has none.

    A frame without an index has the labels of its rows in a first column of text; an array with coordinates in them.
    """
    if hasattr(value, "dims") and hasattr(value, "coords") and len(value.dims) == 2:
        coords = [value.coords[dim].to_numpy().tolist() if dim in value.coords else None for dim in value.dims]
        return value.to_numpy(), coords[0], coords[1]
    found = native(value)
    if found is None or not hasattr(found, "columns"):
        return value, None, None
    index, names = getattr(value, "index", None), list(found.columns)
    if index is not None and not callable(index):
        return value, list(index), names
    if len(names) > 1 and not next(found.iter_columns()).dtype.is_numeric():
        return found.select(names[1:]).to_native(), found[names[0]].to_list(), names[1:]
    return value, None, names


def refuse_twins(names: list[str]) -> None:
    """Raise InputError where two columns have one name."""
    twin = next((name for name, times in Counter(names).items() if times > 1), None)
    if twin is not None:
        raise InputError(f"two columns are called {twin!r}; different names are right")


def _column(series: Any) -> NDArray[Any]:
    """The values of a narwhals series, missing ones as NaN in numbers, else as None."""
    missing = series.is_null().to_numpy()
    if series.dtype.is_numeric() and not series.dtype.is_decimal():
        if not missing.any():
            return np.asarray(series.to_numpy())
        return np.array([np.nan if value is None else value for value in series.to_list()], dtype=np.float64)
    items = series.to_list()
    values = np.empty(len(items), dtype=object)
    values[:] = items
    values[missing] = None
    return values


def _are_exact(column: Any) -> bool:
    """Whether a column holds exact numbers, decimals or fractions, and missing values alone."""
    kept = column.dropna()
    return len(kept) > 0 and all(isinstance(value, Decimal | Fraction) for value in kept)


def _interchanged(value: Any) -> Any:
    """A frame of the interchange protocol as one of pandas."""
    try:
        return with_pandas("a frame of the interchange protocol").api.interchange.from_dataframe(value)
    except Exception as error:
        raise InputError(
            f"{type(value).__name__} cannot be read as a data frame ({error}); pandas or polars is right"
        ) from error
