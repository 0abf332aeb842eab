"""A figure as the registry holds it: where its numbers come from and how they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, TypeAlias

from matplotlib.figure import Figure
from numpy.typing import NDArray

Arrays: TypeAlias = Mapping[str, NDArray[Any]]
"""The numbers of a figure by name; words are arrays of strings."""
EXTRAS = {"data": "sklearn"}
"""The module that tells whether an extra is installed."""


@dataclass(frozen=True)
class Picture:
    """A figure.

    Attributes
    ----------
    name : str
        Unique; the name of its files.
    title : str
        What it shows, in a line.
    data : callable
        ``data(source, **sizes)`` does the work and returns the arrays; the sizes have defaults.
    draw : callable
        ``draw(figure, arrays)`` draws them on an empty figure.
    height : float or callable
        Inches; of the arrays where the number of rows is theirs.
    extra : str or None
        The extra that `data` needs.
    cost : float
        About how many seconds `data` takes; the dear ones are started first.
    """

    name: str
    title: str
    data: Callable[..., Arrays]
    draw: Callable[[Figure, Arrays], None]
    height: float | Callable[[Arrays], float] = 2.4
    extra: str | None = None
    cost: float = 1.0

    def inches(self, arrays: Arrays) -> float:
        """Return the height for some arrays."""
        return self.height(arrays) if callable(self.height) else self.height

    @property
    def lacking(self) -> str | None:
        """The extra that is needed and not installed; None where nothing is missing."""
        if self.extra is None or find_spec(EXTRAS[self.extra]) is not None:
            return None
        return self.extra
