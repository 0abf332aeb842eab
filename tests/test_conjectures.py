"""A file of conjectures: searched like the catalogue; what cannot be used is named and the others still run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from joblib.externals.loky import get_reusable_executor

import contextures as cx
from contextures import InputError
from contextures.theory.symbols.contexts import CONTEXTS
from contextures.verify.campaign.conjectures import load

ROOT = Path(__file__).parents[1]
HEAD = """
import sympy as sp
import contextures as cx
from contextures.theory.symbols.contexts import CONTEXTS, N, chi_square, s

def statement(name, *parts, vocabulary=CONTEXTS, given=(), **rest):
    claim = cx.Claim("A guess.", "?", parts, given)
    return cx.Statement(f"mine.{name}", "A guess", cx.Kind.INEQUALITY, cx.Source("ours"), vocabulary, claim, **rest)

"""
FALSE = 'false = statement("false", cx.Part("half", s[1], "<=", sp.Rational(1, 2)))\n'
TRUE = 'true = statement("true", cx.Part("one", s[1], "<=", 1))\n'
OWN = """
mine = CONTEXTS.extended("mine")
heaviest = mine.real("heaviest", "largest P_X(x)", "(0, 1]", "h")

@cx.quantity(name="heaviest")
def measured(world):
    "Entry by entry."
    return world.p_x.max(-1)

