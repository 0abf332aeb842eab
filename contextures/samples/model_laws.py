"""Laws that a fitted model of scikit-learn gives: the leaves of its trees, and the classes of a teacher."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from os import PathLike
from typing import Any

import numpy as np
import scipy.sparse as sp

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.reading.frames import is_frame
from contextures.samples.conditionals import Matrix, over_known, uniform_on

NEEDED = {
    "apply": "a model that tells leaves, such as a forest or one of gradient boosting,",
    "predict_proba": "a classifier with probabilities, such as one in CalibratedClassifierCV,",
    "predict": "a regressor",
    "transform": "a pipeline of transformers before its model",
}
"""What is right where a model lacks a method."""
SUM_TOLERANCE = 1e-3
"""How far probabilities of a model may add up from 1, as those in single precision do."""


@dataclass(frozen=True, eq=False)
class Leaves:
    """Uniform on the leaves of x in the trees of a model.

    Attributes
    ----------
    model : estimator
        With an `apply`, or a pipeline that ends with one.
    stride : int
        The leaf with number i of tree t is t·stride + i.
    leaves : ndarray of int, (c,)
        The values of A, sorted: leaves in which points of the sample fall.
    p_leaves : ndarray, (c,)
        P_A.
    """

    model: Any
    stride: int
    leaves: IntArray
    p_leaves: FloatArray

    def at(self, points: Any) -> Matrix:
        """Return the law at m points as a sparse array, (m, c); leaves without a point of the sample do not count."""
        keys = leaf_keys(leaves_of(self.model, points), self.stride)
        place = np.minimum(np.searchsorted(self.leaves, keys), len(self.leaves) - 1)
        known = self.leaves[place] == keys
        rows = np.broadcast_to(np.arange(len(keys))[:, None], keys.shape)
        hits = sp.csr_array((np.ones(known.sum()), (rows[known], place[known])), shape=(len(keys), len(self.leaves)))
        return over_known(hits, self.p_leaves)


@dataclass(frozen=True, eq=False)
class Taught:
    """The classes of a teacher by its probabilities, or the bin of its prediction.

    Attributes
    ----------
    model : estimator
        A classifier with `predict_proba`, or a regressor.
    edges : ndarray, (c − 1,), or None
        The borders of the bins of a regressor, ascending.
    """

    model: Any
    edges: FloatArray | None = None

    def at(self, points: Any) -> Matrix:
        """Return the law at m points as a sparse array, (m, c)."""
        if self.edges is None:
            shares = _probabilities(self.model, points)
            return sp.csr_array(shares / shares.sum(axis=1, keepdims=True))
        return uniform_on(self.binned(asked(self.model, "predict", points))[:, None], len(self.edges) + 1)

    def binned(self, values: FloatArray) -> IntArray:
        """Return the bins that predictions fall into, (m,)."""
        edges = np.empty(0) if self.edges is None else self.edges
        return np.asarray(np.searchsorted(edges, values, side="right"), dtype=np.int64)


def leaves_of(model: Any, points: Any) -> IntArray:
    """Return the numbers of the leaves of m points in the trees of a fitted model, (m, trees).

    Raises
    ------
    InputError
        Where it tells no leaves, or saw other columns.
    """
    if hasattr(model, "steps"):
        points, model = asked(model[:-1], "transform", points) if len(model) > 1 else points, model[-1]
    if hasattr(model, "_predictors"):
        return _leaves_of_histograms(model, points)
    leaves = asked(model, "apply", points)
    return np.asarray(leaves, dtype=np.int64).reshape(len(leaves), -1)


def _leaves_of_histograms(model: Any, points: Any) -> IntArray:
    """The leaves of points in histogram gradient boosting, which has no `apply`, by a walk down all of its trees."""
    asked(model, "predict", points[:1])  # which checks the columns
    values = np.asarray(points, dtype=np.float64)
    found = []
    for tree in (tree for stage in model._predictors for tree in stage):
        nodes = tree.nodes
        if nodes["is_categorical"].any():
            raise InputError(f"{name_of_model(model)} splits categories; indicators of them, as numbers, are right")
        place = np.zeros(len(values), dtype=np.int64)
        while not nodes["is_leaf"][place].all():
            at = nodes[place]
            x = values[np.arange(len(values)), at["feature_idx"]]
            left = np.where(np.isnan(x), at["missing_go_to_left"].astype(bool), x <= at["num_threshold"])
            place = np.where(at["is_leaf"], place, np.where(left, at["left"], at["right"]))
        found.append(place)
    return np.stack(found, axis=1)


def _probabilities(model: Any, points: Any) -> FloatArray:
    """The probabilities of the classes at points, (m, c)."""
    shares = asked(model, "predict_proba", points)
    if isinstance(shares, list):
        raise InputError(f"{name_of_model(model)} predicts {len(shares)} classes for a point; one is right")
    sums = shares.sum(axis=1)
    odd = np.flatnonzero(~(np.abs(sums - 1) <= SUM_TOLERANCE))
    if len(odd):
        raise InputError(
            f"{name_of_model(model)} gives point {odd[0]} probabilities of sum {sums[odd[0]]:.3g}; a sum of 1, of "
            "classes that exclude each other, is right"
        )
    found: FloatArray = shares
    return found


def refuse_path(points: Any) -> None:
    """Raise InputError where points are the path of a file, which models do not read."""
    if isinstance(points, str | PathLike):
        raise InputError(f"X is {str(points)!r}; an array or a data frame is right, as read from a file")


def asked(model: Any, method: str, points: Any) -> Any:
    """Return what a method of a fitted model says of points.

    Raises
    ------
    InputError
        Where it has no such method, was fitted to other columns, or the points are a path.
    """
    refuse_path(points)
    if not hasattr(model, method):
        raise InputError(f"{name_of_model(model)} has no `{method}`; {NEEDED[method]} is right")
    if hasattr(model, "feature_names_in_") and not is_frame(points):
        raise InputError(f"{name_of_model(model)} was fitted to a data frame; one with the same columns is right")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "X has feature names", UserWarning)
        try:
            return getattr(model, method)(points)
        except UserWarning as error:
            raise InputError(
                f"{name_of_model(model)} cannot take these points: it was fitted to an array, whose columns have no "
                "names; an array is right, as in a .npy file, or a model that was fitted to a data frame"
            ) from error
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError(
                f"{name_of_model(model)} cannot take these points: {' '.join(str(error).split())}"
            ) from error


def leaf_keys(leaves: IntArray, stride: int) -> IntArray:
    """Return one number for each leaf of each tree; −1 beyond the stride, where no leaf of the sample is."""
    keys = leaves + stride * np.arange(leaves.shape[1])
    return np.asarray(np.where(leaves < stride, keys, -1), dtype=np.int64)


def name_of_model(model: Any) -> str:
    """Return what kind of model this is, or the last step of a pipeline."""
    return type(model[-1] if hasattr(model, "steps") and len(model) else model).__name__
