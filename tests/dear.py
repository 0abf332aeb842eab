"""Statements whose counterexamples take the longest to make small: the campaign tests alone search them."""

from __future__ import annotations

import pytest

DEAR_TO_SHRINK = (
    "optimality.minimax-only-if",
    "optimality.minimax-value",
    "optimality.trace-gap",
    "bounds.minimax-lower",
)


def marks(id_: str) -> tuple[pytest.MarkDecorator, ...]:
    """How the tests that search a statement are marked."""
    return (pytest.mark.campaign,) if id_ in DEAR_TO_SHRINK else ()
