"""`contextures verify`: search, certify, print an honest table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from contextures.cli.options import JsonOption, seconds
from contextures.cli.output import check_target, prepare_folder, write_answer
from contextures.cli.progress import progress
from contextures.cli.selftest import self_test_alone
from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.verify.campaign.verdict import Result

CHECKPOINT = "checkpoint.json"


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
    checkpoint_interval: Annotated[
        str,
        typer.Option(help="Time from one checkpoint to the next, at least; 0 keeps all that is done.", metavar="TIME"),
    ] = "5",
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
    from contextures.cli.shown.verify import show
    from contextures.theory.catalogue import catalogue
    from contextures.verify.campaign import campaign
    from contextures.verify.campaign.conjectures import load
    from contextures.workers import connected, cores

    workers = cores() if jobs is None else jobs
    budget = seconds("--time-budget", time_budget)
    interval = seconds("--checkpoint-interval", checkpoint_interval)
    campaign.check_settings(budget, instances, seed, workers, interval)
    if self_test:
        self_test_alone(context, workers, seed, json)
        return
    check_target(json, reads=(file,))
    own = None if file is None else load(file)
    statements, problems = (catalogue, []) if own is None else (own.statements, list(own.problems))
    statements.match(*globs or [])
    errors = Console(stderr=True)
    with connected(scheduler) as backend, progress(errors, "searching") as tell:
        folder = prepare_folder(out)
        checkpoint = folder / CHECKPOINT
        report = campaign.verify(
            *globs or [],
            time_budget=budget,
            instances=instances,
            seed=seed,
            jobs=workers,
            ablate=ablate,
            checkpoint=checkpoint,
            checkpoint_interval=interval,
            resume=resume,
            backend=backend,
            statements=statements,
            tolerant=file is not None,
            progress=tell,
        )
    report.write(folder)
    if not report.truncated:
        checkpoint.unlink(missing_ok=True)
    if write_answer(report.to_json(), json):
        show(report, folder, instances is None and report.time_budget != budget, _advice(checkpoint))
    failures = report.failures(statements)
    for failure in failures:
        errors.print(f"our own failure: {failure}", style="red")
    if failures:
        raise typer.Exit(1)
    problems += [f"{id_}: {problem}" for id_, problem in report.problems.items()]
    problems += [_unmet(result) for result in report.results if file is not None and result.verdict == "vacuous"]
    if problems:
        raise InputError(f"{'; '.join(problems)}; the other statements were searched")


def _unmet(result: Result) -> str:
    """Say which part of a conjecture nothing met."""
    part = next(part for part in result.parts if part.verdict == "vacuous")
    return f"{result.statement.id}: none of {part.instances:,} instances meets the hypotheses of part {part.name!r}"


def _advice(checkpoint: Path) -> str:
    """Say how a campaign that the clock stopped is completed."""
    if checkpoint.exists():
        return "the same command with --resume goes on with it, for the --time-budget it is given then"
    return "a longer --time-budget is needed"
