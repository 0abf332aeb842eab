"""The entry point of the command: an interrupt ends it without a word, also while the modules load.

What is imported before that is as little as can be, here and in the packages on the way: not even `typing`.
"""

from __future__ import annotations

import os
import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any, NoReturn

INTERRUPTED = 130
UNHEARD = 2.0
"""Seconds that Python is given to hear an interrupt, which it does not inside one call of a compiled library."""


def main() -> NoReturn:
    """Load and run the command line."""
    usual = signal.signal(signal.SIGINT, _leave)
    from contextures.cli import main as run

    signal.signal(signal.SIGINT, _watched(usual))
    run()


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    os._exit(INTERRUPTED)


def _watched(usual: Any) -> Any:
    """Return a handler that does as usual; a thread ends the process where an interrupt is not heard.

    Nothing is lost by that: files are written whole or not at all.
    """
    if usual is not signal.default_int_handler or not hasattr(signal, "pthread_sigmask"):
        return usual
    import threading

    heard = threading.Event()
    inbox, outbox = os.pipe()
    os.set_blocking(outbox, False)

    def watch() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        while number := os.read(inbox, 1):
            if number[0] == signal.SIGINT and not heard.wait(UNHEARD):
                os.write(2, b"contextures: interrupted\n")
                os._exit(INTERRUPTED)
            heard.clear()

    def hear(number: int, frame: FrameType | None) -> None:
        heard.set()
        signal.default_int_handler(number, frame)

    signal.set_wakeup_fd(outbox, warn_on_full_buffer=False)
    threading.Thread(target=watch, daemon=True).start()
    return hear
