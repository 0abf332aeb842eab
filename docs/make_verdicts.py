"""Keeps docs/verdicts.json and docs/certificates/ current: ``python docs/make_verdicts.py [ID …]``.

How tight each bound is, and where, goes into the package too, for `contextures show`, and so does the verdict of each
part, for `contextures compare`. A form is searched anew where it changed since its row was written, or where it is new;
the forms of ids that are given (``'*'`` is all) are too. What is proved of the others is told anew as well: that takes
no search. A counterexample that is committed stays where it
holds, unless the one that is found hinges on less, or on as much and is of fewer numbers.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sympy as sp

from contextures.files import as_text
from contextures.theory import verdicts
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Inequality, Part, Statement, Variant
from contextures.verify.campaign import longrun
from contextures.verify.campaign.campaign import verify
from contextures.verify.campaign.verdict import PartResult, Result, Verdict, proof_of_parts, settled_by, worst
from contextures.verify.certificates.certificate import check
from contextures.verify.certificates.check import read_certificate
from contextures.verify.proofs import elsewhere_of, formal_of, proofs_of

DOCS = Path(__file__).parent
VERDICTS = DOCS / "verdicts.json"
TIGHTNESS = Path(longrun.__file__).with_name("tightness.json")
SHIPPED = Path(verdicts.__file__).with_suffix(".json")
FORMAT = 3
"""Raised where the search, or what a row tells, changed so much that every row is to be written anew."""
SEED = 0
INSTANCES = 20_000
"""For each form."""
DAY = 24 * 3600.0


def fingerprint(statement: Statement, variant: Variant) -> str:
    """Return a hash of what one form claims, and of the format of its row."""
    claim = statement.variants[variant]
    told = [_told(inequality) for part in claim.parts for inequality in (part, *claim.hypotheses(part))]
    told += [claim.ill_posed] if claim.ill_posed else []
    return hashlib.sha256("\n".join((str(FORMAT), *told)).encode()).hexdigest()[:16]


def _told(inequality: Inequality) -> str:
    sides = [sp.srepr(side) for side in inequality.sides]
    over = sp.srepr(sp.Tuple(*inequality.over)) if isinstance(inequality, Part) and inequality.over else ""
    return " ".join((inequality.name, inequality.relation, *sides, over))


def committed() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the committed rows by id and form."""
    if not VERDICTS.exists():
        return {}
    rows = json.loads(VERDICTS.read_text(encoding="utf-8"))["statements"]
    return {(row["id"], row["variant"]): row for row in rows}


