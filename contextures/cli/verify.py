"""`contextures verify`: search, certify, print an honest table."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, prepare_folder, write_json
from contextures.errors import InputError
from contextures.files import as_text, write_text

if TYPE_CHECKING:
    from contextures.theory.catalogue import Catalogue
    from contextures.verify.campaign.campaign import Report
    from contextures.verify.campaign.selftest import Outcome
    from contextures.verify.campaign.verdict import Result
    from contextures.workers import Backend

CHECKPOINT = "checkpoint.json"
SELF_TEST = ("self_test", "seed", "jobs", "json")
"""What can be given with --self-test."""
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
"""Seconds of each unit of time."""
COLOURS = {"refuted": "red", "vacuous": "yellow", "constant": "cyan", "unrefuted": "green", "proved": "bold green"}


def verify(
    context: typer.Context,
    globs: Annotated[
        list[str] | None,
        typer.Argument(help="Statements, such as 'optimality.*'; all by default.", metavar="[GLOB]..."),
    ] = None,
    instances: Annotated[
        int | None, typer.Option(help="Instances for each form of a statement, instead of a budget.", metavar="N")
    ] = None,
    time_budget: Annotated[
        str, typer.Option(help="Time the schedule is made for: 90 (seconds), 20m, 1.5h.", metavar="TIME")
    ] = "240",
    seed: Annotated[int, typer.Option(help="Seed of the search.", metavar="S")] = 0,
    jobs: Annotated[
        int | None, typer.Option(help="Worker processes; one for each core by default.", metavar="J")
    ] = None,
    ablate: Annotated[
        bool, typer.Option("--ablate", help="Ask of each hypothesis whether it is needed; takes half of the budget.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from the checkpoint in DIR, if there is one, with its schedule.")
    ] = False,
    file: Annotated[
        str | None, typer.Option(help="Search the statements of a Python file of your own.", metavar="CONJECTURES.py")
    ] = None,
    self_test: Annotated[
        bool,
        typer.Option("--self-test", help="Search true statements with an error planted in each, and the originals."),
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Address of a dask scheduler: the work is done on its cluster.", metavar="ADDRESS"),
    ] = None,
    out: Annotated[
        str, typer.Option(help="Folder for verdicts.json and certificates/.", metavar="DIR")
    ] = "contextures-results",
    json: JsonOption = None,
) -> None:
    """Search published statements for counterexamples, certify what is found and print the verdicts."""
    from contextures.theory.catalogue import catalogue
    from contextures.verify.campaign import campaign
    from contextures.verify.certificates.certificate import check as recheck

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    workers = cores if jobs is None else jobs
    budget = _seconds(time_budget)
    campaign.check_settings(budget, instances, seed, workers)
    if self_test:
        _self_test(context, workers, seed, json)
        return
    statements, problems = (catalogue, []) if file is None else _conjectures(file)
    statements.match(*globs or [])
    if json is not None:
        check_target(json)
    folder = prepare_folder(out)
    checkpoint = folder / CHECKPOINT
    errors = Console(stderr=True)
    with _cluster(scheduler) as backend, _progress_bar(errors) as progress:
        report = campaign.verify(
            *globs or [],
            time_budget=budget,
            instances=instances,
            seed=seed,
            jobs=workers,
            ablate=ablate,
            checkpoint=checkpoint,
            resume=resume,
            backend=backend,
            statements=statements,
            tolerant=file is not None,
            progress=progress,
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
            if not recheck(certificate, statements).proves:
                rejected.append(path)
    write_text(folder / "verdicts.json", as_text(document))
    if not report.truncated:
        checkpoint.unlink(missing_ok=True)
    if json is not None:
        write_json(document, json)
    if json != "-":
        _print_report(report, folder, instances is None and report.time_budget != budget)
    for path in rejected:
        errors.print(f"our own failure: {path} is not accepted by `contextures check`", style="red")
    for result in report.fallen:
        errors.print(f"our own failure: the corrected form of {result.statement.id} is refuted", style="red")
    for result in report.contradicted:
        errors.print(f"our own failure: {result.statement.id} ({result.variant}) is refuted and proved", style="red")
    if rejected or report.fallen or report.contradicted:
        raise typer.Exit(1)
    problems += [f"{id_} raises {problem}" for id_, problem in report.problems.items()]
    problems += [_unmet(result) for result in report.results if file is not None and result.verdict == "vacuous"]
    if problems:
        raise InputError(f"{'; '.join(problems)}; the other statements were searched")


def _seconds(time: str) -> float:
    """Read a time such as 90, 90s, 20m or 1.5h."""
    number, unit = (time[:-1], time[-1]) if time[-1:] in UNITS else (time, "s")
    try:
        return float(number) * UNITS[unit]
    except ValueError:
        raise InputError(f"--time-budget: {time!r} is no time; 90 (seconds), 90s, 20m, 1.5h or 2d is right") from None


def _unmet(result: Result) -> str:
    """Say which part of a conjecture nothing met."""
    part = next(part for part in result.parts if part.verdict == "vacuous")
    return f"{result.statement.id}: none of {part.instances:,} instances meets the hypotheses of part {part.name!r}"


def _conjectures(file: str) -> tuple[Catalogue, list[str]]:
    from contextures.verify.campaign.conjectures import load

    found = load(file)
    return found.statements, list(found.problems)


@contextmanager
def _progress_bar(errors: Console) -> Iterator[Callable[[int, int, str], None]]:
    """Show how far the work is, on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task("searching", total=None)
        yield lambda done, total, id_: bar.update(task, completed=done, total=total, description=id_)


