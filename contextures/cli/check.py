"""`contextures check`: re-verify a certificate."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from contextures.cli.statements import OwnFile, with_own


def check(
    certificate: Annotated[
        str, typer.Argument(help="A certificate written by `contextures verify`.", metavar="CERTIFICATE.json")
    ],
    file: OwnFile = None,
) -> None:
    """Re-verify a certificate with rationals and balls only; exit code 1 if it does not prove what it says."""
    from contextures.verify.certificates.check import check_file

    outcome = check_file(certificate, with_own(file))
    Console(highlight=False, markup=False).print(
        f"{'proved' if outcome.proves else 'not proved'}: {outcome.reason}", soft_wrap=True
    )
    if not outcome.proves:
        raise typer.Exit(1)
