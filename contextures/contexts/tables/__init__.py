"""Two small contingency tables from the literature, for examples and tests."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from types import MappingProxyType

from contextures.contexts.context import Context
from contextures.contexts.reading import read_table
from contextures.errors import InputError

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "hair_eye": "hair and eye colour of 592 students: R. D. Snee, The American Statistician 28 (1974), 9-12",
        "smoking": "staff group and smoking of 193 employees: M. J. Greenacre, Theory and Applications of "
        "Correspondence Analysis (1984), 55",
    }
)
"""What each shipped table counts, and where it was published, by name."""


def load_table(name: str) -> Context:
    """The context of a shipped table.

    Parameters
    ----------
    name : {"hair_eye", "smoking"}
        A key of `TABLES`.

    Raises
    ------
    InputError
        Where there is no table of that name.
    """
    if name not in list(TABLES):
        raise InputError(f"no table is called {name!r}; the shipped ones are {', '.join(TABLES)}")
    with as_file(files(__name__) / f"{name}.csv") as path:
        return read_table(path)
