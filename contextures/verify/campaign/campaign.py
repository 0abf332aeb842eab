"""A campaign: searches a list of statements on a fixed schedule, certifies what it finds and reports the verdicts.

The budget sets the schedule, a number of chunks for each form of a statement; the clock only stops. Each chunk has a
random stream of its own, so that neither the number of workers nor their order changes a result.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import sympy as sp

from contextures.errors import InputError
from contextures.markup import badge, card, table
from contextures.measure.domain import Extra, domain_of, extras, measure
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.sorts import Sort
from contextures.theory.statement import Part, Statement, Variant
from contextures.verify.campaign import folder
from contextures.verify.campaign.checkpoint import Progress as Progressed
from contextures.verify.campaign.checkpoint import load, refuse, save
from contextures.verify.campaign.verdict import Ablation, Asked, PartResult, Result, Verdict
from contextures.verify.certificates import certificate
from contextures.verify.proofs import elsewhere_of, formal_of, proofs_of
from contextures.verify.search import shrink
from contextures.verify.search.ablate import Constants, ablate_chunks, label, larger, targets
from contextures.verify.search.agreement import disagreements
from contextures.verify.search.beyond import Beyond
from contextures.verify.search.climb import GENERATIONS, POPULATION
from contextures.verify.search.draws import Supply, supply_of
from contextures.verify.search.search import (
    CHILDREN,
    DESCENTS,
    PARENTS,
    RANDOM,
    ROUNDS,
    STARTS,
    Tally,
    generator,
    search_chunks,
)
from contextures.workers import Backend, outcomes, workers

CHUNK_SECONDS = 0.15
"""Planned for a chunk; the schedule follows from it, not from any measured time."""
SHARED = 12
"""Chunks up to which dear domains get as many as cheap ones."""
BLOCK = 9
"""Chunks of one unit of work."""
REFUTERS = 16
"""Certain counterexamples of a part from which the smallest one is looked for."""
CHECKPOINT_INTERVAL = 5.0
"""Seconds between two checkpoints, unless another interval is asked for."""
PER_CHUNK = (STARTS + 1) * RANDOM + DESCENTS * ROUNDS * PARENTS * CHILDREN
"""Instances of a chunk without a climb, at most."""
SHRINKING = 2**32 - 1
"""Number of the random stream that shrinking uses; no schedule has so many chunks."""

Progress = Callable[[int, int, str], None]
Row: TypeAlias = tuple[Statement, Variant]


@dataclass(frozen=True, repr=False)
class Report:
    """The outcome of a campaign.

    Attributes
    ----------
    results : tuple of Result
        One for each form of each statement, in the order of the catalogue.
    seed : int
    time_budget : float
        Seconds the schedule was made for.
    truncated : bool
        Whether the clock stopped the schedule.
    problems : dict of str to str
        Ids of the statements that raised, where that is tolerated, and what was raised; they have no result.
    """

    results: tuple[Result, ...]
    seed: int
    time_budget: float
    truncated: bool
    problems: dict[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """How often each verdict was reached."""
        counts = Counter(str(result.verdict) for result in self.results)
        verdicts = ", ".join(f"{number} {verdict}" for verdict, number in counts.items())
        return f"Report({verdicts or 'nothing searched'}; seed {self.seed}{', truncated' if self.truncated else ''})"

    def _repr_html_(self) -> str:
        """A row for each form, for a notebook."""
        head = ["statement", "form", "met", "tight", "verdict"]
        return card(repr(self), table(head, [[*result.cells, badge(result.verdict)] for result in self.results]))

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
        """Return the document that `contextures verify --json` writes."""
        return {
            "format": 1,
            "contextures": version("contextures"),
            "seed": self.seed,
            "time_budget": self.time_budget,
            "truncated": self.truncated,
            "statements": [result.to_json() for result in self.results],
        }

    def failures(self, statements: Catalogue = catalogue) -> tuple[str, ...]:
        """Return our own failures, a sentence each: certificates that `check` refuses, forms that should not fall."""
        found = [f"{path} is not accepted by `contextures check`" for path in folder.rejected(self.results, statements)]
        found += [f"the corrected form of {result.statement.id} is refuted" for result in self.fallen]
        found += [f"{result.statement.id} ({result.variant}) is refuted and proved" for result in self.contradicted]
        return tuple(found)

    def write(self, path: str | Path) -> None:
        """Write verdicts.json and certificates/ to a folder, and remove older certificates of the same forms there.

        Raises
        ------
        InputError
            Where a file cannot be written.
        """
        certificates = {name: found for result in self.results for name, found in result.certificates().items()}
        folder.write_folder(Path(path), self.to_json(), certificates)
        folder.remove_stale(Path(path), self.results)


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


def check_settings(time_budget: float, instances: int | None, seed: int, jobs: int, checkpoint_interval: float) -> None:
    """Raise InputError for a setting of `verify` that is out of range."""
    if not time_budget > 0 or not np.isfinite(time_budget):
        raise InputError(f"the time budget must be a positive number of seconds, not {time_budget}")
    if not checkpoint_interval >= 0:
        raise InputError(f"the checkpoint interval must be at least 0 seconds, not {checkpoint_interval}")
    if instances is not None and instances < 1:
        raise InputError(f"the number of instances must be at least 1, not {instances}")
    if not 0 <= seed < 2**63:
        raise InputError(f"the seed must be a whole number from 0 to 2⁶³ − 1, not {seed}")
    if jobs < 1:
        raise InputError(f"the number of jobs must be at least 1, not {jobs}")


def verify(
    *globs: str,
    time_budget: float = 240.0,
    instances: int | None = None,
    seed: int = 0,
    jobs: int = 1,
    ablate: bool = False,
    checkpoint: str | Path | None = None,
    checkpoint_interval: float = CHECKPOINT_INTERVAL,
    resume: bool = False,
    backend: Backend = "loky",
    statements: Catalogue = catalogue,
    tolerant: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Search statements for counterexamples and certify what is found.

    Parameters
    ----------
    *globs : str
        Which statements; none means all.
    time_budget : float, optional
        Seconds the schedule is made for and after which the clock stops it. A campaign that goes on from a checkpoint
        keeps the schedule it has; the seconds are then for the clock alone.
    instances : int, optional
        Instances for each form of a statement instead of what the budget allows.
    seed : int, optional
        Non-negative; the same seed gives the same results.
    jobs : int, optional
        Worker processes; results do not depend on it.
    ablate : bool, optional
        Whether to ask of each hypothesis if it is needed; the schedule is then shared by two searches.
    checkpoint : path, optional
        A file that is rewritten while the campaign runs, and when it is interrupted or the clock stops it.
    checkpoint_interval : float, optional
        Seconds from one checkpoint to the next, at least: with 0 a kill costs the units at work and no more; a long
        interval spares a slow disk.
    resume : bool, optional
        Whether to go on from the checkpoint, if it is there.
    backend : {"loky", "dask"}, optional
        Where the workers are: processes of this machine, or joblib's dask back end on the cluster of the
        `dask.distributed.Client` of this process (the extra ``scale``).
    statements : Catalogue, optional
    tolerant : bool, optional
        Whether a statement that raises is reported in `Report.problems` while the others go on.
    progress : callable, optional
        Called with units done, units in all, and the statement worked on.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        For a glob that matches nothing, a quantity that is no number or differs in floats and exactly, a setting out of
        range, a checkpoint that cannot be used, or one that is there although the campaign is not to go on from it.
    """
    check_settings(time_budget, instances, seed, jobs, checkpoint_interval)
    chosen = statements.match(*globs)
    wrong = disagreements(statement for statement in chosen if statement.id not in catalogue)
    sound = [statement for statement in chosen if statement.id not in wrong]
    if wrong and not (tolerant and sound):
        raise InputError("; ".join(f"{id_}: {told}" for id_, told in wrong.items()))
    campaign = Campaign(sound, time_budget, instances, seed, ablate, tolerant)
    campaign.problems.update(wrong)
    if checkpoint is not None:
        campaign.keep(Path(checkpoint), resume, checkpoint_interval)
    with workers(jobs, backend, _load):
        return campaign.run(progress)


