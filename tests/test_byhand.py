"""Certificates as notes and as stand-alone scripts: they recompute both sides, and say so where they cannot."""

from __future__ import annotations

import contextlib
import copy
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contextures import InputError
from contextures.verify.byhand.note import note
from contextures.verify.byhand.recipes import script
from contextures.verify.byhand.subject import Subject

Document = dict[str, Any]
LONGEST = 41
CERTIFICATES = Path(__file__).parents[1] / "docs" / "certificates"


def run(text: str) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing but the standard library."""
    return subprocess.run([sys.executable, "-I", "-S", "-c", text], capture_output=True, text=True, check=False)


def scripts(certificates: dict[str, Document]) -> dict[str, str]:
    """The scripts that can be written, by path."""
    found = {}
    for path, document in certificates.items():
        with contextlib.suppress(InputError):
            found[path] = script(Subject.of(document))
    return found


def test_most_have_a_script_and_each_recomputes_both_sides(certificates: dict[str, Document]) -> None:
    found = scripts(certificates)
    assert len(found) >= 0.6 * len(certificates)
    for path, text in found.items():
        assert len(text.splitlines()) <= LONGEST, path
        assert re.findall(r"^(?:from|import) .*", text, re.M) == ["from fractions import Fraction as F"], path
        done = run(text)
        assert done.returncode == 0, path + done.stderr
        document = certificates[path]
        assert f"lhs = {document['lhs']['exact']}  rhs = {document['rhs']['exact']}" in done.stdout, path
        assert done.stdout.strip().endswith("False")


def test_a_script_computes_and_does_not_repeat(certificates: dict[str, Document]) -> None:
    """With another instance in the same script the sides are others, so that its last line fails."""
    for path, text in scripts(certificates).items():
        held = list(re.finditer(r"^(?:P|epsilon) = .*?[(\[](\d+)", text, re.M))
        assert held, path
        changed = [f"{text[: m.start(1)]}{int(m[1]) + 7}{text[m.end(1) :]}" for m in held]
        assert any(run(other).returncode != 0 for other in changed), path


@pytest.mark.parametrize("name", ["shift.cvar-chi2", "shift.cvar-third", "shift.doro-formula", "shift.doro-lower"])
def test_losses_have_scripts(name: str) -> None:
    document = json.loads((CERTIFICATES / f"{name}.printed.json").read_text(encoding="utf-8"))
    text = script(Subject.of(document))
    done = run(text)
    assert done.returncode == 0, done.stderr
    assert f"lhs = {document['lhs']['exact']}  rhs = {document['rhs']['exact']}" in done.stdout
    assert len(text.splitlines()) <= LONGEST
    held = re.finditer(r"^(?:epsilon|rho|law|loss) = .*?[(\[](\d+)", text, re.M)
    assert any(run(f"{text[: m.start(1)]}{int(m[1]) + 1}{text[m.end(1) :]}").returncode for m in held)


@pytest.mark.parametrize("name", ["stkr.minimax", "bounds.minimax-lower", "mixing.moderate"])
def test_symbols_of_one_name_in_another_chapter_make_no_script(name: str) -> None:
    document = json.loads((CERTIFICATES / f"{name}.printed.json").read_text(encoding="utf-8"))
    with pytest.raises(InputError, match="no stand-alone script"):
        script(Subject.of(document))


def test_an_irrational_side_is_named(certificates: dict[str, Document]) -> None:
    enclosed = [d for d in certificates.values() if "exact" not in d["lhs"] or "exact" not in d["rhs"]]
    assert enclosed
    for document in enclosed:
        with pytest.raises(InputError, match="two rational sides"):
            script(Subject.of(document))


def test_notes_hold_the_law_the_quantities_and_the_two_sides(certificates: dict[str, Document]) -> None:
    for path, document in certificates.items():
        subject = Subject.of(document)
        markdown, latex = note(subject).markdown(), note(subject).latex()
        for text in (markdown, latex):
            assert r"\begin{pmatrix}" in text, path
            assert subject.claim.text.split(" ")[0].strip("(") in text
            for meaning in (subject.statement.vocabulary[s] for s in subject.part.symbols if s != "i"):
                assert meaning.tex in text, path
        assert f"# {document['id']}" in markdown
        assert markdown.count("$") % 2 == 0
        assert latex.count("{") - latex.count(r"\{") == latex.count("}") - latex.count(r"\}"), path
        assert latex.count(r"\begin{") == latex.count(r"\end{")
        for name in document["hypotheses"]:
            assert f"- {name}: " in markdown


def test_what_proves_nothing_is_not_exported(certificates: dict[str, Document]) -> None:
    document = copy.deepcopy(next(iter(certificates.values())))
    document["variant"] = "corrected"
    with pytest.raises(InputError, match="does not prove what it says: the hash does not match"):
        Subject.of(document)
    with pytest.raises(InputError, match="not a certificate"):
        Subject.of([])
