"""Runs the audited function in a process of its own: an endless loop or a crash is a finding and no accident."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.verify.audit.promises import Answers, Floats
from contextures.verify.audit.serve import Block, Call, serve
from contextures.verify.audit.target import Target

FORK = sys.platform not in ("darwin", "win32")
"""Where a process can be forked safely, it has every function; elsewhere it is sent one."""
BLOCK = 1024
"""Samples that are sent at once."""
PATIENCE = 0.25
"""Part of the time budget that one call may take."""
CRASHES = 20
"""After so many crashes no more is asked."""
LOOK = 0.2
"""Seconds between two looks at the clock."""


@dataclass
class Replies:
    """What came back for some samples.

    Attributes
    ----------
    answers : ndarray (B, width)
        NaN where there is none.
    errors : dict of int to str
        Of samples that gave no limit: what was raised, or how the process ended.
    printed : dict of int to str
    asked : int
        Samples that were reached before the time was over.
    """

    answers: Answers
    errors: dict[int, str] = field(default_factory=dict)
    printed: dict[int, str] = field(default_factory=dict)
    asked: int = 0


class Runner:
    """A process that answers samples; a context manager.

    Parameters
    ----------
    target : Target
    call : Call
    seconds : float
        Time for everything.
    fork : bool, optional

    Raises
    ------
    InputError
        If the function cannot be loaded, called or sent.
    """

    def __init__(self, target: Target, call: Call, seconds: float, fork: bool = FORK) -> None:
        self.target, self.call, self.seconds, self.fork = target, call, seconds, fork
        self.deadline = time.monotonic() + seconds
        self.over = False
        self.crashes = 0
        self._process: Any = None

    def __enter__(self) -> Runner:
        self._folder = tempfile.TemporaryDirectory(prefix="contextures-")
        self._path = Path(self._folder.name) / "board"
        self._board = np.memmap(self._path, float, "w+", shape=2 + BLOCK * self.call.width)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self._stop()
        del self._board
        self._folder.cleanup()

    def ask(self, samples: Floats, levels: Floats, seeds: Any) -> Replies:
        """Ask for the answers to samples; when the time is over, the rest is left unasked.

        Parameters
        ----------
        samples : ndarray (B, n)
        levels, seeds : ndarray (B,)
        """
        found = Replies(np.full((len(samples), self.call.width), np.nan))
        while found.asked < len(samples) and not self.over:
            rows = slice(found.asked, found.asked + BLOCK)
            self._block(Block(samples[rows], levels[rows], seeds[rows]), found, self.call.batched)
        return found

    def _block(self, block: Block, found: Replies, batched: bool) -> None:
        """Answer a block as far as it goes without a crash."""
        start = found.asked
        if batched:
            same = (block.levels == block.levels[0]) & (block.seeds == block.seeds[0])
            size = len(same) if same.all() else int(same.argmin())
            block = Block(block.samples[:size], block.levels[:size], block.seeds[:size])
        failed: dict[int, str] = {}
        ended = self._wait(block, start, failed, found)
        answers = self._board[2:].reshape(-1, self.call.width)
        reached = len(block.samples) if ended is None else int(self._board[0])
        found.answers[start : start + reached] = answers[:reached]
        found.asked += reached
        if batched and len(block.samples) > 1 and (failed or ended):
            found.asked = start
            self._singly(block, found, bool(ended))
            return
        found.errors.update({start + row: words for row, words in failed.items()})
        if ended:
            found.answers[found.asked] = np.nan
            found.errors[found.asked] = ended
            found.asked += 1
        if ended is not None:
            self._again()

    def _singly(self, block: Block, found: Replies, ended: bool) -> None:
        """Answer a block that failed as a whole sample by sample, so that the one at fault is known."""
        if ended:
            self._again()
        for row in range(len(block.samples)):
            if self.over:
                return
            one = slice(row, row + 1)
            self._block(Block(block.samples[one], block.levels[one], block.seeds[one]), found, True)

    def _wait(self, block: Block, start: int, failed: dict[int, str], found: Replies) -> str | None:
        """Have a block answered; return what ended the process while it was at a sample, or "" for want of time."""
        self._board[0], self._board[1] = 0, time.monotonic()
        try:
            self._link.send(block)
            while True:
                now = time.monotonic()
                since = now - self._board[1]
                if since >= PATIENCE * self.seconds or now >= self.deadline:
                    self._stop()
                    return f"no answer within {since:.2g} seconds" if since >= PATIENCE * self.seconds else ""
                if not self._link.poll(min(self.deadline - now, PATIENCE * self.seconds - since, LOOK)):
                    continue
                word, what = self._link.recv()
                if word == "done":
                    return None
                row, text = what
                if word == "printed":
                    found.printed.setdefault(start + row, text)
                else:
                    failed[row] = text
        except (EOFError, ConnectionError):
            return self._ended()

    def _ended(self) -> str:
        """Say how the process ended by itself."""
        self._process.join()
        code = self._process.exitcode
        self.crashes += 1
        if code is not None and code < 0:
            with suppress(ValueError):
                return f"the process crashed ({signal.strsignal(-code) or signal.Signals(-code).name})"
        return f"the process was left with exit code {code}"

    def _again(self) -> None:
        """Start another process, unless the time is over or crashes are the rule."""
        self._stop()
        self.over = time.monotonic() >= self.deadline or self.crashes > CRASHES
        if not self.over:
            try:
                self._start()
            except InputError:
                self.over = time.monotonic() >= self.deadline
                if not self.over:
                    raise

    def _start(self) -> None:
        context: Any
        if self.fork:
            context = multiprocessing.get_context("fork")
            source: Target | bytes = self.target
        else:
            from joblib.externals.loky.backend import get_context

            context, source = get_context("loky"), _packed(self.target)
        self._link, theirs = context.Pipe()
        kept = self._link if self.fork else None
        arguments = (os.getpid(), source, self.call, theirs, kept, str(self._path))
        self._process = context.Process(target=serve, args=arguments, daemon=True)
        _start_deaf(self._process)
        theirs.close()
        try:
            if not self._link.poll(max(0.0, self.deadline - time.monotonic())):
                raise InputError(f"{self.target.name} does not load within {self.seconds:g} seconds")
            word, what = self._link.recv()
        except (EOFError, ConnectionError):
            raise InputError(f"{self.target.name} does not load: {self._ended()}") from None
        if word == "unusable":
            raise InputError(what)

    def _stop(self) -> None:
        if self._process is not None:
            (self._process.kill if self.fork else self._process.terminate)()
            self._process.join()
            self._link.close()


def _start_deaf(process: Any) -> None:
    """Start a process to which an interrupt does not come: it is for this one to end it."""
    if not hasattr(signal, "pthread_sigmask"):
        process.start()
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of a fork while BLAS has threads, which sleep
            process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _packed(target: Target) -> bytes:
    """Pickle a function by value where need be; InputError where it cannot be sent."""
    from joblib.externals.loky.cloudpickle_wrapper import dumps

    try:
        packed: bytes = dumps(target)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise InputError(
            f"{target.name} cannot be sent to a process of its own ({error}); a function of a module or of a file, "
            "FILE.py:FUNCTION, can"
        ) from None
    return packed
