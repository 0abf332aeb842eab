"""`contextures verify --self-test`: true statements with an error planted in each, and the originals."""

from __future__ import annotations

import typer
from rich.console import Console

from contextures.cli.output import check_target, write_answer
from contextures.cli.progress import progress
from contextures.errors import InputError

SELF_TEST = ("self_test", "seed", "jobs", "json")
"""What can be given with --self-test."""


def self_test_alone(context: typer.Context, workers: int, seed: int, json: str | None) -> None:
    """Search the mutants and the originals; exit code 1 unless all of the former fall and none of the latter."""
    from contextures.cli.shown.verify import show_score
    from contextures.verify.campaign.selftest import self_test

    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    names = ["GLOB" if name == "globs" else f"--{name.replace('_', '-')}" for name in given if name not in SELF_TEST]
    if names:
        raise InputError(
            f"--self-test has its own statements: {', '.join(names)} cannot go with it, --seed, --jobs and --json can"
        )
    check_target(json)
    errors = Console(stderr=True)
    with progress(errors, "searching") as tell:
        outcome = self_test(seed=seed, jobs=workers, progress=tell)
    if write_answer(outcome.to_json(), json):
        show_score(outcome)
    if not outcome.passed:
        raise typer.Exit(1)
