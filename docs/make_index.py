"""Writes what `contextures list` shows from the catalogue: ``python docs/make_index.py``."""

from __future__ import annotations

from pathlib import Path

from contextures.files import as_text
from contextures.theory import index
from contextures.theory.catalogue import catalogue


def text() -> str:
    """Return the file."""
    return as_text(catalogue.to_json())


if __name__ == "__main__":
    Path(index.__file__).with_name(index.FILE).write_text(text(), encoding="utf-8")
