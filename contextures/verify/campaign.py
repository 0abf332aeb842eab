"""A campaign: searches a list of statements on a fixed schedule, certifies what it finds and reports the verdicts.

The budget sets the schedule, a number of chunks for each form of a statement; the clock only stops. Each chunk has a
random stream of its own, so that neither the number of workers nor their order changes a result.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import joblib
import numpy as np

from contextures.errors import InputError
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Statement, Variant
from contextures.verify import certificate, shrink
from contextures.verify.domain import domain_of
from contextures.verify.draws import supply_of
from contextures.verify.proofs import proofs_of
from contextures.verify.search import CHILDREN, PARENTS, RANDOM, ROUNDS, STARTS, Tally, generator, search_chunks
from contextures.verify.verdict import PartResult, Result, Verdict

CHUNK_SECONDS = 0.08
"""Planned for a chunk; the schedule follows from it, not from any measured time."""
BLOCK = 9
"""Chunks of one unit of work."""
REFUTERS = 16
"""Certain counterexamples of a part from which the smallest one is looked for."""
PER_CHUNK = STARTS * RANDOM + ROUNDS * PARENTS * CHILDREN
"""Instances of a chunk, at most."""
SHRINKING = 2**32 - 1
"""Number of the random stream that shrinking uses; no schedule has so many chunks."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Report:
    """The outcome of a campaign.

    Attributes
    ----------
    results : tuple of Result
        One for each form of each statement, in the order of the catalogue.
    seed : int
    time_budget : float
    truncated : bool
        Whether the clock stopped the schedule.
    """

    results: tuple[Result, ...]
    seed: int
    time_budget: float
    truncated: bool

    def __getitem__(self, key: tuple[str, str]) -> Result:
        """Return the result of ``(id, variant)``."""
        for result in self.results:
            if (result.statement.id, result.variant) == key:
                return result
        raise KeyError(key)

    @property
    def fallen(self) -> tuple[Result, ...]:
        """Corrected forms that were refuted: our own failures."""
        return tuple(r for r in self.results if r.variant == "corrected" and r.verdict is Verdict.REFUTED)

    @property
    def contradicted(self) -> tuple[Result, ...]:
        """Forms with a refuted part that a symbolic proof covers: our own failures."""
        return tuple(r for r in self.results if any(part.contradicted for part in r.parts))

    def to_json(self) -> dict[str, Any]:
        """Return the document of the contract."""
        return {
            "format": 1,
            "contextures": version("contextures"),
            "seed": self.seed,
            "time_budget": self.time_budget,
            "truncated": self.truncated,
            "statements": [result.to_json() for result in self.results],
        }


def schedule(statements: Sequence[Statement], time_budget: float, instances: int | None) -> list[int]:
    """Return the number of chunks for each of some statements: every family at least once."""
    if instances is not None:
        return [max(1, -(-instances // PER_CHUNK))] * len(statements)
    supplies = [supply_of(domain_of(statement.vocabulary)) for statement in statements]
    seconds = time_budget / len(statements)
    return [max(-(-len(s.families) // STARTS), int(seconds / (CHUNK_SECONDS * s.cost))) for s in supplies]


def check_settings(time_budget: float, instances: int | None, seed: int, jobs: int) -> None:
    """Raise InputError for a setting of `verify` that is out of range."""
    if not time_budget > 0 or not np.isfinite(time_budget):
        raise InputError(f"the time budget must be a positive number of seconds, not {time_budget}")
    if instances is not None and instances < 1:
        raise InputError(f"the number of instances must be at least 1, not {instances}")
    if not 0 <= seed < 2**63:
        raise InputError(f"the seed must be a whole number from 0 to 2⁶³ − 1, not {seed}")
    if jobs < 1:
        raise InputError(f"the number of jobs must be at least 1, not {jobs}")


def verify(
    *globs: str,
    time_budget: float = 120.0,
    instances: int | None = None,
    seed: int = 0,
    jobs: int = 1,
    statements: Catalogue = catalogue,
    progress: Progress | None = None,
) -> Report:
    """Search statements for counterexamples and certify what is found.

    Parameters
    ----------
    *globs : str
        Which statements; none means all.
    time_budget : float, optional
        Seconds the schedule is made for and after which the clock stops it.
    instances : int, optional
        Instances for each form of a statement instead of what the budget allows.
    seed : int, optional
        Non-negative; the same seed gives the same results.
    jobs : int, optional
        Worker processes; results do not depend on it.
    statements : Catalogue, optional
    progress : callable, optional
        Called with units done, units in all, and the statement worked on.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        For a glob that matches nothing or a setting out of range.
    """
    check_settings(time_budget, instances, seed, jobs)
    rows: list[tuple[Statement, Variant]] = [(s, variant) for s in statements.match(*globs) for variant in s.variants]
    chunks = schedule([statement for statement, _ in rows], time_budget, instances)
    deadline = time.time() + time_budget
    units = [
        (row, range(start, min(start + BLOCK, chunks[row])))
        for start in range(0, max(chunks), BLOCK)
        for row in range(len(rows))
        if start < chunks[row]
    ]
    found: list[dict[str, Tally]] = [{part.name: Tally() for part in s.variants[v].parts} for s, v in rows]
    spent = [0.0] * len(rows)
    truncated = False
    done = 0
    total = len(units) + len(rows)
    with (
        joblib.parallel_config("loky", n_jobs=jobs, inner_max_num_threads=1)
        if jobs > 1
        else joblib.parallel_config("sequential")
    ):
        searched = joblib.Parallel(return_as="generator")(
            joblib.delayed(_search)(*rows[row], seed, block, deadline) for row, block in units
        )
        for (row, _), (tallies, seconds) in zip(units, searched, strict=True):
            done += 1
            truncated |= tallies is None
            spent[row] += seconds
            for name, tally in (tallies or {}).items():
                found[row][name].add(tally)
            if progress:
                progress(done, total, rows[row][0].id)
        certified = joblib.Parallel(return_as="generator")(
            joblib.delayed(_certify)(*rows[row], seed, found[row]) for row in range(len(rows))
        )
        results = []
        for row, (parts, seconds) in enumerate(certified):
            done += 1
            results.append(Result(*rows[row], parts, spent[row] + seconds))
            if progress:
                progress(done, total, rows[row][0].id)
    return Report(tuple(results), seed, time_budget, truncated)


def _search(
    statement: Statement, variant: Variant, seed: int, chunks: Sequence[int], deadline: float
) -> tuple[dict[str, Tally] | None, float]:
    """Search some chunks; nothing if the time is up."""
    start = time.time()
    if start > deadline:
        return None, 0.0
    return search_chunks(statement, variant, seed, chunks), time.time() - start


def _certify(
    statement: Statement, variant: Variant, seed: int, tallies: dict[str, Tally]
) -> tuple[tuple[PartResult, ...], float]:
    """Make each certain counterexample small and write its certificate."""
    start = time.time()
    claim = statement.variants[variant]
    supply = supply_of(domain_of(statement.vocabulary))
    proofs = proofs_of(statement, variant)
    parts = []
    for part in claim.parts:
        tally = tallies[part.name]
        document = None
        if tally.refuters:
            chosen = sorted(tally.refuters, key=lambda found: (found.degenerate, found.margin))[:REFUTERS]
            rng = generator(seed, f"{statement.id}/{part.name}", variant, SHRINKING)
            example = shrink.smallest(supply, claim, part, [found.batch for found in chosen], rng)
            document = certificate.certificate(statement, variant, part, example.instance, example.finding)
        parts.append(PartResult.of(part, tally, document, proofs.get(part.name)))
    return tuple(parts), time.time() - start
