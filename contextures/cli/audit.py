"""`contextures audit`: is the guarantee that a function promises true?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from contextures.cli.console import Printer
from contextures.cli.options import JsonOption, seconds
from contextures.cli.output import check_target, form_of, make_folder, write_answer
from contextures.errors import InputError
from contextures.files import as_text, write_bytes, write_text

if TYPE_CHECKING:
    from contextures.verify.audit.result import Audit


def audit(
    function: Annotated[
        str, typer.Argument(help="FILE.py:FUNCTION or package.module:FUNCTION.", metavar="FUNCTION", show_default=False)
    ],
    kind: Annotated[str, typer.Option(help="What it returns.", metavar="upper|lower|interval|pvalue|conformal")],
    n: Annotated[str, typer.Option(help="Draws in a sample; several with commas.", metavar="N")] = "10",
    delta: Annotated[str, typer.Option(help="Probability with which it may fail.", metavar="DELTA")] = "1/20",
    domain: Annotated[
        str | None,
        typer.Option(help="Laws on {0, 1}, or on values of [0, 1] that the search chooses.", metavar="binary|unit"),
    ] = None,
    values: Annotated[
        str | None, typer.Option(help="Values of the laws: 0,1/2,1 or START:STOP:COUNT.", metavar="VALUES")
    ] = None,
    order: Annotated[
        str, typer.Option(help="Evaluate multisets, for all of their orders, or every sequence.", metavar="any|given")
    ] = "any",
    null: Annotated[
        str | None, typer.Option(help="Level of a p-value; by default each law's own mean.", metavar="MEAN")
    ] = None,
    rounding: Annotated[
        str, typer.Option(help="What misses by no more than this counts as no miss.", metavar="ROUNDING")
    ] = "1e-9",
    seeded: Annotated[
        bool, typer.Option("--seeded", help="Call f(sample, delta, seed), with some seeds, each as probable.")
    ] = False,
    batched: Annotated[
        bool, typer.Option("--batched", help="Call it with many samples at once, an array (B, n).")
    ] = False,
    time_budget: Annotated[str, typer.Option(help="Time for each n: 90 (seconds), 20m, 1.5h.", metavar="TIME")] = "60",
    seed: Annotated[int, typer.Option(help="Seed of the search.", metavar="S")] = 0,
    report_only: Annotated[
        bool, typer.Option("--report-only", help="Exit code 0 also where the guarantee is not met.")
    ] = False,
    plot: Annotated[
        str | None, typer.Option(help="Draw the miss against the mean: pdf, svg or png.", metavar="FILE")
    ] = None,
    out: Annotated[str, typer.Option(help="Folder for certificates/.", metavar="DIR")] = "contextures-results",
    json: JsonOption = None,
) -> None:
    """Search the law on which a function breaks its promise most often; exit code 1 if it does, with a certificate."""
    from contextures.verify.audit.audit import audit as audited
    from contextures.verify.audit.question import read_values

    sizes = _sizes(n)
    points = None if values is None else read_values(values)
    budget = seconds("--time-budget", time_budget)
    check_target(json, plot, reads=(function.rpartition(":")[0],))
    form = None if plot is None else form_of(plot)
    folder = make_folder(out)
    found = [
        audited(
            function,
            kind,
            size,
            delta,
            domain=domain,
            values=points,
            order=order,
            null=null,
            rounding=rounding,
            seeded=seeded,
            batched=batched,
            time_budget=budget,
            seed=seed,
        )
        for size in sizes
    ]
    documents = [each.to_json(_write_certificate(each, folder)) for each in found]
    if plot is not None and form is not None:
        from contextures.verify.audit.picture import image

        write_bytes(plot, image([each.drawing for each in found], form))
    if write_answer(documents if len(sizes) > 1 else documents[0], json):
        _print(found, documents, folder)
    if any(each.violated for each in found) and not report_only:
        raise typer.Exit(1)


def _sizes(text: str) -> list[int]:
    """Read one n or several."""
    words = text.split(",")
    if not all(word.strip().isascii() and word.strip().isdigit() and len(word) < 9 for word in words):
        raise InputError(f"--n is {text!r}; a whole number from 1 on is right, or several with commas")
    return [int(word) for word in words]


def _write_certificate(audit: Audit, folder: Path) -> str | None:
    """Write a certificate, in place of an earlier one of the same question; return its path in the folder."""
    from contextures.verify.audit.certificate import name_of

    path = f"certificates/{name_of(audit.function)}.{audit.kind}.{audit.n}.json"
    if audit.certificate is None:
        (folder / path).unlink(missing_ok=True)
        return None
    make_folder(str(folder / "certificates"))
    write_text(folder / path, as_text(audit.certificate))
    return path


def _print(found: list[Audit], documents: list[dict[str, object]], folder: Path) -> None:
    console = Printer()
    for each, document in zip(found, documents, strict=True):
        console.print("\n".join(each.lines()), soft_wrap=True)
        if document["certificate"] is not None:
            console.print(f"Certificate: {folder / str(document['certificate'])}", soft_wrap=True)
