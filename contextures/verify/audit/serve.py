"""The process in which the audited function runs: what it raises, warns of and prints is told, sample by sample."""

from __future__ import annotations

import faulthandler
import io
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from contextures.verify.audit.promises import Answers, Floats
from contextures.verify.audit.target import LONGEST, Target, Unusable, check_signature, load, told
from contextures.workers import attend


@dataclass(frozen=True)
class Call:
    """How the function is called.

    Attributes
    ----------
    width : int
        Numbers in one answer.
    seeded : bool
        With a third argument.
    batched : bool
        With many samples at once, (B, n), if their other arguments agree.
    """

    width: int
    seeded: bool
    batched: bool


@dataclass(frozen=True)
class Block:
    """Samples to be answered, one a row, with the level or δ and the seed of each."""

    samples: Floats
    levels: Floats
    seeds: np.ndarray[Any, np.dtype[np.int64]]


def serve(
    parent: int, source: Target | bytes, call: Call, link: Connection, theirs: Connection | None, board: str
) -> None:
    """Answer blocks until the link is closed.

    Parameters
    ----------
    parent : int
        Its process; this one ends with it.
    source : Target or bytes
        Pickled by cloudpickle where the process was not forked.
    call : Call
    link, theirs : Connection
        This end and, in a fork, the other one, which is closed.
    board : str
        File of floats that both map: the row that is being answered, since when, and from place 2 on the answers.
    """
    attend(parent)
    faulthandler.disable()  # a crash is told by the parent
    if theirs is not None:
        theirs.close()
    with _own_output() as printed:
        try:
            if isinstance(source, bytes):
                from joblib.externals.loky.cloudpickle_wrapper import loads

                source = loads(source)
            assert isinstance(source, Target)
            function = load(source)
            check_signature(function, source.name, call.seeded)
        except Unusable as error:
            link.send(("unusable", str(error)))
            return
        link.send(("ready", ""))
        shared = np.memmap(board, float, "r+")
        file = getattr(getattr(function, "__code__", None), "co_filename", "")
        while True:
            try:
                block = link.recv()
            except EOFError:
                return
            _answer(function, file, call, block, link, shared, printed)
            link.send(("done", ""))


def _answer(
    function: Callable[..., Any],
    file: str,
    call: Call,
    block: Block,
    link: Connection,
    board: Floats,
    printed: Callable[[], str],
) -> None:
    answers = board[2:].reshape(-1, call.width)
    size = len(block.samples) if call.batched else 1
    for start in range(0, len(block.samples), size):
        board[0], board[1] = start, time.monotonic()
        rows = slice(start, start + size)
        samples = block.samples[rows].copy() if call.batched else block.samples[start].copy()
        level, seed = float(block.levels[start]), int(block.seeds[start])
        try:
            found = function(samples, level, seed) if call.seeded else function(samples, level)
            answers[rows] = _read(found, len(block.samples[rows]), call)
        except BaseException as error:
            answers[rows] = np.nan
            link.send(("raised", (start, told(error, file))))
        words = printed()
        if words:
            link.send(("printed", (start, words)))


def _read(found: Any, rows: int, call: Call) -> Answers | Floats:
    """Turn what was returned into numbers; TypeError where it is no answer."""
    if not call.batched:
        if call.width == 1:
            return np.array([_number(found)])
        try:
            low, high = found
        except (TypeError, ValueError):
            raise TypeError(f"it returned {found!r:.60}; two numbers, (low, high), are right") from None
        return np.array([_number(low), _number(high)])
    if call.width == 2 and isinstance(found, tuple) and len(found) == 2:
        found = np.stack([np.asarray(end, dtype=float) for end in found], axis=-1)
    numbers = np.asarray(found, dtype=float)
    right = (rows, 2) if call.width == 2 else (rows,)
    if numbers.shape != right:
        raise TypeError(f"it returned an array of shape {numbers.shape} for {rows} samples; {right} is right")
    return numbers.reshape(rows, call.width)


def _number(found: Any) -> float:
    if isinstance(found, np.ndarray) and found.size == 1:
        found = found.item()
    if found is None or isinstance(found, str | bytes | complex):
        raise TypeError(f"it returned {found!r:.60}; a number is right")
    try:
        return float(found)
    except (TypeError, ValueError):
        raise TypeError(f"it returned {found!r:.60}; a number is right") from None


@contextmanager
def _own_output() -> Iterator[Callable[[], str]]:
    """Send what is printed, by Python or below it, to a file; yield what reads it, and warnings, since last time."""
    with tempfile.TemporaryFile() as file, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for number in (1, 2):
            os.dup2(file.fileno(), number)
        stream = io.TextIOWrapper(os.fdopen(os.dup(file.fileno()), "wb", 0), "utf-8", "replace", write_through=True)
        sys.stdout = sys.stderr = stream

        def printed() -> str:
            words = [f"{w.category.__name__}: {w.message}" for w in caught]
            caught.clear()
            size = os.fstat(file.fileno()).st_size
            if size:
                file.seek(0)
                words.append(file.read(4 * LONGEST).decode("utf-8", "replace"))
                file.seek(0)
                file.truncate()
            return " ".join(" ".join(words).split())[:LONGEST]

        yield printed
