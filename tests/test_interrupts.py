"""An interrupted search leaves a checkpoint and no traceback."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are of POSIX")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_search_leaves_a_checkpoint_only(tmp_path: Path, jobs: int, start: Any) -> None:
    out = tmp_path / "out"
    arguments = ("contexts.*", "--time-budget", "1d", "--checkpoint-interval", "0s", "--jobs", jobs, "--out", out)
    running = start("from contextures.cli import main; main()", "verify", *arguments)
    running.until((out / "checkpoint.json").exists)
    running.signal_all(signal.SIGINT)
    output, errors = running.end()
    assert (running.returncode, output) == (130, "")
    assert errors in ("", "contextures: interrupted\n")
    assert [path.name for path in out.iterdir()] == ["checkpoint.json"]


STUCK = """
import ctypes, sys
from contextures import start
import contextures.cli

def locked():
    print("locked", flush=True)
    lock, library = ctypes.create_string_buffer(64), ctypes.CDLL(None)
    library.pthread_mutex_lock(lock)
    library.pthread_mutex_lock(lock)

contextures.cli.main = locked
start.main()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a lock of glibc")
def test_an_interrupt_is_heard_inside_a_call_of_a_compiled_library(start: Any) -> None:
    running = start(STUCK)
    assert running.first_line() == "locked\n"
    running.until(lambda: Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S")
    running.signal_all(signal.SIGINT)
    assert running.end() == ("", "contextures: interrupted\n")
    assert running.returncode == 130
