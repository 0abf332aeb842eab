"""The spectrum of a context of any kind, with what was done to the input and how sure it is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.contexts.correspondence import Map, map_of, without_lines
from contextures.contexts.independence import (
    MOST_PERMUTED,
    Bootstrap,
    IndependenceTest,
    PermutationTest,
    independence_test,
    permutation_test,
)
from contextures.contexts.independence import bootstrap as resampled
from contextures.contexts.shown import shares
from contextures.errors import SettingError
from contextures.markup import card, paragraph
from contextures.reading.options import Reading, as_reading
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.recipe import Recipe
from contextures.samples.sources import Held, context_of, is_context, named, opened, table_of, words_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PERMUTATIONS = 999
"""Random tables of the permutation test, unless said otherwise."""


@dataclass(frozen=True, eq=False)
class TableSpectrum:
    """The singular values of a finite context, and tests and intervals where it holds counts.

    Attributes
    ----------
    context : Context
        It holds all singular functions, and has a `save`.
    rank : int
        How many singular values were asked for.
    independence : IndependenceTest or None
        Pearson's test; None without counts.
    permutation : PermutationTest or None
        The test by random tables; None without counts.
    bootstrap : Bootstrap or None
        95 % intervals of all singular values, where they were asked for.
    map : Map
        Rows and columns as points: principal and standard coordinates, contributions, cos².
    understood : tuple of str
        What was understood of the file, in one line.
    coordinates : bool
        Whether `to_json` holds the map.
    """

    context: Context
    rank: int
    independence: IndependenceTest | None
    permutation: PermutationTest | None
    bootstrap: Bootstrap | None
    map: Map
    understood: tuple[str, ...] = ()
    coordinates: bool = False

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (rank,), constant excluded."""
        return self.context.singular_values[: self.rank]

    @property
    def left(self) -> FloatArray:
        """μ_i as columns, (n_x, rank)."""
        return self.context.left[:, : self.rank]

    @property
    def right(self) -> FloatArray:
        """ν_i as columns, (n_a, rank)."""
        return self.context.right[:, : self.rank]

    @property
    def chi_square(self) -> float:
        """Σ_i s_i² over all singular values."""
        return self.context.chi_square

    @property
    def complete(self) -> bool:
        """Whether no singular value was missed: always."""
        return True

    @property
    def preprocessing(self) -> tuple[str, ...]:
        """What was done to the table, a sentence each."""
        done = {
            "dropped {} rows of zero mass": self.context.dropped_rows,
            "dropped {} columns of zero mass": self.context.dropped_columns,
            "{} supplementary rows have no part in the law": self.map.supplementary_rows.labels,
            "{} supplementary columns have no part in the law": self.map.supplementary_columns.labels,
        }
        return tuple(
            f"{words.format(len(labels))}: {', '.join(map(str, labels))}" for words, labels in done.items() if labels
        )

    def __repr__(self) -> str:
        """Size and first singular value."""
        return f"TableSpectrum(n_x={self.context.n_x}, n_a={self.context.n_a}{_top(self.singular_values)})"

    def _repr_html_(self) -> str:
        """The first values with their shares of χ², for a notebook."""
        return card(repr(self), shares(self.singular_values, self.chi_square), *map(paragraph, self.preprocessing))

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures spectrum --json` writes."""
        context = self.context
        return {
            "format": 1,
            "singular_values": self.singular_values.tolist(),
            "chi_square": self.chi_square,
            "n_x": context.n_x,
            "n_a": context.n_a,
            "complete": self.complete,
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
            "total": context.total,
            "row_labels": list(context.row_labels),
            "column_labels": list(context.column_labels),
            "dropped": {"rows": list(context.dropped_rows), "columns": list(context.dropped_columns)},
            "independence": self.independence and asdict(self.independence),
            "permutation": self.permutation and asdict(self.permutation),
            "bootstrap": self.bootstrap
            and {
                key: value[: self.rank].tolist() if isinstance(value, np.ndarray) else value
                for key, value in asdict(self.bootstrap).items()
            },
            **({"coordinates": self.map.first(self.rank).to_json()} if self.coordinates else {}),
        }

    def plot(
        self,
        kind: Literal["symmetric", "rows", "columns", "scree"] = "symmetric",
        axes: Axes | None = None,
        *,
        dims: tuple[int, int] = (1, 2),
    ) -> Axes:
        """Draw the map of the table, or its singular values.

        Parameters
        ----------
        kind : {"symmetric", "rows", "columns", "scree"}
            Principal coordinates of rows and columns; or of the rows (or columns) alone, each at the average of the
            other side's points; or the singular values, with intervals where there are any.
        axes : Axes, optional
            Of Matplotlib; a new figure by default.
        dims : (int, int)
            Axes of the table on the map, from 1.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            Where there is no such kind or axis, or the table has no axis.
        """
        from contextures.contexts.picture import draw_map, draw_scree
        from contextures.style import drawing

        if not len(self.context.singular_values):
            raise SettingError("the table has one row or column, so there is nothing to draw")
        with drawing(axes) as drawn:
            if kind == "scree":
                draw_scree(self.context, drawn, self.bootstrap)
            else:
                draw_map(self.map, drawn, kind, dims)
        return drawn


@dataclass(frozen=True, eq=False)
class SampleSpectrum:
    """The top singular values of a context of samples.

    Attributes
    ----------
    spectrum : Spectrum
        With residuals, `transform` to new points and a `save`.
    preprocessing : tuple of str
        What was done to the samples, a sentence each.
    understood : tuple of str
        What was understood of the file, in one line.
    """

    spectrum: Spectrum
    preprocessing: tuple[str, ...]
    understood: tuple[str, ...] = ()

    @property
    def context(self) -> DataContext:
        """The context, which has a `save`."""
        return self.spectrum.context

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (k,), constant excluded."""
        return self.spectrum.singular_values

    @property
    def left(self) -> FloatArray:
        """μ_i as columns at the points, (n_x, k)."""
        return self.spectrum.left

    @property
    def right(self) -> FloatArray:
        """ν_i as columns at the values of A, (n_a, k)."""
        return self.spectrum.right

    @property
    def chi_square(self) -> float:
        """Σ_i s_i² over the whole spectrum."""
        return self.context.chi_square

    @property
    def complete(self) -> bool:
        """Whether every residual is small and the search for missed values found none."""
        return self.spectrum.complete

    def __repr__(self) -> str:
        """The context, its size and first singular value."""
        context = self.context
        return f"SampleSpectrum({context.description}, n_x={context.n_x}{_top(self.singular_values)})"

    def _repr_html_(self) -> str:
        """The first values with their shares of χ², and what their completeness rests on, for a notebook."""
        state = "complete" if self.complete else "may be incomplete"
        checks = paragraph(f"{state}: {'; '.join(self.spectrum.checks)}")
        return card(repr(self), shares(self.singular_values, self.context.chi_square), checks)

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures spectrum --json` writes."""
        found, context = self.spectrum, self.context
        return {
            "format": 1,
            "singular_values": found.singular_values.tolist(),
            "chi_square": context.chi_square,
            "n_x": context.n_x,
            "n_a": context.n_a,
            "complete": found.complete,
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
            "context": context.description,
            "method": found.method,
            "checks": list(found.checks),
            "residual": float(found.residuals.max(initial=0.0)),
            "resolved": found.resolved,
            "exact_neighbours": context.exact_neighbours,
            "recall": context.recall,
        }

    def plot(self, kind: Literal["points", "scree"] = "points", axes: Axes | None = None) -> Axes:
        """Draw the points by their first two singular functions, or the singular values.

        Parameters
        ----------
        kind : {"points", "scree"}
            Of the singular values those that are above rounding are drawn full.
        axes : Axes, optional
            Of Matplotlib; a new figure by default.

        Returns
        -------
        Axes

        Raises
        ------
        InputError
            Where there is no such kind, or there are too few singular functions.
        """
        from contextures.samples.picture import draw_points, draw_values
        from contextures.style import drawing

        kinds = {"points": draw_points, "scree": draw_values}
        if kind not in kinds:
            raise SettingError(f"the picture is {kind!r}; {' or '.join(kinds)} is right")
        with drawing(axes) as drawn:
            kinds[kind](self.spectrum, drawn)
        return drawn


def spectrum(
    source: Any,
    holds: Held | None = None,
    *,
    context: str | None = None,
    k: int | None = None,
    gamma: float | None = None,
    label: str | None = None,
    mask: float = 0.2,
    draws: int = 50,
    partner: Any = None,
    model: Any = None,
    target: str | None = None,
    categorical: Iterable[str] | None = None,
    single: bool = False,
    approximate: bool | None = None,
    recall: float | None = None,
    rank: int | None = None,
    bootstrap: int | None = None,
    permutations: int | None = None,
    seed: int = 0,
    supplementary_rows: Iterable[Hashable] = (),
    supplementary_columns: Iterable[Hashable] = (),
    coordinates: bool = False,
    reading: Reading | Mapping[str, Any] | None = None,
) -> TableSpectrum | SampleSpectrum:
    """Compute the singular values of a context, the constant excluded.

    Parameters
    ----------
    source : path, array_like, DataFrame, Context, DataContext or Spectrum
        A context, a spectrum or the path of a saved one (.npz); else what `holds` says, in a file, an array or a data
        frame. A shipped table goes by its name.
    holds : {"table", "pairs", "samples", "conditional", "graph", "views"}, optional
        A contingency table or joint pmf, (N, M); pairs x, a (and a count), (n, 2) or (n, 3); a sample a row, (n, p),
        which needs `context` (and is meant where that is given); P(a|x), a row for each x, equally likely, (n, m);
        edges of a graph, or items with their views, each with an optional weight, (m, 2) or (m, 3).
    context : str, optional
        The kind of context to make from samples, as for `evaluate`.
    k, gamma, label, mask, draws, partner, model, categorical, single, approximate, recall
        Its settings, as for `evaluate`.
    target : str, optional
        A column of the samples to leave out.
    rank : int, optional
        The first singular values, ≥ 1; by default all, of samples 512.
    bootstrap : int, optional
        Resamples, ≥ 2, for 95 % intervals; needs counts.
    permutations : int, optional
        Random tables of the permutation test of counts; 0 for no test; 999 by default, none above 2³¹ observations.
    seed : int
        Of the resampling, or of the masks.
    supplementary_rows, supplementary_columns : iterables of labels
        Rows and columns of a table that have no part in its law and are placed on its map.
    coordinates : bool
        Whether the JSON document of a table holds its map.
    reading : Reading or dict of its settings, optional
        What a guess may get wrong where a file is read: delimiter, header, index column, missing values, …

    Returns
    -------
    TableSpectrum or SampleSpectrum
        Both have `context`, `singular_values`, `left`, `right`, `chi_square`, `complete` and `preprocessing`.

    Raises
    ------
    InputError
        Where the source cannot be read, it is not said what it holds, or a setting is missing or out of range.

    Examples
    --------
    >>> import contextures as cx
    >>> cx.spectrum([[9, 1], [1, 9]], "table")
    TableSpectrum(n_x=2, n_a=2, s_1=0.8)
    """
    recipe = Recipe(context, k, gamma, label, mask, draws, seed, single, partner, model, approximate, recall)
    rows, columns = tuple(supplementary_rows), tuple(supplementary_columns)
    extra = bool(rows or columns)
    if holds is None and recipe.given and not is_context(source):
        holds = "samples"
    if recipe.given and holds != "samples":
        raise SettingError("--context, --k, --gamma and --label are for --samples")
    if holds == "samples":
        _refuse_tests(bootstrap, permutations)
        _refuse_map(extra or coordinates)
        table = table_of(source, target, None, categorical, as_reading(reading))
        made = recipe.make(table, target=target)
        return SampleSpectrum(made.spectrum(rank), (*table.notes, *made.preprocessing), words_of(table))
    found, understood = _found(source, holds, as_reading(reading))
    if isinstance(found, Context):
        active, *lines = without_lines(found, rows, columns) if extra else (found, None, None)
        table_found = _of_table(active, rank, bootstrap, permutations, seed, map_of(active, *lines))
        return replace(table_found, understood=understood, coordinates=coordinates)
    _refuse_tests(bootstrap, permutations)
    _refuse_map(extra or coordinates)
    top = found.first(rank) if isinstance(found, Spectrum) else found.spectrum(rank)
    return SampleSpectrum(top, top.context.preprocessing, understood)


def _found(
    source: Any, holds: Held | None, reading: Reading
) -> tuple[Context | DataContext | Spectrum, tuple[str, ...]]:
    """The context or spectrum that a source is or holds, and what was understood of a file."""
    if is_context(source) and holds != "conditional":
        if holds is not None:
            what = named(source, "the source")
            raise SettingError(f"{what} is a saved context, which takes neither --table nor --pairs")
        return opened(source), ()
    if holds is None:
        raise SettingError(
            "one of --table, --pairs, --samples, --conditional, --graph and --views is needed to say what FILE holds"
        )
    return context_of(source, holds, reading)


def _of_table(
    context: Context, rank: int | None, bootstrap: int | None, permutations: int | None, seed: int, points: Map
) -> TableSpectrum:
    """The singular values of a finite context, with tests where it holds counts or they are asked for."""
    most = len(context.singular_values)
    if rank is not None and not 1 <= rank <= most:
        raise SettingError(f"--rank is {rank} of {most} singular values; at least 1 and at most that many can be shown")
    counted = context.counts is not None
    few = counted and (context.total or 0) <= MOST_PERMUTED
    random = PERMUTATIONS if permutations is None and few else permutations
    return TableSpectrum(
        context,
        most if rank is None else rank,
        independence_test(context) if counted else None,
        None if not random else permutation_test(context, random, seed),
        None if bootstrap is None else resampled(context, bootstrap, seed),
        points,
    )


def _refuse_tests(bootstrap: int | None, permutations: int | None) -> None:
    if bootstrap is not None or permutations is not None:
        raise SettingError("--bootstrap and --permutations need counts, from --table or --pairs")


def _refuse_map(asked: bool) -> None:
    if asked:
        raise SettingError("--coordinates and supplementary rows and columns are for a table, from --table or --pairs")


def _top(singular_values: FloatArray) -> str:
    return f", s_1={singular_values[0]:.4g}" if len(singular_values) else ""
