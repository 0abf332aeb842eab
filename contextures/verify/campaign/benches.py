"""Fixed instances of every domain, and what its parts and quantities are on them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import cycle
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.bounds.settings import Interval
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.domain import DOMAINS, MeasuredDomain, domain_of
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Batch, Instance
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Claim, Part, Variant
from contextures.verify.certificates.judge import judge
from contextures.verify.search.agreement import close
from contextures.verify.search.draws import supply_of
from contextures.verify.search.suspects import SUSPICION, met, part_margins

DRAWN = 24
"""Instances of a batch that statements are tried on."""
FAMILIES = 6
"""Families of a domain that instances are drawn from."""
EXACT = 2
"""Batches of which one instance is measured exactly too."""
MOVED = 1e-9
"""Relative change of a value that counts as one."""


class Row(NamedTuple):
    """A part of a form that is tried."""

    id: str
    variant: Variant
    claim: Claim
    part: Part
    symbols: frozenset[str]
    exists: bool


class Margins(NamedTuple):
    """The margins of a part at the instances of a bench, NaN where nothing is claimed."""

    values: NDArray[np.float64]

    @property
    def verdict(self) -> tuple[bool, bool]:
        """Whether the part is met anywhere, and whether it falls anywhere."""
        return bool((~np.isnan(self.values)).any()), bool(self.fallen.any())

    @property
    def fallen(self) -> NDArray[np.bool_]:
        """At which instances the part falls."""
        return self.values < -SUSPICION

    def weaker(self, before: Margins) -> bool:
        """Whether it claims no more than before: it is met nowhere else, and is nowhere nearer to falling."""
        claimed = ~np.isnan(self.values)
        slack = MOVED * np.maximum(1.0, np.abs(before.values))
        return bool((self.values[claimed] >= (before.values - slack)[claimed]).all())


@dataclass
class Bench:
    """The instances of one domain, and what its statements and quantities are there without an error.

    Attributes
    ----------
    domain : MeasuredDomain
    batches : list of Batch
    """

    domain: MeasuredDomain
    batches: list[Batch]
    uses: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    _before: dict[tuple[str, ...], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, domain: MeasuredDomain, seed: int) -> Bench:
        """Draw the instances."""
        supply, rng = supply_of(domain), np.random.default_rng(seed)
        families = supply.families[:FAMILIES]
        return cls(domain, [supply.draw(rng, f, DRAWN, supply.sizes(rng, f), domain.fields)[0] for f in families])

    @cached_property
    def rows(self) -> list[Row]:
        """The parts of the catalogue that speak of the domain and leave no constant open, those that fell included."""
        found = []
        for statement in catalogue.values():
            if domain_of(statement).name != self.domain.name:
                continue
            for variant, claim in statement.variants.items():
                for part, own in zip(claim.searched.parts, claim.parts, strict=True):
                    if part.constant is None:
                        symbols = Claim("", "", (part,), claim.given).symbols
                        found.append(Row(statement.id, variant, claim.searched, part, symbols, own.exists))
        return found

    def instance(self, place: int) -> Instance:
        """Return one of the instances in exact numbers, by its place among those of all batches."""
        for batch in self.batches:
            if place < len(batch):
                return batch.instance(place)
            place -= len(batch)
        raise IndexError("there are fewer instances")

    def before(self, row: Row) -> Margins:
        """Return the outcome of a part without an error, once a bench."""
        key = row.id, row.variant, row.part.name
        if key not in self._before:
            self._before[key] = self.outcome(row)
        found: Margins = self._before[key]
        return found

    def outcome(self, row: Row) -> Margins:
        """Return the margins of a part at every instance that meets its hypotheses, in floats; NaN elsewhere.

        As in a search, what is below zero for rounding alone counts as zero.
        """
        found = []
        for batch in self.batches:
            evaluator = Evaluator(self.domain.world.of_batch(batch), self.domain.quantities)
            kept = np.ones(len(batch), dtype=bool)
            for hypothesis in row.claim.hypotheses(row.part):
                kept &= met(evaluator, hypothesis)
            found.append(np.where(kept, part_margins(evaluator, row.part), np.nan) if kept.any() else kept * np.nan)
        return Margins(self._cleared(row, np.concatenate(found)))

    def _cleared(self, row: Row, margins: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take what exact arithmetic clears for equality, the worst suspects first, until one stays."""
        for place in np.argsort(margins, kind="stable"):
            if not margins[place] < -SUSPICION:
                break
            finding = judge(self.domain, row.claim, row.part, self.instance(int(place)))
            if finding.undefined or not finding.clears():
                break
            margins[place] = 0.0
        return margins

    def values(self, names: Sequence[str]) -> list[NDArray[np.float64]]:
        """Return the values of quantities at every instance, in floats."""
        worlds = [self.domain.world.of_batch(batch) for batch in self.batches]
        return [_flat(self.domain.quantities[name](world)) for world in worlds for name in names]

    @cached_property
    def ranges(self) -> dict[str, Interval]:
        """Where the values of each symbol lie, as its meaning says."""
        vocabularies = (s.vocabulary for s in catalogue.values() if domain_of(s).name == self.domain.name)
        return {m.name: Interval.of(m.range) for known in vocabularies for m in known.meanings.values()}

    def outside(self, names: Sequence[str], values: Sequence[NDArray[np.float64]]) -> set[str]:
        """Return the quantities some of whose values, as `values` returns them, are out of their range, NaN aside."""
        found = set()
        for name, seen in zip(cycle(names), values, strict=False):
            allowed = self.ranges.get(name, Interval())
            lo, hi = (rest if end is None else float(end) for end, rest in ((allowed.lo, -inf), (allowed.hi, inf)))
            below, above = lo - SUSPICION * max(1.0, abs(lo)), hi + SUSPICION * max(1.0, abs(hi))
            if ((seen < below) | (seen > above)).any():
                found.add(name)
        return found

    def agree(self, names: Sequence[str]) -> bool:
        """Tell whether floats and exact values agree where both exist."""
        for batch in self.batches[:EXACT]:
            floats, exact = self.domain.world.of_batch(batch.take([0])), batch.instance(0)
            world = self.domain.world.of_instance(exact)
            for name in names:
                try:
                    value = self.domain.quantities[name](world)
                except (UndefinedError, NotCertifiable):
                    continue
                entries = value if isinstance(value, list) else [value]
                seen = _flat(self.domain.quantities[name](floats))
                if len(seen) == len(entries) and not all(
                    one is None or close(float(other), one) for one, other in zip(entries, seen, strict=True)
                ):
                    return False
        return True

    def trace(self) -> None:
        """See which functions each quantity runs."""
        for name, quantity in self.domain.quantities.items():
            seen: set[tuple[str, str]] = set()
            self.uses[name] = seen

            def note(frame: Any, event: str, _: Any, seen: set[tuple[str, str]] = seen) -> None:
                if event == "call":
                    seen.add((frame.f_code.co_filename, frame.f_code.co_qualname))

            sys.setprofile(note)
            try:
                quantity(self.domain.world.of_batch(self.batches[0].take([0, 1])))
            except ArithmeticError:
                pass
            finally:
                sys.setprofile(None)


def _flat(value: Any) -> NDArray[np.float64]:
    entries = value if isinstance(value, list) else [value]
    parts = [np.ravel(np.asarray(entry, dtype=float)) for entry in entries if entry is not None]
    return np.concatenate([np.empty(0), *parts])


@cache
def benches(seed: int) -> tuple[Bench, ...]:
    """Return the benches of all domains, traced."""
    declared = (domain_of(statement) for statement in catalogue.values() if statement.domain is not None)
    domains = {domain.name: domain for domain in (*DOMAINS.values(), *declared)}
    found = tuple(Bench.of(domain, seed) for domain in domains.values())
    with np.errstate(all="ignore"):
        for bench in found:
            bench.trace()
    return found