cx.measure(mine, measured)
own = statement("own", cx.Part("rest", s[1] ** 2, "<=", 1 - heaviest), vocabulary=mine)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the conjectures are."""
    return tmp_path / "my_conjecture.py"


def verdicts(output: str) -> dict[str, str]:
    """The verdicts of a JSON answer by id."""
    return {row["id"]: row["verdict"] for row in json.loads(output)["statements"]}


QUICK = ("--instances", 3000, "--jobs", 1, "--json", "-")


def test_the_file_of_the_documentation(file: Path, command: Any) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "conjectures.md").read_text(encoding="utf-8"), re.S)
    file.write_text(blocks[0])
    assert len(blocks[0].splitlines()) <= 20
    code, output, errors = command("verify", "--file", file, *QUICK)
    assert (code, errors) == (0, "")
    assert verdicts(output) == {"mine.half": "refuted"}
    written = "contextures-results/certificates/mine.half.printed.json"
    code, output, _ = command("check", written, "--file", file)
    assert code == 0
    assert "is refuted" in output
    assert command("check", written)[0] == 2


def test_ones_own_statement_is_shown_exported_and_reported(file: Path, command: Any, tmp_path: Path) -> None:
    example = 'some = statement("some", cx.Part("weak", s[1], "<=", sp.Rational(1, 2), exists=True))\n'
    file.write_text(HEAD + OWN + FALSE + example)
    assert command("verify", "--file", file, *QUICK)[0] == 0
    code, output, _ = command("list", "mine.own", "--file", file, "--json", "-")
    (row,) = json.loads(output)["statements"]
    assert (code, row["id"], row["variants"]) == (0, "mine.own", ["printed"])
    code, output, _ = command("show", "mine.own", "--full", "--file", file)
    assert code == 0
    assert "largest P_X(x)" in output
    assert "Entry by entry." in output
    for name, said in (("own", "is refuted."), ("some", "is proved by an example."), ("false", "is refuted.")):
        written = f"contextures-results/certificates/mine.{name}.printed.json"
        assert command("check", written, "--file", file)[0] == 0
        code, output, _ = command("export", written, "--file", file)
        assert (code, said in output) == (0, True)
        assert (r"\nleq" in output) == (name != "some")
    paths = [f"contextures-results/certificates/mine.{name}.printed.json" for name in ("own", "some", "false")]
    assert 0 in [command("export", path, "--file", file, "--as", "py")[0] for path in paths]
    code, _, errors = command("export", written)
    assert code == 2
    assert "there is no statement 'mine.false' in the catalogue" in errors
    assert command("report", "--file", file)[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    for name in ("own", "false", "some"):
        assert f'id="mine.{name}"' in page
    assert command("report", "--out", "bare.html")[0] == 0
    assert 'id="mine.own"' not in (tmp_path / "bare.html").read_text(encoding="utf-8")


def test_a_formula_that_is_none_is_named(file: Path, command: Any, tmp_path: Path) -> None:
    file.write_text(HEAD.replace('"?"', r'r"\frac{a}{"') + FALSE)
    assert command("verify", "--file", file, *QUICK)[0] == 0
    code, _, errors = command("report", "--file", file)
    assert code == 2
    assert "cannot be typeset" in errors
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_symbol_of_ones_own_is_measured_in_every_worker(jobs: int, file: Path, command: Any) -> None:
    file.write_text(HEAD + OWN + TRUE)
    try:
        code, output, errors = command("verify", "--file", file, "--instances", 3000, "--jobs", jobs, "--json", "-")
    finally:
        get_reusable_executor().shutdown()
    assert (code, errors) == (0, "")
    assert verdicts(output) == {"mine.own": "refuted", "mine.true": "unrefuted"}


def test_ablation_and_globs_work_on_a_file(file: Path, command: Any) -> None:
    small = 'cx.Hypothesis("small", N, "<=", 2)'
    guess = f'two = statement("two", cx.Part("all", chi_square, "<=", s[1] ** 2), given=({small},))\n'
    file.write_text(HEAD + guess + FALSE)
    code, output, _ = command("verify", "mine.two", "--ablate", "--file", file, *QUICK)
    assert code == 0
    (row,) = json.loads(output)["statements"]
    assert row["verdict"] == "unrefuted"
    assert row["needed"] == {"small": "certificates/mine.two.printed.needed.small.json"}
    assert command("verify", "contexts.pca", "--file", file, *QUICK)[0] == 2


BAD = {
    "raise ValueError('no')\n": "line 10: ValueError: no",
    'odd = statement("odd", cx.Part("p", s[1], "<=", 0.5))\n': "line 10: ValueError: p: 0.5",
    'odd = statement("odd", cx.Part("p", sp.Symbol("nobody"), "<=", 1))\n': "no such symbol in its vocabulary: nobody",
    'odd = statement("odd", cx.Part("p", "a", 3, 4, 5, 6, 7))\n': "line 10: ",
    "raise SystemExit(5)\n": "line 10: SystemExit: 5",
    "import sys\nsys.exit()\n": "line 11: SystemExit: ",
    'odd = statement("a/b", cx.Part("p", s[1], "<=", 1))\n': "the id 'mine.a/b' is not of the form 'chapter.name', of",
    'odd = statement("odd", cx.Part("a/b", s[1], "<=", 1))\n': "mine.odd: the name 'a/b' is not of letters, digits",
    'odd = statement("odd", cx.Part("p", s[1], ">=", 1))\n': "line 10: ValueError: p: '>=' is no relation; <=, <, ==",
    'odd = statement("odd", cx.Part("p", s[1], "<=", 1))\nobject.__setattr__(odd, "source", "me")\n': "mine.odd: source is 'me'; a Source is needed",  # noqa: E501
    "odd = cx.Statement(id=3)\n": "line 10: TypeError",
    'odd = statement("true", cx.Part("p", s[1], "<=", 1))\n': "two statements have the id 'mine.true'",
    'v = CONTEXTS.extended("v")\nw = v.real("w", "?", "ℝ", "w")\n'
    'odd = statement("odd", cx.Part("p", w, "<=", 1), vocabulary=v)\n': "mine.odd: nothing says how w is measured",
    'odd = statement("odd", cx.Part("p", sp.gamma(s[1]), "<=", 1))\n': "mine.odd: raises TypeError: cannot evaluate gamma",  # noqa: E501
    'two = (cx.Hypothesis("h", 2, "<=", s[1]),)\nodd = statement("odd", cx.Part("p", s[1], "<=", 1), given=two)\n': "odd: none of",  # noqa: E501
    'odd = statement("odd", cx.Part("p", s[1], "<=", 1), uses=("no.such",))\n': "mine.odd uses no.such, which",
}


@pytest.mark.parametrize("code", BAD, ids=range(len(BAD)))
def test_what_cannot_be_used_is_named(code: str, file: Path, command: Any, tmp_path: Path) -> None:
    file.write_text(HEAD + code + TRUE + FALSE)
    left, output, errors = command("verify", "--file", file, *QUICK)
    assert left == 2
    message = " ".join(errors.split())
    assert BAD[code] in message
    assert "Traceback" not in errors
    assert message.endswith("the other statements were searched")
    found = verdicts(output)
    assert found.get("mine.false") == "refuted"
    assert found.get("mine.true") in ("unrefuted", None if "two statements" in BAD[code] else "unrefuted")
    assert (tmp_path / "contextures-results" / "verdicts.json").is_file()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("def (", "line 1 is no Python"),
        ("x = 1\n", "makes no statement"),
        ("import nosuchmodule\n", "ModuleNotFoundError"),
        ("\x00", "is no Python"),
    ],
)
def test_a_file_without_statements_is_bad_input(content: str | None, message: str, file: Path, command: Any) -> None:
    if content is not None:
        file.write_text(content)
    code, output, errors = command("verify", "--file", file, *QUICK)
    assert (code, output) == (2, "")
    assert message in " ".join(errors.split())
    with pytest.raises(InputError):
        load(file)


def test_measure_refuses_what_it_cannot_take() -> None:
    mine = CONTEXTS.extended("taken")
    measured = cx.quantity(name="nothing")(lambda world: 1)
    with pytest.raises(InputError, match="'nothing' is no symbol that the vocabulary 'taken' adds"):
        cx.measure(mine, measured)
    with pytest.raises(InputError, match="is not one's own"):
        cx.measure(CONTEXTS)
