"""The entry point of the command: an interrupt ends it without a word, also while the modules load.

What is imported before that is as little as can be, here and in the packages on the way: not even `typing`.
"""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Load and run the command line."""
    usual = signal.signal(signal.SIGINT, _leave)
    from contextures.cli import main as run

    signal.signal(signal.SIGINT, usual)
    run()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    os._exit(INTERRUPTED)
