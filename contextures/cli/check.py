"""`contextures check`: re-verify a certificate."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from contextures.cli.statements import OwnFile, with_own


class Prover(StrEnum):
    """What checks a certificate beside the package itself."""

    COQ = "coq"


def check(
    certificate: Annotated[
        str, typer.Argument(help="A certificate written by `contextures verify`.", metavar="CERTIFICATE.json")
    ],
    file: OwnFile = None,
    prover: Annotated[
        Prover | None, typer.Option("--with", help="Let a proof assistant check it as well: coq.")
    ] = None,
) -> None:
    """Re-verify a certificate with rationals and balls only; exit code 1 if it does not prove what it says."""
    from contextures.verify.certificates.check import check_file

    statements = with_own(file)
    outcomes = [check_file(certificate, statements)]
    if prover is Prover.COQ and outcomes[0].proves:
        from contextures.verify.certificates.byhand.subject import Subject
        from contextures.verify.certificates.check import read_certificate
        from contextures.verify.certificates.coq.prover import check_with_coq

        outcomes.append(check_with_coq(Subject.of(read_certificate(certificate), statements)))
    for outcome in outcomes:
        Console(highlight=False, markup=False).print(
            f"{'proved' if outcome.proves else 'not proved'}: {outcome.reason}", soft_wrap=True
        )
    if not all(outcome.proves for outcome in outcomes):
        raise typer.Exit(1)
