"""What the workers of a campaign do: one unit of the search or of the ablation, one certificate."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import sympy as sp

from contextures.errors import InputError
from contextures.measure.domain import Extra, domain_of, measure
from contextures.theory.statement import Part, Statement, Variant
from contextures.verify.campaign.asked import Ablation, Asked
from contextures.verify.campaign.verdict import PartResult, Verdict
from contextures.verify.certificates import certificate
from contextures.verify.proofs import elsewhere_of, formal_of, proofs_of
from contextures.verify.search import shrink
from contextures.verify.search.ablate import Constants, ablate_chunks, label, larger, targets
from contextures.verify.search.beyond import Beyond
from contextures.verify.search.draws import Supply, supply_of
from contextures.verify.search.search import generator, search_chunks
from contextures.verify.search.suspects import Tally

REFUTERS = 16
"""Certain counterexamples of a part from which the smallest one is looked for."""
SHRINKING = 2**32 - 1
"""Number of the random stream that shrinking uses; no schedule has so many chunks."""
LATE = "late"
"""The outcome of a unit that the clock did not allow."""


def load() -> None:
    """Do nothing, where this module had to be loaded for it: the clock does not run for that."""


def attempt(
    function: Callable[..., Any],
    extras: Sequence[Extra],
    tolerant: bool,
    statement: Statement,
    variant: Variant,
    *arguments: Any,
) -> tuple[Any, str, float]:
    """Do one unit of work; return its outcome, what was raised if that is tolerated, and the seconds it took."""
    start = time.time()
    for vocabulary, quantities in extras:
        measure(vocabulary, *quantities)
    try:
        return function(statement, variant, *arguments), "", time.time() - start
    except (Exception, SystemExit) as error:
        if not tolerant:
            raise
        told = str(error) if isinstance(error, InputError) else f"raises {type(error).__name__}: {error}"
        return None, told, time.time() - start


def search(
    statement: Statement, variant: Variant, seed: int, chunks: Sequence[int], deadline: float
) -> dict[str, Tally] | str:
    """Search some chunks, unless the time is up."""
    return LATE if time.time() >= deadline else search_chunks(statement, variant, seed, chunks)


def ablate(
    statement: Statement, variant: Variant, seed: int, chunks: Sequence[int], parts: Constants, deadline: float
) -> dict[str, Tally] | str:
    """Ablate in some chunks, unless the time is up."""
    return LATE if time.time() >= deadline else ablate_chunks(statement, variant, seed, chunks, parts)


def asked(statement: Statement, variant: Variant, found: Sequence[PartResult]) -> Constants:
    """Return the parts whose hypotheses are asked about: none that fell, or for which no constant is known to fit."""
    constants: dict[str, sp.Rational | None] = {}
    for result in found:
        part = statement.variants[variant].part(result.name)
        if part.exists or result.verdict is Verdict.REFUTED:
            continue
        if part.constant is None:
            constants[part.name] = None
        elif result.constant is not None and np.isfinite(result.constant[1]):
            constants[part.name] = larger(result.constant[1])
    return constants


def _smallest(
    supply: Supply, statement: Statement, variant: Variant, seed: int, part: Part, tally: Tally, broken: str | None
) -> shrink.Counterexample:
    """Make the certain counterexamples of a part, or the examples if it exists, small."""
    chosen = sorted(tally.refuters, key=lambda found: (found.hinges, found.margin))[:REFUTERS]
    rng = generator(seed, f"{statement.id}/{part.name}" + (f"/{broken}" if broken else ""), variant, SHRINKING)
    claim = statement.variants[variant].searched
    return shrink.smallest(supply, claim, part, [found.batch for found in chosen], rng, broken)


def certify(statement: Statement, variant: Variant, seed: int, tallies: dict[str, Tally]) -> tuple[PartResult, ...]:
    """Judge each part; a certain counterexample gets its certificate."""
    proofs, formal = proofs_of(statement, variant), formal_of(statement, variant)
    elsewhere = elsewhere_of(statement, variant)
    supply = supply_of(domain_of(statement))
    parts = []
    for part in statement.variants[variant].parts:
        tally = tallies[part.name]
        document = None
        if tally.refuters:
            sought = statement.variants[variant].searched.part(part.name)
            example = _smallest(supply, statement, variant, seed, sought, tally, None)
            document = certificate.certificate(statement, variant, part, example.instance, example.finding)
        known = proofs.get(part.name), formal.get(part.name), elsewhere.get(part.name, ())
        parts.append(PartResult.of(part, tally, document, *known))
    return tuple(parts)


def certify_needed(
    statement: Statement, variant: Variant, seed: int, tallies: dict[str, Tally], parts: Constants
) -> Ablation:
    """Say what was seen of each hypothesis, with a certificate of the first part that needs it."""
    claim = statement.variants[variant]
    seen: dict[str, Asked] = {}
    for target in targets(claim, parts):
        part, hypothesis = target
        name, tally = label(claim, target), tallies[target.key]
        before = seen.get(name, Asked(0, 0, 0))
        document = before.certificate
        if document is None and tally.refuters:
            supply = Beyond(supply_of(domain_of(statement)), hypothesis)
            with np.errstate(all="ignore"):
                example = _smallest(supply, statement, variant, seed, part, tally, hypothesis.name)
            document = certificate.certificate(
                statement, variant, part, example.instance, example.finding, hypothesis.name, parts[part.name]
            )
        seen[name] = Asked(
            max(before.instances, tally.instances),
            max(before.alone, tally.alone),
            max(before.met, tally.met),
            document,
        )
    return seen
