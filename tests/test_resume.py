"""Long campaigns: checkpoints, going on after an interrupt or a kill, clusters, and leaving without a word."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import joblib
import pytest

import contextures
from contextures import InputError, Report
from contextures.verify.campaign import campaign
from contextures.verify.campaign.campaign import Campaign
from contextures.verify.campaign.checkpoint import load
from contextures.workers import workers

GLOBS = ("contexts.pca", "optimality.trace-gap-of-contexture")
SETTINGS: dict[str, Any] = {"instances": 2600, "seed": 3}
posix = pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are of POSIX")


def without_seconds(report: Report) -> dict[str, Any]:
    """The document of a report but what the clock put there, and the certificates."""
    document = json.loads(json.dumps(report.to_json()))
    for row in document["statements"]:
        row.pop("seconds")
    return {**document, "certificates": [result.certificates() for result in report.results]}


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


def test_a_truncated_campaign_goes_on(whole: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    cut = contextures.verify(*GLOBS, **SETTINGS, ablate=True, checkpoint=path, time_budget=1e-3)
    assert cut.truncated
    again = contextures.verify(*GLOBS, **SETTINGS, ablate=True, checkpoint=path, resume=True)
    assert {**without_seconds(again), "time_budget": 240.0} == whole


def test_a_longer_clock_goes_on_with_the_schedule(tmp_path: Path) -> None:
    path = tmp_path / "checkpoint.json"
    with pytest.raises(Enough):
        contextures.verify("contexts.pca", time_budget=2.0, checkpoint=path, progress=stop_after(7))
    again = contextures.verify("contexts.pca", time_budget=3600.0, checkpoint=path, resume=True)
    assert (again.time_budget, again.truncated) == (2.0, False)
    (chunks,) = Campaign(contextures.catalogue.match("contexts.pca"), 2.0, None, 0, False, False).done.schedule
    whole = contextures.verify("contexts.pca", instances=chunks * campaign.PER_CHUNK)
    assert {**without_seconds(again), "time_budget": 240.0} == without_seconds(whole)


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
def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Run a long campaign in a process group of its own."""
    command = [sys.executable, "-c", "from contextures.start import main; main()", "verify", *GLOBS]
    return subprocess.Popen(
        [*command, "--instances", "80000", "--jobs", "1", "--out", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@posix
def test_a_killed_campaign_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = start(out)
    deadline = time.time() + 90
    while not (out / "checkpoint.json").exists() and time.time() < deadline:
        assert first.poll() is None
        time.sleep(0.1)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate(timeout=60)
    assert [p.name for p in out.iterdir() if p.suffix == ".json"] == ["checkpoint.json"]
    statements = contextures.catalogue.match(*GLOBS)
    campaign = Campaign(statements, 120.0, 80_000, 0, False, False)
    done = load(out / "checkpoint.json", campaign.settings, campaign.sorts)
    assert done is not None
    assert done.searched > 0
    again = start(out, "--resume")
    _, errors = again.communicate(timeout=200)
    assert again.returncode == 0, errors
    assert not (out / "checkpoint.json").exists()
    document = json.loads((out / "verdicts.json").read_text())
    assert all(row["instances"] >= 70_000 for row in document["statements"])


@posix
def test_a_worker_that_is_killed_is_said_to_be_and_not_traced() -> None:
    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(InputError, match="want of memory"), workers(2):
        joblib.Parallel()(joblib.delayed(die)() for _ in range(2))


@posix
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """They hold its standard output, which ends with the last of them; what they do would take minutes."""
    code = (
        "import joblib, time\n"
        "from contextures.workers import workers\n"
        "with workers(2):\n"
        "    joblib.Parallel()(joblib.delayed(time.sleep)(0.5) for _ in range(4))\n"
        "    print('on', flush=True)\n"
        "    joblib.Parallel()(joblib.delayed(time.sleep)(300) for _ in range(4))\n"
    )
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert running.stdout is not None
    assert running.stdout.readline() == "on\n"
    time.sleep(0.5)
    os.kill(running.pid, signal.SIGKILL)
    assert running.communicate(timeout=30) == ("", None)
    assert running.returncode == -signal.SIGKILL


@posix
@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.15, 0.4, 0.8])
def test_an_early_interrupt_leaves_without_a_traceback(seconds: float, tmp_path: Path) -> None:
    """While modules load, too."""
    code = "from contextures.start import main; print('on', flush=True); main()"
    running = subprocess.Popen(
        [sys.executable, "-c", code, "verify", "contexts.pca", "--instances", "200000", "--jobs", "1", "--out", "out"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "on\n"
    time.sleep(0.03 + seconds)
    os.killpg(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert "Traceback" not in errors
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
    """joblib's dask back end, on a local cluster of two workers."""
    distributed = pytest.importorskip("distributed", reason="the extra scale is not installed")
    alone = contextures.verify(*GLOBS, **SETTINGS)
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster),
    ):
        spread = contextures.verify(*GLOBS, **SETTINGS, backend="dask")
    assert without_seconds(spread) == without_seconds(alone)
