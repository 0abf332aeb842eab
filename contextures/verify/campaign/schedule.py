"""The schedule of a campaign: how many chunks each form of a statement gets, which follows from the budget alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from contextures.measure.domain import domain_of
from contextures.theory.statement import Statement, Variant
from contextures.verify.search.climb import GENERATIONS, POPULATION
from contextures.verify.search.draws import Supply, supply_of
from contextures.verify.search.search import CHILDREN, DESCENTS, PARENTS, RANDOM, ROUNDS, STARTS

CHUNK_SECONDS = 0.15
"""Planned for a chunk; the schedule follows from it, not from any measured time."""
SHARED = 12
"""Chunks up to which dear domains get as many as cheap ones."""
PER_CHUNK = (STARTS + 1) * RANDOM + DESCENTS * ROUNDS * PARENTS * CHILDREN
"""Instances of a chunk without a climb, at most."""

Row: TypeAlias = tuple[Statement, Variant]


def per_chunk(supply: Supply) -> int:
    """Return how many instances a chunk has at most."""
    return PER_CHUNK + supply.climbs * POPULATION * GENERATIONS


def schedule(rows: Sequence[Row], time_budget: float, instances: int | None) -> list[int]:
    """Return the number of chunks for each form: dear domains get fewer, ill-posed forms none."""
    chunks = time_budget / len(rows) / CHUNK_SECONDS
    return [
        0 if statement.variants[variant].ill_posed else _chunks(supply_of(domain_of(statement)), chunks, instances)
        for statement, variant in rows
    ]


def _chunks(supply: Supply, share: float, instances: int | None) -> int:
    """Return the number of chunks of a form that is searched: each family at least once."""
    if instances is not None:
        return max(1, -(-instances // per_chunk(supply)))
    return max(-(-len(supply.families) // STARTS), min(SHARED, int(share)), int(share / supply.cost))
