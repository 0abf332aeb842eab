"""What the commands share that make a context from a table of samples, or read a saved one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from contextures.errors import InputError


class Kind(StrEnum):
    """Kinds of context."""

    KNN = "knn"
    RBF = "rbf"
    KNN_MASK = "knn-mask"
    RBF_MASK = "rbf-mask"
    LABEL = "label"


ContextOption = Annotated[Kind | None, typer.Option("--context", help="The kind of context to make from samples.")]
KOption = Annotated[int | None, typer.Option("--k", help="Neighbours, the point itself included.", metavar="K")]
GammaOption = Annotated[float | None, typer.Option(help="γ of exp(−γ‖x − a‖²); 1/columns by default.", metavar="G")]
MaskOption = Annotated[float, typer.Option(help="Part of the features that a mask hides.", metavar="PART")]
DrawsOption = Annotated[int, typer.Option(help="Masks that are averaged.", metavar="N")]
CategoricalOption = Annotated[
    str | None, typer.Option(help="Columns to read as categories, with commas between.", metavar="COL,…")
]
TargetOption = Annotated[str | None, typer.Option(help="The column to predict.", metavar="COL")]
LabelOption = Annotated[str | None, typer.Option(help="Column that is A in a context of labels.", metavar="COL")]
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
    label : str or None
    """

    kind: Kind | None
    k: int | None
    gamma: float | None
    mask: float
    draws: int
    seed: int
    single: bool
    label: str | None = None

    def make(self, features: Any, categorical: tuple[str, ...]) -> Any:
        """Return the context of the rows of a data frame, some columns of which are categories.

        Raises
        ------
        InputError
            Where no kind is given, or a setting is missing, out of place or out of range.
        """
        from contextures.samples.preprocessing import Preprocessor
        from contextures.samples.sampled import knn_context, label_context, rbf_context

        if self.kind is None:
            raise InputError(f"--context is needed: {', '.join(Kind)}")
        if self.kind is Kind.LABEL:
            if self.label is None or self.k is not None or self.gamma is not None or self.single:
                raise InputError(
                    "--context label takes --label COL, the column that is A, and neither --k, --gamma nor --single"
                )
            return label_context(features, self.label)
        if self.label is not None:
            raise InputError(f"--label is for --context label, not for {self.kind}")
        settings: dict[str, Any] = {"preprocess": Preprocessor(categorical)}
        if self.kind.endswith("mask"):
            if not 0 < self.mask < 1:
                raise InputError(f"--mask is {self.mask:g}; a part between 0 and 1 is right")
            settings |= {"mask": self.mask, "draws": self.draws, "seed": self.seed}
        if self.kind.startswith("knn"):
            if self.k is None or self.gamma is not None or self.single:
                raise InputError(f"--context {self.kind} takes --k, and neither --gamma nor --single")
            return knn_context(features, self.k, **settings)
        if self.k is not None:
            raise InputError(f"--context {self.kind} takes --gamma, not --k")
        return rbf_context(features, self.gamma, dtype=np.float32 if self.single else np.float64, **settings)


def read_samples(file: str, target: str | None, task: str | None, categorical: str | None) -> Any:
    """Return the table of a file.

    Raises
    ------
    InputError
        Where it cannot be read, or a column is not there.
    """
    from contextures.samples.tables import read_features

    named = None if categorical is None else [name.strip() for name in categorical.split(",") if name.strip()]
    return read_features(Path(file), target, task=task, categorical=named)
