"""Keeps what a long run found of the hypotheses: ``python docs/make_ablation.py [DIR...]``.

Each DIR was written by ``contextures verify --ablate``; its forms replace those known before. Without one the page is
written anew from what is known.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from contextures.cli.output import as_text
from contextures.theory.catalogue import catalogue
from contextures.verify import longrun
from contextures.verify.longrun import Ablation, ablation
from contextures.verify.report import read_results

DATA = Path(longrun.__file__).with_name("ablation.json")
HEAD = """# Which hypotheses are needed

For each hypothesis: does an instance meet all the others, break this one and violate the claim? Then it is needed,
and an exact certificate of that instance is kept in `contextures/verify/longrun/ablation.json`; a test re-verifies
it. The others were not seen to be needed: leads for a stronger statement, or hypotheses that only say where the
claim is defined. Parts that are refuted as they stand are left out. `contextures verify ID --ablate` asks again.

| statement | form | needed | not seen to be needed | instances |
| --- | --- | --- | --- | --- |
"""


def rows_of(folder: str) -> list[dict[str, Any]]:
    """Return the rows that a campaign adds; SystemExit where it was cut short or asked nothing."""
    results = read_results(folder)
    if results.document.get("truncated") or not any(row["needed"] is not None for row in results.rows):
        raise SystemExit(f"{folder} is of a campaign that was cut short, or had no --ablate")
    return [
        {
            "id": row["id"],
            "variant": row["variant"],
            "hypothesis": hypothesis,
            "instances": row["instances"],
            "certificate": results.certificates[path] if path else None,
        }
        for row in results.rows
        if row["id"] in catalogue and row["variant"] in catalogue[row["id"]].variants
        for hypothesis, path in (row["needed"] or {}).items()
        if not (path is None and _only_refuted(row, hypothesis))
    ]


def _only_refuted(row: dict[str, Any], hypothesis: str) -> bool:
    """Tell whether every part with that hypothesis is refuted, so that nothing was asked."""
    claim = catalogue[row["id"]].variants[row["variant"]]
    fallen = {part["name"] for part in row["parts"] if part["verdict"] == "refuted"}
    shared = hypothesis in {h.name for h in claim.given}
    asked = {part.name for part in claim.parts} if shared else {hypothesis.partition(".")[0]}
    return asked <= fallen


def update(folders: list[str]) -> None:
    """Write the data with the forms of the folders in place of those known before."""
    new = [row for folder in folders for row in rows_of(folder)]
    if len({(row["id"], row["variant"], row["hypothesis"]) for row in new}) < len(new):
        raise SystemExit("two of the folders hold the same form of a statement")
    forms = {(row["id"], row["variant"]) for row in new}
    document = json.loads(DATA.read_text(encoding="utf-8"))
    kept = [row for row in document["rows"] if (row["id"], row["variant"]) not in forms and row["id"] in catalogue]
    order = {id_: k for k, id_ in enumerate(catalogue)}
    rows = sorted([*kept, *new], key=lambda row: (order[row["id"]], row["variant"] != "printed"))
    DATA.write_text(as_text({"format": 1, "rows": rows}), encoding="utf-8")


def text() -> str:
    """Return the page."""
    forms: dict[tuple[str, str], list[Ablation]] = {}
    for found in ablation():
        forms.setdefault((found.id, found.variant), []).append(found)
    lines = []
    for (id_, variant), found in forms.items():
        needed = ", ".join(f"`{a.hypothesis}`" for a in found if a.needed)
        others = ", ".join(f"`{a.hypothesis}`" for a in found if not a.needed)
        lines.append(f"| `{id_}` | {variant} | {needed} | {others} | {max(a.instances for a in found):,} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    if sys.argv[1:]:
        update(sys.argv[1:])
        longrun._all.cache_clear()
    Path(__file__).with_name("ablation.md").write_text(text(), encoding="utf-8")
