"""`contextures compare`: the limits of a mean side by side."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, write_answer
from contextures.cli.reading import read_sample
from contextures.files import write_bytes


def compare(
    words: Annotated[
        list[str] | None, typer.Argument(help="Settings such as mean=0.12 n=500 delta=0.05.", metavar="[NAME=VALUE]...")
    ] = None,
    sample: Annotated[
        str | None,
        typer.Option("--sample", "--data", help="Numbers, one a line, that tell n, mean, variance, ….", metavar="FILE"),
    ] = None,
    column: Annotated[str | None, typer.Option(help="The column of --sample.", metavar="COL")] = None,
    law: Annotated[
        str | None,
        typer.Option(help="A finite law: of each limit the exact probability of a miss.", metavar="VALUE=P,VALUE=P,…"),
    ] = None,
    two_sided: Annotated[bool, typer.Option("--two-sided", help="Both sides, at δ/2 each.")] = False,
    plot: Annotated[str | None, typer.Option(help="Picture: pdf, png or svg.", metavar="FILE")] = None,
    json: JsonOption = None,
) -> None:
    """Compare upper limits of a mean: which apply, how large each is, and which of them are no guarantees."""
    check_target(json, plot, reads=(sample,))
    more = {"sample": read_sample(sample, column), "law": law, "two_sided": two_sided}
    side_by_side(words or [], plot=plot, json=json, **more)


def side_by_side(words: list[str], *, plot: str | None, json: str | None, **more: Any) -> None:
    """Compare limits, and print, draw and write what is found; ``more`` is what `bounds.compare.compare` takes."""
    from contextures.bounds.compare import compare as limits
    from contextures.bounds.settings import parse
    from contextures.cli.shown.compare import show
    from contextures.figures.bound import drawn, suffix_of

    suffix = None if plot is None else suffix_of(plot)
    settings: dict[str, Any] = dict(parse(words))
    found = limits(**settings, **more)
    if plot is not None and suffix is not None:
        write_bytes(plot, drawn(found, suffix))
    if write_answer(found.to_json(), json):
        show(found)
