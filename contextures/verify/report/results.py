"""Reads what `contextures verify` wrote: verdicts.json and the certificates that it names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from contextures.errors import InputError
from contextures.verify.certificates.check import read_certificate

RIGHT = "a folder written by `contextures verify --out DIR` is needed"
LONGEST = 200
"""Characters of what a schema says that are shown."""


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
    _require("verify", document, path)
    verdicts: dict[str, Any] = document
    return verdicts


def _require(schema: str, document: Any, path: str | Path) -> None:
    """Refuse a document that the published schema does not allow."""
    text = (files("contextures") / "schemas" / f"{schema}.json").read_text(encoding="utf-8")
    error = best_match(Draft202012Validator(json.loads(text)).iter_errors(document))
    if error is not None:
        message = error.message if len(error.message) <= LONGEST else f"{error.message[:LONGEST]} …"
        raise InputError(f"{path} is not as its schema asks: {error.json_path}: {message}; {RIGHT}")


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
        _require("certificate", certificate, Path(folder) / path)
    return Results(document, certificates)
