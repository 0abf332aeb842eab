"""`contextures evaluate`: how useful a context is, and how well its encoder predicts a target."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from contextures.cli.output import check_target, write_json
from contextures.cli.samples import (
    CategoricalOption,
    Choice,
    ContextOption,
    DrawsOption,
    GammaOption,
    KOption,
    MaskOption,
    SaveOption,
    SingleOption,
    TargetOption,
    points_of,
    read_samples,
)
from contextures.errors import InputError
from contextures.verify.archive import is_archive


def evaluate(
    file: Annotated[str, typer.Argument(help="A CSV or TSV file of samples, or a saved context (.npz).")],
    target: TargetOption = None,
    context: ContextOption = None,
    k: KOption = None,
    gamma: GammaOption = None,
    mask: MaskOption = 0.2,
    draws: DrawsOption = 50,
    task: Annotated[
        str | None, typer.Option(help="regression or classification; guessed from the target.", metavar="TASK")
    ] = None,
    categorical: CategoricalOption = None,
    rank: Annotated[int, typer.Option(help="d_0: singular values that count, and the largest d.", metavar="D")] = 512,
    beta: Annotated[float, typer.Option(help="Weight of what d dimensions keep.")] = 1.0,
    pretrain: Annotated[float, typer.Option(help="Part of the rows that the context is made from.")] = 0.6,
    labelled: Annotated[float, typer.Option(help="Part of the rows that the probe learns from.")] = 0.2,
    seed: Annotated[int, typer.Option(help="Seed of the split and of the masks.", metavar="S")] = 0,
    single: SingleOption = False,
    save: SaveOption = None,
    json: Annotated[str | None, typer.Option(help="Write JSON to FILE; - is standard output.", metavar="FILE")] = None,
) -> None:
    """Evaluate a context: τ, its best d, association, and with a target compatibility and linear-probe errors."""
    for path in (save, json):
        if path is not None:
            check_target(path)
    choice = Choice(context, k, gamma, mask, draws, seed, single)
    if is_archive(file):
        document = _of_saved(file, target, context, rank, beta)
    else:
        document = _of_samples(file, target, task, categorical, choice, rank, beta, pretrain, labelled, save)
    if json is not None:
        write_json(document, json)
    if json != "-":
        _show(document)


def _of_saved(file: str, target: str | None, kind: Any, rank: int, beta: float) -> dict[str, Any]:
    from contextures.verify.large.data_context import Spectrum
    from contextures.verify.large.saved import load_saved

    if target is not None or kind is not None:
        raise InputError(f"{file} is a saved context; it takes neither --target nor --context")
    found = load_saved(file)
    context, spectrum = (found.context, found) if isinstance(found, Spectrum) else (found, None)
    return {"format": 1, **_association(context, rank, beta, spectrum), **_no_target(), "preprocessing": []}


def _of_samples(
    file: str,
    target: str | None,
    task: str | None,
    categorical: str | None,
    choice: Choice,
    rank: int,
    beta: float,
    pretrain: float,
    labelled: float,
    save: str | None,
) -> dict[str, Any]:
    from contextures.verify.large.experiment import Prepared, Protocol
    from contextures.verify.large.probe import probe_errors
    from contextures.verify.large.saved import save_context
    from contextures.verify.large.usefulness import lipschitz_constant

    table = read_samples(file, target, task, categorical)
    if target is None:
        points, groups, notes = points_of(table)
        context = choice.make(points, groups)
        document = {"format": 1, **_association(context, rank, beta), **_no_target()}
    else:
        protocol = Protocol(pretrain=pretrain, labelled=labelled, seed=choice.seed, rank=rank, beta=beta)
        prepared = Prepared.of(table, protocol)
        points, notes = prepared.sample, list(prepared.notes)
        context = choice.make(points, prepared.groups)
        spectrum = context.spectrum(rank)
        rows, known, test = prepared.parts
        features = spectrum.transform(prepared.others)
        size = len(known)
        outputs = prepared.outputs
        probe = probe_errors(features[:size], outputs[known], features[size:], outputs[test])
        document = {
            "format": 1,
            **_association(context, rank, beta, spectrum),
            "target": target,
            "task": table.task,
            "compatibility": context.compatibility(outputs[rows]),
            "probe_error": probe.best_error,
            "probe_d": probe.best_d,
            "probe_errors": probe.errors.tolist(),
            "baseline": probe.baseline,
            "rows": {"pretrain": len(rows), "labelled": size, "test": len(test)},
        }
    slope = lipschitz_constant(context, points)
    document["lipschitz"] = None if math.isnan(slope) else slope
    document["preprocessing"] = notes
    if save is not None:
        save_context(context, save)
    return document


def _association(context: Any, rank: int, beta: float, spectrum: Any = None) -> dict[str, Any]:
    """What the spectrum alone says."""
    from contextures.verify.context import Context
    from contextures.verify.large.usefulness import decay_rate, kernel_deviation, usefulness

    finite = isinstance(context, Context)
    found = context if finite else spectrum or context.spectrum(rank)
    metric = usefulness(found, beta, rank)
    values = np.asarray(found.singular_values)[:rank]
    rate = decay_rate(values)
    return {
        "context": "finite context" if finite else context.description,
        "n_x": context.n_x,
        "n_a": context.n_a,
        "tau": _finite(metric.tau),
        "d_star": metric.d_star,
        "tau_d": [_finite(value) for value in metric.tau_d.tolist()],
        "near_limit": metric.near_limit,
        "independent": metric.independent,
        "beta": metric.beta,
        "d0": metric.d0,
        "decay_rate": _finite(rate),
        "kernel_deviation": kernel_deviation(context),
        "lipschitz": None,
        "chi_square": context.chi_square,
        "singular_values": values.tolist(),
        "complete": True if finite else found.complete,
        "checks": [] if finite else list(found.checks),
        "resolved": len(values) if finite else found.resolved,
    }


def _no_target() -> dict[str, Any]:
    nothing = ("target", "task", "compatibility", "probe_error", "probe_d", "probe_errors", "baseline", "rows")
    return dict.fromkeys(nothing)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _show(document: dict[str, Any]) -> None:
    console = Console(highlight=False, markup=False)
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
        rows = document["rows"]
        console.print(
            f"{document['task']} of {document['target']}: compatibility {document['compatibility']:.4f}; probe error "
            f"{document['probe_error']:.4f} at d = {document['probe_d']}, {document['baseline']:.4f} without features "
            f"(target of variance 1; {rows['pretrain']} rows for the context, {rows['labelled']} for the probe, "
            f"{rows['test']} for the test)",
            soft_wrap=True,
        )
    if not document["complete"]:
        console.print("warning: the spectrum may be incomplete: " + "; ".join(document["checks"]), soft_wrap=True)
    count = len(document["singular_values"])
    if document["resolved"] < count:
        console.print(f"note: only the first {document['resolved']} of {count} values are above rounding")
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)
