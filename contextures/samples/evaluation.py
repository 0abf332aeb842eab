"""How useful a context is, and how well its encoder predicts a target."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError, SettingError
from contextures.markup import card, paragraph, table
from contextures.reading.options import Reading, as_reading
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.probe import ProbeErrors, probe_errors
from contextures.samples.recipe import LEARNED, Kind, Recipe
from contextures.samples.sample_rows import Rows, allot, known_by_rank, points_of_sample
from contextures.samples.sources import Law, is_context, named, opened, parted, table_of, target_name, words_of
from contextures.samples.split import Split
from contextures.samples.summary import Summary, finite, in_words, name_of, summary_of
from contextures.samples.tables import DataTable
from contextures.samples.usefulness import kernel_deviation, lipschitz_constant
from contextures.workers import Backend

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False)
class Prediction:
    """How well the encoder of a context predicts a target.

    Attributes
    ----------
    target : str
    task : {"regression", "classification"}
    compatibility : float or None
        ρ of the target in [0, 1]; None where it is not known at every point of the context.
    probe : ProbeErrors
        Test errors of linear probes on the first d singular functions, of a target of variance 1.
    rows : dict of str to int
        How many rows served for the context ("pretrain"), the probe ("labelled") and the "test".
    """

    target: str
    task: str
    compatibility: float | None
    probe: ProbeErrors
    rows: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return this part of the document of an evaluation."""
        return {
            "target": self.target,
            "task": self.task,
            "compatibility": self.compatibility,
            "probe_error": self.probe.best_error,
            "probe_d": self.probe.best_d,
            "probe_errors": self.probe.errors.tolist(),
            "baseline": self.probe.baseline,
            "rows": self.rows,
        }


