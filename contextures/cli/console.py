"""How commands print: nothing of an id or a number is cut, whatever the width, and no encoding stops them."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

UNBOUNDED = 100_000
"""The width of what is no terminal: columns are as wide as what they hold."""


class Printer(Console):
    """Standard output; tables keep what must not be cut, and a closed pipe is an error like others."""

    def __init__(self, *, markup: bool = False) -> None:
        wide = not sys.stdout.isatty() and "COLUMNS" not in os.environ
        super().__init__(highlight=False, markup=markup, width=UNBOUNDED if wide else None)

    def table(self, grid: Table) -> None:
        """Print a table, wider than the terminal where it must be."""
        self.print(grid, crop=False)

    def on_broken_pipe(self) -> NoReturn:
        """Leave it to the command line."""
        raise BrokenPipeError


class Grid(Table):
    """A table whose columns fold only where they are said to.

    Parameters
    ----------
    *headers : str
    folds : tuple of str
        Headers of the columns that are folded where the table is too wide.
    right : bool
        Whether all columns but the first are aligned to the right.
    """

    def __init__(self, *headers: str, folds: tuple[str, ...] = (), right: bool = False, **settings: Any) -> None:
        super().__init__(box=box.SIMPLE_HEAD, **settings)
        for i, header in enumerate(headers):
            self.add(header, folds=header in folds, right=right and i > 0)

    def add(self, header: str, *, folds: bool = False, right: bool = False) -> None:
        """Add a column."""
        self.add_column(header, no_wrap=not folds, overflow="fold")
        column = self.columns[-1]
        column.justify = "right" if right else "left"
        column.min_width = None if folds else cell_len(header)

    def add_row(self, *cells: Any, **settings: Any) -> None:
        """Add a row; a column that does not fold is at least as wide as its cells."""
        for column, cell in zip(self.columns, cells, strict=False):
            if column.min_width is not None:
                column.min_width = max(column.min_width, cell_len(str(cell)))
        super().add_row(*cells, **settings)
