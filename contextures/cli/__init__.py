"""The command line: one module a group of commands."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

import typer

from contextures.cli.align import align
from contextures.cli.bound import bound
from contextures.cli.catalogue import list_statements, show
from contextures.cli.check import check
from contextures.cli.evaluate import evaluate
from contextures.cli.figures import figures
from contextures.cli.mix import mix, recommend
from contextures.cli.report import diff, export, merge, report
from contextures.cli.reproduce import app as reproduce
from contextures.cli.spectrum import spectrum
from contextures.cli.verify import verify
from contextures.errors import InputError

app = typer.Typer(
    name="contextures",
    help="Check, compute and explore the contexture theory of representation learning.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("list")(list_statements)
app.command()(show)
app.command()(verify)
app.command()(check)
app.command()(export)
app.command()(report)
app.command()(diff)
app.command()(merge)
app.command()(spectrum)
app.command()(evaluate)
app.command()(align)
app.command()(mix)
app.command()(recommend)
app.add_typer(reproduce, name="reproduce")
app.command()(bound)
app.command()(figures)


INTERRUPTED = 130
USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[1]
"""Typer exports no name for it, and brings Click along or not, by version."""


def main() -> NoReturn:
    """Run the command line: exit code 2 with one sentence for bad input, 130 when interrupted."""
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="contextures", standalone_mode=False)
        if code == INTERRUPTED:
            _complain("interrupted", code)
    except InputError as error:
        code = _complain(str(error), 2)
    except USAGE_ERROR as error:
        command = error.ctx.command_path if error.ctx else app.info.name
        code = _complain(f"{error.format_message().rstrip('.')}; see `{command} --help`", 2)
    except (typer.Abort, KeyboardInterrupt):
        code = _complain("interrupted", INTERRUPTED)
    sys.exit(code or 0)


def _complain(message: str, code: int) -> int:
    print(f"contextures: {' '.join(message.split())}", file=sys.stderr)
    return code
