"""How a context is made from a table of samples: its kind and its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from contextures.errors import InputError, SettingError
from contextures.samples.kinds import DONORS, LEARNED, TAKERS, Kind, refuse_misplaced

if TYPE_CHECKING:
    from contextures.arrays import IntArray
    from contextures.samples.data_context import DataContext
    from contextures.samples.named_laws import Unit
    from contextures.samples.tables import DataTable
    from contextures.workers import Backend


ENTRY = 12.0
"""Bytes of an entry of a sparse law: a number, and its column."""
MASK = 0.2
"""The part of the features that is hidden or replaced, unless said otherwise."""


class Making(TypedDict, total=False):
    """Settings of a `Recipe` that no context needs and that contexts of one table share, as keywords of functions."""

    mask: float | None
    draws: int | None
    single: bool
    approximate: bool | None
    recall: float | None
    kept: int | None
    jobs: int
    backend: Backend
    folder: Any
    ngrams: tuple[int, int] | None
    unit: Unit | None
    least: int | None
    bins: int | None


def refuse_unknown(function: Callable[..., object], making: Iterable[str]) -> None:
    """Raise InputError, with the name that is nearest, where keywords of a function are no settings of a context."""
    wrong = next((name for name in making if name not in Making.__annotations__), None)
    if wrong is None:
        return
    collected = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    known = [name for name, each in signature(function).parameters.items() if each.kind not in collected]
    known += Making.__annotations__
    near = get_close_matches(wrong, known, n=1)
    right = f"{near[0]!r} is right" if near else f"it has {', '.join(known)}"
    raise InputError(f"{function.__name__} has no setting {wrong!r}; {right}")


@dataclass(frozen=True)
class Recipe:
    """A kind of context with its settings.

    Attributes
    ----------
    kind : a value of `Kind`, or None
    k : int or None
        Neighbours, the point itself included.
    gamma : float or None
        γ of exp(−γ‖x − a‖²); 1/columns by default.
    label : str or None
        The column that is A in a context of labels, holds the documents, or is what trees or a teacher learn.
    mask : float, optional
        Part of the features that a mask hides, or a corruption replaces, in (0, 1); 0.2 by default.
    draws : int, optional
        Masks or corruptions that are averaged; 50 by default.
    seed : int
        Of the masks, corruptions and models.
    single : bool
        Whether a Gaussian kernel is computed in single precision.
    partner : path, array_like or DataFrame, optional
        The second view of a context of pairs, row by row.
    model : estimator or path, optional
        Of trees or a teacher: a fitted model or one to fit, or the path of one that skops saved.
    approximate : bool, optional
        Whether neighbours may be approximate; by default beyond 200,000 rows.
    recall : float, optional
        The part of the nearest neighbours that approximate ones must hold, in (0, 1).
    kept : int, optional
        Nearest distinct points that a Gaussian kernel is cut to.
    jobs : int
        Worker processes that find neighbours.
    backend : {"loky", "dask"}
        Processes of this machine, or a dask cluster.
    folder : path, optional
        Where blocks of neighbours are kept, so that a search that was interrupted goes on.
    ngrams, unit, least : optional
        Of texts, as for `text_context`.
    bins : int, optional
        Of a teacher, as for `teacher_context`.

    Raises
    ------
    InputError
        Where there is no such kind, or a setting is given that it does not have.
    """

    kind: str | None = None
    k: int | None = None
    gamma: float | None = None
    label: str | None = None
    mask: float | None = None
    draws: int | None = None
    seed: int = 0
    single: bool = False
    partner: Any = None
    model: Any = None
    approximate: bool | None = None
    recall: float | None = None
    kept: int | None = None
    jobs: int = 1
    backend: Backend = "loky"
    folder: Any = None
    ngrams: tuple[int, int] | None = None
    unit: Unit | None = None
    least: int | None = None
    bins: int | None = None

    def __post_init__(self) -> None:
        """Check that the settings are those of the kind."""
        if self.kind is None:
            return
        if self.kind not in set(Kind):
            raise SettingError(f"--context is {self.kind!r}; one of {', '.join(Kind)} is right")
        refuse_misplaced(self.kind, self.given)
        if self.recall is not None and self.approximate is False:
            raise SettingError("--recall is for approximate neighbours, and --exact asks for the nearest ones")

    @property
    def given(self) -> tuple[str, ...]:
        """The settings that some kinds have and others have not, and that are given, by name."""
        values = {field.name: (getattr(self, field.name), field.default) for field in fields(self)}
        return tuple(
            name
            for name, (value, default) in values.items()
            if name in TAKERS and value is not None and (default is None or value != default)
        )

    def opened(self) -> Recipe:
        """Return the recipe with its model read, where that is a file."""
        return replace(self, model=_opened(self.model))

    def law_bytes(self, n: int) -> float | None:
        """Return the bytes that its law on n distinct points takes at the least; None where its order is not known."""
        from contextures.samples.sampled import WHOLE

        base, _, how = (self.kind or "").partition("-")
        if how in DONORS:
            return None
        if base in (Kind.KNN, Kind.PAIRS):
            return ENTRY * n * self.k if isinstance(self.k, int) else None
        if base != Kind.RBF:
            return None
        if self.kept is not None:
            return ENTRY * n * self.kept
        return (4.0 if self.single else 8.0) * n**2 if how or n <= WHOLE else 0.0

    def make(self, table: DataTable, rows: IntArray | None = None, target: str | None = None) -> DataContext:
        """Return the context of some rows of a table, of all by default.

        Columns of a data frame are standardised, categories made indicators; an array is taken as it stands.

        Parameters
        ----------
        table : DataTable
        rows : ndarray of int, optional
        target : str, optional
            The name of the target of the table, which a model may learn.

        Raises
        ------
        InputError
            Where no kind is given, or a setting is missing or out of range.
        """
        from contextures.samples.partners import pair_context
        from contextures.samples.preprocessing import Preprocessor
        from contextures.samples.sampled import knn_context, rbf_context
        from contextures.settings import is_number

        if self.kind is None:
            raise SettingError(f"--context is needed: {', '.join(Kind)}")
        base, _, how = self.kind.partition("-")
        features = table.rows(rows)
        framed = hasattr(features, "iloc")
        if self.kind in (Kind.LABEL, Kind.TEXT, *LEARNED):
            return self._of_column(table, features, rows, target, framed)
        settings: dict[str, Any] = {"preprocess": Preprocessor(table.categorical) if framed else None}
        if self.kind == Kind.PAIRS:
            if self.partner is None or self.k is None:
                raise SettingError("--context pairs takes --partner FILE and --k")
            partners = self._partners(len(table.features))
            return pair_context(features, partners if rows is None else partners[rows], self.k, **settings)
        if how:
            part = MASK if self.mask is None else self.mask
            if not (is_number(part) and 0 < part < 1):
                raise SettingError(f"--mask is {part!r}; a part between 0 and 1 is right")
            share = {"mask": part} if how == "mask" else {"corrupt": part, "donors": DONORS[how]}
            settings |= share | {"seed": self.seed} | self._said("draws")
        if base == "knn":
            if self.k is None:
                raise SettingError(f"--context {self.kind} takes --k")
            settings |= {"approximate": self.approximate, **self._said("recall")}
            settings |= {"jobs": self.jobs, "backend": self.backend, "folder": self.folder}
            return knn_context(features, self.k, **settings)
        settings |= {"dtype": "float32" if self.single else "float64", "kept": self.kept}
        return rbf_context(features, self.gamma, **settings)

    def _of_column(
        self, table: DataTable, features: Any, rows: IntArray | None, target: str | None, framed: bool
    ) -> DataContext:
        """A context that one column of the table makes, or that a model makes which learned it."""
        from contextures.samples.modelled import booster, forest, teacher_context, tree_context
        from contextures.samples.preprocessing import Preprocessor
        from contextures.samples.sampled import label_context
        from contextures.samples.texts import text_context

        if self.kind not in LEARNED:
            what = "the column that is A" if self.kind == Kind.LABEL else "the column that holds the documents"
            if self.label is None:
                raise SettingError(f"--context {self.kind} takes --label COL, {what}")
            if not framed:
                what = "labels" if self.kind == Kind.LABEL else "documents"
                raise InputError(f"an array has no columns of {what}; a data frame, or `{self.kind}_context`, is right")
            if self.kind == Kind.LABEL:
                return label_context(features, self.label)
            return text_context(features, self.label, **self._said("ngrams", "unit", "least"))
        y, regression = self._learned(table, features, rows, target)
        if framed and self.label in features:
            features = features.drop(columns=self.label)
        model = self.opened().model
        if model is None:
            if self.kind == Kind.TEACHER and regression is None:
                raise SettingError("--context teacher takes --label COL, what it learns, or --model FILE, a fitted one")
            model = forest(regression, self.seed) if self.kind == Kind.TREES else booster(bool(regression), self.seed)
        nominal = [column for column in table.categorical if column != self.label]
        steps = Preprocessor(nominal) if framed else None
        if self.kind == Kind.TREES:
            return tree_context(features, model, y, preprocess=steps)
        return teacher_context(features, model, y, preprocess=steps, **self._said("bins"))

    def _said(self, *names: str) -> dict[str, Any]:
        """Those of some settings that are given."""
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}

    def _learned(
        self, table: DataTable, features: Any, rows: IntArray | None, target: str | None
    ) -> tuple[Any, bool | None]:
        """What a model learns, and whether that is a regression; None where it learns nothing."""
        import numpy as np

        from contextures.samples.column_law import texts
        from contextures.samples.tables import as_numbers

        if self.label is None:
            return None, None
        if self.label == target and table.target is not None:
            return table.target if rows is None else table.target[rows], table.task == "regression"
        if not hasattr(features, "iloc") or self.label not in features:
            where = (
                "a column of the samples, or their target," if hasattr(features, "iloc") else "the target of the array"
            )
            raise SettingError(f"--label is {self.label!r}; {where} is right")
        if self.label in table.categorical:
            return texts(features, self.label), False
        values = as_numbers(features[self.label], self.label)
        if np.isnan(values).any():
            raise InputError(f"column {self.label!r} has missing entries, so that a model cannot learn it")
        return values, len(np.unique(values)) > 2

    def _partners(self, size: int) -> Any:
        """The second view, one row for each of the table."""
        from contextures.samples.sources import representation

        values = representation(self.partner)[0]
        if len(values) != size:
            raise InputError(f"--partner has {len(values)} rows and the samples have {size}; the same items are right")
        return values


def _opened(model: Any) -> Any:
    """A model, itself or from the file that skops saved it to."""
    import numpy as np

    from contextures.samples.stored_models import unpacked_model

    if not isinstance(model, str | Path):
        return model
    try:
        kept = np.frombuffer(Path(model).read_bytes(), dtype=np.uint8)
    except OSError as error:
        raise InputError(f"{model} cannot be read ({(error.strerror or str(error)).lower()})") from error
    return unpacked_model(kept, str(model))
