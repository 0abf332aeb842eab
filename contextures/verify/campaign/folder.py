"""The folder of a campaign: verdicts.json and the certificates that it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from contextures.errors import InputError
from contextures.files import as_text, write_text
from contextures.theory.catalogue import Catalogue
from contextures.verify.campaign.verdict import Result
from contextures.verify.certificates.certificate import check


def write_folder(folder: Path, document: dict[str, Any], certificates: Mapping[str, dict[str, Any]]) -> None:
    """Write certificates by their paths in a folder, which is made unless it is there, then verdicts.json.

    Raises
    ------
    InputError
        Where the folder cannot be made or a file cannot be written.
    """
    try:
        for path in ("verdicts.json", *certificates):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{folder} cannot be used as a folder ({reason}); name one you may write to") from error
    for path, certificate in certificates.items():
        write_text(folder / path, as_text(certificate))
    write_text(folder / "verdicts.json", as_text(document))


def remove_stale(folder: Path, results: Iterable[Result]) -> None:
    """Remove the certificates that an earlier campaign wrote of the same forms, and this one does not."""
    for result in results:
        written = result.certificates()
        for found in folder.glob(f"certificates/{result.statement.id}.{result.variant}.*json"):
            if found.relative_to(folder).as_posix() not in written:
                found.unlink()


def rejected(results: Iterable[Result], statements: Catalogue) -> tuple[str, ...]:
    """Return the paths of the certificates that `check` does not accept: our own failures."""
    written = {path: found for result in results for path, found in result.certificates().items()}
    return tuple(path for path, certificate in written.items() if not check(certificate, statements).proves)
