"""What a long run has found, shipped as data: which hypotheses are needed, each with its certificate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from contextures.theory.statement import Variant


@dataclass(frozen=True)
class Ablation:
    """Whether a hypothesis was seen to be needed.

    Attributes
    ----------
    id : str
    variant : {"printed", "corrected"}
    hypothesis : str
    instances : int
        Tried without it.
    certificate : dict or None
        Of an instance that meets every other hypothesis, breaks this one and violates the claim; None: none was found.
    """

    id: str
    variant: Variant
    hypothesis: str
    instances: int
    certificate: dict[str, Any] | None

    @property
    def needed(self) -> bool:
        """Whether it was seen to be needed."""
        return self.certificate is not None


@cache
def _all() -> tuple[Ablation, ...]:
    document = json.loads((files("contextures.verify.longrun") / "ablation.json").read_text(encoding="utf-8"))
    return tuple(Ablation(**row) for row in document["rows"])


def ablation(id_: str | None = None, variant: Variant | None = None) -> list[Ablation]:
    """Return what is known of the hypotheses, of one statement and form if asked for."""
    return [a for a in _all() if id_ in (None, a.id) and variant in (None, a.variant)]
