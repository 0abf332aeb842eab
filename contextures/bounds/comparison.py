"""What a comparison of limits holds: a row a limit, and the smallest of those that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contextures.bounds.settings import finite
from contextures.markup import badge, card, paragraph, table

BETTING = "classical.betting"
EXACT = "classical.clopper-pearson"
GROUPS: Mapping[str, Sequence[tuple[str, str]]] = {
    "one mean": (
        ("classical.hoeffding", "limit"),
        ("classical.chernoff-kl", "limit"),
        ("classical.bentkus", "limit"),
        ("classical.clopper-pearson", "upper"),
        ("classical.bernstein", "limit"),
        ("classical.empirical-bernstein", ""),
        ("classical.unexpected-bernstein", ""),
        ("classical.split-kl", ""),
        ("classical.anderson", "limit"),
        (BETTING, "prefix"),
        ("classical.empirical-bernstein-lean", ""),
        ("classical.bernstein-plug-in", ""),
        ("classical.clopper-pearson-losses", "floor"),
        ("classical.clopper-pearson-losses", "beta"),
        ("classical.folk-intervals", "wald"),
        ("classical.folk-intervals", "wilson"),
        ("classical.folk-intervals", "jeffreys"),
    ),
    "every posterior": (
        ("classical.pb-kl", "printed"),
        ("classical.pb-kl", "xi"),
        ("classical.pb-kl", "relaxed"),
        ("classical.pb-mcallester", ""),
        ("classical.pb-catoni", ""),
        ("classical.pb-lambda", ""),
        ("classical.pb-unexpected", ""),
        ("classical.pb-split-kl", ""),
        ("classical.pb-optimistic", "every"),
        ("classical.pb-catoni-free", ""),
    ),
    "every hypothesis": (
        ("classical.finite-class", "one-sided"),
        ("classical.finite-class", "occam"),
        ("classical.vc-bound", "rademacher"),
        ("classical.vc-bound", "growth"),
        ("classical.rademacher-bound", "expected"),
        ("classical.rademacher-bound", "empirical"),
    ),
}
"""What holds for one mean, for every posterior at once, and for every hypothesis at once: ids and parts."""


@dataclass(frozen=True)
class Row:
    """One limit of a comparison.

    Attributes
    ----------
    id, part, variant : str
    value : float or None
        None where it does not apply.
    lower : float or None
        With both sides: the limit from below.
    excess : float or None
        What it adds to the mean.
    terms : dict of str to float
    verdict : str or None
        What the catalogue says of it; None where it was not searched yet.
    reconstructed : bool
    best : bool
        Whether it is the smallest of those that stand.
    why : str or None
        Why it does not apply.
    chosen : str
        Settings that were chosen for it, in words.
    miss : Fraction or None
        With a law: the exact probability that it misses the mean; None where it is not for that law or is open.
    needs : tuple of str
        What it assumes of the data, in words.
    """

    id: str
    part: str
    variant: str
    value: float | None
    lower: float | None
    excess: float | None
    terms: dict[str, float]
    verdict: str | None
    reconstructed: bool
    best: bool = False
    why: str | None = None
    chosen: str = ""
    miss: Fraction | None = None
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The id, with the part where the statement has several in the comparison."""
        several = sum(id_ == self.id for group in GROUPS.values() for id_, _ in group) > 1
        return f"{self.id} ({self.part})" if several else self.id

    @property
    def remarks(self) -> str:
        """Whether it is the best or reconstructed, and what was chosen for it."""
        exact = self.id == EXACT and self.value is not None and self.lower is None
        told = [*["best"] * self.best, *["exact: its worst probability of a miss is δ"] * exact]
        told += [*["folklore or reconstructed"] * self.reconstructed, self.chosen]
        return ", ".join(filter(None, told))

    @property
    def refuted(self) -> bool:
        """Whether it is no guarantee."""
        return self.verdict == "refuted"


