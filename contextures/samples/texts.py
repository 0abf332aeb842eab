"""The context of words: A is a word, or n-gram, of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp

from contextures.errors import InputError
from contextures.reading.frames import is_frame
from contextures.samples.data_context import DataContext, assembled
from contextures.samples.named_laws import UNITS, Unit, Words, documents
from contextures.samples.remembered import Remembered, marks_of
from contextures.settings import count, is_whole


def text_context(
    texts: Any,
    column: str | None = None,
    *,
    ngrams: tuple[int, int] = (1, 1),
    unit: Unit = "word",
    least: int = 2,
) -> DataContext:
    """Context of words: A is drawn from the words, or n-grams, of document x, as often as they occur.

    Parameters
    ----------
    texts : sequence of str, (n,), or DataFrame
    column : str, optional
        Where `texts` is a data frame, the column that holds the documents.
    ngrams : (int, int)
        The shortest and the longest sequence of words or characters that counts as one.
    unit : {"word", "char"}
        Words of at least two letters or digits, in lower case; or characters.
    least : int
        Documents ≥ 1 that a word must occur in; one in a single document tells nothing but that document.

    Returns
    -------
    DataContext
        P_X is uniform and the law sparse. In a new document only these words count; where there is none of them, the
        law is P_A, and singular functions are 0.

    Raises
    ------
    InputError
        Where a document is no text or has none of the words, a setting is out of range, or there is a column of no data
        frame.

    Examples
    --------
    >>> from contextures import text_context
    >>> context = text_context(["red apple", "red rose", "blue sky", "blue sea", "red sky"])
    >>> context.n_a, context.spectrum(2).singular_values.round(3)
    (3, array([0.932, 0.604]))
    """
    from sklearn.feature_extraction.text import CountVectorizer

    if unit not in UNITS:
        raise InputError(f"unit is {unit!r}; one of {', '.join(UNITS)} is right")
    if not isinstance(ngrams, Sequence) or len(ngrams) != 2 or not all(is_whole(n, 1) for n in ngrams):
        raise InputError(f"ngrams is {ngrams!r}; two whole numbers ≥ 1 are right, such as (1, 2)")
    shortest, longest = map(int, ngrams)
    if shortest > longest:
        raise InputError(f"ngrams is {ngrams}; the shortest, then the longest is right")
    if column is not None and not is_frame(texts):
        raise InputError(f"column is {column!r}, and the documents are a {type(texts).__name__}; a data frame is right")
    given = documents(texts, column)
    vectors = CountVectorizer(analyzer=unit, ngram_range=(shortest, longest), min_df=count(least, "least"))
    try:
        counts = sp.csr_array(vectors.fit_transform(given), dtype=np.float64)
    except ValueError as error:
        raise InputError(
            f"no {unit} occurs in {least} documents; more documents, or a smaller `least`, are right"
        ) from error
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    if not (lengths > 0).all():
        bare = int(np.argmin(lengths))
        raise InputError(f"document {bare} holds no {unit} that occurs in {least} documents; leave it out")
    matrix = sp.csr_array(sp.diags_array(1.0 / lengths) @ counts)
    p_x = np.full(len(given), 1.0 / len(given))
    words_law = Words(vectors.get_feature_names_out().astype(str), matrix.T @ p_x, (shortest, longest), unit, column)
    law = Remembered(words_law, marks_of(given))
    long = f"{shortest}" if shortest == longest else f"{shortest} to {longest}"
    words = f"{unit}s" if longest == 1 else f"sequences of {long} {unit}s"
    return assembled(matrix, np.arange(len(given)), p_x, law, f"{matrix.shape[1]} {words} of documents")
