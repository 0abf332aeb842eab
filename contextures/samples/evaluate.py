"""How useful a context is, and how well its encoder predicts a target, from samples or a context."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Unpack

import numpy as np

from contextures.contexts.context import Context
from contextures.errors import InputError, SettingError
from contextures.reading.options import Reading, as_reading
from contextures.samples.beforehand import refuse_beforehand
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.evaluation import Evaluation, Prediction
from contextures.samples.kinds import LEARNED, Kind
from contextures.samples.modelled import is_fitted
from contextures.samples.needs import refuse_spectrum
from contextures.samples.probe import probe_errors
from contextures.samples.recipe import Making, Recipe, refuse_unknown
from contextures.samples.sample_rows import Rows, allot, known_by_rank, points_of_sample, told_of_model
from contextures.samples.sources import Law, is_context, named, opened, parted, table_of, target_name, words_of
from contextures.samples.split import Split
from contextures.samples.summary import summary_of
from contextures.samples.tables import DataTable
from contextures.samples.usefulness import kernel_deviation, lipschitz_constant
from contextures.settings import is_whole


def evaluate(
    source: Any,
    target: Any = None,
    *,
    context: Any = None,
    k: int | None = None,
    gamma: float | None = None,
    label: str | None = None,
    partner: Any = None,
    model: Any = None,
    task: str | None = None,
    categorical: Iterable[str] | None = None,
    rank: int = 512,
    beta: float = 1.0,
    pretrain: float = 0.6,
    labelled: float = 0.2,
    seed: int = 0,
    reading: Reading | Mapping[str, Any] | None = None,
    **making: Unpack[Making],
) -> Evaluation:
    """Evaluate a context: τ, its best d, association, and with a target compatibility and linear-probe errors.

    Parameters
    ----------
    source : path, DataFrame, array_like (n, p), Context, DataContext or Spectrum
        Samples, a row each: a CSV or TSV file, a data frame, or an array, which is taken as it stands, while columns of
        the others are standardised and categories made indicators. Or a context, a spectrum or the path of a saved one
        (.npz), which is evaluated itself and goes without a target and without what makes a context.
    target : str or array_like, (n,), optional
        What is to be predicted: a column of the samples, of an array by its number from 0 ("4"), or its values.
    context : a kind, DataContext, Spectrum or path
        The kind of context to make from samples ("knn", "rbf", either with "-mask", "-scarf" or "-cutmix", "trees",
        "teacher", "pairs", "text" or "label"), with a target from the part of them for pretraining; or one that was
        made before, of samples, or the path of a saved one: then a target is needed, and rows that the context has seen
        are told from new ones; `preprocessing` says where it may have seen the target of the test's rows.
    k : int, optional
        Neighbours, the point itself included, of a context that starts with "knn", and of "pairs".
    gamma : float, optional
        γ > 0 of exp(−γ‖x − a‖²); default 1/columns.
    label : str, optional
        The column that is A in a context "label", holds the documents of "text", or is what the model of "trees" or
        "teacher" learns, the target too; without it, trees are cut at random.
    partner : path, array_like or DataFrame, optional
        The second view of a context "pairs", a row for each sample: values in .npy, CSV or TSV, as they stand.
    model : estimator or path, optional
        Of "trees" or "teacher": a fitted model, one to fit, or the path of one that skops saved; by default as for
        `tree_context` and `teacher_context`.
    task : {"regression", "classification"}, optional
        Guessed from the target by default.
    categorical : iterable of str, optional
        Columns to read as categories, besides those that do not hold numbers.
    rank : int
        d_0 ≥ 2: singular values that count, and the largest d.
    beta : float
        β ≥ 0, the weight of what d dimensions keep.
    pretrain, labelled : float
        Parts of the rows that the context is made from and that the probe learns from; the rest is the test.
    seed : int
        Of the split, masks, corruptions and models.
    reading : Reading or dict of its settings, optional
        What a guess may get wrong where a file is read: delimiter, header, index column, missing values, …
    **making
        The other parameters.

    Returns
    -------
    Evaluation

    Other Parameters
    ----------------
    mask : float, optional
        Part of the features that a mask hides or a corruption replaces, in (0, 1); 0.2 by default.
    draws : int, optional
        Masks or corruptions that are averaged; 50 by default.
    single : bool
        Whether a Gaussian kernel is computed in single precision.
    approximate, recall
        Whether neighbours may be approximate, and the part of the nearest ones that they must hold; as for
        `knn_context`.
    kept : int, optional
        Nearest distinct points that a Gaussian kernel is cut to, as for `rbf_context`.
    ngrams, unit, least
        Which sequences of words or characters count, as for `text_context`.
    bins : int, optional
        Of what a teacher predicts, as for `teacher_context`.
    jobs, backend, folder
        Processes, or a cluster, that find neighbours, and where these are kept so that an interrupted search goes on;
        as for `knn_context`.

    Raises
    ------
    InputError
        Where the source cannot be read, rows do not fit or are too few, or a setting is missing or out of range.

    Examples
    --------
    >>> import numpy as np, contextures as cx
    >>> x = np.random.default_rng(0).normal(size=(200, 3))
    >>> found = cx.evaluate(x, x[:, 0] + x[:, 1], context="knn", k=10, rank=32)
    >>> round(found.tau, 2), found.prediction.rows
    (2.03, {'pretrain': 120, 'labelled': 40, 'test': 40})
    """
    refuse_unknown(evaluate, making)
    if not is_whole(rank, 2):
        raise SettingError(f"--rank is {rank!r}; at least 2 is right, since d runs from 1 to the rank less 1")
    rank = int(rank)
    ready = context is not None and not (isinstance(context, str) and (context in set(Kind) or not is_context(context)))
    recipe = Recipe(
        None if ready else context, k=k, gamma=gamma, label=label, partner=partner, model=model, seed=seed, **making
    )
    if is_context(source):
        if target is not None or context is not None or recipe.given:
            raise InputError(
                "a context goes without a target and without what makes one; for a target, `evaluate(samples, target, "
                "context=...)` is right"
            )
        law, spectrum = parted(opened(source, as_reading(reading)))
        if isinstance(law, DataContext) and spectrum is None:
            spectrum = law.spectrum(rank, folder=recipe.folder)
        return _evaluation(law, spectrum, rank, beta, getattr(law, "preprocessing", ()))
    if ready and (recipe.given or target is None):
        raise InputError("a context that is made takes samples and a target, and no settings of another one")
    table = table_of(source, target, task, categorical, as_reading(reading))
    split = Split(pretrain, labelled, seed)
    if ready:
        law, spectrum = parted(opened(context))
        if not isinstance(law, DataContext):
            where = named(context, "the source of the context")
            raise InputError(f"{where} holds a finite context, whose inputs are no samples; one of samples is right")
        if spectrum is None:
            refuse_spectrum(min(law.core.shape), rank)
        law = replace(law, law=None) if known_by_rank(law) else law
        rows = allot(law, table.features, split)
    elif target is None:
        refuse_beforehand([recipe], table, rank)
        law = recipe.make(table)
        found = _evaluation(
            law, law.spectrum(rank, folder=recipe.folder), rank, beta, (*table.notes, *law.preprocessing)
        )
        return replace(found, understood=words_of(table))
    else:
        if isinstance(target, str) and label == target and context not in LEARNED:
            raise SettingError("--label is the target, which would tell new rows their answer; another column is right")
        first, second, third = split.rows(len(table.features))
        refuse_beforehand([recipe], table, rank, first, new=len(second) + len(third))
        recipe = recipe.opened()
        law, spectrum = recipe.make(table, first, target_name(target)), None
        taught = told_of_model(law) if recipe.model is not None and is_fitted(recipe.model) else ()
        rows = Rows(first, len(first), second, third, taught)
    known = spectrum or law.spectrum(rank, folder=recipe.folder)
    prediction = _prediction(law, known, table, target_name(target) or "", rows, rank)
    found = _evaluation(law, known, rank, beta, (*table.notes, *law.preprocessing, *rows.notes))
    return replace(found, prediction=prediction, understood=words_of(table))


def _evaluation(
    law: Law, spectrum: Spectrum | None, rank: int, beta: float, preprocessing: tuple[str, ...]
) -> Evaluation:
    """What a context is worth by itself."""
    found = law if isinstance(law, Context) else spectrum or law.spectrum(rank)
    return Evaluation(summary_of(found, rank, beta), kernel_deviation(law), _lipschitz(law), None, tuple(preprocessing))


def _prediction(
    context: DataContext, spectrum: Spectrum, table: DataTable, target: str, rows: Rows, rank: int
) -> Prediction:
    """The compatibility of a target, and the errors of a probe on the rows left for it."""
    others = np.concatenate([rows.probe, rows.test])
    size = len(rows.probe)
    if context.law is None:
        features = spectrum.left[others, : min(spectrum.resolved, rank)]
    else:
        features = spectrum.transform(table.rows(others))[:, :rank]
    outputs = table.outputs(rows.probe)
    return Prediction(
        target=target,
        task=table.task or "",
        compatibility=None if rows.sample is None else context.compatibility(outputs[rows.sample]),
        probe=probe_errors(features[:size], outputs[rows.probe], features[size:], outputs[rows.test]),
        rows={"pretrain": rows.seen, "labelled": size, "test": len(rows.test)},
    )


def _lipschitz(context: Law) -> float | None:
    """The Lipschitz constant over the points that a context was made from; None where it does not hold them."""
    points = None if isinstance(context, Context) else points_of_sample(context)
    if points is None or points.dtype.kind != "f":
        return None
    slope = lipschitz_constant(context, points)
    return None if math.isnan(slope) else slope
