"""Imports run down the list of rooms, without cycles; a chapter has one name in all; the front door loads little."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import networkx as nx
import pytest

from contextures.cli import COMMANDS
from contextures.theory.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    ("errors",),
    ("reading",),
    ("arrays", "archive", "files", "markup", "settings", "style", "workers", "schemas"),
    ("formulas",),
    ("exact",),
    ("theory",),
    ("risks",),
    ("measure",),
    ("contexts",),
    ("samples",),
    ("solvers",),
    ("bounds",),
    ("verify",),
    ("studies", "strategies"),
    ("figures",),
    ("cli",),
    ("start", ""),
)
"""Each room by its height; the last is the front door, with the public names."""
CHAPTERS = ("contexts", "objectives", "optimality", "mixing", "bounds", "stkr", "shift", "neighbours", "classical")
"""The chapters, in the order of the catalogue: each is one module, or one package, of its name in every room."""
SUBJECTS = {"schemes": "bounds", "reweighting": "shift", "transfer": "shift"}
"""What has a world of its own inside a chapter: a module of the chapter in theory, and by its name elsewhere."""
SHARED = {
    "verify.proofs": {"elsewhere", "formal", "letters", "registry"},
    "theory": {
        "catalogue",
        "domain",
        "functions",
        "inequality",
        "layout",
        "index",
        "limit",
        "sorts",
        "statement",
        "symbols",
        "typeset",
        "verdicts",
    },
    "theory.symbols": {"vocabulary"},
    "measure.worlds": {"declared"},
    "measure.quantities": {"registry", "spans"},
    "verify.search.draws": {"declared", "laws", "supply"},
    "verify.certificates.byhand": {"declared", "linear", "note", "recipes", "script", "steps", "subject"},
}
"""The rooms that chapters share: what is there beside them."""
SEARCH = ("verify.search", "verify.campaign")
HEAVY = ("matplotlib", "sklearn", "pandas", "scipy.optimize")


def modules() -> dict[str, Path]:
    """Every module of the package by its name."""
    found = {}
    for path in sorted((ROOT / "contextures").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path, known: set[str]) -> Iterator[str]:
    """Modules that a module names in its import statements, at any depth of the code."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            base = ".".join([*above, node.module] if node.module else above)
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base


@pytest.fixture(scope="module")
def graph() -> nx.DiGraph:
    """Modules of the package; an edge for each import, those inside functions included."""
    found = modules()
    edges = nx.DiGraph()
    edges.add_nodes_from(found)
    for name, path in found.items():
        edges.add_edges_from((name, other) for other in imported(name, path, set(found)))
    return edges


def inside(name: str) -> bool:
    """Whether a module belongs to the package."""
    return name.partition(".")[0] == "contextures"


def room(name: str) -> str:
    """The room of a module: the first part of its name inside the package."""
    return (*name.split("."), "")[1]


def height(name: str) -> int:
    """How high the room of a module is; an error where no room has that name."""
    return next(level for level, rooms in enumerate(ROOMS) if room(name) in rooms)


def test_every_module_is_in_a_room_and_every_room_is_there(graph: nx.DiGraph) -> None:
    known = {name for level in ROOMS for name in level} - {"schemas"}
    assert {room(name) for name in graph if inside(name)} == known


def test_imports_name_modules_that_exist(graph: nx.DiGraph) -> None:
    assert sorted(name for name in graph if inside(name) and name not in modules()) == []


def test_imports_run_down(graph: nx.DiGraph) -> None:
    upward = [
        (name, other)
        for name, other in graph.edges
        if inside(other) and room(name) != room(other) and height(other) >= height(name)
    ]
    assert upward == []


@pytest.mark.parametrize("shared", SHARED)
def test_a_chapter_has_one_name_in_every_room(shared: str) -> None:
    folder = ROOT / "contextures" / Path(*shared.split("."))
    there = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert SHARED[shared] <= there
    assert there - SHARED[shared] - {"__init__"} <= {*CHAPTERS, *SUBJECTS}


def test_chapters_are_those_of_the_catalogue() -> None:
    assert tuple(dict.fromkeys(statement.chapter for statement in catalogue.values())) == CHAPTERS
    for chapter in CHAPTERS:
        statements = import_module(f"contextures.theory.{chapter}").STATEMENTS
        assert list(statements) == catalogue.match(f"{chapter}.*")
    for subject, chapter in SUBJECTS.items():
        statements = import_module(f"contextures.theory.{chapter}.{subject}").STATEMENTS
        assert {(s.chapter, s.vocabulary.chapter) for s in statements} == {(chapter, subject)}


def test_errors_import_nothing(graph: nx.DiGraph) -> None:
    assert set(graph["contextures.errors"]) <= {"__future__"}


def test_there_is_no_cycle(graph: nx.DiGraph) -> None:
    assert list(nx.simple_cycles(graph)) == []


def test_the_check_of_certificates_uses_no_search(graph: nx.DiGraph) -> None:
    used = nx.descendants(graph, "contextures.verify.certificates.check")
    assert "contextures.verify.certificates.judge" in used
    assert [name for name in used if ".".join(name.split(".")[1:3]) in SEARCH] == []


def test_the_check_of_an_audit_runs_nothing(graph: nx.DiGraph) -> None:
    audit = "contextures.verify.audit"
    used = nx.descendants(graph, f"{audit}.certificate")
    assert {name for name in used if name.startswith(audit)} == {f"{audit}.{name}" for name in ("case", "promises")}


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (["list"], ("sympy", "numpy", *HEAVY)),
        (["list", "contexts.*", "--json", "-"], ("sympy", "numpy", *HEAVY)),
        (["--help"], ("sympy", *HEAVY)),
    ],
    ids=lambda given: " ".join(given),
)
def test_the_front_door_loads_only_what_it_needs(words: list[str], spared: tuple[str, ...]) -> None:
    code = (
        "import sys\n"
        "from contextures.cli import main\n"
        f"sys.argv = ['contextures', *{words!r}]\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as left:\n"
        "    assert not left.code, left.code\n"
        f"loaded = sorted(set({spared!r}) & set(sys.modules))\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("contexts.duality" if words[0] == "list" else "Usage: contextures") in done.stdout


def test_every_command_is_where_the_front_door_says() -> None:
    for name, home in COMMANDS.items():
        module, _, function = home.partition(".")
        assert callable(getattr(import_module(f"contextures.cli.{module}"), function)), name
