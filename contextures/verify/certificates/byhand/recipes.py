"""A certificate as a stand-alone script of some thirty lines that needs Python's ``fractions`` alone.

The script holds the instance and recomputes the two sides from it. Each quantity has a recipe, a few lines of Python in
the file of its subject; where one is missing, or a side is not rational, there is no script and the error says why.
"""

from __future__ import annotations

from contextures.errors import InputError
from contextures.theory.statement import Inequality
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

LONGEST = 30
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
    sides = [document[side].get("exact") for side in ("lhs", "rhs")]
    if None in sides:
        raise InputError(
            f"a stand-alone script needs two rational sides; here a side is an enclosure, "
            f"which `contextures check` recomputes ({statement.id}, part {part.name!r})"
        )
    written = Script(subject.evaluator, subject.instance.fields)
    index = {str(name): int(value) for name, value in document["index"].items()}
    holds = document["kind"] == "example"
    ends = ("upper", "lower") if holds else ("lower", "upper")
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


def _assumed(written: Script, hypothesis: Inequality, broken: str | None) -> bool:
    """Write the assertion of a hypothesis; False where it is not rational or the script would grow too long."""
    fails = hypothesis.name == broken
    ends = ("lower", "upper") if fails else ("upper", "lower")

    def write() -> None:
        lhs, rhs = (written.code(s, {}, end) for s, end in zip((hypothesis.lhs, hypothesis.rhs), ends, strict=True))
        written.put(f"assert {'not ' if fails else ''}{lhs} {hypothesis.relation} {rhs}  # {hypothesis.name}")
        if len(written.lines) > LONGEST - 5:
            raise NoScript("the script would grow too long")

    try:
        written.attempt(write)
    except NoScript:
        return False
    return True
