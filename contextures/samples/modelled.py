"""Contexts of fitted models of scikit-learn: the leaves of trees, and the classes of a teacher."""

from __future__ import annotations

import warnings
from dataclasses import replace
from inspect import Parameter, signature
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from contextures.errors import InputError
from contextures.samples.conditionals import uniform_on
from contextures.samples.data_context import DataContext, assembled
from contextures.samples.model_laws import Leaves, Taught, asked, leaf_keys, leaves_of, name_of_model, refuse_path
from contextures.samples.neighbours import merged
from contextures.samples.preprocessing import Preprocessor, prepared
from contextures.samples.remembered import Remembered, marks_of
from contextures.samples.sampled import with_steps
from contextures.settings import checked_seed, is_whole

TREES = 100
"""Trees of a forest that is grown here."""
LEAST_IN_LEAF = 5
"""Points of the sample in each of its leaves, at least."""


def tree_context(
    X: Any, model: Any = None, y: ArrayLike | None = None, *, preprocess: Any = "auto", seed: int = 0
) -> DataContext:
    """Context of the leaf: A is the leaf in which x falls, in a tree drawn at random from a forest or boosting model.

    Parameters
    ----------
    X : array_like or DataFrame, (n, p)
    model : estimator of scikit-learn, optional
        Trees that tell leaves: one tree, a forest, extra trees or gradient boosting, also by histograms where it splits
        no categories; or a pipeline that ends with them. What is fitted already is taken as it is, and X as it stands;
        of any other a copy is fitted to X and y. Default: a random forest of 100 trees with at least 5 points a leaf
        that learns y; without y, trees cut at random (`RandomTreesEmbedding`).
    y : array_like, (n,), optional
        What the model learns, where it is not fitted yet.
    preprocess : "auto", None, Preprocessor or scikit-learn transformer
        As for `knn_context`, where the model is fitted here.
    seed : int
        Of the default models.

    Returns
    -------
    DataContext
        P_X is uniform; the law is sparse, and exact at new points too. Leaves in which no point of X falls do not
        count; at a point that falls into such leaves alone the law is P_A, and singular functions are 0.

    Raises
    ------
    InputError
        Where the model is none, tells no leaves, was fitted to other columns, or cannot be fitted.

    Notes
    -----
    TT* is the kernel of shared leaves, normalised. A model that learned y from X makes a context that knows y there: a
    probe on the same points learns too much from it, and its error is to be measured, and its ridge chosen, elsewhere.

    Examples
    --------
    >>> import numpy as np
    >>> from contextures import tree_context
    >>> x = np.random.default_rng(0).normal(size=(200, 2))
    >>> tree_context(x, y=x[:, 0] > 0).n_x
    200
    """
    if model is None:
        model = forest(None if y is None else _continuous(y), seed)
    fitted, points, steps = _fitted(model, X, y, preprocess)
    found = leaves_of(fitted, points)
    stride = int(found.max()) + 1
    keys = leaf_keys(found, stride)
    leaves = np.unique(keys)
    distinct, row_of, times = merged(np.searchsorted(leaves, keys).astype(np.float64))
    core = uniform_on(distinct.astype(np.int64), len(leaves))
    p_rows = times / len(found)
    law = Remembered(Leaves(fitted, stride, leaves, np.asarray(core.T @ p_rows)), marks_of(points))
    words = f"leaves of {found.shape[1]} trees of {name_of_model(fitted)}"
    return _noting_classes(with_steps(steps, assembled(core, row_of, p_rows, law, words)), fitted)


