"""`contextures report`, `contextures export` and `contextures diff`: what was found, for people to read."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from contextures.cli.console import Printer
from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, emit, prepare_folder, write_answer
from contextures.cli.statements import OwnFile, with_own
from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.verify.certificates.byhand.note import Note


class Form(StrEnum):
    """What a certificate is exported as."""

    MARKDOWN = "md"
    LATEX = "tex"
    PYTHON = "py"
    COQ = "coq"


def report(
    source: Annotated[
        str, typer.Option("--from", help="Folder written by `contextures verify`.", metavar="DIR")
    ] = "contextures-results",
    file: OwnFile = None,
    out: Annotated[str, typer.Option(help="The page to write.", metavar="FILE")] = "report.html",
) -> None:
    """Write one self-contained HTML page of the verdicts, the formulas and the certificates."""
    from contextures.verify.report import page, read_results

    check_target(out, reads=(file, Path(source) / "verdicts.json"))
    text = page(read_results(source), with_own(file))
    emit(text, out)
    if out != "-":
        Printer().print(f"{out}: {len(text.encode()) / 1e6:.1f} MB", soft_wrap=True)


def export(
    certificate: Annotated[
        str,
        typer.Argument(help="A certificate written by `contextures verify` or `audit`.", metavar="CERTIFICATE.json"),
    ],
    form: Annotated[
        Form, typer.Option("--as", help="A note in Markdown or LaTeX, a stand-alone Python script, or a Coq file.")
    ] = Form.MARKDOWN,
    file: OwnFile = None,
    out: Annotated[str, typer.Option(help="File to write; - is standard output.", metavar="FILE")] = "-",
) -> None:
    """Export a certificate to be followed by hand or checked elsewhere: a note, a script, a file for Coq."""
    from contextures.verify.certificates.check import read_certificate

    check_target(out, reads=(certificate, file))
    document = read_certificate(certificate)
    try:
        audited = isinstance(document, dict) and document.get("kind") == "audit"
        text = _exported_audit(document, form) if audited else _exported(document, form, file)
    except InputError as error:
        raise InputError(str(error) if certificate in str(error) else f"{certificate}: {error}") from None
    emit(text, out)


def _exported(document: Any, form: Form, file: str | None) -> str:
    """Return a certificate of a statement as a note, a script or a file for Coq."""
    from contextures.verify.certificates.byhand import recipes
    from contextures.verify.certificates.byhand.note import note
    from contextures.verify.certificates.byhand.subject import Subject
    from contextures.verify.certificates.coq.export import script as coq_file

    subject = Subject.of(document, with_own(file))
    if form is Form.COQ:
        return coq_file(subject)
    return recipes.script(subject) if form is Form.PYTHON else _written(note(subject), form)


def _exported_audit(document: Any, form: Form) -> str:
    """Return a certificate of an audit as a note, a script or a file for Coq."""
    from contextures.verify.audit.byhand import note, script
    from contextures.verify.certificates.certificate import check
    from contextures.verify.certificates.coq.audits import audit_script

    outcome = check(document)
    if not outcome.proves:
        raise InputError(f"it does not prove what it says: {outcome.reason}")
    if form is Form.COQ:
        return audit_script(document)
    return script(document) if form is Form.PYTHON else _written(note(document), form)


def _written(note: Note, form: Form) -> str:
    return note.markdown() if form is Form.MARKDOWN else note.latex()


def merge(
    folders: Annotated[list[str], typer.Argument(help="Folders written by `contextures verify`.", metavar="DIR...")],
    out: Annotated[str, typer.Option(help="Folder for what they say together.", metavar="DIR")] = "contextures-merged",
) -> None:
    """Merge the results of campaigns with other seeds, or of other statements, into one folder."""
    from contextures.verify.campaign.folder import write_folder
    from contextures.verify.campaign.merge import merge as merged
    from contextures.verify.report import read_results

    if Path(out).resolve() in {Path(folder).resolve() for folder in folders}:
        raise InputError(f"--out: {out} is one of the folders that are merged; name another folder")
    found = merged([read_results(folder) for folder in folders])
    target = prepare_folder(out)
    write_folder(target, found.document, found.certificates)
    seeds = ", ".join(str(seed) for seed in found.document["seeds"])
    Printer().print(f"{out}: {len(found.rows)} forms, seeds {seeds}", soft_wrap=True)


def diff(
    old: Annotated[str, typer.Argument(help="An earlier verdicts.json.", metavar="OLD.json")],
    new: Annotated[str, typer.Argument(help="A later verdicts.json.", metavar="NEW.json")],
    json: JsonOption = None,
) -> None:
    """Compare two campaigns: statements that came and went, verdicts and tightness that changed."""
    from contextures.verify.campaign.compare import compare
    from contextures.verify.report.results import read_verdicts

    check_target(json, reads=(old, new))
    found = compare(read_verdicts(old), read_verdicts(new))
    if write_answer(found.to_json(), json):
        Printer().print("\n".join(found.lines()), soft_wrap=True)
