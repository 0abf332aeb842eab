"""Options of a command on a table of counts: resampling, its map, and points that are placed on it."""

from __future__ import annotations

from typing import Annotated

import typer

BootstrapOption = Annotated[
    int | None, typer.Option("--bootstrap", help="Add 95 % intervals from B resamples.", metavar="B")
]
PermutationsOption = Annotated[
    int | None,
    typer.Option(help="Random tables of the permutation test of counts, 999 by default; 0 for none.", metavar="B"),
]
CoordinatesOption = Annotated[
    bool, typer.Option("--coordinates", help="Of a table: where its rows and columns lie, and what each axis owes.")
]
SupplementaryRowOption = Annotated[
    list[str] | None,
    typer.Option(help="A row with no part in the law, placed on the map; as often as needed.", metavar="LABEL"),
]
SupplementaryColumnOption = Annotated[list[str] | None, typer.Option(help="The same for a column.", metavar="LABEL")]
MapOption = Annotated[
    str | None,
    typer.Option(help="Picture: the map of a table, or the points of samples; pdf, png or svg.", metavar="FILE"),
]
MapKindOption = Annotated[
    str | None,
    typer.Option(
        "--kind", help="Of a table symmetric, rows, columns or scree; of samples points or scree.", metavar="KIND"
    ),
]
