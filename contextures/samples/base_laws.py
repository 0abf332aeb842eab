"""The laws that those of mixtures rest on, and whether any point is one that all of them take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from contextures.errors import InputError
from contextures.samples.column_law import OfColumn
from contextures.samples.conditionals import (
    Classes,
    Columns,
    Conditional,
    Corrupted,
    Gaussian,
    Masked,
    Neighbours,
    Preprocessed,
)
from contextures.samples.cut import Nearest
from contextures.samples.mixed_laws import Chained, Combined, Joined, Shared
from contextures.samples.named_laws import Listed, Words
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.remembered import Remembered

POINTS = Neighbours, Gaussian, Nearest
"""Laws that hold the points themselves."""
ROW = frozenset({"array", "frame of numbers"})
"""What holds the points of a law on numbers."""
TEXT = frozenset({"documents", "frame"})
"""What holds those of a law on words."""
LABEL = frozenset({"labels", "documents"})
"""What holds those of a law on classes."""


def bases(
    law: Conditional | None, steps: Preprocessor | None = None
) -> Iterator[tuple[Conditional | None, Preprocessor | None]]:
    """Yield the laws that others rest on, with what is done to points before; and convolutions, for their steps."""
    if isinstance(law, Combined | Joined):
        for part in law.laws:
            yield from bases(part, steps)
    elif isinstance(law, Preprocessed):
        yield from bases(law.law, law.steps)
    elif isinstance(law, Columns | Shared | Chained | Masked | Corrupted):
        yield from bases(law.law, steps)
        if isinstance(law, Chained):
            yield law, steps
    else:
        yield law, steps


def refuse_no_point(law: Conditional, description: str) -> None:
    """Raise InputError where no point is one that all laws which a mixture rests on take.

    Parameters
    ----------
    law : Conditional
    description : str
        What the mixture is, in words.
    """
    taken = dict(found for base, steps in bases(law) if (found := _taken(base, steps)) is not None)
    if len(taken) > 1 and not reduce(frozenset.intersection, taken.values()):
        raise InputError(
            f"{description} takes no point, which would be {' and '.join(taken)} at once; contexts of the columns of "
            "one data frame are right, or P⁺(·|x) of new points, passed to `extend`"
        )


def _taken(law: Conditional | None, steps: Preprocessor | None) -> tuple[str, frozenset[str]] | None:
    """A point of a law in words, and what can hold its points; None where that is not known."""
    if isinstance(law, Remembered):
        return _taken(law.law, steps)
    if isinstance(law, POINTS):
        return ("a row of numbers", ROW) if steps is None else ("a row of the table", ROW | {"frame"})
    if isinstance(law, Words):
        return "a document", TEXT
    if isinstance(law, Listed):
        return "a list of values of A", frozenset({"lists"})
    if isinstance(law, OfColumn):
        return f"a label of {law.column}", LABEL | {"frame", "frame of numbers"}
    return ("a label", LABEL) if isinstance(law, Classes) else None