def teacher_context(
    X: Any,
    model: Any = None,
    y: ArrayLike | None = None,
    *,
    bins: int = 10,
    preprocess: Any = "auto",
    seed: int = 0,
) -> DataContext:
    """Context of a teacher: A is a class, drawn by the probabilities that a fitted classifier gives x.

    Parameters
    ----------
    X : array_like or DataFrame, (n, p)
    model : estimator of scikit-learn, optional
        A classifier with `predict_proba`, or a regressor. A fitted one is taken as it is, and X as it stands; of any
        other a copy is fitted to X and y. Default: histogram gradient boosting.
    y : array_like, (n,), optional
        What the model learns, where it is not fitted yet.
    bins : int
        Of a regressor A is the bin of its prediction, ≥ 2 of them between quantiles of its predictions on X.
    preprocess, seed
        As for `tree_context`.

    Returns
    -------
    DataContext
        P_X is uniform; there are at most as many singular values as classes, or bins, less one.

    Raises
    ------
    InputError
        Where the model is none, gives no probabilities, predicts several classes or values for a point, was fitted to
        other columns, cannot be fitted, or predicts one value for all points; or there are less than two bins.
    """
    from sklearn.base import is_regressor

    if not is_whole(bins, 2):
        raise InputError(f"bins is {bins!r}; a whole number ≥ 2 is right")
    if model is None:
        if y is None:
            raise InputError("a teacher is a fitted model, or learns y; one of them is needed")
        model = booster(_continuous(y), seed)
    fitted, points, steps = _fitted(model, X, y, preprocess)
    if is_regressor(fitted):
        values = asked(fitted, "predict", points)
        if values.ndim != 1:
            raise InputError(f"{name_of_model(fitted)} predicts {values.shape[1]} values for a point; one is right")
        edges = np.unique(np.quantile(values, np.arange(1, bins) / bins))
        law = Taught(fitted, edges[edges > values.min()])
        words = f"bins of what a teacher, {name_of_model(fitted)}, predicts"
    else:
        law, words = Taught(fitted), f"classes of a teacher, {name_of_model(fitted)}"
    matrix = law.at(points)
    if matrix.shape[1] < 2:
        raise InputError(f"{name_of_model(fitted)} predicts one value for all points; at least two are right")
    distinct, row_of, times = merged(matrix.toarray())
    known = Remembered(law, marks_of(points))
    made = assembled(sp.csr_array(distinct), row_of, times / matrix.shape[0], known, words)
    return _noting_classes(with_steps(steps, made), fitted)


def forest(regression: bool | None, seed: int) -> Any:
    """Return the trees that are grown by default: a forest for regression or classes, or, for None, trees at random."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor, RandomTreesEmbedding

    grown: dict[str, Any] = {
        "n_estimators": TREES,
        "random_state": checked_seed(seed),
        "min_samples_leaf": LEAST_IN_LEAF,
    }
    if regression is None:
        return RandomTreesEmbedding(max_depth=None, **grown)
    return (RandomForestRegressor if regression else RandomForestClassifier)(**grown)


def booster(regression: bool, seed: int) -> Any:
    """Return the teacher that learns by default, for regression or for classes."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    return (HistGradientBoostingRegressor if regression else HistGradientBoostingClassifier)(
        random_state=checked_seed(seed)
    )


def is_fitted(model: Any) -> bool:
    """Return whether a model is fitted already; InputError where it is no estimator."""
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    if not hasattr(model, "fit") or isinstance(model, type):
        raise InputError(f"model is {model!r:.80}; an estimator of scikit-learn is right")
    try:
        check_is_fitted(model)
    except NotFittedError:
        return False
    return True


def learns_nothing(model: Any) -> bool:
    """Return whether a model learns no y, even where it is given one: trees that are cut at random."""
    from sklearn.ensemble import RandomTreesEmbedding

    return type(model) is RandomTreesEmbedding


def _fitted(model: Any, X: Any, y: Any, preprocess: Any) -> tuple[Any, Any, Preprocessor | None]:
    """A fitted model, the points as it takes them, and what was done to them first."""
    from sklearn.base import clone

    if is_fitted(model):
        if y is not None:
            raise InputError(f"{name_of_model(model)} is fitted already and takes no y; a fitted model or a y is right")
        return model, X, None
    learns = signature(model.fit).parameters.get("y")
    if y is None and learns is not None and learns.default is Parameter.empty:
        raise InputError(
            f"{name_of_model(model)} is not fitted; a fitted one, or the y that it learns (--label), is right"
        )
    refuse_path(X)
    points, steps = prepared(X, preprocess)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)  # which is noted, once
            return clone(model).fit(points, *(() if y is None else (y,))), points, steps
    except (ValueError, TypeError) as error:
        raise InputError(f"{name_of_model(model)} cannot be fitted: {' '.join(str(error).split())}") from error


def _noting_classes(context: DataContext, model: Any) -> DataContext:
    """The context with a note where a model knows more classes than half of the points."""
    classes = getattr(model, "classes_", None)
    if not isinstance(classes, np.ndarray) or 2 * len(classes) <= context.n_x:
        return context
    note = f"{name_of_model(model)} knows {len(classes)} classes, for {context.n_x} rows: few rows share one"
    return replace(context, preprocessing=(*context.preprocessing, note))


def _continuous(y: Any) -> bool:
    from sklearn.utils.multiclass import type_of_target

    try:
        return str(type_of_target(y)).startswith("continuous")
    except ValueError as error:
        raise InputError(f"y cannot be learned: {' '.join(str(error).split())}") from error
