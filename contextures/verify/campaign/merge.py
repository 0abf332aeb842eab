"""Merges the results of several campaigns, of other seeds or other statements, into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from contextures.errors import InputError
from contextures.verify.campaign.verdict import certificate_path, headline, worst
from contextures.verify.report.results import Results

Row = dict[str, Any]
COUNTS = ("instances", "hypotheses_met", "suspects", "undecided")


def merge(campaigns: Sequence[Results]) -> Results:
    """Merge campaigns.

    Parameters
    ----------
    campaigns : sequence of Results
        At least one, all of one version of the package and of distinct seeds wherever they share a form.

    Returns
    -------
    Results
        Counts are added; of margins, tightness and verdicts the most telling one is kept, with its certificate.

    Raises
    ------
    InputError
        If the versions differ, or a form was searched twice with the same seed.
    """
    documents = [campaign.document for campaign in campaigns]
    versions = sorted({str(document.get("contextures")) for document in documents})
    if len(versions) > 1:
        raise InputError(f"the campaigns are of versions {' and '.join(versions)}; those of one version can be merged")
    rows: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for number, document in enumerate(documents):
        for row in document["statements"]:
            rows.setdefault((row["id"], row["variant"]), []).append((number, row))
    certificates: dict[str, dict[str, Any]] = {}
    merged = []
    for key, found in rows.items():
        seeds = [seed for number, _ in found for seed in _seeds(documents[number])]
        if len(set(seeds)) < len(seeds):
            raise InputError(
                f"{key[0]} ({key[1]}) was searched twice with one seed; campaigns of other seeds add to it"
            )
        merged.append(_row([_loaded(row, campaigns[number].certificates) for number, row in found], certificates))
    document = {
        **documents[0],
        "seeds": sorted({seed for document in documents for seed in _seeds(document)}),
        "time_budget": sum(document["time_budget"] for document in documents),
        "truncated": any(document["truncated"] for document in documents),
        "statements": merged,
    }
    return Results(document, certificates)


def _seeds(document: dict[str, Any]) -> list[int]:
    return list(document.get("seeds") or [document["seed"]])


def _loaded(row: Row, certificates: Mapping[str, Row]) -> Row:
    """Return a row with documents in place of the paths of its certificates."""
    parts = [{**part, "certificate": certificates.get(part["certificate"])} for part in row["parts"]]
    needed = row.get("needed")
    if needed is not None:
        needed = {name: path and (path, certificates[path]) for name, path in needed.items()}
    return {**row, "parts": parts, "needed": needed}


def _row(rows: list[Row], certificates: dict[str, Row]) -> Row:
    """Join what several campaigns saw of a form, and keep the certificates that it names."""
    names = list(dict.fromkeys(part["name"] for row in rows for part in row["parts"]))
    parts = [_part([part for row in rows for part in row["parts"] if part["name"] == name]) for name in names]
    certified = [part for part in parts if part["certificate"]]
    first = min(certified, key=lambda part: headline(part["verdict"], part.get("hinges", ())), default=None)
    path = _kept(rows[0], certified, first, certificates)
    asked = [row["needed"] for row in rows if row.get("needed") is not None]
    needed: dict[str, str | None] | None = {} if asked else None
    for name, answer in ((name, answer) for answers in asked for name, answer in answers.items()):
        if needed is not None and not needed.get(name):
            needed[name] = answer and answer[0]
            certificates.update([answer] if answer else [])
    tight = [part["tightness"] for part in parts if part["tightness"] is not None]
    return {
        **rows[0],
        "verdict": str(worst(part["verdict"] for part in parts)),
        "instances": sum(row["instances"] for row in rows),
        "hypotheses_met": sum(row["hypotheses_met"] for row in rows),
        "undecided": sum(row["undecided"] for row in rows),
        "worst_margin": _least([part["worst_margin"] for part in parts]),
        "tightness": min(tight) if tight and not certified else None,
        "certificate": path,
        "needed": needed,
        "ablation": _ablation([row["ablation"] for row in rows if row.get("ablation") is not None]),
        "parts": parts,
        "seconds": round(sum(row["seconds"] or 0 for row in rows), 3),
    }


def _kept(row: Row, certified: list[Row], first: Row | None, certificates: dict[str, Row]) -> str | None:
    """Put paths in place of the certificates of parts, and keep those; return the path of the first."""
    for part in certified:
        path = certificate_path(row["id"], row["variant"], None if part is first else part["name"])
        certificates[path] = part["certificate"]
        part["certificate"] = path
    return None if first is None else str(first["certificate"])


def _ablation(answers: list[dict[str, dict[str, int]]]) -> dict[str, dict[str, int]] | None:
    """Add what several campaigns saw of each hypothesis; None where it was not asked."""
    if not answers:
        return None
    total: dict[str, dict[str, int]] = {}
    for answer in answers:
        for name, counts in answer.items():
            before = total.get(name, dict.fromkeys(counts, 0))
            total[name] = {what: before[what] + number for what, number in counts.items()}
    return total


def _part(parts: list[Row]) -> Row:
    """Join what several campaigns saw of one part."""
    refuted = [part for part in parts if part["certificate"]]
    met = [part for part in parts if part["hypotheses_met"]]
    fairest = sorted(refuted, key=lambda part: len(part.get("hinges", ())))
    told = (fairest or met or parts)[0]
    tight = [part for part in parts if part["tightness"] is not None]
    idle = [part["trivial_tightness"] for part in parts if part.get("trivial_tightness") is not None]
    best = max(tight, key=lambda part: part["tightness"]) if tight and not refuted else None
    constants = [part["constant"] for part in parts if part.get("constant")]
    largest = [c["smallest"] for c in constants]
    return {
        **told,
        **{
            name: sum(part[name] for part in parts) for name in ("instances", "hypotheses_met", "suspects", "undecided")
        },
        "worst_margin": _least([part["worst_margin"] for part in parts]),
        "tightness": best and best["tightness"],
        "tightest": best and best["tightest"],
        "trivial_tightness": max(idle) if idle and not refuted else None,
        "conjecture": best and best["conjecture"],
        "constant": {**constants[0], "smallest": None if None in largest else max(largest)} if constants else None,
    }


def _least(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return min(known) if known else None
