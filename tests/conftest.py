"""Settings and fixtures of the whole test suite."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import pickle
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import pytest
from filelock import FileLock, Timeout
from hypothesis import HealthCheck, settings

import contextures
from contextures import Report, Statement
from contextures.cli import main
from contextures.theory.statement import Variant
from contextures.verify.audit import process, search, serve
from contextures.verify.campaign import campaign as campaigns
from contextures.verify.campaign import schedule, work
from contextures.verify.search.draws import laws
from contextures.verify.search.search import STARTS, search_chunks
from tests.command_line import Run, Told
from tests.dear import DEAR_TO_SHRINK, SEEDS

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"

PATIENCE = 900.0
"""Seconds after which what does not happen is taken to hang; no test depends on it otherwise."""

timeless: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("local", **timeless)
settings.register_profile("ci", **timeless, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in a job of a shell's background, whose children would be deaf
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def call(*arguments: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["contextures", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        return Told(int(left.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture
def command(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return run


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data beside the repository; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is not there: the shared data are not part of the project")
    return SHARED_DATA


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Where a browser is; tests that need one are skipped where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is on the path")
    return found


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Open a page in a headless browser: its address, a folder for a profile, options."""

    def look(url: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
        always = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder}")
        done = subprocess.run(
            [browser_path, *always, *options, url], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, done.stderr
        return done

    return look


class Started(subprocess.Popen[str]):
    """Python code at work in a session of its own."""

    def __init__(self, code: str, *arguments: object) -> None:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command = [sys.executable, "-c", code, *map(str, arguments)]
        super().__init__(command, text=True, start_new_session=True, **pipes)

    def first_line(self) -> str:
        """Wait for the first line of its standard output."""
        assert self.stdout is not None
        assert select.select([self.stdout], [], [], PATIENCE)[0], "no line comes"
        return self.stdout.readline()

    def until(self, happened: Callable[[], bool]) -> None:
        """Wait until something happened that it does while it runs."""
        end = time.monotonic() + PATIENCE
        while not happened():
            assert self.poll() is None, self.communicate()
            assert time.monotonic() < end, "it does not happen"
            time.sleep(0.02)

    def signal_all(self, number: int) -> None:
        """Send a signal to every process of its session."""
        os.killpg(self.pid, number)

    def end(self) -> tuple[str, str]:
        """Wait until no process of its session is left; return standard output and standard error."""
        printed = self.communicate(timeout=PATIENCE)
        end = time.monotonic() + PATIENCE
        with suppress(ProcessLookupError):
            while True:
                self.signal_all(0)
                assert time.monotonic() < end, "processes are left"
                time.sleep(0.02)
        return printed


@pytest.fixture
def start() -> Iterator[Callable[..., Started]]:
    """Start Python code with arguments in a session of its own, of which nothing is left when the test is over."""
    all_started: list[Started] = []

    def run(code: str, *arguments: object) -> Started:
        all_started.append(Started(code, *arguments))
        return all_started[-1]

    yield run
    for started in all_started:
        with started, suppress(ProcessLookupError):
            started.signal_all(signal.SIGKILL)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock of the campaigns of this process: it stands at `now` until that is changed."""
    hand = SimpleNamespace(now=0.0)
    for module in (campaigns, work):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: hand.now, monotonic=lambda: hand.now))
    return hand


@pytest.fixture
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass in the audits of this process."""
    for module in (process, search, serve):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: 0.0))


DEAR = (
    "campaign",
    "campaign_runs",
    "report",
    "verify_command",
    "certificate",
    "certificate_lies",
    "proofs",
    "packaging",
    "docs",
    "figures",
)
"""Subjects of the files that run first: with a dear one last, every process but one would wait for it."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order of the files where they are shared out: by default those of many tests would be first."""
    config.option.loadscopereorder = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave what is looked at in a browser to the stage of the site, and put the dear files first."""
    for item in items:
        if "browser_path" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.site)
    rank = {f"test_{subject}": place for place, subject in enumerate(DEAR)}
    items.sort(key=lambda item: rank.get(item.path.stem, len(rank)))


DRAWN: dict[ModuleType, Any] = {}
"""The state of the generator of each file, before any test draws from it."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    """Let each test draw anew from the generator `RNG` of its file: what it sees depends on no other test."""
    generator = getattr(item.module, "RNG", None)
    if isinstance(generator, np.random.Generator):
        bits = generator.bit_generator
        bits.state = DRAWN.setdefault(item.module, bits.state)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a campaign test that asks for `campaign_seed` as many seeds as CONTEXTURES_CAMPAIGN_SEEDS says."""
    if "campaign_seed" in metafunc.fixturenames:
        metafunc.parametrize("campaign_seed", range(SEEDS))


