"""Errors planted in the code that measures: does the search notice them?

An error is planted in a function, and the statements whose symbols are measured with it are tried on fixed
instances. It is noticed where a part that stood falls, one that fell stands, a quantity raises or none is met any more,
a value leaves the range that is told of it, a counterexample is refused by its own stand-alone script, or floats and
exact values differ. What changes no value at any of these instances is no error there, and what makes
claims only weaker is one that no counterexample can show.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.theory.catalogue import catalogue
from contextures.verify.campaign.benches import MOVED, Bench, Margins, Row, benches
from contextures.verify.campaign.planting import Site, plant, sites
from contextures.verify.campaign.retelling import confirmed
from contextures.verify.search.search import search_chunks

CLAIMS = 12
"""Parts that are tried for one error at most."""
RETOLD = 3
"""Counterexamples of a part that fell anyway whose scripts are run."""
SEARCHED, CHUNKS = 10, 3
"""Parts that are searched where nothing else notices an error, and chunks of each."""


@contextmanager
def _finite() -> Iterator[None]:
    """Refuse what is not finite before LAPACK does, which tells standard output of it."""
    before = {name: getattr(np.linalg, name) for name in ("svd", "lstsq")}

    def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(matrix: Any, *more: Any, **options: Any) -> Any:
            if not all(np.isfinite(given).all() for given in (matrix, *(m for m in more if isinstance(m, np.ndarray)))):
                raise np.linalg.LinAlgError("the matrix is not finite")
            return function(matrix, *more, **options)

        return call

    for name, function in before.items():
        setattr(np.linalg, name, guarded(function))
    try:
        yield
    finally:
        for name, function in before.items():
            setattr(np.linalg, name, function)


class Fate(StrEnum):
    """What became of an error; of several domains the last of these counts."""

    NOTICED = "noticed"
    IDLE = "it changes no value at the instances"
    OPEN = "what it changes is in claims alone that leave a constant open, and moves the constant"
    WEAKER = "it makes every claim weaker or leaves it, which no counterexample can show"
    MISSED = "missed"


class Seen(NamedTuple):
    """What became of an error, and what noticed it, if anything did."""

    fate: Fate
    by: str = ""


def look_for(site: Site, seed: int = 0) -> Seen:
    """Plant an error and tell what notices it.

    Parameters
    ----------
    site : Site
    seed : int, optional
        Of the instances.
    """
    fate = Fate.IDLE
    with np.errstate(all="ignore"), warnings.catch_warnings(), _finite():
        warnings.simplefilter("ignore")
        for bench in benches(seed):
            names = sorted(n for n, used in bench.uses.items() if (site.path, site.function) in used)
            if not names:
                continue
            rows = [row for row in bench.rows if row.symbols & set(names)]
            rows = sorted(rows, key=lambda row: len(row.symbols - set(names)))[:CLAIMS]
            values, margins, agreed = bench.values(names), [bench.before(row) for row in rows], bench.agree(names)
            try:
                with plant(site):
                    changed = bench.values(names)
                    if all(_same(old, new) for old, new in zip(values, changed, strict=True)):
                        if bench.agree(names) != agreed:
                            return Seen(Fate.NOTICED, "floats and exact values differ")
                        continue
                    after = [bench.outcome(row) for row in rows]
                    fallen = [
                        row for row, old, new in zip(rows, margins, after, strict=True) if new.verdict != old.verdict
                    ]
                    if fallen:
                        return Seen(Fate.NOTICED, f"{fallen[0].id} ({fallen[0].variant}), part {fallen[0].part.name}")
                    if left := bench.outside(names, changed) - bench.outside(names, values):
                        return Seen(Fate.NOTICED, f"{min(left)} leaves its range")
                    if bench.agree(names) != agreed:
                        return Seen(Fate.NOTICED, "floats and exact values differ")
                    if all(new.weaker(old) for old, new in zip(margins, after, strict=True)):
                        fate = max(fate, Fate.WEAKER if rows else Fate.OPEN, key=list(Fate).index)
                    elif found := _searched(rows, margins, seed):
                        return Seen(Fate.NOTICED, found)
                    else:
                        fate = Fate.MISSED
                if found := _told_otherwise(bench, site, rows, margins, after):
                    return Seen(Fate.NOTICED, found)
            except Exception as error:  # whatever a planted error raises would stop the search
                return Seen(Fate.NOTICED, f"raises {type(error).__name__}")
    return Seen(fate)


def _told_otherwise(
    bench: Bench, site: Site, rows: Sequence[Row], before: Sequence[Margins], after: Sequence[Margins]
) -> str:
    """Return a part that falls with the error and without whose counterexample is refused by its own script."""
    for row, old, new in zip(rows, before, after, strict=True):
        for place in np.flatnonzero(old.fallen & new.fallen & (old.values != new.values))[:RETOLD]:
            instance = bench.instance(int(place))
            if confirmed(bench.domain, row, instance):
                with plant(site):
                    if confirmed(bench.domain, row, instance) is False:
                        return f"the script of {row.id} ({row.variant}), part {row.part.name}"
    return ""


def _searched(rows: Sequence[Row], before: Sequence[Margins], seed: int) -> str:
    """Search the first of the parts that stood, as a campaign does; return what fell or stayed open."""
    standing = [row for row, margins in zip(rows, before, strict=True) if not margins.verdict[1]][:SEARCHED]
    for row in standing:
        statement = catalogue[row.id]
        alone = replace(statement.variants[row.variant], parts=(statement.variants[row.variant].part(row.part.name),))
        one = replace(statement, id=f"{row.id}-alone", printed=alone, corrected=None, why="", faults=(), uses=())
        tally = search_chunks(one, "printed", seed, range(CHUNKS))[row.part.name]
        if (tally.refuters and not row.exists) or tally.undecided:
            return f"{row.id} ({row.variant}), part {row.part.name}, by a search"
    return ""


def _same(old: NDArray[np.float64], new: NDArray[np.float64]) -> bool:
    if old.shape != new.shape:
        return False
    return bool(np.allclose(old, new, rtol=MOVED, atol=MOVED, equal_nan=True))


def sample(count: int, seed: int) -> list[Site]:
    """Draw some functions that a quantity runs, each at most once, and one place of each, by their names.

    Parameters
    ----------
    count : int
        At most so many; there are fewer where fewer functions run.
    seed : int
    """
    used = {name for bench in benches(0) for names in bench.uses.values() for name in names}
    by_function: dict[tuple[str, str], list[Site]] = {}
    for site in sites():
        if (site.path, site.function) in used:
            by_function.setdefault((site.path, site.function), []).append(site)
    drawn = {key: zlib.crc32(f"{seed}/{found[0].name}".encode()) for key, found in by_function.items()}
    chosen = sorted(by_function, key=lambda key: (drawn[key], key))[:count]
    return [by_function[key][drawn[key] // 7 % len(by_function[key])] for key in chosen]
