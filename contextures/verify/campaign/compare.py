"""Compares the verdicts of two campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

NOTABLE = 0.01
"""Change of a tightness that is told."""


@dataclass(frozen=True)
class Change:
    """Something that differs between two campaigns.

    Attributes
    ----------
    id, variant : str
    part : str or None
        None where it is of the whole row: one that came or went, or is ill-posed and has no parts.
    what : {"verdict", "tightness", "added", "removed"}
    old, new : str, float or None
    """

    id: str
    variant: str
    part: str | None
    what: str
    old: str | float | None
    new: str | float | None

    def __str__(self) -> str:
        where = f"{self.id} ({self.variant})" + (f", part {self.part}" if self.part else "")
        if self.what == "added":
            return f"{where}: new, {self.new}"
        if self.what == "removed":
            return f"{where}: gone, was {self.old}"
        old, new = (f"{v:.3f}" if isinstance(v, float) else str(v) for v in (self.old, self.new))
        return f"{where}: {self.what} {old} → {new}"


@dataclass(frozen=True)
class Comparison:
    """All changes, in the order of the newer campaign."""

    changes: tuple[Change, ...]

    def lines(self) -> list[str]:
        """Return one line a change."""
        return [str(change) for change in self.changes] or ["no verdict changed"]

    def to_json(self) -> dict[str, Any]:
        """Return the document of `contextures diff --json`."""
        return {"format": 1, "changes": [asdict(change) for change in self.changes]}


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Compare two parsed verdicts.json.

    Parameters
    ----------
    old, new : mapping

    Returns
    -------
    Comparison
        Rows and parts that came or went, verdicts that changed, and tightness that moved by more than `NOTABLE`.
    """
    before, after = ({(row["id"], row["variant"]): row for row in document["statements"]} for document in (old, new))
    changes: list[Change] = []
    for (id_, variant), row in after.items():
        if (id_, variant) not in before:
            changes.append(Change(id_, variant, None, "added", None, row["verdict"]))
            continue
        if not (row["parts"] and before[id_, variant]["parts"]):
            verdicts = before[id_, variant]["verdict"], row["verdict"]
            changes += [Change(id_, variant, None, "verdict", *verdicts)] if len(set(verdicts)) > 1 else []
            continue
        was, is_ = ({part["name"]: part for part in r["parts"]} for r in (before[id_, variant], row))
        for name in list(dict.fromkeys([*is_, *was])):
            changes += _of_part(id_, variant, name, was.get(name), is_.get(name))
    gone = [(key, row) for key, row in before.items() if key not in after]
    changes += [Change(*key, None, "removed", row["verdict"], None) for key, row in gone]
    return Comparison(tuple(changes))


def _of_part(
    id_: str, variant: str, name: str, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> list[Change]:
    if was is None or now is None:
        what = "added" if was is None else "removed"
        old_verdict, new_verdict = (None if part is None else part["verdict"] for part in (was, now))
        return [Change(id_, variant, name, what, old_verdict, new_verdict)]
    if was["verdict"] != now["verdict"]:
        return [Change(id_, variant, name, "verdict", was["verdict"], now["verdict"])]
    old, new = was.get("tightness"), now.get("tightness")
    if (old is None) != (new is None) or (old is not None and abs(old - new) > NOTABLE):
        return [Change(id_, variant, name, "tightness", old, new)]
    return []
