"""Re-verification of a certificate file; it uses no search code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contextures.errors import InputError
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.verify.certificates.certificate import check
from contextures.verify.certificates.document import Check

LARGEST = 10_000_000
"""Bytes beyond which a file is no certificate."""
RIGHT = "a certificate written by `contextures verify` is needed"


def read_certificate(path: str | Path) -> Any:
    """Read the JSON of a certificate file.

    Raises
    ------
    InputError
        If it cannot be read or is not JSON.
    """
    try:
        large = Path(path).stat().st_size > LARGEST
        text = "" if large else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({(error.strerror or str(error)).lower()})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file; {RIGHT}") from None
    if large:
        raise InputError(f"{path} has more than {LARGEST:,} bytes, too many for a certificate; {RIGHT}")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{path} is not a JSON file; {RIGHT}") from None


def check_file(path: str | Path, statements: Catalogue = catalogue) -> Check:
    """Re-verify a certificate file; see `contextures.verify.certificates.certificate.check`."""
    try:
        return check(read_certificate(path), statements)
    except InputError as error:
        raise InputError(str(error) if str(path) in str(error) else f"{path}: {error}") from None
