"""Settings and fixtures of the whole test suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = ROOT.parent / "shared" / "data"

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


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