NO_PREDICTION = dict.fromkeys(
    ("target", "task", "compatibility", "probe_error", "probe_d", "probe_errors", "baseline", "rows")
)
"""This part of the document where there is no target."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What a context is worth.

    Attributes
    ----------
    summary : Summary
        τ, the decay rate and the singular values.
    kernel_deviation : float
        E|k_X(X, X') − 1| ≥ 0.
    lipschitz : float or None
        A lower bound of the Lipschitz constant of k_X; None where the points are not known as numbers.
    prediction : Prediction or None
        Of the target, where one is named.
    preprocessing : tuple of str
        What was done to the samples, a sentence each.
    understood : tuple of str
        What was understood of the file, in one line.
    """

    summary: Summary
    kernel_deviation: float
    lipschitz: float | None
    prediction: Prediction | None
    preprocessing: tuple[str, ...]
    understood: tuple[str, ...] = ()

    @property
    def context(self) -> Context | DataContext:
        """The context, of all rows or, with a target, of those for pretraining; it has a `save`."""
        return self.summary.context

    @property
    def tau(self) -> float:
        """The metric τ, min_d τ_d > 0; infinite where s_{d+1} = 1 for every d."""
        return self.summary.usefulness.tau

    @property
    def d_star(self) -> int | None:
        """The smallest d that attains τ; None where τ is infinite."""
        return self.summary.usefulness.d_star

    @property
    def tau_d(self) -> FloatArray:
        """τ_1, τ_2, …, (D,)."""
        return self.summary.usefulness.tau_d

    @property
    def decay_rate(self) -> float:
        """How fast s_i² falls, ≥ 0: λ of the fit s_i² ≈ exp(−λi)."""
        return self.summary.decay_rate

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (k,), constant excluded."""
        return self.summary.singular_values

    @property
    def compatibility(self) -> float | None:
        """ρ of the target, in [0, 1]; None without one, or where it is not known at every point."""
        return None if self.prediction is None else self.prediction.compatibility

    @property
    def probe_error(self) -> float | None:
        """The least mean squared test error of a linear probe, the target having variance 1; None without a target."""
        return None if self.prediction is None else self.prediction.probe.best_error

    @property
    def probe_d(self) -> int | None:
        """The d of that probe; None without a target."""
        return None if self.prediction is None else self.prediction.probe.best_d

    def __repr__(self) -> str:
        """The context, τ and the best probe."""
        words = f"{name_of(self.context)}, n_x = {self.context.n_x}, {in_words(self.summary.usefulness)}"
        if self.prediction is not None:
            words += f", probe error {self.probe_error:.4g} at d = {self.probe_d}"
        return f"Evaluation({words})"

    def _repr_html_(self) -> str:
        """What the context is worth, and how well it predicts, for a notebook."""
        rows = [*self.summary.rows(), ["E|k_X − 1|", f"{self.kernel_deviation:.4g}"]]
        rows += [] if self.lipschitz is None else [["Lipschitz constant of k_X at least", f"{self.lipschitz:.4g}"]]
        notes = [*self.summary.notes(), *self.preprocessing]
        if (found := self.prediction) is not None:
            rho, counts = found.compatibility, ", ".join(f"{count} {name}" for name, count in found.rows.items())
            rows += [
                [f"compatibility of {found.target}", "unknown" if rho is None else f"{rho:.4f}"],
                [f"probe error, {found.task}, d = {found.probe.best_d}", f"{found.probe.best_error:.4f}"],
                ["without features", f"{found.probe.baseline:.4f}"],
            ]
            notes = [f"The target has variance 1; rows: {counts}", *notes]
        title = f"{name_of(self.context)}: n_x = {self.context.n_x}, n_a = {self.context.n_a}"
        return card(title, table(["", "value"], rows), *map(paragraph, notes))

    def plot(self, kind: Literal["probe", "tau"] | None = None, axes: Axes | None = None) -> Axes:
        """Draw the error of the probe, or τ_d, against d.

        Parameters
        ----------
        kind : {"probe", "tau"}, optional
            By default the probe, where there is a target.
        axes : Axes, optional
            Of Matplotlib; a new figure by default.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            Where there is no such kind, or no target and the probe is asked for.
        """
        from contextures.samples.picture import draw_probe
        from contextures.style import drawing

        if kind not in (None, "probe", "tau"):
            raise SettingError(f"the picture is {kind!r}; probe or tau is right")
        if kind == "tau" or (kind is None and self.prediction is None):
            return self.summary.usefulness.plot(axes)
        if self.prediction is None:
            raise SettingError("there is no target, so no probe to draw; --target COL names one")
        with drawing(axes) as drawn:
            probe = self.prediction.probe
            draw_probe(probe.errors, probe.baseline, (probe.best_d, probe.best_error) if probe.best_d else None, drawn)
        return drawn

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures evaluate --json` writes."""
        summary, metric = self.summary, self.summary.usefulness
        return {
            "format": 1,
            "context": name_of(self.context),
            "n_x": self.context.n_x,
            "n_a": self.context.n_a,
            "tau": finite(metric.tau),
            "d_star": metric.d_star,
            "tau_d": [finite(value) for value in metric.tau_d],
            "near_limit": metric.near_limit,
            "independent": metric.independent,
            "beta": metric.beta,
            "d0": metric.d0,
            "decay_rate": finite(summary.decay_rate),
            "kernel_deviation": self.kernel_deviation,
            "lipschitz": self.lipschitz,
            "chi_square": self.context.chi_square,
            "singular_values": summary.singular_values.tolist(),
            "complete": summary.complete,
            "checks": list(summary.checks),
            "resolved": summary.resolved,
            **(NO_PREDICTION if self.prediction is None else self.prediction.to_json()),
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
        }


