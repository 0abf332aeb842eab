"""Reads what `contextures verify` wrote: verdicts.json and the certificates that it names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contextures.errors import InputError
from contextures.verify.check import read_certificate

ROW = ("id", "variant", "verdict", "instances", "hypotheses_met", "undecided", "parts", "seconds")
"""What a row must hold to be shown."""
RIGHT = "a folder written by `contextures verify --out DIR` is needed"


@dataclass(frozen=True)
class Results:
    """The verdicts of a campaign, and its certificates by path.

    Attributes
    ----------
    document : dict
        The parsed verdicts.json.
    certificates : dict of str to dict
        By their paths in it.
    """

    document: dict[str, Any]
    certificates: dict[str, dict[str, Any]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A row for each form of each statement."""
        rows: list[dict[str, Any]] = self.document["statements"]
        return rows


def read_verdicts(path: str | Path) -> dict[str, Any]:
    """Read a verdicts.json.

    Raises
    ------
    InputError
        If it cannot be read or is no such document.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}); {RIGHT}") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path} is not a JSON file, or only a part of one; {RIGHT}") from None
    rows = document.get("statements") if isinstance(document, dict) else None
    if not isinstance(rows, list) or document.get("format") != 1 or not isinstance(document.get("seed"), int):
        raise InputError(f"{path} is no verdicts of format 1; {RIGHT}")
    for row in rows:
        missing = [key for key in ROW if key not in row] if isinstance(row, dict) else list(ROW)
        if missing or not isinstance(row["parts"], list):
            raise InputError(f"{path}: a row lacks {', '.join(missing) or 'its parts'}; {RIGHT}")
    verdicts: dict[str, Any] = document
    return verdicts


def read_results(folder: str | Path) -> Results:
    """Read the verdicts of a folder and every certificate that they name.

    Raises
    ------
    InputError
        If a file is missing or is not what it should be.
    """
    document = read_verdicts(Path(folder) / "verdicts.json")
    paths = {
        path
        for row in document["statements"]
        for path in (
            *(part.get("certificate") for part in row["parts"]),
            *(row.get("needed") or {}).values(),
        )
        if isinstance(path, str)
    }
    certificates = {path: read_certificate(Path(folder) / path) for path in sorted(paths)}
    for path, certificate in certificates.items():
        if not isinstance(certificate, dict) or not {"instance", "lhs", "rhs", "part"} <= set(certificate):
            raise InputError(f"{Path(folder) / path} is no certificate; {RIGHT}")
    return Results(document, certificates)
