"""Laws on named values of A that come with a point: a list of them, or the words of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from contextures import arrays
from contextures.arrays import FloatArray, is_missing
from contextures.errors import InputError
from contextures.reading.frames import as_pandas, is_frame, is_series, values_of
from contextures.samples.conditionals import Matrix, over_known

Unit: TypeAlias = Literal["word", "char"]
"""What a text consists of."""
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, eq=False)
class Listed:
    """In proportion to weights on named values of A, which are given with a point.

    Attributes
    ----------
    labels : ndarray of str, (c,)
        The values of A.
    p_labels : ndarray, (c,)
        P_A.
    """

    labels: NDArray[np.str_]
    p_labels: FloatArray

    def at(self, points: Any) -> Matrix:
        """Return the law at m points as a sparse array, (m, c).

        Parameters
        ----------
        points : sequence of sequences of labels, or of mappings from labels to weights
            Labels that are no value of A do not count.

        Raises
        ------
        InputError
            Where a point is neither, or holds numbers alone of which none is a value of A, as a row of a table.
        """
        place = {str(label): j for j, label in enumerate(self.labels)}
        entries: list[tuple[int, int, float]] = []
        for i, point in enumerate(points):
            if isinstance(point, str) or not hasattr(point, "__iter__"):
                raise InputError(
                    f"point {i} is {point!r:.40}; a list of values of A, or a mapping to weights, is right"
                )
            pairs = [*(point.items() if isinstance(point, Mapping) else ((label, 1.0) for label in point))]
            known = [(i, place[str(label)], float(w)) for label, w in pairs if str(label) in place]
            if pairs and not known and all(isinstance(label, float | np.floating) for label, _ in pairs):
                raise InputError(
                    f"point {i} is {point!r:.40}, numbers of which none is a value of A; a list of values of A, or a "
                    "mapping to weights, is right"
                )
            entries += known
        rows, columns, weights = (list(part) for part in zip(*entries, strict=True)) if entries else ([], [], [])
        values = arrays.nonnegative(weights, "the weights", 1) if weights else np.empty(0)
        hits = sp.coo_array((values, (rows, columns)), shape=(len(points), len(self.labels)), dtype=np.float64)
        return over_known(hits.tocsr(), self.p_labels)


@dataclass(frozen=True, eq=False)
class Words:
    """In proportion to how often a word, or sequence of words or characters, occurs in a document.

    Attributes
    ----------
    words : ndarray of str, (c,)
        The values of A.
    p_words : ndarray, (c,)
        P_A.
    ngrams : (int, int)
        The shortest and the longest sequence.
    unit : {"word", "char"}
    column : str or None
        The column of a data frame that holds the documents.
    """

    words: NDArray[np.str_]
    p_words: FloatArray
    ngrams: tuple[int, int]
    unit: Unit
    column: str | None = None

    def at(self, points: Any) -> Matrix:
        """Return the law at m documents, or rows of a data frame, as a sparse array, (m, c)."""
        from sklearn.feature_extraction.text import CountVectorizer

        known = CountVectorizer(analyzer=self.unit, ngram_range=self.ngrams, vocabulary=list(self.words))
        counts = known.transform(documents(points, self.column))
        return over_known(sp.csr_array(counts, dtype=np.float64), self.p_words)


def documents(texts: Any, column: str | None = None) -> list[str]:
    """Return documents as a list of str; InputError where one is none."""
    if is_frame(texts):
        table = as_pandas(texts)
        if column is None and len(table.columns) != 1:
            raise InputError("a data frame of documents needs column=NAME, the column that holds them")
        name = table.columns[0] if column is None else column
        if name not in table:
            raise InputError(f"the table has no column {name!r}; it has {', '.join(table.columns[:20])}")
        given: list[Any] = table[name].tolist()
    else:
        if isinstance(texts, str) or not isinstance(texts, Iterable):
            raise InputError(f"the documents are {type(texts).__name__}; a list of texts, one for each, is right")
        given = list(values_of(texts) if is_series(texts) else texts)
    for i, text in enumerate(given):
        if not isinstance(text, str):
            raise InputError(
                f"document {i} is {'missing' if is_missing(text) else f'a {type(text).__name__}'}; a text is right"
            )
    return given
