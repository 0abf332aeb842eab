"""The options of every command that reads a file of values, and the line that says what was understood of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from contextures.cli.gathering import with_more
from contextures.errors import InputError

OPTIONS: dict[str, Any] = {
    "delimiter": Annotated[str | None, typer.Option(help="What stands between cells: ; or tab, say.", metavar="C")],
    "decimal": Annotated[str | None, typer.Option(help="The decimal mark: . or a comma.", metavar="C")],
    "header": Annotated[bool | None, typer.Option("--header/--no-header", help="Whether line 1 holds names.")],
    "index": Annotated[str | None, typer.Option(help="The column of row labels: name or number.", metavar="COL")],
    "no_index": Annotated[bool, typer.Option("--no-index", help="No column holds row labels.")],
    "columns": Annotated[
        list[str] | None, typer.Option(help="A column to read; of .npy by number from 0; repeatable.", metavar="COL")
    ],
    "na": Annotated[list[str] | None, typer.Option(help="A word for a missing value; repeatable.", metavar="WORD")],
    "totals": Annotated[bool | None, typer.Option("--totals/--no-totals", help="Whether the last lines are sums.")],
}
"""The options by name; each is None or False where nothing is said."""


def with_reading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options, which it receives as one argument, `reading`, a `Reading`."""

    def reads(given: dict[str, Any], said: dict[str, Any]) -> None:
        from contextures.errors import SettingError
        from contextures.reading.options import Reading

        if said.pop("no_index"):
            if said["index"] is not None:
                raise SettingError("--index and --no-index exclude each other")
            said["index"] = False
        command(**given, reading=Reading(**{**said, "na": said["na"] or (), "columns": said["columns"] or None}))

    options = {name: (annotation, False if name == "no_index" else None) for name, annotation in OPTIONS.items()}
    return with_more(command, "reading", options, reads)


def tell(understood: Sequence[str]) -> None:
    """Say on standard error what was understood of each file."""
    for line in understood:
        print(f"read {line}", file=sys.stderr)


def read_sample(path: str | None, column: str | None) -> Any:
    """Read the numbers of a file, and say what was understood; None where there is none."""
    from contextures.bounds.sample import Sample

    if path is None:
        if column is not None:
            raise InputError("--column is of the file of --sample; name it")
        return None
    drawn = Sample.of(path, column)
    tell([drawn.understood])
    return drawn


def held(**flags: bool) -> str | None:
    """Return the one flag of those that say what a file holds that is given, or None.

    Raises
    ------
    InputError
        Where several are.
    """
    given = [name for name, is_given in flags.items() if is_given]
    if len(given) > 1:
        *names, last = (f"--{name}" for name in flags)
        raise InputError(f"only one of {', '.join(names)} and {last} can say what FILE holds")
    return given[0] if given else None
