"""`contextures evaluate`: how useful a context is, and how well its encoder predicts a target."""

from __future__ import annotations

import math
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console

from contextures.archive import is_archive
from contextures.cli.output import check_target, write_json
from contextures.cli.samples import (
    CategoricalOption,
    Choice,
    ContextOption,
    DrawsOption,
    GammaOption,
    KOption,
    LabelOption,
    MaskOption,
    SaveOption,
    SingleOption,
    TargetOption,
    read_samples,
)
from contextures.errors import InputError


def evaluate(
    file: Annotated[str, typer.Argument(help="A CSV or TSV file of samples, or a saved context or spectrum (.npz).")],
    target: TargetOption = None,
    context: ContextOption = None,
    saved: Annotated[
        str | None, typer.Option("--from", help="Take a saved context or spectrum for the samples.", metavar="FILE.npz")
    ] = None,
    k: KOption = None,
    gamma: GammaOption = None,
    label: LabelOption = None,
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
    if rank < 2:
        raise InputError(f"--rank is {rank}; at least 2 is right, since d runs from 1 to the rank less 1")
    choice = Choice(context, k, gamma, mask, draws, seed, single, label)
    made = any(given is not None for given in (context, k, gamma, label))
    if is_archive(file):
        if target is not None or saved is not None or made:
            raise InputError(
                f"{file} is a saved context; for a target, `evaluate SAMPLES --target COL --from {file}` is right"
            )
        law, spectrum = _loaded(file)
        document = {"format": 1, **_association(law, rank, beta, spectrum), **_no_target()}
        document["preprocessing"] = list(getattr(law, "preprocessing", ()))
    elif saved is not None:
        if made or target is None or save is not None:
            raise InputError("--from takes samples and a --target, and goes without --save and what makes a context")
        law, document = _of_samples_and_saved(
            read_samples(file, target, task, categorical), target, saved, rank, beta, (pretrain, labelled, seed)
        )
    else:
        law, document = _of_samples(
            read_samples(file, target, task, categorical), target, choice, rank, beta, (pretrain, labelled, seed)
        )
    document["lipschitz"] = _lipschitz(law)
    if save is not None:
        law.save(save)
    if json is not None:
        write_json(document, json)
    if json != "-":
        _show(document)


def _loaded(file: str) -> tuple[Any, Any]:
    """A saved context, and its spectrum where that was saved."""
    from contextures.samples.data_context import Spectrum
    from contextures.samples.saved import load_saved

    found = load_saved(file)
    return (found.context, found) if isinstance(found, Spectrum) else (found, None)


def _of_samples(
    table: Any, target: str | None, choice: Choice, rank: int, beta: float, split: tuple[float, float, int]
) -> tuple[Any, dict[str, Any]]:
    """A context made from samples, of all rows or of those of the first part, and what it is worth."""
    from contextures.samples.sample_rows import Rows
    from contextures.samples.split import Split

    if target is None:
        context = choice.make(table.features, table.categorical)
        document = {"format": 1, **_association(context, rank, beta), **_no_target()}
        return context, {**document, "preprocessing": [*table.notes, *context.preprocessing]}
    if choice.label == target:
        raise InputError("--label is the target, which would tell new rows their answer; another column is right")
    parts = Split(*split).rows(len(table.features))
    context = choice.make(table.features.iloc[parts[0]], table.categorical)
    rows = Rows(parts[0], len(parts[0]), *parts[1:])
    return context, _judged(context, context.spectrum(rank), table, target, rows, rank, beta)


def _of_samples_and_saved(
    table: Any, target: str, saved: str, rank: int, beta: float, split: tuple[float, float, int]
) -> tuple[Any, dict[str, Any]]:
    """A saved context, and what it is worth for the target of samples."""
    from contextures.samples.data_context import DataContext
    from contextures.samples.sample_rows import allot
    from contextures.samples.split import Split

    context, spectrum = _loaded(saved)
    if not isinstance(context, DataContext):
        raise InputError(f"{saved} holds a finite context, whose inputs are no samples; one of samples is right")
    rows = allot(context, table.features, Split(*split))
    return context, _judged(context, spectrum or context.spectrum(rank), table, target, rows, rank, beta)


def _judged(context: Any, spectrum: Any, table: Any, target: str, rows: Any, rank: int, beta: float) -> dict[str, Any]:
    """What a context is worth for a target: its compatibility, and the errors of a probe on the rows left for it."""
    from contextures.samples.probe import probe_errors

    others = np.concatenate([rows.probe, rows.test])
    size = len(rows.probe)
    if context.law is None:
        features = spectrum.left[others, : min(spectrum.resolved, rank)]
    else:
        features = spectrum.transform(table.features.iloc[others])[:, :rank]
    outputs = table.outputs(rows.probe)
    probe = probe_errors(features[:size], outputs[rows.probe], features[size:], outputs[rows.test])
    return {
        "format": 1,
        **_association(context, rank, beta, spectrum),
        "target": target,
        "task": table.task,
        "compatibility": None if rows.sample is None else context.compatibility(outputs[rows.sample]),
        "probe_error": probe.best_error,
        "probe_d": probe.best_d,
        "probe_errors": probe.errors.tolist(),
        "baseline": probe.baseline,
        "rows": {"pretrain": rows.seen, "labelled": size, "test": len(rows.test)},
        "preprocessing": [*table.notes, *context.preprocessing, *rows.notes],
    }


def _lipschitz(context: Any) -> float | None:
    """The Lipschitz constant over the points that a context was made from; None where it does not hold them."""
    from contextures.contexts.context import Context
    from contextures.samples.sample_rows import points_of_sample
    from contextures.samples.usefulness import lipschitz_constant

    points = None if isinstance(context, Context) else points_of_sample(context)
    if points is None or points.dtype.kind != "f":
        return None
    slope = lipschitz_constant(context, points)
    return None if math.isnan(slope) else slope


def _association(context: Any, rank: int, beta: float, spectrum: Any = None) -> dict[str, Any]:
    """What the spectrum alone says."""
    from contextures.contexts.context import Context
    from contextures.samples.usefulness import decay_rate, kernel_deviation, usefulness

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
        rows, rho = document["rows"], document["compatibility"]
        known = "unknown" if rho is None else f"{rho:.4f}"
        console.print(
            f"{document['task']} of {document['target']}: compatibility {known}; probe error "
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
