"""Scripts and reports of certificates on declared domains."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.declaring import QUICK

BET = """from fractions import Fraction

import contextures as cx
from contextures import sorts

bet = cx.Domain(
    "a die and a bet",
    {
        "p": sorts.mass("x"), "f": sorts.values("x"), "t": sorts.ratio(0, 1),
        "part": sorts.subset("x"), "g": sorts.graph("x"),
    },
)
HALF = Fraction(1, 2)

def centred(p, f):
    return f - (p * f).sum(-1)[..., None]

@bet.quantity("variance")
def variance(world):
    return world.maximum((world["p"] * centred(world["p"], world["f"]) ** 2).sum(-1), 0)

@bet.quantity("largest value")
def top(world):
    return world["f"].max(-1)

@bet.quantity("t")
def level(world):
    return world["t"]

@bet.quantity("half the chance of the first point among three draws")
def hit(world):
    samples = world.samples("p", 3)
    return (samples.probabilities * (samples.counts[:, 0] >= 1)).sum(-1) * HALF

@bet.quantity("largest probability")
def peak(world):
    return world["p"].max(-1)

@bet.quantity("cut weight")
def cut(world):
    inside = world["part"]
    return (world["g"] * inside[..., :, None] * (1 - inside)[..., None, :]).sum((-1, -2))

@bet.quantity("degree of the first point")
def degree(world):
    return world.trace(world["g"] * world.identity("x")) + world["g"][..., 0, :].sum(-1)

@bet.quantity("entropy")
def entropy(world):
    return world.entropy(world["p"])

def stated(name, *parts, given=()):
    claim = cx.Claim("?", "?", parts, given)
    return cx.Statement(
        id=f"mine.{name}", title="?", kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=bet, printed=claim
    )

one = stated("one", cx.Part("v", variance, "<=", top + level), given=(cx.Hypothesis("small", level, "<", 1),))
two = stated("two", cx.Part("v", hit, "<=", 3 * peak / 4))
three = stated("three", cx.Part("v", 3 * cut, "<=", degree))
four = stated("four", cx.Part("v", entropy, "<=", peak))
"""


def test_scripts_recompute_with_fractions_and_numpy(command: Any, tmp_path: Path) -> None:
    (tmp_path / "bet.py").write_text(BET, encoding="utf-8")
    assert command("verify", "--file", "bet.py", *QUICK)[0] == 0
    for name in ("one", "two", "three"):
        written = f"contextures-results/certificates/mine.{name}.printed.json"
        code, script, _ = command("export", written, "--file", "bet.py", "--as", "py")
        assert code == 0
        assert "contextures" not in script.replace("contextures check", "")
        (tmp_path / "script.py").write_text(script, encoding="utf-8")
        done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
        assert "lhs <= rhs: False" in done.stdout
        changed = script.replace("F(v, ", "F(1 + v, ") if "F(v, " in script else script.replace("F(v)", "F(v + 1)")
        (tmp_path / "script.py").write_text(changed, encoding="utf-8")
        assert subprocess.run([sys.executable, "script.py"], capture_output=True, cwd=tmp_path, check=False).returncode
    written = "contextures-results/certificates/mine.four.printed.json"
    code, _, errors = command("export", written, "--file", "bet.py", "--as", "py")
    assert code == 2
    assert "two rational sides" in errors
