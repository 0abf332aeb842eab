"""Every notebook runs from top to bottom, uses public names only, and is kept without its outputs."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import contextures

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PUBLIC = ("contextures", "contextures.strategies", "contextures.theory.symbols")
PATIENCE = 900
"""Seconds after which a cell, or the start of a kernel, is taken to hang."""


def named(path: Path) -> str:
    return path.stem


@pytest.fixture(params=NOTEBOOKS, ids=named)
def notebook(request: pytest.FixtureRequest) -> Any:
    return nbformat.read(request.param, as_version=4)


def code(notebook: Any) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_they_are_numbered_and_listed() -> None:
    assert [path.name[0] for path in NOTEBOOKS] == list("12345678")[: len(NOTEBOOKS)]
    listed = (ROOT / "docs" / "notebooks.md").read_text(encoding="utf-8")
    assert not [path.name for path in NOTEBOOKS if f"`{path.name}`" not in listed]


def test_it_is_valid_and_stripped(notebook: Any) -> None:
    nbformat.validate(notebook)
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert cell.metadata == {}
    assert set(notebook.metadata) == {"kernelspec", "language_info"}


def test_it_uses_public_names_only(notebook: Any) -> None:
    tree = ast.parse("\n".join(code(notebook)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not [a.name for a in node.names if a.name.startswith("contextures.") and a.name not in PUBLIC]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("contextures"):
            assert any(node.module == name or f"{node.module}.".startswith(f"{name}.") for name in PUBLIC[1:])
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "cx":
            assert node.attr in contextures.__all__ or f"contextures.{node.attr}" in PUBLIC, node.attr
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_")


@pytest.mark.site
def test_it_runs(notebook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    patience = {"timeout": PATIENCE, "startup_timeout": PATIENCE}
    NotebookClient(notebook, **patience, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text
