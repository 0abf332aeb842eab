"""`contextures spectrum`: the singular values of a context read from a file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from contextures.archive import is_archive
from contextures.cli.output import check_target, write_json
from contextures.cli.samples import (
    CategoricalOption,
    Choice,
    ContextOption,
    DrawsOption,
    GammaOption,
    KOption,
    LabelOption,
    MaskOption,
    SaveOption,
    SingleOption,
    read_samples,
)
from contextures.contexts.context import Context
from contextures.contexts.independence import (
    Bootstrap,
    IndependenceTest,
    PermutationTest,
    bootstrap,
    independence_test,
    permutation_test,
)
from contextures.contexts.reading import read_pairs, read_table
from contextures.contexts.tables import TABLES, load_table
from contextures.errors import InputError

PERMUTATIONS = 999
"""Random tables of the permutation test, unless said otherwise."""
NEGLIGIBLE = 1e-28
"""A total inertia of rounding size, of which percentages would say nothing."""


def spectrum(
    file: Annotated[
        str, typer.Argument(help=f"A CSV or TSV file, a saved context (.npz), or a shipped table: {', '.join(TABLES)}.")
    ],
    table: Annotated[bool, typer.Option("--table", help="FILE is a contingency table or joint pmf.")] = False,
    pairs: Annotated[bool, typer.Option("--pairs", help="FILE holds a pair x, a (and a count) a line.")] = False,
    samples: Annotated[bool, typer.Option("--samples", help="FILE holds a sample a line; needs --context.")] = False,
    conditional: Annotated[
        bool,
        typer.Option("--conditional", help="FILE holds P(a|x), a row for each x: .npy, SciPy's sparse .npz, or text."),
    ] = False,
    kind: ContextOption = None,
    k: KOption = None,
    gamma: GammaOption = None,
    label: LabelOption = None,
    mask: MaskOption = 0.2,
    draws: DrawsOption = 50,
    target: Annotated[str | None, typer.Option(help="A column of samples to leave out.", metavar="COL")] = None,
    categorical: CategoricalOption = None,
    single: SingleOption = False,
    rank: Annotated[
        int | None, typer.Option(help="Show the first D singular values; of samples 512 by default.", metavar="D")
    ] = None,
    resamples: Annotated[
        int | None, typer.Option("--bootstrap", help="Add 95 % intervals from B resamples.", metavar="B")
    ] = None,
    permutations: Annotated[
        int | None,
        typer.Option(help=f"Random tables of the permutation test of counts, {PERMUTATIONS} by default.", metavar="B"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the resampling, or of the masks.", metavar="S")] = 0,
    save: SaveOption = None,
    save_spectrum: Annotated[
        str | None, typer.Option(help="Save the spectrum of samples, with its context, to FILE.npz.", metavar="FILE")
    ] = None,
    json: Annotated[str | None, typer.Option(help="Write JSON to FILE; - is standard output.", metavar="FILE")] = None,
) -> None:
    """Compute the singular values of a context, the constant excluded."""
    for path in (save, save_spectrum, json):
        if path is not None:
            check_target(path)
    if table + pairs + samples + conditional > 1:
        raise InputError("only one of --table, --pairs, --samples and --conditional can say what FILE holds")
    if not samples and any(given is not None for given in (kind, k, gamma, label)):
        raise InputError("--context, --k, --gamma and --label are for --samples")
    if (samples or conditional) and (resamples is not None or permutations is not None):
        raise InputError("--bootstrap and --permutations need counts, from --table or --pairs")
    if samples:
        choice = Choice(kind, k, gamma, mask, draws, seed, single, label)
        made, notes = _from_samples(file, target, categorical, choice)
        _large(made, notes, rank, save, save_spectrum, json)
        return
    context = _law(file) if conditional else _read(file, table, pairs)
    if not isinstance(context, Context):
        _large(context, list(getattr(context, "context", context).preprocessing), rank, save, save_spectrum, json)
        return
    if save_spectrum is not None:
        raise InputError("--save-spectrum is for samples; of a table --save keeps all there is")
    if save is not None:
        context.save(save)
    shown = _shown(context, rank)
    independence = None if context.counts is None else independence_test(context)
    permutation = _permuted(context, permutations, seed)
    intervals = None if resamples is None else bootstrap(context, resamples, seed)
    if json is not None:
        write_json(_document(context, shown, independence, permutation, intervals), json)
    if json != "-":
        _show(context, shown, independence, permutation, intervals)


def _permuted(context: Context, permutations: int | None, seed: int) -> PermutationTest | None:
    """The permutation test of a table of counts; of another only where it was asked for, to say that it cannot be."""
    if permutations is None and context.counts is None:
        return None
    return permutation_test(context, PERMUTATIONS if permutations is None else permutations, seed)


def _from_samples(file: str, target: str | None, categorical: str | None, choice: Choice) -> tuple[Any, list[str]]:
    """The context of a table of samples, and what was done to its columns."""
    data = read_samples(file, target, None, categorical)
    made = choice.make(data.features, data.categorical)
    return made, [*data.notes, *made.preprocessing]


def _large(
    source: Any, notes: list[str], rank: int | None, save: str | None, save_spectrum: str | None, json: str | None
) -> None:
    """The top of the spectrum of a context of samples, or what was saved of one."""
    from contextures.samples import saved
    from contextures.samples.data_context import Spectrum

    found = source.first(rank) if isinstance(source, Spectrum) else source.spectrum(rank)
    context = found.context
    if save is not None:
        saved.save_context(context, save)
    if save_spectrum is not None:
        saved.save_spectrum(found, save_spectrum)
    document = {
        "format": 1,
        "singular_values": found.singular_values.tolist(),
        "chi_square": context.chi_square,
        "n_x": context.n_x,
        "n_a": context.n_a,
        "complete": found.complete,
        "preprocessing": notes,
        "context": context.description,
        "method": found.method,
        "checks": list(found.checks),
        "residual": float(found.residuals.max(initial=0.0)),
        "resolved": found.resolved,
    }
    if json is not None:
        write_json(document, json)
    if json != "-":
        _show_large(document)


def _show_large(document: dict[str, Any]) -> None:
    console = Console(highlight=False, markup=False)
    grid = Table("i", "s_i", "s_i^2", "percent", "cumulative", box=box.SIMPLE_HEAD)
    for column in grid.columns:
        column.justify = "right"
    inertia = np.square(document["singular_values"])
    shares = 100 * inertia / max(document["chi_square"], NEGLIGIBLE)
    for i, value in enumerate(document["singular_values"]):
        grid.add_row(
            str(i + 1), f"{value:.6f}", f"{inertia[i]:.8f}", f"{shares[i]:.2f}", f"{shares[: i + 1].sum():.2f}"
        )
    console.print(grid)
    console.print(
        f"{document['context']}: n_x = {document['n_x']}, n_a = {document['n_a']}, chi-square = "
        f"{document['chi_square']:.8f} (sum of all s_i^2)",
        soft_wrap=True,
    )
    state = "complete" if document["complete"] else "warning: may be incomplete"
    console.print(f"{state}: {'; '.join(document['checks'])}", soft_wrap=True)
    if document["resolved"] < len(inertia):
        console.print(f"note: only the first {document['resolved']} of {len(inertia)} values are above rounding")
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)


def _law(file: str) -> Any:
    """The context of a conditional law in a file; its points are equally likely."""
    from contextures.samples.data_context import DataContext
    from contextures.samples.matrix_files import read_matrix

    return DataContext.from_conditional(read_matrix(file), description=f"the law in {Path(file).name}")


def _read(file: str, table: bool, pairs: bool) -> Any:
    if is_archive(file):
        from contextures.samples.saved import load_saved

        if table or pairs:
            raise InputError(f"{file} is a saved context, which takes neither --table nor --pairs")
        return load_saved(file)
    if table == pairs:
        raise InputError("one of --table, --pairs, --samples and --conditional is needed to say what FILE holds")
    if table and file in TABLES and not Path(file).exists():
        return load_table(file)
    return read_table(file) if table else read_pairs(file)


def _shown(context: Context, rank: int | None) -> int:
    """How many singular values to show."""
    most = len(context.singular_values)
    if rank is None:
        return most
    if not 1 <= rank <= most:
        raise InputError(f"--rank is {rank} of {most} singular values; at least 1 and at most that many can be shown")
    return rank


def _preprocessing(context: Context) -> list[str]:
    """What was done to the input before its spectrum was taken."""
    dropped = {"rows": context.dropped_rows, "columns": context.dropped_columns}
    return [
        f"dropped {len(labels)} {kind} of zero mass: {', '.join(map(str, labels))}"
        for kind, labels in dropped.items()
        if labels
    ]


def _document(
    context: Context,
    shown: int,
    independence: IndependenceTest | None,
    permutation: PermutationTest | None,
    intervals: Bootstrap | None,
) -> dict[str, Any]:
    return {
        "format": 1,
        "singular_values": context.singular_values[:shown].tolist(),
        "chi_square": context.chi_square,
        "n_x": context.n_x,
        "n_a": context.n_a,
        "complete": True,
        "preprocessing": _preprocessing(context),
        "total": context.total,
        "row_labels": list(context.row_labels),
        "column_labels": list(context.column_labels),
        "dropped": {"rows": list(context.dropped_rows), "columns": list(context.dropped_columns)},
        "independence": independence and asdict(independence),
        "permutation": permutation and asdict(permutation),
        "bootstrap": intervals
        and {
            key: value[:shown].tolist() if isinstance(value, np.ndarray) else value
            for key, value in asdict(intervals).items()
        },
    }


def _show(
    context: Context,
    shown: int,
    independence: IndependenceTest | None,
    permutation: PermutationTest | None,
    intervals: Bootstrap | None,
) -> None:
    console = Console(highlight=False, markup=False)
    inertia = np.square(context.singular_values)
    shares = 100 * inertia / max(context.chi_square, NEGLIGIBLE)
    grid = Table("i", "s_i", "s_i^2", "percent", "cumulative", box=box.SIMPLE_HEAD)
    for column in grid.columns:
        column.justify = "right"
    if intervals is not None:
        grid.add_column(f"{intervals.level:.0%} interval of s_i", justify="right")
    for i in range(shown):
        cells = [str(i + 1), f"{context.singular_values[i]:.6f}", f"{inertia[i]:.8f}"]
        cells += [f"{shares[i]:.2f}", f"{shares[: i + 1].sum():.2f}"]
        if intervals is not None:
            cells.append(f"[{intervals.lower[i]:.4f}, {intervals.upper[i]:.4f}]")
        grid.add_row(*cells)
    console.print(grid)
    console.print(f"n_x = {context.n_x}, n_a = {context.n_a}, chi-square = {context.chi_square:.8f} (sum of all s_i^2)")
    if independence is not None:
        line = f"independence: statistic {independence.statistic:.4f} for {context.total} observations, "
        console.print(line + f"{independence.dof} degrees of freedom, p = {independence.p_value:.4g}", soft_wrap=True)
        if independence.small_expected:
            doubt = f"note: the smallest expected count is {independence.min_expected:.2f}, below 5; "
            console.print(doubt + "prefer the permutation test", soft_wrap=True)
    if permutation is not None:
        tried = f"{permutation.resamples} random tables, seed {permutation.seed}"
        console.print(f"independence: p = {permutation.p_value:.4g} ({tried})")
    if intervals is not None:
        console.print(
            f"intervals: {intervals.method} bootstrap, {intervals.resamples} resamples, seed {intervals.seed}"
        )
    for note in _preprocessing(context):
        console.print(f"note: {note}", soft_wrap=True)
