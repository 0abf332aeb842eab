"""`contextures bound`: any bound of the catalogue at given settings, forwards, backwards and over sweeps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, write_json
from contextures.errors import InputError
from contextures.files import write_bytes

if TYPE_CHECKING:
    from contextures.bounds.bound import Bound
    from contextures.bounds.settings import Axis

SHOWN = 12
"""Rows of a sweep that are printed."""


def bound(
    words: Annotated[
        list[str],
        typer.Argument(help="Ids of statements, then settings such as epsilon=1/20.", metavar="ID [NAME=VALUE]..."),
    ],
    variant: Annotated[
        str | None, typer.Option(help="printed or corrected; corrected by default where there is one.")
    ] = None,
    part: Annotated[str | None, typer.Option(help="Part of the claim; the first that holds a formula.")] = None,
    context: Annotated[
        str | None,
        typer.Option(
            help="A table or a saved context or spectrum (.npz) that supplies the spectrum, κ and S_λ.", metavar="FILE"
        ),
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="The file of --context holds a pair x, a a line.")] = False,
    solve: Annotated[str | None, typer.Option(help="Setting to find for the target.", metavar="NAME")] = None,
    target: Annotated[str | None, typer.Option(help="Value that the bound is to meet.", metavar="VALUE")] = None,
    best: Annotated[str | None, typer.Option(help="Setting to choose best.", metavar="NAME")] = None,
    within: Annotated[str | None, typer.Option(help="Range for --solve or --best.", metavar="START:STOP")] = None,
    sweep: Annotated[
        list[str] | None,
        typer.Option(help="Values of one setting, or twice for two.", metavar="NAME=START:STOP:COUNT[:log]"),
    ] = None,
    plot: Annotated[str | None, typer.Option(help="Picture of the sweep: pdf, png or svg.", metavar="FILE")] = None,
    json: JsonOption = None,
) -> None:
    """Compute bounds: every term, what a target needs, the best setting, sweeps and comparisons."""
    from contextures.bounds import bound as calculator
    from contextures.bounds.settings import parse

    ids = [word for word in words if "=" not in word]
    settings: dict[str, Any] = dict(parse(word for word in words if "=" in word))
    if not ids:
        raise InputError("no statement is named; an id such as bounds.approximation is right")
    axes = [axis.whole() if calculator.is_whole(ids, axis.name) else axis for axis in _axes(sweep or [])]
    _refuse(axes, plot, settings, solve or best)
    for target_file in filter(None, (json, plot)):
        check_target(target_file)
    supplied = _context(context, pairs)
    one: dict[str, Any] = {"solve": solve, "target": target, "best": best, "part": part, "variant": variant}
    one["within"] = _ends(within)
    if len(ids) > 1:
        asked = [f"--{name}" for name, value in one.items() if value is not None]
        if asked:
            raise InputError(f"{', '.join(asked)} is for one bound; {len(ids)} are named")
        found = calculator.compare_bounds(ids, context=supplied, **settings, **_arrays(axes))
    else:
        found = [calculator.bound(ids[0], context=supplied, **one, **settings, **_arrays(axes))]
    if plot is not None:
        _plot(plot, axes, found)
    if json is not None:
        documents = [b.to_json() for b in found]
        write_json(documents[0] if len(documents) == 1 else {"format": 1, "bounds": documents}, json)
    if json != "-":
        _show(found, axes)


def _axes(texts: list[str]) -> list[Axis]:
    from contextures.bounds.settings import Axis

    return [Axis.of(text) for text in texts]


def _refuse(axes: list[Axis], plot: str | None, settings: dict[str, Any], other: str | None) -> None:
    """Raise InputError for sweeps that do not go with the rest."""
    from contextures.figures.bound import suffix_of

    names = [axis.name for axis in axes]
    if len(axes) > 2 or len(set(names)) < len(names):
        raise InputError(f"the sweeps are over {', '.join(names)}; one setting, or two different ones, are right")
    for name in names:
        if name in settings:
            raise InputError(f"{name} is both set and swept; one of them is right")
    if axes and other:
        raise InputError(f"--sweep and a search for {other} do not go together; choose one")
    if plot is not None:
        suffix_of(plot)
        if not axes:
            raise InputError("--plot draws a sweep; add --sweep NAME=START:STOP:COUNT")


def _arrays(axes: list[Axis]) -> dict[str, Any]:
    """The values of the sweeps, the first along the first axis."""
    if len(axes) == 2:
        return {axes[0].name: axes[0].values[:, None], axes[1].name: axes[1].values[None, :]}
    return {axis.name: axis.values for axis in axes}


def _ends(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    start, colon, stop = text.partition(":")
    if not (start and colon and stop):
        raise InputError(f"the range {text!r} cannot be read; START:STOP is right")
    return start, stop


def _context(file: str | None, pairs: bool) -> Any:
    from contextures.archive import is_archive
    from contextures.contexts.reading import read_pairs, read_table
    from contextures.contexts.tables import TABLES, load_table

    if file is None:
        if pairs:
            raise InputError("--pairs says what the file of --context holds; name it")
        return None
    if not pairs and file in TABLES and not Path(file).exists():
        return load_table(file)
    if is_archive(file):
        from contextures.samples.saved import load_context

        return load_context(Path(file))
    return read_pairs(file) if pairs else read_table(file)


def _plot(path: str, axes: list[Axis], found: list[Bound]) -> None:
    import numpy as np

    from contextures.figures.bound import Sweep, picture, suffix_of

    shape = tuple(len(axis.values) for axis in axes)
    lines: dict[str, Any] = {}
    for b in found:
        lines[b.id] = np.broadcast_to(b.value, shape)
        if len(found) == 1 and len(b.terms) > 1 and len(axes) == 1:
            lines |= {name: np.broadcast_to(term, shape) for name, term in b.terms.items()}
        if b.risk is not None:
            lines.setdefault("exact risk of the contexture", np.broadcast_to(b.risk, shape))
    names, values, logs = zip(*((axis.name, axis.values, axis.log) for axis in axes), strict=True)
    write_bytes(path, picture(Sweep(names, values, logs, lines), suffix_of(path)))


def _show(found: list[Bound], axes: list[Axis]) -> None:
    console = Console(highlight=False, markup=False)
    if axes:
        _show_sweep(console, found, axes)
        return
    if len(found) > 1:
        grid = Table("bound", "form", "reading", "value", box=box.SIMPLE_HEAD)
        for b in found:
            grid.add_row(b.id, b.variant, b.reading, f"{b.value:.6g}")
        console.print(grid)
    for b in found:
        _show_one(console, b)


def _show_one(console: Console, b: Bound) -> None:
    console.print(f"{b.id} ({b.variant} form, {b.part}): {b.reading}", soft_wrap=True)
    console.print(f"value {b.value:.10g}" + (f" = {b.exact}" if b.exact else ""))
    if b.risk is not None:
        console.print(
            f"exact value of what is bounded, for the top-d functions of the context: {b.risk:.10g}", soft_wrap=True
        )
    if b.estimate is not None:
        e = b.estimate
        console.print(
            f"estimate of what is bounded, from {e.draws} random samples: {e.value:.4g}, 95 % interval {e.low:.4g} to "
            f"{e.high:.4g}",
            soft_wrap=True,
        )
    if len(b.terms) > 1:
        grid = Table("term", "value", "share", box=box.SIMPLE_HEAD)
        for name, term in sorted(b.terms.items(), key=lambda item: -abs(float(item[1]))):
            grid.add_row(name, f"{term:.6g}", f"{term / b.value:.1%}" if b.value else "")
        console.print(grid)
    used = (f"{name} = {_setting(value)}{' (context)' * (name in b.supplied)}" for name, value in b.settings.items())
    console.print(f"settings: {', '.join(used)}", soft_wrap=True)
    if b.inverse:
        _show_solutions(console, b)
    for hypothesis in b.assumed:
        console.print(f"assumed: {hypothesis}", soft_wrap=True)


def _setting(value: Any) -> str:
    if getattr(value, "ndim", 0):
        return f"[{', '.join(f'{v:.4g}' for v in value[:4])}{', …' * (len(value) > 4)}]"
    return f"{value:.10g}"


def _show_solutions(console: Console, b: Bound) -> None:
    assert b.inverse
    name, runs = b.inverse.name, b.inverse.kept
    found = ", ".join(s.exact or f"{s.value:.12g}" for s in b.inverse.solutions)
    console.print(f"{name} for the target {b.inverse.target:g}: {found or 'every value'}")
    if runs and " == " not in b.reading:
        kept = ", ".join(f"{start:.10g} to {stop:.10g}" for start, stop in runs)
        console.print(f"the target is kept for {name} from {kept}", soft_wrap=True)


def _show_sweep(console: Console, found: list[Bound], axes: list[Axis]) -> None:
    import numpy as np

    shape = tuple(len(axis.values) for axis in axes)
    columns = {b.id: np.broadcast_to(b.value, shape).ravel() for b in found}
    if len(found) == 1:
        terms = found[0].terms
        columns |= {name: np.broadcast_to(t, shape).ravel() for name, t in terms.items() if len(terms) > 1}
        if found[0].risk is not None:
            columns["exact risk"] = np.broadcast_to(found[0].risk, shape).ravel()
    settings = [grid.ravel() for grid in np.meshgrid(*(axis.values for axis in axes), indexing="ij")]
    rows = np.unique(np.linspace(0, len(settings[0]) - 1, SHOWN).astype(int))
    grid = Table(*(axis.name for axis in axes), *columns, box=box.SIMPLE_HEAD)
    for row in rows:
        cells = [f"{v[row]:.6g}" for v in settings] + [
            "" if np.isnan(v[row]) else f"{v[row]:.6g}" for v in columns.values()
        ]
        grid.add_row(*cells)
    console.print(grid)
    if len(rows) < len(settings[0]):
        console.print(f"{len(rows)} of {len(settings[0])} points; --json writes all, --plot draws them")
