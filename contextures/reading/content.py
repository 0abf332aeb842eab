"""What a file holds: text, or a sheet or frame that pandas reads; also compressed, from a pipe or standard input."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import zipfile
import zlib
from os import PathLike
from pathlib import Path, PurePath
from typing import Any

from contextures.errors import InputError

COMPRESSED = {
    b"\x1f\x8b": ("gzip", gzip.decompress),
    b"\xfd7zXZ\x00": ("xz", lzma.decompress),
    b"BZh": ("bzip2", bz2.decompress),
}
"""First bytes of compressed files, what they are and what undoes it."""
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""Byte-order marks and the encodings they stand for."""
SUFFIXES = (".gz", ".xz", ".bz2", ".zip")
RIGHT = "comma- or tab-separated values are right"


class Content:
    """The content of one file, which is read once.

    Parameters
    ----------
    path : path
        "-" is standard input.

    Attributes
    ----------
    name : str
        What the file is called in messages.
    text : str or None
    frame : DataFrame or None
        Of a file that is no text; its first row is the header, where it is a sheet.
    sheet : bool
        Whether the frame is the grid of a spreadsheet, without names of its own.

    Raises
    ------
    InputError
        Where it cannot be read, or is neither.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self.name = "standard input" if str(path) == "-" else str(path)
        self.suffix = plain_suffix(path)
        self.text: str | None = None
        self.frame: Any = None
        self.sheet = False
        data = self._unpacked(_bytes(path))
        if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            self.frame, self.sheet = self._excel(data), True
        elif data.startswith(b"PAR1"):
            self.frame = self._parquet(data)
        else:
            self.text = self._decoded(data)

    def _unpacked(self, data: bytes) -> bytes:
        for first, (kind, undo) in COMPRESSED.items():
            if data.startswith(first):
                try:
                    return self._unpacked(undo(data))
                except (EOFError, zlib.error, lzma.LZMAError, OSError, ValueError) as error:
                    raise InputError(
                        f"{self.name} is not a whole {kind} file; compress it again or give the plain text"
                    ) from error
        if not data.startswith(b"PK\x03\x04"):
            return data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = [name for name in archive.namelist() if not name.endswith("/") and "__MACOSX" not in name]
                if any(name.startswith("xl/") for name in members):
                    return data
                if members and all(name.endswith(".npy") for name in members):
                    raise InputError(
                        f"{self.name} is a saved context or matrix (.npz), where values were asked for; leave out what "
                        f"says otherwise, or give the file itself"
                    )
                if len(members) != 1:
                    shown = ", ".join(members[:5]) or "none"
                    raise InputError(f"{self.name} holds {len(members)} files ({shown}); one is right")
                self.suffix = plain_suffix(members[0])
                return self._unpacked(archive.read(members[0]))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise InputError(f"{self.name} is not a whole zip file; {RIGHT}") from error

    def _decoded(self, data: bytes) -> str:
        encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise InputError(f"{self.name} is not text in UTF-8; {RIGHT}") from error
        if "\0" in text:
            raise InputError(f"{self.name} is a binary file; {RIGHT}")
        return text

    def _excel(self, data: bytes) -> Any:
        pandas = with_pandas("a spreadsheet")
        try:
            sheets = pandas.read_excel(
                io.BytesIO(data), header=None, dtype=object, sheet_name=None, keep_default_na=False, na_values=[]
            )
        except ImportError as error:
            raise InputError(
                f"{self.name} is a spreadsheet, which needs {error.name or 'openpyxl'}: pip install "
                "'contextures[data]', or save it as CSV"
            ) from error
        except Exception as error:
            raise InputError(f"{self.name} is no spreadsheet that can be read ({error}); save it as CSV") from error
        filled = {name: sheet for name, sheet in sheets.items() if sheet.size}
        if len(filled) != 1:
            shown = ", ".join(map(str, filled)) or "none"
            raise InputError(f"{self.name} has {len(filled)} sheets with values ({shown}); one is right")
        return next(iter(filled.values()))

    def _parquet(self, data: bytes) -> Any:
        pandas = with_pandas("a parquet file")
        try:
            return pandas.read_parquet(io.BytesIO(data))
        except ImportError as error:
            raise InputError(
                f"{self.name} is a parquet file, which needs pyarrow: pip install 'contextures[data]', or save it as "
                "CSV"
            ) from error
        except Exception as error:
            raise InputError(f"{self.name} is no parquet file that can be read ({error}); save it as CSV") from error


def plain_suffix(path: str | PathLike[str]) -> str:
    """Return the suffix of a path in lower case, without that of a compression."""
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes]
    while suffixes and suffixes[-1] in SUFFIXES:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def with_pandas(what: str = "a table of samples") -> Any:
    """Return pandas; InputError, naming the extra, where it is absent."""
    try:
        import pandas
    except ImportError as error:
        raise InputError(f"reading {what} needs pandas: pip install 'contextures[data]'") from error
    return pandas


def _bytes(path: str | PathLike[str]) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(f"{path} cannot be read ({reason}); the path of a CSV or TSV file is right") from error
