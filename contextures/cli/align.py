"""`contextures align`: how alike two representations of the same points are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from contextures.archive import is_archive
from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, write_json
from contextures.errors import InputError


def align(
    first: Annotated[str, typer.Argument(help="A saved context or spectrum (.npz), or values: .npy, CSV or TSV.")],
    second: Annotated[str, typer.Argument(help="Another one, over the same points in the same order.")],
    k: Annotated[int, typer.Option("--k", help="Neighbours that are compared.", metavar="K")] = 10,
    rank: Annotated[int, typer.Option(help="Singular functions of a context that are compared.", metavar="D")] = 16,
    subset: Annotated[
        int | None,
        typer.Option(help="Of a context and values: points that its spectrum is estimated from.", metavar="M"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draw of these points.", metavar="S")] = 0,
    json: JsonOption = None,
) -> None:
    """Compare representations: canonical correlations, shared neighbours, and the spectrum that an encoder shows."""
    from contextures.samples.alignment import cca_alignment, mutual_neighbours
    from contextures.samples.subset import subset_spectrum

    if json is not None:
        check_target(json)
    (law, values), (other_law, other_values) = (_read(file, rank) for file in (first, second))
    if len(values) != len(other_values):
        raise InputError(f"{first} has {len(values)} points and {second} has {len(other_values)}; the same are right")
    context, encoder = (law, other_values) if other_law is None else (other_law, values)
    one_of_each = (law is None) != (other_law is None)
    if subset is not None and not one_of_each:
        raise InputError("--subset estimates the spectrum of one context from the values of one encoder; name both")
    found = subset_spectrum(context, encoder, subset, seed) if one_of_each else None
    document = {
        "format": 1,
        "points": len(values),
        "dimensions": [values.shape[1], other_values.shape[1]],
        "cca": cca_alignment(values, other_values),
        "mutual_neighbours": mutual_neighbours(values, other_values, k),
        "k": k,
        "squares": None if found is None else found.squares.tolist(),
        "sample_size": None if found is None else found.sample_size,
    }
    if json is not None:
        write_json(document, json)
    if json != "-":
        _show(document)


def _read(file: str, rank: int) -> tuple[Any, Any]:
    """The context of a file, if it holds one, and the values of the representation, (n, d)."""
    from contextures.contexts.context import Context
    from contextures.samples.data_context import Spectrum
    from contextures.samples.matrix_files import read_matrix
    from contextures.samples.saved import load_saved
    from contextures.samples.tables import as_numbers, read_features

    if Path(file).suffix == ".npy":
        return None, read_matrix(file)
    if not is_archive(file):
        frame = read_features(file).features
        return None, np.column_stack([as_numbers(frame[name], name) for name in frame.columns])
    found = load_saved(file)
    if rank < 1:
        raise InputError(f"--rank is {rank}; at least 1 is right")
    if isinstance(found, Context):
        return found, found.left[:, :rank]
    if not isinstance(found, Spectrum):
        found = found.spectrum(rank)
    return found.context, found.left[:, : min(rank, max(found.resolved, 1))]


def _show(document: dict[str, Any]) -> None:
    console = Console(highlight=False, markup=False)
    d, p = document["dimensions"]
    console.print(f"{document['points']} points in {d} and {p} dimensions", soft_wrap=True)
    console.print(f"mean squared canonical correlation {document['cca']:.4f}")
    console.print(f"shared part of the {document['k']} nearest neighbours {document['mutual_neighbours']:.4f}")
    if document["squares"] is not None:
        squares = ", ".join(f"{value:.4f}" for value in document["squares"][:8])
        more = ", ..." if len(document["squares"]) > 8 else ""
        console.print(f"s_i^2 from {document['sample_size']} points: {squares}{more}", soft_wrap=True)
