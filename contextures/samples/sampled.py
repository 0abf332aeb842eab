"""The contexts of a sample: K nearest neighbours, Gaussian kernel, both after masking or corruption, and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from contextures import arrays
from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.approximate import RECALL, approximate_neighbours, approximates, checked_recall
from contextures.samples.column_law import OfColumn, refuse_missing, texts
from contextures.samples.conditionals import Classes, Corrupted, Gaussian, Masked, Neighbours, Preprocessed, uniform_on
from contextures.samples.corruption import DRAWS, Donors, randomised, said
from contextures.samples.cut import Cut, Nearest, cut_law, points_to_keep
from contextures.samples.data_context import DataContext, assembled
from contextures.samples.kept_blocks import Folder
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.memory import refuse_beyond
from contextures.samples.neighbours import merged
from contextures.samples.point_sources import in_blocks, points_of
from contextures.samples.preprocessing import Preprocessor, prepared
from contextures.samples.query_blocks import block_neighbours, drawn_neighbours
from contextures.settings import checked_seed, count, number
from contextures.workers import Backend, checked_backend

WHOLE = 30_000
"""Distinct points up to which a Gaussian law is held as a whole."""
LARGEST = 1e150
"""The largest coordinate."""


def knn_context(
    X: ArrayLike,
    k: int,
    *,
    mask: float = 0.0,
    corrupt: float = 0.0,
    donors: Donors = "marginals",
    draws: int = DRAWS,
    groups: Sequence[Sequence[int]] | None = None,
    seed: int = 0,
    preprocess: Any = "auto",
    approximate: bool | None = None,
    recall: float = RECALL,
    jobs: int = 1,
    backend: Backend = "loky",
    folder: Folder = None,
) -> DataContext:
    """Context of the K nearest neighbours: A is uniform on the K points of the sample nearest to x.

    Parameters
    ----------
    X : array_like, DataFrame, dask array or path, (n, p)
        A memory map, an array of dask, or a file in .npy or parquet is read in blocks, and stays on disk where memory
        would not hold it several times; a memory map of doubles must not change afterwards. Euclidean distance; a point
        is among its own neighbours; ties by index.
    k : int
        From 1 to n − 1.
    mask : float, default 0
        The part of the features that is hidden, at random, before distances are taken; in [0, 1). The law is then the
        average over `draws` masks, each with its own neighbours.
    corrupt : float, default 0
        The part of the features of x that is replaced, at random, before its neighbours are found, in [0, 1). The law
        is then the average over `draws` corruptions, the same ones for every x: A is a neighbour of the corrupted x.
    donors : {"marginals", "rows"}
        Where replaced features come from: each from a row of the sample of its own, as in SCARF, or all from one, as in
        CutMix.
    draws : int, default 50
        Masks, or corruptions.
    groups : sequence of sequences of int, optional
        The columns of each feature, which are hidden, or replaced, together. Default: a column each.
    seed : int
        Of the masks or corruptions.
    preprocess : "auto", None, Preprocessor or scikit-learn transformer
        What is done to X, and to new points, first; a copy is fitted to X. "auto" leaves arrays as they stand and
        standardises data frames, with indicators for categories, by a `Preprocessor`; None leaves both.
    approximate : bool, optional
        Whether the neighbours of the sample may be approximate, by faiss, where there are no masks and corruptions.
        Default: beyond 200,000 points in more than 4 columns.
    recall : float, default 0.999
        The part of the nearest neighbours that approximate ones must hold, on average over 1000 rows drawn at random;
        in (0, 1). Exact ones hold all.
    jobs : int, default 1
        Worker processes that search for exact neighbours by blocks of points, or mask by mask; the answer is the same
        for any number.
    backend : {"loky", "dask"}
        Processes of this machine, or the cluster of this process's `dask.distributed.Client`.
    folder : path, optional
        Where neighbours are kept block by block as they are found: a search that was interrupted goes on from there.

    Returns
    -------
    DataContext
        P_X is uniform. Its law at new points is that of the K points of the sample nearest to them. `exact_neighbours`
        says whether all of them are; `audit` what was measured if not.

    Raises
    ------
    InputError
        Where X, preprocessed, is no matrix of finite numbers, k is not from 1 to n − 1, or a setting of the masks is
        out of range or do not go together.

    Notes
    -----
    C25 §5.3. Where more than K points coincide, the first K of them are the neighbours of all. The corrupted row itself
    would be no useful A: where columns are continuous it tells its x, and every s_i is 1.

    Examples
    --------
    >>> import numpy as np
    >>> from contextures import knn_context
    >>> spectrum = knn_context(np.arange(10.0)[:, None], 3).spectrum(2)
    >>> spectrum.singular_values.round(4), spectrum.complete
    (array([0.9645, 0.8382]), True)
    """
    if not (approximate is None or isinstance(approximate, bool | np.bool_)):
        raise InputError(f"approximate is {approximate!r}; True, False or None is right")
    backend = checked_backend(backend)
    numbers, steps = prepared(X, preprocess)
    points = matrix(numbers)
    k, seed = neighbour_count(k, len(points)), checked_seed(seed)
    law = randomised(Neighbours(points, k), points, mask, corrupt, donors, draws, _features(groups, steps), seed)
    whole = isinstance(law, Neighbours)
    jobs, recall = count(jobs, "jobs"), checked_recall(recall)
    refuse_beyond(
        len(points) * k * 48.0, f"a law on {k} neighbours of {len(points):,} points", "fewer neighbours are right"
    )
    if approximate and not whole:
        raise InputError("approximate neighbours are for contexts without masks and corruptions")
    shared = jobs > 1 or backend != "loky"
    about = whole and approximates(points.shape[0], points.shape[1], approximate)
    if about and shared:
        raise InputError(
            "approximate neighbours are found by the threads of this process; jobs and a cluster are for exact ones, "
            "with approximate=False"
        )
    distinct, row_of, counts = merged(points)
    audit = None
    if about:
        found, audit = approximate_neighbours(points, k, recall, seed, folder)
        first = np.unique(row_of, return_index=True)[1]
        core = uniform_on(found[first], len(points))
    elif not (shared or folder is not None):
        core = law.at(distinct)
    elif isinstance(law, Masked | Corrupted):
        core = drawn_neighbours(law, distinct, jobs=jobs, backend=backend, folder=folder)
    else:
        found = block_neighbours(points, distinct, k, jobs=jobs, backend=backend, folder=folder)
        core = uniform_on(found, len(points))
    name = f"{k} {'' if audit is None else 'approximate '}nearest neighbours{said(mask, corrupt, donors, draws)}"
    context = replace(assembled(core, row_of, counts / len(points), law, name), audit=audit)
    return with_steps(steps, context)


def rbf_context(
    X: ArrayLike,
    gamma: float | None = None,
    *,
    mask: float = 0.0,
    corrupt: float = 0.0,
    donors: Donors = "marginals",
    draws: int = DRAWS,
    groups: Sequence[Sequence[int]] | None = None,
    seed: int = 0,
    dtype: DTypeLike = np.float64,
    preprocess: Any = "auto",
    kept: int | None = None,
) -> DataContext:
    """Context of a Gaussian kernel: P⁺(a|x) in proportion to exp(−γ‖x − a‖²) over the points a of the sample.

    Parameters
    ----------
    X : array_like, DataFrame, dask array or path, (n, p)
        As for `knn_context`.
    gamma : float, optional
        γ > 0. Default: 1/p, for p columns after preprocessing.
    mask, corrupt, donors, draws, groups, seed
        As for `knn_context`.
    dtype : {float64, float32}
        Precision of the n × n law: float32 halves its memory and resolves s² to 1e-6.
    preprocess
        As for `knn_context`.
    kept : int, optional
        Cut the kernel to so many nearest distinct points, itself included: a sparse law, and a bound on what that
        changes in `checks`. Default: the whole kernel up to 30,000 distinct points, or with masks or corruptions.
        Beyond, the fewest from 64 to 1024 that leave out at most 1e-4 of the mass of 500 rows drawn at random; a kernel
        too smooth for that is kept whole, its law never held, and its spectrum comes from landmarks and one pass over
        the n² entries, with a two-sided bound in `checks`.

    Returns
    -------
    DataContext
        P_X is uniform; a ranges over all points, x included. Points that coincide are merged.

    Raises
    ------
    InputError
        Where X, preprocessed, is no matrix of finite numbers, γ is not positive, a setting is out of range, or there is
        less memory than the law needs.

    Notes
    -----
    C25 §5.3.
    """
    numbers, steps = prepared(X, preprocess)
    points = matrix(numbers)
    gamma = number(1.0 / points.shape[1] if gamma is None else gamma, "gamma", positive=True)
    precision: np.dtype[Any] = np.dtype(dtype)
    if precision not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise InputError(f"dtype is {precision}; float64 or float32 is right")
    seed = checked_seed(seed)
    distinct, row_of, counts = merged(points)
    smooth = Gaussian(distinct, counts, gamma, precision)
    law = randomised(smooth, points, mask, corrupt, donors, draws, _features(groups, steps), seed)
    name = f"Gaussian kernel, γ = {gamma:g}{said(mask, corrupt, donors, draws)}"
    cut: Cut | None = None
    core: Any = None
    if kept is not None or (law is smooth and len(distinct) > WHOLE):
        if law is not smooth:
            raise InputError("a kernel is cut to its nearest points without masks and corruptions only")
        core = KernelLaw(distinct, counts, gamma)
        kept = (
            points_to_keep(core, seed)
            if kept is None
            else neighbour_count(kept, len(distinct), "kept", "distinct points")
        )
        if kept is not None:
            refuse_beyond(len(distinct) * kept * 64.0, f"a kernel cut to {kept} points", "fewer points are right")
            core, cut = cut_law(core, kept, seed)
            law, name = Nearest(distinct, counts, gamma, kept), f"{name}, cut to {kept} points"
    if core is None:
        cells = float(len(distinct)) ** 2
        refuse_beyond(
            2 * cells * precision.itemsize, f"a law of {len(distinct):,} × {len(distinct):,}", "fewer rows are right"
        )
        core = law.at(distinct)
    context = DataContext(core, row_of, row_of, counts / len(points), law, name, cut=cut)
    return with_steps(steps, context)


def label_context(labels: Any, column: str | None = None) -> DataContext:
    """Context of the class: A is the label of x.

    Parameters
    ----------
    labels : array_like, (n,), or DataFrame
        Values that can be sorted; at least two different ones.
    column : str, optional
        Where `labels` is a data frame, the column that holds them; its values are read as text.

    Returns
    -------
    DataContext
        s_i = 1 for i below the number of classes. A new point is given by its label, or by a row with the column.

    Raises
    ------
    InputError
        Where a label is missing, or all are equal. Soft labels are what `DataContext.from_conditional` is for.
    """
    if column is not None:
        labels = texts(labels, column)
    values = np.asarray(labels)
    if values.ndim != 1 or len(values) == 0:
        raise InputError(f"labels has shape {values.shape}; one label for each point is right")
    refuse_missing(labels)
    try:
        classes, row_of, counts = np.unique(values, return_inverse=True, return_counts=True)
    except TypeError as error:
        raise InputError("labels mixes values that cannot be sorted; values of one type are right") from error
    if len(classes) < 2:
        raise InputError(f"every label is {classes.tolist()[0]!r}; at least two classes are right")
    law = Classes(classes)
    kinds = f"{len(classes)} classes" + ("" if column is None else f" of {column}")
    known = law if column is None else OfColumn(law, column)
    return assembled(law.at(classes), row_of, counts / len(values), known, kinds)


def matrix(X: Any, keep: bool = True) -> FloatArray:
    """Return points as a matrix of finite numbers, (n, p).

    Parameters
    ----------
    X : as for `knn_context`
    keep : bool
        Whether they are kept. Then an array is copied, unless it is of doubles and nothing can change it: it owns them
        and is closed for writing.

    Raises
    ------
    InputError
        Where they are not.
    """
    if in_blocks(X):
        points = np.asarray(points_of(X))
    elif not keep or (isinstance(X, np.ndarray) and X.flags.owndata and not X.flags.writeable):
        points = arrays.doubles(X, "X")
    else:
        points = arrays.read_only(arrays.finite(X, "X"))
    if points.ndim == 1 and points.size:
        points = points[:, None]
    if points.ndim != 2 or 0 in points.shape:
        raise InputError(f"X has shape {points.shape}; (n, p) with at least one point and one column is right")
    top = max(float(points.max()), -float(points.min()))
    if top > LARGEST:
        raise InputError(f"X holds {top:g}, whose square overflows; scale the columns")
    return points


def neighbour_count(k: Any, n: int, name: str = "k", points: str = "points") -> int:
    """Return K, checked against the number n of points, by the name of the setting and what the points are called.

    Raises
    ------
    InputError
        Where it is not from 1 to n − 1, or there is one point.
    """
    chosen = count(k, name)
    if n < 2:
        raise InputError(f"{name} is {chosen} of {n} {points}; at least two {points} are right")
    if chosen >= n:
        raise InputError(f"{name} is {chosen} of {n} {points}; a number of neighbours from 1 to {n - 1} is right")
    return chosen


def _features(groups: Sequence[Sequence[int]] | None, steps: Preprocessor | None) -> Sequence[Sequence[int]] | None:
    """The columns that are hidden together: as given, else those that preprocessing made of a feature."""
    return steps.groups_ if groups is None and steps is not None else groups


def with_steps(steps: Preprocessor | None, context: DataContext) -> DataContext:
    """Return the context of points that were preprocessed."""
    if steps is None or context.law is None:
        return context
    return replace(context, law=Preprocessed(context.law, steps), preprocessing=steps.notes_)
