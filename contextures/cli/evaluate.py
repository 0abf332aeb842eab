"""`contextures evaluate`: how useful a context is, and how well its encoder predicts a target."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from contextures.archive import is_archive
from contextures.cli.console import Printer
from contextures.cli.making import is_said, read_files, with_making
from contextures.cli.options import (
    JsonOption,
    PlotOption,
    SaveOption,
    TargetOption,
)
from contextures.cli.output import check_target, write_answer, write_picture
from contextures.cli.reading import tell, with_reading
from contextures.errors import InputError


@with_making
@with_reading
def evaluate(
    file: Annotated[str, typer.Argument(help="A CSV or TSV file of samples, or a saved context or spectrum (.npz).")],
    target: TargetOption = None,
    saved: Annotated[
        str | None, typer.Option("--from", help="Take a saved context or spectrum for the samples.", metavar="FILE.npz")
    ] = None,
    making: Any = None,
    task: Annotated[
        str | None, typer.Option(help="regression or classification; guessed from the target.", metavar="TASK")
    ] = None,
    rank: Annotated[int, typer.Option(help="d_0: singular values that count, and the largest d.", metavar="D")] = 512,
    beta: Annotated[float, typer.Option(help="Weight of what d dimensions keep.")] = 1.0,
    pretrain: Annotated[float, typer.Option(help="Part of the rows that the context is made from.")] = 0.6,
    labelled: Annotated[float, typer.Option(help="Part of the rows that the probe learns from.")] = 0.2,
    seed: Annotated[int, typer.Option(help="Seed of the split and of the masks.", metavar="S")] = 0,
    plot: PlotOption = None,
    save: SaveOption = None,
    json: JsonOption = None,
    reading: Any = None,
) -> None:
    """Evaluate a context: τ, its best d, association, and with a target compatibility and linear-probe errors."""
    from contextures.samples.evaluate import evaluate as evaluated

    check_target(save, json, plot=plot, reads=(file, saved, *read_files(making)))
    if is_archive(file) and (target is not None or saved is not None or is_said(making)):
        raise InputError(
            f"{file} is a saved context; for a target, `evaluate SAMPLES --target COL --from {file}` is right"
        )
    if saved is not None and (is_said(making) or target is None or save is not None):
        raise InputError("--from takes samples and a --target, and goes without --save and what makes a context")
    if saved is not None:
        making["context"] = Path(saved)
    found = evaluated(
        file,
        target,
        task=task,
        rank=rank,
        beta=beta,
        pretrain=pretrain,
        labelled=labelled,
        seed=seed,
        reading=reading,
        **making,
    )
    if save is not None:
        found.context.save(save)
    if plot is not None:
        write_picture(found.plot(), plot, f"evaluation of {file}")
    tell(found.understood)
    if write_answer(found.to_json(), json):
        _show(found.to_json())


def _show(document: dict[str, Any]) -> None:
    console = Printer()
    tau = "infinite" if document["tau"] is None else f"{document['tau']:.4f}"
    rate = "infinite" if document["decay_rate"] is None else f"{document['decay_rate']:.4g}"
    console.print(f"{document['context']}: n_x = {document['n_x']}, n_a = {document['n_a']}", soft_wrap=True)
    best = "" if document["d_star"] is None else f" at d = {document['d_star']}"
    console.print(f"tau = {tau}{best} (beta = {document['beta']:g}, d_0 = {document['d0']})")
    if document["near_limit"]:
        console.print("note: tau is within 5 % of 1 + beta, where it says little")
    console.print(f"decay rate {rate}, E|k_X - 1| = {document['kernel_deviation']:.4g}", soft_wrap=True)
    if document["lipschitz"] is not None:
        console.print(f"Lipschitz constant of k_X at least {document['lipschitz']:.4g}")
    if document["target"] is not None:
        rows, rho = document["rows"], document["compatibility"]
        known = "unknown" if rho is None else f"{rho:.4f}"
        console.print(
            f"{document['task']} of {document['target']}: compatibility {known}; probe error "
            f"{document['probe_error']:.4f} at d = {document['probe_d']}, {document['baseline']:.4f} without features "
            f"(target of variance 1; {rows['pretrain']} rows for the context, {rows['labelled']} for the probe, "
            f"{rows['test']} for the test)",
            soft_wrap=True,
        )
    if document["checks"]:
        state = "complete" if document["complete"] else "warning: the spectrum may be incomplete"
        console.print(f"{state}: {'; '.join(document['checks'])}", soft_wrap=True)
    count = len(document["singular_values"])
    if document["resolved"] < count:
        console.print(f"note: only the first {document['resolved']} of {count} values are above rounding")
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)
