"""What long runs have found, shipped as data: which hypotheses are needed, how tight each bound is and where."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from contextures.theory.statement import Variant
from contextures.verify.campaign.asked import Asked, Need


@dataclass(frozen=True)
class Ablation(Asked):
    """What the long run saw of one hypothesis.

    Attributes
    ----------
    id : str
    variant : {"printed", "corrected"}
    hypothesis : str
        One of a part alone comes after the name of that part.
    instances, alone, met, certificate
        See `Asked`.
    example : bool
        Whether it belongs to a claim that something exists: it says of which example, and nothing is asked.
    """

    id: str = ""
    variant: Variant = "printed"
    hypothesis: str = ""
    example: bool = False

    @property
    def needed(self) -> bool:
        """Whether it was seen to be needed."""
        return self.certificate is not None

    @property
    def need(self) -> Need:
        """What can be said of the hypothesis."""
        return Need.EXAMPLE if self.example else super().need

    def text(self) -> str:
        """Return that in words."""
        return str(self.need) if self.example else super().text()


@cache
def _rows(name: str) -> tuple[dict[str, Any], ...]:
    """Read the rows of a file, once."""
    document = json.loads((files("contextures.verify.campaign.longrun") / name).read_text(encoding="utf-8"))
    return tuple(document["rows"])


def ablation(id_: str | None = None, variant: Variant | None = None) -> list[Ablation]:
    """Return what is known of the hypotheses, of one statement and form if asked for."""
    return [
        Ablation(**row)
        for row in _rows("ablation.json")
        if id_ in (None, row["id"]) and variant in (None, row["variant"])
    ]


def tightness(id_: str, variant: Variant) -> list[dict[str, Any]]:
    """Return, for each part with a bound, its name, the best ratio, the instance that attains it and a conjecture."""
    return [
        {key: value for key, value in row.items() if key not in ("id", "variant")}
        for row in _rows("tightness.json")
        if (row["id"], row["variant"]) == (id_, variant)
    ]
