"""What instances show of a claim: floats raise suspects, what is exact decides about them, and tallies keep both."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from contextures.measure.evaluate import Evaluator, margin
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.theory.statement import Claim, Inequality, Part
from contextures.verify.certificates.hinges import hinge_counts
from contextures.verify.certificates.judge import judge
from contextures.verify.search.draws import Supply
from contextures.verify.search.simplifications import heights, smaller_numbers
from contextures.verify.search.tightness import tightest

SUSPICION = 1e-8
"""Margins below minus this are suspects; rounding stays well above."""
EQUAL = 1e-12
"""Margins below this are suspects where a strict inequality is claimed: equality would violate it."""
SLACK = 1e-10
"""By how much rounding may miss a hypothesis; the exact check knows no slack."""
STRICT = 1e-8
"""By how much a strict hypothesis must be met for rounding not to be the reason."""
KEPT = 4
"""Certain counterexamples of a part after which no suspect that is poorer, or no better, is judged."""
SIMPLER = 40
"""Simplifications of a suspect that stayed open, at most."""


@dataclass(frozen=True)
class Refuter:
    """An instance, as a batch of one, that violates a part: its margin, and on how many things it hinges."""

    margin: float
    hinges: int
    batch: Batch


@dataclass
class Tally:
    """What a search saw of one part of a claim.

    Attributes
    ----------
    instances, met : int
        Instances tried, and those that met the hypotheses where the claim is defined.
    worst : float
        Smallest margin, of suspects only if they are not cleared; infinite if the hypotheses were never met.
    tightness : float or None
        Largest lhs/rhs of an inequality between nonnegative sides, of the instances that are not trivial for it.
    tightest : Batch or None
        The instance that attains it, as a batch of one.
    trivial : float or None
        That of the trivial ones: a cap is active there, a term vanishes, or the instance is degenerate.
    suspects : int
        Instances below the threshold of suspicion.
    refuters : list of Refuter
        Instances that certainly violate the part.
    undecided : int
        Suspects that exact arithmetic neither confirmed nor cleared.
    open : list of Refuter
        Some of these, while they may still be settled; none in the end.
    constant : float
        Smallest value of an unspecified constant with which no instance violates the part; −∞ if none was tried.
    alone : int
        Of an ablation: instances that broke the hypothesis and met all others; ``met`` where the claim is defined too.
    """

    instances: int = 0
    met: int = 0
    worst: float = np.inf
    tightness: float | None = None
    tightest: Batch | None = None
    trivial: float | None = None
    suspects: int = 0
    refuters: list[Refuter] = field(default_factory=list)
    undecided: int = 0
    open: list[Refuter] = field(default_factory=list)
    constant: float = -np.inf
    alone: int = 0

    def add(self, other: Tally) -> None:
        """Join what another search saw of the same part."""
        self.instances += other.instances
        self.met += other.met
        self.worst = min(self.worst, other.worst)
        if other.tightness is not None and (self.tightness is None or other.tightness > self.tightness):
            self.tightness, self.tightest = other.tightness, other.tightest
        if other.trivial is not None and (self.trivial is None or other.trivial > self.trivial):
            self.trivial = other.trivial
        self.suspects += other.suspects
        self.refuters += other.refuters
        self.undecided += other.undecided
        self.constant = max(self.constant, other.constant)
        self.alone += other.alone


def met(evaluator: Evaluator, hypothesis: Inequality) -> NDArray[np.bool_]:
    """Tell which instances of a batch meet a hypothesis, to rounding."""
    found = margin(evaluator, hypothesis)
    result: NDArray[np.bool_] = found > STRICT if hypothesis.relation == "<" else found >= -SLACK
    return result


def part_margins(evaluator: Evaluator, part: Part) -> NDArray[np.float64]:
    """Return the smallest margin over the indices a part is claimed for; NaN where it is defined for none."""
    worst = np.full(evaluator.world.count, np.nan)
    for index in evaluator.indices(part):
        worst = np.fmin(worst, margin(evaluator, part, index))
    return worst


def fitting_constants(evaluator: Evaluator, part: Part) -> NDArray[np.float64]:
    """Return the smallest unspecified constant that each instance allows; ∞ where none does, NaN where 0/0."""
    offset, slope = part.affine
    with np.errstate(all="ignore"):
        missing = np.asarray(evaluator.value(part.lhs) - evaluator.value(offset), dtype=float)
        factor = np.asarray(evaluator.value(slope), dtype=float)
        found = np.where(factor > SLACK, missing / factor, np.where(missing > SUSPICION, np.inf, np.nan))
    return np.broadcast_to(found, (evaluator.world.count,))


def judge_suspects(
    supply: Supply,
    claim: Claim,
    part: Part,
    batch: Batch,
    suspects: NDArray[np.int64],
    poor: NDArray[np.int64],
    margins: NDArray[np.float64],
    tally: Tally,
) -> list[int]:
    """Judge suspects, the fairest first, then the worst and the mildest in turn; return those that are cleared."""
    tally.suspects += len(suspects)
    in_turn = np.stack([suspects, suspects[::-1]], axis=1).ravel()[: len(suspects)]
    cleared: list[int] = []
    for k in in_turn[np.argsort(poor[in_turn], kind="stable")]:
        if sum(found.hinges <= poor[k] for found in tally.refuters) >= KEPT:
            continue
        finding = judge(supply.domain, claim, part, batch.instance(int(k)))
        if finding.proves():
            tally.refuters.append(Refuter(float(margins[k]), int(poor[k]), batch.take([int(k)])))
        elif finding.clears():
            cleared.append(int(k))
        else:
            tally.undecided += 1
            if sum(found.hinges == poor[k] for found in tally.open) < KEPT:
                tally.open.append(Refuter(float(margins[k]), int(poor[k]), batch.take([int(k)])))
    return cleared


def settle(supply: Supply, claim: Claim, part: Part, tally: Tally) -> None:
    """Simplify suspects that stayed open, step by step, until one is certain, unless a counterexample is known.

    What is open is mostly met with equality, which only simple numbers can prove.
    """
    known = min((found.hinges for found in tally.refuters), default=None)
    for suspect in sorted(tally.open, key=lambda found: found.hinges):
        if known is not None and known <= suspect.hinges:
            break
        found = _certain(supply, claim, part, suspect.batch)
        if found is not None:
            tally.refuters.append(found)
            known = found.hinges
    tally.open.clear()


def _certain(supply: Supply, claim: Claim, part: Part, batch: Batch) -> Refuter | None:
    """Return the first certain counterexample among ever simpler instances that seem to violate a part."""
    for _ in range(SIMPLER):
        simpler = smaller_numbers(batch)
        simpler = simpler.take(np.argsort(heights(simpler), kind="stable"))
        simpler = simpler.take(heights(simpler) < heights(batch)[0])
        if not len(simpler):
            break
        evaluator = Evaluator(supply.domain.world.of_batch(simpler), supply.domain.quantities)
        kept = np.ones(len(simpler), dtype=bool)
        for hypothesis in claim.hypotheses(part):
            kept &= met(evaluator, hypothesis)
        margins = part_margins(evaluator, part)
        suspects = np.flatnonzero(kept & (margins < (EQUAL if part.relation == "<" else -SUSPICION)))
        if not len(suspects):
            break
        for k in suspects[:KEPT]:
            if judge(supply.domain, claim, part, simpler.instance(int(k))).proves():
                poor = hinge_counts(supply.domain, claim, part, evaluator)
                return Refuter(float(margins[k]), int(poor[k]), simpler.take([int(k)]))
        batch = simpler.take(suspects[:1])
    return None


def look(supply: Supply, claim: Claim, batch: Batch, world: World, total: dict[str, Tally]) -> NDArray[np.float64]:
    """Try a claim on a batch and add to the tallies; return, for each instance, its smallest margin over the parts.

    Where a climb follows, only the parts that still stand count.
    """
    evaluator = Evaluator(world, supply.domain.quantities)
    count = len(batch)
    shared = np.ones(count, dtype=bool)
    for hypothesis in claim.given:
        shared &= met(evaluator, hypothesis)
    smallest = np.full(count, np.inf)
    for part in claim.parts:
        tally = total[part.name]
        tally.instances += count
        kept = shared.copy()
        for hypothesis in part.given:
            kept &= met(evaluator, hypothesis)
        if not kept.any():
            continue
        margins = part_margins(evaluator, part) if part.constant is None else -fitting_constants(evaluator, part)
        kept &= ~np.isnan(margins)
        margins = np.where(kept, margins, np.inf)
        if not (supply.climbs and len(tally.refuters) >= KEPT):
            smallest = np.minimum(smallest, margins)
        tally.met += int(kept.sum())
        if part.constant is not None:
            tally.add(Tally(constant=float(-margins.min())))
            continue
        limit = EQUAL if part.relation == "<" else -SUSPICION
        suspects = np.argsort(margins, kind="stable")[: int((margins < limit).sum())]
        if len(suspects):
            poor = hinge_counts(supply.domain, claim, part, evaluator)
            cleared = judge_suspects(supply, claim, part, batch, suspects, poor, margins, tally)
            margins[cleared] = np.inf
            kept[suspects] = False
        with np.errstate(all="ignore"):
            plain, trivial = tightest(supply.domain, claim, part, evaluator, kept, tally.tightness)
        tally.add(
            Tally(
                worst=float(margins.min()),
                tightness=plain and plain.value,
                tightest=None if plain is None else batch.take([plain.where]),
                trivial=trivial and trivial.value,
            )
        )
    return smallest
