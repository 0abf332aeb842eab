"""The command line: one module a group of commands."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import typer

from contextures.errors import InputError, SettingError

COMMANDS = {
    "list": "catalogue.list_statements",
    "show": "show.show",
    "verify": "verify.verify",
    "check": "check.check",
    "audit": "audit.audit",
    "export": "report.export",
    "report": "report.report",
    "diff": "report.diff",
    "merge": "report.merge",
    "spectrum": "spectrum.spectrum",
    "evaluate": "evaluate.evaluate",
    "align": "align.align",
    "mix": "mix.mix",
    "recommend": "recommend.recommend",
    "reproduce": "reproduce.app",
    "bound": "bound.bound",
    "compare": "compare.compare",
    "figures": "figures.figures",
}
"""Module and name of each command, in the order of the help."""
NAME = "contextures"
INTERRUPTED = 130
CLOSED_PIPE = 141
USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[1]
"""Typer exports no name for it, and brings Click along or not, by version."""


def application(words: Sequence[str] = ()) -> typer.Typer:
    """Return the command line; where the first word is a command, with that alone, so that no other is loaded."""
    app = typer.Typer(
        name=NAME,
        help="Check, compute and explore the contexture theory of representation learning.",
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(lambda: None)  # a command stays a command where it is the only one
    for name in words[:1] if words and words[0] in COMMANDS else COMMANDS:
        module, _, function = COMMANDS[name].partition(".")
        command = getattr(import_module(f"contextures.cli.{module}"), function)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> NoReturn:
    """Run the command line: exit code 2 with one sentence for bad input, 130 when interrupted, 141 on a closed pipe."""
    words = sys.argv[1:] or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = application(words)(words, prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            _complain("interrupted", code)
    except SettingError as error:
        code = _complain(error.as_options, 2)
    except InputError as error:
        code = _complain(str(error), 2)
    except USAGE_ERROR as error:
        command = error.ctx.command_path if error.ctx else NAME
        code = _complain(f"{error.format_message().rstrip('.')}; see `{command} --help`", 2)
    except (typer.Abort, KeyboardInterrupt):
        code = _complain("interrupted", INTERRUPTED)
    except MemoryError as error:
        code = _complain(f"this needs more memory than there is ({error}); fewer rows or singular values are right", 2)
    except BrokenPipeError:
        code = _silent(CLOSED_PIPE)
    except OSError as error:
        code = _complain(f"standard output cannot be written ({(error.strerror or str(error)).lower()})", _silent(2))
    sys.exit(code or 0)


def _silent(code: int) -> int:
    """Let nothing more be written to standard output, also what is left in its buffer."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _complain(message: str, code: int) -> int:
    print(f"contextures: {' '.join(message.split())}", file=sys.stderr)
    return code