FAMILIES = -(-len(laws.FAMILIES) // STARTS) * schedule.PER_CHUNK
"""Instances among which is every family of laws."""
INSTANCES = {"contexts": FAMILIES, "optimality": FAMILIES, "bounds": 1400, "stkr": 2500, "shift": 1500}
"""Instances for each statement of a chapter, in the searches on which many tests look; what stands on declared domains
is searched statement by statement, in tests of its own."""


JOBS = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
"""Processes of a search, which has a core to itself where tests run beside one another."""


class Kept(pickle.Pickler):
    """Writes a report; its statements, which are those of the catalogue, by their ids."""

    def persistent_id(self, obj: Any) -> str | None:
        """Name a statement."""
        return obj.id if isinstance(obj, Statement) else None


class Known(pickle.Unpickler):
    """Reads what `Kept` wrote."""

    def persistent_load(self, pid: str) -> Statement:
        """Return the statement of a name."""
        return contextures.catalogue[pid]


@pytest.fixture(scope="session")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Report]:
    """Return the report on some statements, but for those named without a glob none that is dear to shrink.

    Each statement is searched once for all tests.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def kept(id_: str) -> Path:
        return shared / f"{id_}.pickle"

    def search(id_: str) -> None:
        instances = INSTANCES[contextures.catalogue[id_].chapter]
        found = contextures.verify(id_, instances=instances, time_budget=3600.0, seed=0, jobs=JOBS)
        part = kept(id_).with_suffix(".part")
        with part.open("wb") as written:
            Kept(written).dump(found)
        part.replace(kept(id_))

    def search_all(ids: Iterable[str]) -> None:
        """Search what no other process searches, and wait for the rest."""
        while pending := [id_ for id_ in ids if not kept(id_).exists()]:
            for patience, id_ in (*((0, id_) for id_ in pending), (-1, pending[0])):
                with suppress(Timeout), FileLock(f"{kept(id_)}.lock", timeout=patience):
                    if not kept(id_).exists():
                        search(id_)
                    break

    @functools.cache
    def known(id_: str) -> Report:
        with kept(id_).open("rb") as written:
            report = Known(written).load()
        assert isinstance(report, Report)
        return report

    def report(*globs: str) -> Report:
        ids = [s.id for s in contextures.catalogue.match(*globs) if s.id in globs or s.id not in DEAR_TO_SHRINK]
        search_all(ids)
        reports = [known(id_) for id_ in ids]
        results = tuple(result for report in reports for result in report.results)
        return Report(results, 0, 3600.0, any(report.truncated for report in reports))

    return report


@pytest.fixture(scope="session")
def campaign(searched: Callable[..., Report]) -> Report:
    """The search of chapters 1 and 3 but for what is dear to shrink; every family of laws is tried on every claim."""
    return searched("contexts.*", "optimality.*")


@pytest.fixture(scope="session")
def certificates() -> dict[str, dict[str, Any]]:
    """The committed certificates of chapters 1 and 3 by the path they are written to."""
    found = [
        path for chapter in ("contexts", "optimality") for path in (ROOT / "docs/certificates").glob(f"{chapter}.*")
    ]
    return {f"certificates/{path.name}": json.loads(path.read_text(encoding="utf-8")) for path in sorted(found)}


@pytest.fixture(scope="session")
def valid() -> Callable[[str, Any], None]:
    """Assert that a document obeys the published schema of a name."""

    def check(name: str, document: Any) -> None:
        schema = json.loads((files("contextures") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(document, allow_nan=False)))

    return check


@pytest.fixture(scope="session")
def scaled_falls() -> Callable[..., bool]:
    """Tell whether a short search refutes a part of which one side is scaled."""

    def falls(statement: Statement, variant: Variant, name: str, side: str, factor: Any) -> bool:
        claim = statement.variants[variant]
        part = claim.part(name)
        changed = claim.alone(dataclasses.replace(part, **{side: factor * getattr(part, side)}))
        planted = dataclasses.replace(statement, printed=changed, corrected=None, why="", faults=())
        return bool(search_chunks(planted, "printed", 0, range(6))[name].refuters)

    return falls
