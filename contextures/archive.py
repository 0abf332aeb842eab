"""Contexts and spectra in .npz files: plain arrays and a name, without pickled objects."""

from __future__ import annotations

import json
import pathlib
import tempfile
import zipfile
import zlib
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError

Arrays = dict[str, NDArray[Any]]
Path = str | PathLike[str]

FORMAT = 1
"""Version of the layout."""


def write_arrays(path: Path, kind: str, arrays: Arrays) -> None:
    """Write arrays to a file, whole or not at all.

    Parameters
    ----------
    path : path
        The suffix .npz is not added. What is no regular file (a pipe, a device) is written to directly.
    kind : str
        What the arrays are.
    arrays : dict of ndarray
        Without object arrays.

    Raises
    ------
    InputError
        Where the file cannot be written, or an array holds objects.
    """
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise InputError(f"{name} holds Python objects, which cannot be saved; numbers or text are right")
    named: Arrays = {"format": np.array(FORMAT), "kind": np.array(kind), **arrays}
    target = pathlib.Path(path)
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                np.savez(stream, allow_pickle=False, **named)
            return
        target = target.resolve()
        with tempfile.TemporaryDirectory(prefix=".contextures-", dir=target.parent) as folder:
            draft = pathlib.Path(folder) / "draft.npz"
            np.savez(draft, allow_pickle=False, **named)
            draft.replace(target)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"{path} cannot be written ({reason}); a file in a folder you may write to is right"
        ) from error


def read_arrays(path: Path, *kinds: str) -> tuple[str, Arrays]:
    """Read what `write_arrays` wrote.

    Parameters
    ----------
    path : path
    *kinds : str
        What is accepted.

    Returns
    -------
    kind : str
    arrays : dict of ndarray

    Raises
    ------
    InputError
        Where there is no such file, it was not written by `write_arrays`, or it holds something else.
    """
    try:
        with pathlib.Path(path).open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        kind, version = str(arrays.pop("kind")), int(arrays.pop("format"))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read ({reason}); a file written by `save` is right") from error
    except (ValueError, KeyError, AttributeError, TypeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(f"{path} is no saved context or spectrum; a file written by `save` is right") from error
    if version != FORMAT or kind not in kinds:
        raise InputError(f"{path} holds a {kind} of format {version}; {' or '.join(kinds)} of format {FORMAT} is right")
    return kind, arrays


def is_archive(path: Path) -> bool:
    """Whether a file is an archive of arrays, as saved contexts are, by its name or its first bytes.

    It may be cut short. Pipes, which can be read once, are not looked into.
    """
    file = pathlib.Path(path)
    if file.suffix == ".npz":
        return True
    try:
        if not file.is_file():
            return False
        with file.open("rb") as stream:
            head = stream.read(30 + 256)
    except (OSError, ValueError):
        return False
    length = int.from_bytes(head[26:28], "little")
    return head.startswith(b"PK\x03\x04") and head[30 : 30 + length].endswith(b".npy")


def packed_labels(labels: tuple[Any, ...], name: str) -> NDArray[Any]:
    """Return labels as one JSON text.

    Raises
    ------
    InputError
        Where one is neither text nor a number.
    """
    plain = [label.item() if isinstance(label, np.generic) else label for label in labels]
    for label in plain:
        if not isinstance(label, str | int | float):
            raise InputError(f"the label {label!r} of {name} cannot be saved; text or a number is right")
    return np.array(json.dumps(plain))


def unpacked_labels(array: NDArray[Any]) -> tuple[Any, ...]:
    """Return the labels of `packed_labels`."""
    return tuple(json.loads(str(array)))
