"""What the documentation says is run, or compared with what the package says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from contextures import catalogue

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "docs/adding-a-statement.md", "docs/solvers.md")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_python_examples_run_and_give_what_their_comments_say(document):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.S)
    assert blocks
    for block in blocks:
        names: dict[str, object] = {}
        for line in re.findall(r"(?:^[^\s#].*\n(?:^[ \t)].*\n)*)", block, re.M):
            code, _, promise = line.partition("  # ")
            try:
                value = eval(compile(code.strip(), document, "eval"), names)
            except SyntaxError:
                exec(compile(line, document, "exec"), names)
                continue
            expected = re.match(r"[\d.]+|refuted|unrefuted", promise)
            if expected and expected[0][0].isdigit():
                first = value[0] if hasattr(value, "__len__") else value
                assert float(first) == pytest.approx(float(expected[0]), abs=6e-4)
            elif expected:
                assert str(value) == expected[0]


def test_the_errata_are_those_of_the_catalogue():
    page = runpy.run_path(str(ROOT / "docs" / "make_errata.py"))["text"]()
    assert (ROOT / "docs" / "errata.md").read_text(encoding="utf-8") == page, "run python docs/make_errata.py"
    for statement in catalogue.values():
        assert (f"`{statement.id}`" in page) == (statement.corrected is not None), statement.id


def test_local_links_lead_somewhere():
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
