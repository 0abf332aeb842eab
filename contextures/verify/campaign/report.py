"""The outcome of a campaign: the verdicts, what is our own failure, and the folder that keeps them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from contextures.markup import badge, card, table
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.verify.campaign import folder
from contextures.verify.campaign.verdict import Result, Verdict


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
