"""How a context is made from a table of samples: its kind and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from contextures.errors import InputError, SettingError

if TYPE_CHECKING:
    from contextures.samples.data_context import DataContext
    from contextures.samples.tables import DataTable


class Kind(StrEnum):
    """Kinds of context."""

    KNN = "knn"
    RBF = "rbf"
    KNN_MASK = "knn-mask"
    RBF_MASK = "rbf-mask"
    LABEL = "label"


@dataclass(frozen=True)
class Recipe:
    """A kind of context with its settings.

    Attributes
    ----------
    kind : {"knn", "rbf", "knn-mask", "rbf-mask", "label"} or None
    k : int or None
        Neighbours, the point itself included.
    gamma : float or None
        γ of exp(−γ‖x − a‖²); 1/columns by default.
    label : str or None
        The column that is A in a context of labels.
    mask : float
        Part of the features that a mask hides, in (0, 1).
    draws : int
        Masks that are averaged.
    seed : int
        Of the masks.
    single : bool
        Whether a Gaussian kernel is computed in single precision.
    """

    kind: str | None = None
    k: int | None = None
    gamma: float | None = None
    label: str | None = None
    mask: float = 0.2
    draws: int = 50
    seed: int = 0
    single: bool = False

    @property
    def given(self) -> bool:
        """Whether anything says which context is meant."""
        return any(setting is not None for setting in (self.kind, self.k, self.gamma, self.label))

    def make(self, table: DataTable, rows: Any = slice(None)) -> DataContext:
        """Return the context of some rows of a table, of all by default.

        Columns of a data frame are standardised, categories made indicators; an array is taken as it stands.

        Raises
        ------
        InputError
            Where no kind is given, or a setting is missing, out of place or out of range.
        """
        from contextures.samples.preprocessing import Preprocessor
        from contextures.samples.sampled import knn_context, label_context, rbf_context

        if self.kind is None:
            raise SettingError(f"--context is needed: {', '.join(Kind)}")
        if self.kind not in set(Kind):
            raise SettingError(f"--context is {self.kind!r}; one of {', '.join(Kind)} is right")
        features = table.rows(rows)
        framed = hasattr(features, "iloc")
        if self.kind == Kind.LABEL:
            if self.label is None or self.k is not None or self.gamma is not None or self.single:
                raise SettingError(
                    "--context label takes --label COL, the column that is A, and neither --k, --gamma nor --single"
                )
            if not framed:
                raise InputError("an array has no columns of labels; a data frame, or `label_context`, is right")
            return label_context(features, self.label)
        if self.label is not None:
            raise SettingError(f"--label is for --context label, not for {self.kind}")
        settings: dict[str, Any] = {"preprocess": Preprocessor(table.categorical) if framed else None}
        if self.kind.endswith("mask"):
            if not 0 < self.mask < 1:
                raise SettingError(f"--mask is {self.mask:g}; a part between 0 and 1 is right")
            settings |= {"mask": self.mask, "draws": self.draws, "seed": self.seed}
        if self.kind.startswith("knn"):
            if self.k is None or self.gamma is not None or self.single:
                raise SettingError(f"--context {self.kind} takes --k, and neither --gamma nor --single")
            return knn_context(features, self.k, **settings)
        if self.k is not None:
            raise SettingError(f"--context {self.kind} takes --gamma, not --k")
        return rbf_context(features, self.gamma, dtype="float32" if self.single else "float64", **settings)
