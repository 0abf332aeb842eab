"""The pages of the papers next to the theory: current, of all statements, and with what falls written out by hand."""

from __future__ import annotations

import runpy
from pathlib import Path

from contextures import catalogue
from contextures.theory.neighbours import STATEMENTS
from contextures.theory.neighbours.papers import PAPERS, of_paper

DOCS = Path(__file__).parents[1] / "docs"
SCRIPT = runpy.run_path(str(DOCS / "make_neighbours.py"))
FALLEN = catalogue["optimality.minimax-value"]


def test_the_pages_are_those_of_the_catalogue() -> None:
    pages = SCRIPT["pages"]()
    assert {path.name for path in (DOCS / "neighbours").iterdir()} == set(pages)
    for name, text in pages.items():
        committed = (DOCS / "neighbours" / name).read_text(encoding="utf-8")
        assert committed == text, "run python docs/make_neighbours.py"


def test_every_statement_of_the_chapter_is_of_one_paper_that_its_source_names() -> None:
    assert sum(len(of_paper(paper, STATEMENTS)) for paper in PAPERS) == len(STATEMENTS)
    for paper in PAPERS:
        for statement in of_paper(paper, STATEMENTS):
            assert statement.source.key in (paper.key, "ours"), statement.id
            assert f"`{statement.id}`" in SCRIPT["page"](paper, {}), statement.id


def test_what_falls_is_written_out_with_its_parts_and_what_holds_instead() -> None:
    told = SCRIPT["entry"](FALLEN, SCRIPT["rows"]())
    place = [
        told.index(words)
        for words in ("**Printed** (refuted", "is refuted: ", "There", "so that", "$$", SCRIPT["escaped"](FALLEN.why))
    ]
    assert place == sorted(place)
    assert "**What holds instead** (" in told
    assert "](../certificates/" in told


def test_a_verdict_that_is_missing_is_told() -> None:
    assert "**Printed** (not searched yet)" in SCRIPT["entry"](FALLEN, {})
    assert "| not searched yet |" in SCRIPT["index"]({})


def test_the_summary_counts_each_print_once() -> None:
    table = list(SCRIPT["table"]({}, False))
    prints = [s for s in STATEMENTS if s.source.key != "ours" and not s.source.reconstructed]
    assert table[-1].startswith(f"| all | {len(prints)} |")
