"""Long campaigns: checkpoints, going on after an interrupt or a kill, clusters, and leaving without a word."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import dask
import distributed
import joblib
import pytest
from joblib.externals.loky import get_reusable_executor

import contextures
from contextures import InputError, Report
from contextures.cli import main
from contextures.verify.campaign import campaign
from contextures.verify.campaign.campaign import Campaign
from contextures.verify.campaign.checkpoint import Progress
from contextures.verify.campaign.schedule import PER_CHUNK
from contextures.workers import outcomes, workers

GLOBS = ("contexts.pca", "optimality.trace-gap-of-contexture")
STATEMENTS = contextures.catalogue.match(*GLOBS)
SETTINGS: dict[str, Any] = {"instances": 2600, "seed": 3}
posix = pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are of POSIX")


def without_seconds(report: Report) -> dict[str, Any]:
    """The document of a report but what the clock put there, and the certificates."""
    document = json.loads(json.dumps(report.to_json()))
    for row in document["statements"]:
        row.pop("seconds")
    return {**document, "certificates": [result.certificates() for result in report.results]}


def kept(path: Path, *, ablate: bool = False) -> Progress:
    """How far a campaign is that goes on from a checkpoint."""
    search = Campaign(STATEMENTS, 240.0, **SETTINGS, ablate=ablate, tolerant=False)
    search.keep(path, resume=True, interval=0.0)
    return search.done


@pytest.fixture(scope="module", autouse=True)
def small_units() -> Iterator[None]:
    """Units of one chunk, so that a short campaign has many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(campaign, "BLOCK", 1)
        yield


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    """A campaign that nothing disturbs."""
    return without_seconds(contextures.verify(*GLOBS, **SETTINGS, ablate=True))


class Enough(Exception):
    """Raised to interrupt a campaign."""


def stop_after(units: int) -> Any:
    """A progress function that interrupts."""

    def progress(done: int, total: int, id_: str) -> None:
        if done >= units:
            raise Enough

    return progress


