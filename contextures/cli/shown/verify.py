"""How verdicts and the score of a self-test are printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.padding import Padding

from contextures.cli.console import Grid, Printer
from contextures.cli.findings import asked_lines, sharper_lines

if TYPE_CHECKING:
    from contextures.verify.campaign.report import Report
    from contextures.verify.campaign.selftest import Outcome
    from contextures.verify.campaign.verdict import Result

BESIDE = 36
"""Columns of a table of verdicts beside those of the ids."""
COLOURS = {
    "refuted": "red",
    "ill-posed": "magenta",
    "vacuous": "yellow",
    "constant": "cyan",
    "unrefuted": "green",
    "argued": "green",
    "proved": "bold green",
}


def show_score(outcome: Outcome) -> None:
    """Print what a self-test found."""
    console = Printer()
    grid = Grid("statement", "part", "planted error", "found", folds=("planted error",))
    for mutant in outcome.mutants:
        grid.add_row(mutant.id, mutant.part, mutant.error, "yes" if mutant.found else "NO")
    console.table(grid)
    console.print("\n".join(outcome.lines()), soft_wrap=True)


def show(report: Report, folder: Path, resumed: bool, advice: str) -> None:
    """Print the verdicts of a campaign, and what else was found.

    Parameters
    ----------
    report : Report
    folder : Path
        Where verdicts and certificates are.
    resumed : bool
        Whether the schedule is that of a checkpoint, made for another budget.
    advice : str
        How a campaign that the clock stopped is completed.
    """
    console = Printer(markup=True)
    if console.width < BESIDE + max((len(result.statement.id) for result in report.results), default=0):
        _print_folded(console, report.results)
    else:
        _print_table(console, report.results)
    for sentence in _summary(report.results):
        console.print(sentence)
    undecided = sum(part.undecided for r in report.results for part in r.parts)
    if undecided:
        console.print(f"{undecided} suspects were neither certified nor cleared")
    if resumed:
        console.print(f"the schedule is the checkpoint's, made for {report.time_budget:g} seconds")
    for line in (*asked_lines(report.results), *sharper_lines(report.results)):
        console.print(line, markup=False, soft_wrap=True)
    if report.truncated:
        console.print(f"[yellow]the clock stopped the schedule: {advice}[/]", soft_wrap=True)
    console.print(f"seed {report.seed}; verdicts and certificates in {folder}", markup=False, soft_wrap=True)


def _print_table(console: Printer, results: Sequence[Result]) -> None:
    grid = Grid("statement", "form", "met", "tight", "verdict", folds=("verdict",), padding=(0, 1, 0, 0))
    for column in grid.columns[2:4]:
        column.justify = "right"
    for result in results:
        grid.add_row(*result.cells, _verdict(result))
    console.table(grid)


def _print_folded(console: Printer, results: Sequence[Result]) -> None:
    """Print each form below its statement, for a terminal that has no room for the table."""
    last = None
    for result in results:
        if result.statement.id != last:
            console.print(last := result.statement.id)
        tight = "" if result.tightness is None else f", tight {result.tightness:.3f}"
        console.print(
            Padding(f"{result.variant}: {_verdict(result)}, met {result.hypotheses_met:,}{tight}", (0, 0, 0, 2))
        )
    console.print()


def _summary(results: Sequence[Result]) -> Iterator[str]:
    """Say in sentences what came out."""
    for variant, noun, how in (("printed", "statement", " as printed"), ("corrected", "corrected form", "")):
        found = [result for result in results if result.variant == variant]
        if not found:
            continue
        late = sum(map(_is_late, found))
        counts = Counter(str(result.verdict) for result in found if not _is_late(result))
        fallen = counts.pop("refuted", 0)
        printed = sum(result.falls_in_print for result in found) if how else fallen
        counted = [f"{counts[verdict]} {verdict}" for verdict in reversed(COLOURS) if counts[verdict]]
        rest = ", ".join([*counted, f"{late} that the clock stopped before"] if late else counted)
        told = f"{printed} of {len(found)} {noun}{'s' * (len(found) > 1)} fall{'s' * (printed == 1)}{how}"
        told += f" and {fallen - printed} as reconstructed" if fallen > printed else ""
        yield f"{told}; {rest}." if rest else f"{told}."
    if any(result.verdict == "refuted" for result in results):
        yield "`contextures report` makes a page of them, with each counterexample and what holds instead."


def _is_late(result: Result) -> bool:
    """Tell whether nothing of a form was searched, for want of time."""
    return bool(result.parts) and not any(part.instances for part in result.parts)


def _verdict(result: Result) -> str:
    """Return the verdict in its colour, and the parts that fail or are vacuous."""
    constants = ", ".join(f"{part.constant[0]} ≥ {part.constant[1]:.4g}" for part in result.parts if part.constant)
    if constants and result.verdict == "constant":
        return f"[{COLOURS[result.verdict]}]{result.verdict}[/] ({constants})"
    if _is_late(result):
        return f"[{COLOURS[result.verdict]}]{result.verdict}[/] (the clock stopped before it)"
    failing = [part.name for part in result.parts if part.verdict in ("refuted", "vacuous")]
    named = f" ({', '.join(failing)})" if failing and len(result.parts) > 1 else ""
    return f"[{COLOURS[result.verdict]}]{result.verdict}[/]{named}"
