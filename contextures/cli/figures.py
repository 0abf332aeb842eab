"""`contextures figures`: make the figures, from scratch or from the arrays that an earlier run left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from contextures.cli.console import Grid, Printer
from contextures.cli.output import make_folder
from contextures.cli.progress import progress
from contextures.errors import InputError
from contextures.files import write_bytes

if TYPE_CHECKING:
    from contextures.figures.picture import Picture
    from contextures.figures.source import Source

ARRAYS = "data"
"""The folder of the arrays, in that of the figures."""
FORMATS = ("pdf", "svg", "png")


def figures(
    names: Annotated[list[str] | None, typer.Argument(help="Figures; all by default.", metavar="[NAME]...")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Say what there is, and make nothing.")] = False,
    out: Annotated[
        str, typer.Option(help=f"Folder for the figures and, in {ARRAYS}/, their arrays.", metavar="DIR")
    ] = "contextures-results/figures",
    format: Annotated[str, typer.Option(help="Of the files.", metavar="pdf|svg|png")] = "pdf",
    reuse_data: Annotated[
        bool, typer.Option("--reuse-data", help=f"Draw from the arrays in {ARRAYS}/, where there are some.")
    ] = False,
    data: Annotated[
        str | None, typer.Option(help="Folder of real tables; bundled ones stand in for what it lacks.", metavar="DIR")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything random.", metavar="S")] = 0,
    jobs: Annotated[
        int | None, typer.Option(help="Worker processes; one for each core by default.", metavar="J")
    ] = None,
) -> None:
    """Draw what the theory says and what was found about it, one column wide."""
    from contextures.figures.make import make_all
    from contextures.figures.registry import chosen
    from contextures.workers import cores

    pictures = chosen(names or [])
    console = Printer()
    if listed:
        _list(console, pictures)
        return
    workers = cores() if jobs is None else jobs
    source = _source(format, data, seed, workers)
    folder = make_folder(out)
    make_folder(str(folder / ARRAYS))
    able = [picture for picture in pictures if picture.lacking is None]
    cached = {picture.name: folder / ARRAYS / f"{picture.name}.npz" for picture in able if reuse_data}
    cached = {name: path for name, path in cached.items() if path.exists()}
    notes = {picture.name: f"skipped: it needs the extra {picture.lacking}" for picture in pictures if picture.lacking}
    with progress(Console(stderr=True), "drawing") as tell:
        for done, made in enumerate(make_all(able, source, format, cached, workers), 1):
            if made.arrays is not None:
                write_bytes(folder / ARRAYS / f"{made.name}.npz", made.arrays)
            write_bytes(folder / f"{made.name}.{format}", made.image)
            notes[made.name] = f"{made.seconds:.1f} s" + (", from its arrays" if made.name in cached else "")
            tell(done, len(able), made.name)
    grid = Grid("figure", "", folds=("",))
    for picture in pictures:
        grid.add_row(picture.name, notes[picture.name])
    console.table(grid)
    console.print(f"{len(able)} figures in {folder}, their arrays in {folder / ARRAYS}", soft_wrap=True)


def _source(format: str, data: str | None, seed: int, jobs: int) -> Source:
    """Check the settings, and return where numbers come from."""
    from contextures.figures.source import Source

    if format not in FORMATS:
        raise InputError(f"--format is {format!r}; {', '.join(FORMATS)} are right")
    if seed < 0:
        raise InputError(f"--seed is {seed}; a whole number from 0 is right")
    if jobs < 1:
        raise InputError(f"--jobs is {jobs}; at least 1 is right")
    if data is not None and not Path(data).is_dir():
        raise InputError(f"--data: {data} is no folder; a folder of tables, NAME.csv or NAME.csv.gz, is right")
    return Source(seed, None if data is None else Path(data))


def _list(console: Printer, pictures: list[Picture]) -> None:
    grid = Grid("figure", "what it shows", "extra", folds=("what it shows",))
    for picture in pictures:
        grid.add_row(picture.name, picture.title, picture.extra or "")
    console.table(grid)
