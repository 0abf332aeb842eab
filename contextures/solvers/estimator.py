"""What the estimators are where scikit-learn is there: transformers like its own; else they stand alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.settings import Estimator

try:
    from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import validate_data

    class Unfitted(InputError, NotFittedError):  # type: ignore[misc]
        """What an estimator raises that was not fitted."""

    class Transformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, Estimator, BaseEstimator):  # type: ignore[misc]
        """A transformer of scikit-learn, with the settings of our own estimators."""

except ImportError:
    validate_data = None

    class Unfitted(InputError):  # type: ignore[no-redef]
        """What an estimator raises that was not fitted."""

    class Transformer(Estimator):  # type: ignore[no-redef]
        """An estimator of our own, where scikit-learn is absent."""


def fitted(estimator: Any, attribute: str) -> Any:
    """Return what `fit` has set; InputError, also scikit-learn's NotFittedError, where nothing was fitted yet."""
    if not hasattr(estimator, attribute):
        raise Unfitted(f"this {type(estimator).__name__} is not fitted; call fit first")
    return getattr(estimator, attribute)


def validated(
    estimator: Any,
    X: Any,
    *,
    fit: bool,
    numbers: bool = True,
    sparse: bool = False,
    least: int = 1,
    finite: bool = False,
) -> Any:
    """Return points as an array or CSR array, and remember, or compare, their number of columns and their names.

    Parameters
    ----------
    estimator : estimator
    X : array_like, sparse matrix or data frame
    fit : bool
        Whether the names are learned; else they are compared with those of `fit`.
    numbers : bool
        Whether the points must be a matrix of numbers; else a feature map checks them.
    sparse : bool
        Whether sparse matrices are taken.
    least : int
        The fewest points.
    finite : bool
        Whether NaN and infinities are refused here, and not chunk by chunk later.

    Raises
    ------
    InputError
        Where they are masked or of another form, or the columns have other names or another number than in `fit`.
    """
    if isinstance(X, np.ma.MaskedArray) and np.ma.getmaskarray(X).any():
        raise InputError("X holds masked entries; fill them in, or leave these points out")
    if validate_data is None:
        return X
    if not numbers and len(getattr(X, "shape", ())) != 2:
        return X
    settings: dict[str, Any] = {
        "accept_sparse": "csr" if sparse else False,
        "dtype": "numeric",
        "ensure_all_finite": finite,
        "ensure_min_samples": least,
    }
    try:
        checked = validate_data(estimator, X, reset=fit, **(settings if numbers else {"skip_check_array": True}))
    except ValueError as error:
        raise InputError(" ".join(str(error).split())) from error
    return checked if numbers else X
