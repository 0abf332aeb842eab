"""What the commands write: JSON documents and files, whole or not at all."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from contextures.errors import InputError


def write_json(document: dict[str, Any], target: str) -> None:
    """Write a JSON document to a file, or to standard output.

    Parameters
    ----------
    document : dict
        Of what JSON can hold; NaN and infinities are refused, since JSON has none.
    target : str
        A path, or "-" for standard output.

    Raises
    ------
    InputError
        Where the file cannot be written.
    """
    text = as_text(document)
    if target == "-":
        sys.stdout.write(text)
    else:
        write_text(target, text)


def check_target(target: str) -> None:
    """Raise InputError, before any work is done, where `write_json` could not write to a target."""
    path = Path(target).absolute()
    if target != "-" and (path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK)):
        raise InputError(f"{target} cannot be written; a file in a folder you may write to is right")


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


def as_text(document: dict[str, Any]) -> str:
    """Return the JSON text of a document, each innermost list on one line."""
    text = json.dumps(document, indent=2, allow_nan=False, ensure_ascii=False)
    return (
        re.sub(r"\[\n\s*([^\[\]{}]*?)\n\s*\]", lambda found: "[" + re.sub(r"\n\s*", " ", found[1]) + "]", text) + "\n"
    )


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a text file in UTF-8, whole or not at all: a file already there is replaced in one step.

    Parameters
    ----------
    path : path
        In a folder that exists. What is no regular file (a pipe, a terminal) is written to directly.
    text : str

    Raises
    ------
    InputError
        Where the file cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file of any content, as `write_text` does."""
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(target.resolve(), data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"{path} cannot be written ({reason}); a file in a folder you may write to is right"
        ) from error


def _replace(target: Path, data: bytes) -> None:
    with tempfile.TemporaryDirectory(prefix=".contextures-", dir=target.parent) as folder:
        draft = Path(folder) / target.name
        draft.write_bytes(data)
        draft.replace(target)
