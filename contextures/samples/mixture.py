"""A mixture of contexts by any operation, and what it and they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Unpack, get_args

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray, Labels, finite
from contextures.contexts.context import Context
from contextures.errors import InputError, SettingError
from contextures.markup import card, paragraph, table
from contextures.reading.options import Reading, as_reading
from contextures.samples.data_context import DataContext
from contextures.samples.gathered import Several, gathered, recipes
from contextures.samples.mixing import concatenate, convolve, mix, product
from contextures.samples.mixture_weights import LearnedWeights, OptimalWeights, learn_weights, optimal_weights
from contextures.samples.recipe import Making, refuse_unknown
from contextures.samples.recommend import recommend
from contextures.samples.saved import refuse_unsaveable
from contextures.samples.sources import Held, Law, parted
from contextures.samples.summary import Summary, in_words, name_of, summary_of, with_spectrum
from contextures.settings import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes

By: TypeAlias = Literal["mix", "convolve", "concatenate", "product", "recommended"]
"""How contexts are mixed."""
OPERATIONS: tuple[By, ...] = get_args(By)
UNWEIGHTED: dict[str, Any] = {"convolve": convolve, "concatenate": concatenate, "product": product}
"""The operations without weights."""
TOLERANCE = 1e-6
"""How close to the largest value of v optimal weights come."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """One context out of several.

    Attributes
    ----------
    operation : {"mix", "convolve", "concatenate", "product"}
    weights : ndarray, (r,), or None
        Of a convex combination, of sum 1.
    learning : LearnedWeights, OptimalWeights or None
        How they were found, where they were not given.
    dimension : int
        d of the encoders that they were found with.
    parts : tuple of Summary
        What each of the contexts is worth.
    whole : Summary
        What the mixture is worth.
    preprocessing : tuple of str
        What was done to samples, a sentence each.
    understood : tuple of str
        What was understood of each file, in one line.
    """

    operation: str
    weights: FloatArray | None
    learning: LearnedWeights | OptimalWeights | None
    dimension: int
    parts: tuple[Summary, ...]
    whole: Summary
    preprocessing: tuple[str, ...]
    understood: tuple[str, ...] = ()

    @property
    def context(self) -> Context | DataContext:
        """The mixture itself."""
        return self.whole.context

    def __repr__(self) -> str:
        """The operation and what came of it."""
        return f"Mixture({self.operation} of {len(self.parts)} contexts, {in_words(self.whole.usefulness)})"

    def _repr_html_(self) -> str:
        """A row for each context and one for the mixture, for a notebook."""
        shares = [""] * len(self.parts) if self.weights is None else [f"{share:.4f}" for share in self.weights]
        told = [*zip(map(name_of, (part.context for part in self.parts)), shares, self.parts, strict=True)]
        rows = [
            [name, share, *(value for _, value in seen.rows())]
            for name, share, seen in [*told, (self.operation, "", self.whole)]
        ]
        head = ["context", "weight", *(name for name, _ in self.whole.rows())]
        found = self.learning and repr(self.learning)
        notes = [*([found] if found else []), *self.whole.notes(), *self.preprocessing]
        return card(repr(self), table(head, rows), *map(paragraph, notes))

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures mix --json` writes."""
        found = self.learning
        return {
            "format": 1,
            "operation": self.operation,
            "weights": None if self.weights is None else self.weights.tolist(),
            "learning": found
            and {"d": self.dimension, "value": found.value, "regret": found.regret, "losses": found.losses.tolist()},
            "contexts": [part.to_json() for part in self.parts],
            "mixture": {**self.whole.to_json(), "singular_values": self.whole.singular_values.tolist()},
            "preprocessing": list(self.preprocessing),
            "understood": list(self.understood),
        }

    def plot(self, axes: Axes | None = None) -> Axes:
        """Draw the spectra of the contexts and of the mixture on axes of Matplotlib, by default of a new figure."""
        from contextures.samples.picture import draw_spectra
        from contextures.style import drawing

        shares = [""] * len(self.parts) if self.weights is None else [f", weight {w:.3g}" for w in self.weights]
        names = [name_of(part.context) for part in self.parts]
        parts = [
            (name + (f" {place}" if names.count(name) > 1 else "") + share, part.singular_values)
            for place, (name, share, part) in enumerate(zip(names, shares, self.parts, strict=True), 1)
        ]
        with drawing(axes) as drawn:
            draw_spectra(parts, (self.operation, self.whole.singular_values), drawn)
        return drawn

    def save(self, path: str | PathLike[str]) -> None:
        """Write the mixture to an .npz file, labels that are tuples as text; raises as `save_context` does."""
        context = self.context
        if isinstance(context, Context):
            context = replace(
                context,
                row_labels=_as_text(context.row_labels),
                column_labels=_as_text(context.column_labels),
                dropped_rows=_as_text(context.dropped_rows),
                dropped_columns=_as_text(context.dropped_columns),
            )
        context.save(path)


def as_operation(name: str) -> By:
    """Return the operation of a name; SettingError where there is none."""
    known = next((each for each in OPERATIONS if each == name), None)
    if known is None:
        raise SettingError(f"--by is {name!r}; one of {', '.join(OPERATIONS)} is right")
    return known