@contextmanager
def _cluster(scheduler: str | None) -> Iterator[Backend]:
    """Connect to a dask scheduler, if one is named."""
    if scheduler is None:
        yield "loky"
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError("--scheduler needs the extra scale: pip install 'contextures[scale]'") from None
    try:
        client = Client(scheduler, timeout="10s")  # type: ignore[no-untyped-call, unused-ignore]
    except (OSError, ValueError) as error:
        raise InputError(
            f"--scheduler: nothing answers at {scheduler} ({error}); the address of a dask scheduler"
        ) from None
    with client:
        yield "dask"


def _self_test(context: typer.Context, workers: int, seed: int, json: str | None) -> None:
    """Search the mutants and the originals; exit code 1 unless all of the former fall and none of the latter."""
    from contextures.verify.campaign.selftest import self_test

    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    names = ["GLOB" if name == "globs" else f"--{name.replace('_', '-')}" for name in given if name not in SELF_TEST]
    if names:
        raise InputError(
            f"--self-test has its own statements: {', '.join(names)} cannot go with it, --seed, --jobs and --json can"
        )
    if json is not None:
        check_target(json)
    errors = Console(stderr=True)
    with _progress_bar(errors) as progress:
        outcome = self_test(seed=seed, jobs=workers, progress=progress)
    if json is not None:
        write_json(outcome.to_json(), json)
    if json != "-":
        _print_score(outcome)
    if not outcome.passed:
        raise typer.Exit(1)


def _print_score(outcome: Outcome) -> None:
    console = Console(highlight=False, markup=False)
    grid = Table("statement", "part", "planted error", "found", box=box.SIMPLE_HEAD)
    for mutant in outcome.mutants:
        grid.add_row(mutant.id, mutant.part, mutant.error, "yes" if mutant.found else "NO")
    console.print(grid)
    console.print("\n".join(outcome.lines()), soft_wrap=True)


def _advice(folder: Path) -> str:
    """Say how a campaign that the clock stopped is completed."""
    if (folder / CHECKPOINT).exists():
        return "the same command with --resume goes on with it, for the --time-budget it is given then"
    return "a longer --time-budget is needed"


def _print_report(report: Report, folder: Path, resumed: bool) -> None:
    from contextures.cli.findings import asked_lines, sharper_lines

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
    if resumed:
        console.print(f"the schedule is the checkpoint's, made for {report.time_budget:g} seconds")
    for line in (*asked_lines(report.results), *sharper_lines(report.results)):
        console.print(line, markup=False, soft_wrap=True)
    if report.truncated:
        console.print(f"[yellow]the clock stopped the schedule: {_advice(folder)}[/]", soft_wrap=True)
    console.print(f"seed {report.seed}; verdicts and certificates in {folder}", markup=False, soft_wrap=True)


def _verdict(result: Result) -> str:
    """Return the verdict in its colour, and the parts that fail or are vacuous."""
    constants = ", ".join(f"{part.constant[0]} ≥ {part.constant[1]:.4g}" for part in result.parts if part.constant)
    if constants and result.verdict == "constant":
        return f"[{COLOURS[result.verdict]}]{result.verdict}[/] ({constants})"
    if not any(part.instances for part in result.parts):
        return f"[{COLOURS[result.verdict]}]{result.verdict}[/] (the clock stopped before it)"
    failing = [part.name for part in result.parts if part.verdict in ("refuted", "vacuous")]
    named = f" ({', '.join(failing)})" if failing and len(result.parts) > 1 else ""
    return f"[{COLOURS[result.verdict]}]{result.verdict}[/]{named}"
