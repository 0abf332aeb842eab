"""The options of every command that makes contexts of samples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

import typer

from contextures.cli.gathering import with_more
from contextures.cli.mixing import GammasOption, KsOption, LabelsOption, ModelsOption, PartnersOption
from contextures.cli.options import (
    CategoricalOption,
    ContextOption,
    GammaOption,
    KOption,
    LabelOption,
    ModelOption,
    PartnerOption,
)

Options: TypeAlias = dict[str, tuple[Any, Any]]

ONE: Options = {
    "context": (ContextOption, None),
    "k": (KOption, None),
    "gamma": (GammaOption, None),
    "label": (LabelOption, None),
    "partner": (PartnerOption, None),
    "model": (ModelOption, None),
    "categorical": (CategoricalOption, None),
}
"""What says which context is made, by name, each with what it is where nothing is said."""
SEVERAL: Options = ONE | {
    "k": (KsOption, None),
    "gamma": (GammasOption, None),
    "label": (LabelsOption, None),
    "partner": (PartnersOption, None),
    "model": (ModelsOption, None),
}
"""What says which contexts are made."""
SHARED: Options = {
    "mask": (
        Annotated[
            float | None,
            typer.Option(
                help="Part of the features that a mask hides or a corruption replaces; 0.2 by default.", metavar="PART"
            ),
        ],
        None,
    ),
    "draws": (
        Annotated[int | None, typer.Option(help="Masks or corruptions that are averaged; 50 by default.", metavar="N")],
        None,
    ),
    "single": (
        Annotated[bool, typer.Option("--single", help="Compute a Gaussian kernel in single precision.")],
        False,
    ),
    "approximate": (
        Annotated[
            bool | None,
            typer.Option(
                "--approximate/--exact",
                help="Whether neighbours may be approximate; beyond 200,000 rows they are by default.",
            ),
        ],
        None,
    ),
    "recall": (
        Annotated[
            float | None,
            typer.Option(
                help="Part of the nearest neighbours that approximate ones must hold; 0.999 by default.",
                metavar="R",
            ),
        ],
        None,
    ),
    "kept": (
        Annotated[
            int | None,
            typer.Option(help="Cut a Gaussian kernel to the K nearest distinct points, with a bound.", metavar="K"),
        ],
        None,
    ),
    "ngrams": (
        Annotated[
            tuple[int, int] | None,
            typer.Option(
                help="The shortest and the longest sequence that counts (text); 1 1 by default.", metavar="N N"
            ),
        ],
        None,
    ),
    "unit": (
        Annotated[str | None, typer.Option(help="What such a sequence is of (text): word or char.", metavar="UNIT")],
        None,
    ),
    "least": (
        Annotated[int | None, typer.Option(help="Documents that it must occur in (text); 2 by default.", metavar="N")],
        None,
    ),
    "bins": (
        Annotated[
            int | None, typer.Option(help="Bins of what a regressor predicts (teacher); 10 by default.", metavar="N")
        ],
        None,
    ),
    "jobs": (Annotated[int, typer.Option(help="Processes that find neighbours.", metavar="J")], 1),
    "scheduler": (
        Annotated[
            str | None,
            typer.Option(help="Address of a dask scheduler: its cluster finds neighbours.", metavar="ADDRESS"),
        ],
        None,
    ),
    "folder": (
        Annotated[
            str | None,
            typer.Option(
                help="Keep neighbours and the state of a spectrum here; what was interrupted goes on from it.",
                metavar="DIR",
            ),
        ],
        None,
    ),
}
"""How they are made."""


def with_making(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of one context, which it receives as one argument, `making`, for a function."""
    return _with(command, ONE | SHARED)


def with_makings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of several contexts, which it receives as one argument, `making`, for a function."""
    return _with(command, SEVERAL | SHARED)


def _with(command: Callable[..., None], options: Options) -> Callable[..., None]:
    """Give a command options; the address of a scheduler becomes the back end."""

    def makes(given: dict[str, Any], said: dict[str, Any]) -> None:
        from contextures.workers import connected

        with connected(said.pop("scheduler")) as backend:
            command(**given, making={**said, "backend": backend})

    return with_more(command, "making", options, makes)


def read_files(making: dict[str, Any]) -> list[str]:
    """Return the files that the options of one context, or of several, name."""
    named = [making[name] for name in ("partner", "model")]
    return [path for each in named for path in ([each] if isinstance(each, str) else each or [])]


def of_samples(making: dict[str, Any]) -> list[str]:
    """Return the options that are given and say which context is made of samples, and how."""
    unsaid = {name: default for name, (_, default) in (ONE | SHARED).items()} | {"backend": "loky"}
    return [name for name, value in making.items() if name != "folder" and value != unsaid[name]]


def is_said(making: dict[str, Any]) -> bool:
    """Tell whether any of the options says which context is made."""
    return any(making[name] is not None for name in ("context", "k", "gamma", "label", "partner", "model", "kept"))