@dataclass(frozen=True, repr=False)
class Comparison:
    """Limits at the same settings.

    Attributes
    ----------
    settings : dict of str to float
    two_sided : bool
        Whether each holds on both sides at once, at δ/2 each.
    rows : tuple of Row
        Those that stand by their values, then those that are refuted, then those that do not apply.
    law : dict of Fraction to Fraction, or None
        Under which the probabilities of a miss are: the probability of each value.
    """

    settings: dict[str, float]
    two_sided: bool
    rows: tuple[Row, ...]
    law: dict[Fraction, Fraction] | None = None

    def __repr__(self) -> str:
        """The best of how many."""
        applied = sum(row.value is not None for row in self.rows)
        best = self.best
        told = "none stands" if best is None else f"best {best.name} {best.value:.6g}"
        return f"Comparison({applied} of {len(self.rows)} limits apply, {told})"

    def _repr_html_(self) -> str:
        """The limits that apply in a table and why the others do not, for a notebook."""
        both, law = self.two_sided, self.law is not None
        head = ["limit", *["lower"] * both, "upper", "over the mean", *["miss"] * law, "verdict", ""]
        rows = [
            [
                row.name,
                *([_number(row.lower)] * both),
                _number(row.value),
                _number(row.excess),
                *([_number(row.miss)] * law),
                badge(row.verdict),
                row.remarks,
            ]
            for row in self.rows
            if row.value is not None
        ]
        rest = [paragraph(f"{row.name} does not apply: {row.why}") for row in self.rows if row.value is None]
        settings = ", ".join(f"{name} = {value:.10g}" for name, value in self.settings.items())
        needs = [paragraph(f"{need}: {self.told(names)}") for need, names in self.needs.items()]
        return card(repr(self), paragraph(settings), table(head, rows), *rest, *needs)

    def told(self, names: Sequence[str]) -> str:
        """Limits in words: all of them, or their names without that of the chapter."""
        every = len(names) == len(self.rows)
        return "all" if every else ", ".join(name.removeprefix("classical.") for name in names)

    @property
    def best(self) -> Row | None:
        """The smallest limit that stands."""
        return next((row for row in self.rows if row.best), None)

    @property
    def needs(self) -> dict[str, list[str]]:
        """Which limits need what of the data: names by what is needed, in the order of the rows."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            for need in row.needs:
                found.setdefault(need, []).append(row.name)
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures compare --json` writes."""
        return {
            "format": 1,
            "settings": {name: finite(value) for name, value in self.settings.items()},
            "two_sided": self.two_sided,
            "law": None if self.law is None else {str(z): str(mass) for z, mass in self.law.items()},
            "limits": [
                {
                    "id": row.id,
                    "part": row.part,
                    "variant": row.variant,
                    "value": row.value,
                    "lower": row.lower,
                    "excess": row.excess,
                    "terms": row.terms,
                    "verdict": row.verdict,
                    "reconstructed": row.reconstructed,
                    "best": row.best,
                    "why": row.why,
                    "chosen": row.chosen,
                    "miss": None if row.miss is None else str(row.miss),
                    "needs": list(row.needs),
                }
                for row in self.rows
            ],
        }

    def plot(self, ax: Any = None) -> Any:
        """Draw each limit above its mean, and return the axes.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
        """
        from matplotlib import pyplot as plt

        shown = [row for row in self.rows if row.value is not None][::-1]
        if ax is None:
            _, ax = plt.subplots(figsize=(6, 0.3 * len(shown) + 1.2), layout="constrained")
        mean = self.settings["mean"]
        for place, row in enumerate(shown):
            told = "refuted: no guarantee" if row.refuted else "tightest guarantee" if row.best else "guarantee"
            colour = "tab:red" if row.refuted else "tab:blue" if row.best else "0.4"
            low = mean if row.lower is None else row.lower
            ends = {"marker": "o", "ms": 4, "markevery": [0, 1] if self.two_sided else [1]}
            ax.plot(
                [low, row.value], [place] * 2, color=colour, lw=2, ls=":" if row.refuted else "-", label=told, **ends
            )
        ax.axvline(mean, color="0.7", lw=0.8, label="mean of the sample")
        ax.set_ylim(-0.6, len(shown) - 0.4)
        kinds = dict(zip(*ax.get_legend_handles_labels()[::-1], strict=True))
        ax.legend(
            kinds.values(), kinds, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False, fontsize=7
        )
        ax.set_yticks(range(len(shown)), [row.name.removeprefix("classical.") for row in shown], fontsize=8)
        ax.set_xlabel("interval for the mean" if self.two_sided else "upper limit of the mean")
        return ax


def _number(value: float | Fraction | None) -> str:
    """A number in a few digits; nothing where there is none."""
    return "" if value is None else f"{float(value):.6g}"
