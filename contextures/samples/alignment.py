"""How alike two representations of the same points are: canonical correlations and shared neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError, SettingError
from contextures.markup import card, table
from contextures.reading.options import Reading, as_reading
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.memory import refuse_beyond
from contextures.samples.needs import NUMBER, refuse_spectrum
from contextures.samples.sampled import matrix, neighbour_count
from contextures.samples.search import neighbours_of
from contextures.samples.sources import Law, is_context, is_text, named, opened, parted, representation
from contextures.samples.subset import SubsetSpectrum, subset_spectrum

WHITENING = 3
"""Copies of the values that whitening makes, at the least."""
DEPENDENT = 1e-10
"""Directions whose variance, with columns of variance 1, is below this part of the largest one are left out."""


@dataclass(frozen=True, eq=False)
class Alignment:
    """How alike two representations of the same points are.

    Attributes
    ----------
    points : int
    dimensions : (int, int)
        Of the two.
    cca : float
        The mean squared canonical correlation, in [0, 1]; see `cca_alignment`.
    mutual_neighbours : float
        The mean part of the k nearest neighbours that a point has in both, in [0, 1].
    k : int
    spectrum : SubsetSpectrum or None
        Of one context and the values of one encoder: the spectrum that the encoder shows.
    understood : tuple of str
        What was understood of each file, in one line.
    """

    points: int
    dimensions: tuple[int, int]
    cca: float
    mutual_neighbours: float
    k: int
    spectrum: SubsetSpectrum | None
    understood: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Both measures."""
        return f"Alignment(cca={self.cca:.4g}, mutual_neighbours={self.mutual_neighbours:.4g}, k={self.k})"

    def _repr_html_(self) -> str:
        """Both measures in words, for a notebook."""
        rows = [
            ["mean squared canonical correlation", f"{self.cca:.4f}"],
            [f"shared part of the {self.k} nearest neighbours", f"{self.mutual_neighbours:.4f}"],
        ]
        d, p = self.dimensions
        return card(f"{self.points} points in {d} and {p} dimensions", table(["measure", "value"], rows))

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures align --json` writes."""
        return {
            "format": 1,
            "points": self.points,
            "dimensions": list(self.dimensions),
            "cca": self.cca,
            "mutual_neighbours": self.mutual_neighbours,
            "k": self.k,
            "squares": self.spectrum and self.spectrum.squares.tolist(),
            "sample_size": self.spectrum and self.spectrum.sample_size,
            "understood": list(self.understood),
        }


def align(
    first: Any,
    second: Any,
    *,
    k: int = 10,
    rank: int = 16,
    subset: int | None = None,
    seed: int = 0,
    reading: Reading | Mapping[str, Any] | None = None,
) -> Alignment:
    """Compare representations: canonical correlations, shared neighbours, and the spectrum that an encoder shows.

    Parameters
    ----------
    first, second : Context, DataContext, Spectrum, array_like (n, p), DataFrame or path
        Over the same n points: matched by label where both have labels, else in the same order. Of a context, or a
        saved one (.npz), the top singular functions are taken; other files hold values (.npy, CSV or TSV).
    k : int
        Neighbours that are compared, from 1 to n − 1.
    rank : int
        Singular functions of a context that are compared, ≥ 1.
    subset : int, optional
        Of a context and values: points, ≥ 2, that the spectrum is estimated from; default: all.
    seed : int
        Of the draw of these points.
    reading : Reading or dict of its settings, optional
        What a guess may get wrong where a file is read: delimiter, header, index column, missing values, …

    Returns
    -------
    Alignment

    Raises
    ------
    InputError
        Where one cannot be read, they have not equally many points, or a setting is out of range.

    Examples
    --------
    >>> import numpy as np, contextures as cx
    >>> x = np.random.default_rng(0).normal(size=(50, 2))
    >>> cx.align(x, 3 * x[:, ::-1])
    Alignment(cca=1, mutual_neighbours=1, k=10)
    """
    said = as_reading(reading)
    if not any(is_text(source) for source in (first, second)):
        said.refuse("neither side is a file of text")
    sides = [_Side.of(source, said) for source in (first, second)]
    counts = [side.points for side in sides]
    if counts[0] != counts[1]:
        names = named(first, "the first"), named(second, "the second")
        raise InputError(f"{names[0]} has {counts[0]} points and {names[1]} has {counts[1]}; the same are right")
    for side in sides:
        side.refuse(rank)
    (law, values), (other_law, other_values) = (side.represented(rank) for side in sides)
    labels, other_labels = (side.labels for side in sides)
    if law is None and other_law is not None:
        values = _in_order(values, other_labels, labels)
    else:
        other_values = _in_order(other_values, labels, other_labels)
    context, encoder = (law, other_values) if other_law is None else (other_law, values)
    one_of_each = (law is None) != (other_law is None)
    if subset is not None and not one_of_each:
        raise SettingError("--subset estimates the spectrum of one context from the values of one encoder; name both")
    return Alignment(
        points=len(values),
        dimensions=(values.shape[1], other_values.shape[1]),
        cca=cca_alignment(values, other_values),
        mutual_neighbours=mutual_neighbours(values, other_values, k),
        k=k,
        spectrum=subset_spectrum(context, encoder, subset, seed) if context is not None and one_of_each else None,
        understood=tuple(words for side in sides for words in side.understood),
    )


@dataclass(frozen=True, eq=False)
class _Side:
    """One of the two: a context or a spectrum, or values (n, d), labels of their rows, and what was understood."""

    found: Law | Spectrum | FloatArray
    labels: Sequence[Any] | None = None
    understood: tuple[str, ...] = ()

    @classmethod
    def of(cls, source: Any, reading: Reading) -> _Side:
        if not is_context(source):
            return cls(*representation(source, reading))
        found = opened(source)
        return cls(found, _labels(parted(found)[0]))

    @property
    def points(self) -> int:
        found = self.found.context if isinstance(self.found, Spectrum) else self.found
        return len(found) if isinstance(found, np.ndarray) else found.n_x

    def refuse(self, rank: int) -> None:
        """Raise InputError for a rank that is none, or where there is less memory than a spectrum or values need."""
        if isinstance(self.found, np.ndarray):
            columns = self.found.shape[1]
        elif rank < 1:
            raise SettingError(f"--rank is {rank}; at least 1 is right")
        else:
            columns = rank
        if isinstance(self.found, DataContext):
            refuse_spectrum(min(self.found.core.shape), rank)
        most = min(columns, self.points)
        refuse_beyond(
            NUMBER * WHITENING * self.points * most,
            f"whitening of {self.points:,} points in {most:,} dimensions",
            "fewer points or dimensions are right",
        )

    def represented(self, rank: int) -> tuple[Law | None, FloatArray]:
        """The context, if it is one, and the values."""
        found = self.found
        if isinstance(found, np.ndarray):
            return None, found
        if isinstance(found, Context):
            return found, found.left[:, :rank]
        if not isinstance(found, Spectrum):
            found = found.spectrum(rank)
        return found.context, found.left[:, : min(rank, max(found.resolved, 1))]


def _labels(context: Law) -> Sequence[Any] | None:
    """The labels of the points of a context, if it has some that are more than numbers."""
    labels = context.row_labels
    return None if labels is None or all(isinstance(label, int | np.integer) for label in labels) else list(labels)


def _in_order(values: FloatArray, labels: Sequence[Any] | None, own: Sequence[Any] | None) -> FloatArray:
    """Values with labels of their own, in the order of other labels.

    Raises
    ------
    InputError
        Where they are not the same labels.
    """
    if labels is None or own is None or list(labels) == list(own):
        return values
    place = {label: i for i, label in enumerate(own)}
    if len(place) < len(own) or set(place) != set(labels):
        odd = next((label for label in labels if label not in place), own[0])
        raise InputError(f"the rows of the two have different labels ({odd!r}); the same points are right")
    return values[[place[label] for label in labels]]


def canonical_correlations(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the canonical correlations of two representations, descending, (min of the two ranks,).

    Parameters
    ----------
    first, second : array_like, (n, p) and (n, q)
        Values at the same points.

    Raises
    ------
    InputError
        Where the lengths differ, an entry is not finite, or one of them is constant.
    """
    bases = [whitened(values, name) for values, name in zip(_pair(first, second), ("first", "second"), strict=True)]
    correlations: FloatArray = np.linalg.svd(bases[0].T @ bases[1], compute_uv=False) / len(bases[0])
    return np.minimum(correlations, 1.0)


def cca_alignment(first: ArrayLike, second: ArrayLike) -> float:
    """Return the mean squared canonical correlation, R², over the smaller of the two ranks: in [0, 1].

    Parameters
    ----------
    first, second : array_like, (n, p) and (n, q)

    Raises
    ------
    InputError
        As for `canonical_correlations`.

    Notes
    -----
    Invariant under invertible linear maps of either (Kornblith et al. 2019), unless one brings the variance of a
    direction, columns scaled to 1, below 1e-10 of the largest; 1 where one span holds the other. C25 §3 compares
    encoders with the top singular functions so.
    """
    return float(np.square(canonical_correlations(first, second)).mean())


def mutual_neighbours(first: ArrayLike, second: ArrayLike, k: int = 10, *, whiten: bool = True) -> float:
    """Return the mean part of the k nearest neighbours that a point has in both representations: in [0, 1].

    Parameters
    ----------
    first, second : array_like, (n, p) and (n, q)
    k : int
        From 1 to n − 1; the point itself does not count.
    whiten : bool
        Whether both are centred and whitened first, as in C25.

    Raises
    ------
    InputError
        Where the lengths differ, an entry is not finite, one of them is constant, or k is out of range.

    Notes
    -----
    Huh et al. (2024).
    """
    pair = _pair(first, second)
    n = len(pair[0])
    k = neighbour_count(k, n)
    found = []
    for values, name in zip(pair, ("first", "second"), strict=True):
        points = whitened(values, name) if whiten else values
        near = neighbours_of(points, points, k + 1)
        others = near != np.arange(n)[:, None]
        others[others.all(axis=1), -1] = False  # a copy of the point stands for it
        found.append(np.nonzero(others)[0] * n + near[others])
    both = np.intersect1d(found[0], found[1], assume_unique=True)
    return len(both) / (n * k)


def whitened(values: FloatArray, name: str = "values") -> FloatArray:
    """Return centred values in coordinates of variance 1 and correlation 0, (n, rank).

    Raises
    ------
    InputError
        Where the values are constant.

    Notes
    -----
    Columns are scaled to variance 1 first, so that their units do not tell which directions are left out.
    """
    centred = values - values.mean(axis=0)
    deviations = centred.std(axis=0)
    varies = deviations > DEPENDENT * np.abs(values).max(axis=0)
    if not varies.any():
        raise InputError(f"{name} is constant; a representation that varies is right")
    basis, scales, _ = np.linalg.svd(centred[:, varies] / deviations[varies], full_matrices=False)
    kept = scales > np.sqrt(DEPENDENT) * scales[0]
    white: FloatArray = basis[:, kept] * np.sqrt(len(values))
    return white


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[FloatArray, FloatArray]:
    a, b = matrix(first, keep=False), matrix(second, keep=False)
    if len(a) != len(b):
        raise InputError(f"the representations have {len(a)} and {len(b)} points; equally many are right")
    return a, b
