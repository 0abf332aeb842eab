"""What the long run says of each part of the catalogue, shipped as data."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _record() -> dict[tuple[str, str, str], str]:
    text = (files("contextures.theory") / "verdicts.json").read_text(encoding="utf-8")
    return {(row["id"], row["variant"], row["part"]): row["verdict"] for row in json.loads(text)["rows"]}


def verdict_of(id_: str, variant: str, part: str) -> str | None:
    """Return the verdict of a part, such as ``"refuted"`` or ``"unrefuted"``; None where it was not searched yet."""
    return _record().get((id_, variant, part))
