"""Certificates: the document that proves a finding, and its re-verification without any search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from contextures.errors import InputError
from contextures.exact import numbers
from contextures.measure.domain import DOMAINS, MeasuredDomain, domain_of
from contextures.measure.instance import Instance
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Claim, Part, Statement, Variant
from contextures.verify.audit.certificate import KIND as AUDIT
from contextures.verify.audit.certificate import recompute as recompute_audit
from contextures.verify.certificates.document import FORMAT, Check, digest
from contextures.verify.certificates.hinges import hinges
from contextures.verify.certificates.judge import Finding, judge

TYPES: dict[str, type | tuple[type, ...]] = {
    "kind": str,
    "id": str,
    "variant": str,
    "part": str,
    "hypothesis": (str, type(None)),
    "instance": dict,
    "witness": dict,
    "index": dict,
}
"""What the entries must be before they are looked at."""
KEYS = frozenset({
    "format", "kind", "id", "variant", "part", "hypothesis", "instance", "witness", "index",
    "lhs", "relation", "rhs", "hypotheses", "sha256",
})  # fmt: skip

FOR_ITSELF = ("refutation", "example")
"""The kinds that stand for a verdict, and so say what they hinge on."""


def certificate(
    statement: Statement,
    variant: Variant,
    part: Part,
    instance: Instance,
    finding: Finding,
    broken: str | None = None,
    constant: sp.Rational | None = None,
) -> dict[str, Any]:
    """Write a certificate of a finding.

    Parameters
    ----------
    statement, variant, part
        What is refuted; of a part that exists, what its example refutes: the negation.
    instance : Instance
    finding : Finding
        With ``finding.proves(broken)``.
    broken : str, optional
        The hypothesis that the instance breaks, for a certificate that it is needed.
    constant : Rational, optional
        The value that the part fails with, of a constant that the claim leaves open.

    Returns
    -------
    dict
        The JSON document; every number in it is a string.
    """
    claimed = statement.variants[variant].part(part.name)
    document: dict[str, Any] = {
        "format": FORMAT,
        "kind": "needed" if broken is not None else "example" if claimed.exists else "refutation",
        "id": statement.id,
        "variant": variant,
        "part": part.name,
        **({} if constant is None else {"constant": str(constant)}),
        "hypothesis": broken,
        "instance": instance.to_json(),
        "witness": finding.witnesses,
        "index": finding.index,
        **_sides(claimed, finding),
        "hypotheses": _hypotheses(statement.variants[variant], part, finding),
    }
    if broken is None:
        domain = domain_of(statement)
        document["hinges"] = list(hinges(domain, statement.variants[variant].searched, part, instance, finding))
    return {**document, "sha256": digest(document)}


def _sides(part: Part, finding: Finding) -> dict[str, Any]:
    """The relation as it is claimed; of a part that exists the finding is about the negation."""
    lhs, rhs = (finding.rhs, finding.lhs) if part.exists else (finding.lhs, finding.rhs)
    return {"lhs": numbers.describe(lhs), "relation": part.relation, "rhs": numbers.describe(rhs)}


def _hypotheses(claim: Claim, part: Part, finding: Finding) -> dict[str, Any]:
    return {
        h.name: {
            "met": finding.hypotheses[h.name][0],
            "lhs": numbers.describe(finding.hypotheses[h.name][1]),
            "relation": h.relation,
            "rhs": numbers.describe(finding.hypotheses[h.name][2]),
        }
        for h in claim.hypotheses(part)
    }


def check(document: Any, statements: Catalogue = catalogue) -> Check:
    """Re-verify a certificate: recompute everything from its instance and witnesses, in rationals and balls.

    Parameters
    ----------
    document : dict
        A parsed certificate.
    statements : Catalogue, optional

    Returns
    -------
    Check

    Raises
    ------
    InputError
        If the document is no certificate.
    """
    wanted = KEYS | {"hinges"} if isinstance(document, dict) and document.get("kind") in FOR_ITSELF else KEYS
    if not isinstance(document, dict) or not set(document) >= wanted:
        missing = sorted(wanted - set(document)) if isinstance(document, dict) else []
        what = f"it lacks {', '.join(missing)}" if missing else "it is not a JSON object"
        raise InputError(f"not a certificate: {what}; `contextures verify --out DIR` writes them")
    if document["format"] != FORMAT:
        raise InputError(f"certificate format {document['format']!r} is unknown; this version reads format {FORMAT}")
    wrong = [key for key, kind in TYPES.items() if not isinstance(document[key], kind)]
    if digest(document) != document["sha256"]:
        return Check(False, "the hash does not match: the file was changed after it was written")
    if document["kind"] == AUDIT:
        return recompute_audit(document)
    if wrong:
        raise InputError(f"not a certificate: {wrong[0]} is {document[wrong[0]]!r:.60}; a name or an object is needed")
    if document["id"] not in statements:
        raise InputError(
            f"there is no statement {document['id']!r} in the catalogue; --file F, the file that makes it, is right"
        )
    statement = statements[document["id"]]
    claim = statement.variants.get(document["variant"])
    if claim is None or document["part"] not in {part.name for part in claim.parts}:
        return Check(False, f"{statement.id} has no part {document['part']!r} in its {document['variant']!r} form")
    part = claim.part(document["part"])
    broken = document["hypothesis"]
    if (document["kind"], broken is None) not in {("refutation", True), ("needed", False), ("example", True)}:
        return Check(False, f"a certificate of kind {document['kind']!r} does not go with hypothesis {broken!r}")
    if (document["kind"] == "example") != part.exists:
        kind = "example" if part.exists else "refutation"
        return Check(False, f"kind {document['kind']!r} does not go with part {part.name!r}, which needs {kind!r}")
    value = document.get("constant")
    if (value is not None and not isinstance(value, str)) or (value is None) != (part.constant is None):
        return Check(False, f"the constant {value!r} does not go with part {part.name!r} of {statement.id}")
    return _recompute(document, statement, claim, part, broken)


def part_of(claim: Claim, document: Mapping[str, Any]) -> Part:
    """Return the part that a certificate speaks of, with its value of a constant that the claim leaves open.

    Raises
    ------
    ValueError
        If that value is no ratio p/q.
    """
    part = claim.part(document["part"])
    if part.constant is None:
        return part
    value = document["constant"]
    if not numbers.RATIO.fullmatch(value):
        raise ValueError(f"the constant {value[:40]!r} is no ratio p/q")
    return part.fixed(sp.Rational(value))


def _reads(domain: MeasuredDomain, document: dict[str, Any]) -> bool:
    """Tell whether a document is an instance of a domain."""
    try:
        domain.read(document)
    except InputError:
        return False
    return True


def _recompute(document: dict[str, Any], statement: Statement, claim: Claim, part: Part, broken: str | None) -> Check:
    names = {h.name for h in claim.hypotheses(part)}
    if broken is not None and broken not in names:
        return Check(False, f"{statement.id} has no hypothesis {broken!r}")
    domain = domain_of(statement)
    try:
        instance = domain.read(document["instance"])
    except InputError:
        if any(_reads(other, document["instance"]) for other in DOMAINS.values()):
            return Check(False, f"the instance is none of {domain.name}, which {statement.id} speaks of")
        raise
    try:
        searched = claim.searched
        looked_at = part_of(searched, document)
        finding = judge(domain, searched, looked_at, instance, document["witness"], broken)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        return Check(False, f"the instance cannot be evaluated ({type(error).__name__}: {error})")
    unmet = [name for name, (decided, _, _) in finding.hypotheses.items() if decided is not True and name != broken]
    if unmet:
        return Check(False, f"not certain to be met: {', '.join(unmet)}")
    if finding.holds is not False:
        if part.exists:
            return Check(False, "the relation is not certain to hold there")
        return Check(False, "the part holds there" if finding.holds else "the violation is not certain")
    if not finding.proves(broken):
        return Check(False, f"hypothesis {broken!r} is not broken there")
    written = {key: document[key] for key in ("lhs", "relation", "rhs", "hypotheses", "index")}
    if written != {**_sides(part, finding), "hypotheses": _hypotheses(claim, part, finding), "index": finding.index}:
        return Check(False, "the values written in it are not those recomputed")
    fair = list(hinges(domain, searched, looked_at, instance, finding)) if broken is None else None
    if document.get("hinges", fair) != fair:
        return Check(False, f"it does not say what the instance hinges on: {', '.join(fair or ()) or 'nothing'}")
    subject = f"part {part.name!r} of {statement.id} ({document['variant']})"
    if part.constant is not None:
        subject += f" with {part.constant} = {document['constant']}"
    if part.exists:
        return Check(True, f"{subject} is proved by an example: every hypothesis is met and the relation holds")
    if broken is None:
        return Check(True, f"{subject} is refuted: every hypothesis is met and the relation fails")
    return Check(True, f"hypothesis {broken!r} is needed for {subject}: all others are met and the relation fails")
