"""What takes long and is left to the campaign tests, and how much of it they do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

Thing = TypeVar("Thing")

DEAR_TO_SHRINK = (
    "optimality.minimax-only-if",
    "optimality.minimax-value",
    "optimality.trace-gap",
    "bounds.minimax-lower",
)
"""Statements whose counterexamples take the longest to make small: the default run alone searches them."""
SEEDS = int(os.environ.get("CONTEXTURES_CAMPAIGN_SEEDS", "3"))
"""Seeds of the campaign tests; with three, those that divide their work into thirds do all of it."""


def thirds(things: Iterable[Thing]) -> list[Thing]:
    """Return every third of some things, with two seeds two of three, with three or more all."""
    return [thing for k, thing in enumerate(things) if k % 3 < SEEDS]
