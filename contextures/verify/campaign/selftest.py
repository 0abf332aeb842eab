"""The self-test: true statements that are tight, each with an error planted, must fall; the originals must not.

A search that misses none of these is what makes *unrefuted* worth something.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Claim, Part, Statement, Variant
from contextures.verify.campaign.campaign import Progress, verify
from contextures.verify.campaign.measuring import Fate, look_for, sample
from contextures.verify.campaign.verdict import Result, Verdict
from contextures.verify.certificates.certificate import check
from contextures.workers import outcomes, workers

INSTANCES = 9000
"""Tried on each mutant and on each original."""

Change = Callable[[Claim, Part], tuple[Claim, Part]]


@dataclass(frozen=True)
class Mutation:
    """An error to be planted in a part of a true statement.

    Attributes
    ----------
    id, variant, part : str
        The part, tight wherever it is an inequality.
    error : str
        What is done to it, in words.
    change : callable
        ``(claim, part) -> (claim, part)``.
    """

    id: str
    variant: Variant
    part: str
    error: str
    change: Change

    def mutant(self, number: int) -> Statement:
        """Return the statement with the error, and that part alone."""
        return _alone(self, f"{self.id}-mutant-{number}", *self.change(*_original(self)))

    def original(self) -> Statement:
        """Return the statement as it is, with that part alone."""
        return _alone(self, f"{self.id}-{self.variant}-{self.part}-original", *_original(self))


def _original(mutation: Mutation) -> tuple[Claim, Part]:
    claim = catalogue[mutation.id].variants[mutation.variant]
    return claim, claim.part(mutation.part)


def _alone(mutation: Mutation, id_: str, claim: Claim, part: Part) -> Statement:
    return dataclasses.replace(
        catalogue[mutation.id],
        id=id_,
        printed=claim.alone(part),
        corrected=None,
        faults=(),
        why="",
        uses=(),
    )


def scaled(side: str, factor: sp.Rational) -> Change:
    """Multiply a side by a factor."""
    return lambda claim, part: (claim, dataclasses.replace(part, **{side: factor * getattr(part, side)}))


def replaced(side: str, old: sp.Expr, new: sp.Expr) -> Change:
    """Put an expression in the place of another.

    The change is looked at when it is made: an expression that is not there would plant no error.
    """

    def change(claim: Claim, part: Part) -> tuple[Claim, Part]:
        before = getattr(part, side)
        after = before.xreplace({old: new})
        if after == before:
            raise ValueError(f"{part.name}: {old} is not in {before}")
        return claim, dataclasses.replace(part, **{side: after})

    return change


def strict(claim: Claim, part: Part) -> tuple[Claim, Part]:
    """Claim < where ≤ holds."""
    return claim, dataclasses.replace(part, relation="<")


def without(name: str) -> Change:
    """Leave out a hypothesis."""

    def change(claim: Claim, part: Part) -> tuple[Claim, Part]:
        if name not in {h.name for h in claim.hypotheses(part)}:
            raise ValueError(f"{part.name} has no hypothesis {name}")
        given, own = (tuple(h for h in group if h.name != name) for group in (claim.given, part.given))
        return dataclasses.replace(claim, given=given), dataclasses.replace(part, given=own)

    return change


d, i, r = sp.Symbol("d", integer=True), sp.Symbol("i", integer=True), sp.Symbol("r", integer=True)
s = sp.IndexedBase("s", real=True)
epsilon, kappa = sp.symbols("epsilon kappa", real=True)
eigen = sp.IndexedBase("lambda", real=True)
LESS, MORE, MUCH_LESS, MUCH_MORE = (sp.Rational(n, 20) for n in (19, 21, 17, 23))

MUTATIONS: tuple[Mutation, ...] = (
    Mutation("contexts.unit-interval", "printed", "upper", "5 % less", scaled("rhs", LESS)),
    Mutation("contexts.unit-interval", "printed", "upper", "< for ≤", strict),
    Mutation("contexts.chi-square", "printed", "inertia", "5 % less", scaled("rhs", LESS)),
    Mutation("contexts.maximal-correlation", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("contexts.maximal-correlation", "printed", "bound", "a square added", replaced("rhs", s[1], s[1] ** 2)),
    Mutation("contexts.pca", "printed", "minimum", "5 % more", scaled("lhs", MORE)),
    Mutation("contexts.pca", "printed", "minimum", "d for d+1", replaced("lhs", d + 1, d)),
    Mutation("contexts.data-processing", "printed", "every-index", "5 % less", scaled("rhs", LESS)),
    Mutation("objectives.svme", "printed", "minimum", "d−1 for d", replaced("lhs", (i, 1, d), (i, 1, d - 1))),
    Mutation("objectives.kise", "printed", "maximum", "5 % less", scaled("rhs", LESS)),
    Mutation("objectives.cross-modal", "printed", "minimum", "5 % less", scaled("lhs", LESS)),
    Mutation("objectives.spectral-contrastive", "corrected", "minimum", "15 % less", scaled("lhs", MUCH_LESS)),
    Mutation("optimality.compatibility", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.compatibility", "printed", "range-upper", "< for ≤", strict),
    Mutation("optimality.low-variance", "corrected", "variance", "5 % less", scaled("rhs", LESS)),
    Mutation(
        "optimality.low-variance", "corrected", "aligned", "a square dropped",
        replaced("lhs", (1 - epsilon) ** 2, 1 - epsilon),
    ),
    Mutation("optimality.minimax-value", "corrected", "lower", "5 % more", scaled("lhs", MORE)),
    Mutation("optimality.minimax-value", "corrected", "lower", "d for d+1", replaced("lhs", s[d + 1], s[d])),
    Mutation("optimality.minimax-value", "corrected", "lower", "no d ≤ N−2", without("room")),
    Mutation("optimality.minimax-value", "corrected", "attained", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.minimax-only-if", "corrected", "only-if", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.converse", "corrected", "exists", "5 % more", scaled("lhs", MORE)),
    Mutation("optimality.converse", "corrected", "exists", "max for min", lambda c, p: _largest(c, p)),
    Mutation("optimality.rkhs", "corrected", "iii-upper", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.ratio-trace", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.ratio-trace", "printed", "bound", "< for ≤", strict),
    Mutation("optimality.ratio-trace", "printed", "bound", "d−1 for d", replaced("rhs", (i, 1, d), (i, 1, d - 1))),
    Mutation("optimality.trace-gap", "corrected", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation(
        "optimality.trace-gap-of-contexture", "corrected", "value", "a square dropped",
        replaced("rhs", s[d + 1] ** 2, s[d + 1]),
    ),
    Mutation("optimality.fisher", "printed", "maximum", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.weak-association", "printed", "sum", "5 % less", scaled("rhs", LESS)),
    Mutation("optimality.lipschitz", "corrected", "bound", "20 % less", scaled("rhs", sp.Rational(4, 5))),
    Mutation("optimality.general-encoder", "printed", "primal-dual", "5 % less", scaled("rhs", LESS)),
    Mutation("mixing.convolution-operator", "printed", "top", "5 % less", scaled("rhs", LESS)),
    Mutation("mixing.convex-kernel", "printed", "ky-fan", "5 % less", scaled("rhs", LESS)),
    Mutation("mixing.concatenation-strengthens", "printed", "values", "5 % more", scaled("lhs", MORE)),
    Mutation("mixing.encoder-concatenation", "printed", "compatible-tasks", "15 % less", scaled("rhs", MUCH_LESS)),
    Mutation("bounds.context-complexity", "printed", "mean", "5 % less", scaled("rhs", LESS)),
    Mutation("bounds.context-complexity", "printed", "sup-norm", "a square dropped", replaced("rhs", kappa**2, kappa)),
    Mutation("bounds.isometry", "printed", "lower", "5 % more", scaled("lhs", MORE)),
    Mutation("bounds.minimax-lower", "corrected", "lower", "d for d+1", replaced("lhs", eigen[d + 1], eigen[d])),
    Mutation("bounds.minimax-lower", "corrected", "attained", "5 % less", scaled("rhs", LESS)),
    Mutation("stkr.top-eigenvalue-explicit", "printed", "ceiling", "5 % less", scaled("rhs", LESS)),
    Mutation("shift.cressie-read-dual", "printed", "weak", "15 % less", scaled("rhs", MUCH_LESS)),
    Mutation("shift.group-in-ball", "corrected", "bound", "15 % less", scaled("rhs", MUCH_LESS)),
    Mutation("shift.group-in-ball", "corrected", "bound", "no radius", without("radius")),
    Mutation("shift.cvar-chi2", "corrected", "ball", "15 % less", scaled("rhs", MUCH_LESS)),
    Mutation("shift.cvar-chi2", "corrected", "ball", "no radius", without("radius")),
    Mutation("shift.boosted-cvar", "printed", "weak", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.duchi-constant", "printed", "range", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.duchi-exact", "printed", "if", "any radius", without("inside")),
    Mutation("neighbours.tosh-orthogonal", "printed", "spectral", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.joint-embedding", "printed", "attains", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.tang-quadratic-growth", "printed", "nuclear", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-projections-apart", "printed", "upper", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-partial-trace", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-diversity", "printed", "conversion", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-eckart-young", "corrected", "column-space", "any σ_k", without("positive")),
    Mutation("neighbours.tang-contrastive-loss-free", "corrected", "minimum", "5 % more", scaled("lhs", LESS)),
    Mutation("neighbours.tang-corrected-loss-free", "corrected", "span", "any rank of L", without("positive")),
    Mutation("neighbours.tang-posthoc-trained", "corrected", "share", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.tang-oscillation-mean", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-separable", "printed", "norm", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.tang-example-columns", "printed", "largest", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.zheng-modes", "printed", "maximal", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.zheng-information", "corrected", "at-most", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.zheng-information", "corrected", "at-least", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.zheng-nested", "corrected", "sequential", "any B̃", without("rest")),
    Mutation("neighbours.adainf-spectrum-sharp", "printed", "one", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.ncl-orthogonality", "printed", "bound", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.haochen-recoverable-sharp", "printed", "rare", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.haochen-lambda-sharp", "printed", "view", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.haochen-exact", "corrected", "recovery", "any number of components", without("gap")),
    Mutation("neighbours.johnson-minimax", "printed", "lower", "5 % more", scaled("lhs", MORE)),
    Mutation("neighbours.johnson-unique", "corrected", "flat", "any last eigenvalues", without("bottom")),
    Mutation("neighbours.difficult-eigenvalue-with", "corrected", "later", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.difficult-removal-exact", "printed", "if", "any gap", without("removal-helps")),
    Mutation("neighbours.clustering-exponential", "printed", "upper", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.head-matrix-information", "corrected", "linear", "5 % less", scaled("rhs", LESS)),
    Mutation("neighbours.gauss-spectral", "printed", "bound", "5 % less", scaled("rhs", LESS)),
)  # fmt: skip
"""The errors that are planted."""


def _largest(claim: Claim, part: Part) -> tuple[Claim, Part]:
    """Put the largest for the smallest of two numbers."""
    return claim, dataclasses.replace(part, lhs=part.lhs.replace(sp.Min, sp.Max))


@dataclass(frozen=True)
class Mutant:
    """What became of an error: whether a certificate was found that the check accepts."""

    id: str
    part: str
    error: str
    found: bool


@dataclass(frozen=True)
class Planted:
    """What became of an error planted in a function that measures: its fate in a word, and what noticed it."""

    function: str
    error: str
    fate: str
    by: str


@dataclass(frozen=True)
class Outcome:
    """The score of a self-test.

    Attributes
    ----------
    mutants : tuple of Mutant
    fallen : tuple of str
        Originals that were refuted.
    loose : tuple of str
        Originals that are inequalities and were not seen to be tight, and those that nothing met.
    instances : int
        Tried in all.
    planted : tuple of Planted
        Errors planted in what measures.
    """

    mutants: tuple[Mutant, ...]
    fallen: tuple[str, ...]
    loose: tuple[str, ...]
    instances: int
    planted: tuple[Planted, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every mutant fell, no original did, every bound was seen to be tight, and measuring is watched."""
        stands = not self.fallen and not self.loose and self.noticed >= NOTICED * (self.noticed + len(self.missed))
        return all(mutant.found for mutant in self.mutants) and stands

    @property
    def noticed(self) -> int:
        """How many of the errors in what measures were noticed."""
        return sum(planted.fate == Fate.NOTICED.name.lower() for planted in self.planted)

    @property
    def missed(self) -> tuple[Planted, ...]:
        """Those that change what is claimed and were not."""
        return tuple(planted for planted in self.planted if planted.fate == Fate.MISSED.name.lower())

    def lines(self) -> list[str]:
        """Return the score in words."""
        found = sum(mutant.found for mutant in self.mutants)
        lines = [
            f"{found} of {len(self.mutants)} planted errors refuted with a certificate, "
            f"{len(self.fallen)} originals refuted, {self.instances:,} instances"
        ]
        lines += [f"missed: {m.id}, part {m.part}, {m.error}" for m in self.mutants if not m.found]
        lines += [f"refuted although true: {id_}" for id_ in self.fallen]
        lines += [f"not seen to be tight: {id_}" for id_ in self.loose]
        if self.planted:
            counted = self.noticed + len(self.missed)
            lines.append(f"{self.noticed} of {counted} errors planted in the measuring code noticed")
        lines += [f"not noticed: {planted.function}, {planted.error}" for planted in self.missed]
        return lines

    def to_json(self) -> dict[str, Any]:
        """Return the document of `contextures verify --self-test --json`."""
        return {"format": 1, "passed": self.passed, **dataclasses.asdict(self)}


