"""What an ablation saw of a hypothesis, and what can be said of it then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


class Need(StrEnum):
    """What can be said of a hypothesis after an ablation."""

    NEEDED = "needed"
    UNSEEN = "not seen to be needed"
    UNDEFINED = "where it alone is broken the claim has no value"
    UNBROKEN = "no instance breaks it alone"
    EXAMPLE = "says which example is meant"


@dataclass(frozen=True)
class Asked:
    """What an ablation saw of one hypothesis.

    Attributes
    ----------
    instances : int
        Tried.
    alone : int
        Those that broke it and met all others.
    met : int
        Of these, those where the claim has a value.
    certificate : dict or None
        Of one that violates the claim; None: none was found.
    """

    instances: int
    alone: int
    met: int
    certificate: dict[str, Any] | None = None

    @property
    def need(self) -> Need:
        """What can be said of the hypothesis."""
        if self.certificate is not None:
            return Need.NEEDED
        return Need.UNSEEN if self.met else Need.UNDEFINED if self.alone else Need.UNBROKEN

    def text(self) -> str:
        """Return that in words."""
        if self.need is Need.NEEDED:
            value = (self.certificate or {}).get("constant")
            return "needed" if value is None else f"needed for the constant: {value} is too small without it"
        if self.need is Need.UNSEEN:
            return f"{self.need}, broken alone in {self.met:,} of {self.instances:,} instances"
        return f"{self.need} ({self.instances:,} tried)"


Ablation: TypeAlias = Mapping[str, Asked]
"""By hypothesis what an ablation saw of it."""
