"""The options that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from contextures.errors import InputError
from contextures.samples.kinds import Kind

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
"""Seconds of each unit of time."""

ContextOption = Annotated[Kind | None, typer.Option("--context", help="The kind of context to make from samples.")]
KOption = Annotated[int | None, typer.Option("--k", help="Neighbours, the point itself included.", metavar="K")]
GammaOption = Annotated[float | None, typer.Option(help="γ of exp(−γ‖x − a‖²); 1/columns by default.", metavar="G")]
CategoricalOption = Annotated[
    list[str] | None, typer.Option(help="A column to read as categories; repeatable.", metavar="COL")
]
TargetOption = Annotated[
    str | None, typer.Option(help="The column to predict; of .npy by number from 0.", metavar="COL")
]
LabelOption = Annotated[
    str | None,
    typer.Option(
        help="Column that is A (label), holds the documents (text), or is what a model learns (trees, teacher).",
        metavar="COL",
    ),
]
PartnerOption = Annotated[
    str | None, typer.Option(help="The second view of the samples (pairs): .npy, CSV or TSV.", metavar="FILE")
]
ModelOption = Annotated[
    str | None, typer.Option(help="A fitted model that skops saved (trees, teacher).", metavar="FILE")
]
JsonOption = Annotated[str | None, typer.Option(help="Write JSON to FILE; - is standard output.", metavar="FILE")]
PlotOption = Annotated[str | None, typer.Option(help="Picture, as pdf, png or svg.", metavar="FILE")]
SaveOption = Annotated[str | None, typer.Option(help="Save the context to FILE.npz.", metavar="FILE")]


def columns(text: str | None) -> list[str] | None:
    """Return names that are written with commas between; None where there is no text."""
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def seconds(option: str, text: str) -> float:
    """Return the seconds of a time such as 90, 90s, 20m or 1.5h, which an option is given.

    Raises
    ------
    InputError
        Where it is no time.
    """
    number, unit = (text[:-1], text[-1]) if text[-1:] in UNITS else (text, "s")
    try:
        return float(number) * UNITS[unit]
    except ValueError:
        raise InputError(f"{option}: {text!r} is no time; 90 (seconds), 90s, 20m, 1.5h or 2d is right") from None
