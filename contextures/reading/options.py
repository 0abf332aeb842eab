"""What is said about a file where a guess could be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from contextures.errors import InputError, SettingError

DELIMITERS = {",": "commas", "\t": "tabs", ";": "semicolons", "|": "bars", " ": "spaces"}
"""What may stand between cells, and how it is called."""
WRITTEN = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "bar": "|", "pipe": "|"}
"""Other ways to write one of them on a command line."""


@dataclass(frozen=True)
class Reading:
    """How a file of values is read, where it does not say so itself.

    Attributes
    ----------
    delimiter : str, optional
        What stands between cells: one character, or "tab". Default: tabs in .tsv and .tab, else as the lines show.
    decimal : {".", ","}, optional
        The decimal mark. Default: a point, or a comma in columns where nothing else makes numbers.
    header : bool, optional
        Whether the first line names the columns. Default: unless it holds numbers alone.
    index : str or bool, optional
        The column of row labels, by its name or its number from 1; False where there is none. Default: an unnamed first
        column of words or whole numbers, or one called "id", "index", "row", … that counts the rows; of a table the
        first column that holds no numbers.
    columns : iterable of str, optional
        The columns that are read, by name or number from 1, or of a .npy file by number from 0. Default: all.
    na : iterable of str
        Words that stand for a missing value, besides empty cells and NaN.
    totals : bool, optional
        Whether the last row and column of a table are totals, which are left out. Default: where they are exact sums
        and called so, or both are.
    """

    delimiter: str | None = None
    decimal: str | None = None
    header: bool | None = None
    index: str | bool | None = None
    columns: Iterable[str] | None = None
    na: Iterable[str] = ()
    totals: bool | None = None

    def __post_init__(self) -> None:
        """Check the settings, and make tuples of those that are lists."""
        mark = None if self.delimiter is None else WRITTEN.get(self.delimiter, self.delimiter)
        if mark is not None and (len(mark) != 1 or mark in '"\r\n' or mark.isalnum()):
            raise SettingError(f"--delimiter is {self.delimiter!r}; one character, such as ';', or tab is right")
        if self.decimal not in (None, ".", ","):
            raise SettingError(f"--decimal is {self.decimal!r}; '.' or ',' is right")
        if self.decimal is not None and self.decimal == mark:
            raise SettingError(f"--decimal and --delimiter are both {mark!r}; two different marks are right")
        if self.index is True or self.index == "":
            raise SettingError("--index is a column, by its name or its number from 1")
        object.__setattr__(self, "delimiter", mark)
        object.__setattr__(self, "na", (self.na,) if isinstance(self.na, str) else tuple(self.na))
        if self.columns is not None:
            chosen = (self.columns,) if isinstance(self.columns, str) else tuple(map(str, self.columns))
            if not chosen or len(set(chosen)) < len(chosen):
                raise SettingError(f"--columns are {', '.join(chosen) or 'none'}; different columns are right")
            object.__setattr__(self, "columns", chosen)

    def refuse(self, why: str, *taken: str) -> None:
        """Refuse what is said, but for some settings, of what is not read as text.

        Raises
        ------
        InputError
            Where there is any, by its name and why.
        """
        said = [
            f"--{field.name}"
            for field in fields(self)
            if field.name not in taken and getattr(self, field.name) != field.default
        ]
        if said:
            raise SettingError(f"{' and '.join(said)} {'is' if len(said) == 1 else 'are'} for text; {why}")

    def is_missing(self, cell: str) -> bool:
        """Whether a cell, without the spaces around it, is a missing value."""
        return not cell or cell in ("NaN", "nan", "NAN") or cell in self.na


PLAIN = Reading()
"""Nothing is said."""


def as_reading(given: Reading | Mapping[str, Any] | None) -> Reading:
    """Return what is said about a file, also from its settings by name.

    Raises
    ------
    InputError
        Where there is no setting of a name.
    """
    if given is None or isinstance(given, Reading):
        return PLAIN if given is None else given
    known = [field.name for field in fields(Reading)]
    if not isinstance(given, Mapping) or not set(given) <= set(known):
        raise InputError(f"reading is {given!r}; a Reading, or a dict of {', '.join(known)}, is right")
    return Reading(**given)


def position(name: str, names: list[str] | None, width: int, where: str) -> int:
    """Return the position of a column, from 0, that is given by its name or its number from 1.

    Raises
    ------
    InputError
        Where there is none.
    """
    if names is not None and name in names:
        return names.index(name)
    if name.isdecimal() and 1 <= int(name) <= width:
        return int(name) - 1
    known = f"it has {', '.join(map(repr, names[:20]))}" if names else f"its columns are numbered from 1 to {width}"
    raise InputError(f"{where} has no column {name!r}; {known}")
