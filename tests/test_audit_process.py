"""The audited function in a process of its own: whatever it does is a finding about a sample, or one sentence."""

from __future__ import annotations

import ctypes
import math
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from contextures import InputError, audit
from contextures.verify.audit import process, search, serve
from contextures.verify.audit.process import Runner
from contextures.verify.audit.serve import Call
from contextures.verify.audit.target import target_of

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = np.array([[0.0, 0.0], [0.25, 0.5], [1.0, 0.0], [1.0, 1.0]])


def ask(function, fork=True, seconds=600.0, width=1, batched=False, seeded=False):
    with Runner(target_of(function), Call(width, seeded, batched), seconds, fork) as runner:
        return runner.ask(SAMPLES, np.full(4, 0.1), np.arange(4))


@pytest.mark.parametrize("fork", [True, False])
def test_closures_are_called_in_a_fork_and_where_they_are_sent(fork):
    shift = 2.0
    found = ask(lambda sample, delta: sample.sum() + shift + delta, fork)
    assert found.answers[:, 0].tolist() == pytest.approx([2.1, 2.85, 3.1, 4.1])
    assert not found.errors


def test_what_cannot_be_sent_is_told():
    lock = threading.Lock()
    with pytest.raises(InputError, match="cannot be sent to a process of its own"):
        ask(lambda sample, delta: lock, fork=False)


@pytest.mark.parametrize("batched", [False, True])
def test_a_crash_is_a_finding_about_its_sample(batched):
    def crash(samples, delta):
        rows = np.atleast_2d(samples)
        if (rows.sum(axis=1) == 2).any():
            ctypes.string_at(0)
        return rows.sum(axis=1)

    found = ask(crash, batched=batched)
    assert list(found.errors) == [3]
    assert "crashed" in found.errors[3]
    assert found.answers[:3, 0].tolist() == [0, 0.75, 1]


def test_leaving_python_is_a_finding_too():
    def leave(sample, delta):
        if sample[0] == 1:
            os._exit(7)
        return 1.0

    found = ask(leave)
    assert {row: "exit code 7" in words for row, words in found.errors.items()} == {2: True, 3: True}


@pytest.fixture
def hang(tmp_path, monkeypatch):
    """An endless loop, and a clock of the audit on which nothing takes time but that: 200 seconds."""
    entered = tmp_path / "entered"
    entered.touch()
    hand = SimpleNamespace(monotonic=lambda: 200.0 * entered.stat().st_size)
    for module in (process, serve, search):
        monkeypatch.setattr(module, "time", hand)

    def loop():
        with entered.open("a") as file:
            file.write("x")
        while True:
            pass

    return loop


def test_an_endless_loop_ends(hang):
    found = ask(lambda sample, delta: hang() if sample.sum() == 2 else 1.0)
    assert list(found.errors) == [3]
    assert found.errors[3] == "no answer within 2e+02 seconds"
    assert found.answers[:3, 0].tolist() == [1, 1, 1]


def test_an_audit_of_an_endless_loop_is_truncated_or_says_that_nothing_was_learnt(hang):
    found = audit(lambda sample, delta: hang() if sample.sum() == 2 else 0.0, n=2, domain="binary", time_budget=600)
    assert found.violated
    assert found.no_limit is not None
    assert "no answer within" in found.no_limit.error

    with pytest.raises(InputError, match=r"gives no limit on any sample, such as on .* no answer within"):
        audit(lambda sample, delta: hang(), n=2, time_budget=600)


def test_what_is_raised_printed_warned_of_or_nan_is_told_with_the_sample(capfd):
    def noisy(sample, delta):
        if sample.sum() == 0:
            raise ValueError("no success")
        if sample.sum() == 1:
            return math.nan
        os.write(1, b"below Python ")
        print("in Python", file=sys.stderr)
        return float(np.float64(1) / np.float64(0) > 0)

    found = ask(noisy)
    assert found.errors[0].startswith("ValueError: no success (test_audit_process.py, line ")
    assert found.answers[2, 0] != found.answers[2, 0]
    assert "below Python in Python" in found.printed[1]
    assert "RuntimeWarning: divide by zero" in found.printed[1]
    assert capfd.readouterr() == ("", "")
    whole = audit(noisy, n=2, values=(0, 1))
    assert whole.no_limit is not None
    assert "no success" in whole.no_limit.error or "NaN" in whole.no_limit.error
    assert whole.printed is not None
    assert whole.printed[0] == (1.0, 1.0)


@pytest.mark.parametrize(
    ("answer", "width", "words"),
    [
        ("'0.5'", 1, "it returned '0.5'; a number is right"),
        ("None", 1, "it returned None; a number is right"),
        ("[0, 1]", 1, "it returned [0, 1]; a number is right"),
        ("0.5", 2, "two numbers, (low, high), are right"),
        ("(0, 1, 2)", 2, "two numbers, (low, high), are right"),
    ],
)
def test_what_is_no_answer_is_told(answer, width, words):
    assert words in ask(eval(f"lambda sample, delta: {answer}"), width=width).errors[0]


