"""Printed against corrected forms of every statement whose print falls: their margins on many instances."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.style import BLACK, BLUE, VERMILION
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Statement, Variant
from contextures.verify.certificates.hinges import hinge_counts
from contextures.verify.search.draws import mutate, supply_of
from contextures.verify.search.search import PARENTS
from contextures.verify.search.suspects import EQUAL, SUSPICION, Tally, judge_suspects, met, part_margins

SHOWN = 80
"""Margins of a form that are kept: quantiles, the smallest and the largest included."""


def data(
    source: Source, *, draws: int = 48, children: int = 8, rounds: int = 8, statements: Catalogue = catalogue
) -> Arrays:
    """Return margins of the printed and of the corrected form of every statement whose print falls, (S, 2, SHOWN).

    A margin is (rhs − lhs)/scale, −|lhs − rhs|/scale for an equality: negative where the form is violated. The parts of
    a form count by the smallest. A round draws from each family of instances and disturbs the worst ones; there are
    as many as it takes for the printed form to fall, for both forms. A part with an unspecified constant has no margin.
    """
    shown, margins = [], []
    for statement in statements.values():
        if statement.corrected is None or statement.printed.ill_posed:
            continue
        searches = [_Search(statement, variant, source) for variant in statement.variants]
        for _ in range(rounds):
            for search in searches:
                search.round(draws, children)
            if searches[0].refuted:
                break
        decided = searches[0].refuted or all(part.constant is None for part in statement.printed.parts)
        if decided and all(len(search.margins) for search in searches):
            shown.append(statement)
            margins.append([np.quantile(s.margins, np.linspace(0, 1, SHOWN), method="nearest") for s in searches])
    return {
        "id": np.array([s.id for s in shown]),
        "reconstructed": np.array([s.source.reconstructed for s in shown]),
        "margins": np.array(margins),
    }


class _Search:
    """Margins of one form where its hypotheses are met, less those that exact arithmetic clears."""

    def __init__(self, statement: Statement, variant: Variant, source: Source) -> None:
        self.claim = statement.variants[variant]
        self.supply = supply_of(domain_of(statement))
        self.rng = source.rng(f"{statement.id}/{variant}")
        self.tallies = {part.name: Tally() for part in self.claim.parts}
        self.found: list[FloatArray] = []

    @property
    def refuted(self) -> bool:
        """Whether an instance certainly violates a part."""
        return any(tally.refuters for tally in self.tallies.values())

    @property
    def margins(self) -> FloatArray:
        """All margins so far."""
        return np.concatenate(self.found)

    def round(self, draws: int, children: int) -> None:
        """Look at instances of each family, and at disturbed copies of the worst."""
        needs = self.supply.domain.needs(self.claim)
        for family in self.supply.families:
            batch, world = self.supply.draw(self.rng, family, draws, self.supply.sizes(self.rng, family), needs)
            margins = self.look(batch, world)
            disturbed = mutate(self.rng, batch.take(np.argsort(margins, kind="stable")[:PARENTS]), children)
            if len(disturbed):
                self.look(disturbed, self.supply.domain.world.of_batch(disturbed))

    def look(self, batch: Batch, world: World) -> FloatArray:
        """Return the smallest margin of each instance, infinite where nothing is claimed."""
        evaluator = Evaluator(world, self.supply.domain.quantities)
        smallest = np.full(len(batch), np.inf)
        for part in (part for part in self.claim.parts if part.constant is None):
            kept = np.ones(len(batch), dtype=bool)
            for hypothesis in self.claim.hypotheses(part):
                kept &= met(evaluator, hypothesis)
            margins = part_margins(evaluator, part) if kept.any() else smallest
            margins = np.where(kept & ~np.isnan(margins), margins, np.inf)
            suspects = np.flatnonzero(margins < (EQUAL if part.relation == "<" else -SUSPICION))
            if len(suspects):
                poor, tally = hinge_counts(self.supply.domain, self.claim, part, evaluator), self.tallies[part.name]
                margins[judge_suspects(self.supply, self.claim, part, batch, suspects, poor, margins, tally)] = np.inf
            smallest = np.minimum(smallest, margins)
        self.found.append(smallest[np.isfinite(smallest)])
        return smallest


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw a row a statement: the margins of the printed form above those of the corrected one."""
    axes = figure.subplots()
    names = arrays["id"].tolist()
    places = np.arange(len(names))
    for form, (shift, colour, marker, label) in enumerate(
        ((-0.2, VERMILION, "x", "printed"), (0.2, BLUE, ".", "corrected"))
    ):
        margins = np.clip(arrays["margins"][:, form], -1, 1)
        rows = np.repeat(places + shift, margins.shape[1])
        axes.plot(margins.ravel(), rows, marker, color=colour, markersize=2.2, markeredgewidth=0.5, label=label)
    axes.axvspan(-1.05, 0, color=VERMILION, alpha=0.08, linewidth=0)
    axes.axvline(0, color=BLACK, linewidth=0.6)
    labels = [f"{name}{' (r)' if again else ''}" for name, again in zip(names, arrays["reconstructed"], strict=True)]
    axes.set_yticks(places, labels, fontsize=5.5)
    axes.set(xlim=(-1.05, 1.05), ylim=(len(names) - 0.4, -0.6), xlabel="margin (below 0: violated)")
    axes.set_xticks((-1, -0.5, 0, 0.5, 1), ("≤ −1", "−0.5", "0", "0.5", "≥ 1"))
    if arrays["reconstructed"].any():
        axes.plot([], [], " ", label="(r): reconstructed")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=3)


PICTURE = Picture(
    "corrections",
    "Margins of the printed and the corrected form of every refuted statement",
    data,
    draw,
    height=lambda arrays: 0.7 + 0.19 * len(arrays["id"]),
    cost=20,
)
