"""`contextures check`: re-verify a certificate."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from contextures.cli.statements import OwnFile, with_own
from contextures.errors import InputError


def check(
    certificate: Annotated[
        str,
        typer.Argument(help="A certificate written by `contextures verify` or `audit`.", metavar="CERTIFICATE.json"),
    ],
    file: OwnFile = None,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Of an audit: run the function again (--file: the file that holds it).")
    ] = False,
) -> None:
    """Re-verify a certificate with rationals and balls only; exit code 1 if it does not prove what it says."""
    from contextures.verify.certificates.check import check_file, read_certificate

    document = read_certificate(certificate)
    audited = isinstance(document, dict) and document.get("kind") == "audit"
    if rerun and not audited:
        raise InputError(f"{certificate} is no certificate of an audit; only these have a function for --rerun")
    outcome = check_file(certificate) if audited else check_file(certificate, with_own(file))
    if rerun and outcome.proves:
        from contextures.verify.audit.rerun import rerun as run_again

        outcome = run_again(document, file)
    Console(highlight=False, markup=False).print(
        f"{'proved' if outcome.proves else 'not proved'}: {outcome.reason}", soft_wrap=True
    )
    if not outcome.proves:
        raise typer.Exit(1)