@pytest.mark.parametrize("units", [1, 7, 20])
def test_nothing_is_lost_by_an_interrupt(units: int, whole: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    with pytest.raises(Enough):
        contextures.verify(*GLOBS, **SETTINGS, ablate=True, checkpoint=path, progress=stop_after(units))
    steps: list[int] = []
    again = contextures.verify(
        *GLOBS, **SETTINGS, ablate=True, checkpoint=path, resume=True, progress=lambda done, *_: steps.append(done)
    )
    assert without_seconds(again) == whole
    assert path.exists() or units == 1
    if units > 10:
        assert steps[0] > 5


def test_a_finished_checkpoint_only_certifies(whole: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    contextures.verify(*GLOBS, **SETTINGS, ablate=True, checkpoint=path)
    steps: list[tuple[int, int]] = []
    again = contextures.verify(
        *GLOBS, **SETTINGS, ablate=True, checkpoint=path, resume=True, progress=lambda n, of, _: steps.append((n, of))
    )
    assert without_seconds(again) == whole
    rows = len(whole["statements"])
    assert len(steps) == 2 * rows
    assert steps[-1][0] == steps[-1][1]


@pytest.mark.parametrize("ablating", [False, True])
def test_a_truncated_campaign_goes_on(
    ablating: bool, whole: dict[str, Any], tmp_path: Path, clock: SimpleNamespace
) -> None:
    """The clock stops it in the search, or in the ablation."""
    path = tmp_path / "checkpoint.json"
    units = len(Campaign(STATEMENTS, 240.0, **SETTINGS, ablate=True, tolerant=False).units)
    budget = units + len(whole["statements"]) + 4.5 if ablating else 4.5

    def tick(done: int, total: int, id_: str) -> None:
        clock.now = float(done)

    settings = {**SETTINGS, "ablate": True, "checkpoint": path}
    cut = contextures.verify(*GLOBS, **settings, time_budget=budget, progress=tick)
    assert cut.truncated
    done = kept(path, ablate=True)
    assert (done.searched, done.ablated) == ((units, 5) if ablating else (5, 0))
    clock.now = 0.0
    again = contextures.verify(*GLOBS, **settings, resume=True)
    assert not again.truncated
    assert {**without_seconds(again), "time_budget": 240.0} == whole


def test_a_longer_clock_goes_on_with_the_schedule(tmp_path: Path, clock: SimpleNamespace) -> None:
    path = tmp_path / "checkpoint.json"
    with pytest.raises(Enough):
        contextures.verify("contexts.pca", time_budget=2.0, checkpoint=path, progress=stop_after(7))
    clock.now = 100.0
    again = contextures.verify("contexts.pca", time_budget=3600.0, checkpoint=path, resume=True)
    assert (again.time_budget, again.truncated) == (2.0, False)
    (chunks,) = Campaign(contextures.catalogue.match("contexts.pca"), 2.0, None, 0, False, False).done.schedule
    whole = contextures.verify("contexts.pca", instances=chunks * PER_CHUNK)
    assert {**without_seconds(again), "time_budget": 240.0} == without_seconds(whole)


@pytest.mark.parametrize(("interval", "last"), [(0.0, 5), (2.5, 3), (100.0, 0)])
def test_checkpoints_come_at_their_interval(interval: float, last: int, tmp_path: Path, clock: SimpleNamespace) -> None:
    """What is there when the sixth unit ends, where each takes a second."""
    path = tmp_path / "checkpoint.json"
    left = []

    def tick(done: int, total: int, id_: str) -> None:
        clock.now = float(done)
        if done == 6:
            left.append(kept(path).searched)
            raise Enough

    with pytest.raises(Enough):
        contextures.verify(*GLOBS, **SETTINGS, checkpoint=path, checkpoint_interval=interval, progress=tick)
    assert left == [last]


@pytest.mark.parametrize("interval", [-1.0, float("nan")])
def test_an_interval_that_is_no_time_is_refused(interval: float, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the checkpoint interval must be at least 0 seconds, not"):
        contextures.verify("contexts.pca", checkpoint=tmp_path / "checkpoint.json", checkpoint_interval=interval)


def test_a_checkpoint_is_not_written_over(checkpoint: str, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_text(checkpoint)
    with pytest.raises(InputError, match="is of an earlier campaign; --resume goes on with it; to start anew, delete"):
        contextures.verify("contexts.duality", instances=1000, checkpoint=path)
    assert path.read_text() == checkpoint


def test_resume_without_a_checkpoint_starts(whole: dict[str, Any], tmp_path: Path) -> None:
    report = contextures.verify("contexts.pca", **SETTINGS, checkpoint=tmp_path / "none.json", resume=True)
    assert report.results[0].parts[0].instances == whole["statements"][0]["parts"][0]["instances"]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of a checkpoint."""
    path = tmp_path_factory.mktemp("kept") / "checkpoint.json"
    contextures.verify("contexts.pca", instances=1000, checkpoint=path)
    return path.read_text()


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('\\"instances\\":', '\\"instances\\":1', 1),
        lambda text: "[1, 2]",
        lambda text: json.dumps({"sha256": "0", "body": 5}),
        lambda text: "\x00" + text,
    ],
)
def test_a_damaged_checkpoint_is_named(damage: Any, checkpoint: str, tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_text(damage(checkpoint))
    with pytest.raises(InputError, match="no checkpoint, or a corrupted or truncated one"):
        contextures.verify("contexts.pca", instances=1000, checkpoint=path, resume=True)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"seed": 1}, "seed"),
        ({"instances": 5000}, "instances"),
        ({"ablate": True}, "ablation"),
        ({"globs": ["contexts.duality"]}, "statements"),
    ],
)
def test_a_checkpoint_of_another_campaign_is_refused(
    change: dict[str, Any], named: str, checkpoint: str, tmp_path: Path
) -> None:
    path = tmp_path / "checkpoint.json"
    path.write_text(checkpoint)
    globs = change.pop("globs", ["contexts.pca"])
    with pytest.raises(InputError, match=f"of a campaign with other {named}"):
        contextures.verify(*globs, **{"instances": 1000, **change}, checkpoint=path, resume=True)


def test_a_checkpoint_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"the checkpoint .* cannot be written"):
        contextures.verify("contexts.pca", instances=1000, checkpoint=tmp_path / "no" / "checkpoint.json")


# ------------------------------------------------------------------------------------------------------------ signals
WAITS = """
import sys
from contextures.cli import main
from contextures.verify.campaign import campaign

last = int(sys.argv.pop(1))
search, campaign.BLOCK = campaign.verify, 1

def wait(done, total, id_):
    if done == last:
        print("last", flush=True)
        sys.stdin.read()

campaign.verify = lambda *globs, **settings: search(*globs, **{**settings, "progress": wait})
main()
"""


@posix
@pytest.mark.parametrize(("last", "searched", "ablated"), [(6, 5, 0), (20, 9, 7)])
def test_a_killed_campaign_goes_on(
    last: int,
    searched: int,
    ablated: int,
    whole: dict[str, Any],
    start: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out"
    effort = ("--instances", SETTINGS["instances"], "--seed", SETTINGS["seed"], "--ablate", "--jobs", 1)
    line = ("verify", *GLOBS, *effort, "--out", out)
    killed = start(WAITS, last, *line, "--checkpoint-interval", 0)
    assert killed.first_line() == "last\n"
    killed.signal_all(signal.SIGKILL)
    killed.end()
    assert [path.name for path in out.iterdir()] == ["checkpoint.json"]
    done = kept(out / "checkpoint.json", ablate=True)
    assert (done.searched, done.ablated) == (searched, ablated)
    monkeypatch.setattr(sys, "argv", ["contextures", *map(str, line), "--resume"])
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
    assert not (out / "checkpoint.json").exists()
    document = json.loads((out / "verdicts.json").read_text(encoding="utf-8"))
    for row in document["statements"]:
        row.pop("seconds")
    assert document == {name: value for name, value in whole.items() if name != "certificates"}
    written = {path.relative_to(out).as_posix(): path for path in (out / "certificates").iterdir()}
    assert {name: json.loads(path.read_text(encoding="utf-8")) for name, path in written.items()} == {
        name: document for certificates in whole["certificates"] for name, document in certificates.items()
    }


@posix
def test_a_worker_that_is_killed_is_said_to_be_and_not_traced() -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(InputError, match="want of memory"), workers(2):
        joblib.Parallel()(joblib.delayed(die)() for _ in range(2))


def test_a_worker_that_grew_is_replaced_without_a_word() -> None:
    def grown() -> None:
        from joblib.externals.loky import process_executor

        process_executor._MAX_MEMORY_LEAK_SIZE, process_executor._MEMORY_LEAK_CHECK_DELAY = -math.inf, -1.0

    with workers(2, first=grown):
        assert joblib.Parallel()(joblib.delayed(abs)(-number) for number in range(20)) == list(range(20))
    get_reusable_executor().shutdown()


@pytest.mark.parametrize("ordered", [True, False])
def test_what_is_given_up_is_given_up_without_a_word(ordered: bool) -> None:
    """A warning would fail this test; all calls but the first would never end."""
    with workers(2):
        work = outcomes(time.sleep, [(0,), *[(10**6,)] * 4], ordered=ordered)
        assert next(work) is None
        work.close()


@posix
def test_workers_end_with_a_parent_that_is_killed(start: Any, tmp_path: Path) -> None:
    """They hold its standard output, which ends with the last of them; what they do would never end."""
    code = (
        "import os, pathlib, sys, threading\n"
        "import joblib\n"
        "from contextures.workers import workers\n"
        "def work(folder):\n"
        "    pathlib.Path(folder, str(os.getpid())).touch()\n"
        "    threading.Event().wait()\n"
        "with workers(2):\n"
        "    joblib.Parallel()(joblib.delayed(work)(sys.argv[1]) for _ in range(4))\n"
    )
    running = start(code, tmp_path)
    running.until(lambda: len(list(tmp_path.iterdir())) == 2)
    running.kill()
    assert running.end()[0] == ""
    assert running.returncode == -signal.SIGKILL


INTERRUPTED = """
import signal, sys

class Interrupt:
    def find_spec(name, *rest):
        if name == module:
            print("interrupted", flush=True)
            signal.raise_signal(signal.SIGINT)

module = sys.argv.pop(1)
sys.meta_path.insert(0, Interrupt)
from contextures.start import main
main()
"""


@posix
@pytest.mark.parametrize(
    "module",
    [
        "contextures.cli",
        "typing",
        "typer",
        "contextures.cli.verify",
        "contextures.theory.catalogue",
        "sympy",
        "contextures.verify.campaign.campaign",
        "numpy",
        "numpy.linalg",
        "flint",
        "joblib",
    ],
)
def test_an_early_interrupt_leaves_without_a_traceback(module: str, start: Any, tmp_path: Path) -> None:
    """When a module begins to load."""
    running = start(INTERRUPTED, module, "verify", "contexts.pca", "--jobs", 1, "--out", tmp_path / "out")
    printed, errors = running.end()
    assert (running.returncode, printed) == (130, "interrupted\n"), errors
    assert errors in ("", "contextures: interrupted\n")


def test_little_is_imported_before_an_interrupt_is_heard() -> None:
    code = (
        "import sys; there = set(sys.modules)\n"
        "import contextures.start\n"
        "print(*sorted({'typing', 're', 'inspect', 'importlib.metadata', 'numpy', 'typer'} & set(sys.modules) - there))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


# ------------------------------------------------------------------------------------------------------------ clusters
def test_a_campaign_on_a_cluster() -> None:
    """joblib's dask back end, on a local cluster of two workers that may be as slow as they like."""
    alone = contextures.verify(*GLOBS, **SETTINGS)
    patience = {"comm.timeouts.connect": "15m", "comm.timeouts.tcp": "15m", "scheduler.worker-ttl": None}
    with (
        dask.config.set({f"distributed.{name}": value for name, value in patience.items()}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster,
        distributed.Client(cluster),
    ):
        spread = contextures.verify(*GLOBS, **SETTINGS, backend="dask")
    assert without_seconds(spread) == without_seconds(alone)
