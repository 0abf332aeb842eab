"""What is built holds what it should, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from configparser import ConfigParser
from email import message_from_bytes
from email.message import Message
from pathlib import Path, PurePosixPath

import pytest

import contextures

ROOT = Path(__file__).resolve().parents[1]
LINKS = ("theory", "verify", "figures")
TABLES = ("contexts/tables/hair_eye.csv", "contexts/tables/smoking.csv")
DATA_SUFFIXES = (".py", ".typed", ".json", ".csv", ".css", ".html", ".js", ".v")


def source_files() -> set[str]:
    """Modules, marker, schemas and tables, as they lie in the repository."""
    package = ROOT / "contextures"
    return {path.relative_to(ROOT).as_posix() for path in package.rglob("*") if path.suffix in DATA_SUFFIXES}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    """Content of the wheel by path."""
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(built: Path) -> set[str]:
    """Paths in the sdist, below its one top folder."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        assert not [member.name for member in archive if member.issym() or member.islnk()]
        paths = [PurePosixPath(member.name) for member in archive if member.isfile()]
    assert {path.parts[0] for path in paths} == {f"contextures-{contextures.__version__}"}
    return {PurePosixPath(*path.parts[1:]).as_posix() for path in paths}


@pytest.fixture(scope="module")
def metadata(wheel: dict[str, bytes]) -> Message:
    """The metadata of the wheel."""
    (name,) = [name for name in wheel if name.endswith(".dist-info/METADATA")]
    return message_from_bytes(wheel[name])


def test_wheel_holds_the_package_and_nothing_else(wheel: dict[str, bytes]) -> None:
    inside = {name for name in wheel if ".dist-info/" not in name}
    assert inside == source_files()


def test_wheel_holds_what_users_read(wheel: dict[str, bytes]) -> None:
    assert {f"contextures/{name}" for name in ("py.typed", *TABLES)} <= set(wheel)
    assert [name for name in wheel if name.startswith("contextures/schemas/") and name.endswith(".json")]
    assert [name for name in wheel if name.endswith(".dist-info/licenses/LICENSE")]


def test_sdist_holds_the_package_its_tests_and_its_papers(sdist: set[str]) -> None:
    tests = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")}
    papers = {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"}
    assert source_files() | tests | papers <= sdist


def test_no_shortcut_is_packed(wheel: dict[str, bytes], sdist: set[str]) -> None:
    for link in LINKS:
        assert not [name for name in (*wheel, *sdist) if PurePosixPath(name).parts[0] == link]


def test_metadata(metadata: Message) -> None:
    assert metadata["Name"] == "contextures"
    assert metadata["Version"] == contextures.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert {"test", "data", "scale", "all"} <= set(metadata.get_all("Provides-Extra", []))


def test_entry_point(wheel: dict[str, bytes]) -> None:
    (name,) = [name for name in wheel if name.endswith(".dist-info/entry_points.txt")]
    entry_points = ConfigParser()
    entry_points.read_string(wheel[name].decode())
    assert dict(entry_points["console_scripts"]) == {"contextures": "contextures.start:main"}


@pytest.mark.parametrize("link", LINKS)
def test_shortcut_is_a_relative_link(link: str) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("the shortcuts exist in a git checkout only")
    assert (ROOT / link).readlink() == Path("contextures") / link
    assert (ROOT / link).is_dir()
