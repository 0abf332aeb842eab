"""Keeps what a long run found of the hypotheses: ``python docs/make_ablation.py [DIR...]``.

Each DIR was written by ``contextures verify --ablate``; its forms replace those known before, but a certificate that
still proves its hypothesis needed is kept. Without a DIR the page is written anew from what is known.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from contextures.errors import InputError
from contextures.files import as_text
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Claim
from contextures.verify.campaign import longrun
from contextures.verify.campaign.asked import Need
from contextures.verify.campaign.longrun import Ablation, ablation
from contextures.verify.certificates.check import check
from contextures.verify.report import read_results

DATA = Path(longrun.__file__).with_name("ablation.json")
HEAD = """# Which hypotheses are needed

For each hypothesis: does an instance meet all the others, break this one and violate the claim? Then it is *needed*,
and an exact certificate of that instance is kept in `contextures/verify/campaign/longrun/ablation.json`; a test
re-verifies it. Where the claim leaves a constant open, the hypothesis is needed if the claim fails without it even with
twice the constant that fits every instance that meets it; the certificate says with which.

Of the others, those *not seen to be needed* were broken alone in as many instances as the number after them says, and
the claim held in each: leads for a stronger statement. Where one alone is broken the claim may have *no value*: the
hypothesis says where the claim is defined. Where *none breaks it alone*, the others seem to imply it, or the instances
that are drawn all meet it. Hypotheses of a claim that something exists say *which example* is meant. Parts that are
refuted as they stand are left out. `contextures verify ID --ablate` asks again.

| statement | form | needed | not seen to be needed | no value without it | none breaks it alone | which example |
| --- | --- | --- | --- | --- | --- | --- |
"""
COLUMNS = (Need.NEEDED, Need.UNSEEN, Need.UNDEFINED, Need.UNBROKEN, Need.EXAMPLE)


def wanted(claim: Claim, verdicts: dict[str, dict[str, Any]]) -> dict[str, bool]:
    """Return the hypotheses that need a row, each with whether it belongs to parts that exist alone.

    Parameters
    ----------
    claim : Claim
    verdicts : dict of str to dict
        The row of each part: those that fell, or have a constant that nothing bounds, are left out.
    """
    found: dict[str, bool] = {}
    for part in claim.parts:
        row = verdicts[part.name]
        if row["verdict"] == "refuted" or (row["constant"] and row["constant"]["smallest"] is None):
            continue
        for hypothesis in claim.hypotheses(part):
            name = hypothesis.name if hypothesis in claim.given else f"{part.name}.{hypothesis.name}"
            found[name] = found.get(name, True) and part.exists
    return found


def rows_of(folder: str) -> list[dict[str, Any]]:
    """Return the rows that a campaign adds; SystemExit where it was cut short or asked nothing."""
    results = read_results(folder)
    if results.document.get("truncated") or not any(row.get("ablation") is not None for row in results.rows):
        raise SystemExit(f"{folder} is of a campaign that was cut short, or had no --ablate")
    rows = []
    for row in results.rows:
        if row["id"] not in catalogue or row["variant"] not in catalogue[row["id"]].variants:
            continue
        claim = catalogue[row["id"]].variants[row["variant"]]
        for name, example in wanted(claim, {part["name"]: part for part in row["parts"]}).items():
            path = (row["needed"] or {}).get(name)
            rows.append(
                {
                    "id": row["id"],
                    "variant": row["variant"],
                    "hypothesis": name,
                    "example": example,
                    **(row["ablation"].get(name) or {"instances": 0, "alone": 0, "met": 0}),
                    "certificate": results.certificates[path] if path else None,
                }
            )
    return rows


def update(folders: list[str]) -> None:
    """Write the data with the forms of the folders in place of those known before."""
    new = [row for folder in folders for row in rows_of(folder)]
    if len({_key(row) for row in new}) < len(new):
        raise SystemExit("two of the folders hold the same form of a statement")
    known = {_key(row): row for row in json.loads(DATA.read_text(encoding="utf-8"))["rows"]}
    for row in new:
        before = known.get(_key(row), {}).get("certificate")
        if row["certificate"] is None and before is not None and not row["example"] and _proves(before):
            row["certificate"] = before
    forms = {(row["id"], row["variant"]) for row in new}
    kept = [row for row in known.values() if (row["id"], row["variant"]) not in forms and row["id"] in catalogue]
    order = {id_: k for k, id_ in enumerate(catalogue)}
    rows = sorted([*kept, *new], key=lambda row: (order[row["id"]], row["variant"] != "printed"))
    DATA.write_text(as_text({"format": 2, "rows": rows}), encoding="utf-8")


def prune() -> None:
    """Leave out what is known of hypotheses that no part needs any more."""
    verdicts = json.loads((Path(__file__).parent / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    asked = {
        (row["id"], row["variant"], name)
        for row in verdicts
        for name in wanted(catalogue[row["id"]].variants[row["variant"]], {part["name"]: part for part in row["parts"]})
    }
    rows = json.loads(DATA.read_text(encoding="utf-8"))["rows"]
    DATA.write_text(as_text({"format": 2, "rows": [row for row in rows if _key(row) in asked]}), encoding="utf-8")


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["id"], row["variant"], row["hypothesis"]


def _proves(certificate: dict[str, Any]) -> bool:
    try:
        return check(certificate).proves
    except InputError:
        return False


def text() -> str:
    """Return the page."""
    forms: dict[tuple[str, str], list[Ablation]] = {}
    for found in ablation():
        forms.setdefault((found.id, found.variant), []).append(found)
    lines = []
    for (id_, variant), found in forms.items():
        cells = [", ".join(_cell(a) for a in found if a.need is need) for need in COLUMNS]
        lines.append(f"| `{id_}` | {variant} | " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


def _cell(found: Ablation) -> str:
    if found.need is Need.UNSEEN:
        return f"`{found.hypothesis}` ({found.met:,})"
    value = (found.certificate or {}).get("constant")
    return f"`{found.hypothesis}`" + (f" (constant above {value})" if value is not None else "")


if __name__ == "__main__":
    if sys.argv[1:]:
        update(sys.argv[1:])
    prune()
    longrun._rows.cache_clear()
    Path(__file__).with_name("ablation.md").write_text(text(), encoding="utf-8")