TIGHT = 0.99
PLANTED = 30
"""Functions that measure in which an error is planted."""
NOTICED = 0.75
"""Least share of these that must be noticed, of those that some claim can show; of all functions it is 0.95."""


def self_test(seed: int = 0, jobs: int = 1, instances: int = INSTANCES, progress: Progress | None = None) -> Outcome:
    """Search every mutant and every original.

    Parameters
    ----------
    seed, jobs, instances, progress
        As for `contextures.verify`.

    Returns
    -------
    Outcome
    """
    mutants = [mutation.mutant(k) for k, mutation in enumerate(MUTATIONS, start=1)]
    originals = {mutation.original().id: mutation.original() for mutation in MUTATIONS}
    everything = Catalogue([*mutants, *originals.values()])
    report = verify(
        statements=everything, instances=instances, time_budget=3600.0, seed=seed, jobs=jobs, progress=progress
    )
    score = []
    for mutation, mutant in zip(MUTATIONS, mutants, strict=True):
        certificates = report[mutant.id, "printed"].certificates()
        proven = bool(certificates) and all(check(c, everything).proves for c in certificates.values())
        score.append(Mutant(mutation.id, mutation.part, mutation.error, proven))
    results = [report[id_, "printed"] for id_ in originals]
    return Outcome(
        tuple(score),
        tuple(r.statement.id for r in results if r.verdict == "refuted"),
        tuple(r.statement.id for r in results if _loose(r)),
        sum(part.instances for result in report.results for part in result.parts),
        plant_errors(PLANTED, seed, jobs),
    )


def plant_errors(count: int, seed: int, jobs: int) -> tuple[Planted, ...]:
    """Plant an error in each of some functions that measure, and tell what became of it.

    Parameters
    ----------
    count : int
        Functions at most.
    seed : int
        Of the choice.
    jobs : int
        Worker processes.
    """
    chosen = sample(count, seed)
    with workers(jobs):
        seen = list(outcomes(look_for, ((site,) for site in chosen)))
    return tuple(
        Planted(site.name, site.error, found.fate.name.lower(), found.by)
        for site, found in zip(chosen, seen, strict=True)
    )


def _loose(original: Result) -> bool:
    known = [part.best_ratio for part in original.parts if part.best_ratio is not None]
    return original.verdict is Verdict.VACUOUS or any(ratio < TIGHT for ratio in known)