class Campaign:
    """The units of work of a campaign, in their order, and what came of them.

    Parameters
    ----------
    statements : sequence of Statement
    time_budget, instances, seed, ablate, tolerant
        See `verify`.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        time_budget: float,
        instances: int | None,
        seed: int,
        ablate: bool,
        tolerant: bool,
    ) -> None:
        self.rows: list[Row] = [(s, variant) for s in statements for variant in s.variants]
        self.seconds, self.instances, self.seed = time_budget, instances, seed
        self.ablate, self.tolerant = ablate, tolerant
        share = time_budget / 2 if ablate else time_budget
        self.extras = extras()
        self.done = Progressed(
            time_budget=time_budget,
            schedule=schedule(self.rows, share, instances),
            found=[{part.name: Tally() for part in s.variants[v].parts} for s, v in self.rows],
            broken=[{target.key: Tally() for target in targets(s.variants[v])} for s, v in self.rows],
            spent=[0.0] * len(self.rows),
        )
        self.problems: dict[str, str] = {}
        self.truncated = False
        self.path: Path | None = None
        self.interval = CHECKPOINT_INTERVAL
        self._saved = time.monotonic()

    @property
    def units(self) -> list[tuple[int, range]]:
        """Row and chunks of each unit: the first block of every row, then the second."""
        chunks = self.done.schedule
        return [
            (row, range(start, min(start + BLOCK, chunks[row])))
            for start in range(0, max(chunks), BLOCK)
            for row in range(len(self.rows))
            if start < chunks[row]
        ]

    @property
    def sorts(self) -> list[Mapping[str, Sort]]:
        """What the fields of the instances of each row are."""
        return [domain_of(statement).world.sorts for statement, _ in self.rows]

    @property
    def settings(self) -> dict[str, Any]:
        """What a checkpoint must agree with."""
        forms = [f"{s.id}/{v}/{s.variants[v]}" for s, v in self.rows]
        return {
            "version": version("contextures"),
            "seed": self.seed,
            "statements": hashlib.sha256("\n".join(forms).encode()).hexdigest(),
            "instances": self.instances,
            "ablation": self.ablate,
        }

    def keep(self, path: Path, resume: bool, interval: float) -> None:
        """Keep a checkpoint in a file; go on from what is there if asked to, else refuse to write over it."""
        if not resume:
            refuse(path)
        elif found := load(path, self.settings, self.sorts):
            self.done = found
        self.path, self.interval = path, interval

    def run(self, progress: Progress | None = None) -> Report:
        """Do what is left to do."""
        units = self.units
        self._tell = progress
        self._total = len(units) * (1 + self.ablate) + len(self.rows) * (1 + self.ablate)
        self._count = self.done.searched + self.done.ablated
        deadline = time.time() + self.seconds
        try:
            self._search(units, deadline)
            parts = self._certify()
            ablation: list[Ablation | None] = [None] * len(self.rows)
            if self.ablate:
                asked = [_asked(*row, found) for row, found in zip(self.rows, parts, strict=True)]
                self._ablate(units, asked, deadline)
                ablation = list(self._needed(asked))
        finally:
            self._save()
        results = tuple(
            Result(*row, parts[k], ablation[k], self.done.spent[k])
            for k, row in enumerate(self.rows)
            if row[0].id not in self.problems
        )
        return Report(results, self.seed, self.done.time_budget, self.truncated, self.problems)

    def _work(self, function: Callable[..., Any], calls: Iterable[tuple[int, tuple[Any, ...]]]) -> Iterator[Any]:
        """Yield row and outcome of each call, in order; a statement that raises is set aside where tolerated."""
        calls = list(calls)
        always = (function, self.extras, self.tolerant)
        work = outcomes(_attempt, ((*always, *self.rows[row], self.seed, *arguments) for row, arguments in calls))
        for (row, _), (outcome, problem, seconds) in zip(calls, work, strict=True):
            self.done.spent[row] += seconds
            self._count += 1
            if problem:
                self.problems.setdefault(self.rows[row][0].id, problem)
            if self._tell:
                self._tell(self._count, self._total, self.rows[row][0].id)
            yield row, outcome

    def _search(self, units: Sequence[tuple[int, range]], deadline: float) -> None:
        left = units[self.done.searched :]
        for row, outcome in self._work(_search, ((row, (chunks, deadline)) for row, chunks in left)):
            if isinstance(outcome, str) or self.truncated:
                self.truncated = True
                continue
            for name, tally in (outcome or {}).items():
                self.done.found[row][name].add(tally)
            self.done.searched += 1
            self._save_now_and_then()

    def _ablate(self, units: Sequence[tuple[int, range]], asked: list[Constants], deadline: float) -> None:
        left = units[self.done.ablated :]
        for row, outcome in self._work(_ablate, ((row, (chunks, asked[row], deadline)) for row, chunks in left)):
            if isinstance(outcome, str) or self.truncated:
                self.truncated = True
                continue
            for name, tally in (outcome or {}).items():
                self.done.broken[row][name].add(tally)
            self.done.ablated += 1
            self._save_now_and_then()

    def _certify(self) -> list[tuple[PartResult, ...]]:
        return [parts or () for _, parts in self._work(_certify, enumerate((row,) for row in self.done.found))]

    def _needed(self, asked: list[Constants]) -> Iterator[Ablation]:
        for _, found in self._work(_certify_needed, enumerate(zip(self.done.broken, asked, strict=True))):
            yield found or {}

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self._saved >= self.interval:
            self._save()

    def _save(self) -> None:
        if self.path is not None and self.done.searched:
            save(self.path, self.settings, self.done)
        self._saved = time.monotonic()


LATE = "late"
"""The outcome of a unit that the clock did not allow."""


def _load() -> None:
    """Do nothing, where this module had to be loaded for it: the clock does not run for that."""


def _attempt(
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


def _search(
    statement: Statement, variant: Variant, seed: int, chunks: Sequence[int], deadline: float
) -> dict[str, Tally] | str:
    """Search some chunks, unless the time is up."""
    return LATE if time.time() >= deadline else search_chunks(statement, variant, seed, chunks)


def _ablate(
    statement: Statement, variant: Variant, seed: int, chunks: Sequence[int], parts: Constants, deadline: float
) -> dict[str, Tally] | str:
    """Ablate in some chunks, unless the time is up."""
    return LATE if time.time() >= deadline else ablate_chunks(statement, variant, seed, chunks, parts)


def _asked(statement: Statement, variant: Variant, found: Sequence[PartResult]) -> Constants:
    """Return the parts whose hypotheses are asked about: none that fell, or for which no constant is known to fit."""
    asked: dict[str, sp.Rational | None] = {}
    for result in found:
        part = statement.variants[variant].part(result.name)
        if part.exists or result.verdict is Verdict.REFUTED:
            continue
        if part.constant is None:
            asked[part.name] = None
        elif result.constant is not None and np.isfinite(result.constant[1]):
            asked[part.name] = larger(result.constant[1])
    return asked


def _smallest(
    supply: Supply, statement: Statement, variant: Variant, seed: int, part: Part, tally: Tally, broken: str | None
) -> shrink.Counterexample:
    """Make the certain counterexamples of a part, or the examples if it exists, small."""
    chosen = sorted(tally.refuters, key=lambda found: (found.hinges, found.margin))[:REFUTERS]
    rng = generator(seed, f"{statement.id}/{part.name}" + (f"/{broken}" if broken else ""), variant, SHRINKING)
    claim = statement.variants[variant].searched
    return shrink.smallest(supply, claim, part, [found.batch for found in chosen], rng, broken)


def _certify(statement: Statement, variant: Variant, seed: int, tallies: dict[str, Tally]) -> tuple[PartResult, ...]:
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


def _certify_needed(
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
