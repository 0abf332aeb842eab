"""The rows or columns of a finite context as points, by their labels."""

from __future__ import annotations

from typing import Any, Literal

from contextures.contexts.context import Context, finite_context
from contextures.errors import InputError
from contextures.reading.content import with_pandas


def coordinates(context: Context, side: Literal["rows", "columns"] = "rows", *, principal: bool = True) -> Any:
    """Return the singular functions of a context at its rows or columns, with their labels.

    Parameters
    ----------
    context : Context
    side : {"rows", "columns"}
        The values of X, with μ_i, or those of A, with ν_i.
    principal : bool
        Whether the functions are multiplied by s_i: the principal coordinates of correspondence analysis.

    Returns
    -------
    DataFrame, (n, r)
        Labels are the index; columns are 1, 2, … for i.

    Raises
    ------
    InputError
        Where `side` is neither, or pandas is absent.

    Examples
    --------
    >>> import contextures as cx
    >>> smoking = cx.load_table("smoking")
    >>> round(float(cx.coordinates(smoking).loc["JM", 1]), 3)
    0.259
    """
    if not isinstance(side, str) or side not in ("rows", "columns"):
        raise InputError(f"side is {side!r}; 'rows' or 'columns' is right")
    finite_context(context)
    functions, labels = (context.left, context.row_labels) if side == "rows" else (context.right, context.column_labels)
    values = functions * context.singular_values if principal else functions
    frame = with_pandas("coordinates by label").DataFrame
    return frame(values, index=list(labels), columns=range(1, values.shape[1] + 1))
