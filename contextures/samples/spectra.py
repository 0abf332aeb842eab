"""The spectrum of a context of any kind, from what a source is or holds."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Unpack

from contextures.contexts.context import Context
from contextures.contexts.correspondence import Map, map_of, without_lines
from contextures.contexts.independence import MOST_PERMUTED, independence_test, permutation_test
from contextures.contexts.independence import bootstrap as resampled
from contextures.errors import SettingError
from contextures.reading.options import Reading, as_reading
from contextures.samples.beforehand import refuse_beforehand
from contextures.samples.data_context import DEFAULT_RANK, DataContext, Spectrum
from contextures.samples.kinds import are_for
from contextures.samples.recipe import Making, Recipe, refuse_unknown
from contextures.samples.sample_spectrum import SampleSpectrum
from contextures.samples.sources import Held, context_of, is_context, named, opened, table_of, words_of
from contextures.samples.table_spectrum import TableSpectrum
from contextures.settings import count

PERMUTATIONS = 999
"""Random tables of the permutation test, unless said otherwise."""


def spectrum(
    source: Any,
    holds: Held | None = None,
    *,
    context: str | None = None,
    k: int | None = None,
    gamma: float | None = None,
    label: str | None = None,
    partner: Any = None,
    model: Any = None,
    target: str | None = None,
    categorical: Iterable[str] | None = None,
    rank: int | None = None,
    bootstrap: int | None = None,
    permutations: int | None = None,
    seed: int = 0,
    supplementary_rows: Iterable[Hashable] = (),
    supplementary_columns: Iterable[Hashable] = (),
    coordinates: bool = False,
    reading: Reading | Mapping[str, Any] | None = None,
    **making: Unpack[Making],
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
    k, gamma, label, partner, model, categorical
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
    **making : mask, draws, single, approximate, recall, kept, jobs, backend, folder, ngrams, unit, least and bins
        Further settings of the context, as for `evaluate`.

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
    refuse_unknown(spectrum, making)
    recipe = Recipe(context, k=k, gamma=gamma, label=label, partner=partner, model=model, seed=seed, **making)
    rows, columns = tuple(supplementary_rows), tuple(supplementary_columns)
    extra = bool(rows or columns)
    said = {"context": context, "target": target, "categorical": categorical}
    of_samples = [*(name for name, value in said.items() if value is not None), *recipe.given]
    if holds is None and (context is not None or recipe.given) and not is_context(source):
        holds = "samples"
    if of_samples and holds != "samples":
        raise SettingError(are_for(of_samples, "--samples"))
    if holds == "samples":
        _refuse_tests(bootstrap, permutations)
        _refuse_map(extra or coordinates)
        table = table_of(source, target, None, categorical, as_reading(reading))
        wanted = DEFAULT_RANK if rank is None else count(rank, "rank")
        refuse_beforehand([recipe], table, wanted)
        made = recipe.make(table, target=target)
        return SampleSpectrum(
            made.spectrum(wanted, folder=recipe.folder), (*table.notes, *made.preprocessing), words_of(table)
        )
    found, understood = _found(source, holds, as_reading(reading))
    if isinstance(found, Context):
        if recipe.folder is not None:
            raise SettingError("--folder is for samples; the spectrum of a table takes no time")
        active, *lines = without_lines(found, rows, columns) if extra else (found, None, None)
        table_found = _of_table(active, rank, bootstrap, permutations, seed, map_of(active, *lines))
        return replace(table_found, understood=understood, coordinates=coordinates)
    _refuse_tests(bootstrap, permutations)
    _refuse_map(extra or coordinates)
    top = found.first(rank) if isinstance(found, Spectrum) else found.spectrum(rank, folder=recipe.folder)
    return SampleSpectrum(top, top.context.preprocessing, understood)


def _found(
    source: Any, holds: Held | None, reading: Reading
) -> tuple[Context | DataContext | Spectrum, tuple[str, ...]]:
    """The context or spectrum that a source is or holds, and what was understood of a file."""
    if is_context(source) and holds != "conditional":
        if holds is not None:
            what = named(source, "the source")
            raise SettingError(f"{what} is a saved context, which takes neither --table nor --pairs")
        return opened(source, reading), ()
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
