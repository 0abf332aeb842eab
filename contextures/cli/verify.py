"""`contextures verify` and `contextures check`: search, certify, print an honest table; re-verify a certificate."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from contextures.cli.output import as_text, check_target, write_json, write_text
from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.verify.campaign import Report
    from contextures.verify.verdict import Result

COLOURS = {"refuted": "red", "vacuous": "yellow", "constant": "cyan", "unrefuted": "green", "proved": "bold green"}


def verify(
    globs: Annotated[
        list[str] | None,
        typer.Argument(help="Statements, such as 'optimality.*'; all by default.", metavar="[GLOB]..."),
    ] = None,
    instances: Annotated[
        int | None, typer.Option(help="Instances for each form of a statement, instead of a budget.", metavar="N")
    ] = None,
    time_budget: Annotated[float, typer.Option(help="Seconds the schedule is made for.", metavar="SECONDS")] = 120.0,
    seed: Annotated[int, typer.Option(help="Seed of the search.", metavar="S")] = 0,
    jobs: Annotated[
        int | None, typer.Option(help="Worker processes; one for each core by default.", metavar="J")
    ] = None,
    out: Annotated[
        str, typer.Option(help="Folder for verdicts.json and certificates/.", metavar="DIR")
    ] = "contextures-results",
    json: Annotated[str | None, typer.Option(help="Write JSON to FILE; - is standard output.", metavar="FILE")] = None,
) -> None:
    """Search published statements for counterexamples, certify what is found and print the verdicts."""
    from contextures.theory.catalogue import catalogue
    from contextures.verify import campaign
    from contextures.verify.certificate import check as recheck

    catalogue.match(*globs or [])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = cores if jobs is None else jobs
    campaign.check_settings(time_budget, instances, seed, workers)
    if json is not None:
        check_target(json)
    folder = _prepare(out)
    errors = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("searching", total=None)
        report = campaign.verify(
            *globs or [],
            time_budget=time_budget,
            instances=instances,
            seed=seed,
            jobs=workers,
            progress=lambda done, total, id_: bar.update(task, completed=done, total=total, description=id_),
        )
    document = report.to_json()
    rejected = []
    for result in report.results:
        written = result.certificates()
        for stale in folder.glob(f"certificates/{result.statement.id}.{result.variant}.*json"):
            if stale.relative_to(folder).as_posix() not in written:
                stale.unlink()
        for path, certificate in written.items():
            (folder / path).parent.mkdir(exist_ok=True)
            write_text(folder / path, as_text(certificate))
            if not recheck(certificate).proves:
                rejected.append(path)
    write_text(folder / "verdicts.json", as_text(document))
    if json is not None:
        write_json(document, json)
    if json != "-":
        _print_report(report, folder)
    for path in rejected:
        errors.print(f"our own failure: {path} is not accepted by `contextures check`", style="red")
    for result in report.fallen:
        errors.print(f"our own failure: the corrected form of {result.statement.id} is refuted", style="red")
    for result in report.contradicted:
        errors.print(f"our own failure: {result.statement.id} ({result.variant}) is refuted and proved", style="red")
    if rejected or report.fallen or report.contradicted:
        raise typer.Exit(1)


def _prepare(out: str) -> Path:
    """Make the output folder before any work, so that nothing is lost at the end."""
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(13, "permission denied")
        if (folder / "verdicts.json").is_dir():
            raise IsADirectoryError(21, "a folder called verdicts.json is in the way")
        if (folder / "certificates").is_file():
            raise FileExistsError(17, "a file called certificates is in the way")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"--out: {out} cannot be used as a folder ({reason}); name one you may write to") from None
    return folder


def _print_report(report: Report, folder: Path) -> None:
    console = Console(highlight=False)
    grid = Table(
        Column("statement", no_wrap=True),
        Column("form", no_wrap=True),
        Column("met", no_wrap=True, justify="right"),
        Column("tight", no_wrap=True, justify="right"),
        Column("verdict", overflow="fold"),
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    for result in report.results:
        met = max(part.hypotheses_met for part in result.parts)
        tightness = "" if result.tightness is None else f"{result.tightness:.3f}"
        grid.add_row(result.statement.id, result.variant, f"{met:,}", tightness, _verdict(result))
    console.print(grid)
    counts = Counter(f"{r.variant} {r.verdict}" for r in report.results)
    console.print(", ".join(f"{number} {what}" for what, number in sorted(counts.items(), reverse=True)))
    undecided = sum(part.undecided for r in report.results for part in r.parts)
    if undecided:
        console.print(f"{undecided} suspects were neither certified nor cleared")
    if report.truncated:
        console.print("[yellow]the clock stopped the schedule: raise --time-budget to complete it[/]")
    console.print(f"seed {report.seed}; verdicts and certificates in {folder}", markup=False, soft_wrap=True)


def _verdict(result: Result) -> str:
    """Return the verdict in its colour, and the parts that fail or are vacuous."""
    constants = ", ".join(f"{part.constant[0]} ≥ {part.constant[1]:.4g}" for part in result.parts if part.constant)
    if constants and result.verdict == "constant":
        return f"[{COLOURS[result.verdict]}]{result.verdict}[/] ({constants})"
    failing = [part.name for part in result.parts if part.verdict in ("refuted", "vacuous")]
    named = f" ({', '.join(failing)})" if failing and len(result.parts) > 1 else ""
    return f"[{COLOURS[result.verdict]}]{result.verdict}[/]{named}"


def check(
    certificate: Annotated[
        str, typer.Argument(help="A certificate written by `contextures verify`.", metavar="CERTIFICATE.json")
    ],
) -> None:
    """Re-verify a certificate with rationals and balls only; exit code 1 if it does not prove what it says."""
    from contextures.verify.check import check_file

    outcome = check_file(certificate)
    Console(highlight=False, markup=False).print(
        f"{'proved' if outcome.proves else 'not proved'}: {outcome.reason}", soft_wrap=True
    )
    if not outcome.proves:
        raise typer.Exit(1)
