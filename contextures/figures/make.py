"""Makes figures: the arrays of each, computed or read again, and its file."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contextures.errors import InputError
from contextures.figures.cache import packed, unpacked
from contextures.figures.picture import Picture
from contextures.figures.registry import PICTURES
from contextures.figures.source import Source
from contextures.style import render
from contextures.workers import outcomes, workers


@dataclass(frozen=True)
class Made:
    """A figure that was made.

    Attributes
    ----------
    name : str
    image : bytes
        The file.
    arrays : bytes or None
        The NPZ file of its arrays; None where they were read from one.
    seconds : float
    """

    name: str
    image: bytes
    arrays: bytes | None
    seconds: float


def make(name: str, source: Source, format: str = "pdf", cached: Path | None = None) -> Made:
    """Make a figure.

    Parameters
    ----------
    name : str
        A key of `PICTURES`.
    source : Source
    format : {"pdf", "svg", "png"}
    cached : Path, optional
        An NPZ file that holds its arrays.

    Returns
    -------
    Made

    Raises
    ------
    InputError
        If the NPZ file cannot be read or holds something else.
    """
    start, picture = time.perf_counter(), PICTURES[name]
    arrays = picture.data(source) if cached is None else unpacked(cached)
    try:
        image = render(lambda figure: picture.draw(figure, arrays), picture.inches(arrays), format, title=picture.title)
    except (KeyError, ValueError, IndexError):
        if cached is None:
            raise
        raise InputError(
            f"{cached} holds no arrays of the figure {name!r}; delete it, or leave out --reuse-data"
        ) from None
    return Made(name, image, packed(arrays) if cached is None else None, time.perf_counter() - start)


def make_all(
    pictures: Sequence[Picture], source: Source, format: str, cached: dict[str, Path], jobs: int = 1
) -> Iterator[Made]:
    """Make figures, the dear ones first, and yield each as it is done.

    Parameters
    ----------
    pictures : sequence of Picture
        Those whose extras are installed.
    source : Source
    format : {"pdf", "svg", "png"}
    cached : dict of str to Path
        NPZ files to reuse, by the name of the figure.
    jobs : int
        Worker processes; no file depends on their number.
    """
    order = sorted(pictures, key=lambda picture: 0.0 if picture.name in cached else -picture.cost)
    with workers(min(jobs, len(order))):
        calls = ((picture.name, source, format, cached.get(picture.name)) for picture in order)
        yield from outcomes(make, calls, ordered=False)
