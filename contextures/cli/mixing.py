"""What the commands share that mix contexts: their options, and how a number is shown."""

from __future__ import annotations

from typing import Annotated

import typer

FilesArgument = Annotated[
    list[str],
    typer.Argument(help="Saved contexts or spectra (.npz); with --table contingency tables; or one file of samples."),
]
TableOption = Annotated[bool, typer.Option("--table", help="The files are contingency tables or joint pmfs.")]
KsOption = Annotated[
    list[int] | None, typer.Option("--k", help="Neighbours; once for each context of the samples.", metavar="K")
]
GammasOption = Annotated[
    list[float] | None, typer.Option("--gamma", help="γ; once for each context of the samples.", metavar="G")
]
LabelsOption = Annotated[
    list[str] | None, typer.Option("--label", help="Column of labels; once for each context.", metavar="COL")
]
PartnersOption = Annotated[
    list[str] | None,
    typer.Option("--partner", help="Second view of the samples (pairs); once for each context.", metavar="FILE"),
]
ModelsOption = Annotated[
    list[str] | None,
    typer.Option("--model", help="A fitted model that skops saved; once for each context.", metavar="FILE"),
]
LeftOutOption = Annotated[str | None, typer.Option(help="A column of the samples that is left out.", metavar="COL")]
TopOption = Annotated[int, typer.Option(help="d_0: singular values that count.", metavar="D")]
BetaOption = Annotated[float, typer.Option(help="Weight of what d dimensions keep, in τ.")]
MaskSeedOption = Annotated[int, typer.Option(help="Seed of the masks.", metavar="S")]


def number(value: float | None) -> str:
    """Return a number as it is shown, None being infinite."""
    return "infinite" if value is None else f"{value:.4f}"