def certificates() -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return the committed refutations by id, form and part."""
    found = [read_certificate(path) for path in sorted(DOCS.glob("certificates/*.json"))]
    return {(it["id"], it["variant"], it["part"]): it for it in found if it["kind"] == "refutation"}


def plainness(document: dict[str, Any]) -> tuple[int, int]:
    """Return what a counterexample hinges on, in number, and of how many numbers its instance is."""
    return len(document["hinges"]), sum(np.size(np.array(values)) for values in document["instance"].values())


def with_plainest(result: Result, before: dict[tuple[str, str, str], dict[str, Any]]) -> Result:
    """Return a result with the counterexamples known before, where they still hold and those found are no plainer."""

    def plainest(part: PartResult) -> PartResult:
        known = before.get((result.statement.id, result.variant, part.name))
        if known is None or part.certificate is None or plainness(known) > plainness(part.certificate):
            return part
        return replace(part, certificate=known) if check(known).proves else part

    return replace(result, parts=tuple(plainest(part) for part in result.parts))


def stale() -> list[Statement]:
    """Return the statements with a form that has no row, or one that was written for another claim."""
    rows = committed()
    return [
        statement
        for statement in catalogue.values()
        if any(
            rows.get((statement.id, variant), {}).get("fingerprint") != fingerprint(statement, variant)
            for variant in statement.variants
        )
    ]


def renew(statements: list[Statement]) -> None:
    """Search some statements and write their rows; rows of forms that are no more are left out."""
    names = {statement.id for statement in statements}
    used = {used for statement in statements for used in statement.uses}
    some = Catalogue(s for s in catalogue.values() if s.id in names or s.id in _closure(used))
    report = verify(*names, statements=some, instances=INSTANCES, time_budget=DAY, seed=SEED, jobs=os.cpu_count() or 1)
    rows, before = committed(), certificates()
    for result in report.results:
        result = with_plainest(result, before)
        mark = fingerprint(result.statement, result.variant)
        rows[result.statement.id, result.variant] = {**result.to_json(), "seconds": None, "fingerprint": mark}
        for path, document in result.certificates().items():
            (DOCS / path).parent.mkdir(exist_ok=True)
            (DOCS / path).write_text(as_text(document), encoding="utf-8")
    write(rows, report.to_json())


def write(rows: dict[tuple[str, str], dict[str, Any]], head: dict[str, Any]) -> None:
    """Write the rows of the forms that there are, each with its proofs, and leave out certificates of no row."""
    kept = [proved(rows[s.id, v], s, v) for s in catalogue.values() for v in s.variants if (s.id, v) in rows]
    document = {**head, "instances": INSTANCES, "statements": kept}
    VERDICTS.write_text(_lines(document, "statements"), encoding="utf-8")
    TIGHTNESS.write_text(_lines({"format": 1, "rows": tight(kept)}, "rows"), encoding="utf-8")
    told = [
        {"id": row["id"], "variant": row["variant"], "part": part["name"], "verdict": part["verdict"]}
        for row in kept
        for part in row["parts"]
    ]
    SHIPPED.write_text(_lines({"format": 1, "rows": told}, "rows"), encoding="utf-8")
    named = {part["certificate"] for row in kept for part in row["parts"]}
    for path in DOCS.glob("certificates/*.json"):
        if path.relative_to(DOCS).as_posix() not in named:
            path.unlink()


def proved(row: dict[str, Any], statement: Statement, variant: Variant) -> dict[str, Any]:
    """Return a row with the proofs of today, as a search would judge it."""
    found, checked = proofs_of(statement, variant), formal_of(statement, variant)
    elsewhere = elsewhere_of(statement, variant)
    parts = []
    for part in row["parts"]:
        proof, formal, verdict = found.get(part["name"]), checked.get(part["name"]), part["verdict"]
        if part["certificate"] is None and verdict in (Verdict.UNREFUTED, Verdict.ARGUED, Verdict.PROVED):
            verdict = str(settled_by(proof, formal))
        told = {name: value for name, value in part.items() if name not in ("formal", "formal_elsewhere")}
        told |= {"verdict": verdict, "proof": None if proof is None else proof.record()}
        told |= {} if formal is None else {"formal": formal.record()}
        others = [known.record() for known in elsewhere.get(part["name"], ())]
        parts.append(told | {"formal_elsewhere": others} if others else told)
    proofs = {part["name"]: part["proof"] for part in parts}
    return {
        **row,
        "verdict": str(worst(part["verdict"] for part in parts)),
        "parts": parts,
        "proof": proof_of_parts(proofs),
    }


def _closure(ids: set[str]) -> set[str]:
    found = set(ids)
    for id_ in ids:
        found |= _closure(set(catalogue[id_].uses))
    return found


def tight(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the package ships of the bounds: of each part the best ratio, where it is, and a conjecture."""
    told = ("name", "tightness", "tightest", "trivial_tightness", "conjecture")
    return [
        {"id": row["id"], "variant": row["variant"], **{key: part.get(key) for key in told}}
        for row in rows
        for part in row["parts"]
        if part["tightness"] is not None or part.get("trivial_tightness") is not None
    ]


def _lines(document: dict[str, Any], body: str) -> str:
    """Return a document as JSON with one row of its body a line, so that changes can be read and merged."""
    head = json.dumps({key: value for key, value in document.items() if key != body})
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in document[body])
    return f'{head[:-1]}, "{body}": [\n{rows}\n]}}\n'


if __name__ == "__main__":
    wanted = [*(catalogue.match(*sys.argv[1:]) if sys.argv[1:] else ()), *stale()]
    if wanted:
        renew(wanted)
    else:
        write(committed(), json.loads(VERDICTS.read_text(encoding="utf-8")))
