"""`contextures spectrum`: the singular values of a context read from a file."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from contextures.cli.counts import (
    BootstrapOption,
    CoordinatesOption,
    MapKindOption,
    MapOption,
    PermutationsOption,
    SupplementaryColumnOption,
    SupplementaryRowOption,
)
from contextures.cli.making import of_samples, read_files, with_making
from contextures.cli.options import (
    JsonOption,
    SaveOption,
)
from contextures.cli.output import check_target, write_answer, write_picture
from contextures.cli.reading import held, tell, with_reading
from contextures.cli.shown.spectrum import show
from contextures.contexts.tables import TABLES
from contextures.errors import InputError


@with_making
@with_reading
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
    graph: Annotated[bool, typer.Option("--graph", help="FILE holds an edge u, v (and a weight) a line.")] = False,
    views: Annotated[
        bool, typer.Option("--views", help="FILE holds an item and a view of it (and a weight) a line.")
    ] = False,
    making: Any = None,
    target: Annotated[str | None, typer.Option(help="A column of samples to leave out.", metavar="COL")] = None,
    rank: Annotated[
        int | None, typer.Option(help="Show the first D singular values; of samples 512 by default.", metavar="D")
    ] = None,
    resamples: BootstrapOption = None,
    permutations: PermutationsOption = None,
    seed: Annotated[int, typer.Option(help="Seed of the resampling, or of the masks.", metavar="S")] = 0,
    coordinates: CoordinatesOption = False,
    supplementary_row: SupplementaryRowOption = None,
    supplementary_column: SupplementaryColumnOption = None,
    plot: MapOption = None,
    picture: MapKindOption = None,
    save: SaveOption = None,
    save_spectrum: Annotated[
        str | None, typer.Option(help="Save the spectrum of samples, with its context, to FILE.npz.", metavar="FILE")
    ] = None,
    json: JsonOption = None,
    reading: Any = None,
) -> None:
    """Compute the singular values of a context, the constant excluded."""
    from contextures.samples.kinds import are_for
    from contextures.samples.spectra import spectrum as computed
    from contextures.samples.table_spectrum import TableSpectrum

    check_target(save, save_spectrum, json, plot=plot, reads=(file, *read_files(making)))
    if picture is not None and plot is None:
        raise InputError("--kind is for --plot FILE")
    holds: Any = held(table=table, pairs=pairs, samples=samples, conditional=conditional, graph=graph, views=views)
    if not samples and (given := of_samples(making)):
        raise InputError(are_for(given, "--samples"))
    found = computed(
        file,
        holds,
        target=target,
        rank=rank,
        bootstrap=resamples,
        permutations=permutations,
        seed=seed,
        supplementary_rows=supplementary_row or (),
        supplementary_columns=supplementary_column or (),
        coordinates=coordinates,
        reading=reading,
        **making,
    )
    if save_spectrum is not None and isinstance(found, TableSpectrum):
        raise InputError("--save-spectrum is for samples; of a table --save keeps all there is")
    if save is not None:
        found.context.save(save)
    if save_spectrum is not None and not isinstance(found, TableSpectrum):
        found.spectrum.save(save_spectrum)
    if plot is not None:
        kind_drawn: Any = {} if picture is None else {"kind": picture}
        write_picture(found.plot(**kind_drawn), plot, f"spectrum of {file}")
    tell(found.understood)
    if write_answer(found.to_json(), json):
        show(found.to_json())
