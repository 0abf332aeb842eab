"""Where the commands write: standard output, files and folders, checked before any work is done."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contextures.errors import InputError
from contextures.files import as_text, write_bytes, write_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMS = ("pdf", "svg", "png")
"""Of pictures."""


def write_json(document: dict[str, Any] | list[dict[str, Any]], target: str) -> None:
    """Write a JSON document to a file, or to standard output.

    Parameters
    ----------
    document : dict or list of dict
        Of what JSON can hold.
    target : str
        A path, or "-" for standard output.

    Raises
    ------
    InputError
        Where the file cannot be written.
    """
    text = as_text(document)
    if target == "-" and (sys.stdout.encoding or "").lower().replace("-", "") != "utf8":
        text = re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)
    emit(text, target)


def write_answer(document: dict[str, Any] | list[dict[str, Any]], target: str | None) -> bool:
    """Write a document where it is asked for; return whether standard output is free for what a person reads."""
    if target is not None:
        write_json(document, target)
    return target != "-"


def emit(text: str, target: str) -> None:
    """Write text to a file, or to standard output for "-"; raises as `write_json` does."""
    if target == "-":
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError:
            raise BrokenPipeError from None  # without its number, for which the parser would leave with 1
    else:
        write_text(target, text)


def check_target(
    *targets: str | None, plot: str | None = None, reads: Iterable[str | os.PathLike[str] | None] = ()
) -> None:
    """Raise InputError, before any work is done, where a file or standard output ("-") could not be written to.

    A picture must have the name of a form that is drawn, too. No two targets may be one file, and none may be a file
    that is read, which would be lost.
    """
    if plot is not None:
        form_of(plot)
    taken = {os.path.realpath(path): "read" for path in reads if path is not None and os.path.isfile(path)}
    for target in (*targets, plot):
        if target is None or target == "-":
            continue
        path = Path(target).absolute()
        device = path.exists() and not path.is_file()
        if path.is_dir() or not path.parent.is_dir() or not os.access(path if device else path.parent, os.W_OK):
            raise InputError(f"{target} cannot be written; a file in a folder you may write to is right")
        if device:
            continue
        if use := taken.get(os.path.realpath(path)):
            raise InputError(f"{target} would be written over, and is {use} as well; a file of its own is right")
        taken[os.path.realpath(path)] = "written"


def form_of(plot: str) -> str:
    """Return the form of a picture, by its name; InputError where it is none that is drawn."""
    form = Path(plot).suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise InputError(f"--plot: {plot} is of no form that is drawn; a name that ends in .pdf, .svg or .png is right")
    return form


def write_picture(axes: Axes, plot: str, title: str) -> None:
    """Write the figure of some axes to a file, in the form that its name says."""
    from contextures.style import written

    write_bytes(plot, written(axes, form_of(plot), title=title))


def make_folder(path: str, option: str = "--out") -> Path:
    """Make a folder, before any work is done, unless it is there; InputError where one cannot write to it."""
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "permission denied")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{option}: {path} cannot be used as a folder ({reason}); name one you may write to") from None
    return folder


def prepare_folder(out: str) -> Path:
    """Make a folder for verdicts.json and certificates/ before any work; InputError where it cannot be had."""
    folder = make_folder(out)
    for name, in_the_way in (("verdicts.json", Path.is_dir), ("certificates", Path.is_file)):
        if in_the_way(folder / name):
            raise InputError(f"--out: {folder / name} is in the way of what is written there; name another folder")
    return folder
