"""The context of two views of the same items."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from contextures.errors import InputError
from contextures.samples.data_context import DataContext
from contextures.samples.mixed import convolve_samples
from contextures.samples.sampled import knn_context


def pair_context(X: Any, partners: Any, k: int = 10, *, preprocess: Any = "auto") -> DataContext:
    """Context of two views of the same items: from x to a near item, and from its partner to one near that.

    Parameters
    ----------
    X : array_like or DataFrame, (n, p)
        The view that points are given in.
    partners : array_like or DataFrame, (n, q)
        The other view of the same items, such as embeddings of their captions, row by row.
    k : int
        An item is drawn from the k nearest to x in the first view, itself included; A from the k nearest to the partner
        of that item in the second.
    preprocess : "auto", None, Preprocessor or scikit-learn transformer
        Of X, as for `knn_context`; the partners are standardised where they are a data frame.

    Returns
    -------
    DataContext
        The convolution of the neighbours in both views. A new point is given in the first view.

    Raises
    ------
    InputError
        Where the views differ in length, or as for `knn_context`.

    Examples
    --------
    >>> import numpy as np
    >>> from contextures import pair_context
    >>> x = np.random.default_rng(0).normal(size=(50, 3))
    >>> pair_context(x, x @ np.ones((3, 2)), 5).spectrum(2).transform(x[:4]).shape
    (4, 2)
    """
    first, second = knn_context(X, k, preprocess=preprocess), knn_context(partners, k)
    if first.n_x != second.n_x:
        raise InputError(f"the first view has {first.n_x} items and the second {second.n_x}; the same items are right")
    return replace(convolve_samples([first, second]), description=f"{k} nearest partners of {k} nearest neighbours")
