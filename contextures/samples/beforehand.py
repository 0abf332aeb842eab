"""What memory contexts of a table and their spectra need: told before neighbours are searched for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contextures.arrays import IntArray
from contextures.errors import InputError
from contextures.samples.needs import NUMBER, SIDES, refuse_spectrum
from contextures.samples.neighbours import merged
from contextures.samples.recipe import Recipe
from contextures.samples.tables import DataTable


def refuse_beforehand(
    recipes: Sequence[Recipe],
    table: DataTable,
    rank: int,
    rows: IntArray | None = None,
    *,
    new: int = 0,
    kept: bool = False,
) -> None:
    """Raise InputError where memory would not hold the contexts that recipes make of a table, and their spectra.

    Parameters
    ----------
    recipes : sequence of Recipe
    table : DataTable
    rank : int
        Singular values that are wanted of each context.
    rows : ndarray of int, optional
        The rows that the contexts are made of; by default all.
    new : int
        Rows to which singular functions are extended.
    kept : bool
        Whether all spectra are kept, and not one at a time.

    Notes
    -----
    What is needed at the least is told, so that nothing is refused that would fit. Points that coincide are one; they
    are counted where their number decides.
    """
    n = len(table.features) if rows is None else len(rows)
    try:
        _refuse(recipes, n, rank, new, kept)
    except InputError:
        _refuse(recipes, _distinct(table.rows(rows)), rank, new, kept)


def _refuse(recipes: Sequence[Recipe], n: int, rank: int, new: int, kept: bool) -> None:
    """As `refuse_beforehand`, for n distinct points."""
    laws = [law for law in (recipe.law_bytes(n) for recipe in recipes) if law is not None]
    if laws:
        others = len(laws) - 1 if kept else 0
        refuse_spectrum(n, rank, law=sum(laws), beside=NUMBER * SIDES * n * others, after=NUMBER * (SIDES * n + new))


def _distinct(features: Any) -> int:
    """How many rows of a table differ."""
    return len(features.drop_duplicates()) if hasattr(features, "iloc") else len(merged(features)[2])
