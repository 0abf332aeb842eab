"""What the commands share that make a context from a table of samples, or read a saved one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from contextures.errors import InputError
from contextures.verify.arrays import FloatArray


class Kind(StrEnum):
    """Kinds of context."""

    KNN = "knn"
    RBF = "rbf"
    KNN_MASK = "knn-mask"
    RBF_MASK = "rbf-mask"


ContextOption = Annotated[Kind | None, typer.Option("--context", help="The kind of context to make from samples.")]
KOption = Annotated[int | None, typer.Option("--k", help="Neighbours, the point itself included.", metavar="K")]
GammaOption = Annotated[float | None, typer.Option(help="γ of exp(−γ‖x − a‖²); 1/columns by default.", metavar="G")]
MaskOption = Annotated[float, typer.Option(help="Part of the features that a mask hides.", metavar="PART")]
DrawsOption = Annotated[int, typer.Option(help="Masks that are averaged.", metavar="N")]
CategoricalOption = Annotated[
    str | None, typer.Option(help="Columns to read as categories, with commas between.", metavar="COL,…")
]
TargetOption = Annotated[str | None, typer.Option(help="The column to predict.", metavar="COL")]
SingleOption = Annotated[bool, typer.Option("--single", help="Compute a Gaussian kernel in single precision.")]
SaveOption = Annotated[str | None, typer.Option(help="Save the context to FILE.npz.", metavar="FILE")]


@dataclass(frozen=True)
class Choice:
    """A kind of context with its settings.

    Attributes
    ----------
    kind : Kind or None
    k : int or None
    gamma : float or None
    mask : float
    draws : int
    seed : int
    single : bool
    """

    kind: Kind | None
    k: int | None
    gamma: float | None
    mask: float
    draws: int
    seed: int
    single: bool

    def make(self, points: FloatArray, groups: list[list[int]]) -> Any:
        """Return the context of points (n, p) whose features are groups of columns.

        Raises
        ------
        InputError
            Where no kind is given, or a setting is missing, out of place or out of range.
        """
        from contextures.verify.large.sampled import knn_context, rbf_context

        if self.kind is None:
            raise InputError(f"--context is needed: {', '.join(Kind)}")
        masked: dict[str, Any] = {}
        if self.kind.endswith("mask"):
            if not 0 < self.mask < 1:
                raise InputError(f"--mask is {self.mask:g}; a part between 0 and 1 is right")
            masked = {"mask": self.mask, "draws": self.draws, "groups": groups, "seed": self.seed}
        if self.kind.startswith("knn"):
            if self.k is None or self.gamma is not None or self.single:
                raise InputError(f"--context {self.kind} takes --k, and neither --gamma nor --single")
            return knn_context(points, self.k, **masked)
        if self.k is not None:
            raise InputError(f"--context {self.kind} takes --gamma, not --k")
        gamma = 1.0 / points.shape[1] if self.gamma is None else self.gamma
        return rbf_context(points, gamma, dtype=np.float32 if self.single else np.float64, **masked)


def read_samples(file: str, target: str | None, task: str | None, categorical: str | None) -> Any:
    """Return the table of a file.

    Raises
    ------
    InputError
        Where it cannot be read, or a column is not there.
    """
    from contextures.verify.large.tables import read_features

    named = None if categorical is None else [name.strip() for name in categorical.split(",") if name.strip()]
    return read_features(Path(file), target, task=task, categorical=named)


def points_of(table: Any) -> tuple[FloatArray, list[list[int]], list[str]]:
    """Return all rows of a table as points, the columns of each feature, and what was done to them."""
    from contextures.verify.large.preprocessing import Preprocessor

    steps = Preprocessor(table.categorical).fit(table.features)
    return steps.transform(table.features), steps.groups_, [*table.notes, *steps.notes_]