def evaluate(
    source: Any,
    target: Any = None,
    *,
    context: Any = None,
    k: int | None = None,
    gamma: float | None = None,
    label: str | None = None,
    mask: float = 0.2,
    draws: int = 50,
    partner: Any = None,
    model: Any = None,
    task: str | None = None,
    categorical: Iterable[str] | None = None,
    rank: int = 512,
    beta: float = 1.0,
    pretrain: float = 0.6,
    labelled: float = 0.2,
    seed: int = 0,
    single: bool = False,
    approximate: bool | None = None,
    recall: float | None = None,
    kept: int | None = None,
    jobs: int = 1,
    backend: Backend = "loky",
    folder: str | PathLike[str] | None = None,
    reading: Reading | Mapping[str, Any] | None = None,
) -> Evaluation:
    """Evaluate a context: τ, its best d, association, and with a target compatibility and linear-probe errors.

    Parameters
    ----------
    source : path, DataFrame, array_like (n, p), Context, DataContext or Spectrum
        Samples, a row each: a CSV or TSV file, a data frame, or an array, which is taken as it stands, while columns of
        the others are standardised and categories made indicators. Or a context, a spectrum or the path of a saved one
        (.npz), which is evaluated itself and goes without a target and without what makes a context.
    target : str or array_like, (n,), optional
        What is to be predicted: a column of the samples, or its values.
    context : a kind, DataContext, Spectrum or path
        The kind of context to make from samples ("knn", "rbf", either with "-mask", "-scarf" or "-cutmix", "trees",
        "teacher", "pairs", "text" or "label"), with a target from the part of them for pretraining; or one that was
        made before, of samples, or the path of a saved one: then a target is needed, and rows that the context has seen
        are told from new ones.
    k : int, optional
        Neighbours, the point itself included, of a context that starts with "knn", and of "pairs".
    gamma : float, optional
        γ > 0 of exp(−γ‖x − a‖²); default 1/columns.
    label : str, optional
        The column that is A in a context "label", holds the documents of "text", or is what the model of "trees" or
        "teacher" learns, the target too; without it, trees are cut at random.
    mask : float
        Part of the features that a mask hides or a corruption replaces, in (0, 1).
    draws : int
        Masks or corruptions that are averaged.
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
    single : bool
        Whether a Gaussian kernel is computed in single precision.
    approximate, recall
        Whether neighbours may be approximate, and the part of the nearest ones that they must hold; as for
        `knn_context`.
    kept : int, optional
        Nearest points that a Gaussian kernel is cut to, as for `rbf_context`.
    jobs, backend, folder
        Processes, or a cluster, that find neighbours, and where these are kept so that an interrupted search goes on;
        as for `knn_context`.
    reading : Reading or dict of its settings, optional
        What a guess may get wrong where a file is read: delimiter, header, index column, missing values, …

    Returns
    -------
    Evaluation

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
    if rank < 2:
        raise SettingError(f"--rank is {rank}; at least 2 is right, since d runs from 1 to the rank less 1")
    ready = context is not None and not (isinstance(context, str) and (context in set(Kind) or not is_context(context)))
    recipe = Recipe(
        None if ready else context,
        k=k,
        gamma=gamma,
        label=label,
        mask=mask,
        draws=draws,
        seed=seed,
        single=single,
        partner=partner,
        model=model,
        approximate=approximate,
        recall=recall,
        kept=kept,
        jobs=jobs,
        backend=backend,
        folder=folder,
    )
    if is_context(source):
        if target is not None or ready or recipe.given:
            raise InputError(
                "a context goes without a target and without what makes one; for a target, `evaluate(samples, target, "
                "context=...)` is right"
            )
        law, spectrum = parted(opened(source))
        if isinstance(law, DataContext) and spectrum is None:
            spectrum = law.spectrum(rank, folder=folder)
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
        law = replace(law, law=None) if known_by_rank(law) else law
        rows = allot(law, table.features, split)
    elif target is None:
        law = recipe.make(table)
        found = _evaluation(law, law.spectrum(rank, folder=folder), rank, beta, (*table.notes, *law.preprocessing))
        return replace(found, understood=words_of(table))
    else:
        if isinstance(target, str) and label == target and context not in LEARNED:
            raise SettingError("--label is the target, which would tell new rows their answer; another column is right")
        first, second, third = split.rows(len(table.features))
        law, spectrum = recipe.make(table, first, target_name(target)), None
        rows = Rows(first, len(first), second, third)
    known = spectrum or law.spectrum(rank, folder=folder)
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
