"""The arrays of a figure as the bytes of an NPZ file, and back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

from contextures.errors import InputError
from contextures.figures.picture import Arrays


def packed(arrays: Arrays) -> bytes:
    """Return arrays as an NPZ file: the same bytes for the same arrays.

    Raises
    ------
    TypeError
        If one is an array of objects, which would not be read back.
    """
    for name, values in arrays.items():
        if np.asarray(values).dtype.hasobject:
            raise TypeError(f"{name} holds objects; numbers or strings are right")
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpacked(path: Path) -> Arrays:
    """Return the arrays of an NPZ file.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except OSError as error:
        raise InputError(f"{path} cannot be read ({(error.strerror or str(error)).lower()})") from None
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} is no whole NPZ file ({error}); delete it, or leave out --reuse-data") from None
