"""How soon the search finds sixty errors planted in tight bounds over declared domains; no true bound may fall."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.measure import Row
from benchmarks.planted import DOMAINS, Planted
from contextures.measure.domain import domain_of
from contextures.theory.catalogue import Catalogue
from contextures.theory.statement import Statement
from contextures.verify.campaign.campaign import BLOCK
from contextures.verify.campaign.work import REFUTERS, SHRINKING
from contextures.verify.certificates.certificate import certificate, check
from contextures.verify.search import shrink
from contextures.verify.search.draws import supply_of
from contextures.verify.search.search import generator, search_chunks

LIMIT = 60.0
"""Seconds of one core in which each error is to be found and certified."""


@dataclass(frozen=True)
class Hunt:
    """What became of one bound.

    Attributes
    ----------
    planted : Planted
    seconds : float
        Of the processor, until the error was certified or given up.
    found : bool
        Whether a certificate of the error was made that the check accepts.
    fell : bool
        Whether the true bound was refuted with the chunks in which the error was found.
    """

    planted: Planted
    seconds: float
    found: bool
    fell: bool


def hunt(planted: Planted, seed: int = 0, chunks: int | None = None) -> Hunt:
    """Search until the error is certified, for a minute or for some chunks, and the true bound as long.

    Parameters
    ----------
    planted : Planted
    seed : int, optional
    chunks : int, optional
        In place of the minute.
    """
    start, chunk, found = time.process_time(), 0, False
    while not found and (time.process_time() - start < LIMIT if chunks is None else chunk < chunks):
        block = range(chunk, chunk + BLOCK if chunks is None else min(chunk + BLOCK, chunks))
        found = _certified(planted.mutant, seed, block)
        chunk = block.stop
    seconds = time.process_time() - start
    true = search_chunks(planted.original, "printed", seed, range(chunk))
    return Hunt(planted, seconds, found, any(tally.refuters for tally in true.values()))


def _certified(statement: Statement, seed: int, block: range) -> bool:
    """Tell whether a block of chunks finds a counterexample whose certificate the check accepts."""
    part = statement.printed.parts[0]
    tally = search_chunks(statement, "printed", seed, block)[part.name]
    if not tally.refuters:
        return False
    worst = sorted(tally.refuters, key=lambda refuter: (refuter.hinges, refuter.margin))[:REFUTERS]
    rng = generator(seed, f"{statement.id}/{part.name}", "printed", SHRINKING)
    supply = supply_of(domain_of(statement))
    example = shrink.smallest(supply, statement.printed, part, [refuter.batch for refuter in worst], rng)
    document = certificate(statement, "printed", part, example.instance, example.finding)
    return bool(check(document, Catalogue([statement])).proves)


def rows() -> Iterator[Row]:
    """Hunt every error, and say of each domain how many were found, how soon, and that no true bound fell."""
    for name, bounds in DOMAINS.items():
        hunts = [hunt(planted) for planted in bounds]
        times = [found.seconds for found in hunts]
        missed = [found.planted.original.id for found in hunts if not found.found]
        fallen = [found.planted.original.id for found in hunts if found.fell]
        told = "".join(f"; {what}: {', '.join(ids)}" for what, ids in (("missed", missed), ("fell", fallen)) if ids)
        yield Row(
            f"{len(bounds) - len(missed)} of {len(bounds)} errors in {name} certified{told}",
            "a minute each",
            f"mean {sum(times) / len(times):.1f} s, longest {max(times):.1f} s",
            f"{LIMIT:.0f} s",
            LIMIT / max(times),
            "all, none fell",
            not missed and not fallen,
        )
