"""A second telling of a counterexample: its stand-alone script, which shares no code with what measures.

In chapter 7 a script repeats the functions of the declared domain as they stand, and says nothing of an error in them.
"""

from __future__ import annotations

from contextures.errors import InputError
from contextures.measure.domain import MeasuredDomain
from contextures.measure.instance import Instance
from contextures.theory.catalogue import catalogue
from contextures.verify.campaign.benches import Row
from contextures.verify.certificates.byhand.classical.scripts import fraction_lines
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.script import NoScript
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.certificates.certificate import certificate
from contextures.verify.certificates.judge import judge


def confirmed(domain: MeasuredDomain, row: Row, instance: Instance) -> bool | None:
    """Tell whether the script of a certificate at an instance finds what the certificate says.

    None where the instance certainly violates nothing, or no script of its own can be written.
    """
    finding = judge(domain, row.claim, row.part, instance)
    if not finding.proves():
        return None
    statement = catalogue[row.id]
    claim = statement.variants[row.variant]
    part = claim.part(row.part.name)
    document = certificate(statement, row.variant, part, instance, finding)
    text = _written(Subject(statement, claim, part, document))
    if text is None:
        return None
    try:
        exec(compile(text, "<script>", "exec"), {"__name__": "script", "print": lambda *told: None})
    except AssertionError:
        return False
    return True


def _written(subject: Subject) -> str | None:
    """The script, of another source than what measures; None where there is none."""
    try:
        if subject.statement.domain is None:
            return script(subject)
        lines = fraction_lines(subject)
    except (InputError, NoScript):
        return None
    return None if lines is None else "\n".join(lines)
