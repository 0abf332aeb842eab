"""Text, JSON and other files, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contextures.errors import InputError


def as_text(document: dict[str, Any] | list[dict[str, Any]]) -> str:
    """Return the JSON text of a document, each innermost list on one line.

    Parameters
    ----------
    document : dict or list of dict
        Of what JSON can hold; NaN and infinities are refused, since JSON has none.
    """
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
    with replacing(path) as draft:
        draft.write_bytes(data)


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give the path of a draft to be written, which takes the place of a file at the end; raises as `write_text`."""
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            yield target
            return
        target = target.resolve()
        with tempfile.TemporaryDirectory(prefix=".contextures-", dir=target.parent) as folder:
            draft = Path(folder) / target.name
            yield draft
            draft.replace(target)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"{path} cannot be written ({reason}); a file in a folder you may write to is right"
        ) from error
