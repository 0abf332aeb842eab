"""Blocks of neighbours, each kept in a file as soon as it is there, so that a search that was interrupted goes on."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

import joblib
import numpy as np

from contextures.arrays import IntArray
from contextures.errors import InputError
from contextures.files import write_bytes

Folder: TypeAlias = str | PathLike[str] | None
"""Where blocks are kept, if anywhere."""


@dataclass(frozen=True)
class Kept:
    """The files of one search.

    Attributes
    ----------
    folder : Path or None
        None where nothing is kept.
    name : str
        What tells this search from others.
    """

    folder: Path | None
    name: str

    @classmethod
    def of(cls, folder: Folder, *search: Any) -> Kept:
        """Return the files of a search that is told from others by its points and settings.

        Raises
        ------
        InputError
            Where there is no such folder.
        """
        if folder is None:
            return cls(None, "")
        refuse_no_folder(folder)
        return cls(Path(folder), joblib.hash(search)[:16])

    def has(self, block: str) -> bool:
        """Whether a block is there."""
        return self.folder is not None and self._path(block).is_file()

    def write(self, block: str, found: IntArray) -> None:
        """Keep a block, whole or not at all; raises as `write_bytes` does."""
        if self.folder is not None:
            content = io.BytesIO()
            np.save(content, found)
            write_bytes(self._path(block), content.getvalue())

    def read(self, block: str, shape: tuple[int, int], n: int) -> IntArray:
        """Return a block of positions below n.

        Raises
        ------
        InputError
            Where it is none.
        """
        path = self._path(block)
        try:
            found: IntArray = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise InputError(f"{path} is no block of neighbours ({error}); delete it, and it is made again") from error
        if found.shape != shape or found.dtype.kind != "i" or not (found.min() >= 0 and found.max() < n):
            raise InputError(
                f"{path} is no block of {shape[0]} × {shape[1]} neighbours; delete it, and it is made again"
            )
        return found

    def _path(self, block: str) -> Path:
        return Path(self.folder or ".") / f"neighbours-{self.name}-{block}.npy"


def refuse_no_folder(folder: str | PathLike[str]) -> None:
    """Raise InputError, before anything is computed, where a folder is not there or nothing can be written to it."""
    if not isinstance(folder, str | PathLike):
        raise InputError(f"folder is {folder!r}; the path of a folder that is there is right")
    if not (Path(folder).is_dir() and os.access(folder, os.W_OK)):
        raise InputError(f"{folder} cannot be written to; a folder that is there is right")
