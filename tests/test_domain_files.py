"""Domains that a file declares: the commands that read it, and what is wrong in one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Run
from tests.declaring import QUICK

# ----------------------------------------------------------------------------------------------------- files, bad input
CHAIN = """import contextures as cx
from contextures import sorts

chain = cx.Domain("a Markov chain U, X, Y", {"first": sorts.law("u", "x"), "second": sorts.channel("x", "y")})

@chain.quantity("I(U;X) in nats", range="≥ 0", tex="I(U;X)")
def before(world):
    return world.mutual_information(world["first"])

@chain.quantity("I(U;Y) in nats", range="≥ 0", tex="I(U;Y)")
def after(world):
    return world.mutual_information(world["first"] @ world["second"])

def stated(name, *parts, given=()):
    claim = cx.Claim("A guess.", "?", parts, given)
    return cx.Statement(
        id=f"mine.{name}", title="?", kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=chain, printed=claim
    )

processing = stated("processing", cx.Part("bound", after, "<=", before))
half = stated("half", cx.Part("bound", 2 * after, "<=", before))
"""
WRONG = {
    'odd = chain.quantity()(lambda world: 0)': "no function with a name",
    '@chain.quantity()\ndef shape(world):\n    return world["first"].sum(-1)\n'
    'odd = stated("odd", cx.Part("p", shape, "<=", 1))': "the quantity 'shape' returns an array of shape",
    '@chain.quantity()\ndef raises(world):\n    return 1 / 0\n'
    'odd = stated("odd", cx.Part("p", raises, "<=", 1))': "the quantity 'raises' raises ZeroDivisionError",
    '@chain.quantity()\ndef floaty(world):\n    return world["first"].sum((-1, -2)) * 0.1\n'
    'odd = stated("odd", cx.Part("p", floaty, "<=", 1))': "the float 0.1 in an exact computation",
    '@chain.quantity()\ndef twofold(world):\n    return world["first"].shape[0] * world["first"].sum((-1, -2))\n'
    'odd = stated("odd", cx.Part("p", twofold, "<=", 100))': "in floats and",
    '@chain.quantity()\ndef none(world):\n    return None\n'
    'odd = stated("odd", cx.Part("p", none, "<=", 1))': "which is no number",
    '@chain.quantity()\ndef unknown(world):\n    return world["third"].sum(-1)\n'
    'odd = stated("odd", cx.Part("p", unknown, "<=", 1))': "has no field 'third'",
    'odd = stated("odd", cx.Part("p", after, "<=", before), given=(cx.Hypothesis("never", before, "<", 0),))':
        "none of",
    'odd = cx.Domain("d", {"first": sorts.lawn("x")})': "has no attribute 'lawn'",
}  # fmt: skip


@pytest.fixture
def command(command: Run, tmp_path: Path) -> Run:
    """Run the command line in a folder that holds the chain of the contract."""
    (tmp_path / "chain.py").write_text(CHAIN, encoding="utf-8")
    return command


def test_the_chain_of_the_contract(command: Any) -> None:
    code, output, errors = command("verify", "--file", "chain.py", *QUICK)
    assert (code, errors) == (0, "")
    found = {row["id"]: row for row in json.loads(output)["statements"]}
    assert {id_: row["verdict"] for id_, row in found.items()} == {
        "mine.processing": "unrefuted",
        "mine.half": "refuted",
    }
    written = f"contextures-results/{found['mine.half']['certificate']}"
    assert command("check", written, "--file", "chain.py")[0] == 0
    code, _, errors = command("check", written)
    assert code == 2
    assert "--file" in errors
    code, output, _ = command("show", "mine.half", "--file", "chain.py")
    assert code == 0
    for told in ("a Markov chain U, X, Y", "first", "law with every line of positive mass", "(u, x)", "I(U;Y) in nats"):
        assert told in output
    code, output, _ = command("export", written, "--file", "chain.py")
    assert code == 0
    assert "law with every line of positive mass" in output


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_a_file_is_named_and_the_others_are_searched(command: Any, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "chain.py").write_text(f"{CHAIN}\n{wrong}\n", encoding="utf-8")
    code, output, errors = command("verify", "--file", "chain.py", *QUICK)
    assert code == 2
    assert len(errors.strip().splitlines()) == 1
    assert WRONG[wrong] in errors
    verdicts = {row["id"]: row["verdict"] for row in json.loads(output)["statements"]}
    assert verdicts["mine.half"] == "refuted"
    assert verdicts["mine.processing"] == "unrefuted"


def test_a_file_whose_every_statement_is_wrong(command: Any, tmp_path: Path) -> None:
    wrong = '@chain.quantity()\ndef shape(world):\n    return world["first"].sum(-1)\n'
    only = CHAIN.partition("processing =")[0] + wrong + 'odd = stated("odd", cx.Part("p", shape, "<=", 1))\n'
    (tmp_path / "chain.py").write_text(only, encoding="utf-8")
    code, output, errors = command("verify", "--file", "chain.py", *QUICK)
    assert (code, output) == (2, "")
    assert "the quantity 'shape' returns an array of shape" in errors


# --------------------------------------------------------------------------------------------------- scripts of its own
def test_a_report_shows_a_declared_domain(command: Any, tmp_path: Path) -> None:
    assert command("verify", "--file", "chain.py", *QUICK)[0] == 0
    assert command("report", "--file", "chain.py")[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="mine.half"' in page
    assert "law with every line of positive mass" in page
