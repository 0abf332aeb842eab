"""Settings and fixtures of the whole test suite."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import settings

import contextures
from contextures import Report

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in a job of a shell's background, whose children would be deaf
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data beside the repository; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("../shared/data is not there: the shared data are not part of the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def campaign_seconds() -> float:
    """The time one campaign test may take, from CONTEXTURES_CAMPAIGN_SECONDS."""
    return float(os.environ.get("CONTEXTURES_CAMPAIGN_SECONDS", "300"))


@pytest.fixture(scope="session")
def campaign() -> Report:
    """One search of chapters 1 and 3, on which many tests look; every family of laws is tried on every claim."""
    return contextures.verify("contexts.*", "optimality.*", instances=12_000, time_budget=3600.0, seed=0)


@pytest.fixture(scope="session")
def certificates(campaign: Report) -> dict[str, dict[str, Any]]:
    """The certificates of that search by the path they are written to."""
    return {path: document for result in campaign.results for path, document in result.certificates().items()}


@pytest.fixture(scope="session")
def valid() -> Callable[[str, Any], None]:
    """Assert that a document obeys the published schema of a name."""

    def check(name: str, document: Any) -> None:
        schema = json.loads((files("contextures") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(document, allow_nan=False)))

    return check
