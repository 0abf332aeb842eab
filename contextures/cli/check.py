"""`contextures check`: re-verify a certificate."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contextures.cli.console import Printer
from contextures.cli.statements import OwnFile, with_own
from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.theory.catalogue import Catalogue
    from contextures.verify.certificates.document import Check


class Prover(StrEnum):
    """What checks a certificate beside the package itself."""

    COQ = "coq"


def check(
    certificate: Annotated[
        str,
        typer.Argument(help="A certificate written by `contextures verify` or `audit`.", metavar="CERTIFICATE.json"),
    ],
    file: OwnFile = None,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Of an audit: run the function again (--file: the file that holds it).")
    ] = False,
    prover: Annotated[
        Prover | None, typer.Option("--with", help="Let a proof assistant check it as well: coq.")
    ] = None,
) -> None:
    """Re-verify a certificate with rationals and balls only; exit code 1 if it does not prove what it says."""
    from contextures.verify.certificates.check import check_file, read_certificate

    document = read_certificate(certificate)
    audited = isinstance(document, dict) and document.get("kind") == "audit"
    if rerun and not audited:
        raise InputError(f"{certificate} is no certificate of an audit; only these have a function for --rerun")
    statements = with_own(None if audited else file)
    outcomes = [check_file(certificate, statements)]
    if rerun and outcomes[0].proves:
        from contextures.verify.audit.rerun import rerun as run_again

        outcomes = [run_again(document, file)]
    if prover is Prover.COQ and outcomes[0].proves:
        outcomes.append(_by_coq(document, statements))
    for outcome in outcomes:
        Printer().print(f"{'proved' if outcome.proves else 'not proved'}: {outcome.reason}", soft_wrap=True)
    if not all(outcome.proves for outcome in outcomes):
        raise typer.Exit(1)


def _by_coq(document: Any, statements: Catalogue) -> Check:
    """Let Coq check a certificate."""
    from contextures.verify.certificates.byhand.subject import Subject
    from contextures.verify.certificates.coq.prover import check_audit_with_coq, check_with_coq

    if document["kind"] == "audit":
        return check_audit_with_coq(document)
    return check_with_coq(Subject.of(document, statements))
