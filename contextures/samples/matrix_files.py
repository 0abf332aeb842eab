"""Reads a matrix from a file: NumPy's .npy, SciPy's sparse .npz, or comma- or tab-separated values."""

from __future__ import annotations

import zipfile
import zlib
from os import PathLike
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from contextures.contexts.reading import read_numbers
from contextures.errors import InputError
from contextures.reading.options import Reading
from contextures.samples.conditionals import Matrix


def read_matrix(path: str | PathLike[str], reading: Reading | None = None) -> tuple[Matrix, tuple[str, ...]]:
    """Return the matrix of a file, an ndarray or a sparse array, (n, m), and what was understood of text.

    Parameters
    ----------
    path : path
        By its suffix: `.npy`, `.npz` as `scipy.sparse.save_npz` writes it, else text, laid out as for `read_table`.
    reading : Reading, optional
        What a guess may get wrong in a file.

    Raises
    ------
    InputError
        Where it cannot be read, or holds no matrix.
    """
    suffix = Path(path).suffix
    if suffix not in (".npy", ".npz"):
        found = read_numbers(path, reading)
        return np.array(found.values, dtype=np.float64), (found.understood,)
    if reading is not None:
        reading.refuse(f"{path} is a matrix, taken as it stands")
    try:
        with Path(path).open("rb") as stream:
            if suffix == ".npy":
                matrix: Matrix = np.load(stream, allow_pickle=False)
            else:
                matrix = sp.csr_array(sp.load_npz(stream))
                matrix.check_format(full_check=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read ({reason}); the path of a matrix is right") from error
    except (ValueError, KeyError, TypeError, EOFError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        if suffix == ".npy" and holds_objects(path):
            raise InputError(f"{path} holds values of type object; a matrix of numbers is right") from error
        right = "what numpy.save writes" if suffix == ".npy" else "what scipy.sparse.save_npz writes"
        raise InputError(f"{path} holds no matrix; {right} is right") from error
    if matrix.ndim != 2 or matrix.dtype.kind not in "buif":
        raise InputError(f"{path} holds {matrix.dtype} of shape {matrix.shape}; a matrix of numbers is right")
    return matrix, ()


def holds_objects(path: str | PathLike[str]) -> bool:
    """Return whether the header of an .npy file says that it holds objects of Python, which are not read."""
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    with Path(path).open("rb") as stream:
        try:
            read = readers.get(np.lib.format.read_magic(stream))
            return read is not None and bool(read(stream)[2].hasobject)
        except ValueError:
            return False
