"""`contextures mix` and `contextures recommend`: one context out of several, and which way to make it."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from contextures.archive import is_archive
from contextures.cli.output import check_target, write_json
from contextures.cli.samples import (
    CategoricalOption,
    Choice,
    ContextOption,
    DrawsOption,
    MaskOption,
    read_samples,
)
from contextures.contexts.tables import TABLES
from contextures.errors import InputError

OPERATIONS = ("mix", "convolve", "concatenate", "product", "recommended")

FilesArgument = Annotated[
    list[str],
    typer.Argument(help="Saved contexts or spectra (.npz); with --table contingency tables; or one file of samples."),
]
TableOption = Annotated[bool, typer.Option("--table", help="The files are contingency tables or joint pmfs.")]
KsOption = Annotated[
    list[int] | None, typer.Option("--k", help="Neighbours; once for each context of the samples.", metavar="K")
]
GammasOption = Annotated[
    list[float] | None, typer.Option("--gamma", help="γ; once for each context of the samples.", metavar="G")
]
LabelsOption = Annotated[
    list[str] | None, typer.Option("--label", help="Column of labels; once for each context.", metavar="COL")
]
TargetOption = Annotated[str | None, typer.Option(help="A column of the samples that is left out.", metavar="COL")]
RankOption = Annotated[int, typer.Option(help="d_0: singular values that count.", metavar="D")]
BetaOption = Annotated[float, typer.Option(help="Weight of what d dimensions keep, in τ.")]
SeedOption = Annotated[int, typer.Option(help="Seed of the masks.", metavar="S")]
JsonOption = Annotated[str | None, typer.Option(help="Write JSON to FILE; - is standard output.", metavar="FILE")]


def mix(
    files: FilesArgument,
    by: Annotated[str, typer.Option(help=f"One of {', '.join(OPERATIONS)}.", metavar="OPERATION")] = "mix",
    weights: Annotated[
        str | None, typer.Option(help="Of a convex combination: w_1,w_2,… or learned or optimal.", metavar="W")
    ] = None,
    dimension: Annotated[int, typer.Option(help="d of the encoders that weights are learned with.", metavar="D")] = 8,
    steps: Annotated[int, typer.Option(help="Steps in which weights are learned.", metavar="T")] = 50,
    table: TableOption = False,
    context: ContextOption = None,
    k: KsOption = None,
    gamma: GammasOption = None,
    label: LabelsOption = None,
    mask: MaskOption = 0.2,
    draws: DrawsOption = 50,
    target: TargetOption = None,
    categorical: CategoricalOption = None,
    rank: RankOption = 512,
    beta: BetaOption = 1.0,
    seed: SeedOption = 0,
    save: Annotated[str | None, typer.Option(help="Write the mixture to FILE (.npz).", metavar="FILE")] = None,
    json: JsonOption = None,
) -> None:
    """Make one context out of several with the same P_X, and say what it and they are worth."""
    for path in (save, json):
        if path is not None:
            check_target(path)
    if by not in OPERATIONS:
        raise InputError(f"--by is {by!r}; one of {', '.join(OPERATIONS)} is right")
    if weights is not None and by not in ("mix", "recommended"):
        raise InputError(f"--weights go with a convex combination, not with --by {by}")
    contexts, notes = _contexts(
        files, table, _choices(context, k, gamma, label, mask, draws, seed), target, categorical
    )
    laws = [getattr(found, "context", found) for found in contexts]
    if save is not None:
        _refuse_unsaveable(laws, by)
    if by == "recommended":
        contexts = [_with_spectrum(found, rank) for found in contexts]
        by = _recommended(contexts, weights, rank, beta)
    mixed, shares, learning = _mixture(laws, by, weights, dimension, steps)
    document = {
        "format": 1,
        "operation": by,
        "weights": shares,
        "learning": learning,
        "contexts": [_summary(found, rank, beta) for found in contexts],
        "mixture": _summary(mixed, rank, beta, values=True),
        "preprocessing": notes,
    }
    if save is not None:
        _save(mixed, save)
    if json is not None:
        write_json(document, json)
    if json != "-":
        _show(document)


def recommend(
    files: FilesArgument,
    table: TableOption = False,
    context: ContextOption = None,
    k: KsOption = None,
    gamma: GammasOption = None,
    label: LabelsOption = None,
    mask: MaskOption = 0.2,
    draws: DrawsOption = 50,
    target: TargetOption = None,
    categorical: CategoricalOption = None,
    rank: RankOption = 512,
    beta: BetaOption = 1.0,
    seed: SeedOption = 0,
    json: JsonOption = None,
) -> None:
    """Recommend how to mix contexts, from their spectra alone, and say what that rests on."""
    from contextures.samples.recommend import recommend as advise

    if json is not None:
        check_target(json)
    contexts, notes = _contexts(
        files, table, _choices(context, k, gamma, label, mask, draws, seed), target, categorical
    )
    found = advise(*(_with_spectrum(seen, rank) for seen in contexts), beta=beta, d0=rank)
    evidence = [
        {
            "context": _name(seen),
            "association": str(basis.association),
            "tau": _finite(basis.tau),
            "tau_if_weaker": _finite(basis.tau_if_weaker),
            "tau_if_stronger": _finite(basis.tau_if_stronger),
            "decay_rate": _finite(basis.decay_rate),
            "near_limit": basis.near_limit,
        }
        for seen, basis in zip(contexts, found.evidence, strict=True)
    ]
    document = {
        "format": 1,
        "operation": str(found.operation),
        "reason": found.reason,
        "evidence": evidence,
        "beta": beta,
        "d0": rank,
        "preprocessing": notes,
    }
    if json is not None:
        write_json(document, json)
    if json != "-":
        _show_recommendation(document)


def _choices(
    kind: Any,
    ks: list[int] | None,
    gammas: list[float] | None,
    labels: list[str] | None,
    mask: float,
    draws: int,
    seed: int,
) -> list[Choice]:
    """One choice for each --k, --gamma or --label."""
    given = [values for values in (ks, gammas, labels) if values]
    if kind is None:
        if given:
            raise InputError("--k, --gamma and --label go with --context")
        return []
    if len(given) > 1:
        raise InputError("--k, --gamma and --label exclude each other: neighbours, Gaussian kernels, labels")
    chosen = Choice(kind, None, None, mask, draws, seed, False)
    made = [replace(chosen, k=k) for k in ks or []] + [replace(chosen, gamma=gamma) for gamma in gammas or []]
    return made + [replace(chosen, label=label) for label in labels or []] or [chosen]


def _contexts(
    files: list[str], table: bool, choices: list[Choice], target: str | None, categorical: str | None
) -> tuple[list[Any], list[str]]:
    """The contexts of the files, and what was done to them."""
    if choices:
        if len(files) != 1 or table or is_archive(files[0]):
            raise InputError("--context takes one file of samples; repeat --k, --gamma or --label for more contexts")
        samples = read_samples(files[0], target, None, categorical)
        contexts = [choice.make(samples.features, samples.categorical) for choice in choices]
        notes = list(dict.fromkeys([*samples.notes, *(note for made in contexts for note in made.preprocessing)]))
    elif target is not None or categorical is not None:
        raise InputError("--target and --categorical go with --context and a file of samples")
    else:
        contexts, notes = [_read(file, table) for file in files], []
    if len(contexts) < 2:
        raise InputError(f"{len(contexts)} context was given; at least two are needed to mix")
    return contexts, notes


def _read(file: str, table: bool) -> Any:
    from contextures.contexts.reading import read_table
    from contextures.contexts.tables import load_table
    from contextures.samples.saved import load_saved

    if table:
        return load_table(file) if file in TABLES and not Path(file).exists() else read_table(file)
    if not is_archive(file):
        raise InputError(f"{file} is no saved context (.npz); with --table it is a contingency table, else --context")
    return load_saved(file)


def _with_spectrum(found: Any, rank: int) -> Any:
    """A finite context as it stands; of a sample the spectrum, computed unless what was saved serves."""
    from contextures.contexts.context import Context
    from contextures.samples.data_context import Spectrum

    if isinstance(found, Context) or (
        isinstance(found, Spectrum) and (found.whole or len(found.singular_values) >= rank)
    ):
        return found
    return getattr(found, "context", found).spectrum(rank)


def _refuse_unsaveable(contexts: list[Any], by: str) -> None:
    """Raise InputError, before any spectrum is computed, where the mixture would be too large for a file."""
    from contextures.samples import mixing
    from contextures.samples.saved import refuse_unsaveable

    for operation in ("mix", "convolve") if by == "recommended" else (by,):
        if operation in ("mix", "convolve"):
            refuse_unsaveable(getattr(mixing, operation)(*contexts))


def _recommended(contexts: list[Any], weights: str | None, rank: int, beta: float) -> str:
    """The operation that is recommended."""
    from contextures.samples.recommend import recommend as advise

    operation = str(advise(*contexts, beta=beta, d0=rank).operation)
    if operation != "mix" and weights is not None:
        raise InputError(f"{operation} is recommended, and takes no --weights; --by mix is right with them")
    return operation


def _mixture(
    contexts: list[Any], operation: str, weights: str | None, dimension: int, steps: int
) -> tuple[Any, list[float] | None, dict[str, Any] | None]:
    """The mixture, the weights and how they were learned."""
    from contextures.samples import mixing
    from contextures.samples.mixture_weights import learn_weights, optimal_weights

    if operation != "mix":
        return getattr(mixing, operation)(*contexts), None, None
    learning: dict[str, Any] | None = None
    if weights == "learned":
        learned = learn_weights(contexts, dimension, steps=steps)
        shares = learned.weights
        learning = {"d": dimension, "value": learned.value, "regret": learned.regret, "losses": learned.losses.tolist()}
    elif weights == "optimal":
        best = optimal_weights(contexts, dimension, tolerance=1e-6)
        shares = best.weights
        gap = best.upper - best.value
        learning = {"d": dimension, "value": best.value, "regret": gap, "losses": best.losses.tolist()}
    else:
        shares = _shares(weights, len(contexts))
    return mixing.mix(*contexts, weights=shares), np.asarray(shares).tolist(), learning


def _shares(weights: str | None, count: int) -> Any:
    if weights is None:
        return np.full(count, 1.0 / count)
    try:
        return [float(part) for part in weights.split(",")]
    except ValueError:
        raise InputError(f"--weights is {weights!r}; w_1,w_2,… or learned or optimal is right") from None


def _save(mixed: Any, path: str) -> None:
    """Write the mixture, labels that are tuples as text."""
    from contextures.contexts.context import Context

    if isinstance(mixed, Context):
        mixed = replace(
            mixed,
            row_labels=_as_text(mixed.row_labels),
            column_labels=_as_text(mixed.column_labels),
            dropped_rows=_as_text(mixed.dropped_rows),
            dropped_columns=_as_text(mixed.dropped_columns),
        )
    mixed.save(path)


def _as_text(labels: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(", ".join(map(str, label)) if isinstance(label, tuple) else label for label in labels)


def _name(context: Any) -> str:
    return getattr(getattr(context, "context", context), "description", "finite context")


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _summary(source: Any, rank: int, beta: float, values: bool = False) -> dict[str, Any]:
    """What a context is worth, from its spectrum."""
    from contextures.contexts.context import Context
    from contextures.samples.usefulness import decay_rate, usefulness

    found = _with_spectrum(source, rank)
    context = getattr(found, "context", found)
    metric = usefulness(found, beta, rank)
    s = np.asarray(found.singular_values)[:rank]
    summary = {
        "context": _name(context),
        "n_x": context.n_x,
        "n_a": context.n_a,
        "tau": _finite(metric.tau),
        "d_star": metric.d_star,
        "near_limit": metric.near_limit,
        "decay_rate": _finite(decay_rate(s)),
        "chi_square": context.chi_square,
        "complete": isinstance(found, Context) or found.complete,
    }
    return {**summary, "singular_values": s.tolist()} if values else summary


def _number(value: float | None) -> str:
    return "infinite" if value is None else f"{value:.4f}"


def _show(document: dict[str, Any]) -> None:
    console = Console(highlight=False, markup=False)
    grid = Table("context", "weight", "tau", "best d", "decay rate", "chi-square", box=box.SIMPLE_HEAD)
    for column in grid.columns[1:]:
        column.justify = "right"
    shares = document["weights"] or [None] * len(document["contexts"])
    for seen, share in [*zip(document["contexts"], shares, strict=True), (document["mixture"], None)]:
        grid.add_row(
            document["operation"] if seen is document["mixture"] else seen["context"],
            "" if share is None else f"{share:.4f}",
            _number(seen["tau"]),
            "" if seen["d_star"] is None else str(seen["d_star"]),
            _number(seen["decay_rate"]),
            f"{seen['chi_square']:.4f}",
        )
    console.print(grid)
    if document["learning"] is not None:
        learning = document["learning"]
        console.print(
            f"value {learning['value']:.4f} of {learning['d']}, at most {learning['regret']:.2g} below the best"
        )
    if not document["mixture"]["complete"]:
        console.print("warning: the spectrum of the mixture may be incomplete")
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)


def _show_recommendation(document: dict[str, Any]) -> None:
    console = Console(highlight=False, markup=False)
    grid = Table("context", "tau", "if weaker", "if stronger", "decay rate", "association", box=box.SIMPLE_HEAD)
    for seen in document["evidence"]:
        numbers = (seen[key] for key in ("tau", "tau_if_weaker", "tau_if_stronger", "decay_rate"))
        grid.add_row(seen["context"], *map(_number, numbers), seen["association"])
    console.print(grid)
    console.print(f"{document['operation']}: {document['reason']}", soft_wrap=True)
    if any(seen["near_limit"] for seen in document["evidence"]):
        console.print("note: a tau within 5 % of 1 + beta says little", soft_wrap=True)
    for note in document["preprocessing"]:
        console.print(f"note: {note}", soft_wrap=True)