def test_arrays_of_a_wrong_shape_are_told():
    errors = ask(lambda samples, delta: np.zeros(3), batched=True).errors
    assert "shape (3,) for 1 samples; (1,) is right" in errors[0]


def test_answers_of_size_one_and_fractions_are_numbers():
    assert ask(lambda sample, delta: np.array([[0.5]])).answers[0, 0] == 0.5
    assert ask(lambda sample, delta: (np.float32(0.5), 1), width=2).answers[0].tolist() == [0.5, 1]


def test_a_sample_that_is_changed_does_not_matter():
    def greedy(sample, delta):
        sample[:] = 7
        return sample.sum()

    assert not ask(greedy).errors
    assert audit(lambda sample, delta: sample.sort() or sample.max() + 1, n=3).miss == 0


def test_two_answers_to_one_sample_are_refused():
    state = {"calls": 0}

    def counts(sample, delta):
        state["calls"] += 1
        return float(state["calls"])

    with pytest.raises(InputError, match=r"answers differently to one sample: first 1.0, then .*--seeded"):
        audit(counts, n=3)

    def late(sample, delta):
        state["calls"] += 1
        return 0.5 if state["calls"] < 10 else 0.25

    with pytest.raises(InputError, match="answers differently"):
        audit(late, n=3, domain="binary")


def test_files_and_modules(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "helper.py").write_text("BOUND = 1.0\n")
    (tmp_path / "limits.py").write_text(
        "from helper import BOUND\nclass Box:\n    @staticmethod\n    def limit(x, delta): return BOUND\nvalue = 3\n"
    )
    assert audit("limits.py:Box.limit", n=2).miss == 0
    assert audit("limits:Box.limit", n=2).miss == 0


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("def f(x, delta): return 1\n", "g", "has no 'g'; it has f"),
        ("value = 1\n", "value", "not a function"),
        ("x = 1\nraise RuntimeError('broken')\n", "f", "does not import: RuntimeError: broken (own.py, line 2)"),
        ("def f(x:\n", "f", "does not import: SyntaxError: '(' was never closed (own.py, line 1)"),
        ("import nowhere_to_be_found\n", "f", "No module named 'nowhere_to_be_found' (own.py, line 1)"),
        ("import os\nos._exit(5)\n", "f", "does not load: the process was left with exit code 5"),
        ("import sys\nsys.exit('bye')\n", "f", "does not import: SystemExit: bye"),
        ("def f(x): return 1\n", "f", "takes (x) and is called f(sample, delta)"),
        ("def f(x, delta, alpha, beta): return 1\n", "f", "is called f(sample, delta)"),
        ("while True: pass\n", "f", "does not load within 1 seconds"),
    ],
)
def test_what_cannot_be_loaded_is_one_sentence(tmp_path, text, name, words):
    (tmp_path / "own.py").write_text(text)
    with pytest.raises(InputError) as raised:
        audit(f"{tmp_path / 'own.py'}:{name}", n=2, time_budget=1 if "while" in text else 600)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["own.py", "nowhere.py:f", ":f", "own.py:", "no such module:f"])
def test_names_of_nothing_are_told(name):
    with pytest.raises(InputError):
        audit(name)
    with pytest.raises(InputError, match="is no function"):
        audit(3)


def test_a_script_without_a_guard_can_audit_where_nothing_is_forked(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import contextures.verify.audit.process as process\n"
        "import contextures as cx\n"
        "process.Runner.__init__.__defaults__ = (False,)\n"
        "print(cx.audit(lambda sample, delta: 1.0, n=2).miss)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.stdout, done.returncode) == ("0\n", 0), done.stderr


def test_an_interrupt_is_heard_and_the_process_ended(tmp_path, start):
    mark = tmp_path / "pid"
    source = tmp_path / "own.py"
    source.write_text(
        f"import os, pathlib, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"def f(x, delta):\n    pathlib.Path({str(mark)!r}).write_text(str(os.getpid()) + ' ')\n    while True: pass\n"
    )
    started = "import sys; from contextures.start import main; sys.argv = ['contextures', *sys.argv[1:]]; main()"
    options = ("--kind", "upper", "--time-budget", "1d", "--out", tmp_path)
    running = start(started, "audit", f"{source}:f", *options)
    running.until(lambda: mark.exists() and mark.read_text().endswith(" "))
    running.signal_all(signal.SIGINT)
    out, err = running.end()
    assert (running.returncode, out, err) == (130, "", "contextures: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)
    assert not list(tmp_path.rglob("*.json"))