def mixture(
    *sources: Any,
    by: By = "mix",
    weights: ArrayLike | Literal["learned", "optimal"] | None = None,
    dimension: int = 8,
    steps: int = 50,
    holds: Held | None = None,
    context: str | None = None,
    k: Several[int] = None,
    gamma: Several[float] = None,
    label: Several[str] = None,
    partner: Any = None,
    model: Any = None,
    target: str | None = None,
    categorical: Iterable[str] | None = None,
    rank: int = 512,
    beta: float = 1.0,
    seed: int = 0,
    saveable: bool = False,
    reading: Reading | Mapping[str, Any] | None = None,
    **making: Unpack[Making],
) -> Mixture:
    """Make one context out of several with the same P_X, and say what it and they are worth.

    Parameters
    ----------
    *sources : Context, DataContext, Spectrum, path, array_like or DataFrame
        Contexts or spectra, or paths of saved ones (.npz); what `holds` says; or, with `context`, one table of samples.
    by : {"mix", "convolve", "concatenate", "product", "recommended"}
        The operation, a function of that name; or the one that `recommend` names.
    weights : array_like, (r,), "learned" or "optimal", optional
        Of a convex combination: w_j ≥ 0 of sum 1, those of `learn_weights` or of `optimal_weights`. Default: equal.
    dimension : int
        d ≥ 1 of the encoders that weights are found with.
    steps : int
        Steps ≥ 1 in which weights are learned.
    holds : {"table", "pairs", "conditional"}, optional
        What the files or arrays hold, where they are no contexts; see `spectrum`.
    context : str, optional
        The kind of contexts, as for `evaluate`, to make from one table of samples.
    k, gamma, label : int, float and str, or sequences of them, optional
        One of these, a value for each of these contexts, or one for all; see `evaluate`.
    partner, model : optional
        Of contexts "pairs", "trees" or "teacher"; a list holds one for each of these contexts; see `evaluate`.
    categorical : iterable of str, optional
        Columns to read as categories, besides those that do not hold numbers.
    target : str, optional
        A column of the samples that is left out.
    rank, beta : int and float
        d_0 ≥ 2 and β ≥ 0 of the metric τ.
    seed : int
        Of the masks.
    saveable : bool
        Whether to refuse, before any spectrum is computed, a mixture that would be too large to save.
    reading : Reading or dict of its settings, optional
        What a guess may get wrong where a file is read: delimiter, header, index column, missing values, …
    **making : mask, draws, single, approximate, recall, kept, jobs, backend, folder, ngrams, unit, least and bins
        Settings that these contexts share, as for `evaluate`.

    Returns
    -------
    Mixture

    Raises
    ------
    InputError
        Where contexts cannot be read or do not fit, there are fewer than two, or a setting is out of range.

    Examples
    --------
    >>> import contextures as cx
    >>> cx.mixture([[9, 1], [1, 9]], [[6, 4], [4, 6]], holds="table", by="convolve")
    Mixture(convolve of 2 contexts, τ = 2 at d = 1)
    """
    refuse_unknown(mixture, making)
    by = as_operation(by)
    if weights is not None and by not in ("mix", "recommended"):
        raise SettingError(f"--weights go with a convex combination, not with --by {by}")
    made = recipes(context, k, gamma, label, partner, model, seed, **making)
    folder = making.get("folder")
    recommended = by == "recommended"
    found = gathered(
        sources, holds, made, target, categorical, as_reading(reading), rank=count(rank, "rank"), kept=recommended
    )
    laws: list[Any] = [parted(each)[0] for each in found.contexts]
    if saveable:
        _refuse_unsaveable(laws, by)
    contexts = list(found.contexts)
    operation: str = by
    if recommended:
        contexts = [with_spectrum(each, rank, folder) for each in contexts]
        operation = str(recommend(*contexts, beta=beta, d0=rank).operation)
        if operation != "mix" and weights is not None:
            raise SettingError(f"{operation} is recommended, and takes no --weights; --by mix is right with them")
    shares, learning = _weights(laws, weights, dimension, steps) if operation == "mix" else (None, None)
    mixed = UNWEIGHTED[operation](*laws) if shares is None else mix(*laws, weights=shares)
    parts = [summary_of(with_spectrum(each, rank, folder), rank, beta) for each in contexts]
    whole = summary_of(with_spectrum(mixed, rank, folder), rank, beta)
    return Mixture(operation, shares, learning, dimension, tuple(parts), whole, found.notes, found.understood)


def _weights(
    laws: Sequence[Any], weights: Any, dimension: int, steps: int
) -> tuple[FloatArray, LearnedWeights | OptimalWeights | None]:
    """The weights of a convex combination, and how they were found."""
    if isinstance(weights, str):
        if weights not in ("learned", "optimal"):
            raise SettingError(f"--weights is {weights!r}; w_1,w_2,… or learned or optimal is right")
        learned = weights == "learned"
        found: LearnedWeights | OptimalWeights = (
            learn_weights(laws, dimension, steps=steps)
            if learned
            else optimal_weights(laws, dimension, tolerance=TOLERANCE)
        )
        return found.weights, found
    return np.full(len(laws), 1.0 / len(laws)) if weights is None else finite(weights, "weights"), None


def _refuse_unsaveable(laws: Sequence[Law], by: str) -> None:
    """Raise InputError, before any spectrum is computed, where the mixture would be too large for a file."""
    operations: dict[str, list[Any]] = {"mix": [mix], "convolve": [convolve], "recommended": [mix, convolve]}
    for operation in operations.get(by, []):
        try:
            mixed = operation(*laws)
        except InputError:
            if by == "recommended":  # then it is not, or is refused later
                continue
            raise
        refuse_unsaveable(mixed)


def _as_text(labels: Labels) -> Labels:
    return tuple(", ".join(map(str, label)) if isinstance(label, tuple) else label for label in labels)
