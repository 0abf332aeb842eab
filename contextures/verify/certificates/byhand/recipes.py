"""A certificate as a stand-alone script of at most sixty lines that needs Python's ``fractions`` alone.

The script holds the instance, recomputes the two sides from it and asserts the hypotheses. Each quantity has a recipe,
a few lines of Python in the file of its subject; where one is missing, or a side is neither rational nor bounded by one
that a witness proves, there is no script and the error says why.
"""

from __future__ import annotations

import re

import sympy as sp

from contextures.errors import InputError
from contextures.theory.statement import Inequality, Relation
from contextures.verify.certificates.byhand import bounds as learning
from contextures.verify.certificates.byhand import contexts, mixing, objectives, transfer
from contextures.verify.certificates.byhand import optimality as tasks
from contextures.verify.certificates.byhand.declared import declared_script
from contextures.verify.certificates.byhand.script import WIDEST, NoScript, Script
from contextures.verify.certificates.byhand.shift import balls, losses
from contextures.verify.certificates.byhand.stkr import kernel_pca, kernels
from contextures.verify.certificates.byhand.subject import Subject

__all__ = [
    "balls",
    "contexts",
    "kernel_pca",
    "kernels",
    "learning",
    "losses",
    "mixing",
    "objectives",
    "script",
    "tasks",
    "transfer",
]

RATIONAL = re.compile(r"-?\d+(/\d+)?")
LONGEST = 60
"""Lines of a script; hypotheses that do not fit are left to `contextures check`."""


def script(subject: Subject) -> str:
    """Write the stand-alone script of a certificate.

    Parameters
    ----------
    subject : Subject

    Returns
    -------
    str

    Raises
    ------
    InputError
        Where a side is not rational or has no recipe.
    """
    if subject.statement.domain is not None:
        return declared_script(subject)
    statement, claim, part, document = subject.statement, subject.claim, subject.part, subject.document
    written = Script(subject.evaluator, subject.instance.fields)
    index = {str(name): int(value) for name, value in document["index"].items()}
    holds = document["kind"] == "example"
    ends = ("upper", "lower") if holds else ("lower", "upper")
    sides = [_stated(document[side], end) for side, end in zip(("lhs", "rhs"), ends, strict=True)]
    if None in sides:
        raise InputError(
            f"a stand-alone script needs two rational sides; here a side is an enclosure, "
            f"which `contextures check` recomputes ({statement.id}, part {part.name!r})"
        )
    try:
        lhs, rhs = (written.code(s, index, end) for s, end in zip((part.lhs, part.rhs), ends, strict=True))
    except NoScript as error:
        raise InputError(f"no stand-alone script for {statement.id}, part {part.name!r}: {error}") from None
    both = f"lhs, rhs = {lhs}, {rhs}"
    written.put(*([both] if len(both) <= WIDEST else [f"lhs = {lhs}", f"rhs = {rhs}"]))
    broken = document["hypothesis"]
    hypotheses = sorted(claim.hypotheses(part), key=lambda h: h.name != broken)
    left = [h.name for h in hypotheses if not _assumed(written, h, broken)]
    relation, outcome = f"lhs {part.relation} rhs", "holds" if holds else "fails"
    head = [
        f'"""{statement.id} ({document["variant"]}), part {part.name}: {relation} {outcome} here."""',
        "from fractions import Fraction as F",
        f"# left to `contextures check`: hypotheses {', '.join(left)}" if left else "",
    ]
    written.put(
        f'print("lhs =", lhs, " rhs =", rhs, " {relation}:", {relation})',
        f'assert (lhs, rhs) == (F("{sides[0]}"), F("{sides[1]}")) and {"" if holds else "not "}{relation}',
    )
    return "\n".join([*head, *written.lines]) + "\n"


def _stated(side: dict[str, str], end: str) -> str | None:
    """Return the rational that a side is, or that a witness bounds it by; None where there is none."""
    known = side.get("exact") or side["hi" if end == "upper" else "lo"]
    return known if RATIONAL.fullmatch(known) else None


def _without_roots(lhs: sp.Expr, relation: Relation, rhs: sp.Expr) -> list[tuple[sp.Expr, str, sp.Expr]]:
    """Return relations without a root that give lhs ≤ rhs, where R − k√b ≥ 0 says it: R ≥ 0 and R² ≥ k²b.

    Of 0 < s_i, 0 < s_i·(…) and r ≤ s_i the squares are compared.
    """
    difference = sp.expand(rhs - lhs)
    roots = [node for node in difference.atoms(sp.Pow) if node.exp == sp.Rational(1, 2)]
    if len(roots) == 1 and relation != "==":
        factor = difference.coeff(roots[0])
        rest = difference - factor * roots[0]
        if factor.is_negative:
            return [(sp.S.Zero, "<=", rest), (factor**2 * roots[0].base, relation, rest**2)]
    values = [node for node in difference.atoms(sp.Indexed) if str(node.base.label) == "s"]
    if len(values) == 1 and relation == "<=" and difference.coeff(values[0]) == 1:
        least = values[0] - difference
        if not least.has(values[0]):
            return [(sp.Max(0, least) ** 2, relation, values[0] ** 2)]
    if lhs == 0 and relation == "<" and isinstance(rhs, sp.Indexed):
        return [(lhs, relation, rhs**2)]
    return [(lhs, relation, rhs)]


def _assumed(written: Script, hypothesis: Inequality, broken: str | None) -> bool:
    """Write the assertion of a hypothesis; False where it is not rational or the script would grow too long."""
    fails = hypothesis.name == broken
    ends = ("lower", "upper") if fails else ("upper", "lower")

    def write() -> None:
        whole = (hypothesis.lhs, hypothesis.relation, hypothesis.rhs)
        said = []
        for left, relation, right in [whole] if fails else _without_roots(*whole):
            lhs, rhs = (written.code(s, {}, end) for s, end in zip((left, right), ends, strict=True))
            said.append(f"{lhs} {relation} {rhs}")
        written.put(f"assert {'not ' if fails else ''}{' and '.join(said)}  # {hypothesis.name}")
        if len(written.lines) > LONGEST - 5:
            raise NoScript("the script would grow too long")

    try:
        written.attempt(write)
    except NoScript:
        return False
    return True
