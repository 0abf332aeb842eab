"""`contextures align`: how alike two representations of the same points are."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contextures.cli.console import Printer
from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, write_answer
from contextures.cli.reading import tell, with_reading


@with_reading
def align(
    first: Annotated[str, typer.Argument(help="A saved context or spectrum (.npz), or values: .npy, CSV or TSV.")],
    second: Annotated[
        str,
        typer.Argument(
            help="Another one, over the same points: by label where both have labels, else in the same order."
        ),
    ],
    k: Annotated[int, typer.Option("--k", help="Neighbours that are compared.", metavar="K")] = 10,
    rank: Annotated[int, typer.Option(help="Singular functions of a context that are compared.", metavar="D")] = 16,
    subset: Annotated[
        int | None,
        typer.Option(help="Of a context and values: points that its spectrum is estimated from.", metavar="M"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draw of these points.", metavar="S")] = 0,
    json: JsonOption = None,
    reading: Any = None,
) -> None:
    """Compare representations: canonical correlations, shared neighbours, and the spectrum that an encoder shows."""
    from contextures.samples.alignment import align as aligned

    check_target(json, reads=(first, second))
    found = aligned(first, second, k=k, rank=rank, subset=subset, seed=seed, reading=reading)
    tell(found.understood)
    if write_answer(found.to_json(), json):
        _show(found.to_json())


def _show(document: dict[str, Any]) -> None:
    console = Printer()
    d, p = document["dimensions"]
    console.print(f"{document['points']} points in {d} and {p} dimensions", soft_wrap=True)
    console.print(f"mean squared canonical correlation {document['cca']:.4f}")
    console.print(f"shared part of the {document['k']} nearest neighbours {document['mutual_neighbours']:.4f}")
    if document["squares"] is not None:
        squares = ", ".join(f"{value:.4f}" for value in document["squares"][:8])
        more = ", ..." if len(document["squares"]) > 8 else ""
        console.print(f"s_i^2 from {document['sample_size']} points: {squares}{more}", soft_wrap=True)
